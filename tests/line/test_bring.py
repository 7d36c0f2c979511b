"""What people hold a connection in, and secrets in wrong places, in the linear mode."""

import json
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from tests.support.linear import LEAST, Said, good, run
from tests.tui.test_bring import BODY, CURL, ENV, FORMS, KEY, SECRET, sandbox_session
from tui_app.api.target import find_target
from tui_app.core.draft import Draft
from tui_app.core.importing import IN_ACCOUNT
from tui_app.core.session import Session
from tui_app.line.app import run as run_lines
from tui_app.line.recognizing import begins_text

CURL_LINES = tuple(CURL.splitlines())
HERE = (
    "curl https://api.telnyx.com/v2/credential_connections --data @- <<JSON",
    json.dumps(BODY),
    "JSON",
)


def production(key: str | None = None) -> Session:
    return Session(find_target("http://127.0.0.1:9/v2", {}), SecretStr(key) if key else None)


def clean(said: Said) -> bool:
    return SECRET not in said.written and KEY[:12] not in said.written


@pytest.mark.parametrize("place", ["connection_name", "password", "tags", "active", "codecs"])
@pytest.mark.parametrize("lines", [CURL_LINES, HERE], ids=["curl", "here-document"])
def test_a_curl_command_of_several_lines_is_read_whole(lines: tuple[str, ...], place: str) -> None:
    said = run(f"/go {place}", *lines, "/review")
    assert said.draft.payload() == BODY
    assert "3 answers filled in." in said.text
    assert "1.2 User name: office12" in said.text, "what follows is no part of it"
    assert clean(said)
    said = run(f"/go {place}", *lines, terminal=True)
    assert said.draft.answers == {}, "nobody has said yes"
    assert clean(said)


def test_on_a_terminal_it_is_asked_and_the_key_is_offered() -> None:
    said = run("/skip", CURL.replace("\\\n", " "), terminal=True, session=production("KEYx"))
    assert "a curl command with 3 answers" in said.text
    assert "It contains an API key" in said.text
    assert clean(said)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read_through_a_pipe(form: str) -> None:
    said = run(*FORMS[form].rstrip("\n").split("\n"))
    assert said.draft.payload()["user_name"] == "office12"
    assert said.draft.payload()["password"] == SECRET
    assert clean(said)


def test_a_key_in_a_text_is_not_used_through_a_pipe() -> None:
    session = production()
    said = run(*CURL_LINES, *ENV.splitlines(), session=session)
    assert session.key is None
    assert "/key takes one" in said.text
    assert clean(said)


def test_what_cannot_be_read_is_no_answer_and_no_line_of_it_is() -> None:
    said = run(
        "curl -d @body.json https://x.y/v2/credential_connections \\",
        f"  -u me:{SECRET}",
        "/review",
    )
    assert said.draft.answers == {}
    assert "Nothing was taken." in said.text
    assert clean(said)


SECRETS = {
    "key": KEY,
    "bearer": f"Bearer {KEY}",
    "sip": f"sip:office12:{SECRET}@sip.telnyx.com",
    "option": f"--password {SECRET}",
    "token": f"token={SECRET}",
}


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize(
    "place", ["connection_name", "user_name", "tags", "webhook_event_url", "active"]
)
@pytest.mark.parametrize("command", ["", "/add ", "/go ", "/save ", "//"])
def test_a_secret_is_no_answer_to_anything_but_the_password(
    name: str, place: str, command: str
) -> None:
    said = run(f"/go {place}", command + SECRETS[name], "/review", draft=good())
    assert said.draft.answers == good().answers
    assert "Error: " in said.text
    assert "No answer was taken." in said.text
    assert clean(said)


def test_no_other_question_takes_one_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "office-pbx.json").touch()
    said = run("/save", "2", KEY, "no", KEY, "", "/review", draft=good())
    assert "office-pbx.json exists." in said.text
    assert clean(said)
    assert [file.name for file in tmp_path.glob("*.json")] == ["office-pbx.json"]


def test_the_password_may_be_any_text_that_is_no_form() -> None:
    text = "my secret: hunter2hunter2"
    said = run("/go password", text, "/quit")
    assert said.draft.payload() == {"password": text}
    assert clean(said)


