"""How fast, and how little for the link: `python -m tests.benchmark` measures and prints tables;
`--write` writes them to `tests/results/benchmark.md`.

Every figure is measured in turns with its reference in the same run, and told as a ratio: the
machine cancels out. Nothing here passes or fails; what is aimed at stands beside what was measured.
"""

import argparse
import compileall
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests import benchmark_list, profile
from tests.support.figures import Row, compared, mebibytes, sized, table
from tests.support.meter import Answer, Meter
from tests.support.paths import TESTS
from tests.support.pty import (
    BACKSPACE,
    CTRL_G,
    CTRL_R,
    CTRL_T,
    DOWN,
    ENTER,
    PAGE_DOWN,
    PAGE_UP,
    SHIFT_TAB,
    TAB,
)
from tui_app.settings.request import REQUEST

WIZARD = (sys.executable, "-m", "tui_app", "--sandbox")
FIELDS = len(REQUEST.groups[0].settings)
BARE = (sys.executable, "-m", "tests.support.bare_form", str(FIELDS))
RESULTS = TESTS / "results" / "benchmark.md"
STEPS = len(REQUEST.groups)

Keys = tuple[str, Sequence[str]]
"""A kind of key, and keys that are typed one by one. Those of no kind are not measured."""
NAME, USER, SECRET, URL = FIELD_KINDS = (
    "the name",
    "the user name, in error and out",
    "the password",
    "a URL, from its second half in error",
)
MOVE, DOWNWARDS, FILTER = "Tab", "Down", "filter"
TYPED: Sequence[Keys] = (
    (NAME, "the quick brown fox"),
    (MOVE, TAB),
    (USER, "off"),
    (MOVE, TAB),
    (SECRET, "Winter2026"),
    # What was left is judged aloud: it is too short, then right, then wrong, and right again,
    # twice.
    (MOVE, [SHIFT_TAB]),
    (USER, f"ice12 {BACKSPACE} {BACKSPACE}3"),
    (MOVE, TAB),
    (SECRET, "-blue"),
)
TO_URL: Keys = ("", [CTRL_G, *"event url", ENTER])
TO_URL_BARE: Keys = ("", TAB)
TYPED_AS_URL: Sequence[Keys] = (
    (URL, "htp:/hook"),
    (MOVE, TAB),
    (MOVE, [SHIFT_TAB]),
    (URL, ".example/x"),
)
OURS_ALONE: Sequence[Keys] = ((DOWNWARDS, [DOWN] * 4), ("", CTRL_G), (FILTER, "ring"))
LETTERS = (*"abcdefghij", *(BACKSPACE * 10))
UNDO, REDO = "\x1f", "\x19"
ALL_ROUND = (
    *LETTERS,
    UNDO,
    UNDO,
    REDO,
    REDO,
    PAGE_DOWN,
    PAGE_DOWN,
    PAGE_UP,
    PAGE_UP,
    CTRL_T,
    CTRL_T,
    CTRL_G,
    *"ring",
    CTRL_G,
)
"""Typing, undoing, paging, the payload opened and closed, and a list that is filtered."""
TITLE = """# How fast, and how little for the link

Made by `python -m tests.benchmark --write`: the wizard in a terminal, in turns with a bare Textual
form that has as many fields as the first step. Each figure is a ratio within one run.
"""
NOTES = """
Until its first picture the wizard keeps Python's collector off; the bare form does so only where a
row says it. Letters are typed each once the one before is painted, from half a second after the
start; the first one in each field is among them. The bare form's memory is what it took for the
same letters. Memory is the most that was held, libraries included.
"""


