"""curl commands: what the shell and curl would make of them, without either."""

import json

import pytest

from tests.support.readings import BODY, KEY, PASSWORD, key_of, read, refused
from tui_app.readers import Several, recognized

URL = "https://api.telnyx.com/v2/credential_connections"
TEXT = json.dumps(BODY)
HEADERS = f"-H 'Authorization: Bearer {KEY}' -H 'Content-Type: application/json'"

SAME = {
    "one line": f"curl -X POST {URL} {HEADERS} -d '{TEXT}'",
    "no request option": f"curl {URL} {HEADERS} --data-raw '{TEXT}'",
    "joined options": f"curl -sSXPOST {URL} {HEADERS} -d'{TEXT}'",
    "equals": f"curl --url={URL} {HEADERS} --data='{TEXT}'",
    "json": f"curl --json '{TEXT}' {HEADERS} {URL}",
    "binary": f"curl {URL} {HEADERS} --data-binary '{TEXT}'",
    "continued": f"curl -X POST \\\n  {URL} \\\n  {HEADERS} \\\n"
    f"  -d '{json.dumps(BODY, indent=2)}'\n",
    "space after the backslash": f"curl -X POST {URL} \\ \n  {HEADERS} \\ \n  -d '{TEXT}'\n",
    "carriage returns": f"curl -X POST {URL} \\\r\n  {HEADERS} \\\r\n  -d '{TEXT}'\r\n",
    "prompt": f"$ curl -X POST {URL} {HEADERS} -d '{TEXT}'",
    "sudo and path": f"sudo /usr/bin/curl {URL} {HEADERS} -d '{TEXT}'",
    "double quotes": f'curl {URL} {HEADERS} -d "{TEXT.replace(chr(34), chr(92) + chr(34))}"',
    "ansi": f"curl {URL} {HEADERS} -d $'{TEXT.replace('office', chr(92) + 'x6fffice')}'",
    "here-document": f"curl {URL} {HEADERS} --data @- <<'JSON'\n{TEXT}\nJSON\n",
    "unquoted here-document": f"curl {URL} {HEADERS} -d @- <<EOF\n{TEXT}\nEOF\n",
    "here-string": f"curl {URL} {HEADERS} -d @- <<< '{TEXT}'",
    "piped": f"echo '{TEXT}' | curl {URL} {HEADERS} -d @-",
    "piped here-document": f"cat <<EOF | curl {URL} {HEADERS} -d @-\n{TEXT}\nEOF\n",
    "variables": f"#!/bin/bash\nset -e\nexport K={KEY}\nBODY='{TEXT}'\n"
    f'curl "$URL" -H "Authorization: Bearer $K" -d "$BODY" | jq .data.id\n',
    "substitution": f"BODY=$(cat <<'X'\n{TEXT}\nX\n)\ncurl {URL} {HEADERS} -d \"$BODY\"",
    "assigned": f"ID=$(curl -s {URL} {HEADERS} -d '{TEXT}' | jq -r .data.id)",
    "cmd": f'curl.exe -X POST {URL} ^\n -H "Authorization: Bearer {KEY}" ^\n'
    f' -d "{TEXT.replace(chr(34), chr(92) + chr(34))}"',
    "powershell": f"curl.exe -X POST {URL} `\n {HEADERS} `\n -d '{TEXT}'",
    "fenced": f"```bash\ncurl {URL} {HEADERS} -d '{TEXT}'\n```\n",
    "an apostrophe before": f"Here's how:\n\ncurl {URL} {HEADERS} -d '{TEXT}'\n",
    "a page": f"# It's\n\n```\nnpm i\n```\n\n```sh\ncurl {URL} {HEADERS} -d '{TEXT}'\n```\nDone.\n",
    "a prompt with user and host": f"mia@pbx:~$ curl -X POST {URL} \\\n> {HEADERS} \\\n"
    f"> -d '{TEXT}'\n"
    '{"data": {"id": "1"}}\nmia@pbx:~$ \n',
    "a prompt of root": f"[root@pbx ~]# curl {URL} {HEADERS} -d '{TEXT}'\n",
    "a prompt of PowerShell": f"PS C:\\a b> curl.exe {URL} `\n>> {HEADERS} `\n>> -d '"
    + TEXT.replace('"', chr(92) + '"')
    + "'\n",
    "a prompt of cmd": f'C:\\Users\\mia>curl {URL} -H "Authorization: Bearer {KEY}" -d "'
    + TEXT.replace('"', chr(92) + '"')
    + '"\n',
    "quotes of PowerShell": f'curl.exe {URL} {HEADERS} -d "' + TEXT.replace('"', '`"') + '"',
    "quotes of cmd": f'curl {URL} {HEADERS} -d "' + TEXT.replace('"', '""') + '"',
    "lost backslashes": f"curl -X POST {URL}\n  {HEADERS}\n  --data '{TEXT}'\n",
    "a Makefile": f"create:\n\t@curl {URL} \\\n\t\t{HEADERS} \\\n\t\t-d '{TEXT}'\n",
    "a file made by cat": f"cat > body.json <<'X'\n{TEXT}\nX\ncurl {URL} {HEADERS} -d @body.json\n",
    "a file made by tee": f"tee b.json <<X\n{TEXT}\nX\ncurl {URL} {HEADERS} --json @./b.json\n",
    "a file made by echo": f"echo '{TEXT}' > /tmp/b\ncurl {URL} {HEADERS} -d \"$(cat /tmp/b)\"\n",
    "a variable by read": f"read -r -d '' B <<'X'\n{TEXT}\nX\ncurl {URL} {HEADERS} -d \"$B\"\n",
    "json in two": f"curl {URL} {HEADERS} --json '{TEXT[:25]}' --json '{TEXT[25:]}'",
    "a byte order mark": f"\ufeffcurl {URL} {HEADERS} \\\r\n  -d '{TEXT}'\r\n",
    "a number with a computed id": f"B=https://api.telnyx.com/v2\n"
    f"curl $B/credential_connections {HEADERS} -d '{TEXT}'\n"
    'curl -X PATCH "$B/phone_numbers/$1" -d \'{"connection_id": "1"}\'\n',
    "several, one of them this": f"curl https://api.telnyx.com/v2/balance\n"
    f"curl {URL} {HEADERS} -d '{TEXT}'\n"
    'curl https://api.telnyx.com/v2/phone_numbers/1 -X PATCH -d \'{"connection_id": "1"}\'',
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_a_curl_command(text: str) -> None:
    reading = read(text)
    assert reading.document == BODY
    assert reading.form == "curl"
    assert key_of(reading) == KEY
    assert not reading.change
    assert recognized(text) == "curl"
    assert not any(KEY in note or PASSWORD in note for note in reading.notes)


def test_what_a_browser_copies_for_windows() -> None:
    caret = TEXT.replace('"', '^\\^"').replace("{", "^{").replace("}", "^}")
    assert read(f'curl ^"{URL}^" ^\n  -H ^"a: b^" ^\n  --data-raw ^"{caret}^"').document == BODY


def test_other_requests_are_said_to_be_left_out() -> None:
    other = 'curl https://api.telnyx.com/v2/outbound_voice_profiles -d \'{"name": "x"}\'\n'
    [note] = read(f"{other}curl {URL} -d '{TEXT}'\n").notes
    assert "1 other request" in note


def test_a_file_is_the_one_that_was_written_last() -> None:
    text = "".join(
        f"cat > b.json <<X\n{body}\nX\ncurl {url} -d @b.json\n"
        for url, body in ((URL, TEXT), (URL.replace("credential", "ip"), '{"user_name": "other"}'))
    )
    assert read(text).document == BODY


def test_a_file_that_a_command_writes_is_not_known() -> None:
    text = f"cat > b.json <<X\n{TEXT}\nX\njq . a.json > b.json\ncurl {URL} -d @b.json\n"
    assert "a file (-d @FILE), which is not read" in refused(text)


def test_a_comment_is_no_command() -> None:
    old = TEXT.replace("office", "old")
    assert read(f"  # curl {URL} -d '{old}'\ncurl {URL} -d '{TEXT}'\n").document == BODY


def test_a_change() -> None:
    reading = read(f"curl -X PATCH {URL}/1293 -d '{{\"active\": false}}'")
    assert reading.change
    assert reading.document == {"active": False}


def test_what_the_shell_would_put_in_is_left_unset_and_named() -> None:
    reading = read(
        f'curl {URL} -H "Authorization: Bearer $TELNYX_API_KEY" -d "{{'
        '\\"connection_name\\": \\"a $NAME b\\", \\"user_name\\": \\"exampleuser1\\",'
        ' \\"password\\": \\"${SIP_PASSWORD:-x}\\", \\"webhook_timeout_secs\\": $SECS}"'
    )
    assert reading.document == {"user_name": "exampleuser1"}
    assert reading.api_key is None
    assert reading.notes == (
        "connection_name is computed ($NAME): left unset.",
        "password is computed ($SIP_PASSWORD): left unset.",
        "webhook_timeout_secs is computed ($SECS): left unset.",
    )


@pytest.mark.parametrize("variable", ["%SIP_PASSWORD%", "$env:SIP_PASSWORD", "$Env:SIP_PASSWORD"])
def test_variables_of_windows_are_left_unset_and_named(variable: str) -> None:
    reading = read(
        f'curl.exe {URL} -H "Authorization: Bearer %TELNYX_API_KEY%" '
        f'-d "{{\\"user_name\\": \\"u1\\", \\"password\\": \\"{variable}\\"}}"'
    )
    assert (reading.document, reading.api_key) == ({"user_name": "u1"}, None)
    assert reading.notes == ("password is computed ($SIP_PASSWORD): left unset.",)


def test_a_percent_sign_of_a_password_stays() -> None:
    body = BODY | {"password": "a%AB_CD%e %20%"}
    assert read(f"curl {URL} -d '{json.dumps(body)}'").document == body


def test_quotes_around_a_variable() -> None:
    reading = read(f'curl {URL} -d \'{{"user_name": "u1", "password": "\'"$PW"\'"}}\'')
    assert reading.document == {"user_name": "u1"}
    assert "$PW" in reading.notes[0]


def test_a_dollar_in_single_quotes_is_a_dollar() -> None:
    reading = read(f'curl {URL} -d \'{{"user_name": "u1", "password": "a$b`c`$(d)"}}\'')
    assert reading.document["password"] == "a$b`c`$(d)"


@pytest.mark.parametrize("key", ["YOUR_API_KEY", "<token>", "{{key}}", "YOUR_TOKEN"])
def test_a_placeholder_is_no_key(key: str) -> None:
    assert read(f"curl {URL} -H 'Authorization: Bearer {key}' -d '{TEXT}'").api_key is None


def test_the_user_of_curl_is_left_out() -> None:
    reading = read(f"curl {URL} -u 'me:{KEY}' -d '{TEXT}'")
    assert (reading.document, reading.api_key) == (BODY, None)
    assert "-u" in reading.notes[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"curl {URL} -d @body.json", "a file (-d @FILE), which is not read"),
        (f"curl {URL} -d @$FILE", "whose name is computed"),
        (f"curl {URL} -d @-", "standard input, which is not here"),
        (f"jq -n . | curl {URL} -d @-", "computed (a command)"),
        (f"curl {URL} -d \"$(jq -n '{PASSWORD}')\"", "computed (a command)"),
        (f'curl {URL} -d "$BODY"', "computed ($BODY)"),
        (f"curl {URL} -F a=b", "sends no JSON"),
        (f"curl {URL} --data-urlencode a=b", "sends no JSON"),
        (f"curl {URL} -K file", "options in a file"),
        (f"curl {URL}", "sends no body"),
        (f"curl -G {URL} {HEADERS}", "sends no body"),
        ("curl https://api.telnyx.com/v2/phone_numbers -d '{}'", "not for /credential_connections"),
        (f'curl {URL} -d \'{{"password": "{PASSWORD}",}}\'', "is not JSON"),
        (f"curl {URL} -d 'password={PASSWORD}'", "is not JSON"),
        (f'curl {URL} -d \'{{"active": true, "active": false}}\'', "appears twice"),
    ],
)
def test_what_is_refused_with_a_reason(text: str, words: str) -> None:
    assert words in refused(text)


def test_several() -> None:
    second = TEXT.replace("office", "second")
    with pytest.raises(Several, match='"office", "second"'):
        read(f"curl {URL} -d '{TEXT}'\ncurl {URL} -d '{second}'\n")
