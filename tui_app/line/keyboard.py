"""Reads lines from a terminal in line mode, with the system's line editing, or from a pipe."""

import errno
import os
import select
import signal
import termios
from typing import Final

from tui_app.line.ending import Ended
from tui_app.system.terminal_modes import Modes, is_in_background, put_back, saved_modes

LONGEST: Final = 1 << 20
"""Bytes of one line. No answer is longer."""
MOMENT: Final = 0.3
"""Seconds without a byte after which all that was typed or pasted has arrived."""


class EndOfInput(Exception):
    """No more lines will come."""


class TooLong(Exception):
    """A line has more than `LONGEST` bytes; it was read and dropped."""


class Keyboard:
    """Lines of `descriptor`, decoded with `encoding`.

    Bytes that are invalid in it become lone surrogates, which every validation refuses.
    """

    def __init__(self, descriptor: int = 0, encoding: str = "utf-8") -> None:
        self._descriptor = descriptor
        self._encoding = encoding
        self._read_ahead = b""
        self._modes: Modes | None = None
        self.is_terminal = os.isatty(descriptor)
        self.lacks_newline = False

    def line(self) -> str:
        """Reads the next line, without its end.

        Raises `EndOfInput`, `TooLong`, and `Ended` if the terminal is gone.
        """
        read = self._read_ahead
        self.lacks_newline = False
        while b"\n" not in read:
            data = self._receive()
            if not data:
                self._read_ahead = b""
                if read:
                    self.lacks_newline = True
                    return self._text(read)
                raise EndOfInput
            read = self._bounded(read + data)
        line, _, self._read_ahead = read.partition(b"\n")
        if len(line) > LONGEST:
            raise TooLong
        return self._text(line)

    def is_coming(self) -> bool:
        """Whether there is something to read, or the end, now or within a moment."""
        return bool(self._read_ahead) or bool(select.select([self._descriptor], [], [], MOMENT)[0])

    @staticmethod
    def _bounded(read: bytes) -> bytes:
        """Cuts an endless line, but keeps enough to recognize it as too long."""
        return read if len(read) <= 2 * LONGEST or b"\n" in read else read[: 2 * LONGEST]

    def _receive(self) -> bytes:
        try:
            return os.read(self._descriptor, 65536)
        except OSError as error:
            if error.errno == errno.EIO:
                raise Ended(signal.SIGHUP) from None
            raise

    def _text(self, line: bytes) -> str:
        return line.removesuffix(b"\r").decode(self._encoding, "surrogateescape")

    # Only for a terminal

    def discard(self) -> None:
        """Drops what was typed ahead on a terminal, and what is still arriving.

        Keeps the lines of a pipe: all of them are intended.
        """
        if not self.is_terminal:
            return
        self._read_ahead = b""
        while select.select([self._descriptor], [], [], MOMENT)[0]:
            if not self._receive():
                break
        termios.tcflush(self._descriptor, termios.TCIFLUSH)

    def unfinished(self) -> str:
        """Returns the last line of a paste if it has no end; "" if there is none.

        A terminal holds it back until Enter, or until its line editing is off.
        """
        modes = saved_modes(self._descriptor) if self.is_terminal else None
        if modes is None or is_in_background(self._descriptor):
            return ""
        special = [*modes[6]]
        special[termios.VMIN], special[termios.VTIME] = 1, 0
        put_back([*modes[:3], modes[3] & ~termios.ICANON, *modes[4:6], special], self._descriptor)
        try:
            has_more = select.select([self._descriptor], [], [], 0)[0]
            rest = self._read_ahead + (self._receive() if has_more else b"")
        finally:
            put_back(modes, self._descriptor)
        self._read_ahead, self.lacks_newline = b"", bool(rest)
        return self._text(rest)

    def was_echoed(self) -> bool:
        """Whether the terminal has shown the next line, typed while the echo was on."""
        if not self.is_terminal or self._modes is not None:
            return False
        return bool(self._read_ahead) or bool(select.select([self._descriptor], [], [], 0)[0])

    def start_hiding(self) -> None:
        """Stops showing what is typed from now on, except the end of a line."""
        if self.is_terminal and self._modes is None:
            self._modes = saved_modes(self._descriptor)
            self.turn_echo_off()

    def stop_hiding(self) -> None:
        """Shows what is typed again from now on."""
        self.restore_modes()
        self._modes = None

    def drop_hidden(self) -> None:
        """Drops the unread part of a hidden line: nobody else may read it, not even the shell."""
        if self._modes is not None and not is_in_background(self._descriptor):
            termios.tcflush(self._descriptor, termios.TCIFLUSH)

    def turn_echo_off(self) -> None:
        """Turns the echo off if typing is hidden, also after the shell returned the terminal."""
        if self._modes is not None:
            local = (self._modes[3] & ~termios.ECHO) | termios.ECHONL
            hidden = [*self._modes[:3], local, *self._modes[4:]]
            put_back(hidden, self._descriptor, drained=True)

    def restore_modes(self) -> None:
        """Restores the modes that the terminal had, if they were changed."""
        put_back(self._modes, self._descriptor, drained=True)
