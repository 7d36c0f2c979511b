"""Calls and literals of languages: what is computed, refused, followed; what is a change."""

import pytest

from tests.support.readings import BODY, KEY, PASSWORD, key_of, read, refused
from tui_app.readers import Several

CREATE = {
    "python": "client.credential_connections.create(connection_name={}, user_name='u1')",
    "javascript": "await client.credentialConnections.create({{connection_name: {}, user_name: 'u1'}})",
    "php": "$client->credentialConnections->create(connectionName: {}, userName: 'u1');",
    "ruby": "require 'telnyx'\nclient.credential_connections.create(connection_name: {}, user_name: 'u1')",
}


@pytest.mark.parametrize(
    ("form", "value", "words"),
    [
        ("python", 'os.environ["SIP_NAME"]', 'os.environ["SIP_NAME"]'),
        ("python", "os.getenv('SIP_NAME')", "os.getenv('SIP_NAME')"),
        ("python", "os.environ.get('SIP_NAME', 'hunter2')", "os.environ.get(...)"),
        ("python", "secrets.token_hex(8)", "secrets.token_hex(...)"),
        ("python", "name", "name"),
        ("python", "settings.NAME", "settings.NAME"),
        ("python", 'f"a-{site}"', "site"),
        ("python", '"a" + site', "site"),
        ("python", '"a %s" % site', ""),
        ("python", "'hunter2'.upper()", "a call"),
        ("python", "[x for x in y]", ""),
        ("javascript", "process.env.SIP_NAME", "process.env.SIP_NAME"),
        ("javascript", "process.env['SIP_NAME']", "process.env['SIP_NAME']"),
        ("javascript", "process.env.NAME || 'hunter2'", "process.env.NAME"),
        ("javascript", "`a-${site}`", "site"),
        ("javascript", "site ?? 'hunter2'", "site"),
        ("javascript", "() => 'hunter2'", ""),
        ("php", "getenv('SIP_NAME')", "getenv('SIP_NAME')"),
        ("php", "$_ENV['SIP_NAME']", "$_ENV['SIP_NAME']"),
        ("php", '"a {$site} b"', "$site"),
        ("php", "$name", "$name"),
        ("ruby", 'ENV["SIP_NAME"]', 'ENV["SIP_NAME"]'),
        ("ruby", "ENV.fetch('SIP_NAME')", "ENV.fetch('SIP_NAME')"),
        ("ruby", '"a-#{site}"', "site"),
        ("ruby", "SecureRandom.hex(8)", "SecureRandom.hex(...)"),
    ],
)
def test_what_is_computed_is_left_unset_and_named(form: str, value: str, words: str) -> None:
    reading = read(CREATE[form].format(value))
    assert reading.document == {"user_name": "u1"}
    assert reading.form == form
    [note] = reading.notes
    assert note.startswith("connection_name is computed")
    assert words in note
    assert "hunter2" not in note


@pytest.mark.parametrize(
    ("form", "value", "said"),
    [
        ("python", r'"a\n\x41\u00e9\"" ' + r"r'\d'", 'a\nAé"\\d'),
        ("python", '("a"\n  "b")', "ab"),
        ("python", "f'{{}}'", "{}"),
        ("javascript", r"'a\n\x41\u00e9\'\u{1F600}\ud83d\ude00'", "a\nAé'😀😀"),
        ("javascript", "`a\nb`", "a\nb"),
        ("php", r"'a\n\'\\'", "a\\n'\\"),
        ("php", r'"a\n\x41\u{e9}\$\q"', "a\nAé$\\q"),
        ("php", "'a' . 'b'", "ab"),
        ("ruby", r"'a\n\''", "a\\n'"),
        ("ruby", r'"a\n\x41\u00e9\u{1F600}"', "a\nAé😀"),
        ("ruby", "'a' 'b'", "ab"),
        ("ruby", "%q(a b)", "a b"),
        ("ruby", ":office", "office"),
    ],
)
def test_what_a_string_says(form: str, value: str, said: str) -> None:
    assert read(CREATE[form].format(value)).document["connection_name"] == said


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        ("python", "True", True),
        ("python", "None", None),
        ("python", "-3", -3),
        ("python", "1_000", 1000),
        ("python", "5.0", 5.0),
        ("python", "('a', 'b')", ["a", "b"]),
        ("javascript", "false", False),
        ("javascript", "null", None),
        ("javascript", "-3", -3),
        ("javascript", "['a', 'b',]", ["a", "b"]),
        ("php", "TRUE", True),
        ("php", "null", None),
        ("php", "array('a', 'b')", ["a", "b"]),
        ("php", "[]", []),
        ("ruby", "nil", None),
        ("ruby", "true", True),
        ("ruby", "%w[a b]", ["a", "b"]),
    ],
)
def test_other_values(form: str, text: str, value: object) -> None:
    found = read(CREATE[form].format(text)).document["connection_name"]
    assert found == value
    assert type(found) is type(value)


