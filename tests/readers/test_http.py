"""Raw HTTP requests."""

import json

import pytest

from tests.support.readings import BODY, KEY, key_of, read, refused
from tui_app.readers import recognized

TEXT = json.dumps(BODY)


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(
    "start",
    [
        "POST /v2/credential_connections HTTP/1.1\nHost: api.telnyx.com",
        "POST https://api.telnyx.com/v2/credential_connections",
        "# a comment\n@host = x\n\nPOST {{host}}/credential_connections HTTP/2",
    ],
)
def test_a_request(start: str, end: str) -> None:
    text = f"{start}\nAuthorization: Bearer {KEY}\nContent-Type: application/json\n\n{TEXT}\n"
    reading = read(text.replace("\n", end))
    assert (reading.document, reading.form, key_of(reading)) == (BODY, "http", KEY)
    assert not reading.change
    assert recognized(text) == "http"


def test_a_change() -> None:
    reading = read('PATCH /v2/credential_connections/129 HTTP/1.1\nHost: x\n\n{"active": false}')
    assert reading.change
    assert reading.document == {"active": False}


def test_one_request_of_a_file() -> None:
    text = (
        "GET https://api.telnyx.com/v2/balance\n\n###\n"
        "POST https://api.telnyx.com/v2/phone_numbers\n\n{}\n\n###\n"
        f"POST https://api.telnyx.com/v2/credential_connections\nA: b\n\n{TEXT}\n\n###\n"
    )
    assert read(text).document == BODY


AROUND = {
    "no blank line": f"POST /v2/credential_connections\nA: b\n{TEXT}\n",
    "hurl": f"POST /v2/credential_connections\n{TEXT}\nHTTP 201\n[Captures]\nid: x\n",
    "script": f'POST /v2/credential_connections\n\n{TEXT}\n\n> {{% client.global.set("a", 1); %}}\n',
    "response": f'POST /v2/credential_connections\n\n{TEXT}\n\nHTTP/1.1 201 Created\nA: b\n\n{{"id": "1"}}',
    "quotation": f"> POST /v2/credential_connections HTTP/1.1\n> Host: x\n>\n> {TEXT}\n",
}


@pytest.mark.parametrize("text", AROUND.values(), ids=AROUND)
def test_what_stands_around_a_body(text: str) -> None:
    assert read(text).document == BODY


def test_variables_of_the_file_have_their_values_and_others_are_named() -> None:
    reading = read(
        f"@key = {KEY}\n@name=office\n\nPOST {{{{host}}}}/credential_connections\n"
        'Authorization: Bearer {{ key }}\n\n{"connection_name": "{{name}}", "user_name": "{{who}}"}'
    )
    assert (reading.document, key_of(reading)) == ({"connection_name": "office"}, KEY)
    assert "user_name is computed ({{who}}): left unset." in reading.notes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("GET /v2/credential_connections HTTP/1.1\nHost: x\n\n", "creates or changes"),
        ("POST /v2/credential_connections HTTP/1.1\nHost: x\n\n", "is empty"),
        ("POST /v2/credential_connections HTTP/1.1\nHost: x\n\na=b", "is not JSON"),
    ],
)
def test_what_is_refused(text: str, words: str) -> None:
    assert words in refused(text)
