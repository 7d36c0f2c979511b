"""The sandbox at its door: keys, routes, ids, bodies and foreign text."""

import asyncio
import json
import re
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.answers import SETTINGS, sound
from tests.support.sandbox import LEAST, asking, made, refusals, refused
from tui_app.sandbox.app import create_app
from tui_app.sandbox.exchange import LARGEST_BODY
from tui_app.settings.problem import pointer
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json

# The key


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic a2V5", "KEY123", "Bearer a b", "Bearer\tKEY"]
)
async def test_without_a_bearer_key_nothing_is_answered(header: str | None) -> None:
    async with asking(key=None) as client:
        headers = {} if header is None else {"Authorization": header}
        for method, path in (
            ("GET", "credential_connections"),
            ("POST", "credential_connections"),
            ("GET", "nothing"),
        ):
            assert refused(await client.request(method, path, headers=headers), 401) == [
                ("10009", None)
            ]


async def test_any_key_will_do_unless_one_is_asked_for() -> None:
    async with asking(key="whatever") as client:
        assert (await client.get("credential_connections")).status_code == 200
    async with asking(create_app(api_key="KEY-right"), key="KEY-wrong") as client:
        reply = await client.get("credential_connections")
        assert refused(reply, 401) == [("10009", None)]
        assert "KEY" not in reply.text
        assert (
            await client.get(
                "credential_connections", headers={"Authorization": "bearer KEY-right"}
            )
        ).status_code == 200


# What is no request of this API


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nothing",
        "credential_connections/",
        "Credential_connections",
        "credential_connections/1/actions",
    ],
)
async def test_an_unknown_route_is_told_in_the_envelope(path: str) -> None:
    async with asking() as client:
        assert refused(await client.get(path), 404) == [("10005", "/")]


IDS = [
    "1",
    "0",
    "-1",
    "01",
    "x",
    "1.0",
    "%20",
    "%00",
    "%2e%2e",
    "1%2F2",
    "٣",
    "9" * 19,
    "9" * 5000,
    "1;DROP TABLE",
    "1' OR '1'='1",
    "%FF",
    "null",
]


@pytest.mark.parametrize("name", IDS, ids=lambda name: name[:12])
async def test_an_odd_id_is_not_found(name: str) -> None:
    async with asking() as client:
        await made(client)
        for method in ("GET", "PATCH", "DELETE"):
            reply = await client.request(
                method, f"credential_connections/{name}", json={} if method == "PATCH" else None
            )
            assert refused(reply, 404) == [("10005", "/")]
        assert (await client.get("credential_connections")).json()["meta"]["total_results"] == 1


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "credential_connections", {"GET", "HEAD", "POST"}),
        ("POST", "credential_connections/1", {"GET", "HEAD", "PATCH", "DELETE"}),
        ("GET", "credential_connections/1/actions/check_registration_status", {"POST"}),
        ("POST", "outbound_voice_profiles", {"GET", "HEAD"}),
    ],
)
async def test_a_method_that_is_not_possible(method: str, path: str, allowed: set[str]) -> None:
    async with asking() as client:
        reply = await client.request(method, path)
        assert refused(reply, 405) == [("10015", "/")]
        assert set(reply.headers["allow"].split(", ")) == allowed


HOSTILE = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "null": b"null",
    "deep": b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "NaN": b'{"webhook_timeout_secs": NaN}',
    "infinite": b'{"webhook_timeout_secs": 1e999}',
    "twice": b'{"active": true, "active": false}',
    "twice inside": b'{"inbound": {"codecs": [], "codecs": ["G722"]}}',
    "endless digits": b'{"webhook_timeout_secs": ' + b"9" * 10_000 + b"}",
    "not UTF-8": b'{"connection_name": "\xff\xfe"}',
    "UTF-16": '{"active": true}'.encode("utf-16"),
    "a form": b"connection_name=office",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_body_that_is_no_json_object_is_refused(body: bytes) -> None:
    async with asking() as client:
        connection = await made(client)
        for method, path in (
            ("POST", "credential_connections"),
            ("PATCH", f"credential_connections/{connection['id']}"),
        ):
            reply = await client.request(
                method, path, content=body, headers={"Content-Type": "application/json"}
            )
            assert refused(reply, 400) == [("10023", "/")]


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "application/json-patch+json",
    ],
)
async def test_another_content_type_is_refused(kind: str | None) -> None:
    async with asking() as client:
        headers = {} if kind is None else {"Content-Type": kind}
        reply = await client.post(
            "credential_connections", content=json.dumps(LEAST).encode(), headers=headers
        )
        assert refused(reply, 400) == [("10029", "/")]


