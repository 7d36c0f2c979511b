"""Write to standard output and standard error, even if they are closed, full or stalled.

They may also have no reader.
"""

import os
import select
import sys
from contextlib import suppress


class OutputLost(Exception):
    """A text for standard output could not be written; the text of this error says why."""


def put(text: str = "", end: str = "\n") -> None:
    """Print on standard output and flush it.

    Raises `OutputLost` if that fails, and `BrokenPipeError` if nobody reads the output.
    """
    try:
        # Not `sys.stdout.flush()`: it is None if standard output is closed from the start.
        print(text, end=end, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(error.strerror or "the system gives no reason") from None


def say(text: str, *, at_once: bool = False) -> None:
    """Print on standard error, if there is one. Raises nothing if that fails.

    `at_once`: print only if it need not wait.
    """
    stream = sys.stderr
    # For None, print would take standard output, which another program reads.
    if stream is None:
        return
    with suppress(OSError, ValueError):
        if not at_once or select.select([], [stream], [], 0)[1]:
            print(text, file=stream, flush=True)


def let_go_of_output() -> None:
    """Point standard output at nothing: what Python still buffers for it cannot fail again."""
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