@pytest.mark.parametrize(
    "text",
    [
        "Key West office",
        "KEYS",
        "office:berlin",
        "Bearer of news",
        "x = y",
        "a b c",
        "10.0.0.1",
        "(new)",
        "# 3 desk",
        "use the lift",
        "export desk",
        "In [Berlin]",
        "$ desk",
        "@home",
        "cat desk",
    ],
)
def test_ordinary_answers_are_taken(text: str) -> None:
    assert not begins_text(text)
    assert run(text).draft.payload() == {"connection_name": text}
    assert run(*LEAST).draft.payload()["connection_name"] == "office-pbx"


@pytest.mark.parametrize(
    "first",
    [
        "// create the connection",
        "/* create the connection */",
        '"""Create the connection."""',
        "### Variables",
        "@baseUrl = https://api.telnyx.com/v2",
        "# frozen_string_literal: true",
        ">>> import telnyx",
        "In [1]: import telnyx",
        "PS C:\\> $x = 1",
        "$ export TELNYX_API_KEY=x",
        "cat > body.json <<'EOF'",
        "use GuzzleHttp\\Client;",
        "import asyncio, httpx",
    ],
)
def test_the_first_line_of_a_program_is_no_answer(first: str) -> None:
    assert begins_text(first)


def test_where_each_secret_goes_is_offered_on_a_terminal() -> None:
    session = production("KEYother0123456789")
    said = run(SECRETS["sip"], "yes", "", terminal=True, session=session)
    assert said.draft.payload() == {"user_name": "office12", "password": SECRET}
    assert clean(said)
    said = run(SECRETS["sip"], "no", "", terminal=True, session=session)
    assert said.draft.answers == {}
    session = production()
    said = run("", KEY, "yes", "", terminal=True, session=session)
    assert session.key == SecretStr(KEY)
    assert clean(said)
    session = production()
    said = run("", KEY, "no", "", terminal=True, session=session)
    assert session.key is None


# Files, and replies


def begun(
    document: dict[str, object], *lines: str, terminal: bool = True, session: Session
) -> Said:
    """The linear mode with what `--from` read of `document`."""
    from tests.support.linear import Typed
    from tui_app.core.startup import draft_of
    from tui_app.line.console import Console
    from tui_app.line.wizard import Linear
    from tui_app.readers import Reading, Several, read_text

    try:
        readings: tuple[Reading, ...] = (read_text(json.dumps(document), "x"),)
    except Several as several:
        readings = several.readings
    draft = draft_of(readings[0], allow_unknown=False)[0] if len(readings) == 1 else Draft()
    written: list[str] = []
    keyboard = Typed(lines, terminal)
    wizard = Linear(draft, session, Console(keyboard, written.append, width=lambda: 1000))
    wizard.wizard.readings = readings
    return Said(run_lines(wizard), "".join(written), wizard, keyboard)


@pytest.mark.parametrize("here", [True, False])
async def test_a_reply_of_the_same_account_asks_for_user_name_and_password(here: bool) -> None:
    import asyncio

    session, identity = await sandbox_session()
    document: dict[str, object] = {"data": {**BODY, "id": identity if here else "1"}}
    said = await asyncio.to_thread(begun, document, session=session)
    assert (IN_ACCOUNT in said.text) == here
    assert (("user_name",) in said.draft.answers) != here
    assert ("connection_name",) in said.draft.answers
    said = await asyncio.to_thread(run, json.dumps(document), session=session)
    assert (IN_ACCOUNT in said.text) == here
    assert (("password",) in said.draft.answers) != here


def test_of_several_in_a_file_one_is_chosen_or_none_through_a_pipe() -> None:
    listed: dict[str, object] = {
        "data": [{**BODY, "id": "1"}, {**BODY, "connection_name": "branch", "id": "2"}]
    }
    session = Session(find_target("http://127.0.0.1:9/v2", {}), SecretStr("KEYother0123456789"))
    session.transport = lambda: httpx.MockTransport(lambda request: httpx.Response(404, json={}))
    said = begun(listed, "2", session=session)
    assert said.draft.payload()["connection_name"] == "branch"
    said = begun(listed, "office", terminal=False, session=session)
    assert "There are 2 connections: office, " in said.text
    assert said.draft.payload() == {"connection_name": "office"}
