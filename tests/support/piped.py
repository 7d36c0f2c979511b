"""A command between two pipes, talked with as with one on a terminal."""

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.canary import Search


class Piped:
    """`command` with its input and its output a pipe, its errors in the output; searched as
    `Watched` is. A context manager.
    """

    def __init__(
        self, *command: str, search: Search, environ: Mapping[str, str], directory: Path
    ) -> None:
        self.search = search
        self.sightings: list[str] = []
        self.output = bytearray()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=directory,
            env=environ,
            bufsize=0,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()

    def send(self, text: str) -> None:
        assert self.process.stdin is not None
        # A program that has just crashed reads nothing any more.
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(text.encode())

    def interrupt(self) -> None:
        """What Ctrl+C does on a terminal."""
        self.process.send_signal(signal.SIGINT)

    def wait_until(
        self, predicate: Callable[[], bool], timeout: float = 10, what: str = "what was expected"
    ) -> None:
        """Reads until `predicate()` holds.

        `TimeoutError` where it does not in time, or the program ended before.
        """
        deadline = time.monotonic() + timeout
        while not predicate():
            if time.monotonic() > deadline or not self._read(max(deadline - time.monotonic(), 0)):
                raise TimeoutError(
                    f"{what} did not come; status {self.process.poll()}\n{self.output.decode(errors='replace')[-2000:]}"
                )

    def wait(self, timeout: float = 20) -> int:
        """Ends the input and reads to the end of the output. The exit status."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        deadline = time.monotonic() + timeout
        while self._read(max(deadline - time.monotonic(), 0)):
            pass
        return self.process.wait(timeout)

    def _read(self, timeout: float) -> bool:
        """Reads what comes first.

        False at the end of the output, or where nothing comes within `timeout` seconds.
        """
        assert self.process.stdout is not None
        if not select.select([self.process.stdout], [], [], timeout)[0]:
            return False
        data = os.read(self.process.stdout.fileno(), 65536)
        self.output += data
        if self.process.poll() is None:
            self.sightings += self.search.in_process(self.process.pid)
        return bool(data)

    def leaks(self) -> list[str]:
        """All that was found so far, in order, each once."""
        return list(
            dict.fromkeys([*self.sightings, *self.search.in_output(bytes(self.output), "the pipe")])
        )
