"""The linear mode on a terminal that can do nothing, and when it is ended there."""

import json
import signal
from pathlib import Path

import pytest

from tests.support.clipboards import clipboards
from tests.support.linear import PASSWORD
from tests.support.linear_program import (
    ACCESSIBLE,
    CTRL_D,
    DUMB,
    LINEAR,
    SANDBOX,
    answer,
    drafts,
    hear,
    said,
    saved,
)
from tests.support.pty import CTRL_C, CTRL_Z, Terminal
from tui_app.line.console import SHOWN


@pytest.mark.parametrize(
    ("command", "environ"),
    [(SANDBOX, DUMB), (SANDBOX, ACCESSIBLE), (LINEAR, {})],
    ids=["TERM=dumb", "ACCESSIBLE", "--linear"],
)
def test_a_whole_connection_on_a_terminal(
    command: tuple[str, ...], environ: dict[str, str], tmp_path: Path
) -> None:
    with Terminal(*command, home=tmp_path, environ=environ) as terminal:
        answer(
            terminal,
            ("1.1 Connection name", "office-pbx"),
            ("1.2 User name", "office12"),
            ("1.3 Password", PASSWORD),
        )
        answer(
            terminal,
            ("1.4 Active", "/submit"),
            ("Type yes to create it:", "yes"),
            ("Done:", "/quit"),
        )
        assert terminal.wait() == 0
        assert "Created: " in said(terminal)
        assert b"\x1b" not in terminal.output
        assert PASSWORD.encode() not in terminal.output
        assert "1.1 Connection name (required). Any text: office-pbx" in said(terminal), (
            "what is typed is shown by the terminal, once"
        )
        assert terminal.restored()


def test_a_copy_is_masked_until_the_password_was_said(tmp_path: Path) -> None:
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        answer(
            terminal,
            ("1.1 Connection name", "office-pbx"),
            ("1.2 User name", "office12"),
            ("1.3 Password", PASSWORD),
            ("1.4 Active", "/copy"),
        )
        hear(terminal, "The payload with the password masked was sent to the terminal's clipboard.")
        terminal.send("/reveal\n/copy\n")
        hear(terminal, "The payload WITH the password in clear was sent")
        masked, clear = map(json.loads, clipboards(terminal.output))
        assert masked["password"] == "********"
        assert clear["password"] == PASSWORD


def test_what_is_typed_ahead_confirms_nothing(tmp_path: Path) -> None:
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        terminal.send("office\noffice12\n", PASSWORD, "\n/submit\nyes\nyes\n")
        hear(terminal, "Type yes to create it:")
        terminal.wait_idle(0.5)
        assert "Looking up" not in said(terminal)
        assert "Created" not in said(terminal)
        terminal.send("yes\n")
        hear(terminal, "Created: ")


@pytest.mark.parametrize(
    ("line", "warned"), [(PASSWORD, True), (f"//{PASSWORD}", True), ("/skip", False), ("", False)]
)
def test_a_password_that_the_terminal_has_shown_is_warned_of(
    line: str, warned: bool, tmp_path: Path
) -> None:
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        hear(terminal, "1.1 Connection name")
        terminal.send("office\noffice12\n", line, "\n/quit\n")
        assert terminal.wait() == 0
        assert (SHOWN in said(terminal)) == warned


def test_a_password_that_is_typed_when_it_is_asked_for_is_not_warned_of(tmp_path: Path) -> None:
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        answer(
            terminal,
            ("1.1 Connection name", "office"),
            ("1.2 User name", "office12"),
            ("1.3 Password (required)", "short"),
        )
        answer(terminal, ("Error: Password must be", PASSWORD), ("1.4 Active", "/quit"))
        assert terminal.wait() == 0
        assert SHOWN not in said(terminal)


def test_the_next_start_on_a_terminal_asks_about_the_draft(tmp_path: Path) -> None:
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        answer(
            terminal,
            ("1.1 Connection name", "office"),
            ("1.2 User name", "/go 2.3"),
            ("DTMF type, number", "/quit"),
        )
        assert terminal.wait() == 0
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        answer(
            terminal,
            ("office, 1 answer, at Media, on the embedded sandbox; saved just now.", "perhaps"),
            ("Yes or no:", "yes"),
        )
        hear(
            terminal,
            "The draft goes on. Still required: User name, Password. /go 2.3 leads to where it was left, DTMF type.",
        )
        hear(terminal, "1.2 User name (required)")


ENDINGS = {"SIGKILL": -9, "SIGHUP": 129, "SIGINT": 130, "SIGQUIT": 131, "SIGTERM": 143}


