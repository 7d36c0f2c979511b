"""What is around a connection: pages, logs, requests, manifests, descriptions of an API."""

import base64
import json
from typing import Any

import pytest

from tests.support.readings import BODY, KEY, PASSWORD, key_of, read, refused
from tui_app.readers import Several, recognized
from tui_app.readers.pages import MENDED

JSON = json.dumps(BODY, indent=2)
REPLY: dict[str, Any] = {"id": "27", "record_type": "credential_connection", **BODY}
URL = "https://api.telnyx.com/v2/credential_connections"
MANY_OBJECTS = "What is around the JSON in it is left out."


def indented(text: str, by: int) -> str:
    return "".join(" " * by + line + "\n" for line in text.splitlines())


# Text around JSON

AROUND = {
    "a block": f"```json\n{JSON}\n```\n",
    "a block of tildes": f"~~~json\n{JSON}\n~~~\n",
    "a block that is not closed": f"```json\n{JSON}\n",
    "a block of a list": f"1. Send this:\n\n   ```json\n{indented(JSON, 3)}   ```\n",
    "the second block": f"```sh\ncurl -d @body.json {URL}\n```\nbody.json:\n```json\n{JSON}\n```\n",
    "a heading": f"Request body:\n{JSON}\n",
    "what follows": f"{JSON}\n\nResponse: 201\n",
    "a mark at the end": f"{JSON};",
    "no braces": JSON[2:-2],
    "no braces, a comma": JSON[2:-2] + ",\n",
    "a text of JSON": json.dumps(json.dumps(BODY)),
    "escaped quotes": json.dumps(BODY).replace('"', '\\"'),
    "typographic quotes": "{“connection_name”: “office”, “user_name”: “exampleuser1”,"
    f" “password”: “{PASSWORD}”}}",
    "a name before it": f"2026-03-01 INFO request body: {json.dumps(BODY)}",
    "one line each": f"{json.dumps(BODY)}\n",
}


@pytest.mark.parametrize("text", AROUND.values(), ids=AROUND.keys())
def test_json_in_a_text(text: str) -> None:
    reading = read(text)
    assert (reading.document, reading.form) == (BODY, "json" if "};" not in text else "javascript")
    assert recognized(text) is not None


REPLIES = [
    f"$ curl -s {URL}/27 -H 'Authorization: Bearer {KEY}'\n{json.dumps({'data': REPLY})}\n",
    f"HTTP/2 200\ncontent-type: application/json\n\n{json.dumps({'data': REPLY})}",
    f"GET /v2/credential_connections/27 HTTP/1.1\n\nHTTP/1.1 200 OK\n\n{json.dumps(REPLY)}",
]


@pytest.mark.parametrize("text", REPLIES)
def test_a_reply_with_its_request(text: str) -> None:
    reading = read(text)
    assert (reading.form, reading.document, reading.identity) == ("reply", BODY, "27")
    assert MANY_OBJECTS in reading.notes


def test_lines_of_json() -> None:
    lines = "".join(json.dumps({**BODY, "connection_name": f"c{n}"}) + "\n" for n in range(300))
    with pytest.raises(Several, match='300 connections: "c0", "c1"'):
        read(lines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (json.dumps(BODY) + "}", "Extra data"),
        (json.dumps(BODY) + "\n}\n", "Extra data"),
        ('{"connection_name": "x", ...}', "property name"),
        ("Notes:\n{colour: red}\n", "in no form"),
        (f"curl {URL} -d @body.json\n{JSON}", "sends a file"),
        (f"curl -X GET {URL}\n" + '{"data": []}', "sends no body"),
    ],
)
def test_what_is_not_guessed(text: str, words: str) -> None:
    assert words in refused(text)


def test_typographic_quotes_are_told() -> None:
    assert MENDED in read(AROUND["typographic quotes"]).notes
    plain = {**BODY, "connection_name": "“office”"}
    assert read(json.dumps(plain, ensure_ascii=False)).document == plain


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_an_encoding(encoding: str) -> None:
    assert read(JSON.encode(encoding)).document == BODY


# Documents around a body

SCHEMA = {"type": "object", "properties": {name: {"type": "string"} for name in BODY}}
CONTENT = {"application/json": {"schema": SCHEMA, "example": BODY}}
N8N = {"method": "POST", "url": URL, "sendBody": True}
DOCUMENTS: dict[str, dict[str, Any]] = {
    "a request": {"method": "POST", "url": URL, "body": BODY},
    "a request, as text": {"method": "POST", "url": URL, "body": json.dumps(BODY)},
    "OpenAPI": {"paths": {"/x": {"post": {"requestBody": {"content": CONTENT}}}}},
    "OpenAPI, examples": {
        "paths": {"/x": {"post": {"requestBody": {"content": {"a/b": {"examples": {"one": {
            "summary": "x", "value": BODY}}}}}}}}
    },
    "a schema with an example": {"CredentialConnection": {**SCHEMA, "example": BODY}},
    "n8n, JSON": {"nodes": [{"parameters": {**N8N, "jsonBody": json.dumps(BODY)}}]},
    "n8n, fields": {"nodes": [{"parameters": {**N8N, "bodyParameters": {"parameters": [
        {"name": name, "value": value} for name, value in BODY.items()]}}}]},
    "HAR": {"log": {"entries": [{"request": {"method": "POST", "url": URL, "postData": {
        "mimeType": "application/json", "text": json.dumps(BODY)}}}]}},
    "Insomnia": {"resources": [{"_type": "request", "url": URL, "body": {
        "text": json.dumps(BODY)}}]},
}  # fmt: skip


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_document_around_a_body(document: dict[str, Any]) -> None:
    header = {"headers": [{"name": "Authorization", "value": f"Bearer {KEY}"}]}
    for made in (document, {**document, **header}, {"headers": {"authorization": f"Bearer {KEY}"},
                                                    **document}):  # fmt: skip
        reading = read(json.dumps(made))
        assert (reading.document, reading.form) == (BODY, "json")
        assert key_of(reading) == (KEY if made is not document else None)
        assert not any(KEY in note or PASSWORD in note for note in reading.notes)


