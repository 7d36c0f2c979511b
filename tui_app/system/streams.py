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
    """Points standard output at nothing: what Python still holds for it must not fail again at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
