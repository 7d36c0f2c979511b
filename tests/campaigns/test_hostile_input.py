"""Random bytes through a pseudo-terminal: the wizard outlives them, changes nothing but the field
in focus, and submits nothing.
"""

import json
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.support.byte_streams import (
    END,
    IN_FIELD,
    IN_FRONT,
    START,
    holds_key,
    outside_pastes,
    streams,
)
from tests.support.pty import CTRL_R, CTRL_U, F1, PAGE_DOWN, PAGE_UP, Terminal
from tests.support.pty import END as TO_END
from tests.support.results import write_table
from tests.support.sandbox import connections_in
from tui_app.storage.journal import Journal

BODY: dict[str, Any] = {
    "connection_name": "office-pbx",
    "user_name": "office12",
    "password": "canary-Winter2026",
    "active": True,
    "webhook_event_url": "https://example.com/hook",
    "inbound": {"codecs": ["G722", "G711U"], "channel_limit": 5},
}
SIZE = "\x1b[48;24;80;480;800t"
BATCH, EACH = 100, 10
"""Streams for one wizard, and after how many of them its draft is looked at."""
TEXT = """
# Random bytes for input

Streams of random bytes through a pseudo-terminal to the wizard on the sandbox, filled so that it could submit at once: what is no UTF-8,
broken and unfinished sequences, pastes that hold ESC, Enter, `s`, NUL, C1, other marks, up to 1 MB, a terminal's replies and reports of its
size, the kitty keyboard protocol, the mouse outside the screen, focus, control characters. Left out is what a user's own key would rightly
do: keys outside a paste that move, open or submit. A stream is sound where the wizard still answers after it, with no setting changed but
the one in focus, the focus where it was, nothing in the journal and nothing in the sandbox. In front of the review none opens the
confirmation, and in front of the confirmation, while it appears or when it stands, none gives an answer.
Made by `python -m tests.campaigns hostile_input`.
"""


class Fault(Exception):
    """Something was not as it must be; the text says what."""


class Batch:
    """One wizard, and the streams that it is fed.

    `fault` is what was wrong first, in words; `fed` how many streams were sound.
    """

    patience = 60.0
    """Seconds for an answer: a megabyte was pasted, perhaps, and the machine may be busy."""
    parts = IN_FIELD
    focus: tuple[str, ...] = ("connection_name",)
    step = 0

    def __init__(self, seed: int, home: Path, command: tuple[str, ...] | None = None) -> None:
        self.home = home
        payload = home / "payload.json"
        payload.write_text(json.dumps(BODY))
        self.command = command or (
            sys.executable,
            "-m",
            "tui_app",
            "--sandbox",
            "--from",
            str(payload),
        )
        self.streams = streams(seed, self.parts)
        self.fault = ""
        self.fed = self.sent = 0
        self.before: dict[str, Any] = {}

    def run(self, number: int, given: Iterable[bytes] = ()) -> None:
        """Feeds `given`, then random streams until there were `number` in all."""
        source = iter([*given])
        stream, since = b"", [b""]
        with Terminal(*self.command, home=self.home) as terminal:
            try:
                terminal.wait_for("Connection name", timeout=60)
                terminal.wait_until(lambda: bool(self.drafts()), 10, "a draft")
                self.open(terminal)
                self.before = self.document()
                for place in range(number):
                    stream = next(source, None) or next(self.streams)
                    since = [*since[-EACH:], stream]
                    self.feed(terminal, stream, place)
                    self.sent += len(stream)
                    self.check_nothing_submitted()
                    if place % EACH == EACH - 1:
                        self.check_draft(terminal, place)
                    self.fed += 1
                self.check_draft(terminal, number - 1)
                self.end(terminal)
                self.check_nothing_submitted()
            except (Fault, TimeoutError) as error:
                with suppress(TimeoutError):
                    terminal.wait(0.5)
                status = terminal.process.poll()
                ended = [] if status is None else [f"ended with status {status}"]
                wrong = "; ".join(
                    [*ended, *self.submitted(), *self.changed(self.document()), str(error)]
                )
                self.fault = f"{wrong}\nafter {_short(stream)}\nthe ones before it: {[_short(each) for each in since[:-1]]}"

    # For each place where streams are fed

    def open(self, terminal: Terminal) -> None:
        """Goes to where the streams are fed."""

    def feed(self, terminal: Terminal, stream: bytes, place: int) -> None:
        """Feeds a stream, then has the wizard answer."""
        terminal.send(stream, *self.recover(stream), TO_END, CTRL_U, self.marker(place))
        terminal.wait_for(self.marker(place), timeout=self.patience)

    def answered(self, place: int, answer: object) -> bool:
        """Whether an answer on disk is the one that the field in focus holds by now."""
        return answer == self.marker(place)

    def marker(self, place: int) -> str:
        return f"<{place}>"

    def gone(self, terminal: Terminal, text: str) -> None:
        terminal.wait_until(
            lambda: text not in terminal.screen_text(), self.patience, f"the end of {text!r}"
        )

    def recover(self, stream: bytes) -> Iterator[str]:
        """What a terminal sends after it: the end of a paste that was begun, and the size that it
        has.
        """
        yield END.decode()
        if b"\x1b[48;" in stream:
            yield SIZE

    # What must be so

    def submitted(self) -> list[str]:
        """What was sent, or begun to be."""
        found = (
            ["something was submitted"]
            if [*Journal(self.home / "state/telnyx-wizard/journal.jsonl").records()]
            else []
        )
        if connections_in(self.home):
            found.append("the sandbox has a connection")
        return found

    def check_nothing_submitted(self) -> None:
        if found := self.submitted():
            raise Fault("; ".join(found))

    def changed(self, now: dict[str, Any]) -> list[str]:
        """What on disk differs from the beginning, but for the answer in focus."""
        found: list[str] = []
        for path in self.before["answers"].keys() | now["answers"].keys():
            one, other = (
                document["answers"].get(path, "not set") for document in (self.before, now)
            )
            if path != self.focus and one != other:
                found.append(f"{'.'.join(path)} was changed from {one!r} to {other!r}")
        if (now["step"], tuple(now["field"])) != (self.step, self.focus):
            found.append(f"the focus went to {now['field']} on step {now['step']}")
        if now["form"] != self.before["form"]:
            found.append("the form of the payload was changed")
        return found

    def check_draft(self, terminal: Terminal, place: int) -> None:
        """What is on disk becomes what it was, with what was typed last in the field in focus."""

        def wrong() -> list[str]:
            now = self.document()
            answer = now["answers"].get(self.focus)
            return [
                *self.changed(now),
                *([] if self.answered(place, answer) else [f"the field in focus holds {answer!r}"]),
            ]

        with suppress(TimeoutError):
            terminal.wait_until(lambda: not wrong(), min(self.patience, 10))
        if found := wrong():
            raise Fault("; ".join(found))

    def drafts(self) -> list[Path]:
        return [*(self.home / "state/telnyx-wizard/drafts").glob("*.json")]

    def document(self) -> dict[str, Any]:
        """The draft on disk, its answers by path; empty where it is gone, as it is when its
        connection was created.
        """
        if not self.drafts():
            return {"answers": {}, "step": 0, "field": [], "form": ""}
        (path,) = self.drafts()
        document: dict[str, Any] = json.loads(path.read_text())["draft"]
        return document | {
            "answers": {tuple(setting): answer for setting, answer in document["answers"]}
        }

    def end(self, terminal: Terminal) -> None:
        terminal.kill(signal.SIGTERM)
        status = terminal.wait(timeout=30)
        if status != 143:
            raise Fault(f"ended with {status} on SIGTERM")
        if not terminal.restored():
            raise Fault(f"left the terminal {terminal.left_on()}")
        if BODY["password"].encode() in terminal.output:
            raise Fault("the password was shown")


