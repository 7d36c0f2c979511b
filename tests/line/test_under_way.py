"""The linear mode is stopped, or ended by a signal, while a request is under way."""

import json
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.fault_server import FaultServer
from tests.support.linear import LEAST, PASSWORD
from tests.support.linear_program import LINEAR, answer, hear, piped, said, saved
from tests.support.pty import CTRL_C, Terminal

KEY = "KEYhunter2hunter2"


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


def confirm_creation(terminal: Terminal) -> None:
    """Give the least that a connection needs, and confirm its creation."""
    answer(
        terminal,
        ("1.1 Connection name", "office"),
        ("1.2 User name", "office12"),
        ("1.3 Password", PASSWORD),
        ("1.4 Active", "/submit"),
        ("Type yes to create it:", "yes"),
    )


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
            confirm_creation(terminal)
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
        confirm_creation(terminal)
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
            confirm_creation(terminal)
            hear(terminal, "Looking up what exists already.")
            terminal.kill(signal.SIGTERM)
            assert terminal.wait(20) == 143
            assert "under way" not in said(terminal)
            assert "Nothing has been sent yet." in said(terminal)
        assert server.posts == []
