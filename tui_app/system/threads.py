"""Threads that leave the signals to the main one, signals that are noted and never raise, and a process that ends when it is to."""

import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

TAKEN: Final = (
    signal.SIGHUP,
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGTERM,
    signal.SIGTSTP,
    signal.SIGCONT,
    signal.SIGWINCH,
)
"""The signals that somebody may wait for."""
ENDING: Final = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
"""Those that are to end the process."""


@contextmanager
def left_to_main() -> Iterator[None]:
    """A thread that is started within it, and every one that this starts, takes none of `TAKEN`.

    Otherwise the system may give a signal to any of them. Python then runs its handler in the main thread when that runs next; one that
    waits for a lock, a line or a terminal that has stalled is not woken, and the signal is obeyed by nobody.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TAKEN)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def noted(
    numbers: Iterable[signal.Signals], note: Callable[[int], None], *, for_good: bool = False
) -> Iterator[None]:
    """Within it, each of these signals calls `note` from within whatever the main thread does: it must be quick and must not raise.

    Those that were ignored from the start, as by nohup, stay ignored. `for_good`: once one came, they are ignored ever after. In another
    thread than the main one nothing changes.
    """
    before: dict[signal.Signals, Any] = {}
    came: list[int] = []

    def handle(number: int, frame: object) -> None:
        del frame
        came.append(number)
        note(number)

    if threading.current_thread() is threading.main_thread():
        for number in numbers:
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if came and for_good else handler)


class Watchdog:
    """Ends the process with 128 + a signal's number, `patience` seconds after the signal, where it is not gone by then.

    What holds it up may be a terminal that has stalled. `last` is what is still done then.
    """

    def __init__(self, patience: float = 2.5, last: Callable[[], None] = lambda: None) -> None:
        self._patience, self._last = patience, last
        # `put` is the one thing that a signal handler may do to another thread without fear of a lock that it itself holds.
        self._ended: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        with left_to_main():
            threading.Thread(target=self._watch, name="signals", daemon=True).start()

    def ended(self, number: int) -> None:
        """A signal came. Safe in its handler."""
        self._ended.put(number)

    def call_off(self) -> None:
        """Ends the watch, unless a signal came: what runs at the end of the process can hang as well."""
        self._ended.put(None)

    def _watch(self) -> None:
        number = self._ended.get()
        if number is not None:
            time.sleep(self._patience)
            self._last()
            os._exit(128 + number)