async def test_the_largest_body_and_one_byte_more() -> None:
    body = json.dumps(LEAST).encode()
    async with asking() as client:
        headers = {"Content-Type": "application/json"}
        reply = await client.post(
            "credential_connections",
            content=body + b" " * (LARGEST_BODY + 1 - len(body)),
            headers=headers,
        )
        assert refused(reply, 413) == [("10015", "/")]
        reply = await client.post(
            "credential_connections",
            content=body + b" " * (LARGEST_BODY - len(body)),
            headers=headers,
        )
        assert reply.status_code == 201


members = st.sampled_from([part for path in REQUEST.settings for part in path]) | st.text(
    max_size=3
)
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
sound_ones = st.sampled_from([answer for setting in SETTINGS for answer in sound(setting)[:3]])
values = st.recursive(
    leaves | sound_ones,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(members, inner, max_size=5),
    max_leaves=9,
)
documents = st.dictionaries(members, values, max_size=5)


@settings(max_examples=150, deadline=None)
@given(document=documents, change=documents)
async def test_any_object_is_taken_or_refused_at_members_that_it_may_have(
    document: dict[str, Json], change: dict[str, Json]
) -> None:
    places = {
        pointer(path)
        for path in (*REQUEST.settings, *REQUEST.objects, ("conversation_persistence",))
    }
    async with asking() as client:
        connection = await made(client)
        for method, path, body in (
            ("POST", "credential_connections", document),
            ("POST", "credential_connections", LEAST | {"user_name": "office2"} | document),
            ("PATCH", f"credential_connections/{connection['id']}", change),
        ):
            content = json.dumps(body).encode()
            reply = await client.request(
                method, path, content=content, headers={"Content-Type": "application/json"}
            )
            if reply.is_error:
                assert {place for _, place in refused(reply, 422)} <= places
            else:
                assert reply.json()["data"]["record_type"] == "credential_connection"


FOREIGN = "[red]x[/] [/data] \x1b]0;t\x07 \u202e \x00 'quoted' \U0001f600 Ünï"


async def test_foreign_text_is_kept_and_told_without_control_characters() -> None:
    async with asking() as client:
        connection = await made(client, connection_name=FOREIGN)
        assert connection["connection_name"] == FOREIGN
        assert (await client.get("credential_connections")).json()["data"][0][
            "connection_name"
        ] == FOREIGN
        reply = await client.post(
            "credential_connections", json=LEAST | {"user_name": FOREIGN, "dtmf_type": FOREIGN}
        )
        assert list(refusals(reply)) == [("10015", "/user_name"), ("10015", "/dtmf_type")]
        details = "".join(error["detail"] for error in reply.json()["errors"])
        assert not re.search("[\x00-\x1f\u202e]", details)


async def test_a_request_that_ends_early_makes_nothing() -> None:
    app = create_app()
    sent: list[Any] = []
    events = iter(
        [
            {"type": "http.request", "body": json.dumps(LEAST).encode()[:20], "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Any:
        return next(events)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"authorization", b"Bearer x"), (b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v2/credential_connections",
        "query_string": b"",
        "headers": headers,
    }
    await app(scope, receive, send)
    assert sent[0]["status"] == 400
    async with asking(app) as client:
        assert (await client.get("credential_connections")).json()["data"] == []


def test_one_application_serves_several_event_loops() -> None:
    app = create_app()

    async def create(name: str) -> httpx.Response:
        async with asking(app) as client:
            return await client.post("credential_connections", json=LEAST | {"user_name": name})

    async def count() -> Any:
        async with asking(app) as client:
            return (await client.get("credential_connections")).json()["meta"]["total_results"]

    assert [asyncio.run(create(name)).status_code for name in ("office1", "office2")] == [201, 201]
    assert asyncio.run(count()) == 2
