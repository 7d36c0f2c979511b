"""Terraform beyond one resource: variables, modules, plans, values of variables, JSON."""

import json
from typing import Any

import pytest

from tests.support.readings import BODY, KEY, PASSWORD, key_of, read, refused
from tui_app.readers import Several, recognized

ARGUMENTS = f"""\
  connection_name = "office"
  user_name       = "exampleuser1"
  password        = "{PASSWORD}"
"""
RESOURCE = f'resource "telnyx_credential_connection" "main" {{\n{ARGUMENTS}}}\n'
GIVEN = {
    "a module": f'module "office" {{\n  source = "./m"\n  version = "1.0"\n{ARGUMENTS}}}\n',
    "jsonencode": 'resource "restapi_object" "c" {\n  path = "/credential_connections"\n'
    f"  data = jsonencode({{\n{ARGUMENTS}  }})\n}}\n",
    "values of variables": f"offices = {{\n  main = {{\n{ARGUMENTS}  }}\n}}\nregion = 1\n",
    "a value of a variable": "# ours\nconnection = {\n  # mine\n"
    + ARGUMENTS.replace("user_name ", "username ")
    + "}\n",
    "a default": f'variable "pw" {{\n  default = "{PASSWORD}"\n}}\n'
    + RESOURCE.replace(f'"{PASSWORD}"', "var.pw"),
    "a default in a text": 'variable "who" {\n  type = string\n  default = "user"\n}\n'
    + RESOURCE.replace("exampleuser1", "example${var.who}1"),
    "a plan": "Terraform will perform the following actions:\n\n  # x.main will be created\n"
    '  + resource "telnyx_credential_connection" "main" {\n'
    '      + connection_name = "office"\n      + id              = (known after apply)\n'
    f'      + password        = "{PASSWORD}"\n      + username        = "exampleuser1"\n    }}\n\n'
    "Plan: 1 to add, 0 to change, 0 to destroy.\n",
    "a state": "# x.main:\n" + RESOURCE.replace("}", '  created_at = "x"\n  id = "27"\n}'),
    "data beside it": f'data "telnyx_credential_connection" "x" {{\n  id = "1"\n}}\n{RESOURCE}',
}


@pytest.mark.parametrize("text", GIVEN.values(), ids=GIVEN.keys())
def test_a_configuration(text: str) -> None:
    reading = read(text)
    assert (reading.document, reading.form) == (BODY, "terraform")
    assert recognized(text) == "terraform"
    assert not any(PASSWORD in note for note in reading.notes)


def test_a_default_is_told() -> None:
    assert read(GIVEN["a default"]).notes == ("The default of var.pw is taken.",)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("var.sip_password", "(var.sip_password)"),
        ("(sensitive value)", "(sensitive.value)"),
    ],
)
def test_what_is_not_in_the_text(password: str, words: str) -> None:
    text = RESOURCE.replace(f'"{PASSWORD}"', password)
    assert read("  + " + text).document == read(text).document
    reading = read("  + " + text + 'variable "sip_password" {\n  sensitive = true\n}\n')
    assert "password" not in reading.document
    assert words in reading.notes[0]


def test_a_dynamic_block_is_computed() -> None:
    dynamic = '  dynamic "inbound" {\n    for_each = [1]\n    content { codecs = ["G722"] }\n  }\n}'
    reading = read(RESOURCE.replace("}", dynamic))
    assert reading.document == BODY
    assert reading.notes == ("inbound is computed (a dynamic block): left unset.",)


@pytest.mark.parametrize(
    "text",
    [
        RESOURCE.replace("credential", "fqdn"),
        RESOURCE.replace("resource", "data"),
        f'variable "connection_name" {{\n  default = "{PASSWORD}"\n}}\n',
    ],
)
def test_what_is_of_another_kind(text: str) -> None:
    assert "no telnyx_credential_connection resource" in refused(text)


NAMED: dict[str, Any] = {"connection_name": "office", "username": "exampleuser1"}
MINE = {**NAMED, "password": PASSWORD}
STATE = {"id": "27", "created_at": "x", "active": None, **MINE}


@pytest.mark.parametrize(
    "document",
    [
        {"resource": {"telnyx_credential_connection": {"main": MINE}}},
        {"resource": [{"telnyx_credential_connection": [{"main": [{**MINE, "count": 1}]}]}]},
        {"version": 4, "resources": [{"mode": "managed", "type": "telnyx_credential_connection",
         "name": "main", "instances": [{"attributes": STATE}]}]},
    ],
    ids=["objects", "lists", "a state"],
)  # fmt: skip
def test_a_configuration_in_json(document: dict[str, Any]) -> None:
    provider = {"provider": {"telnyx": {"api_key": KEY}}}
    text = json.dumps({**provider, **document})
    reading = read(text)
    assert (reading.document, reading.form, key_of(reading)) == (BODY, "terraform", KEY)
    assert recognized(text) == "terraform"


def test_what_json_computes_is_named() -> None:
    mine = {**NAMED, "password": "${var.pw}", "tags": ["$${x}", f'${{lower("{PASSWORD}")}}']}
    document = {"resource": {"telnyx_credential_connection": {"a": mine, "b": MINE}}}
    with pytest.raises(Several) as caught:
        read(json.dumps(document))
    [first, _] = caught.value.readings
    assert first.document == {"connection_name": "office", "user_name": "exampleuser1"}
    assert first.notes == (
        "password is computed (var.pw): left unset.",
        "tags is computed: left unset.",
    )
