"""What a canary run needs around it: directories and secrets of its own, and the account of all
that was searched.
"""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.canary import Search, Watched, make_secret
from tests.support.piped import Piped
from tests.support.results import write_table

TEXT = """
# Secrets

Runs with an API key and passwords that cannot be there by chance, against a server that gives back what it was sent in every part of
every kind of answer. Searched are each picture that the terminal drew, every byte written to terminals and pipes, every file (its name,
its content, where it points to) under HOME, TMPDIR and the working directory, the arguments and names of the processes, and all that
crashes print: for the secret as it is, each ten characters of it, backwards, in either case, and as JSON, URL, HTML, Python, hex, base64
and UTF-16. What is shown on purpose must be found, and nowhere but there; so must what naive programs give away.
Made by `python -m tests.campaigns canary`.
"""
SCREEN = "every step, dialog and fault, on a screen"
RETURN = "the key typed, left, resumed, killed while it sends"
FILES = "payload and key from files"
COMMANDS = "`check`, `schema`, `create`, every fault"
SANDBOX = "`sandbox` and its listing"
CRASH = "crashes of the screen"
REVEAL = "reveals on a screen: found only while they are shown"
NAIVE = "naive programs: each is found out"
LINES = "linear mode on a terminal: mistakes, every fault"
PIPE = "linear mode through pipes: mistakes, every fault"
LINES_END = "linear mode ended while the password is typed"
LINES_CRASH = "crashes of the linear mode"
LINES_REVEAL = "`/reveal` in the linear mode: found only there"
BROUGHT = "every form and secret pasted into wrong fields"
BROUGHT_PIPE = "every form and secret where a line is asked for"
ACCOUNT = "connections that exist, of an API that keeps nothing back, on a screen"
ACCOUNT_LINES = "the same in the linear mode, on a terminal and through pipes"
ACCOUNT_COMMANDS = "the same by `list`, `show`, `update`, `delete`, every fault"
ROWS = (
    SCREEN,
    RETURN,
    FILES,
    COMMANDS,
    SANDBOX,
    CRASH,
    LINES,
    PIPE,
    LINES_END,
    LINES_CRASH,
    BROUGHT,
    BROUGHT_PIPE,
    ACCOUNT,
    ACCOUNT_LINES,
    ACCOUNT_COMMANDS,
    REVEAL,
    LINES_REVEAL,
    NAIVE,
)
MEANT = (REVEAL, LINES_REVEAL, NAIVE)
"""Where something must be found."""

NAME, USER = "office-pbx", "office12"


class Ledger:
    """What was searched so far, by row of the table."""

    def __init__(self) -> None:
        self._rows: dict[str, Counter[str]] = {}

    def add(self, row: str, looked: Counter[str], found: int = 0) -> None:
        """Notes what a run that was as it must be has searched, and how much was found in it."""
        assert bool(found) is (row in MEANT), f"{row}: {found} found"
        self._rows.setdefault(row, Counter()).update({**looked, "found": found})

    def write(self) -> None:
        """Writes tests/results/canary.md, where nothing is missing."""
        if set(self._rows) != set(ROWS):
            return
        columns = ("runs", "pictures", "files", "processes", "bytes", "found")
        names = (
            "what was done",
            "runs",
            "pictures searched",
            "files",
            "looks at processes",
            "million bytes",
            "found",
            "meant to be found",
        )
        total = Counter[str]()
        rows: list[list[object]] = []
        for row in ROWS:
            counted = self._rows[row]
            rows.append(
                [
                    row,
                    *(_shown(column, counted) for column in columns),
                    "yes" if row in MEANT else "no",
                ]
            )
            if row not in MEANT:
                total.update(counted)
        rows.append(
            [
                "all in which nothing was to be found",
                *(_shown(column, total) for column in columns),
                "no",
            ]
        )
        write_table("canary", TEXT, names, rows)


def _shown(column: str, counted: Counter[str]) -> str:
    return f"{counted[column] / 1e6:.1f}" if column == "bytes" else str(counted[column])


