"""Connections in the texts of other programs' JSON: flows, notebooks, recordings."""

import json

import pytest

from tests.support.readings import BODY, KEY, PASSWORD, key_of, read

TEXT = json.dumps(BODY)
URL = "https://api.telnyx.com/v2/credential_connections"
FUNCTION = (
    f"msg.headers = {{ Authorization: 'Bearer {KEY}' }};\n"
    f"msg.payload = {{ connection_name: 'office', user_name: 'exampleuser1', "
    f"password: '{PASSWORD}' }};\nreturn msg;"
)
PYTHON = [
    "import telnyx\n",
    f"telnyx.Telnyx(api_key='{KEY}').credential_connections.create(**{BODY!r})\n",
]


def recording(*requests: tuple[str, str, str]) -> str:
    headers = [{"name": "Authorization", "value": f"Bearer {KEY}"}]
    entries = [
        {
            "request": {
                "method": method,
                "url": url,
                "headers": headers,
                "postData": {"mimeType": "application/json", "text": text},
            }
        }
        for method, url, text in requests
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


DOCUMENTS = {
    "node-red": (
        "func",
        json.dumps(
            [
                {"id": "a", "type": "inject", "name": ""},
                {"id": "b", "type": "function", "func": FUNCTION, "wires": [["c"]]},
                {"id": "c", "type": "http request", "method": "POST", "url": URL},
            ]
        ),
    ),
    "n8n": (
        "parameters.jsonBody",
        json.dumps(
            {
                "nodes": [
                    {
                        "parameters": {
                            "method": "POST",
                            "url": URL,
                            "jsonBody": f"={TEXT}",
                            "header": f"Bearer {KEY}",
                        }
                    }
                ],
                "connections": {},
            }
        ),
    ),
    "notebook": (
        "cells.source",
        json.dumps(
            {"cells": [{"cell_type": "markdown", "source": ["# user_name\n"]}, {"source": PYTHON}]}
        ),
    ),
    "recording": (
        "postData.text",
        recording(
            ("POST", "https://api.telnyx.com/v2/ip_connections", '{"user_name": "x", "a": 1}'),
            ("POST", URL, TEXT),
        ),
    ),
}


@pytest.mark.parametrize(("name", "text"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_connection_in_a_text_of_a_document(name: str, text: str) -> None:
    reading = read(text)
    assert (reading.document, reading.form, key_of(reading)) == (BODY, "json", KEY)
    assert f'Found in the text "{name}".' in reading.notes
    assert not reading.change


def test_a_change_in_a_recording() -> None:
    reading = read(recording(("PATCH", f"{URL}/1", '{"user_name": "exampleuser2"}')))
    assert (reading.document, reading.change) == ({"user_name": "exampleuser2"}, True)


def test_a_document_that_is_a_connection_is_read_as_one() -> None:
    body = BODY | {"tags": [TEXT, FUNCTION]}
    assert read(json.dumps(body)).document == body
    assert read(json.dumps([body | {"id": "1"}])).document == body
