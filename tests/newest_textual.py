"""Try the wizard with the newest Textual of the index: `python -m tests.newest_textual` prints a
report.

It installs a copy of the project and that Textual in a temporary directory, and runs some tests
with `switch.DIFFING` on and off. Nothing here passes or fails: the exit code is always 0.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from tests.support.paths import ROOT

COPIED = ("tui_app", "tests", "pyproject.toml", "README.md", "LICENSE")
PINNED = re.compile(r'"textual==[^"]*"')
SWITCH = "tui_app/tui/switch.py"
STATE = re.compile(r"(?<=^DIFFING: bool = )(True|False)$", re.MULTILINE)
BOTH = (
    "tests/tui/test_switch.py",
    "tests/tui/test_step.py",
    "tests/tui/test_wizard.py",
    "tests/tui/test_review.py",
    "tests/tui/test_private_parts.py",
)
"""What is to work however the switch stands."""
ONLY_ON = (
    "tests/house/test_private_parts.py",
    "tests/tui/test_frame.py",
    "tests/tui/test_guarded.py",
    "tests/tui/test_terminal.py",
)
INSTALLING, TESTING = 600.0, 900.0
"""Seconds after which either is given up."""


class Failure(Exception):
    """A command that did not do what was to be done: its last words."""


class Result(NamedTuple):
    """What came of the tests: how many passed, and which did not."""

    passed: int
    failed: list[str]
    seconds: float


def _run(*command: str, cwd: Path, patience: float) -> str:
    """What a command prints. Raise `Failure` if it fails or takes too long."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Failure(f"{command[0]} took more than {patience:.0f} s") from None
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()
        raise Failure(words[-1] if words else f"exit code {done.returncode}")
    return done.stdout.strip()


def _copy(to: Path) -> None:
    """Copy the project, with any Textual allowed."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, to / name)
    project = to / "pyproject.toml"
    project.write_text(PINNED.sub('"textual"', project.read_text()))


def _install(project: Path) -> Path:
    """Install the project with the newest Textual, in an environment of its own: its Python."""
    environment = project / ".venv"
    venv = (sys.executable, "-m", "venv", "--without-pip", str(environment))
    _run(*venv, cwd=project, patience=INSTALLING)
    python = environment / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--upgrade")
    _run(*pip, "-e", ".[test]", "textual", cwd=project, patience=INSTALLING)
    return python


def _test(python: Path, project: Path, tests: Sequence[str], *, diffing: bool) -> Result:
    """Run tests with the switch on or off."""
    switch, report = project / SWITCH, project / "report.xml"
    switch.write_text(STATE.sub(str(diffing), switch.read_text()))
    report.unlink(missing_ok=True)
    command = (str(python), "-m", "pytest", "-q", "-n", "2", f"--junitxml={report}", *tests)
    began, words = time.monotonic(), ""
    try:
        _run(*command, cwd=project, patience=TESTING)
    except Failure as failure:
        words = str(failure)
    taken = time.monotonic() - began
    if not report.exists():
        return Result(0, [f"no test ran: {words}"], taken)
    cases = list(ElementTree.parse(report).iter("testcase"))
    bad = [
        case for case in cases if case.find("failure") is not None or case.find("error") is not None
    ]
    skipped = sum(case.find("skipped") is not None for case in cases)
    names = [f"{case.get('classname')}::{case.get('name')}" for case in bad]
    return Result(len(cases) - len(bad) - skipped, names, taken)


def report() -> Iterator[str]:
    """The lines of the report, each as soon as it is known."""
    yield f"The project is made for Textual {version('textual')}."
    with tempfile.TemporaryDirectory(prefix="newest-textual-") as directory:
        project = Path(directory)
        _copy(project)
        try:
            python = _install(project)
            asked = "from importlib.metadata import version; print(version('textual'))"
            newest = _run(str(python), "-c", asked, cwd=project, patience=60)
        except Failure as failure:
            yield f"No newest Textual: the index cannot be reached, or it does not install ({failure})."
            return
        yield f"The newest that the index has, and that goes with the rest, is {newest}."
        for diffing, tests in ((True, (*BOTH, *ONLY_ON)), (False, BOTH)):
            result = _test(python, project, tests, diffing=diffing)
            state = "on" if diffing else "off"
            yield (
                f"Sparing {state}: {result.passed} tests passed, {len(result.failed)} failed, "
                f"{result.seconds:.0f} s."
            )
            yield from (f"  failed: {name}" for name in result.failed)


def main() -> int:
    for line in report():
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
