"""How fast, and how little for the link: `python -m tests.benchmark` measures and prints a table; `--write` puts it into the README.

Every figure is measured in turns with its reference in the same run, and told as a ratio: the machine cancels out. Nothing here passes
or fails; what is aimed at stands beside what was measured.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.support.meter import Meter
from tests.support.pty import CTRL_R, PAGE_DOWN, PAGE_UP, TAB
from tui_app.connection import REQUEST

WIZARD = (sys.executable, "-m", "tui_app", "--sandbox")
FIELDS = len(REQUEST.groups[0].settings)
BARE = (sys.executable, "-m", "tests.support.bare_form", str(FIELDS))
README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = re.compile(r"(?<=<!-- benchmark -->\n).*?(?=<!-- end of benchmark -->)", re.DOTALL)
TEXT = "the quick brown fox jumps over the lazy dog "


class Row(NamedTuple):
    """A line of the table."""

    what: str
    ours: str
    reference: str = ""
    ratio: str = ""
    aim: str = ""


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.02 else f"{seconds * 1000:.1f} ms"


def _bytes(number: float) -> str:
    return f"{number / 1000:.1f} KB" if number >= 2000 else f"{number:.0f} B"


def _mebibytes(number: float) -> str:
    return f"{number / 2**20:.1f} MiB"


def _compared(what: str, pair: tuple[float, float], aim: str = "", show: Callable[[float], str] = _milliseconds) -> Row:
    """A row of our figure and its reference."""
    ours, reference = pair
    return Row(what, show(ours), show(reference), f"{ours / reference:.2f}" if reference else "", aim)


class Sample(NamedTuple):
    """What one life of a program in a terminal showed."""

    start: float
    start_bytes: int
    key_times: list[float]
    key_bytes: list[int]
    memory: int


def _commands(runs: int) -> Iterator[Row]:
    """How long commands take from start to end, in turns."""
    commands = {
        "python": ("-c", "pass"),
        "pydantic": ("-c", "import pydantic"),
        "textual": ("-c", "import textual.app"),
        "sdk": ("-c", "import telnyx"),
        "help": ("-m", "tui_app", "--help"),
        "check": ("-m", "tui_app", "check", "-"),
    }
    payload = '{"connection_name": "office-pbx", "user_name": "office12", "password": "Winter-2026-x"}'
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, arguments in commands.items():
            begun = time.perf_counter()
            subprocess.run([sys.executable, *arguments], input=payload, text=True, capture_output=True, check=True)
            times[name].append(time.perf_counter() - begun)
    # The first round fills the caches.
    best = {name: statistics.median(taken[1:]) for name, taken in times.items()}
    yield _compared("`check`, against `import pydantic`", (best["check"], best["pydantic"]), "<= 2.0")
    yield _compared("`--help`, against `import pydantic`", (best["help"], best["pydantic"]))
    yield _compared("`check`, against Python starting", (best["check"], best["python"]))
    yield _compared("`check`, against `import telnyx`, the vendor's SDK", (best["check"], best["sdk"]))


def _life(command: tuple[str, ...], shown: bytes, keys: int, home: Path, size: tuple[int, int] = (80, 24)) -> Sample:
    """Starts a program and types into its first field."""
    begun = time.monotonic()
    with Meter(*command, home=home, columns=size[0], rows=size[1]) as meter:
        meter.until_written(shown)
        start = meter.last - begun
        meter.wait_idle(0.5)
        start_bytes = meter.bytes_out
        answers = [meter.answer(TEXT[number % len(TEXT)]) for number in range(keys)]
        return Sample(start, start_bytes, [taken for taken, _ in answers], [size for _, size in answers], meter.memory(peak=True))


def _key_times(lives: list[Sample]) -> list[float]:
    return [taken for life in lives for taken in life.key_times]


def _p99(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


def _lives(runs: int, keys: int, home: Path) -> Iterator[Row]:
    """Start, keys and memory, the wizard and the bare form in turns."""
    ours: list[Sample] = []
    bare: list[Sample] = []
    for number in range(runs + 1):
        ours.append(_life(WIZARD, b"Connection name", keys, home / f"ours-{number}"))
        bare.append(_life(BARE, b"Field 0", keys, home / f"bare-{number}"))
    del ours[0], bare[0]
    wide = _life(WIZARD, b"Connection name", keys, home / "wide", (120, 40))

    def both(measure: Callable[[list[Sample]], float]) -> tuple[float, float]:
        return measure(ours), measure(bare)

    yield _compared("start to the first painted step", both(lambda lives: statistics.median(life.start for life in lives)), "<= 1.3")
    yield _compared("key to last byte, median", both(lambda lives: statistics.median(_key_times(lives))), "<= 1.5")
    yield _compared("key to last byte, 99th percentile", both(lambda lives: _p99(_key_times(lives))), "<= 1.5")
    yield _compared("peak memory", both(lambda lives: statistics.median(life.memory for life in lives)), "<= 1.5", _mebibytes)
    yield _compared("bytes at start", both(lambda lives: statistics.median(life.start_bytes for life in lives)), "", _bytes)
    sizes = both(lambda lives: statistics.fmean(size for life in lives for size in life.key_bytes))
    yield _compared("bytes for a key at 80x24, mean", sizes, "<= 200 B", _bytes)
    yield Row("bytes for a key at 120x40 with the payload open, mean", _bytes(statistics.fmean(wide.key_bytes)), aim="<= 600 B")


def _steps(home: Path) -> Iterator[Row]:
    """Every step, there and back, twice: the first visit and the later ones."""
    steps = len(REQUEST.groups)
    with Meter(*WIZARD, home=home) as meter:
        meter.until_written(b"Connection name")
        # As much as a user needs to type three answers: the wizard may make ready meanwhile.
        for keys in ("office-pbx", TAB, "office12", TAB, "Winter-2026-x"):
            for key in keys:
                meter.answer(key)
        meter.wait_idle(0.5)
        first = []
        for _ in range(steps):
            # As long as it takes to see what the step is about.
            meter.idle(1)
            first.append(meter.answer(PAGE_DOWN))
        later = [meter.answer(PAGE_UP) for _ in range(steps)] + [meter.answer(PAGE_DOWN) for _ in range(steps)]
        idle = [meter.idle(10)]
        meter.answer(CTRL_R)
        idle.append(meter.idle(10))
    first_times, later_times = [taken for taken, _ in first], [taken for taken, _ in later]
    sizes = [size for _, size in first + later]
    times = statistics.median(first_times), statistics.median(later_times)
    yield _compared("step change, first visit against later ones, median", times, "<= 2")
    yield Row("bytes for a step change, median", _bytes(statistics.median(sizes)), aim="<= 6 KB")
    yield Row("bytes for a step change, most", _bytes(max(sizes)), aim="<= 12 KB")
    yield Row("bytes while idle for 10 s, on a step and on the review", " and ".join(map(_bytes, idle)), aim="0 B")


def _growth(keys: int, home: Path) -> Iterator[Row]:
    """How much memory grows while one types, after a warm-up."""
    grown = []
    for command, shown in ((WIZARD, b"Connection name"), (BARE, b"Field 0")):
        with Meter(*command, home=home) as meter:
            meter.until_written(shown)
            # What is made ready while nothing is typed takes its memory once.
            meter.idle(5)
            before = 0
            for part in range(-2, 10):
                for _ in range(keys // 200):
                    # Ten letters and ten backspaces, so that the text stays short.
                    meter.send("abcdefghij" + "\x7f" * 10)
                meter.wait_idle(0.5, timeout=60)
                if part == -1:
                    before = meter.memory()
            grown.append(meter.memory() - before)
    yield Row(f"memory grown over {keys:,} keys", _mebibytes(grown[0]), _mebibytes(grown[1]), "", "noise")


def table(rows: list[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| measured | wizard | reference | ratio | aim |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def main() -> None:
    """Measures, prints, and with `--write` records."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="times that each figure is measured (7)")
    parser.add_argument("--keys", type=int, default=10_000, metavar="N", help="keys for the growth of memory (10,000)")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        rows = [
            *_lives(options.runs, 40, home),
            *_steps(home / "steps"),
            *_growth(options.keys, home / "growth"),
            *_commands(options.runs),
        ]
    text = table(rows)
    print(text)
    if options.write:
        README.write_text(BLOCK.sub(lambda found: "\n" + text + "\n", README.read_text()))


if __name__ == "__main__":
    main()
