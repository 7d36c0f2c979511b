"""The sandbox drops in silence what the API drops, if it is told to."""

import pytest

from tests.support.sandbox import IOS, LEAST, PROFILE, asking, at, made, refused
from tui_app.sandbox.app import create_app
from tui_app.text.document import Json

UNKNOWN = "6a09cdc3-8948-47f0-aa62-74ac943d6c58"
DROPPED: list[tuple[dict[str, Json], tuple[str, ...], Json]] = [
    ({"inbound": {"codecs": "G722,OPUS"}}, ("inbound", "codecs"), []),
    (
        {"outbound": {"outbound_voice_profile_id": "1"}},
        ("outbound", "outbound_voice_profile_id"),
        None,
    ),
    ({"ios_push_credential_id": UNKNOWN}, ("ios_push_credential_id",), None),
    ({"android_push_credential_id": IOS}, ("android_push_credential_id",), None),
    (
        {"outbound": {"generate_ringback_tone": True, "instant_ringback_enabled": True}},
        ("outbound", "instant_ringback_enabled"),
        False,
    ),
    (
        {"outbound": {"generate_ringback_tone": True}},
        ("outbound", "instant_ringback_enabled"),
        False,
    ),
]


@pytest.mark.parametrize(
    ("settings", "path", "kept"), DROPPED, ids=[".".join(each[1]) for each in DROPPED]
)
async def test_it_drops_with_success_what_the_api_drops(
    settings: dict[str, Json], path: tuple[str, ...], kept: Json
) -> None:
    async with asking(create_app(drops=True)) as client:
        connection = await made(client, **settings)
        assert at(connection, path) == kept
        address = f"credential_connections/{connection['id']}"
        assert at((await client.get(address)).json()["data"], path) == kept
        changed = await client.patch(address, json=settings)
        assert changed.status_code == 200
        assert at(changed.json()["data"], path) == kept


async def test_dropping_or_not_what_is_right_is_kept_and_the_rest_refused() -> None:
    async with asking(create_app(drops=True)) as client:
        connection = await made(
            client,
            ios_push_credential_id=IOS,
            inbound={"codecs": ["OPUS"]},
            outbound={"outbound_voice_profile_id": PROFILE, "instant_ringback_enabled": True},
            outbound_voice_profile_id=PROFILE,
        )
        assert connection["ios_push_credential_id"] == IOS
        assert connection["inbound"]["codecs"] == ["OPUS"]
        assert connection["outbound"]["outbound_voice_profile_id"] == PROFILE
        assert connection["outbound"]["instant_ringback_enabled"] is True
        assert "outbound_voice_profile_id" not in connection
        for wrong, pointer in (
            ({"active": 1}, "/active"),
            ({"inbound": None}, "/inbound"),
            ({"inbound": {"codecs": 5}}, "/inbound/codecs"),
            ({"ios_push_credential_id": 5}, "/ios_push_credential_id"),
        ):
            reply = await client.post(
                "credential_connections", json=LEAST | {"user_name": "other1"} | wrong
            )
            assert refused(reply, 422) == [("10026", pointer)]
