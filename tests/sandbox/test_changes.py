"""The sandbox shows, changes and deletes what it made."""

import pytest

from tests.support.sandbox import SECOND, asking, made, refused
from tui_app.sandbox.app import create_app
from tui_app.text.document import Json
from tui_app.text.escape import MASK


async def test_a_change_is_laid_over_what_was_there() -> None:
    ticks = iter([1_790_000_000 * SECOND, 1_790_000_060 * SECOND])
    async with asking(create_app(clock=lambda: next(ticks))) as client:
        before = await made(
            client, inbound={"channel_limit": 7, "codecs": ["G722"]}, tags=["a", "b"]
        )
        reply = await client.patch(
            f"credential_connections/{before['id']}",
            json={
                "inbound": {"codecs": ["OPUS"], "prack_enabled": True},
                "tags": [],
                "outbound": {},
                "connection_name": "branch",
            },
        )
        assert reply.status_code == 200
        inbound = before["inbound"] | {"codecs": ["OPUS"], "prack_enabled": True}
        changes = {
            "connection_name": "branch",
            "inbound": inbound,
            "tags": [],
            "password": MASK,
            "updated_at": "2026-09-21T14:14:20Z",
        }
        assert reply.json()["data"] == before | changes
        assert (await client.get(f"credential_connections/{before['id']}")).json()[
            "data"
        ] == before | changes


async def test_the_time_of_the_last_change_moves_with_each_one() -> None:
    """Also in one second: so that a client can tell that someone else has changed it."""
    async with asking(create_app(clock=lambda: 1_790_000_000 * SECOND)) as client:
        address = f"credential_connections/{(await made(client))['id']}"
        times = [
            (await client.patch(address, json={"active": False})).json()["data"]["updated_at"]
            for _ in range(3)
        ]
    assert times == [f"2026-09-21T14:13:2{n}Z" for n in (1, 2, 3)]


async def test_a_changed_password_is_shown_once() -> None:
    async with asking() as client:
        address = f"credential_connections/{(await made(client))['id']}"
        assert (await client.patch(address, json={"password": "another-one-1"})).json()["data"][
            "password"
        ] == "another-one-1"
        assert (await client.get(address)).json()["data"]["password"] == MASK
        assert (await client.get("credential_connections")).json()["data"][0]["password"] == MASK
        assert (await client.delete(address)).json()["data"]["password"] == MASK


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"user_name": None}, [("10026", "/user_name")]),
        ({"password": MASK}, [("10015", "/password")]),
        (
            {"webhook_api_version": "texml", "outbound": {"call_parking_enabled": True}},
            [("10015", "/webhook_api_version")],
        ),
        (
            {"jitter_buffer": {"jitterbuffer_msec_min": 301}},
            [("10015", "/jitter_buffer/jitterbuffer_msec_min")],
        ),
        ({"inbound": "x"}, [("10026", "/inbound")]),
        (
            {"conversation_persistence": "yes", "active": 2},
            [("10026", "/conversation_persistence"), ("10026", "/active")],
        ),
    ],
    ids=str,
)
async def test_a_wrong_change_is_refused_and_changes_nothing(
    change: dict[str, Json], expected: list[tuple[str, str]]
) -> None:
    async with asking() as client:
        before = await made(client, jitter_buffer={"jitterbuffer_msec_max": 300})
        address = f"credential_connections/{before['id']}"
        assert (
            refused(await client.patch(address, json={"connection_name": "branch", **change}), 422)
            == expected
        )
        assert (await client.get(address)).json()["data"] == before | {"password": MASK}


async def test_a_change_is_judged_together_with_what_was_there() -> None:
    async with asking() as client:
        before = await made(
            client, webhook_api_version="texml", outbound={"call_parking_enabled": True}
        )
        address = f"credential_connections/{before['id']}"
        reply = await client.patch(address, json={"outbound": {"call_parking_enabled": False}})
        assert refused(reply, 422) == [("10015", "/webhook_api_version")]
        assert (await client.patch(address, json={"active": False})).json()["data"][
            "webhook_api_version"
        ] == "texml"


async def test_conversation_persistence_belongs_to_changes() -> None:
    async with asking() as client:
        connection = await made(client, conversation_persistence=True)
        assert connection["conversation_persistence"] is False
        address = f"credential_connections/{connection['id']}"
        assert (await client.patch(address, json={"conversation_persistence": True})).json()[
            "data"
        ]["conversation_persistence"] is True
        assert (await client.patch(address, json={"active": False})).json()["data"][
            "conversation_persistence"
        ] is True


async def test_what_was_deleted_is_gone_and_its_user_name_free() -> None:
    async with asking() as client:
        before = await made(client)
        address = f"credential_connections/{before['id']}"
        reply = await client.delete(address)
        assert (reply.status_code, reply.json()["data"]) == (200, before | {"password": MASK})
        for again in (
            await client.get(address),
            await client.delete(address),
            await client.patch(address, json={}),
        ):
            assert refused(again, 404) == [("10005", "/")]
        await made(client)


async def test_nothing_is_registered() -> None:
    async with asking() as client:
        connection = await made(client)
        data = (
            await client.post(
                f"credential_connections/{connection['id']}/actions/check_registration_status"
            )
        ).json()["data"]
        assert data.pop("sip_username") == "office1"
        assert data.pop("status") == "Not Registered"
        assert data.pop("record_type") == "registration_status"
        assert data == dict.fromkeys(
            ("ip_address", "port", "transport", "user_agent", "last_registration")
        )
        assert refused(
            await client.post("credential_connections/1/actions/check_registration_status"), 404
        ) == [("10005", "/")]
