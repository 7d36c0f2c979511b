"""Postman: collections of both versions, their variables, bodies, headers and environments."""

import json
from typing import Any

import pytest

from tests.support.readings import BODY, KEY, PASSWORD, key_of, read, refused
from tui_app.readers import Several, recognized


def collection(
    *bodies: dict[str, object], url: object = "{{baseUrl}}/credential_connections"
) -> str:
    items = [
        {
            "name": f"Create {place}",
            "request": {
                "method": "POST",
                "header": [{"key": "Authorization", "value": f"Bearer {KEY}"}],
                "url": url,
                "body": {"mode": "raw", "raw": json.dumps(body)},
            },
        }
        for place, body in enumerate(bodies)
    ]
    other = {"name": "Balance", "request": {"method": "GET", "url": "{{baseUrl}}/balance"}}
    return json.dumps({"info": {"name": "x"}, "item": [other, {"name": "f", "item": items}]})


@pytest.mark.parametrize(
    "url",
    ["{{baseUrl}}/credential_connections", {"raw": "https://x/v2/credential_connections?a=b"}],
)
def test_the_request_of_a_collection(url: object) -> None:
    reading = read(collection(BODY, url=url))
    assert (reading.document, reading.form, key_of(reading)) == (BODY, "postman", KEY)
    assert recognized(collection(BODY)) == "postman"


def test_several_requests_or_none_of_a_collection() -> None:
    with pytest.raises(Several, match='"office", "Create 1"'):
        read(collection(BODY, {"user_name": "x"}))
    assert "no request" in refused(collection())
    assert "no request" in refused(collection(BODY, url="https://x/v2/phone_numbers"))


def made(body: Any, **more: Any) -> str:
    """A collection with one request."""
    url = more.pop("url", {"raw": "{{baseUrl}}/credential_connections"})
    request = {"method": "POST", "url": url, "body": body, **more.pop("request", {})}
    item = [{"name": "Create", "request": request}]
    return json.dumps({"info": {"name": "x"}, "item": item, **more})


def raw(text: str) -> dict[str, str]:
    return {"mode": "raw", "raw": text}


VARIABLES = [
    {"key": "name", "value": "office"},
    {"key": "sip user", "value": "exampleuser1"},
    {"key": "pw", "value": PASSWORD},
    {"key": "empty", "value": ""},
    {"key": "api_key", "value": KEY},
]
TEMPLATE = '{"connection_name": "{{name}}", "user_name": "{{ sip user }}", "password": "{{pw}}"}'


def test_the_variables_of_a_collection() -> None:
    auth = {"type": "bearer", "bearer": [{"key": "token", "value": "{{api_key}}"}]}
    reading = read(made(raw(TEMPLATE), variable=VARIABLES, auth=auth))
    assert (reading.document, reading.form, key_of(reading)) == (BODY, "postman", KEY)
    folder = {"name": "f", "item": json.loads(made(raw(TEMPLATE)))["item"], "variable": VARIABLES}
    assert read(json.dumps({"info": {}, "item": [folder]})).document == BODY


def test_variables_of_others_are_left_unset() -> None:
    text = TEMPLATE.replace('}}"}', '}}", "inbound": {"channel_limit": {{limit}}}}')
    reading = read(made(raw(text.replace("{{name}}", "a {{$guid}}")), variable=VARIABLES[1:2]))
    assert reading.document == {"user_name": "exampleuser1"}
    assert reading.notes == (
        "connection_name is computed ({{$guid}}): left unset.",
        "password is computed ({{pw}}): left unset.",
        "inbound.channel_limit is computed ({{limit}}): left unset.",
    )


@pytest.mark.parametrize("bearer", [{"token": KEY}, [{"key": "token", "value": KEY}]])
@pytest.mark.parametrize("place", ["collection", "request"])
def test_the_key_of_an_authorization(bearer: Any, place: str) -> None:
    auth = {"auth": {"type": "bearer", "bearer": bearer}}
    given = auth if place == "collection" else {"request": auth}
    assert key_of(read(made(raw(json.dumps(BODY)), **given))) == KEY


def test_comments_in_a_body() -> None:
    text = json.dumps(BODY, indent=1).replace("{", "{ // mine").replace("\n}", ",\n}")
    assert read(made(raw(text))).document == BODY
    assert "is not JSON" in refused(made(raw(text[:-2])))


@pytest.mark.parametrize("mode", ["urlencoded", "formdata"])
def test_the_fields_of_a_form(mode: str) -> None:
    fields = [{"key": name, "value": value} for name, value in BODY.items()]
    fields += [
        {"key": "active", "value": "false"},
        {"key": "inbound[channel_limit]", "value": "5"},
        {"key": "outbound.localization", "value": "{{country}}"},
    ]
    off: dict[str, Any] = {"key": "tags", "value": "a", "disabled": True}
    reading = read(made({"mode": mode, mode: [*fields, off]}))
    assert reading.document == {**BODY, "active": False, "inbound": {"channel_limit": 5}}
    assert reading.notes == ("outbound.localization is computed ({{country}}): left unset.",)


@pytest.mark.parametrize(
    "url",
    [
        {"host": ["api", "telnyx", "com"], "path": ["v2", "credential_connections"]},
        {"host": "{{host}}", "path": "v2/credential_connections"},
        "{{url}}",
    ],
)
def test_an_address(url: Any) -> None:
    address = {"key": "url", "value": "https://api.telnyx.com/v2/credential_connections"}
    assert read(made(raw(json.dumps(BODY)), url=url, variable=[address])).document == BODY


def test_what_the_api_of_postman_answers() -> None:
    text = json.dumps({"collection": json.loads(made(raw(json.dumps(BODY))))})
    assert (read(text).document, read(text).form) == (BODY, "postman")


def test_an_environment() -> None:
    values = [
        {"key": "baseUrl", "value": "https://api.telnyx.com/v2", "enabled": True},
        {"key": "telnyx_api_key", "value": KEY, "type": "secret", "enabled": True},
        {"key": "sip_username", "value": "exampleuser1", "enabled": True},
        {"key": "sip_password", "value": PASSWORD, "enabled": True},
        {"key": "sip_user", "value": "old", "enabled": False},
    ]
    reading = read(json.dumps({"id": "5", "name": "Production", "values": values}))
    assert reading.document == {"user_name": "exampleuser1", "password": PASSWORD}
    assert key_of(reading) == KEY


def test_a_variable_that_grows() -> None:
    variable = [{"key": "pw", "value": "x" * 100_000}]
    assert "grows beyond" in refused(made(raw(TEMPLATE + "{{pw}}" * 20), variable=variable))
