"""Where the time of a start and the memory of a whole session go, by package.

`python -m tests.benchmark` prints these tables below its own, and records them with `--write`.
"""

import re
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

IMPORT = re.compile(rb"^import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)$", re.MULTILINE)
OURS, TEXTUAL, OTHERS = "the wizard's own modules", "Textual and Rich", "the standard library, rest"
OWNERS = {"tui_app": OURS, "textual": TEXTUAL, "rich": TEXTUAL, "pygments": TEXTUAL}
SCREEN = "import tui_app.tui.app, tui_app.commands.wizard, tui_app.tui.screens.step"
FORM = "import tests.support.bare_form"
STAGES: Sequence[tuple[str, str]] = (
    ("Python", "pass"),
    ("Textual and Rich, as a bare form imports them", FORM),
    ("the wizard's modules for the first picture", SCREEN),
    ("pydantic, which wraps the password", "import pydantic"),
    (
        "the word lists of the password's estimator",
        "from tui_app.settings.passwords import guessable; guessable('office-phone')",
    ),
    (
        "httpx and TLS, for the first request",
        "import httpx, ssl; ssl.create_default_context(); import tui_app.api.client",
    ),
    (
        "Starlette, for the sandbox",
        "import starlette.applications, starlette.routing, tui_app.sandbox.app",
    ),
)
"""What a session imports, in the order in which it comes to need it."""
_STATUS = """
import re
from pathlib import Path
status = Path("/proc/self/status").read_text()
print(re.search(r"^VmHWM:\\s+(\\d+) kB", status, re.MULTILINE)[1])
"""


class Stage(NamedTuple):
    """What a stage added, in bytes, and the whole after it."""

    what: str
    added: int
    whole: int


def _milliseconds(statement: str) -> dict[str, float]:
    """Return the milliseconds that one import spends in the modules of each owner."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", statement], capture_output=True, check=True
    )
    taken: dict[str, float] = defaultdict(float)
    for microseconds, module in IMPORT.findall(done.stderr):
        owner = OWNERS.get(module.decode().partition(".")[0], OTHERS)
        taken[owner] += int(microseconds) / 1000
    return taken


def import_times(runs: int) -> dict[str, tuple[float, float]]:
    """Return the milliseconds in each owner's modules: the wizard's and the bare form's start.

    Medians of `runs` imports, in turns. Python's own account of the time makes each a little slower
    than it is.
    """
    pairs = [(_milliseconds(SCREEN), _milliseconds(FORM)) for _ in range(runs + 1)][1:]
    return {
        owner: (
            statistics.median(ours.get(owner, 0) for ours, _ in pairs),
            statistics.median(bare.get(owner, 0) for _, bare in pairs),
        )
        for owner in (TEXTUAL, OTHERS, OURS)
    }


def stages() -> Iterator[Stage]:
    """Return the peak memory after each stage of a session, imported one upon the other."""
    before, statements = 0, list[str]()
    for what, statement in STAGES:
        statements.append(statement)
        done = subprocess.run(
            [sys.executable, "-c", "; ".join(statements) + _STATUS],
            capture_output=True,
            check=True,
            text=True,
        )
        whole = int(done.stdout) * 1024
        yield Stage(what, whole - before, whole)
        before = whole


def tables(runs: int) -> str:
    """Return both tables in Markdown."""
    lines = [
        "## Where the start goes",
        "",
        "Importing, by Python's own account (`-X importtime`). The rest of a start is Python itself,",
        "the building of the screen and its painting.",
        "",
        "| modules of | wizard | bare form |",
        "| --- | --- | --- |",
    ]
    times = import_times(runs)
    times["all"] = (
        sum(ours for ours, _ in times.values()),
        sum(bare for _, bare in times.values()),
    )
    lines += [
        f"| {owner} | {ours:.0f} ms | {bare:.0f} ms |" for owner, (ours, bare) in times.items()
    ]
    lines += [
        "",
        "## Where the memory goes",
        "",
        "What is held at most after each is imported, one upon the other. The rest of a session's",
        "memory is its screens, what is drawn on them, and the sandbox at work.",
        "",
        "| what | adds | together |",
        "| --- | --- | --- |",
    ]
    for what, added, whole in stages():
        lines.append(f"| {what} | {added / 2**20:.1f} MiB | {whole / 2**20:.1f} MiB |")
    return "\n".join([*lines, ""])
