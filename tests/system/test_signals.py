"""Signals reach the main thread, which alone obeys them, whichever thread the system would rather
have given them to.

The system may give a signal to any thread that does not block it, as to one that is just starting
another; Python then runs the handler once the main thread runs, which one that waits on a stalled
terminal or for a line never does.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.echo_server import echo_server
from tests.support.pty import CTRL_R, ENTER, TAB, Terminal
from tui_app.system.signals import handled
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
            # What the system does to a thread that starts another one: the signal is offered to it
            # first.
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


# Handlers


@pytest.fixture
def own_handler() -> Iterator[list[int]]:
    """Filled with each SIGUSR1 that nobody else handles."""
    late: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, frame: late.append(number))
    yield late
    signal.signal(signal.SIGUSR1, before)


def test_a_handler_is_put_back(own_handler: list[int]) -> None:
    came: list[int] = []
    with handled(came.append, (signal.SIGUSR1,)):
        signal.raise_signal(signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    assert (came, own_handler) == ([signal.SIGUSR1], [signal.SIGUSR1])


def test_a_handler_that_raises_cuts_the_block_off_and_is_put_back(own_handler: list[int]) -> None:
    def end(number: int) -> None:
        raise SystemExit(128 + number)

    with pytest.raises(SystemExit), handled(end, (signal.SIGUSR1,)):
        signal.raise_signal(signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    assert own_handler == [signal.SIGUSR1]


@pytest.mark.parametrize("comes", [False, True])
def test_for_good_is_decided_at_the_end(comes: bool, own_handler: list[int]) -> None:
    came: list[int] = []
    with handled(came.append, (signal.SIGUSR1,), for_good=lambda: bool(came)):
        if comes:
            signal.raise_signal(signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    assert len(own_handler) == (not comes)
    assert (signal.getsignal(signal.SIGUSR1) is signal.SIG_IGN) is comes


@pytest.mark.parametrize("even_ignored", [False, True])
def test_an_ignored_signal_stays_ignored_unless_it_is_asked_for(
    even_ignored: bool, own_handler: list[int]
) -> None:
    came: list[int] = []
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    with handled(came.append, (signal.SIGUSR1,), even_ignored=even_ignored):
        signal.raise_signal(signal.SIGUSR1)
    assert len(came) == even_ignored
    assert signal.getsignal(signal.SIGUSR1) is signal.SIG_IGN
    assert own_handler == []


def test_in_another_thread_nothing_changes(own_handler: list[int]) -> None:
    came: list[int] = []

    def run() -> None:
        with handled(came.append, (signal.SIGUSR1,)):
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert (came, own_handler) == ([], [signal.SIGUSR1])


# The watchdog

WATCHED = """
import os, sys, threading, time
from tui_app.system.signals import Watchdog
def say(words):
    os.write(1, f"{words}\\n".encode())
def crash():
    say("at last")
    raise ValueError
watchdog = Watchdog(
    float(sys.argv[2]), at_once=lambda number: say(f"at once {number}"), at_last=crash
)
with watchdog:
    if sys.argv[1] != "nothing":
        say(f"{watchdog.begin(15)} {watchdog.begin(1)} {watchdog.number}")
    if sys.argv[1] == "hangs within":
        threading.Event().wait()
if sys.argv[1] == "hangs after":
    threading.Event().wait()
# Long enough for a watchdog that watches on.
time.sleep(0.3)
"""


@pytest.mark.parametrize(
    ("what", "patience", "code"),
    [
        ("hangs within", 0.1, 143),
        ("hangs after", 0.1, 143),
        ("ends in time", 20, 0),
        ("nothing", 0, 0),
    ],
)
def test_a_process_that_hangs_after_a_signal_is_ended(
    what: str, patience: float, code: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, what, str(patience)],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == code
    told = set(done.stdout.splitlines())
    assert told == {
        *(["True False 15", "at once 15"] if what != "nothing" else []),
        *(["at last"] if code else []),
    }


LATE = """
import threading
from tui_app.system.signals import Watchdog
begun, restored = threading.Event(), threading.Event()
def restore():
    begun.set()
    restored.wait()
    print("restored", flush=True)
with Watchdog(0, at_last=restore) as watchdog:
    watchdog.begin(15)
    begun.wait()
    threading.Timer(0.3, restored.set).start()
"""


def test_who_is_overdue_waits_for_the_watchdog() -> None:
    """Otherwise the process would end in the middle of the last things."""
    done = subprocess.run(
        [sys.executable, "-c", LATE], capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.returncode, done.stdout) == (143, "restored\n")