def test_undefined_is_unset() -> None:
    reading = read(CREATE["javascript"].format("undefined"))
    assert (reading.document, reading.notes) == ({"user_name": "u1"}, ())


def test_a_variable_is_followed_if_it_is_assigned_once() -> None:
    text = "import os\nNAME = 'office'\n" + CREATE["python"].format("NAME")
    assert read(text).document["connection_name"] == "office"
    reading = read("NAME = 'other'\n" + text)
    assert "connection_name" not in reading.document
    assert "(NAME)" in reading.notes[0]


def test_names_of_the_php_sdk_are_those_of_the_api() -> None:
    reading = read(
        "$client->credentialConnections->create(connectionName: 'office', userName: 'u1',"
        " inbound: ['aniNumberFormat' => '+E.164', 'timeout1xxSecs' => 5],"
        " outbound: ['outboundVoiceProfileID' => '1'], requestOptions: []);"
    )
    assert reading.document["inbound"] == {"ani_number_format": "+E.164", "timeout_1xx_secs": 5}
    assert reading.document["outbound"] == {"outbound_voice_profile_id": "1"}


def test_an_extra_body_belongs_to_the_body() -> None:
    reading = read(
        "client.credential_connections.create(user_name='u1', extra_body={'tags': ['a']}, timeout=1)"
    )
    assert reading.document == {"user_name": "u1", "tags": ["a"]}


@pytest.mark.parametrize(
    "text",
    [
        "client.credential_connections.update('129', active=False)",
        "import requests\nrequests.patch(url, json={'active': False, 'tags': ['credential_connections']})",
        "await client.credentialConnections.update('129', { active: false });",
        "fetch(`${URL}/credential_connections/${id}`, {method: 'PATCH', body: JSON.stringify({active: false})})",
        "<?php $client->credentialConnections->update('129', active: false);",
        "require 'telnyx'\nclient.credential_connections.update('129', active: false)",
    ],
)
def test_a_change(text: str) -> None:
    reading = read(text)
    assert reading.change
    assert reading.document["active"] is False


def test_other_requests_of_a_program_are_no_connection() -> None:
    text = f"""
import requests
auth = {{"Authorization": "Bearer {KEY}"}}
profile = requests.post(f"{{BASE}}/outbound_voice_profiles", headers=auth, json={{"name": "x", "tags": []}})
requests.post(f"{{BASE}}/credential_connections", headers=auth, json={BODY!r})
requests.patch(f"{{BASE}}/phone_numbers/1", headers=auth, json={{"connection_id": "1", "tags": ["a"]}})
"""
    reading = read(text)
    assert (reading.document, key_of(reading), reading.change) == (BODY, KEY, False)


def test_several() -> None:
    text = "\n".join(CREATE["python"].format(repr(name)) for name in ("a", "b"))
    with pytest.raises(Several, match='2 connections: "a", "b"'):
        read(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "Go",
            (
                "package main\nfunc main() {\n  c, err := client.CredentialConnections.New(context.TODO(), "
                'telnyx.CredentialConnectionNewParams{ UserName: "u1" })\n}\n'
            ),
        ),
        (
            "Java",
            (
                "CreateCredentialConnectionRequest r = new CreateCredentialConnectionRequest();\n"
                'r.setUserName("exampleuser1");\n'
            ),
        ),
        ("C#", 'var body = new { connection_name = "office", user_name = "exampleuser1" };\n'),
        (
            "PowerShell",
            (
                f'$body = @{{\n  connection_name = "office"\n  password = "{PASSWORD}"\n'
                "  inbound = @{ channel_limit = 3 }\n} | ConvertTo-Json\n"
            ),
        ),
        (
            "PowerShell",
            (
                "Invoke-RestMethod -Method Post -Uri https://api.telnyx.com/v2/credential_connections "
                f'-Body \'{{"user_name": "u1", "password": "{PASSWORD}"}}\'\n'
            ),
        ),
    ],
)
def test_a_language_that_is_not_read_is_named(name: str, text: str) -> None:
    assert f"it is {name}, which is not read: give the JSON that it sends" in refused(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("client.credential_connections.create(user_name='a', user_name='b')", "appears twice"),
        ("x = {'user_name': 'a', 'user_name': 'b'}", "appears twice"),
        ("client.credential_connections.create(**params)", "computed"),
        ("client.credentialConnections.create(params)", "computed (params)"),
        (f"client.credential_connections.create(user_name='a', password='{PASSWORD}", "line 1"),
        (f"{{'user_name': 'a' 'password': '{PASSWORD}' x}}", "is not JSON"),
        ('x := telnyx.Params{ConnectionName: "a", UserName: "b"}', "FILE"),
        ("import telnyx\nprint('credential_connections')", "no call or literal"),
    ],
)
def test_what_is_refused(text: str, words: str) -> None:
    assert words in refused(text)
