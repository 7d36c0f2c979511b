"""Handles signals in lines: keeps the draft, restores the terminal, ends within seconds."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from tui_app.system.signals import Watchdog, handled
from tui_app.system.terminal_modes import put_back, saved_modes


class Ended(SystemExit):
    """A signal came: the process must end with the exit code 128 + `number`.

    It is a `SystemExit` because an event loop lets nothing else through.
    """

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number


class Stoppable(Protocol):
    """Follows job control: it is called before a stop and after it."""

    def stopping(self) -> None:
        """The process is about to stop: restores the modes that the shell knows."""

    def continued(self) -> None:
        """The process continues."""


class Signals:
    """What SIGINT does now: it calls `interrupt`, or ends the process if that is None."""

    def __init__(self) -> None:
        self.interrupt: Callable[[], None] | None = None


@contextlib.contextmanager
def handle_signals(
    console: Stoppable, on_end: Callable[[], None], patience: float = 2.5
) -> Iterator[Signals]:
    """Raises `Ended` in the main thread on the first signal of `ENDING`, after `on_end()`.

    `on_end` must be quick. Yields the `Signals` that decide what SIGINT does. Ignored signals stay
    ignored. A stalled terminal can hold up the end: after `patience` seconds the watchdog ends the
    process. The terminal's modes are restored on every way out.
    """
    signals = Signals()
    modes = saved_modes()
    watchdog = Watchdog(patience, at_last=partial(put_back, modes))

    def end(number: int) -> None:
        if number == signal.SIGINT and signals.interrupt is not None:
            signals.interrupt()
        elif watchdog.begin(number):
            on_end()
            raise Ended(number)

    try:
        with (
            handled(end, for_good=lambda: watchdog.number is not None),
            _job_control(console),
            watchdog,
        ):
            yield signals
    finally:
        put_back(modes)


@contextlib.contextmanager
def _job_control(console: Stoppable) -> Iterator[None]:
    """Calls `console` before each stop and after it. Does nothing if stops are handled already."""

    def stop(number: int) -> None:
        console.stopping()
        again = signal.signal(number, signal.SIG_DFL)
        # Ignore SIGCONT meanwhile: only this function says that the process continues. A process
        # that nobody could continue (an orphaned group) is not stopped.
        go_on = signal.signal(signal.SIGCONT, signal.SIG_IGN)
        os.kill(os.getpid(), number)
        signal.signal(number, again)
        signal.signal(signal.SIGCONT, go_on)
        console.continued()

    if signal.getsignal(signal.SIGTSTP) is not signal.SIG_DFL:
        yield
        return
    with (
        handled(stop, (signal.SIGTSTP,)),
        handled(lambda number: console.continued(), (signal.SIGCONT,), even_ignored=True),
    ):
        yield
