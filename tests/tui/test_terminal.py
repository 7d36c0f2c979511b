"""Signals, closed and stalled terminals, and beside it what Textual does alone: where that changes,
drop the piece.
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from tests.support.pty import CTRL_F, CTRL_G, Terminal
from tui_app.tui.terminal import CrashGuard, SafeDriver
from tui_app.tui.terminal.marks import Marks
from tui_app.tui.terminal.parser import SafeParser


def test_a_signal_ends_the_app_in_good_order(
    probe: Callable[..., Terminal], log: Callable[[], list[str]]
) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        with probe() as terminal:
            terminal.kill(number)
            assert terminal.wait() == 128 + number
            assert terminal.left_on() == []
            assert log()[-3:] == [f"ended by {int(number)}", "unmounted", "returned"]


def test_without_handlers_a_signal_leaves_the_terminal_in_pieces(
    probe: Callable[..., Terminal], log: Callable[[], list[str]]
) -> None:
    with probe("plain") as terminal:
        terminal.kill(signal.SIGTERM)
        assert terminal.wait() == -signal.SIGTERM
        assert {"on the alternate screen", "mouse on", "no echo"} <= set(terminal.left_on())
        assert "unmounted" not in log()


@pytest.mark.parametrize("switches", [(), ("unguarded",)])
@pytest.mark.parametrize("ignore_hangup", [False, True])
def test_a_closed_terminal_ends_the_app(
    switches: tuple[str, ...],
    ignore_hangup: bool,
    probe: Callable[..., Terminal],
    log: Callable[[], list[str]],
) -> None:
    with probe(*switches, ignore_hangup=ignore_hangup) as terminal:
        terminal.hang_up()
        if switches and not ignore_hangup:
            # Nobody looks after the signal: the system ends the process.
            assert terminal.wait() == -signal.SIGHUP
            return
        assert terminal.wait(5) == 129
        assert "unmounted" in log()
        assert ("ended by 1" in log()) is not bool(switches)


def test_an_app_that_hangs_is_ended_with_its_terminal_restored(
    probe: Callable[..., Terminal], log: Callable[[], list[str]]
) -> None:
    with probe() as terminal:
        terminal.send(CTRL_F)
        terminal.wait_until(lambda: "frozen" in log())
        terminal.kill(signal.SIGTERM)
        assert terminal.wait(4) == 143
        assert terminal.left_on() == []
        assert log()[-1] == "ended by 15"


def test_a_stalled_terminal_holds_nobody_up(
    probe: Callable[..., Terminal], log: Callable[[], list[str]]
) -> None:
    with probe() as terminal:
        terminal.send(CTRL_G)
        terminal.wait_until(lambda: "frame 3" in log())
        # Read no more: the app paints until the terminal is full, and then waits in the middle of a
        # frame.
        terminal.wait_steady(lambda: len(log()))
        terminal.kill(signal.SIGTERM)
        assert terminal.wait(10, read=False) == 143
        assert any(line == "ended by 15" for line in log())
        terminal.read_rest()
        assert terminal.left_on() == []


def test_nobody_waits_for_a_writer_that_died_with_its_terminal() -> None:
    driver = SafeDriver.__new__(SafeDriver)
    driver._writer_thread = writer = WriterThread(sys.stderr)
    driver.write("x")
    assert writer._queue.empty()
    driver.close()
    # Textual queues what nobody takes out, up to 30 times, and then waits for ever.
    LinuxDriver.write(driver, "x")
    assert not writer._queue.empty()


def test_an_input_that_fails_is_one_that_has_ended() -> None:
    driver = SafeDriver.__new__(SafeDriver)
    driver.fileno, other = os.pipe()
    driver.marks = Marks(driver.fileno)
    os.set_blocking(driver.fileno, False)
    assert driver._read() == b""
    os.close(other)
    for _ in range(2):
        with pytest.raises(EOFError):
            driver._read()
        os.closerange(driver.fileno, driver.fileno + 1)


UNREAD = """
import signal, sys
from tui_app.tui.terminal import handle_signals
class App:
    def exit(self, return_code): pass
with handle_signals(App(), lambda number: None):
    print("here", flush=True)
    signal.pause()
    sys.stderr.write("nobody reads this")
sys.exit(129)
"""


def test_what_a_closed_terminal_did_not_take_does_not_change_the_exit_code(tmp_path: Path) -> None:
    with Terminal(sys.executable, "-c", UNREAD, home=tmp_path) as terminal:
        terminal.wait_for("here")
        terminal.hang_up()
        # Python would end with 120.
        assert terminal.wait() == 129


STUCK = """
import signal, sys, threading
from tui_app.tui.terminal import handle_signals
class App:
    def exit(self, return_code): pass
def draw():
    sys.stderr.write("x" * 1_000_000)
    sys.stderr.flush()
with handle_signals(App(), lambda number: None, patience=0.1):
    print("here", flush=True)
    threading.Thread(target=draw).start()
    while True:
        signal.pause()
"""


def test_a_writer_that_is_stuck_does_not_keep_the_terminal(tmp_path: Path) -> None:
    with Terminal(sys.executable, "-c", STUCK, home=tmp_path) as terminal:
        # What comes next may push it off the screen at once.
        terminal.wait_until(lambda: b"here" in terminal.output)
        terminal.wait_steady(lambda: None)
        terminal.kill(signal.SIGTERM)
        assert terminal.wait(10, read=False) == 143
        terminal.read_rest()
        assert terminal.output.rstrip().endswith(b"\x1b[?1049l\x1b[?7h\x1b[?25h")


# What Textual does not promise


def test_the_hooks_are_still_there() -> None:
    """Parts of Textual that are public by name alone.

    `_textual_table` holds those that are private.

    If one has gone, what overrides it is without effect: look before you mend this.
    """
    hooks: list[tuple[type, type, list[str]]] = [
        (SafeDriver, LinuxDriver, ["run_input_thread", "write", "close", "process_message"]),
        (SafeParser, XTermParser, ["feed", "tick", "parse_mouse_code"]),
        (CrashGuard, App, ["panic", "get_line_filters"]),
    ]
    for own, theirs, names in hooks:
        assert issubclass(own, theirs)
        assert [name for name in names if not callable(getattr(theirs, name, None))] == []
    source = Path(importlib.import_module("textual.drivers.linux_driver").__file__ or "").read_text(
        "utf-8"
    )
    assert [
        name for name in ("self.exit_event", "self.fileno", "sys.__stderr__") if name not in source
    ] == []
    assert os.name == "posix"
