"""Handle signals, and end a process that does not obey one in time."""

import itertools
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Self

from tui_app.system.threads import left_to_main

ENDING: Final = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
"""The signals that end the process."""


@contextmanager
def handled(
    handle: Callable[[int], None],
    numbers: Iterable[signal.Signals] = ENDING,
    *,
    even_ignored: bool = False,
    for_good: Callable[[], bool] = lambda: False,
) -> Iterator[None]:
    """Call `handle` with each of these signals, in the main thread, until the block ends.

    It runs in the middle of whatever that thread does, so it must be quick. Raise in it only if the
    block can be cut off anywhere.

    Signals that were ignored before, as by nohup, stay ignored unless `even_ignored`. At the end
    the handlers are put back or, if `for_good` then returns True, the signals are ignored. In any
    thread but the main one nothing changes.
    """
    before: dict[signal.Signals, Any] = {}

    def run(number: int, frame: object) -> None:
        del frame
        handle(number)

    try:
        if threading.current_thread() is threading.main_thread():
            for number in numbers:
                if even_ignored or signal.getsignal(number) is not signal.SIG_IGN:
                    before[number] = signal.signal(number, run)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if for_good() else handler)


class Watchdog:
    """Ends the process with 128 + a signal's number if it still runs `patience` seconds later.

    The cause of the delay may be a stalled terminal. `at_once` is called with the number when the
    first signal comes, `at_last` before the process is ended; both in the watchdog's thread.

    As a context manager it watches until the block ends.
    """

    def __init__(
        self,
        patience: float = 2.5,
        *,
        at_once: Callable[[int], None] = lambda number: None,
        at_last: Callable[[], None] = lambda: None,
    ) -> None:
        self._patience, self._at_once, self._at_last = patience, at_once, at_last
        self.number: int | None = None
        """The first signal."""
        # A handler may interrupt another one, so the count must be atomic.
        self._signals = itertools.count()
        # Only `put` is safe in a handler: it needs no lock that the main thread may hold.
        self._first: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._is_overdue = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="signals", daemon=True)
        with left_to_main():
            self._thread.start()

    def begin(self, number: int) -> bool:
        """Start counting the seconds. Return whether this signal is the first.

        Safe in a handler.
        """
        if next(self._signals):
            return False
        self.number = number
        self._first.put(number)
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop watching, unless a signal came: what runs at the end of a process can hang too."""
        if self._is_overdue.is_set():
            # `at_last` is fixing what the block hung on. The process ends once that is done.
            self._thread.join()
        self._first.put(None)

    def _watch(self) -> None:
        number = self._first.get()
        if number is None:
            return
        self._at_once(number)
        time.sleep(self._patience)
        self._is_overdue.set()
        try:
            self._at_last()
        finally:
            os._exit(128 + number)
