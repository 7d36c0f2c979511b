"""Signals without a screen: the draft is kept, the terminal given back, and the process gone within seconds, whatever it hangs on."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Protocol

from tui_app.system.terminal_modes import put_back, saved_modes
from tui_app.system.threads import ENDING, Watchdog


class Ended(SystemExit):
    """A signal came: the process is to end with 128 + its number. A `SystemExit`, since an event loop lets nothing else through."""

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
    """What SIGINT means at the moment: the end, unless `interrupt` is set, which then is called instead."""

    def __init__(self) -> None:
        self.interrupt: Callable[[], None] | None = None


@contextlib.contextmanager
def handle_signals(
    told: Stoppable, on_end: Callable[[], None], patience: float = 2.5
) -> Iterator[Signals]:
    """Within it, SIGHUP, SIGINT, SIGQUIT and SIGTERM raise `Ended` in the main thread, after `on_end()`, which must be quick.

    Signals that were ignored from the start, as by nohup, stay ignored. A process that is not gone `patience` seconds after the first
    signal, since its terminal has stalled, is ended there and then. The terminal's modes are put back on every way out.
    """
    signals = Signals()
    numbers: list[int] = []
    modes = saved_modes()
    watchdog = Watchdog(patience, lambda: put_back(modes))

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        if number == signal.SIGINT and signals.interrupt is not None:
            signals.interrupt()
            return
        numbers.append(number)
        if len(numbers) == 1:
            watchdog.ended(number)
            on_end()
            raise Ended(number)

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        told.stopping()
        signal.signal(number, signal.SIG_DFL)
        # Nothing but this place is to say that it goes on; where nobody could continue it, the system does not stop it at all.
        go_on = signal.signal(signal.SIGCONT, signal.SIG_IGN)
        os.kill(os.getpid(), number)
        signal.signal(number, stop)
        signal.signal(signal.SIGCONT, go_on)
        told.continued()

    before: dict[int, Any] = {}
    for ending in ENDING:
        if signal.getsignal(ending) is not signal.SIG_IGN:
            before[ending] = signal.signal(ending, end)
    if signal.getsignal(signal.SIGTSTP) is signal.SIG_DFL:
        before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, stop)
        before[signal.SIGCONT] = signal.signal(
            signal.SIGCONT, lambda number, frame: told.continued()
        )
    try:
        yield signals
    finally:
        watchdog.call_off()
        for number, handler in before.items():
            signal.signal(
                number, handler if number not in ENDING or not numbers else signal.SIG_IGN
            )
        put_back(modes)
