"""Start-up is a feature: what a command does not need, it does not import.

Each case runs in an interpreter of its own.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("textual", "rich", "httpx", "pydantic", "starlette", "uvicorn")
PARSERS = ("tree_sitter", "yaml", "dotenv")
"""The parsers of what people bring: imported only when such a text is there."""
REPORT = (
    "import sys; print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
)
COMMAND = f"""
import sys
from tui_app.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as end:
    code = end.code
{REPORT}
sys.exit(code)
"""

READING = f"""
import sys
from tui_app.readers import read_file, read_text, recognized
recognized("office pbx")
if len(sys.argv) > 1:
    read_text(*read_file(sys.argv[1]))
{REPORT}
"""


def imported(program: str, *arguments: str) -> set[str]:
    """The top-level modules that `program` has imported when it ends well.

    It prints them as its last words.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TELNYX_", "COVERAGE"))
    }
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture
def payload(tmp_path: Path) -> str:
    file = tmp_path / "payload.json"
    file.write_text(
        '{"connection_name": "office", "user_name": "office123", "password": "Wq7Nz2Lm9Rx"}'
    )
    return str(file)


@pytest.mark.parametrize(
    "module",
    [
        "cli",
        "settings.request",
        "core.draft",
        "text.document",
        "text.escape",
        "storage.drafts",
        "storage.journal",
        "storage.locations",
    ],
)
def test_a_module_of_the_core_imports_nothing_heavy(module: str) -> None:
    assert imported(f"import tui_app.{module}\n{REPORT}").isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["schema"],
        ["check", "--help"],
        ["sandbox", "--help"],
        ["verify", "--help"],
        ["drafts"],
        ["completion", "bash"],
    ],
    ids=" ".join,
)
def test_a_command_without_a_screen_imports_nothing_heavy(arguments: list[str]) -> None:
    assert imported(COMMAND, *arguments).isdisjoint(HEAVY)


def test_the_linear_mode_begins_without_anything_heavy() -> None:
    assert imported(COMMAND, "--linear", "--sandbox").isdisjoint(HEAVY)


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_check_imports_nothing_heavy(payload: str, options: list[str]) -> None:
    assert imported(COMMAND, "check", payload, *options).isdisjoint(HEAVY)


def test_reading_json_imports_no_parser(payload: str) -> None:
    assert imported(READING, payload).isdisjoint((*HEAVY, *PARSERS))
    assert imported(READING).isdisjoint((*HEAVY, *PARSERS))


@pytest.mark.parametrize(
    ("text", "parser"), [("curl https://x -d '{}'", "tree_sitter"), ("user_name: x", "yaml")]
)
def test_a_form_imports_its_own_parser_alone(tmp_path: Path, text: str, parser: str) -> None:
    file = tmp_path / "text"
    file.write_text(text)
    assert imported(READING, str(file)) & {*HEAVY, *PARSERS} == {parser}


@pytest.mark.parametrize("name", HEAVY)
def test_the_measure_sees_a_heavy_import(name: str) -> None:
    """The positive control: a program that does import one of them is seen to."""
    assert name in imported(f"import {name}\n{REPORT}")
