"""What the sandbox makes: whole connections, with defaults, names that are free, and new ids."""

import asyncio
import json
import re
import threading
from types import ModuleType
from typing import Any

import pytest

from tests.support.answers import every_setting, sound
from tests.support.paths import SHARED
from tests.support.sandbox import (
    ANDROID,
    IOS,
    LEAST,
    ON_ITS_OWN,
    PASSWORD,
    PROFILE,
    SECOND,
    asking,
    at,
    made,
    refused,
)
from tui_app.sandbox import app, exchange
from tui_app.sandbox.app import create_app
from tui_app.sandbox.connections import SHOWN_UNSET
from tui_app.settings.problem import Unset
from tui_app.settings.setting import Setting
from tui_app.settings.types import TextList
from tui_app.text.document import Json
from tui_app.text.escape import MASK


def nested(path: tuple[str, ...], value: Json) -> dict[str, Json]:
    for name in reversed(path):
        value = {name: value}
    assert isinstance(value, dict)
    return value


# Create


async def test_a_create_shows_the_whole_connection_with_the_password_that_was_given() -> None:
    ticks = iter(range(1_790_000_000 * SECOND, 2_000_000_000 * SECOND, SECOND + 21_000_000))
    async with asking(create_app(clock=lambda: next(ticks))) as client:
        connection = await made(
            client,
            webhook_event_url="HTTPS://Example.com/hook",
            inbound={"codecs": ["OPUS", "G722"]},
        )
    assert connection["id"] == "1790000000000000000"
    assert connection["record_type"] == "credential_connection"
    assert connection["created_at"] == connection["updated_at"] == "2026-09-21T14:13:20Z"
    assert connection["password"] == PASSWORD
    assert connection["webhook_event_url"] == "HTTPS://Example.com/hook"
    assert connection["inbound"]["codecs"] == ["OPUS", "G722"]
    assert connection["conversation_persistence"] is False


@every_setting
async def test_what_was_not_set_is_shown_with_its_default(setting: Setting) -> None:
    async with asking() as client:
        connection = await made(client)
    if setting.retired:
        assert setting.name not in at(connection, setting.path[:-1])
    elif setting.json_path in LEAST:
        assert at(connection, setting.path) == LEAST[setting.json_path]
    elif isinstance(setting.default, Unset):
        unset: Json = [] if isinstance(setting.kind, TextList) else None
        assert at(connection, setting.path) == SHOWN_UNSET.get(setting.path, unset)
    else:
        assert at(connection, setting.path) == setting.default


@every_setting
async def test_every_sound_answer_is_kept_exactly(setting: Setting) -> None:
    exists: dict[str, Json] = {
        "outbound.outbound_voice_profile_id": PROFILE,
        "ios_push_credential_id": IOS,
        "android_push_credential_id": ANDROID,
    }
    rest: dict[str, Json] = {}
    if setting.json_path.startswith("jitter_buffer.jitterbuffer_msec_"):
        rest = {"jitterbuffer_msec_min": 40, "jitterbuffer_msec_max": 400}
    for answer in [exists[setting.json_path]] if setting.json_path in exists else sound(setting):
        document = {**LEAST, **nested(setting.path, answer)}
        if rest:
            document["jitter_buffer"] = rest | {setting.name: answer}
        if answer == "texml":
            document["outbound"] = {"call_parking_enabled": True}
        async with asking() as client:
            reply = await client.post("credential_connections", json=document)
            assert reply.status_code == 201, reply.text
            connection = reply.json()["data"]
            again = (await client.get(f"credential_connections/{connection['id']}")).json()["data"]
        assert at(connection, setting.path) == answer
        assert again == connection | {"password": MASK}


async def test_a_reply_has_what_a_captured_one_has_beside_the_schema() -> None:
    async with asking() as client:
        connection = await made(client)
        again = (await client.get(f"credential_connections/{connection['id']}")).json()["data"]
    for shown in (connection, again):
        assert {name: shown[name] for name in ON_ITS_OWN} == {
            "registration_status": "Not Registered",
            "registration_status_updated_at": None,
            "third_party_control_enabled": False,
        }
        assert shown["inbound"]["instant_ringback_enabled"] is False
        for path in (
            ("sip_uri_calling_preference",),
            ("outbound", "outbound_voice_profile_id"),
            ("inbound", "channel_limit"),
            ("outbound", "channel_limit"),
        ):
            assert at(shown, path) is None