@dataclass
class Scene:
    """Directories of its own for one program, secrets of its own, and what was found of them."""

    root: Path
    chance: random.Random
    ledger: Ledger
    search: Search = field(default_factory=lambda: Search({}))

    def __post_init__(self) -> None:
        for directory in (self.home, self.temp, self.work, self.given):
            directory.mkdir(parents=True, exist_ok=True)
        self.key = self.secret("the API key", "KEY")
        self.password = self.secret("the password")
        self.spare = self.secret("TELNYX_SIP_PASSWORD")

    home = property(lambda self: self.root / "home")
    temp = property(lambda self: self.root / "tmp")
    work = property(lambda self: self.root / "work")
    given = property(lambda self: self.root / "given")
    """Files that the user made, with secrets in them. Not searched."""

    def secret(self, name: str, start: str = "") -> str:
        made = make_secret(self.chance, start)
        self.search.add(name, made)
        return made

    def environ(self, key: str | None, *, traces: bool = True) -> dict[str, str]:
        """What the program is started with.

        `traces`: everything is set that could make it write down what it should not.
        """
        given = {"TMPDIR": str(self.temp), "TELNYX_SIP_PASSWORD": self.spare} | (
            {"TELNYX_API_KEY": key} if key else {}
        )
        if not traces:
            return given
        return given | {
            "TEXTUAL_LOG": str(self.home / "textual.log"),
            "TEXTUAL_DEBUG": "1",
            "TEXTUAL_SCREENSHOT": "2",
            "TEXTUAL_SCREENSHOT_LOCATION": str(self.work),
            "TEXTUAL_SHOW_RETURN": "1",
            "SSLKEYLOGFILE": str(self.home / "tls.log"),
            "PYTHONASYNCIODEBUG": "1",
            "HTTPX_LOG_LEVEL": "trace",
            "TELNYX_LOG": "debug",
        }

    def whole_environ(self, key: str | None = None) -> dict[str, str]:
        """For a program without a terminal."""
        base = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        return base | self.environ(key)

    def open(
        self,
        *arguments: str,
        program: tuple[str, ...] = ("tui_app",),
        size: tuple[int, int] = (80, 24),
        key: str | None = None,
        traces: bool = True,
    ) -> Watched:
        """The program in a terminal. `traces`: it is asked for them by its environment."""
        self.search.looked["runs"] += 1
        return Watched(
            *(sys.executable, "-m", *program, *arguments),
            search=self.search,
            home=self.home,
            columns=size[0],
            rows=size[1],
            environ=self.environ(key, traces=traces),
            directory=self.work,
        )

    def pipe(
        self, *arguments: str, program: tuple[str, ...] = ("tui_app",), key: str | None = None
    ) -> Piped:
        """The program between two pipes."""
        self.search.looked["runs"] += 1
        command = (sys.executable, "-m", *program, *arguments)
        return Piped(
            *command, search=self.search, environ=self.whole_environ(key), directory=self.work
        )

    def run(self, *arguments: str, stop: bool = False, key: str | None = None) -> tuple[int, str]:
        """Exit code of a command, and all that it printed.

        `stop`: it is interrupted once it looks for what was lost, or waits.
        """
        self.search.looked["runs"] += 1
        command = [sys.executable, "-m", "tui_app", *arguments]
        told = ""
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.work,
            env=self.whole_environ(key),
        ) as process:
            assert process.stderr is not None
            for line in process.stderr:
                told += line
                if stop and ("Looking whether" in line or "Waiting to try" in line):
                    process.send_signal(signal.SIGINT)
            output, rest = process.communicate(timeout=60)
        return process.returncode, told + rest + output

    def left(self) -> list[str]:
        """What is found in the files."""
        return self.search.in_files(self.home, self.temp, self.work)

    def traces(self) -> set[str]:
        """The files that the environment asked for."""
        return {
            path.name
            for path in (*self.home.rglob("*"), *self.work.rglob("*"))
            if path.suffix in (".log", ".svg")
        }

    def note(self, row: str, found: int = 0) -> None:
        """Tells the ledger what was searched here."""
        self.ledger.add(row, self.search.looked, found)
        self.search.looked.clear()