class Sample(NamedTuple):
    """What one life of a program in a terminal showed: the start, and the answers by kind of
    key.
    """

    start: float
    start_bytes: int
    answers: dict[str, list[Answer]]
    unanswered: int
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
    payload = (
        '{"connection_name": "office-pbx", "user_name": "office12", "password": "Wq7-Nz2L-m9Rx"}'
    )
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, arguments in commands.items():
            begun = time.perf_counter()
            subprocess.run(
                [sys.executable, *arguments],
                input=payload,
                text=True,
                capture_output=True,
                check=True,
            )
            times[name].append(time.perf_counter() - begun)
    # The first round fills the caches.
    best = {name: statistics.median(taken[1:]) for name, taken in times.items()}
    yield compared(
        "`check`, against `import pydantic`", (best["check"], best["pydantic"]), "<= 2.0"
    )
    yield compared("`--help`, against `import pydantic`", (best["help"], best["pydantic"]))
    yield compared("`check`, against Python starting", (best["check"], best["python"]))
    yield compared(
        "`check`, against `import telnyx`, the vendor's SDK", (best["check"], best["sdk"])
    )


def _life(command: tuple[str, ...], home: Path) -> Sample:
    """Starts a program and types into four of its fields, each key once the one before is
    painted.
    """
    is_bare = "tests.support.bare_form" in command
    begun = time.monotonic()
    with Meter(*command, home=home) as meter:
        meter.until_written(b"Field 0" if is_bare else b"Connection name")
        start = meter.last - begun
        meter.wait_idle(0.5)
        start_bytes = meter.bytes_out
        answers: dict[str, list[Answer]] = {}
        for kind, keys in (
            *TYPED,
            TO_URL_BARE if is_bare else TO_URL,
            *TYPED_AS_URL,
            *(() if is_bare else OURS_ALONE),
        ):
            for key in keys:
                answer = meter.answer(key)
                if answer and kind:
                    answers.setdefault(kind, []).append(answer)
            if not kind:
                # Who has come to another step looks at it.
                meter.wait_idle(0.5)
        return Sample(start, start_bytes, answers, meter.unanswered, meter.memory(peak=True))


def _times(lives: list[Sample], *kinds: str) -> list[float]:
    return [answer.taken for life in lives for kind in kinds for answer in life.answers[kind]]


def _sizes(lives: list[Sample], *kinds: str) -> list[int]:
    return [answer.size for life in lives for kind in kinds for answer in life.answers[kind]]


def _first_letter(lives: list[Sample]) -> float:
    return statistics.median(life.answers[kind][0].taken for life in lives for kind in FIELD_KINDS)


def _later_letters(lives: list[Sample]) -> list[float]:
    return [
        answer.taken for life in lives for kind in FIELD_KINDS for answer in life.answers[kind][1:]
    ]