@pytest.mark.sampled
@pytest.mark.parametrize(("name", "status"), ENDINGS.items())
@pytest.mark.parametrize("at", ["a setting", "the password"])
def test_what_was_typed_survives_every_end(name: str, status: int, at: str, tmp_path: Path) -> None:
    """Each end comes at one question every day; in the campaigns at both."""
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        answer(terminal, ("1.1 Connection name", "branch-pbx"), ("1.2 User name", "branch12"))
        if at == "a setting":
            answer(
                terminal,
                ("1.3 Password", PASSWORD),
                ("1.4 Active", "/go 2.3"),
                ("DTMF type, number", "2"),
            )
            hear(terminal, "2.4 Media encryption")
        else:
            hear(terminal, "1.3 Password")
            assert terminal.left_on() == ["no echo"]
        if name == "SIGKILL":
            terminal.wait_until(
                lambda: (
                    saved(tmp_path, "branch12") and (at != "a setting" or saved(tmp_path, "Inband"))
                ),
                timeout=5,
            )
        terminal.kill(getattr(signal, name))
        assert terminal.wait() == status
        if name != "SIGKILL":
            assert terminal.restored(), terminal.left_on()
            assert "Answers kept" in said(terminal)
    (draft,) = drafts(tmp_path)
    assert PASSWORD not in draft.read_text()
    with Terminal(*LINEAR, "--resume", home=tmp_path) as terminal:
        hear(terminal, "1.3 Password (required)")
        assert ("/go 2.4 leads to where it was left, Media encryption." in said(terminal)) == (
            at == "a setting"
        )
        terminal.send("/review\n")
        hear(terminal, "1.2 User name: branch12")


def test_a_line_that_ctrl_d_ends_is_ended_on_the_screen(tmp_path: Path) -> None:
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        answer(terminal, ("1.1 Connection name", "office"))
        hear(terminal, "1.2 User name")
        terminal.send("hal", CTRL_D, CTRL_D)
        hear(terminal, "Error: User name must be")
        assert "hal\r\nError: User name" in terminal.output.decode()
        terminal.send("/go password\n")
        hear(terminal, "1.3 Password (required)")
        terminal.send("short", CTRL_D, CTRL_D)
        hear(terminal, "Error: Password must be")
        assert "makes one: \r\nError: Password must be" in terminal.output.decode()


def test_ctrl_c_and_a_hung_up_terminal_end_it_with_the_draft_kept(tmp_path: Path) -> None:
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        answer(terminal, ("1.1 Connection name", "office"))
        hear(terminal, "1.2 User name")
        terminal.send("half an ans", CTRL_C)
        assert terminal.wait() == 130
    with Terminal(*LINEAR, "--resume", home=tmp_path) as terminal:
        answer(terminal, ("1.2 User name", "office12"))
        hear(terminal, "1.3 Password")
        terminal.hang_up()
        assert terminal.process.wait(20) == 129
    assert saved(tmp_path, "office12")


def test_a_draft_goes_from_the_lines_to_the_screen_and_back(tmp_path: Path) -> None:
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        answer(
            terminal,
            ("1.1 Connection name", "office"),
            ("1.2 User name", "/go 2.3"),
            ("DTMF type, number", "/quit"),
        )
        assert terminal.wait() == 0
    with Terminal(*SANDBOX, "--resume", home=tmp_path) as terminal:
        terminal.wait_for("> DTMF type", 20)
        terminal.send("\x1b[C")
        terminal.wait_for("Inband")
        terminal.send("\t")
        terminal.wait_for("> Media encryption")
        terminal.kill(signal.SIGTERM)
        assert terminal.wait() == 143
    with Terminal(*LINEAR, "--resume", home=tmp_path) as terminal:
        hear(terminal, "/go 2.4 leads to where it was left, Media encryption.")
        hear(terminal, "1.2 User name (required)")
        terminal.send("/review\n")
        hear(terminal, "2.3 DTMF type: Inband")
        hear(terminal, "1.1 Connection name: office")


def test_a_stop_at_the_password_gives_the_terminal_back_and_goes_on_unseen(tmp_path: Path) -> None:
    script = 'set -m; "$@"; stty -a | tr -s " " "\\n" | grep -x -e echo -e -echo | sed "s/^/the shell has /"; fg %1 > /dev/null'
    with Terminal("bash", "-c", script, "bash", *LINEAR, home=tmp_path) as terminal:
        answer(terminal, ("1.1 Connection name", "office"), ("1.2 User name", "office12"))
        hear(terminal, "1.3 Password (required)")
        terminal.send(CTRL_Z)
        hear(terminal, "the shell has echo")
        terminal.wait_until(lambda: said(terminal).count("1.3 Password (required)") == 2, 20)
        assert terminal.left_on() == ["no echo"]
        terminal.send(PASSWORD, "\n")
        hear(terminal, "1.4 Active")
        assert PASSWORD.encode() not in terminal.output
        terminal.send("/quit\n")
        assert terminal.wait() == 0


def test_a_terminal_that_has_stalled_does_not_hold_up_the_end(tmp_path: Path) -> None:
    with Terminal(*LINEAR, home=tmp_path) as terminal:
        answer(terminal, ("1.1 Connection name", "office"))
        hear(terminal, "1.2 User name")
        # More answers than a terminal that nobody reads can take.
        for _ in range(40):
            terminal.send_unread(b"?\n")
        terminal.wait_steady(
            lambda: Path(f"/proc/{terminal.process.pid}/wchan").read_text(), steady=0.5
        )
        terminal.kill(signal.SIGTERM)
        assert terminal.wait(15, read=False) == 143
    assert saved(tmp_path, "office")


def test_a_payload_from_a_pipe_and_then_answers_from_the_terminal(tmp_path: Path) -> None:
    script = 'echo "{\\"connection_name\\": \\"piped\\"}" | "$@" --from -'
    with Terminal("sh", "-c", script, "sh", *LINEAR, home=tmp_path) as terminal:
        answer(terminal, ("1.1 Connection name (now piped)", ""), ("1.2 User name", "office12"))
        hear(terminal, "1.3 Password")
        assert "no echo" in terminal.left_on()