class OnName(Batch):
    """A text field among three that are required."""


class OnUrl(Batch):
    """A text field of which the answer is judged."""

    focus = ("webhook_event_url",)
    step = 3

    def open(self, terminal: Terminal) -> None:
        terminal.send(PAGE_DOWN * self.step)
        terminal.wait_for("Event URL")
        self._settle(terminal)

    def _settle(self, terminal: Terminal) -> None:
        terminal.wait_until(lambda: tuple(self.document()["field"]) == self.focus)


class OnChoice(OnUrl):
    """A choice: letters, arrows and blanks change it, nothing else does."""

    focus = ("anchorsite_override",)
    step = 1

    def open(self, terminal: Terminal) -> None:
        terminal.send(PAGE_DOWN)
        terminal.wait_for("AnchorSite (media)")
        self._settle(terminal)

    def feed(self, terminal: Terminal, stream: bytes, place: int) -> None:
        terminal.send(stream, *self.recover(stream), F1)
        terminal.wait_for("Esc closes", timeout=self.patience)
        terminal.send("q")
        self.gone(terminal, "Esc closes")

    def answered(self, place: int, answer: object) -> bool:
        return True


class OnReview(Batch):
    """The review, where a letter is a command and `s` leads to the confirmation."""

    parts = IN_FRONT
    focus = ()
    step = 8

    def open(self, terminal: Terminal) -> None:
        terminal.send(CTRL_R)
        terminal.wait_for("Nothing has been sent yet")
        terminal.wait_until(lambda: bool(self.document()["step"] == self.step))

    def feed(self, terminal: Terminal, stream: bytes, place: int) -> None:
        terminal.send(stream, *self.recover(stream), PAGE_UP)
        # Wherever something lies over the review, that key leads nowhere.
        self.gone(terminal, "Nothing has been sent yet")
        if b"\x1b]52;" in terminal.output:
            raise Fault("something was copied")
        terminal.send(CTRL_R)
        terminal.wait_for("Nothing has been sent yet")

    def answered(self, place: int, answer: object) -> bool:
        return True


