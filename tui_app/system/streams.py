"""Standard output and standard error where they are closed, full, stalled or read by nobody."""

import os
import select
import sys
from contextlib import suppress


class OutputLost(Exception):
    """What was to stand on standard output could not be written; the text says why."""


def put(text: str = "", end: str = "\n") -> None:
    """Prints on standard output, for good. Raises `OutputLost`, and `BrokenPipeError` where nobody reads it."""
    try:
        # Not `sys.stdout.flush()`: where standard output is closed from the start, it is None.
        print(text, end=end, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(error.strerror or "the system gives no reason") from None


def say(text: str, *, at_once: bool = False) -> None:
    """Prints on standard error, if anybody is to be told there. `at_once`: not where that would have to be waited for."""
    stream = sys.stderr
    # For None, print would take standard output, where a program reads.
    if stream is None:
        return
    with suppress(OSError, ValueError):
        if not at_once or select.select([], [stream], [], 0)[1]:
            print(text, file=stream, flush=True)


def let_go_of_output() -> None:
    """Point standard output at nothing, so that what Python still holds for it cannot fail again."""
    _let_go(sys.stdout.fileno())


def let_go_of_terminal() -> None:
    """Point the standard streams at nothing.

    What is still written must not fail or wait, nor turn the exit code into 120.
    """
    _let_go(0, 1, 2)


def _let_go(*descriptors: int) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in descriptors:
        os.dup2(nothing, descriptor)
    os.close(nothing)
