"""What the sandbox refuses: each wrong setting at its pointer, and no more errors than are read."""

import json

import pytest

from tests.support.sandbox import ANDROID, IOS, LEAST, PASSWORD, asking, made, refused
from tui_app.sandbox.refusal import CODES, TITLES, USUAL, unprocessable
from tui_app.settings.problem import Problem
from tui_app.settings.types.lists import MOST as MOST_ITEMS
from tui_app.text.document import Json
from tui_app.text.escape import MASK

WRONG: list[tuple[dict[str, Json], str, str]] = [
    ({"connection_name": " "}, "10015", "/connection_name"),
    ({"connection_name": None}, "10026", "/connection_name"),
    ({"user_name": "a b c d"}, "10015", "/user_name"),
    ({"password": "short"}, "10025", "/password"),
    ({"password": MASK}, "10015", "/password"),
    ({"password": 1234567890}, "10026", "/password"),
    ({"active": "true"}, "10026", "/active"),
    ({"active": {"on": True}}, "10026", "/active"),
    ({"webhook_timeout_secs": 31}, "10033", "/webhook_timeout_secs"),
    ({"webhook_timeout_secs": 5.5}, "10026", "/webhook_timeout_secs"),
    ({"webhook_event_url": "ftp://example.com"}, "10003", "/webhook_event_url"),
    ({"webhook_api_version": "texml"}, "10015", "/webhook_api_version"),
    ({"tags": ["x"] * 1001}, "10025", "/tags"),
    ({"tags": ["\ud800"]}, "10015", "/tags"),
    ({"inbound": None}, "10026", "/inbound"),
    ({"inbound": [1]}, "10026", "/inbound"),
    ({"inbound": {"dnis_number_format": "test"}}, "10015", "/inbound/dnis_number_format"),
    ({"inbound": {"channel_limit": 10**400}}, "10033", "/inbound/channel_limit"),
    (
        {"noise_suppression_details": {"attenuation_limit": 55}},
        "10033",
        "/noise_suppression_details/attenuation_limit",
    ),
    ({"outbound": {"ani_override": "always"}}, "10016", "/outbound/ani_override"),
    (
        {"outbound": {"outbound_voice_profile_id": "1"}},
        "10017",
        "/outbound/outbound_voice_profile_id",
    ),
    ({"ios_push_credential_id": ANDROID}, "10017", "/ios_push_credential_id"),
    ({"android_push_credential_id": IOS}, "10017", "/android_push_credential_id"),
    (
        {"jitter_buffer": {"jitterbuffer_msec_min": 201}},
        "10015",
        "/jitter_buffer/jitterbuffer_msec_min",
    ),
]


@pytest.mark.parametrize(
    ("settings", "code", "pointer"),
    WRONG,
    ids=[f"{pointer[1:]}-{code}" for _, code, pointer in WRONG],
)
async def test_a_wrong_setting_is_refused_at_its_pointer(
    settings: dict[str, Json], code: str, pointer: str
) -> None:
    async with asking() as client:
        # As bytes, since httpx would not send half of a character.
        body = json.dumps(LEAST | settings).encode()
        reply = await client.post(
            "credential_connections", content=body, headers={"Content-Type": "application/json"}
        )
        assert refused(reply, 422) == [(code, pointer)]
        assert (await client.get("credential_connections")).json()["data"] == []
    assert PASSWORD not in reply.text
    assert "1234567890" not in reply.text


async def test_all_that_is_wrong_is_told_at_once() -> None:
    async with asking() as client:
        reply = await client.post(
            "credential_connections",
            json={"active": 1, "outbound": {"outbound_voice_profile_id": "5"}},
        )
    pointers = [
        "/connection_name",
        "/user_name",
        "/password",
        "/active",
        "/outbound/outbound_voice_profile_id",
    ]
    assert refused(reply, 422) == list(
        zip(["10004", "10004", "10004", "10026", "10017"], pointers, strict=True)
    )


async def test_of_endless_errors_the_first_are_told() -> None:
    async with asking() as client:
        reply = await client.post(
            "credential_connections",
            json=LEAST | {"inbound": {"codecs": [f"x{n}" for n in range(900)]}},
        )
    assert refused(reply, 422) == [("10015", "/inbound/codecs")] * MOST_ITEMS


async def test_the_longest_list_is_taken() -> None:
    async with asking() as client:
        assert len((await made(client, tags=["x"] * 1000))["tags"]) == 1000


async def test_warnings_refuse_nothing() -> None:
    async with asking() as client:
        await made(
            client,
            active=False,
            inbound={"codecs": ["VP8"]},
            sip_uri_calling_preference="unrestricted",
        )


async def test_what_is_not_declared_is_ignored() -> None:
    strange: dict[str, Json] = {
        "id": "1",
        "nonsense": {"a": ["\ud800"]},
        "inbound": {"nonsense": 1},
        "outbound": {},
    }
    async with asking() as client:
        body = json.dumps(LEAST | strange).encode()
        reply = await client.post(
            "credential_connections",
            content=body,
            headers={"Content-Type": "application/json; charset=utf-8"},
        )
    assert reply.status_code == 201
    assert "nonsense" not in reply.text
    assert reply.json()["data"]["id"] != "1"


def test_every_code_has_a_title() -> None:
    assert {*CODES.values(), USUAL} <= set(TITLES)


def test_of_more_errors_than_anyone_reads_the_first_are_told() -> None:
    told = unprocessable(
        Problem(("tags",), "error", "tag", str(number)) for number in range(150)
    ).errors
    assert len(told) == 100
    assert "tags 99" in str(told[-1])


def test_what_is_wrong_with_the_whole_points_at_the_whole() -> None:
    [told] = unprocessable([Problem((), "error", "x", "is wrong")]).errors
    assert isinstance(told, dict)
    assert told["source"] == {"pointer": "/"}
