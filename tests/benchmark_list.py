"""How fast the list of connections is: an account of 10,000 in turns with one of ten."""

import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from tests.support.figures import Row, compared, mebibytes
from tests.support.meter import Answer, Meter
from tests.support.pty import BACKSPACE, CTRL_E, DOWN, END, ESCAPE, TAB, Terminal
from tests.support.sandbox import served

MANY, FEW = 10_000, 10
READ = {MANY: b"250 of 10,000 read", FEW: b"all 10 read"}
"""What is said once the first rows are there."""
SEARCHED = "berlin"
"""What is typed to search: some of the made-up connections are called so."""
REST = 0.5
"""Seconds in which the wizard does what it does while nobody types."""


class Sample(NamedTuple):
    """What one life of the wizard showed over an account, in seconds.

    `first` and `again`: from the key to the first rows, as the list is opened and once more.
    `moves` from row to row, `letters` in the search, `field` in a field of a step.
    """

    first: float
    again: float
    moves: list[float]
    letters: list[float]
    field: list[float]


class _Drawn(Meter):
    """A meter whose screen is drawn as well."""

    def _draw(self, data: bytes) -> None:
        super()._draw(data)
        Terminal._draw(self, data)

    @property
    def read(self) -> int:
        """How many rows the list says are read."""
        found = re.search(r"([0-9,]+) (?:of [0-9,]+ )?read", self.screen_text())
        return int(found[1].replace(",", "")) if found else 0


@contextmanager
def _accounts(home: Path) -> Iterator[dict[int, str]]:
    """Two sandboxes, each in a process of its own: their base URLs by how many they have."""
    with ExitStack() as stack:
        bases = {}
        for count in (MANY, FEW):
            place = str(home / f"account-{count}")
            with patch.dict(os.environ, {"XDG_DATA_HOME": place, "XDG_STATE_HOME": place}):
                bases[count] = stack.enter_context(served("--seed", str(count)))[1]
        yield bases


def _command(base: str, home: Path) -> tuple[str, ...]:
    key = home / "key"
    key.write_text("KEY0123456789\n")
    return (sys.executable, "-m", "tui_app", "--base-url", base, "--api-key-file", str(key))


def _opened(meter: Meter, count: int) -> float:
    """Opens the list. The seconds until its first rows are there."""
    meter.idle(REST)
    before, begun = meter.bytes_out, time.monotonic()
    meter.send(CTRL_E)
    meter.wait_until(lambda: READ[count] in meter.output[before:], 60, "the first rows")
    taken = meter.last - begun
    # It takes no other key before it was seen for a moment.
    meter.idle(REST)
    return taken


def _taken(meter: Meter, *keys: str) -> list[float]:
    answers: list[Answer | None] = [meter.answer(key) for key in keys]
    return [answer.taken for answer in answers if answer]


def _life(command: tuple[str, ...], count: int, home: Path) -> Sample:
    """Opens the list twice, goes down in it and searches it."""
    with Meter(*command, home=home) as meter:
        meter.until_written(b"Connection name")
        field = _taken(meter, *SEARCHED)
        meter.idle(2 * REST)
        first = _opened(meter, count)
        meter.answer(ESCAPE)
        again = _opened(meter, count)
        moves = _taken(meter, *(DOWN * 8))
        meter.send(TAB)
        meter.idle(REST)
        letters = _taken(meter, *SEARCHED, *(BACKSPACE * len(SEARCHED)))
    return Sample(first, again, moves, letters, field)


def _growth(command: tuple[str, ...], home: Path) -> Iterator[Row]:
    """Reads all rows: the memory that they take, and how fast a search over them is."""
    with _Drawn(*command, home=home) as meter:
        meter.until_written(b"Connection name")
        field = _taken(meter, *SEARCHED)
        _opened(meter, MANY)
        before, begun = meter.memory(), meter.read
        while (read := meter.read) < MANY:
            meter.send(END, DOWN)
            meter.wait_until(lambda read=read: meter.read > read, 60, "the next page")  # type: ignore[misc]
        meter.idle(2 * REST)
        grown = (meter.memory() - before) / (read - begun) * 1000
        meter.send(TAB)
        meter.idle(REST)
        letters = _taken(meter, *SEARCHED, *(BACKSPACE * len(SEARCHED)))
    yield compared(
        "connections: letter in the search, all 10,000 read, against one in a field, median",
        (statistics.median(letters), statistics.median(field)),
        "<= 50 ms",
    )
    yield Row("connections: memory for 1,000 rows", mebibytes(grown))


def rows(runs: int, home: Path) -> Iterator[Row]:
    """The figures of the list: the account of 10,000 is ours, the one of ten the reference."""
    home.mkdir(parents=True, exist_ok=True)
    with _accounts(home) as bases:
        lives: dict[int, list[Sample]] = {count: [] for count in bases}
        for number in range(runs + 1):
            for count, base in bases.items():
                place = home / f"{count}-{number}"
                lives[count].append(_life(_command(base, home), count, place))

        def both(measure: Callable[[Sample], list[float]]) -> tuple[float, float]:
            # The first round fills the caches.
            many, few = (
                statistics.median(taken for life in lives[count][1:] for taken in measure(life))
                for count in (MANY, FEW)
            )
            return many, few

        what = "connections: key to the first rows, 10,000 against 10"
        yield compared(what, both(lambda life: [life.first]), "<= 1.5")
        yield compared(f"{what}, opened again", both(lambda life: [life.again]), "<= 1.5")
        yield compared(
            "connections: Down, 10,000 against 10, median", both(lambda life: life.moves), "<= 1.5"
        )
        yield compared(
            "connections: letter in the search, 10,000 against 10, median",
            both(lambda life: life.letters),
            "<= 1.5",
        )
        yield from _growth(_command(bases[MANY], home), home / "growth")
