"""Signals reach the main thread, which alone obeys them, whichever thread the system would rather have given them to.

The system may give a signal to any thread that does not block it, as to one that is just starting another; Python then runs the
handler once the main thread runs, which one that waits on a stalled terminal or for a line never does.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.support.echo_server import echo_server
from tests.support.pty import CTRL_R, ENTER, TAB, Terminal
from tui_app.system.threads import TAKEN, left_to_main

WIZARD = (sys.executable, "-m", "tui_app")
PAYLOAD = {"connection_name": "office-pbx", "user_name": "office12", "password": "hunter2hunter2"}


def others(pid: int) -> list[int]:
    """The threads of a process but for the main one."""
    return [thread for thread in map(int, os.listdir(f"/proc/{pid}/task")) if thread != pid]


def blocked(pid: int, thread: int) -> set[signal.Signals]:
    status = Path(f"/proc/{pid}/task/{thread}/status").read_text()
    mask = int(
        next(line.split()[1] for line in status.splitlines() if line.startswith("SigBlk")), 16
    )
    return {number for number in TAKEN if mask >> (number - 1) & 1}


def open_to_signals(pid: int) -> list[int]:
    return [thread for thread in others(pid) if blocked(pid, thread) != set(TAKEN)]


def test_no_thread_of_the_wizard_takes_a_signal_from_the_main_one(tmp_path: Path) -> None:
    with echo_server() as server:
        server.gate.clear()
        with Terminal(
            *WIZARD, "--base-url", server.url, home=tmp_path, environ={"TELNYX_API_KEY": "KEY"}
        ) as terminal:
            terminal.wait_for("Connection name")
            terminal.send("office-pbx", TAB, "office12", TAB, "hunter2hunter2", CTRL_R)
            terminal.wait_for("s creates the connection")
            terminal.send("s")
            terminal.wait_for("Enter: Create connection")
            terminal.send(ENTER)
            terminal.wait_until(server.arrived.is_set)
            pid = terminal.process.pid
            # The signals' own, the output, the input, the draft's, the submission's.
            assert len(others(pid)) >= 5
            assert open_to_signals(pid) == []
            assert blocked(pid, pid) == set()
            # What the system does to a thread that starts another one: the signal is offered to it first.
            os.kill(others(pid)[-1], signal.SIGTERM)
            assert terminal.wait() == 143
            server.gate.set()


def test_no_thread_of_the_linear_mode_takes_a_signal_from_the_main_one(tmp_path: Path) -> None:
    with Terminal(*WIZARD, "--sandbox", "--linear", home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("office-pbx\n")
        terminal.wait_for("User name")
        pid = terminal.process.pid
        terminal.wait_until(lambda: len(others(pid)) >= 2)
        assert open_to_signals(pid) == []
        os.kill(others(pid)[-1], signal.SIGHUP)
        assert terminal.wait() == 129


def test_no_thread_of_create_takes_a_signal_from_the_main_one(tmp_path: Path) -> None:
    payload = tmp_path / "payload.json"
    payload.write_text(json.dumps(PAYLOAD))
    with echo_server() as server:
        server.gate.clear()
        command = [*WIZARD, "create", str(payload), "--base-url", server.url]
        with subprocess.Popen(
            command, stderr=subprocess.PIPE, env={**os.environ, "TELNYX_API_KEY": "KEY"}
        ) as process:
            assert server.arrived.wait(20)
            assert open_to_signals(process.pid) == []
            os.kill(others(process.pid)[-1], signal.SIGTERM)
            process.communicate(timeout=20)
            assert process.returncode == 143
        server.gate.set()


SCRIPT = """
import contextlib, signal, sys, threading
from tui_app.system.threads import left_to_main
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
with left_to_main() if sys.argv[1] == "left" else contextlib.nullcontext():
    threading.Thread(target=threading.Event().wait, daemon=True).start()
lock = threading.Lock()
lock.acquire()
lock.acquire()
"""


@pytest.mark.parametrize("way", ["left", "not left"])
def test_a_signal_that_another_thread_takes_wakes_nobody(way: str) -> None:
    """The positive control: what the tests above guard against does happen."""
    with subprocess.Popen([sys.executable, "-c", SCRIPT, way]) as process:
        try:
            pause = threading.Event()
            while not (
                others(process.pid)
                and all(
                    "futex" in waits_in(process.pid, one)
                    for one in (process.pid, *others(process.pid))
                )
            ):
                assert process.poll() is None
                pause.wait(0.01)
            os.kill(others(process.pid)[0], signal.SIGTERM)
            try:
                woke = process.wait(10 if way == "left" else 0.5) == 0
            except subprocess.TimeoutExpired:
                woke = False
            assert woke is (way == "left")
        finally:
            process.kill()


def waits_in(pid: int, thread: int) -> str:
    """The function of the system that a thread waits in."""
    return Path(f"/proc/{pid}/task/{thread}/wchan").read_text()


def test_the_main_thread_takes_them_again_afterwards() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with left_to_main():
        assert set(TAKEN) <= signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
