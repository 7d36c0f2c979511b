"""A command in a pseudo-terminal: what it writes is recorded and drawn, what a user would do is
done to it.

Nothing here sleeps: every wait is for the program to write, to end, or to be quiet.
"""

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

TAB, SHIFT_TAB, ENTER, ESCAPE, BACKSPACE = "\t", "\x1b[Z", "\r", "\x1b", "\x7f"
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
HOME, END, DELETE = "\x1b[H", "\x1b[F", "\x1b[3~"
PAGE_UP, PAGE_DOWN, F1 = "\x1b[5~", "\x1b[6~", "\x1bOP"


def ctrl(letter: str) -> str:
    """What the terminal sends for Ctrl and a letter."""
    return chr(ord(letter.upper()) - 64)


CTRL_C, CTRL_E, CTRL_F, CTRL_G, CTRL_N, CTRL_P = map(ctrl, "CEFGNP")
CTRL_Q, CTRL_R, CTRL_S, CTRL_T, CTRL_U, CTRL_Y, CTRL_Z = map(ctrl, "QRSTUYZ")

PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"


def paste(text: str) -> str:
    """What the terminal sends when `text` is pasted."""
    return PASTE_START + text + PASTE_END


# Takes the terminal as the controlling one, as a login does, so that it hangs up on the program;
# then becomes the program.
_LAUNCHER = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
if sys.argv[1] == "nohup":
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
os.execvp(sys.argv[2], sys.argv[2:])
"""

# Sequences that the emulator takes for text or dies of: questions, the keyboard protocol, and
# whatever else is not of its time.
_FOREIGN = re.compile(
    rb"\x1b\[[<=>][0-?]*[ -/]*[@-~]|\x1b\[[0-?]*[ -/]+[@-~]|\x1b\[\?[0-?]*[ -/]*[@-gi-km-~]"
)
# A sequence of which the end has yet to be read.
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*)?\Z")
_ALTERNATE = re.compile(rb"(\x1b\[\?1049[hl])")
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")

# The modes that a program must leave as it found them: number, what is wrong if it does not, and
# how it found them.
_MODES: Sequence[tuple[int, str, bytes]] = (
    (1049, "on the alternate screen", b"l"),
    (25, "cursor hidden", b"h"),
    (7, "line wrap off", b"h"),
    (1000, "mouse on", b"l"),
    (1003, "mouse movement on", b"l"),
    (1006, "mouse reports on", b"l"),
    (1015, "old mouse reports on", b"l"),
    (1016, "mouse pixels on", b"l"),
    (1004, "focus reports on", b"l"),
    (2004, "paste marks on", b"l"),
    (2026, "output held back", b"l"),
    (2048, "size reports on", b"l"),
)


def _ignoring_nonsense(method: Callable[..., None]) -> Callable[..., None]:
    """The emulator's `method` for a sequence, which does nothing if the parameters are not its
    own.
    """

    def take(*parameters: int, **private: bool) -> None:
        with contextlib.suppress(TypeError, UnboundLocalError):
            method(*parameters, **private)

    return take


class _Screen(pyte.Screen):
    """The emulator's screen, which outlives what a flushed terminal makes: the head of one sequence
    and the tail of another.
    """

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__(columns, rows)
        for name in set(pyte.Stream.csi.values()):
            setattr(self, name, _ignoring_nonsense(getattr(self, name)))


class Terminal:
    """`command` in a pseudo-terminal of `columns` by `rows`, started at once; used as a context
    manager it never outlives the test.

    The program gets a clean environment with `home` as HOME and the parent of its XDG directories,
    plus `environ`, where `None` takes a variable out. With `ignore_hangup` it starts as nohup
    starts programs.
    """

    def __init__(
        self,
        *command: str,
        home: Path,
        columns: int = 80,
        rows: int = 24,
        environ: Mapping[str, str | None] | None = None,
        directory: Path | None = None,
        ignore_hangup: bool = False,
    ) -> None:
        self.output = bytearray()
        self._size = (rows, columns)
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._under: tuple[_Screen, pyte.ByteStream] | None = None
        self._undrawn = b""
        self._master, slave = os.openpty()
        self._name = os.ttyname(slave)
        self._open = True
        try:
            self.resize(columns, rows)
            os.set_blocking(self._master, False)
            start = [
                sys.executable,
                "-I",
                "-S",
                "-c",
                _LAUNCHER,
                "nohup" if ignore_hangup else "-",
                *command,
            ]
            self.process = subprocess.Popen(
                start,
                stdin=slave,
                stdout=slave,
                stderr=slave,
                cwd=directory,
                env=_environment(home, environ or {}),
                start_new_session=True,
            )
        except BaseException:
            os.close(self._master)
            raise
        finally:
            os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the program, whatever it is at, and gives back all that was taken."""
        if self.process.poll() is None:
            self.process.kill()
        self.hang_up()
        self.process.wait()

    # What the user does

    def send(self, *keys: str | bytes) -> None:
        """Types `keys`, reading along, since a program that cannot write does not read."""
        data = b"".join(key.encode() if isinstance(key, str) else key for key in keys)
        deadline = time.monotonic() + 30
        while data:
            if time.monotonic() > deadline:
                raise TimeoutError(self._report(f"{len(data)} bytes of input were not taken"))
            readable, writable, _ = select.select([self._master], [self._master], [], 0.05)
            if readable:
                self._read(0)
            if writable:
                with contextlib.suppress(BlockingIOError):
                    data = data[os.write(self._master, data[:1024]) :]

    def send_unread(self, keys: bytes) -> None:
        """Types `keys` into a terminal that nobody reads."""
        os.write(self._master, keys)

    def cell(self, column: int, line: int) -> str:
        """What stands in one cell of the screen."""
        return str(self._screen.buffer[line][column].data)

    def resize(self, columns: int, rows: int) -> None:
        self._size = (rows, columns)
        for screen in (self._screen, self._under[0] if self._under else None):
            if screen is not None:
                screen.resize(rows, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def kill(self, number: signal.Signals) -> None:
        """Sends a signal to the program alone."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Closes the terminal, as a lost connection does."""
        if self._open:
            self._open = False
            os.close(self._master)

    # What the user sees

    @property
    def bytes_out(self) -> int:
        """How many bytes of the program were read so far."""
        return len(self.output)

    def lines(self) -> list[str]:
        """The screen, a text a line, without the blanks at the end of a line."""
        return [line.rstrip() for line in self._rows()]

    def _rows(self) -> list[str]:
        # Not the emulator's own way, which fails on the second half of a wide character whose first
        # half is gone.
        screen = self._screen
        rows = (screen.buffer[y] for y in range(screen.lines))
        return ["".join(row[x].data for x in range(screen.columns)) for row in rows]

    def screen_text(self) -> str:
        return "\n".join(self.lines())

    def cursor(self) -> tuple[int, int]:
        """The column and the row of the cursor, from 0."""
        return self._screen.cursor.x, self._screen.cursor.y

    def is_full(self) -> bool:
        """Whether the terminal takes nothing more of the program, since nobody reads it."""
        program_side = os.open(self._name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        try:
            return not select.select([], [program_side], [], 0)[1]
        finally:
            os.close(program_side)

    def left_on(self) -> list[str]:
        """What the program changed about the terminal and has not changed back, in words."""
        state = {number: normal for number, _, normal in _MODES}
        for match in _MODE.finditer(self.output):
            for number in match[1].split(b";"):
                state[int(number)] = match[2]
        wrong = [text for number, text, normal in _MODES if state[number] != normal]
        if len(re.findall(rb"\x1b\[>[0-9]*u", self.output)) > len(
            re.findall(rb"\x1b\[<[0-9]*u", self.output)
        ):
            wrong.append("keyboard protocol on")
        if self._open:
            flags = termios.tcgetattr(self._master)[3]
            names = (
                ("no echo", termios.ECHO),
                ("no line editing", termios.ICANON),
                ("no signal keys", termios.ISIG),
            )
            wrong += [text for text, flag in names if not flags & flag]
        return wrong

    def restored(self) -> bool:
        """Whether the terminal is as it was before the program; `left_on` says what is not."""
        return not self.left_on()

    # Waiting

    def wait_until(
        self, predicate: Callable[[], bool], timeout: float = 10, what: str = "what was expected"
    ) -> None:
        """Reads until `predicate()` holds.

        `TimeoutError` with the screen where it does not in time, or the program ended before.
        """
        deadline = time.monotonic() + timeout
        while not predicate():
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise TimeoutError(self._report(f"{what} did not come in {timeout} s"))
            if not self._read(min(remaining, 0.1)):
                if predicate():
                    return
                raise TimeoutError(
                    self._report(f"{what} did not come before the program closed the terminal")
                )

    def wait_for(self, text: str, timeout: float = 10) -> None:
        """Reads until `text` stands on the screen, on one line."""
        self.wait_until(lambda: any(text in line for line in self._rows()), timeout, repr(text))

    def hear(self, pieces: int, quiet: float = 0.1) -> None:
        """Reads so many pieces of what the program writes, fewer where it is quiet."""
        for _ in range(pieces):
            before = self.bytes_out
            if not self._read(quiet) or self.bytes_out == before:
                return

    def wait_idle(self, quiet: float = 0.2, timeout: float = 10) -> None:
        """Reads until nothing came for `quiet` seconds."""
        deadline = time.monotonic() + timeout
        while True:
            before = self.bytes_out
            if not self._read(quiet) or self.bytes_out == before:
                return
            if time.monotonic() > deadline:
                raise TimeoutError(self._report(f"still writing after {timeout} s"))

    def wait_steady(
        self, measure: Callable[[], object], steady: float = 0.3, timeout: float = 10
    ) -> None:
        """Waits, without reading, until `measure()` has been the same for `steady` seconds: what a
        stalled terminal does to a program.
        """
        began = since = time.monotonic()
        value = measure()
        while time.monotonic() - since < steady:
            if time.monotonic() - began > timeout:
                raise TimeoutError(self._report(f"still at work after {timeout} s"))
            # The program's end is the one thing to wait for here that is no output.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
                return
            if value != (value := measure()):
                since = time.monotonic()

    def wait(self, timeout: float = 10, *, read: bool = True) -> int:
        """The exit status of the program, minus the signal where one killed it.

        Without `read`, as a terminal that has stalled.
        """
        deadline = time.monotonic() + timeout
        if read:
            while self.process.poll() is None and time.monotonic() < deadline and self._read(0.05):
                pass
        try:
            status = self.process.wait(max(deadline - time.monotonic(), 0.01))
        except subprocess.TimeoutExpired:
            raise TimeoutError(self._report(f"still there after {timeout} s")) from None
        if read:
            self.read_rest()
        return status

    def read_rest(self) -> None:
        """Reads what the program wrote before it ended."""
        while self._read(0):
            pass

    def _read(self, timeout: float) -> bool:
        """Reads what comes within `timeout`.

        False where nothing can come any more, or, without a timeout, nothing is there.
        """
        if not self._open:
            return False
        if not select.select([self._master], [], [], timeout)[0]:
            return timeout > 0
        try:
            data = os.read(self._master, 65536)
        except BlockingIOError:
            return timeout > 0
        except OSError:  # Linux's way to say that the other side is closed.
            data = b""
        self.output += data
        self._draw(data)
        return bool(data)

    def _draw(self, data: bytes) -> None:
        data = self._undrawn + data
        unfinished = _UNFINISHED.search(data)
        end = unfinished.start() if unfinished else len(data)
        self._undrawn = data[end:]
        for part in _ALTERNATE.split(_FOREIGN.sub(b"", data[:end])):
            if part == b"\x1b[?1049h" and self._under is None:
                self._under = self._screen, self._stream
                self._screen = _Screen(self._size[1], self._size[0])
                self._stream = pyte.ByteStream(self._screen)
            elif part == b"\x1b[?1049l" and self._under is not None:
                self._screen, self._stream = self._under
                self._under = None
            elif part:
                self._stream.feed(part)

    def _report(self, what: str) -> str:
        tail = bytes(self.output[-200:])
        return f"{what}; status {self.process.poll()}\n{self.screen_text()}\nlast bytes: {tail!r}"


def _environment(home: Path, changes: Mapping[str, str | None]) -> dict[str, str]:
    """A clean environment: nothing of the caller's but the search path."""
    environ: dict[str, str | None] = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    for name in ("STATE", "DATA", "CONFIG", "CACHE"):
        environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    environ.update(changes)
    return {name: value for name, value in environ.items() if value is not None}
