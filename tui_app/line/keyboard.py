"""Lines from whoever types: a terminal in its own line mode, with the system's line editing, or a pipe."""

import errno
import os
import select
import signal
import termios
from typing import Final

from tui_app.line.ending import Ended
from tui_app.system.terminal_modes import Modes, put_back, saved_modes

LONGEST: Final = 1 << 20
"""Bytes of one line. Longer ones are no answer to anything."""
MOMENT: Final = 0.3
"""Seconds without a byte after which nothing is on its way any more that was typed or pasted before."""


class EndOfInput(Exception):
    """Nothing more will be typed."""


class TooLong(Exception):
    """A line of more than `LONGEST` bytes came; it was read and dropped."""


class Keyboard:
    """Lines of `descriptor`, decoded by `encoding`; bytes that are none of it come as lone surrogates, which every judgement refuses."""

    def __init__(self, descriptor: int = 0, encoding: str = "utf-8") -> None:
        self._descriptor = descriptor
        self._encoding = encoding
        self._read_ahead = b""
        self._modes: Modes | None = None
        self.is_terminal = os.isatty(descriptor)
        self.lacks_newline = False

    def line(self) -> str:
        """The next line without its end. Raises `EndOfInput`, `TooLong`, and `Ended` where the terminal is gone."""
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
        """Whether something, or the end, is there to be read, or comes within a moment."""
        return bool(self._read_ahead) or bool(select.select([self._descriptor], [], [], MOMENT)[0])

    @staticmethod
    def _bounded(read: bytes) -> bytes:
        """Keeps so much of a line without end that it is seen to be too long."""
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

    # A terminal only

    def discard(self) -> None:
        """Drops what was typed ahead on a terminal, and what is still on its way. A pipe has nothing that was not meant."""
        if not self.is_terminal:
            return
        self._read_ahead = b""
        while select.select([self._descriptor], [], [], MOMENT)[0]:
            if not self._receive():
                break
        termios.tcflush(self._descriptor, termios.TCIFLUSH)

    def was_echoed(self) -> bool:
        """Whether the next line was typed already, and so shown by the terminal, while it showed all that is typed."""
        if not self.is_terminal or self._modes is not None:
            return False
        return bool(self._read_ahead) or bool(select.select([self._descriptor], [], [], 0)[0])

    def start_hiding(self) -> None:
        """From now on nothing that is typed is shown; the end of a line is."""
        if self.is_terminal and self._modes is None:
            self._modes = saved_modes(self._descriptor)
            self.turn_echo_off()

    def stop_hiding(self) -> None:
        """From now on what is typed is shown again."""
        self.restore_modes()
        self._modes = None

    def drop_hidden(self) -> None:
        """Drops what was typed and not read yet of a line that is not to be seen: nobody else was to read it, not the shell either."""
        if self._modes is not None:
            termios.tcflush(self._descriptor, termios.TCIFLUSH)

    def turn_echo_off(self) -> None:
        """Turns the echo off, if it is to be: also after the shell gave the terminal back."""
        if self._modes is not None:
            local = (self._modes[3] & ~termios.ECHO) | termios.ECHONL
            hidden = [*self._modes[:3], local, *self._modes[4:]]
            put_back(hidden, self._descriptor, drained=True)

    def restore_modes(self) -> None:
        """Puts the terminal back as it was found, if it was changed."""
        put_back(self._modes, self._descriptor, drained=True)