CAPTURED = SHARED / "cases" / "004-get-object.json"


@pytest.mark.skipif(not CAPTURED.exists(), reason="the captured reply is not here")
async def test_a_reply_has_every_member_of_the_captured_one() -> None:
    captured = json.loads(CAPTURED.read_text("utf-8"))
    async with asking() as client:
        connection = await made(client)
    for part in ((), ("inbound",), ("outbound",), ("rtcp_settings",)):
        assert at(captured, part).keys() <= at(connection, part).keys()
    for stamp in ("created_at", "updated_at"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", connection[stamp])


async def test_two_of_one_second_are_listed_in_the_order_of_their_making() -> None:
    ticks = iter(range(1_790_000_000 * SECOND, 1_790_000_001 * SECOND, SECOND // 10))
    async with asking(create_app(clock=lambda: next(ticks))) as client:
        ids = [(await made(client, user_name=f"office{n}"))["id"] for n in range(5)]
        for sort, order in (("created_at", ids), ("-created_at", ids[::-1])):
            listed = await client.get("credential_connections", params={"sort": sort})
            data = listed.json()["data"]
            assert [each["id"] for each in data] == order
            assert {each["created_at"] for each in data} == {"2026-09-21T14:13:20Z"}


# User names


async def test_a_user_name_is_taken_whatever_its_case() -> None:
    async with asking() as client:
        await made(client, user_name="Office1")
        reply = await client.post("credential_connections", json=LEAST | {"user_name": "oFFICE1"})
        assert refused(reply, 422) == [("10015", "/user_name")]
        assert "already taken" in reply.json()["errors"][0]["detail"]
        other = await made(client, user_name="office2")
        reply = await client.patch(
            f"credential_connections/{other['id']}", json={"user_name": "OFFICE1"}
        )
        assert refused(reply, 422) == [("10015", "/user_name")]
        reply = await client.patch(
            f"credential_connections/{other['id']}", json={"user_name": "OFFICE2"}
        )
        assert reply.json()["data"]["user_name"] == "OFFICE2"


async def test_of_creates_at_the_same_time_one_gets_the_user_name() -> None:
    async with asking() as client:
        posts = [
            client.post("credential_connections", json=LEAST | {"connection_name": f"office {n}"})
            for n in range(8)
        ]
        replies = await asyncio.gather(*posts)
        assert sorted(reply.status_code for reply in replies) == [201] + [422] * 7
        assert (await client.get("credential_connections")).json()["meta"]["total_results"] == 1


async def test_names_of_connections_need_not_be_unique() -> None:
    async with asking() as client:
        first, second = (
            await made(client, user_name="office1"),
            await made(client, user_name="office2"),
        )
    assert int(second["id"]) > int(first["id"])


async def test_ids_grow_when_the_clock_stands_still() -> None:
    async with asking(create_app(clock=lambda: 1_790_000_000 * SECOND)) as client:
        ids = [(await made(client, user_name=f"office{n}"))["id"] for n in range(3)]
    assert ids == ["1790000000000000000", "1790000000000000001", "1790000000000000002"]


@pytest.mark.parametrize(
    ("module", "slow"), [(exchange, "parse_document"), (app, "created")], ids=["read", "validate"]
)
async def test_a_body_that_takes_long_holds_nobody_else_up(
    module: ModuleType, slow: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, answered = threading.Event(), threading.Event()
    whole = getattr(module, slow)

    def waiting(*arguments: Any) -> Any:
        begun.set()
        assert answered.wait(10), "the other request was not answered meanwhile"
        return whole(*arguments)

    monkeypatch.setattr(module, slow, waiting)
    async with asking() as client:
        post = asyncio.create_task(client.post("credential_connections", json=LEAST))
        assert await asyncio.to_thread(begun.wait, 10)
        assert (await client.get("credential_connections")).json()["data"] == []
        answered.set()
        assert (await post).status_code == 201