def test_what_n8n_computes_is_named() -> None:
    text = '={"connection_name": "{{ $json.name }}", "user_name": "u1", "active": {{ $json.on }}}'
    reading = read(json.dumps({"nodes": [{"parameters": {"jsonBody": text}}]}))
    assert reading.document == {"user_name": "u1"}
    assert "connection_name is computed ({{ $json.name }}): left unset." in reading.notes
    assert "active is computed ({{ $json.on }}): left unset." in reading.notes


def test_fields_of_n8n_have_the_names_of_the_api() -> None:
    fields = [{"name": "user_name", "value": "u1"}, {"name": "active", "value": "false"}]
    reading = read(json.dumps({"nodes": [{"parameters": {"parameters": fields}}]}))
    assert reading.document == {"user_name": "u1", "active": False}


def test_a_schema_is_no_connection() -> None:
    assert read(json.dumps(SCHEMA)).document == SCHEMA


def test_a_key_anywhere_is_moved_to_the_session() -> None:
    """Also if nothing else of the document is understood."""
    document = {"sip": {"host": "x", "apiKey": KEY}, "telnyx_api_key": KEY}
    reading = read(json.dumps(document))
    assert (reading.document, key_of(reading)) == ({"sip": {"host": "x"}}, KEY)
    assert read(json.dumps({"apiKey": "YOUR_API_KEY"})).document == {"apiKey": "YOUR_API_KEY"}


def test_a_connection_in_camel_case_within_others() -> None:
    mine = {"connectionName": "office", "userName": "exampleuser1", "password": PASSWORD}
    reading = read(json.dumps({"replicas": 1, "telnyx": {"apiKey": KEY, "sip": mine}}))
    assert (reading.document, key_of(reading)) == (mine, KEY)


# Manifests and variables in YAML

LOGIN = {"user_name": "exampleuser1", "password": PASSWORD}
K8S = "apiVersion: v1\nkind: {}\nmetadata:\n  name: telnyx\n"
VARIABLES = {"SIP_USERNAME": "exampleuser1", "SIP_PASSWORD": PASSWORD, "TELNYX_API_KEY": KEY}
LINES = "".join(f"{name}: '{value}'\n" for name, value in VARIABLES.items())
ITEMS = "".join(f"- {name}={value}\n" for name, value in VARIABLES.items())
NAMED = "".join(f"- name: {name}\n  value: '{value}'\n" for name, value in VARIABLES.items())
ENCODED = "".join(
    f"  {name}: {base64.b64encode(value.encode()).decode()}\n" for name, value in VARIABLES.items()
)
SERVICE = "services:\n  db:\n    image: postgres\n  pbx:\n    image: pbx\n    environment:\n"
GIVEN = {
    "lines": LINES,
    "Compose, names": SERVICE + indented(LINES, 6),
    "Compose, a list": SERVICE + indented(ITEMS, 6),
    "a Deployment": K8S.format("Deployment") + "spec:\n  env:\n" + indented(NAMED, 4),
    "a Secret": K8S.format("Secret") + "type: Opaque\ndata:\n" + ENCODED,
    "a Secret in clear": K8S.format("Secret") + "stringData:\n" + indented(LINES, 2),
    "a ConfigMap": K8S.format("ConfigMap") + "data:\n" + indented(LINES, 2),
    "a file in a ConfigMap": K8S.format("ConfigMap")
    + "data:\n  .env: |\n"
    + indented("".join(f"{name}={value}\n" for name, value in VARIABLES.items()), 4),
    "a play": f"- hosts: x\n  vars:\n{indented(LINES, 4)}",
}


@pytest.mark.parametrize("text", GIVEN.values(), ids=GIVEN.keys())
def test_variables_in_yaml(text: str) -> None:
    reading = read(text)
    assert (reading.document, reading.form, key_of(reading)) == (LOGIN, "yaml", KEY)
    assert recognized(text) == "yaml"
    assert not any(KEY in note or PASSWORD in note for note in reading.notes)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.json", JSON),
        ("c.yaml", "".join(f"{name}: {value}\n" for name, value in BODY.items())),
    ],
)
def test_a_file_in_a_config_map(name: str, text: str) -> None:
    reading = read(f"{K8S.format('ConfigMap')}data:\n  {name}: |\n{indented(text, 4)}")
    assert (reading.document, reading.form) == (BODY, "yaml")
    assert reading.notes[0] == f'Found in the text "data.{name}".'


