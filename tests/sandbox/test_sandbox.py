"""The sandbox as a server: what it makes, shows, changes and refuses."""

import asyncio
import json
import re
import threading
from typing import Any

import jsonschema
import pytest

from tests.support.answers import SETTINGS, every_setting, sound
from tests.support.paths import SHARED
from tests.support.sandbox import LEAST, PASSWORD, asking, made, refused
from tui_app.sandbox import app
from tui_app.sandbox.app import create_app
from tui_app.sandbox.connections import ON_ITS_OWN, SHOWN_UNSET
from tui_app.sandbox.refusal import CODES, TITLES, USUAL, unprocessable
from tui_app.sandbox.seeds import PUSH_CREDENTIALS, VOICE_PROFILES
from tui_app.settings.problem import Problem, Unset
from tui_app.settings.setting import Setting
from tui_app.settings.types import TextList
from tui_app.settings.types.lists import MOST as MOST_ITEMS
from tui_app.text.document import Json
from tui_app.text.escape import MASK

SECOND = 10**9
PROFILE = str(VOICE_PROFILES[0]["id"])
IOS, ANDROID = (
    next(str(each["id"]) for each in PUSH_CREDENTIALS if each["type"] == kind)
    for kind in ("ios", "android")
)


def at(document: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        document = document[name]
    return document


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


# Dropping in silence, as the API does

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


VENDOR = SHARED / "telnyx"
OPENAPI = VENDOR / "credential_connections.openapi.json"
with_vendor = pytest.mark.skipif(not OPENAPI.exists(), reason="the vendor's documents are not here")


@with_vendor
def test_the_titles_are_the_catalogues() -> None:
    catalogue = dict(
        re.findall(
            r"^\| (1\d{4}) \| \**([^|*]+?)\** \|",
            (VENDOR / "FACTS.md").read_text("utf-8"),
            re.MULTILINE,
        )
    )
    known = TITLES.keys() & catalogue.keys()
    assert len(known) >= 8
    assert {code: TITLES[code] for code in known} == {code: catalogue[code] for code in known}


# The reply in the vendor's document, and how the sandbox comes to send it.
EXAMPLES: list[tuple[str, str, dict[str, Any]]] = [
    ("UnauthenticatedResponse", "GET", {"headers": {"Authorization": "none"}}),
    ("connections_NotFoundResponse", "GET", {"path": "/1"}),
    ("connections_NotFoundResponse", "GET", {"path": "/no/such/place"}),
    (
        "connections_BadRequestResponse",
        "POST",
        {"content": b"{", "headers": {"Content-Type": "application/json"}},
    ),
    (
        "connections_BadRequestResponse",
        "POST",
        {"content": b"{}", "headers": {"Content-Type": "text/plain"}},
    ),
    (
        "connections_UnprocessableEntityResponse",
        "POST",
        {"json": {**LEAST, "inbound": {"dnis_number_format": "test"}}},
    ),
]


@with_vendor
@pytest.mark.parametrize(
    ("name", "method", "request_"),
    EXAMPLES,
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_an_error_has_the_form_of_the_published_example(
    name: str, method: str, request_: dict[str, Any]
) -> None:
    [example] = json.loads(OPENAPI.read_text("utf-8"))["components"]["responses"][name]["content"][
        "application/json"
    ]["examples"].values()
    [theirs] = example["value"]["errors"]
    arguments = dict(request_)
    async with asking() as client:
        [ours] = (
            await client.request(
                method, f"credential_connections{arguments.pop('path', '')}", **arguments
            )
        ).json()["errors"]
    assert ours.get("source") == theirs.get("source")
    assert ours.keys() == theirs.keys()
    if name != "connections_BadRequestResponse":
        # The example is of a body that is wrong in no particular way; here the code tells the way.
        assert {part: ours[part] for part in ("code", "title", "meta")} == {
            part: theirs[part] for part in ("code", "title", "meta")
        }


@with_vendor
async def test_a_connection_is_shown_as_the_published_schema_has_it_but_for_what_was_not_set() -> (
    None
):
    components = json.loads(OPENAPI.read_text("utf-8"))["components"]
    schema = {**components["schemas"]["CredentialConnection"], "components": components}
    async with asking() as client:
        connection = await made(client)
    odd = {
        tuple(error.absolute_path)
        for error in jsonschema.Draft202012Validator(schema).iter_errors(connection)
    }
    # The document says nothing of how these are shown; its own descriptions call the limits null.
    unknown = {
        each.path
        for each in SETTINGS
        if isinstance(each.default, Unset)
        and not (each.required or each.nullable)
        and each.path not in SHOWN_UNSET
    }
    assert odd == unknown - {each.path for each in SETTINGS if isinstance(each.kind, TextList)}
    assert {at(connection, path) for path in odd} == {None}


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


@pytest.mark.parametrize("slow", ["parse_document", "created"])
async def test_a_body_that_takes_long_holds_nobody_else_up(
    slow: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, answered = threading.Event(), threading.Event()
    whole = getattr(app, slow)

    def waiting(*arguments: Any) -> Any:
        begun.set()
        assert answered.wait(10), "the other request was not answered meanwhile"
        return whole(*arguments)

    monkeypatch.setattr(app, slow, waiting)
    async with asking() as client:
        post = asyncio.create_task(client.post("credential_connections", json=LEAST))
        assert await asyncio.to_thread(begun.wait, 10)
        assert (await client.get("credential_connections")).json()["data"] == []
        answered.set()
        assert (await post).status_code == 201


# Read, change, delete


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
