"""Tell what was typed before a picture was on the terminal from what was typed after it.

This works whenever the input is read. The time of an event does not help: it is the time of
reading, and a program that stood still reads everything at once. Bytes can be counted.
"""

import fcntl
import os
import struct
import termios
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TextIO

STALL = 0.25
"""Seconds in which a terminal takes a picture.

If it takes longer, what is typed meanwhile was typed without the picture.
"""
INSTANT = 1e-6
"""Seconds before a mark: the time given to what was typed before the mark."""


class Moment(NamedTuple):
    """A time, and the number of bytes typed until then, including those that wait to be read."""

    time: float
    typed: int


class Unmarked:
    """Answer what a driver asks without marks: bytes and times as they come."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def put(self) -> None:
        """Take note of a text that is to be written."""

    def begin(self) -> None:
        """Begin to read, perhaps again."""

    def read(self, most: int) -> bytes:
        """Read at most `most` bytes of what was typed. Raise `OSError` as `os.read` does."""
        return os.read(self._descriptor, most)

    def parts(self, data: bytes) -> Iterator[bytes]:
        """Yield what was read, in parts.

        `time_of` applies to what ends with the last part yielded.
        """
        if data:
            yield data

    def time_of(self, read_at: float) -> float:
        """Return the time of an event that was read at the time `read_at`."""
        return read_at


class Marks(Unmarked):
    """Count what is typed on a terminal, and what it has taken, so that a moment can be marked.

    `descriptor` is the terminal's. One thread reads (`read`, `parts`, `time_of`), one writes
    (`flush`), and the main thread asks (`put`, `mark`, `at`).
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor)
        self._reading = threading.Lock()
        self._read = self._fed = self._before = 0
        self._put = self._wanted = 0
        self._taken, self._written = Moment(0.0, 0), 0
        self._begun: Moment | None = None
        self.at: float | None = None
        """The time of the moment marked last.

        None before the first, and while the marked moment has not come yet.
        """

    def now(self) -> Moment:
        """Return this moment."""
        # A read takes no time, unless another program has read what was there.
        locked = self._reading.acquire(timeout=STALL)
        try:
            count = fcntl.ioctl(self._descriptor, termios.FIONREAD, struct.pack("i", 0))
            waiting = int(struct.unpack("i", count)[0])
        except OSError:
            waiting = 0
        finally:
            if locked:
                self._reading.release()
        return Moment(time.monotonic(), self._read + waiting)

    def mark(self, begun: Moment) -> None:
        """Mark the moment `begun`, at which the writing of a picture began.

        The mark is set once the terminal has taken all that was `put` so far. If that takes longer
        than `STALL`, the moment at which the terminal has taken it is marked instead.
        """
        # The thread that writes may set the mark from here on: take nothing back after this line.
        self.at, self._wanted = None, self._put
        self._begun = begun
        self._mark()

    def _mark(self) -> None:
        begun, taken = self._begun, self._taken
        if begun is not None and self._written >= self._wanted:
            at, self._before = begun if taken.time - begun.time <= STALL else taken
            self.at, self._begun = at, None

    # What is written

    def put(self) -> None:
        """Count a text that is to be written."""
        self._put += 1

    def flush(self, flush: Callable[[], None], written: int) -> None:
        """Have `flush` hand the terminal the first `written` texts."""
        flush()
        self._taken, self._written = self.now(), written
        self._mark()

    # What is typed

    def begin(self) -> None:
        """Begin to read, perhaps again.

        In that case, what waited when the terminal was released is gone.
        """
        self._fed = self._read
        self._before = min(self._before, self._read)

    def read(self, most: int) -> bytes:
        """Read at most `most` bytes of what was typed. Raise `OSError` as `os.read` does."""
        with self._reading:
            data = os.read(self._descriptor, most)
            self._read += len(data)
        return data

    def parts(self, data: bytes) -> Iterator[bytes]:
        """Yield what was read, divided at the mark.

        `time_of` applies to what ends with the last part yielded.
        """
        split = max(0, self._before - self._fed)
        for part in filter(None, (data[:split], data[split:])):
            self._fed += len(part)
            yield part

    def time_of(self, read_at: float) -> float:
        """Return the time of an event that was read at the time `read_at`.

        It is a time before the mark if the event was typed before that.
        """
        at = self.at
        return (
            min(read_at, at - INSTANT) if at is not None and self._fed <= self._before else read_at
        )


class MarkedStream:
    """A stream to the terminal that tells `marks` what was handed over.

    Otherwise it is unchanged.
    """

    def __init__(self, stream: TextIO, marks: Marks) -> None:
        self._stream = stream
        self._marks = marks
        self._written = 0

    def write(self, text: str) -> None:
        self._stream.write(text)
        self._written += 1

    def flush(self) -> None:
        self._marks.flush(self._stream.flush, self._written)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
