"""The linear mode in a process of its own: through pipes, on a terminal that can do nothing, and when it is ended."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.fault_server import FaultServer
from tests.support.linear import LEAST, PASSWORD
from tests.support.pty import CTRL_C, CTRL_Z, Terminal, ctrl
from tui_app.line.console import SHOWN
from tui_app.system.environment import speaks_utf8

SANDBOX = (sys.executable, "-m", "tui_app", "--sandbox")
LINEAR = (*SANDBOX, "--linear")
DUMB = {"TERM": "dumb"}
ACCESSIBLE = {"ACCESSIBLE": "1"}
CTRL_D = ctrl("D")
KEY = "KEYhunter2hunter2"


def piped(
    *lines: str, arguments: tuple[str, ...] = LINEAR, environ: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """A run with both ends a pipe."""
    return subprocess.run(
        arguments,
        input="".join(f"{line}\n" for line in lines).encode(),
        capture_output=True,
        timeout=60,
        env={**os.environ, "LANG": "C.UTF-8", **(environ or {})},
        check=False,
    )


def said(terminal: Terminal) -> str:
    """All that the terminal was sent, as one line of words: what scrolled off the screen too."""
    return " ".join(terminal.output.decode().split())


def hear(terminal: Terminal, words: str, timeout: float = 20) -> None:
    """Waits until `words` were said."""
    terminal.wait_until(lambda: words in said(terminal), timeout, repr(words))


def answer(terminal: Terminal, *pairs: tuple[str, str]) -> None:
    """For each pair waits for the words, and then types the line."""
    for words, line in pairs:
        hear(terminal, words)
        terminal.send(line, "\n")


def drafts(home: Path) -> list[Path]:
    return sorted((home / "state/telnyx-wizard/drafts").glob("*.json"))


def saved(home: Path, text: str) -> bool:
    return any(text in path.read_text() for path in drafts(home))


# Pipes


def test_a_whole_connection_through_pipes(private_environment: Path) -> None:
    done = piped(*LEAST, "/go webhook_api_version", "texml", "/fix", "/review", "/submit", "yes")
    assert done.returncode == 0
    assert b"\nCreated: " in done.stdout
    assert done.stderr == b""
    for forbidden in (b"\x1b", b"\r", b"\x07", b"\x08", PASSWORD.encode()):
        assert forbidden not in done.stdout
    assert max(map(len, done.stdout.decode().splitlines())) < 80
    assert drafts(private_environment) == []
    journal = [
        json.loads(line)
        for line in (private_environment / "state/telnyx-wizard/journal.jsonl")
        .read_text()
        .splitlines()
    ]
    assert [line["event"] for line in journal] == ["begin", "end"]


def test_carriage_returns_of_a_serial_line_are_no_part_of_an_answer() -> None:
    done = piped("office\r", "office12\r", f"{PASSWORD}\r", "/review\r")
    assert b"  1.1 Connection name: office\n" in done.stdout


def test_a_file_fills_it_and_a_missing_end_of_line_is_no_loss(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps({"connection_name": "from-file", "created_at": "5"}))
    done = piped("/review", arguments=(*LINEAR, "--from", str(file)))
    assert b"Warning: /created_at appears only in the API's replies" in done.stdout
    assert b"  1.1 Connection name: from-file\n" in done.stdout
    ended = subprocess.run(
        LINEAR, input=b"no-line-end", capture_output=True, timeout=60, check=False
    )
    assert b": no-line-end\n1.2 User name" in ended.stdout


def test_the_end_of_input_leaves_and_keeps_the_draft(private_environment: Path) -> None:
    done = piped("office", "office12", PASSWORD)
    assert done.returncode == 0
    words = b"Nothing has been sent yet. Answers kept, not the password: telnyx-wizard --sandbox --resume goes on."
    assert words in b" ".join(done.stdout.split())
    (draft,) = drafts(private_environment)
    assert draft.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in draft.read_text()
    again = piped("/review")
    offer = b"There is a draft: office, 2 answers, at Credentials, on the embedded sandbox; saved just now."
    assert offer in b" ".join(again.stdout.split())
    resumed = piped(PASSWORD, "/submit", "yes", arguments=(*LINEAR, "--resume"))
    assert b"/go 1.4 leads to where it was left, Active." in b" ".join(resumed.stdout.split()), (
        "where the input ended"
    )
    assert b"\nCreated: " in resumed.stdout


def test_a_line_without_end_is_refused_and_not_held() -> None:
    with subprocess.Popen(LINEAR, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        out, _ = process.communicate(b"x" * (5 << 20) + b"\noffice\n", timeout=60)
    assert b"Error: that line is too long to be an answer." in out
    assert b": office\n" in out


@pytest.mark.parametrize("redirection", ["<&-", "</dev/null", ">&- </dev/null", "<&- >&- 2>&-"])
def test_a_closed_input_or_output_is_no_crash(redirection: str, private_environment: Path) -> None:
    command = ["sh", "-c", f'"$@" {redirection}', "sh", *LINEAR]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
    )
    assert b"Traceback" not in done.stdout + done.stderr
    assert done.returncode == 0


def test_a_reader_that_goes_away_keeps_the_draft(private_environment: Path) -> None:
    with subprocess.Popen(
        LINEAR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"office\n")
        process.stdin.flush()
        while b": office\n" not in process.stdout.readline():
            pass
        process.stdout.close()
        process.stdin.write(b"?\n")
        process.stdin.close()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(30) == 141
    assert saved(private_environment, "office")


@pytest.mark.parametrize("environ", [DUMB, ACCESSIBLE, {**DUMB, **ACCESSIBLE}])
def test_without_a_terminal_and_unasked_for_it_is_not_begun(environ: dict[str, str]) -> None:
    done = piped("office", arguments=SANDBOX, environ=environ)
    assert done.returncode == 2
    assert done.stdout == b""
    assert len(done.stderr.splitlines()) == 1
    assert b"check" in done.stderr
    assert b"create" in done.stderr


@pytest.mark.parametrize(
    "locale", [{"LANG": "C"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "latin-1"}]
)
def test_ascii_where_the_locale_is_no_utf_8(locale: dict[str, str]) -> None:
    done = piped("Büro", "/review", environ={"LANG": "", **locale})
    assert max(done.stdout) <= 0x7E
    assert b"B\\x" in done.stdout
    assert max(piped("Büro", "/review").stdout) > 0x7E, "and only there"


def test_ascii_where_it_is_asked_for() -> None:
    assert piped("Büro", "/review", arguments=(*LINEAR, "--ascii")).stdout.isascii()
    assert piped("Büro", "/review", environ={"TERM": "vt100"}).stdout.isascii()


@pytest.mark.parametrize(
    ("environ", "encoding", "answer"),
    [
        ({"LANG": "de_DE.UTF-8"}, "utf-8", True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8", False),
        ({"LC_CTYPE": "en_US.UTF-8"}, "UTF8", True),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "utf-8", False),
        ({"LANG": "en_US.UTF-8"}, "iso-8859-1", False),
        ({}, "utf-8", False),
    ],
)
def test_what_a_locale_says(environ: dict[str, str], encoding: str, answer: bool) -> None:
    assert speaks_utf8(environ, encoding) is answer


def test_a_home_that_cannot_be_written_is_told_and_leaving_asks(private_environment: Path) -> None:
    (private_environment / "state").write_text("a file is where a directory is needed")
    done = piped("office", "office12", "/quit", "no", "/quit", "yes")
    out = b" ".join(done.stdout.split())
    assert out.count(b"Warning: the draft cannot be saved") == 1
    assert out.count(b"What you answered is not kept.") == 2
    assert done.returncode == 0


# Terminals


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


# A request under way


class Stalling(BaseHTTPRequestHandler):
    """Takes what is to be created, and never says what became of it."""

    posted: threading.Event
    release: threading.Event

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        Stalling.posted.set()
        Stalling.release.wait(60)

    def do_GET(self) -> None:
        body = json.dumps(
            {
                "data": [],
                "meta": {"total_pages": 1, "total_results": 0, "page_number": 1, "page_size": 250},
            }
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Says nothing."""