def test_what_a_manifest_refers_to_is_left_unset() -> None:
    reading = read(
        "env:\n- name: SIP_USERNAME\n  value: u1\n- name: SIP_PASSWORD\n  valueFrom:\n"
        "    secretKeyRef: {name: a, key: b}\n"
    )
    assert reading.document == {"user_name": "u1"}
    reading = read("environment:\n  - SIP_USERNAME=u1\n  - SIP_PASSWORD=${SIP_PASSWORD}\n")
    assert reading.document == {"user_name": "u1"}
    assert "password is computed (a variable): left unset." in reading.notes


def test_a_task_with_templates() -> None:
    text = (
        f"- uri:\n    url: {URL}\n    headers:\n      Authorization: 'Bearer {KEY}'\n    body:\n"
        "      connection_name: office\n      user_name: exampleuser1\n"
        '      password: "{{ vault_sip_password }}"\n'
    )
    reading = read(text)
    assert reading.document == {"connection_name": "office", "user_name": "exampleuser1"}
    assert "password is computed ({{ vault_sip_password }}): left unset." in reading.notes
    assert key_of(reading) == KEY
    as_text = f"- uri:\n    url: {URL}\n    method: POST\n    body: '{json.dumps(BODY)}'\n"
    assert read(as_text).document == BODY


@pytest.mark.parametrize("names", ["telnyx_sip_{}", "sip_{}"])
def test_variables_in_lower_case(names: str) -> None:
    lines = f"{names.format('username')}: exampleuser1\n{names.format('password')}: {PASSWORD}\n"
    assert (read(lines).document, recognized(lines)) == (LOGIN, "yaml")
    secrets = K8S.format("ConfigMap") + "data:\n" + indented(lines, 2)
    assert read(secrets).document == LOGIN


def test_the_variables_of_several_services() -> None:
    lines = "      SIP_USERNAME: {}\n      SIP_PASSWORD: x\n"
    one, two = (f"  {name}:\n    environment:\n{lines.format(name)}" for name in ("pbx1", "pbx2"))
    with pytest.raises(Several, match=r'"pbx1\.environment", "pbx2\.environment"'):
        read(f"services:\n{one}{two}")
    shared = f"x-env: &env\n{lines.format('pbx1')}services:\n  a:\n    environment: *env\n"
    merged = shared + "  b:\n    environment:\n      <<: *env\n"
    assert read(merged).document == {"user_name": "pbx1", "password": "x"}


@pytest.mark.parametrize("line", ["SIP_PASSWORD=“{}”", "sip_password: “{}”"])
def test_a_value_in_typographic_quotes(line: str) -> None:
    """They come from a web page or a word processor, and would be part of the password."""
    user = line.replace("PASSWORD", "USERNAME").replace("password", "username").format("u1")
    reading = read(f"{user}\n{line.format(PASSWORD)}\n")
    assert reading.document == {"user_name": "u1", "password": PASSWORD}
    assert MENDED in reading.notes


def test_flow_mappings_are_no_javascript() -> None:
    text = "a: &a {active: true}\nb: &b\n  tags: [x]\nc:\n  <<: [*a, *b]\n  user_name: u1\n"
    reading = read(text + "  connection_name: office\n")
    assert reading.form == "yaml"
    assert reading.document["connection_name"] == "office"


def test_an_object_of_yaml_on_one_line() -> None:
    text = f"{{connection_name: my office, user_name: exampleuser1, password: {PASSWORD}}}"
    assert read(text).document == {**BODY, "connection_name": "my office"}
    assert (read(text).form, recognized(text)) == ("yaml", "yaml")
    assert recognized("{colour: red, size: 5}") is None


def test_a_bare_word_that_may_be_the_password_is_not_named() -> None:
    """To JavaScript it is a variable, whatever the user meant."""
    text = "{{connection_name: office, user_name: user, password: {}}}"
    [*_, note] = read(text.format(PASSWORD)).notes
    assert note == "password is computed: left unset."
    [*_, note] = read(text.format("sipPassword")).notes
    assert note == "password is computed (sipPassword): left unset."


def test_what_others_include_is_no_connection() -> None:
    text = (
        "base: &base\n  active: true\n  inbound: {codecs: [G722]}\n"
        "office:\n  <<: *base\n  connection_name: office\n"
    )
    assert read(text).document == {
        "active": True,
        "inbound": {"codecs": ["G722"]},
        "connection_name": "office",
    }


def test_other_documents_of_a_file() -> None:
    others = f"{K8S.format('Service')}---\n"
    lines = "".join(f"{name}: {value}\n" for name, value in BODY.items())
    assert read(f"{others}{lines}---\nkind: Other\n").document == BODY
    assert "holds no credential connection" in refused(f"{others}user_name_of: x\nactive: true\n")
