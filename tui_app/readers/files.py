"""Read the file that a command is given, with limits on its size and on the wait for a pipe."""

import os
import select
import stat
import sys
import time

from tui_app.text.document import MAX_BYTES, UnreadableDocument
from tui_app.text.escape import escape_controls

PATIENCE = 1.0
"""Seconds to wait until a writer opens a named pipe."""
PIECE = 1 << 16


def read_file(name: str) -> tuple[bytes, str]:
    """Return the content of the file `name`, and what messages call it; `-` is standard input.

    Reads at most one byte more than `MAX_BYTES`, so that the reader notices that there is more.
    Raises `UnreadableDocument` if there is no such file, or nobody writes to a named pipe.
    """
    source = "standard input" if name == "-" else escape_controls(name)
    try:
        if name == "-":
            if sys.stdin is None:
                # Python sets it to None if standard input is closed from the start.
                raise UnreadableDocument(f"cannot read {source}: it is closed")
            return sys.stdin.buffer.read(MAX_BYTES + 1), source
        # O_NONBLOCK: a pipe without a writer does not block.
        descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        try:
            # A person at a terminal is waited for; nobody is, for what a kernel's file may tell.
            if os.isatty(descriptor):
                os.set_blocking(descriptor, True)
            return _content(descriptor, source), source
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        reason = (
            error.strerror if isinstance(error, OSError) and error.strerror else "not a file name"
        )
        raise UnreadableDocument(f"cannot read {source}: {reason}") from None


def _content(descriptor: int, source: str) -> bytes:
    """Read a file or a pipe. Wait without limit for a writer that is there, else `PATIENCE`."""
    is_pipe = stat.S_ISFIFO(os.fstat(descriptor).st_mode)
    data = b""
    until = time.monotonic() + PATIENCE
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    while len(data) <= MAX_BYTES:
        try:
            piece = os.read(descriptor, PIECE)
        except BlockingIOError:
            if is_pipe:
                # A writer has it open, such as the shell's <(...).
                poll.poll()
                until = 0
            elif time.monotonic() > until:
                raise UnreadableDocument(f"cannot read {source}: nothing comes from it") from None
            else:
                poll.poll(50)
            continue
        if piece:
            data += piece
        elif data or until == 0 or not is_pipe:
            break
        elif time.monotonic() > until:
            raise UnreadableDocument(f"cannot read {source}: nobody writes to this pipe")
        else:
            poll.poll(50)
    return data[: MAX_BYTES + 1]
