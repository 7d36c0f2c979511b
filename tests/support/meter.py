"""A program in a pseudo-terminal, measured: when it wrote last, how much, and the memory that it
takes. Nothing is drawn meanwhile.
"""

import re
import time
from pathlib import Path
from typing import NamedTuple

from tests.support.pty import Terminal

QUIET = 0.12
"""Seconds without a byte after which the answer to a key counts as painted."""
PATIENCE = 5.0
"""Seconds within which the first byte of an answer has to come."""


class Answer(NamedTuple):
    """The seconds from a key to the last byte of what it changed, and how many bytes that took."""

    taken: float
    size: int


class Meter(Terminal):
    """A terminal with a clock.

    Times are in seconds, sizes in bytes. `unanswered` counts the keys that nothing came of.
    """

    last = 0.0
    unanswered = 0

    def __init__(self, *command: str, home: Path, columns: int = 80, rows: int = 24) -> None:
        # As after an installation: compiled modules are kept.
        super().__init__(
            *command,
            home=home,
            columns=columns,
            rows=rows,
            environ={"PYTHONDONTWRITEBYTECODE": None},
        )

    def _draw(self, data: bytes) -> None:
        if data:
            self.last = time.monotonic()

    def until_written(self, text: bytes) -> None:
        """Reads until `text` was written, in one piece."""
        self.wait_until(lambda: text in self.output, 60, repr(text))

    def answer(self, *keys: str, patience: float = PATIENCE) -> Answer | None:
        """What came of these keys.

        None where no byte came within `patience` seconds: that is no quick answer, but none.
        """
        before, start = self.bytes_out, time.monotonic()
        self.send(*keys)
        while (
            self.bytes_out == before
            and (left := start + patience - time.monotonic()) > 0
            and self._read(left)
        ):
            pass
        if self.bytes_out == before:
            self.unanswered += 1
            return None
        self.wait_idle(QUIET)
        return Answer(self.last - start, self.bytes_out - before)

    def idle(self, seconds: float) -> int:
        """The bytes written in `seconds` in which nothing is done."""
        before, end = self.bytes_out, time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)
        return self.bytes_out - before

    def memory(self, peak: bool = False) -> int:
        """What the program holds in memory now, or held at most."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"^{'VmHWM' if peak else 'VmRSS'}:\s+(\d+) kB", status, re.MULTILINE)
        return int(found[1]) * 1024 if found else 0
