"""Save the modes of a terminal, and put them back."""

import contextlib
import errno
import os
import termios
from typing import Any

Modes = list[Any]
"""What `termios.tcgetattr` returns."""


def saved_modes(descriptor: int = 0) -> Modes | None:
    """Return the modes of the terminal at `descriptor`, or None if there is no terminal."""
    try:
        return termios.tcgetattr(descriptor)
    except termios.error:
        return None


def put_back(modes: Modes | None, descriptor: int = 0, *, drained: bool = False) -> None:
    """Give the terminal at `descriptor` these modes.

    Does nothing for None, without a terminal, or in the background: there the shell sets the modes.
    `drained`: first wait until the written output has left; it may not if the terminal stalls.
    """
    # Do not flush the input: what was typed ahead is an answer too.
    if modes is not None and not is_in_background(descriptor):
        with contextlib.suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN if drained else termios.TCSANOW, modes)


def is_in_background(descriptor: int = 0) -> bool:
    """Whether the terminal is another job's now: whoever changes it then is stopped by SIGTTOU."""
    try:
        return os.tcgetpgrp(descriptor) != os.getpgrp()
    except OSError:
        # No terminal, or not the one that this process was started from: nobody stops it.
        return False


def is_gone(descriptor: int = 0) -> bool:
    """Return whether `descriptor` was a terminal that is now closed."""
    try:
        termios.tcgetattr(descriptor)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False
