"""A program in a pseudo-terminal, measured: when it wrote last, how much, and the memory that it takes. Nothing is drawn meanwhile."""

import re
import time
from pathlib import Path

from tests.support.pty import Terminal

QUIET = 0.12
"""Seconds without a byte after which the answer to a key counts as painted."""


class Meter(Terminal):
    """A terminal with a clock. Times are in seconds, sizes in bytes."""

    last = 0.0

    def __init__(self, *command: str, home: Path, columns: int = 80, rows: int = 24) -> None:
        # As after an installation: compiled modules are kept.
        super().__init__(*command, home=home, columns=columns, rows=rows, environ={"PYTHONDONTWRITEBYTECODE": None})

    def _draw(self, data: bytes) -> None:
        if data:
            self.last = time.monotonic()

    def until_written(self, text: bytes) -> None:
        """Reads until `text` was written, in one piece."""
        self.wait_until(lambda: text in self.output, 60, repr(text))

    def answer(self, *keys: str) -> tuple[float, int]:
        """How long after these keys the last byte of the answer came, and how many bytes it had."""
        before, start = self.bytes_out, time.monotonic()
        self.last = start
        self.send(*keys)
        self.wait_idle(QUIET)
        return self.last - start, self.bytes_out - before

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
