"""Threads that leave the signals to the main one."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

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


@contextmanager
def left_to_main() -> Iterator[None]:
    """Start threads that take none of `TAKEN`, nor do those that they start.

    Otherwise the system may give a signal to any of them. Python then runs its handler when the
    main thread runs next: if that waits for a lock, a line or a stalled terminal, it is not woken,
    and nobody obeys the signal.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TAKEN)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
