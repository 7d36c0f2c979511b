"""Drafts: whatever ends the wizard, the work is there at the next start, and no secret with it."""

import json
import signal
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.support.echo_server import echo_server
from tests.support.pty import CTRL_Q, CTRL_R, DOWN, ENTER, ESCAPE, PAGE_DOWN, RIGHT, TAB, Terminal
from tests.support.wizard import until, wizard
from tui_app.api.target import find_target
from tui_app.core.autosave import Position, ago, from_document, to_document
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.settings.problem import errors
from tui_app.storage.drafts import Drafts
from tui_app.text.document import Json

WIZARD = (sys.executable, "-m", "tui_app", "--sandbox")
SECRET = "hunter2hunter2"


def drafts(home: Path) -> list[Path]:
    return sorted((home / "state/telnyx-wizard/drafts").glob("*.json"))


def type_something(terminal: Terminal) -> None:
    """A name, a user name, a password; then a choice two steps on, with the focus left there."""
    terminal.wait_for("Connection name")
    terminal.send("branch-pbx", TAB, "branch12", TAB, SECRET, PAGE_DOWN, DOWN, DOWN, RIGHT)
    terminal.wait_for("< Inband >")


def saved_with(home: Path, text: str) -> bool:
    return any(text in path.read_text() for path in drafts(home))


ENDINGS = {"SIGKILL": -9, "SIGHUP": 129, "SIGTERM": 143, "SIGQUIT": 131, "SIGINT": 130}