def _p99(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


def _lives(runs: int, home: Path) -> Iterator[Row]:
    """Start, keys and memory, the wizard and the bare form in turns."""
    ours: list[Sample] = []
    bare: list[Sample] = []
    late: list[Sample] = []
    for number in range(runs + 1):
        ours.append(_life(WIZARD, home / f"ours-{number}"))
        bare.append(_life(BARE, home / f"bare-{number}"))
        late.append(_life((*BARE, "late-collector"), home / f"late-{number}"))
    # The first round fills the caches.
    del ours[0], bare[0], late[0]

    def both(measure: Callable[[list[Sample]], float]) -> tuple[float, float]:
        return measure(ours), measure(bare)

    def start(lives: list[Sample]) -> float:
        return statistics.median(life.start for life in lives)

    yield compared("start to the first painted step", both(start), "<= 1.3")
    yield compared(
        "the same, the bare form's collector off as well", (start(ours), start(late)), "<= 1.3"
    )
    yield compared(
        "letter to last byte, median of four fields",
        both(lambda lives: statistics.median(_times(lives, *FIELD_KINDS))),
        "<= 1.5",
    )
    yield compared(
        "letter to last byte, 99th percentile",
        both(lambda lives: _p99(_times(lives, *FIELD_KINDS))),
        "<= 1.5",
    )
    yield compared("the first letter in a field, median", both(_first_letter))
    yield compared(
        "the later letters, 99th percentile", both(lambda lives: _p99(_later_letters(lives)))
    )
    for kind in FIELD_KINDS:
        yield compared(
            f"letter in {kind}, median",
            both(lambda lives, kind=kind: statistics.median(_times(lives, kind))),  # type: ignore[misc]
            "<= 1.5",
        )
    yield compared(
        "Tab to last byte, median",
        both(lambda lives: statistics.median(_times(lives, MOVE))),
        "<= 1.5",
    )
    filtering = (
        statistics.median(_times(ours, FILTER)),
        statistics.median(_times(bare, *FIELD_KINDS)),
    )
    yield compared("letter in the filter of Ctrl+G, against one in a field, median", filtering)
    yield Row(
        "keys without an answer",
        str(sum(life.unanswered for life in ours)),
        str(sum(life.unanswered for life in bare)),
        "",
        "0",
    )
    yield compared(
        "bytes at start",
        both(lambda lives: statistics.median(life.start_bytes for life in lives)),
        "",
        sized,
    )
    yield compared(
        "bytes for a letter, mean",
        both(lambda lives: statistics.fmean(_sizes(lives, *FIELD_KINDS))),
        "<= 80 B",
        sized,
    )
    yield compared(
        "bytes for a letter, most", both(lambda lives: max(_sizes(lives, *FIELD_KINDS))), "", sized
    )
    yield compared(
        "bytes for Tab, mean", both(lambda lives: statistics.fmean(_sizes(lives, MOVE))), "", sized
    )
    yield Row("bytes for Down, mean", sized(statistics.fmean(_sizes(ours, DOWNWARDS))))
    yield Row(
        "bytes for a letter in the filter of Ctrl+G, mean",
        sized(statistics.fmean(_sizes(ours, FILTER))),
    )
    yield from _memory(home, statistics.median(life.memory for life in bare))


def _memory(home: Path, bare: float) -> Iterator[Row]:
    """The most that was held in memory until three points of a connection's making, against all of
    the bare form's life.
    """
    with Meter(*WIZARD, home=home / "memory") as meter:
        meter.until_written(b"Connection name")
        for keys in (*"office-pbx", TAB, *"office12", TAB, *"Wq7-Nz2L-m9Rx"):
            meter.answer(keys)
        meter.idle(2)
        yield compared(
            "peak memory on the first step", (meter.memory(peak=True), bare), "<= 1.5", mebibytes
        )
        for _ in range(STEPS):
            meter.answer(PAGE_DOWN)
        meter.idle(1)
        yield compared(
            "peak memory when all steps were seen",
            (meter.memory(peak=True), bare),
            "<= 1.5",
            mebibytes,
        )
        meter.answer("s")
        # The confirmation takes no key that was typed ahead.
        meter.idle(1)
        meter.answer(ENTER)
        meter.until_written(b"Created")
        meter.wait_idle(0.5)
        yield compared(
            "peak memory when a connection was created in the sandbox",
            (meter.memory(peak=True), bare),
            "<= 1.5",
            mebibytes,
        )


def _present(answers: Iterable[Answer | None]) -> list[Answer]:
    return [answer for answer in answers if answer]


def _visits(home: Path, rest: float) -> tuple[list[Answer], list[Answer]]:
    """Every step, there and back, twice: the first visits, `rest` seconds after the last step was
    painted, and the later ones.
    """
    with Meter(*WIZARD, home=home) as meter:
        meter.until_written(b"Connection name")
        first = []
        for _ in range(STEPS):
            meter.idle(rest)
            first.append(meter.answer(PAGE_DOWN))
        later = [meter.answer(key) for key in (PAGE_UP, PAGE_DOWN) for _ in range(STEPS)]
    return _present(first), _present(later)


def _steps(runs: int, home: Path) -> Iterator[Row]:
    """Step changes: by one who looks at each step, and by one who pages on as soon as it is
    painted.
    """
    sizes: list[int] = []
    for rest, what in ((1.0, "a second after the last"), (0.0, "as soon as the last is painted")):
        lives = [_visits(home / f"{rest}-{number}", rest) for number in range(runs)]
        first, later = (
            [answer for life in lives for answer in life[0]],
            [answer for life in lives for answer in life[1]],
        )
        times = (
            statistics.median(answer.taken for answer in first),
            statistics.median(answer.taken for answer in later),
        )
        yield compared(f"step change {what}, first visit against later ones, median", times, "<= 2")
        sizes += [answer.size for answer in (*first, *later)]
    yield Row("bytes for a step change, median", sized(statistics.median(sizes)), aim="<= 2 KB")
    yield Row("bytes for a step change, most", sized(max(sizes)), aim="<= 12 KB")
    with Meter(*WIZARD, home=home / "idle") as meter:
        meter.until_written(b"Connection name")
        meter.wait_idle(1)
        idle = [meter.idle(10)]
        meter.answer(CTRL_R)
        meter.wait_idle(1)
        idle.append(meter.idle(10))
    yield Row(
        "bytes while idle for 10 s, on a step and on the review",
        " and ".join(map(sized, idle)),
        aim="0 B",
    )


LARGE = ((120, 40), (200, 60))
"""Columns and lines at which the payload stands beside the form, and a setting is explained."""


def _large(home: Path) -> Iterator[Row]:
    """What larger terminals take: at the start, for a letter, for a step."""
    for columns, lines in LARGE:
        size = f"{columns}x{lines}"
        with Meter(*WIZARD, home=home / size, columns=columns, rows=lines) as meter:
            meter.until_written(b"Connection name")
            meter.wait_idle(0.5)
            start = meter.bytes_out
            letters = _present([meter.answer(key) for key in "the quick brown fox"])
            steps = _present(
                meter.answer(key) for key in (PAGE_DOWN, PAGE_UP) for _ in range(STEPS)
            )
        yield Row(f"bytes at start, {size}", sized(start))
        letter = statistics.fmean(answer.size for answer in letters)
        yield Row(f"bytes for a letter, {size}, mean", sized(letter), aim="<= 300 B")
        step = statistics.median(answer.size for answer in steps)
        yield Row(f"bytes for a step change, {size}, median", sized(step))


def _growth(keys: int, home: Path) -> Iterator[Row]:
    """How much memory grows while one types, pages, undoes, and opens and closes dialogs, after a
    warm-up.
    """
    grown = []
    for command, shown, around in (
        (WIZARD, b"Connection name", ALL_ROUND),
        (BARE, b"Field 0", LETTERS),
    ):
        with Meter(*command, home=home) as meter:
            meter.until_written(shown)
            before = 0
            for part in range(-2, 10):
                for _ in range(keys // 10 // len(around) + 1):
                    meter.send(*around)
                # What is made ready, and what is thrown away, while nobody types.
                meter.wait_idle(1, timeout=120)
                if part == -1:
                    before = meter.memory()
            grown.append(meter.memory() - before)
    what = f"memory grown over {keys:,} keys: letters, steps, dialogs, undo (the form: letters)"
    yield Row(what, mebibytes(grown[0]), mebibytes(grown[1]), "", "noise")


def main() -> None:
    """Measures, prints, and with `--write` records."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=7, metavar="N", help="times that each figure is measured (7)"
    )
    parser.add_argument(
        "--keys",
        type=int,
        default=10_000,
        metavar="N",
        help="keys for the growth of memory (10,000)",
    )
    parser.add_argument("--write", action="store_true", help=f"write them to {RESULTS.name}")
    options = parser.parse_args()
    # As installed: a source that was edited since is else compiled at every start, because what
    # runs here writes no bytecode.
    for package in ("tui_app", "tests/support"):
        compileall.compile_dir(package, quiet=2)
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        rows = [
            *_lives(options.runs, home),
            *_steps(max(1, options.runs // 2), home / "steps"),
            *_large(home / "large"),
            *_growth(options.keys, home / "growth"),
            *benchmark_list.rows(max(1, options.runs // 2), home / "list"),
            *_commands(options.runs),
        ]
        parts = profile.tables(options.runs)
    text = "\n".join((TITLE, table(rows) + NOTES, parts))
    print(text)
    if options.write:
        RESULTS.write_text(text)


if __name__ == "__main__":
    main()
