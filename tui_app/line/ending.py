"""Signals in lines: keep the draft, give the terminal back, and end within seconds."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from tui_app.system.signals import Watchdog, handled
from tui_app.system.terminal_modes import put_back, saved_modes


class Ended(SystemExit):
    """A signal came: the process is to end with 128 + its number.

    It is a `SystemExit`, since an event loop lets nothing else through.
    """

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number


class Stoppable(Protocol):
    """What is to be told of job control."""

    def stopping(self) -> None:
        """The process is about to be stopped: the terminal must be as the shell knows it."""

    def continued(self) -> None:
        """The process goes on."""


class Signals:
    """What SIGINT means now: the end, or, if `interrupt` is set, a call of it."""

    def __init__(self) -> None:
        self.interrupt: Callable[[], None] | None = None


@contextlib.contextmanager
def handle_signals(
    console: Stoppable, on_end: Callable[[], None], patience: float = 2.5
) -> Iterator[Signals]:
    """Raise `Ended` in the main thread on the first signal of `ENDING`, after `on_end()`.

    `on_end` must be quick. Yields what says whether SIGINT is an end. Ignored signals stay ignored.
    A process that is not gone `patience` seconds later, since its terminal has stalled, is ended.
    The terminal's modes are put back on every way out.
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
    """Tell of each stop and of its end. Does nothing if somebody else handles stops already."""

    def stop(number: int) -> None:
        console.stopping()
        again = signal.signal(number, signal.SIG_DFL)
        # Only this function says that it goes on; if nobody could continue it, it is not stopped.
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
