"""A payload that is pasted into the linear mode: filled in whole or not at all, and no line of it
an answer to anything.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.support.linear import LEAST, good, run
from tests.support.linear_program import LINEAR, answer, drafts, hear, piped, said
from tests.support.pty import Terminal
from tui_app.core.draft import Draft
from tui_app.line.keyboard import Keyboard

SECRET = "TopSecret2026x"
DOCUMENT = {
    "connection_name": "pasted",
    "user_name": "paste12",
    "password": SECRET,
    "inbound": {"timeout_1xx_secs": 7},
}
ONE_LINE = json.dumps(DOCUMENT)
LINES = tuple(json.dumps(DOCUMENT, indent=2).splitlines())
PAYLOADS = [
    (ONE_LINE,),
    LINES,
    ("{", *LINES[1:]),
    ("", f"  \ufeff {ONE_LINE}  "),
    ("\ufeff{", *LINES[1:]),
]

BROKEN = [
    (f'{{"connection_name": "p", "password": "{SECRET}"',),
    ('{"connection_name": "p', f'"password": "{SECRET}"', "}"),
    (f'{{"password": "{SECRET}"}} and more',),
    (f'{{"password": "{SECRET}", "password": "{SECRET}"}}',),
    ("{" + SECRET,),
]
LITERALS = [
    ('{"connection_name": "p",', f'"password": "{SECRET}",', "}"),
    ("{connection_name: 'p',", f"password: '{SECRET}'}}"),
    ("{", f'  "password": "{SECRET}", // mine', '  "connection_name": "p"', "}"),
]
"""No JSON, and literals of programming languages."""


def taken(draft: Draft) -> dict[str, object]:
    return {**draft.payload()}


@pytest.mark.parametrize(
    "lines", PAYLOADS, ids=["one line", "lines", "brace alone", "blanks and mark", "mark and lines"]
)
@pytest.mark.parametrize(
    "place",
    ["connection_name", "password", "tags", "active", "dtmf_type", "codecs", "webhook_event_url"],
)
def test_through_a_pipe_a_payload_is_filled_in_and_said_to_be(
    lines: tuple[str, ...], place: str
) -> None:
    said = run(f"/go {place}", *lines, "/review")
    assert taken(said.draft) == DOCUMENT
    assert said.draft.password == SecretStr(SECRET)
    assert "4 answers filled in. /review shows what is set." in said.text
    assert SECRET not in said.written
    assert "1.2 User name: paste12" in said.text
    said.draft.undo()
    assert taken(said.draft) == {}


def test_what_is_left_out_is_said_and_what_is_wrong_is_told() -> None:
    said = run('{"connection_name": "p", "user_name": "x y", "created_at": "5", "no_such": [1]}')
    assert (
        '2 answers filled in. /review shows what is set. Left out: "created_at", "no_such".'
        in said.text
    )
    assert (
        "Error: User name must be 4 to 32 letters and digits (A-Z, a-z, 0-9), without spaces."
        in said.text
    )
    assert said.lines[-1].startswith("1.2 User name (now x y)")
    assert said.text.count("{...}") == 1
    other = run("/go 1.2", '{"connection_name": "p"}')
    assert other.lines[-1] == "1.2 User name: ", "which the payload does not hold"
    assert "holds no setting of a connection: nothing was taken." in run('{"colour": "red"}').text


def test_at_the_review_it_is_told_anew() -> None:
    said = run("/review", ONE_LINE, draft=good())
    assert said.text.count("Check your answers.") == 2
    assert "  1.1 Connection name: pasted" in said.lines


@pytest.mark.parametrize(
    "lines", BROKEN, ids=[" ".join(lines).replace(SECRET, "*")[:40] for lines in BROKEN]
)
@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("place", ["connection_name", "password", "tags", "active"])
def test_what_begins_as_a_payload_and_is_none_is_no_answer(
    lines: tuple[str, ...], terminal: bool, place: str
) -> None:
    said = run(f"/go {place}", *lines, "", "/next", "/previous", "/review", terminal=terminal)
    assert said.draft.answers == {}
    assert "Error: What was pasted looks like a connection, but cannot be read" in said.text
    assert "Nothing was taken." in said.text
    assert SECRET not in said.written
    assert ("not JSON" in said.text) == (place != "password")


@pytest.mark.parametrize("lines", LITERALS, ids=["comma at the end", "bare names", "comment"])
@pytest.mark.parametrize("place", ["connection_name", "password", "active"])
def test_a_literal_of_a_program_is_filled_in_too(lines: tuple[str, ...], place: str) -> None:
    said = run(f"/go {place}", *lines, "/review")
    assert taken(said.draft) == {"connection_name": "p", "password": SECRET}
    assert SECRET not in said.written


@pytest.mark.parametrize(
    "way", [("/submit",), ("/save",), ("/quit",), ("/submit", "yes", "/password")]
)
def test_where_no_setting_is_asked_for_a_payload_is_no_answer(way: tuple[str, ...]) -> None:
    said = run(*way, *LINES, "/review", draft=good())
    assert "Error: a payload is no answer here. Nothing was taken." in said.text
    assert said.draft.answers == good().answers
    assert SECRET not in said.written


def test_on_a_terminal_it_is_asked_whether_it_is_wanted() -> None:
    said = run(*LINES, "perhaps", "no", terminal=True)
    assert (
        "Fill in the payload? What was pasted is a payload with 4 answers. They replace the current values."
        in said.text
    )
    assert "Type yes to apply, no to cancel: Yes or no:" in said.text
    assert said.draft.answers == {}
    assert said.keyboard.discarded == [2, 2], "before the question was asked"
    said = run(*LINES, "yes", "", terminal=True)
    assert taken(said.draft) == DOCUMENT
    assert "1.3 Password (now ********)" in said.lines[-1]


def test_what_is_larger_than_a_payload_is_read_to_its_end_and_dropped() -> None:
    lines = (
        "{",
        *(f'"tag{number}": "{"x" * 1000}",' for number in range(1100)),
        '"connection_name": "p"',
        "}",
        "office",
    )
    said = run(*lines)
    assert "it is larger than 1 MiB: that is no payload. Nothing was taken." in said.text
    assert taken(said.draft) == {"connection_name": "office"}


def test_a_payload_in_pieces_through_a_pipe_is_waited_for_and_a_broken_one_is_not() -> None:
    with subprocess.Popen(LINEAR, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def read_until(words: bytes) -> None:
            assert process.stdout is not None
            while words not in (line := process.stdout.readline()):
                assert line, words

        process.stdin.write(b'{"connection_name": \n')
        process.stdin.flush()
        read_until(b"Step 1 of 9")
        process.stdin.write(b'"office"}\n{office\n')
        process.stdin.flush()
        read_until(b"1 answer filled in.")
        read_until(b"Error: What was pasted looks like")
        rest, _ = process.communicate(b"office12\n", timeout=30)
        # The prompt before it may have been read along with the line above.
        assert b"office12\n1.3 Password" in rest


def test_nothing_of_a_pasted_payload_comes_to_the_disk_but_its_answers(
    private_environment: Path,
) -> None:
    done = piped(*LINES, "/quit")
    assert done.returncode == 0
    assert SECRET.encode() not in done.stdout + done.stderr
    (draft,) = drafts(private_environment)
    assert '"paste12"' in draft.read_text()
    assert SECRET not in draft.read_text()


def test_a_paste_on_a_real_terminal(tmp_path: Path) -> None:
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        hear(terminal, "1.1 Connection name")
        terminal.send("\n".join(LINES), "\n")
        answer(terminal, ("Type yes to apply, no to cancel:", "yes"))
        answer(terminal, ("1.2 User name (now paste12)", ""), ("1.3 Password (now ********)", ""))
        hear(terminal, "1.4 Active")
        assert terminal.restored(), terminal.left_on()
        terminal.send('{\n  "password": "hunter2hunter2" "user_name": "other12"\n}', "\n")
        hear(terminal, "Error: What was pasted")
        terminal.wait_for("1.4 Active:")
        terminal.send("{\n")
        terminal.wait_until(lambda: said(terminal).count("Error: What was pasted") == 2)
        terminal.send("/quit\n")
        assert terminal.wait() == 0
    (draft,) = drafts(tmp_path)
    assert "hunter2" not in draft.read_text()
    assert SECRET not in draft.read_text()
    assert '"paste12"' in draft.read_text()


@pytest.mark.parametrize("form", ["json", "curl", "python"])
def test_a_paste_on_a_terminal_needs_no_line_end(form: str, tmp_path: Path) -> None:
    """As it is copied from a page: a terminal holds the last line back until Enter."""
    texts = {
        "json": "\n".join(LINES),
        "curl": "curl https://api.telnyx.com/v2/credential_connections \\\n  -d '"
        + "\n".join(LINES)
        + "'",
        "python": "client.credential_connections.create(\n  user_name='paste12',\n)",
    }
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        hear(terminal, "1.1 Connection name")
        terminal.send(texts[form])
        # The first line has come; the rest has no end.
        answer(terminal, ("Type yes to apply, no to cancel:", "yes"))
        terminal.wait_until(lambda: "filled in" in said(terminal))
        assert "cannot be read" not in said(terminal)
        terminal.send("/quit\n")
        assert terminal.wait() == 0
        assert terminal.restored(), terminal.left_on()
    (draft,) = drafts(tmp_path)
    assert '"paste12"' in draft.read_text()


def test_more_is_coming_while_something_is_there_or_the_end() -> None:
    reading, writing = os.pipe()
    try:
        keyboard = Keyboard(reading)
        assert not keyboard.is_coming()
        os.write(writing, b"one\ntwo\n")
        assert keyboard.is_coming()
        assert keyboard.line() == "one"
        assert keyboard.is_coming()
        assert keyboard.line() == "two"
        assert not keyboard.is_coming()
    finally:
        os.close(writing)
    assert keyboard.is_coming(), "the end"
    os.close(reading)


def test_the_least_is_still_typed() -> None:
    assert set(run(*LEAST).draft.answers) == {("connection_name",), ("user_name",), ("password",)}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("KEY0123456789ABCDEF0123456789ABCDEF", "holds an API key"),
        (f"sip:office12:{SECRET}@sip.telnyx.com", "holds a user name and a password"),
    ],
)
def test_what_only_holds_a_password_is_no_answer_where_one_is_asked_for(
    line: str, words: str
) -> None:
    said = run("/go 1.3", line, "/quit")
    assert words in said.text
    assert said.draft.password is None
    assert line not in said.written


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize(
    "lines",
    [
        ("-----BEGIN PRIVATE KEY-----", SECRET, f"{SECRET}2", "-----END PRIVATE KEY-----"),
        ("SIP_PASSWORD=", SECRET),
        ('"password":', SECRET),
    ],
    ids=lambda lines: lines[0],
)
def test_no_line_of_a_secret_of_several_lines_is_an_answer(
    lines: tuple[str, ...], terminal: bool
) -> None:
    said = run("/go 1.1", *lines, "/review", "/quit", terminal=terminal)
    assert set(said.draft.answers) <= {("password",)}
    assert SECRET not in said.written


def test_a_name_of_a_secret_that_nothing_follows_is_an_answer() -> None:
    assert run("/go 1.1", "Password:").draft.get(("connection_name",)) == "Password:"
