"""The README's commands are what a newcomer copies and what `.ci/run` executes: they must be there,
once, and complete.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import RESULTS, ROOT
from tui_app.settings.problem import errors
from tui_app.settings.request import REQUEST
from tui_app.text.document import parse_document

READER = ROOT / ".ci" / "readme_block.py"
README = ROOT / "README.md"
PAGES = [
    README,
    *(RESULTS / f"{name}.md" for name in ("commands", "keys", "recovery", "terminals")),
]


def run(file: Path, heading: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, READER, file, heading],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_run_command_opens_the_sandbox() -> None:
    done = run(README, "Run")
    assert (done.returncode, done.stderr) == (0, "")
    assert "telnyx-wizard --sandbox" in done.stdout


def test_the_test_command_runs_pytest() -> None:
    done = run(README, "Test")
    assert (done.returncode, done.stderr) == (0, "")
    assert "pytest" in done.stdout


def test_the_commands_need_nothing_but_python_and_an_index() -> None:
    for heading in ("Run", "Test"):
        assert run(README, heading).stdout.startswith(
            "python3 -m venv .venv && .venv/bin/pip install "
        )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# A\n", "must be one heading '## Run', not 0"),
        ("## Run\n```sh\na\n```\n## Run\n```sh\nb\n```\n", "must be one heading '## Run', not 2"),
        ("## Run\nno block\n## Test\n```sh\na\n```\n", "must hold one fenced block, not 0"),
        ("## Run\n```sh\na\n```\n\n```\nb\n```\n", "must hold one fenced block, not 2"),
    ],
)
def test_a_readme_without_exactly_one_command_is_refused(
    tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "R.md").write_text(text)
    done = run(tmp_path / "R.md", "Run")
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr


def test_the_block_comes_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "R.md").write_text(
        "## Running\n\n```\nx\n```\n## Run\nwords\n\n```sh\na && b\n  c\n```\n\nmore\n\n### Deeper\n"
    )
    assert run(tmp_path / "R.md", "Run").stdout == "a && b\n  c\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_page_that_is_linked_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https:)([^)#]+\.md|LICENSE)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert links
    assert [link for link in links if not (page.parent / link).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_line_fits_on_a_hundred_columns(page: Path) -> None:
    """Tables are longer, and the commands under Run and Test stay as they are."""
    text = re.sub(r"(?m)^(\||python3 -m venv).*$", "", page.read_text("utf-8"))
    assert [line for line in text.splitlines() if len(line) > 100] == []


def test_the_connections_of_the_examples_are_valid() -> None:
    bodies = re.findall(r"\{\"connection_name\".*?\}", README.read_text("utf-8"))
    assert len(bodies) == 2
    for body in bodies:
        answers, problems = REQUEST.read(parse_document(body.encode(), "README"))
        assert errors([*problems, *REQUEST.validate(answers)]) == []
