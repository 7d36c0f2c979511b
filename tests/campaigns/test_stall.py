"""The terminal stops reading while the request is under way: the outcome is noted, signals are
obeyed, nothing is sent twice.
"""

import itertools
import json
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.echo_server import EchoServer, echo_server
from tests.support.pty import CTRL_R, ENTER, Terminal
from tests.support.results import write_table
from tui_app.storage.journal import Journal

BODY = {"connection_name": "office-pbx", "user_name": "office12", "password": "canary-Winter2026"}
TICK = 1.0
"""Seconds between two moves of the screen's clock: an event loop that lives does something as
often.
"""
LONG, SHORT = 60.0, 0.1
"""Seconds that the stall goes on once the program stands still."""


class Bounds(NamedTuple):
    """Seconds for the outcome to be in the journal, and for a signal to be obeyed."""

    noted: float
    obeyed: float


PROMISED, BUSY = Bounds(1.0, 3.0), Bounds(5.0, 10.0)
"""As promised, and as can be asked of a machine that does other work as well."""
TEXT = """
# A terminal that stops reading

The wizard in a pseudo-terminal of 80 by 24 has its request under way at a server on loopback that holds the answer. Then the terminal is
read no more, and resized until it is full and the program's main thread stands still: for 60 seconds it does not run once, though the
screen's clock moves every second. Then the server answers, or a signal comes first. A run is sound where the outcome is in the journal
within a second of the answer, a signal ends the wizard within three seconds with 128 + its number while the terminal still does not read,
an attempt cut off by a signal is begun and not ended in the journal, and the server holds exactly one connection of exactly one request.
Made by `python -m tests.campaigns stall`.
"""


class Case(NamedTuple):
    """What ends the stall: `number`, sent before or after the answer; None: the terminal is read
    again after the answer.
    """

    number: signal.Signals | None
    before: bool

    def __str__(self) -> str:
        return (
            f"{self.number.name} {'before' if self.before else 'after'} the answer"
            if self.number
            else "read again after the answer"
        )


CASES = [
    Case(number, before)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
    for before in (True, False)
]
CASES.append(Case(None, before=False))
FEW = [CASES[0], CASES[3], CASES[-1]]


class Run:
    """One wizard, one stall.

    `faults` are what was wrong, in words; times are in seconds, None where it did not come to that.
    """

    def __init__(self, case: Case, home: Path, stall: float, bounds: Bounds) -> None:
        self.case, self.home, self.stall, self.bounds = case, home, stall, bounds
        self.faults: list[str] = []
        self.stalled = 0.0
        self.noted: float | None = None
        self.obeyed: float | None = None
        self.connections = 0

    @property
    def journal(self) -> list[dict[str, Any]]:
        return list(Journal(self.home / "state/telnyx-wizard/journal.jsonl").records())

    def wizard(self) -> None:
        """The product: filled from a file, confirmed, then stalled."""
        payload = self.home / "payload.json"
        payload.write_text(json.dumps(BODY))
        options = ["--from", str(payload), "--timeout", "600"]
        self._go(
            lambda url: (sys.executable, "-m", "tui_app", *options, "--base-url", url), _confirm
        )

    def naive(self) -> None:
        """The twin, which sends as soon as it is there."""
        self._go(
            lambda url: (sys.executable, "-m", "tests.support.naive_stall", url),
            lambda terminal: None,
        )

    def _go(
        self, command: Callable[[str], tuple[str, ...]], begin: Callable[[Terminal], None]
    ) -> None:
        with echo_server() as server:
            server.gate.clear()
            with Terminal(
                *command(server.url), home=self.home, environ={"TELNYX_API_KEY": "KEY-canary"}
            ) as terminal:
                begin(terminal)
                terminal.wait_until(server.arrived.is_set, timeout=30)
                since = time.monotonic()
                stop_reading(terminal)
                stand_still(terminal, self.stall)
                self.stalled = time.monotonic() - since
                if self.case.before:
                    self._signal(terminal)
                    server.gate.set()
                    _until(lambda: server.answered is not None, 10)
                else:
                    self._answer(server)
                    self._expect(terminal.is_full(), "the terminal was read")
                    self._end(terminal)
            self.connections = len(server.connections)
            self._expect(self.connections == 1, f"{self.connections} connections")
            self._expect(server.sockets == 1, f"{server.sockets} requests")
        self._expect(
            sum(record["event"] == "begin" for record in self.journal) == 1,
            "not one begin in the journal",
        )

    def _answer(self, server: EchoServer) -> None:
        """The server answers: the outcome must be on disk in no time."""
        since = time.monotonic()
        server.gate.set()
        if _until(self._ends, self.bounds.noted):
            self.noted = time.monotonic() - since
            end = self._ends()[0]
            self._expect(
                (end["outcome"], end["id"]) == ("created", server.connections[0]["id"]),
                f"noted was {end}",
            )
        else:
            self._expect(False, f"the outcome was not noted within {self.bounds.noted} s")

    def _end(self, terminal: Terminal) -> None:
        if self.case.number is not None:
            self._signal(terminal)
            return
        terminal.wait_for("1700000000000000000")
        self._expect(
            any("\u2713 Created" in line for line in terminal.lines()),
            "not told once the terminal reads again",
        )
        terminal.send("q")
        self._expect(terminal.wait() == 0, "not left in good order")

    def _signal(self, terminal: Terminal) -> None:
        assert self.case.number is not None
        since = time.monotonic()
        terminal.kill(self.case.number)
        try:
            status = terminal.wait(timeout=self.bounds.obeyed, read=False)
        except TimeoutError:
            self._expect(
                False, f"{self.case.number.name} was not obeyed within {self.bounds.obeyed} s"
            )
            return
        self.obeyed = time.monotonic() - since
        self._expect(status == 128 + self.case.number, f"status {status}")
        if self.case.before:
            self._expect(not self._ends(), "an outcome was noted that nobody knew")
        terminal.read_rest()
        self._expect(terminal.restored(), f"the terminal was left {terminal.left_on()}")

    def _ends(self) -> list[dict[str, Any]]:
        return [record for record in self.journal if record["event"] == "end"]

    def _expect(self, holds: bool, fault: str) -> None:
        if not holds:
            self.faults.append(f"{self.case}: {fault}")


