"""Start threads that leave the signals to the main thread."""

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
"""The signals that some code may wait for."""


@contextmanager
def left_to_main() -> Iterator[None]:
    """Threads started in this block take none of `TAKEN`, nor do the threads that those start.

    Otherwise the system may give a signal to any of them. Python runs the signal's handler only
    when the main thread runs next. If that thread waits for a lock, a line or a stalled terminal,
    the signal does not wake it, and nobody handles the signal.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TAKEN)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