class OnConfirmation(OnReview):
    """The question before anything is sent: every other time it has only just been asked for, and
    is not there yet.
    """

    def feed(self, terminal: Terminal, stream: bytes, place: int) -> None:
        terminal.send("s")
        if place % 2:
            terminal.wait_for("Create connection?", timeout=self.patience)
        terminal.send(stream, *self.recover(stream))
        terminal.wait_for("Create connection?", timeout=self.patience)
        terminal.send("n")
        self.gone(terminal, "Create connection?")

    def end(self, terminal: Terminal) -> None:
        # Had anything been answered, there would be no such question now.
        self.feed(terminal, b"", 1)
        super().end(terminal)


PLACES: dict[str, tuple[type[Batch], int]] = {
    "the connection's name": (OnName, 40),
    "the webhooks' URL": (OnUrl, 20),
    "a choice": (OnChoice, 10),
    "the review": (OnReview, 15),
    "the confirmation": (OnConfirmation, 15),
}
"""Where streams are fed, and in how many of a hundred batches."""


def _short(stream: bytes) -> str:
    return (
        repr(stream)
        if len(stream) < 400
        else f"{stream[:300]!r} ... {stream[-60:]!r} ({len(stream)} bytes)"
    )


def campaign(
    counts: dict[str, int], size: int, seed: int, directory: Path
) -> list[tuple[str, Batch]]:
    """So many batches for each place, three wizards at a time: they often wait."""
    places = [place for place, count in counts.items() for _ in range(count)]

    def one(number: int) -> tuple[str, Batch]:
        home = directory / str(number)
        home.mkdir()
        batch = PLACES[places[number]][0](seed * 100_000 + number, home)
        batch.run(size)
        return places[number], batch

    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(one, range(len(places))))


def test_no_bytes_do_what_only_a_user_may(whole: bool, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10_000)
    print(f"seed {seed}")
    counts = {place: share if whole else 1 for place, (_, share) in PLACES.items()}
    batches = campaign(counts, BATCH if whole else 20, seed, tmp_path)
    faults = [
        f"seed {seed} batch {number}, {place}: {batch.fault}"
        for number, (place, batch) in enumerate(batches)
        if batch.fault
    ]
    assert not faults, "\n".join(faults)
    if whole:
        fed, sent = Counter[str](), Counter[str]()
        for place, batch in batches:
            fed[place] += batch.fed
            sent[place] += batch.sent
        rows = [
            [place, counts[place], fed[place], f"{sent[place]:,}", fed[place], 0]
            for place in PLACES
        ]
        write_table(
            "hostile-input",
            TEXT,
            ["in front", "wizards", "streams", "bytes", "sound", "unsound"],
            rows,
        )


NAIVE = (sys.executable, "-m", "tests.support.naive_input")
FATAL = {
    "something was submitted": START + b"abc\x1b" + b"\r" * 40 + END,
    "ended with status": b"\xff\xfe",
    "was changed from": START + b"abc\x1b\tchanged" + b"x" * 32 + END,
}
"""What is wrong with the twin after which stream."""


@pytest.mark.parametrize("wrong", FATAL)
def test_a_naive_twin_is_found_out(wrong: str, tmp_path: Path) -> None:
    batch = OnName(1, tmp_path, NAIVE)
    batch.patience = 2
    batch.run(1, [FATAL[wrong]])
    assert wrong in batch.fault


def test_a_naive_twin_is_found_out_by_chance(tmp_path: Path) -> None:
    batch = OnName(1, tmp_path, NAIVE)
    batch.patience = 2
    batch.run(BATCH)
    assert batch.fault


REAL = {
    "the end of 'Nothing has been sent yet'": (OnReview, b"s"),
    "something was submitted": (OnConfirmation, b"y"),
}


@pytest.mark.parametrize("wrong", REAL)
def test_a_key_is_found_out(wrong: str, tmp_path: Path) -> None:
    """The same checks, where somebody does press the key."""
    place, key = REAL[wrong]
    batch = place(1, tmp_path)
    batch.patience = 2
    # Every other time the question does not wait yet.
    batch.run(2, [b"\xff", key])
    assert wrong in batch.fault


def test_keys_of_a_user_are_told_from_foreign_bytes() -> None:
    """What the streams leave out: a stream that held a key would show nothing."""
    for stream in (
        b"\r",
        b"x\ty",
        b"\x1b[Z",
        b"\x1b[13u",
        b"\x1b[114;5u",
        b"\x1b[6~",
        b"\x1b[1;5B",
        b"\x1bOA",
        b"\x1b[<0;5;5M",
        b"\x1b[57414u",
    ):
        assert holds_key(stream)
    for stream in (
        b"abc",
        b"\x1b[97u",
        b"\x1b[55296u",
        b"\x1b[<0;0;5M",
        b"\x1b[I",
        b"\x1b[?2026;2$y",
        b"\x1b[48;24;80;480;800t",
        b"\xff",
    ):
        assert not holds_key(stream)
    assert list(outside_pastes(b"a" + START + b"\r" + END + b"b" + START + b"\x1b[Z")) == [
        b"a",
        b"b",
        b"",
    ]