def _confirm(terminal: Terminal) -> None:
    terminal.wait_for("Connection name", timeout=30)
    terminal.send(CTRL_R)
    terminal.wait_for("Nothing has been sent yet", timeout=30)
    terminal.send("s")
    terminal.wait_for("Create connection?", timeout=30)
    terminal.send(ENTER)


def steps(terminal: Terminal) -> int:
    """How often the program's main thread began to wait or was put off so far: it grows whenever
    that thread runs.
    """
    status = Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/status").read_text()
    return sum(int(line.split()[1]) for line in status.splitlines() if "ctxt_switches" in line)


def stop_reading(terminal: Terminal) -> None:
    """Reads no more, and has the screen painted at other sizes until the program stands still on a
    terminal that is full.

    Raises `TimeoutError` where it does not come to that.
    """
    before = steps(terminal)
    terminal.wait_until(
        lambda: steps(terminal) > before, 3 * TICK, "a step of a main thread that lives"
    )
    deadline = time.monotonic() + 60
    sizes = itertools.cycle(((79, 24), (80, 24)))
    while time.monotonic() < deadline:
        for columns, rows in itertools.islice(sizes, 40):
            terminal.resize(columns, rows)
            # A moment for each, or the program sees only the last; its end is all there is to wait
            # for.
            with suppress(TimeoutError):
                terminal.wait(0.02, read=False)
        if terminal.is_full():
            with suppress(TimeoutError):
                terminal.wait_steady(lambda: steps(terminal), steady=2.2 * TICK, timeout=3 * TICK)
                return
    raise TimeoutError("the program does not stand still")


def stand_still(terminal: Terminal, seconds: float) -> None:
    """Waits.

    Raises `TimeoutError` where the main thread runs even once in that time, or the terminal has
    room.
    """
    terminal.wait_steady(
        lambda: (steps(terminal), terminal.is_full()), steady=seconds, timeout=seconds + 1
    )
    assert terminal.is_full()
    assert terminal.process.poll() is None


def _until(condition: Callable[[], object], timeout: float) -> bool:
    deadline = time.monotonic() + timeout
    pause = threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.01)
    return True


def campaign(cases: list[Case], directory: Path, stall: float, bounds: Bounds) -> list[Run]:
    """A wizard for each case, four at a time: while they stand still they need no processor."""

    def one(place: int) -> Run:
        home = directory / str(place)
        home.mkdir()
        run = Run(cases[place], home, stall, bounds)
        run.wizard()
        return run

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(one, range(len(cases))))


def test_a_stalled_terminal_hides_no_outcome(whole: bool, tmp_path: Path) -> None:
    runs = (
        campaign(CASES, tmp_path, LONG, PROMISED) if whole else campaign(FEW, tmp_path, SHORT, BUSY)
    )
    assert [fault for run in runs for fault in run.faults] == []
    if whole:
        rows = [
            [
                run.case,
                f"{run.stalled:.0f}",
                *map(_seconds, (run.noted, run.obeyed)),
                run.connections,
            ]
            for run in runs
        ]
        columns = [
            "what ends it",
            "stalled for, s",
            "outcome noted after, s",
            "signal obeyed after, s",
            "connections",
        ]
        write_table("stall", TEXT, columns, rows)


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def test_a_naive_twin_is_found_out(tmp_path: Path) -> None:
    """A wizard that sends from the loop which paints: created, and nobody knows."""
    run = Run(Case(signal.SIGTERM, before=False), tmp_path, SHORT, BUSY)
    run.naive()
    assert (
        f"SIGTERM after the answer: the outcome was not noted within {BUSY.noted} s" in run.faults
    )
    assert run.connections == 1