@pytest.mark.parametrize(("name", "status"), ENDINGS.items())
def test_what_was_typed_survives_every_end(name: str, status: int, tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        type_something(terminal)
        if name == "SIGKILL":
            # Within a second of being given; a kill leaves no time for more.
            terminal.wait_until(lambda: saved_with(tmp_path, "Inband"), timeout=2)
        terminal.kill(getattr(signal, name))
        assert terminal.wait() == status
        if name != "SIGKILL":
            assert terminal.restored(), terminal.left_on()
    (draft,) = drafts(tmp_path)
    assert SECRET not in draft.read_text()
    assert draft.stat().st_mode & 0o777 == 0o600
    with Terminal(*WIZARD, "--resume", home=tmp_path) as terminal:
        terminal.wait_for("> DTMF type")
        terminal.wait_for("< Inband >")
        terminal.send(CTRL_R)
        terminal.wait_for("branch12")
        terminal.wait_for("Password is required")
        assert SECRET not in terminal.screen_text()


def test_a_closed_terminal_is_a_hang_up(tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        type_something(terminal)
        terminal.hang_up()
        assert terminal.process.wait(5) == 129
    assert saved_with(tmp_path, "Inband")


def test_the_next_start_offers_the_draft_and_says_what_it_is(tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        type_something(terminal)
        terminal.kill(signal.SIGTERM)
        terminal.wait()
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("Resume draft?")
        text = " ".join(terminal.screen_text().replace("│", " ").split())
        assert "branch-pbx, 3 answers, at Media, on the embedded sandbox; saved just now" in text
        terminal.send(ESCAPE)
        terminal.wait_until(lambda: "Resume draft" not in terminal.screen_text())
        assert "branch-pbx" not in terminal.screen_text()
        terminal.send(CTRL_Q)
        assert terminal.wait() == 0
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("Resume draft?")
        terminal.send(ENTER)
        terminal.wait_for("> DTMF type")


def test_two_wizards_at_once_keep_two_drafts(tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path) as first:
        type_something(first)
        first.wait_until(lambda: saved_with(tmp_path, "Inband"), timeout=2)
        with Terminal(*WIZARD, home=tmp_path) as second:
            second.wait_for("Connection name")
            assert "Resume draft" not in second.screen_text(), "the first wizard is at work on it"
            second.send("other")
            second.wait_until(lambda: saved_with(tmp_path, "other"), timeout=2)
    assert len(drafts(tmp_path)) == 2


def test_a_created_connection_leaves_no_draft(tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        type_something(terminal)
        terminal.send(CTRL_R)
        terminal.wait_for("Nothing has been sent yet")
        terminal.send("s")
        terminal.wait_for("Create connection?")
        terminal.wait_until(lambda: _confirmed(terminal))
        terminal.wait_for("Created")
        terminal.send(CTRL_Q)
        assert terminal.wait() == 0
    assert drafts(tmp_path) == []


def _confirmed(terminal: Terminal) -> bool:
    terminal.send(ENTER)
    return "Created" in terminal.screen_text()


def test_a_home_that_cannot_be_written_is_told_and_the_wizard_goes_on(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file is where a directory is needed")
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("x")
        terminal.wait_for("No draft")
        terminal.send("y", PAGE_DOWN)
        terminal.wait_for("AnchorSite (media)")
        terminal.send(CTRL_Q)
        terminal.wait_for("is not kept")
        terminal.send(ENTER)
        assert terminal.wait() == 0


@pytest.mark.sampled(every=2)
@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"null", b'{"format":"telnyx-wizard draft","version":99,"draft":{}}'],
)
def test_a_draft_that_cannot_be_read_is_set_aside_and_named(content: bytes, tmp_path: Path) -> None:
    """Every second content every day: tests/storage reads each of them, and more, without a
    screen.
    """
    directory = tmp_path / "state/telnyx-wizard/drafts"
    directory.mkdir(parents=True, mode=0o700)
    for parent in (directory, directory.parent, directory.parent.parent):
        parent.chmod(0o700)
    bad = directory / "20260101T000000Z-00000000.json"
    bad.write_bytes(content)
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        terminal.wait_for("20260101T000000Z")
    bad.write_bytes(content)
    with Terminal(*WIZARD, "--resume", home=tmp_path) as terminal:
        assert terminal.wait() == 2
        assert "there is no draft to resume" in terminal.screen_text()
        assert "the draft 20260101T000000Z" in terminal.screen_text()
    good = Drafts(directory)
    good.save(to_document(Draft.of({"connection_name": "the-good-one"})[0], Position()))
    good.close()
    bad.write_bytes(content)
    with Terminal(*WIZARD, "--resume", home=tmp_path) as terminal:
        terminal.wait_for("the-good-one")
        terminal.wait_for("the draft 20260101T000000Z")


def test_a_draft_says_where_it_was_begun(tmp_path: Path) -> None:
    """What was tried on the sandbox must not go to production unawares."""
    elsewhere = ("--base-url", "http://127.0.0.1:9/v2")
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("office-pbx", CTRL_Q)
        assert terminal.wait() == 0
        assert "telnyx-wizard --sandbox --resume reopens them" in " ".join(
            terminal.screen_text().split()
        )
    command = [part for part in WIZARD if part != "--sandbox"]
    with Terminal(
        *command, *elsewhere, "--resume", home=tmp_path, environ={"TELNYX_API_KEY": "KEY"}
    ) as terminal:
        words = "started for the embedded sandbox; what you create now goes to 127.0.0.1:9."
        terminal.wait_until(
            lambda: words in " ".join(terminal.screen_text().replace("▌", "").split())
        )
        terminal.send(CTRL_Q)
        assert terminal.wait() == 0
        assert "telnyx-wizard --base-url http://127.0.0.1:9/v2 --resume reopens them" in "".join(
            terminal.lines()
        )
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("on 127.0.0.1:9; saved")


def test_no_secret_of_a_stray_member_is_kept_or_shown() -> None:
    stray: dict[str, Json] = {
        "pasword": SECRET,
        "Password": SECRET,
        "inbound": {"password": SECRET, "channel_limit": 5},
        "auth": {"sip": [{"api_key": SECRET}]},
        "api_token": {"deep": SECRET},
        "colour": {"shade": "red"},
    }
    draft, _ = Draft.of({"connection_name": "a", **stray}, allow_unknown=True)
    assert SECRET not in json.dumps(to_document(draft, Position()))
    assert SECRET not in json.dumps(draft.masked_payload())
    assert draft.payload() == {"connection_name": "a", **stray}
    assert to_document(draft, Position())["answers"] == [
        [["connection_name"], "a"],
        [["inbound", "channel_limit"], 5],
        [["colour"], {"shade": "red"}],
    ]
    assert draft.password is None


def test_an_api_key_in_the_wrong_field_is_not_kept() -> None:
    session = Session(find_target(None, {}), SecretStr("KEYhunter2hunter2"))
    draft, _ = Draft.of(
        {
            "connection_name": "KEYhunter2hunter2",
            "tags": ["x", "KEYhunter2hunter2"],
            "user_name": "office12",
        }
    )
    assert to_document(draft, Position(), session)["answers"] == [[["user_name"], "office12"]]


def test_left_while_it_is_sent_the_outcome_is_told_and_the_draft_has_done_its_work(
    tmp_path: Path,
) -> None:
    command = [part for part in WIZARD if part != "--sandbox"]
    with echo_server() as server:
        server.gate.clear()
        with Terminal(
            *command, "--base-url", server.url, home=tmp_path, environ={"TELNYX_API_KEY": "KEY"}
        ) as terminal:
            terminal.wait_for("Connection name")
            terminal.send("branch-pbx", TAB, "branch12", TAB, SECRET, CTRL_R)
            terminal.wait_for("s creates the connection")
            terminal.send("s")
            terminal.wait_for("Enter: Create")
            terminal.send(ENTER)
            terminal.wait_until(server.arrived.is_set)
            terminal.send(CTRL_Q)
            terminal.wait_for("Quit the wizard?")
            terminal.send(ENTER)
            terminal.wait_for("still under way")
            server.gate.set()
            status = terminal.wait()
            said = "".join(terminal.lines())
        assert len(server.posts) == 1
    assert (status, drafts(tmp_path)) == (0, [])
    assert f"Its id is {server.connections[0]['id']}" in said
    assert "--resume" not in said


def test_resume_and_from_exclude_each_other(tmp_path: Path) -> None:
    with Terminal(*WIZARD, "--resume", "--from", "x.json", home=tmp_path) as terminal:
        assert terminal.wait() == 2


def test_a_draft_comes_back_as_it_was_but_for_its_secrets() -> None:
    draft, _ = Draft.of(
        {
            "connection_name": "a",
            "password": SECRET,
            "nonsense": [1],
            "inbound": {"codecs": []},
            "tags": None,
        }
    )
    draft.set(("inbound", "timeout_1xx_secs"), "12x")
    draft.toggle_payload_mode()
    draft.reviewed = True
    position = Position(6, ("inbound", "timeout_1xx_secs"))
    document = to_document(draft, position)
    assert SECRET not in json.dumps(document)
    back, found = from_document(json.loads(json.dumps(document)))
    answers = {path: value for path, value in draft.answers.items() if path != ("password",)}
    assert (dict(back.answers), back.form, found) == (answers, "every", position)
    before = [problem for problem in draft.shown_problems if problem.path != ("password",)]
    missing = {("user_name",), ("password",)}
    assert [p for p in before if p.path not in missing] == back.shown_problems
    assert back.shown_problems


@pytest.mark.parametrize("reviewed", [False, True])
@pytest.mark.parametrize(
    "position", [Position(0, ("user_name",)), Position(0, ("tags",)), Position(1, ("dtmf_type",))]
)
async def test_a_resumed_draft_has_no_untouched_field_in_red(
    reviewed: bool, position: Position
) -> None:
    draft = Draft()
    draft.set(("user_name",), "a b")
    draft.set(("password",), SECRET)
    draft.visit([("connection_name",), ("user_name",), ("password",)])
    draft.reviewed = reviewed
    saved, found = from_document(json.loads(json.dumps(to_document(draft, position))))
    async with wizard(saved, position=found) as (app, pilot):
        await until(pilot, lambda: getattr(app.screen, "current", None) == position.path)
        assert {problem.path for problem in errors(app.draft.shown_problems)} == {("user_name",)}
        await pilot.press("ctrl+r")
        assert {problem.path for problem in app.draft.shown_problems} >= {
            ("connection_name",),
            ("password",),
        }


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"answers": 5, "visited": {}, "step": 99, "field": [1]},
        {"answers": [1, [], [[], 1], [["a", 2], 3], ["x", 1]], "step": True, "form": 7},
    ],
)
def test_a_document_of_another_shape_is_no_crash(document: dict[str, object]) -> None:
    draft, position = from_document(document)  # type: ignore[arg-type]
    assert dict(draft.answers) == {}
    assert position.step == 0