@contextmanager
def stalling() -> Iterator[str]:
    Stalling.release, Stalling.posted = threading.Event(), threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Stalling) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v2"
        finally:
            Stalling.release.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def sending(tmp_path: Path) -> Iterator[Terminal]:
    """The linear mode with a request under way whose answer does not come."""
    key = tmp_path / "key"
    key.write_text(KEY)
    with stalling() as url:
        command = (
            sys.executable,
            "-m",
            "tui_app",
            "--linear",
            "--base-url",
            url,
            "--api-key-file",
            str(key),
        )
        with Terminal(*command, home=tmp_path) as terminal:
            answer(
                terminal,
                ("1.1 Connection name", "office"),
                ("1.2 User name", "office12"),
                ("1.3 Password", PASSWORD),
            )
            answer(terminal, ("1.4 Active", "/submit"), ("Type yes to create it:", "yes"))
            hear(terminal, "Sending the request and waiting for the answer.")
            assert Stalling.posted.wait(20)
            yield terminal
            assert KEY.encode() not in terminal.output
            assert PASSWORD.encode() not in terminal.output


def test_ctrl_c_stops_the_waiting_and_not_the_wizard(sending: Terminal) -> None:
    sending.send(CTRL_C)
    hear(sending, "Looking whether it exists")
    sending.send(CTRL_C)
    hear(sending, "Stopped: it may have been created.")
    hear(sending, "Everything you answered is still there.")
    sending.send("/quit\n")
    assert sending.wait(20) == 6
    assert "Nothing has been sent" not in said(sending).split("Type yes")[1]


