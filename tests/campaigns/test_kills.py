"""Killed at random points of typing, stepping and submitting in a real pseudo-terminal, and gone on
with.

What was given more than a second before the end is in the draft, every file is whole, no attempt is
forgotten, nothing stands twice, and the terminal is given back by every signal that lets a program
give it back.
"""

import json
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.pty import (
    CTRL_G,
    CTRL_R,
    DOWN,
    ENTER,
    ESCAPE,
    PAGE_DOWN,
    PAGE_UP,
    RIGHT,
    TAB,
    Terminal,
)
from tests.support.results import write_table
from tests.support.sandbox import connections_in
from tui_app.storage.drafts import Drafts
from tui_app.storage.journal import Journal

WIZARD = (sys.executable, "-m", "tui_app", "--sandbox")
NAIVE = (sys.executable, "-m", "tests.support.naive_draft")
SECRET = "canary-Winter2026"
ENDINGS = {"SIGKILL": signal.SIGKILL, "SIGHUP": signal.SIGHUP, "SIGTERM": signal.SIGTERM}
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TEXT = """
# Kills

The wizard in a pseudo-terminal, killed at a random point of typing, stepping or submitting to the sandbox; then its files are read, and
every tenth time it is started again with `--resume`. A run is sound where all that was typed more than a second before the end is in the
draft, every draft is whole, private and without the password, no partial file is left after the next start, an attempt that had begun is in
the journal, at most one connection exists, and on SIGHUP and SIGTERM the terminal is given back within three seconds.
Made by `python -m tests.campaigns kills`.
"""


class Typed(NamedTuple):
    """A character of the connection's name, and when it was sent."""

    character: str
    at: float


class Run:
    """One life of a wizard and its end. `faults` are what was wrong, in words."""

    def __init__(self, seed: int, home: Path, command: tuple[str, ...] = WIZARD) -> None:
        self.random = random.Random(seed)
        self.home = home
        self.command = command
        self.ending = self.random.choice(sorted(ENDINGS))
        self.typed: list[Typed] = []
        self.stage = "start"
        self.faults: list[str] = []
        self.submitted = False

    def live_and_die(self) -> None:
        """Uses the wizard for a random while, ends it, and looks at what is left."""
        with Terminal(*self.command, home=self.home) as terminal:
            terminal.wait_for("Connection name", timeout=30)
            until = time.monotonic() + self.random.uniform(0.05, 3.0)
            for step in (self.type_name, self._credentials, self._wander, self._submit):
                step(terminal, until)
                if time.monotonic() >= until:
                    break
            killed = time.monotonic()
            terminal.kill(ENDINGS[self.ending])
            status = terminal.wait(timeout=3)
            if self.ending == "SIGKILL":
                self._expect(status == -9, f"status {status}")
            else:
                self._expect(status == 128 + ENDINGS[self.ending], f"status {status}")
                self._expect(terminal.restored(), f"terminal left {terminal.left_on()}")
        self.check_files(killed)

    def _pause(self, terminal: Terminal, until: float) -> bool:
        """Reads along for a moment, as a hand takes between two keys.

        Whether there is time left.
        """
        end = min(until, time.monotonic() + self.random.uniform(0.0, 0.06))
        while time.monotonic() < end:
            terminal.wait_idle(quiet=0.01)
        return time.monotonic() < until

    def type_name(self, terminal: Terminal, until: float) -> None:
        self.stage = "typing"
        for _ in range(self.random.randint(1, 25)):
            character = self.random.choice(LETTERS)
            terminal.send(character)
            self.typed.append(Typed(character, time.monotonic()))
            if not self._pause(terminal, until):
                return

    def _credentials(self, terminal: Terminal, until: float) -> None:
        self.stage = "credentials"
        for keys in (TAB, f"user{self.random.randint(1000, 9999)}", TAB, SECRET):
            terminal.send(keys)
            if not self._pause(terminal, until):
                return

    def _wander(self, terminal: Terminal, until: float) -> None:
        self.stage = "stepping"
        for _ in range(self.random.randint(0, 25)):
            terminal.send(
                self.random.choice(
                    [PAGE_DOWN, PAGE_UP, TAB, DOWN, PAGE_DOWN, RIGHT, CTRL_G + ESCAPE]
                )
            )
            if not self._pause(terminal, until):
                return

    def _submit(self, terminal: Terminal, until: float) -> None:
        self.stage = "submitting"
        self.submitted = True
        terminal.send(CTRL_R)
        self._pause(terminal, until)
        terminal.send("s")
        while self._pause(terminal, until):
            terminal.send(ENTER)

    # What is left

    def _expect(self, holds: bool, fault: str) -> None:
        if not holds:
            self.faults.append(f"{self.ending} while {self.stage}: {fault}")

    def check_files(self, killed: float) -> None:
        state = self.home / "state/telnyx-wizard"
        for path in self.home.rglob("*"):
            if path.is_file() and SECRET.encode() in path.read_bytes():
                self._expect(False, f"the password is in {path.name}")
        found = Drafts(state / "drafts").find()
        self._expect(not found.set_aside, f"a draft was not whole: {found.set_aside}")
        self._expect(found.problem is None, f"the drafts cannot be read: {found.problem}")
        left = [path for path in (state / "drafts").glob("*") if path.suffix != ".json"]
        self._expect(not left, f"left behind: {left}")
        for path in (state / "drafts").glob("*.json"):
            self._expect(path.stat().st_mode & 0o777 == 0o600, f"{path.name} is not private")
        created = connections_in(self.home)
        self._expect(created <= 1, f"{created} connections")
        journal = Journal(state / "journal.jsonl")
        begun = sum(record.get("event") == "begin" for record in journal.records())
        ended = [
            record.get("outcome") for record in journal.records() if record.get("event") == "end"
        ]
        self._expect(begun >= created, "a connection was made of which the journal knows nothing")
        self._expect(len(journal.unfinished()) == begun - len(ended), "an attempt was forgotten")
        self._expect(begun <= 1, f"{begun} attempts for one confirmation")
        done = "created" in ended or "found" in ended
        if not done:
            self._check_name([dict(draft.document) for draft in found.drafts], killed)

    def _check_name(self, drafts: list[dict[str, Any]], killed: float) -> None:
        """All but the last second of the name is there, and nothing that was not typed."""
        answers = [pair for draft in drafts for pair in draft.get("answers", [])]
        name = next((str(value) for path, value in answers if path == ["connection_name"]), "")
        whole = "".join(each.character for each in self.typed)
        due = "".join(each.character for each in self.typed if each.at < killed - 1)
        self._expect(whole.startswith(name), f"{name!r} was never typed ({whole!r})")
        self._expect(len(name) >= len(due), f"{name!r} is there of {due!r}")

    def resume(self) -> None:
        """Starts again from the draft: the name stands where it was typed."""
        found = Drafts(self.home / "state/telnyx-wizard/drafts").find()
        if found.newest is None:
            return
        answers = json.loads(json.dumps(found.newest.document))["answers"]
        name = next((value for path, value in answers if path == ["connection_name"]), "")
        with Terminal(*WIZARD, "--resume", home=self.home) as terminal:
            terminal.wait_for("SANDBOX", timeout=30)
            if name:
                terminal.wait_for(name[:20], timeout=10)