def test_ages_in_words() -> None:
    assert [ago(seconds) for seconds in (0, 59, 60, 119, 7200, 90000, 864000)] == [
        "just now",
        "just now",
        "1 minute ago",
        "1 minute ago",
        "2 hours ago",
        "1 day ago",
        "10 days ago",
    ]


def test_on_a_full_disk_the_wizard_says_so_and_goes_on(tmp_path: Path) -> None:
    """No file may grow: what a full disk does to every write, of drafts and of the journal."""
    wizard = f"ulimit -f 0; exec '{sys.executable}' -m tui_app"
    # Messages with its path hide neither their own end nor the keys of a dialog.
    home = tmp_path / ("deep" * 40)
    home.mkdir()
    with echo_server() as server:
        environ = {"TELNYX_API_KEY": "KEY123", "TELNYX_BASE_URL": server.url}
        with Terminal("/bin/sh", "-c", wizard, home=home, environ=environ) as terminal:
            terminal.wait_for("Connection name")
            terminal.send("branch-pbx", TAB, "branch12", TAB, SECRET)
            terminal.wait_for("No draft")
            terminal.wait_for("without.")
            for answer, sight in ((ENTER, "nothing was created"), ("y", "Created")):
                terminal.send(CTRL_R)
                terminal.wait_for("s create  Enter edit")
                terminal.send("s")
                terminal.wait_for("Enter: Create")
                terminal.send(ENTER)
                # It could not be told afterwards what became of it.
                terminal.wait_for("Enter, Esc: Do not send")
                terminal.wait_for("Continue anyway?")
                assert server.posts == []
                terminal.send(answer)
                terminal.wait_for(sight)
                terminal.send(*([ENTER] if answer == ENTER else []))
            assert len(server.posts) == 1
            terminal.send(CTRL_Q)
            assert terminal.wait() == 0
            assert terminal.restored(), terminal.left_on()
            assert SECRET.encode() not in terminal.output
