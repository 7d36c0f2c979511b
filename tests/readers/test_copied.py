"""What copying from a page, a terminal or a mail does to a text."""

import html
import json
from collections.abc import Callable

import pytest

from tests.support.readings import BODY, KEY, key_of, read, refused
from tui_app.readers import recognized
from tui_app.readers.pages import MENDED, OTHER_BLOCKS

TEXT = json.dumps(BODY)
URL = "https://api.telnyx.com/v2/credential_connections"
CURL = f"curl {URL} -H 'Authorization: Bearer {KEY}' -d '{TEXT}'"
PYTHON = (
    "client.credential_connections.create(\n"
    f'    connection_name="office",\n    user_name="exampleuser1",\n'
    f'    password="{BODY["password"]}",\n)\n'
)
FORMS = {
    "curl": CURL,
    "python": PYTHON,
    "javascript": "client.credentialConnections.create("
    "{ connection_name: 'office', user_name: 'exampleuser1', "
    f"password: '{BODY['password']}' }});",
    "php": "$client->credentialConnections->create(["
    f"'connection_name' => 'office', 'user_name' => 'exampleuser1', "
    f"'password' => '{BODY['password']}']);",
    "ruby": 'Telnyx::CredentialConnection.create(connection_name: "office", '
    f'user_name: "exampleuser1", password: "{BODY["password"]}")',
    "cli": "telnyx credential-connections create --connection-name 'office' "
    f"--user-name exampleuser1 --password '{BODY['password']}'",
    "yaml": f"connection_name: 'office'\nuser_name: exampleuser1\npassword: '{BODY['password']}'\n",
    "json": TEXT,
    "http": f"POST /v2/credential_connections HTTP/1.1\nA: b\n\n{TEXT}\n",
}


def typographic(text: str) -> str:
    for sign, opening, closing in (('"', "\u201c", "\u201d"), ("'", "\u2018", "\u2019")):
        parts = text.split(sign)
        text = "".join(
            part + (("", "")[0] if index == len(parts) - 1 else (opening, closing)[index % 2])
            for index, part in enumerate(parts)
        )
    return text.replace(" --", " \u2014").replace("    ", "\u00a0 \u00a0 ")


COPIES: tuple[Callable[[str], str], ...] = (typographic, html.escape)


@pytest.mark.parametrize(("form", "text"), FORMS.items(), ids=FORMS)
@pytest.mark.parametrize("copied", COPIES, ids=["quotes", "entities"])
def test_signs_of_a_web_page(form: str, text: str, copied: Callable[[str], str]) -> None:
    reading = read(copied(text))
    assert (reading.document, reading.form) == (BODY, form)
    assert reading.notes.count(MENDED) == (copied(text) != text)


def test_signs_in_a_value_stay() -> None:
    body = BODY | {"connection_name": "the \u201cbig\u201d office \u2014 Mia\u2019s &amp; co"}
    assert read(json.dumps(body, ensure_ascii=False)).document == body
    body["connection_name"] = "\u201cbig\u201d office"
    reading = read(json.dumps(body, ensure_ascii=False))
    assert (reading.document, reading.notes) == (body, ())


@pytest.mark.parametrize(
    "text",
    [
        "".join(
            f"In [1]: {line}" if not n else f"   ...: {line}"
            for n, line in enumerate(PYTHON.splitlines(True))
        ),
        "In [1]: import telnyx\n\nIn [2]: "
        + PYTHON.replace("\n    ", "\n   ...:     ")
        + "Out[2]: <Reply at>\n",
        "".join(f"{n:3} {line}" for n, line in enumerate(PYTHON.splitlines(True), 9)),
        "".join(f"{n}: {line}" for n, line in enumerate(PYTHON.splitlines(True), 1)),
        "".join(f"> {line}" for line in PYTHON.splitlines(True)),
        PYTHON.replace("\n", "\r"),
        f"\ufeff{PYTHON}".replace("\n", "\r\n"),
        f"~~~python\n{PYTHON}~~~\n",
        f"hey ```python\n{PYTHON}``` what is wrong?\n",
    ],
    ids=[
        "ipython",
        "ipython output",
        "numbers",
        "numbers:",
        "quotation",
        "cr",
        "bom crlf",
        "tildes",
        "in a line",
    ],
)
def test_marks_of_each_line(text: str) -> None:
    assert read(text).document == BODY
    assert recognized(text) == "python"