def campaign(
    runs: int,
    seed: int,
    directory: Path,
    after: Callable[[Run, int], None] = lambda run, number: None,
) -> list[Run]:
    """So many lives, two at a time."""

    def one(number: int) -> Run:
        home = directory / str(number)
        home.mkdir()
        run = Run(seed * 100_000 + number, home)
        run.live_and_die()
        after(run, number)
        return run

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(runs)))


def test_what_was_typed_survives(whole: bool, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10_000)
    print(f"seed {seed}")
    runs = campaign(
        500 if whole else 10,
        seed,
        tmp_path,
        lambda run, number: run.resume() if number % 10 == 0 else None,
    )
    faults = [
        f"seed {seed} run {number}: {fault}"
        for number, run in enumerate(runs)
        for fault in run.faults
    ]
    assert faults == []
    if whole:
        counted = Counter((run.ending, run.stage) for run in runs)
        rows = [
            [ending, stage, number, number, 0]
            for (ending, stage), number in sorted(counted.items())
        ]
        rows.append(["all", "all", len(runs), len(runs), 0])
        write_table("kills", TEXT, ["ended by", "while", "runs", "sound", "unsound"], rows)


def test_a_naive_twin_is_found_out(tmp_path: Path) -> None:
    """A wizard that saves when it is left, by writing over its file, fails the same checks."""
    found: list[str] = []
    for number in range(6):
        home = tmp_path / str(number)
        home.mkdir()
        run = Run(number, home, NAIVE)
        run.ending = "SIGKILL"
        # A long life, so that something was typed more than a second before its end.
        with Terminal(*NAIVE, home=home) as terminal:
            terminal.wait_for("Connection name")
            until = time.monotonic() + 1.6
            while time.monotonic() < until:
                run.type_name(terminal, until)
            killed = time.monotonic()
            terminal.kill(signal.SIGKILL)
            terminal.wait()
        run.check_files(killed)
        found += run.faults
        if found:
            break
    assert found
