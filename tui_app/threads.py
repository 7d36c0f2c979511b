"""Threads that leave the signals to the main one."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

TAKEN: Final = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH)
"""The signals that somebody may wait for."""


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