PASSWORD = BODY["password"]
MEMBERS = {
    "json": TEXT[1:-1],
    "json lines": json.dumps(BODY, indent=2)[2:-2] + ",\n",
    "json and its end": json.dumps(BODY, indent=2)[2:],
    "json and the end of curl": json.dumps(BODY, indent=2)[2:] + "'\n",
    "javascript": f"  connection_name: 'office',\n  user_name: 'exampleuser1',\n"
    f"  password: '{PASSWORD}',\n",
    "javascript and its end": f"  connection_name: 'office',\n  user_name: 'exampleuser1',\n"
    f"  password: '{PASSWORD}'\n}});\n",
    "python": f"connection_name='office', user_name='exampleuser1', password='{PASSWORD}'",
    "python and its end": f"    connection_name='office',\n    user_name='exampleuser1',\n"
    f"    password='{PASSWORD}',\n)\n",
    "php and its end": f"    'connection_name' => 'office',\n    'user_name' => 'exampleuser1',\n"
    f"    'password' => '{PASSWORD}',\n]);\n",
    "ruby": f'  :connection_name => "office",\n  :user_name => "exampleuser1",\n'
    f'  :password => "{PASSWORD}"\n',
}


@pytest.mark.parametrize("text", MEMBERS.values(), ids=MEMBERS)
def test_the_members_alone(text: str) -> None:
    assert read(text).document == BODY
    assert recognized(text)


def test_members_with_an_object_among_them() -> None:
    body = BODY | {"outbound": {"channel_limit": 3}}
    assert read(json.dumps(body, indent=2)[2:-2]).document == body
    text = f"user_name: 'u1',\n  password: '{PASSWORD}',\n  outbound: {{ channel_limit: 3 }},\n"
    assert read(text).document["outbound"] == body["outbound"]


@pytest.mark.parametrize("prompt", ["[{}] pry(main)> ", "irb(main):00{}:0> ", "irb(main):00{}> "])
def test_prompts_of_ruby(prompt: str) -> None:
    lines = [prompt.format(1) + "require 'telnyx'", "=> true", prompt.format(2) + FORMS["ruby"]]
    reading = read("\n".join(lines))
    assert (reading.document, reading.form) == (BODY, "ruby")


def test_the_first_block_of_a_page_that_can_be_read() -> None:
    page = (
        "List `credential_connections`:\n\n```sh\n"
        "curl https://api.telnyx.com/v2/credential_connections\n```\n"
        f"Create one:\n\n```sh\n{CURL}\n```\nIt answers:\n\n```json\n"
        '{"data": {"record_type": "credential_connection", "id": "1"}}\n```\n'
    )
    reading = read(page)
    assert (reading.document, key_of(reading)) == (BODY, KEY)
    assert OTHER_BLOCKS in reading.notes


def test_a_command_beside_the_blocks_of_a_page() -> None:
    error = '{"errors": [{"detail": "user_name has already been taken"}]}'
    assert read(f"It says:\n```json\n{error}\n```\nI ran:\n\n{CURL}\n").document == BODY


def test_form_data_is_refused() -> None:
    text = f"connection_name=office&user_name=exampleuser1&password={PASSWORD}\n"
    assert "form data (a=b&c=d)" in refused(text)


def test_a_page_without_a_block_that_can_be_read_says_why() -> None:
    page = "```sh\ncurl https://api.telnyx.com/v2/credential_connections\n```\n```py\nuser_name(\n"
    "```\n"
    assert "sends no body" in refused(page)


def test_a_body_piped_to_the_cli_may_be_yaml() -> None:
    text = f"telnyx credential-connections create <<'X'\n{FORMS['yaml']}X\n"
    assert read(text).document == BODY
