"""A secret where none belongs is no answer: refused, masked, and written nowhere."""

import json

import pytest

from tui_app.api.target import SANDBOX
from tui_app.cli import main
from tui_app.core.autosave import Position, from_document, to_document
from tui_app.core.draft import Draft
from tui_app.core.importing import usable
from tui_app.core.session import Session
from tui_app.core.startup import resumed_words
from tui_app.settings.problem import Answer, Fix
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json
from tui_app.text.escape import MASK

KEY = "KEY0123456789ABCDEF0123456789ABCDEF_abcDEF0123456789abcDEF"
SECRETS = {
    "a key": KEY,
    "a login": "sip:office12:hunter2hunter2@sip.telnyx.com",
    "a password": "password=hunter2hunter2",
    "a header": "Authorization: Bearer hunter2hunter2hunter2",
}
NAME, TAGS, URL = ("connection_name",), ("tags",), ("webhook_event_url",)
each_secret = pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS)


def leaks(*texts: object) -> bool:
    told = " ".join(map(repr, texts))
    return "hunter2" in told or "0123456789ABCDEF" in told


@each_secret
@pytest.mark.parametrize(
    "path", [NAME, ("user_name",), TAGS, ("inbound", "codecs"), URL, ("active",)]
)
def test_an_answer_that_holds_one_is_an_error_that_does_not_quote_it(
    text: str, path: tuple[str, ...]
) -> None:
    answer: Answer = [text] if path[-1] in ("tags", "codecs") else text
    problems = [each for each in REQUEST.validate({path: answer}) if each.path == path]
    assert [(each.severity, each.code) for each in problems] == [("error", "secret")]
    assert not leaks(problems, REQUEST.body(REQUEST.masked({path: answer})))
    assert not leaks(REQUEST.settings[path].shown(answer))
    assert not REQUEST.keeps(path, answer)


def test_the_password_itself_may_be_any_text() -> None:
    for text in SECRETS.values():
        codes = {each.code for each in REQUEST.validate({("password",): text})}
        assert "secret" not in codes


def test_a_web_address_may_have_a_password_and_is_written_to_no_file() -> None:
    address = "https://me:hunter2hunter2@example.com/hook"
    codes = {each.code for each in REQUEST.validate({URL: address}) if each.path == URL}
    assert "secret" not in codes
    assert REQUEST.masked({URL: address}) == {URL: address}, "what is sent is shown"
    assert not REQUEST.keeps(URL, address)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://me:hunter2hunter2@example.com/hook", False),
        ("https://example.com/hook?token=hunter2hunter2", False),
        ("https://example.com/hook?site=1&api_key=hunter2hunter2", False),
        ("https://example.com/hook?key=hunter2hunter2", False),
        ("https://hooks.slack.com/" + "services/T00000000/B00000000/XXXXabcdXXXX", False),
        ("https://example.com/hook?token=abc", True),
        ("https://example.com/hook?key=berlin&token=${TOKEN}", True),
        ("https://example.com/a2f7c1de-0a3b-4a44-9c1d-6b1f5c8f0e11?site=berlin", True),
    ],
)
def test_an_address_with_a_secret_of_its_own_is_not_in_the_draft_which_says_so(
    address: str, kept: bool
) -> None:
    draft = Draft()
    draft.set(URL, address)
    draft.end_edit()
    document = to_document(draft, Position())
    assert (address in json.dumps(document)) is kept
    words = resumed_words(document, Session(SANDBOX))
    told = ["Enter Event URL again: the draft leaves out what holds a secret."]
    assert words == ([] if kept else told)


def test_an_unknown_member_that_holds_one_is_masked() -> None:
    stray = ("note",)
    for text in SECRETS.values():
        assert REQUEST.masked({stray: {"x": [text]}}) == {stray: {"x": [MASK]}}
        assert not REQUEST.keeps(stray, text)


@each_secret
def test_a_draft_takes_none_from_a_file(text: str) -> None:
    draft, dropped = Draft.of(
        {"connection_name": text, "tags": ["a", text], "user_name": "office12"}
    )
    assert set(draft.answers) == {("user_name",)}
    assert [each.code for each in dropped] == ["secret", "secret"]
    assert not leaks(dropped, draft.answers)
    known, left_out = usable(draft, {"connection_name": text})
    assert (known, left_out) == ({}, [NAME])
    saved: dict[str, Json] = {"answers": [[["connection_name"], text]]}
    assert from_document(saved)[0].answers == {}, "from a draft of an older version"


@each_secret
def test_no_draft_is_written_with_one(text: str) -> None:
    draft = Draft()
    draft.set(NAME, text)
    draft.set(TAGS, [text])
    assert not leaks(to_document(draft, Position()))
    assert any(found in text for found in draft.secrets()), "a crash report masks it"


def test_half_a_secret_is_written_only_once_its_field_is_left() -> None:
    draft = Draft()
    draft.set(NAME, KEY[:12])
    assert KEY[:12] not in json.dumps(to_document(draft, Position()))
    draft.end_edit()
    assert KEY[:12] in json.dumps(to_document(draft, Position()))
    draft.set(NAME, "Key West office")
    assert "Key West office" in json.dumps(to_document(draft, Position())), "while it is typed"


@each_secret
def test_one_that_is_taken_out_was_never_there(text: str) -> None:
    draft = Draft()
    draft.set(NAME, "office")
    draft.end_edit()
    for end in range(1, len(text) + 1):
        draft.set(NAME, text[:end])
    found = draft.take_secret_out(NAME)
    assert found is not None
    assert draft.answers == {NAME: "office"}
    assert draft.undo() == NAME
    assert draft.answers == {}
    assert not draft.can_undo
    assert draft.redo() == NAME
    assert not draft.can_redo
    assert draft.take_secret_out(NAME) is None


def test_no_way_through_the_history_leads_back_to_one() -> None:
    draft = Draft()
    draft.set(NAME, SECRETS["a login"])
    draft.end_edit()
    draft.apply(Fix("", {("active",): True}))
    assert draft.take_secret_out(NAME) is not None
    assert draft.answers == {("active",): True}
    while draft.can_undo:
        draft.undo()
        assert NAME not in draft.answers
    while draft.can_redo:
        draft.redo()
        assert NAME not in draft.answers
    assert not leaks(*draft.secrets())


@each_secret
@pytest.mark.parametrize("command", ["check", "create"])
def test_check_and_create_refuse_it_and_say_where_it_goes(
    text: str,
    command: str,
    tmp_path_factory: pytest.TempPathFactory,
    capfd: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path_factory.mktemp("given") / "payload.json"
    file.write_text(
        json.dumps({"connection_name": text, "user_name": "office12", "password": "Wq7Nz2Lm9Rx"})
    )
    told = ""
    for options in ([], ["--json"]):
        assert main([command, str(file), *options]) == 3
        told = "".join(capfd.readouterr())
        assert not leaks(told)
        assert "holds a" in told
    assert '"code": "secret"' in told