@pytest.mark.parametrize(("name", "status"), [("SIGHUP", 129), ("SIGTERM", 143)])
def test_a_signal_while_it_sends_is_honest(
    name: str, status: int, sending: Terminal, tmp_path: Path
) -> None:
    sending.kill(getattr(signal, name))
    assert sending.wait(20) == status
    assert "A request was under way: the connection may have been created." in said(sending)
    assert saved(tmp_path, "office12")
    lines = [
        json.loads(line)
        for line in (tmp_path / "state/telnyx-wizard/journal.jsonl").read_text().splitlines()
    ]
    assert [line["event"] for line in lines] == ["begin"]


def test_ctrl_c_at_a_question_of_a_submission_tells_that_nothing_was_sent(
    private_environment: Path,
) -> None:
    piped(*LEAST, "/submit", "yes")
    with Terminal(*LINEAR, home=private_environment) as terminal:
        answer(
            terminal,
            ("1.1 Connection name", "office"),
            ("1.2 User name", "office12"),
            ("1.3 Password", PASSWORD),
        )
        answer(terminal, ("1.4 Active", "/submit"), ("Type yes to create it:", "yes"))
        hear(terminal, "no to send nothing:")
        terminal.send(CTRL_C)
        assert terminal.wait(20) == 130
        assert "under way" not in said(terminal)
        assert "no to send nothing: ^C Nothing has been sent yet. Answers kept" in said(terminal)


def test_a_signal_while_it_looks_what_exists_sends_nothing(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(KEY)
    with FaultServer() as server:
        server.fault_for_lists = "stall"
        command = (
            sys.executable,
            "-m",
            "tui_app",
            "--linear",
            "--base-url",
            server.base_url,
            "--api-key-file",
            str(key),
        )
        with Terminal(*command, home=tmp_path) as terminal:
            answer(
                terminal,
                ("1.1 Connection name", "office"),
                ("1.2 User name", "office12"),
                ("1.3 Password", PASSWORD),
            )
            answer(terminal, ("1.4 Active", "/submit"), ("Type yes to create it:", "yes"))
            hear(terminal, "Looking up what exists already.")
            terminal.kill(signal.SIGTERM)
            assert terminal.wait(20) == 143
            assert "under way" not in said(terminal)
            assert "Nothing has been sent yet." in said(terminal)
        assert server.posts == []


def test_a_crash_tells_no_secret_and_keeps_the_draft(tmp_path: Path) -> None:
    code = """
import sys, tui_app.line.telling as telling
def crash(wizard):
    raise ValueError("it was " + wizard.draft.password.get_secret_value())
telling.say_numbered = crash
from tui_app.cli import main
sys.exit(main(["--linear", "--sandbox"]))
"""
    done = piped(*LEAST, "/problems", arguments=(sys.executable, "-c", code))
    assert done.returncode == 1
    assert b"ValueError: it was ********" in done.stderr
    assert PASSWORD.encode() not in done.stdout + done.stderr
    assert saved(Path(os.environ["HOME"]), "office12")
