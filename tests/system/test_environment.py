"""What is settled before Textual is imported: variables, streams, locale, core dumps."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.pty import Terminal
from tui_app.system import environment


def test_what_logs_presses_keys_or_loads_code_is_scrubbed() -> None:
    unwanted = (
        "LOG",
        "DEBUG",
        "SCREENSHOT",
        "SCREENSHOT_LOCATION",
        "PRESS",
        "DRIVER",
        "SHOW_RETURN",
        "DEVTOOLS_HOST",
        "ALLOW_SIGNALS",
        "NEW",
    )
    kept = {
        "HOME": "/",
        "TERM": "xterm",
        "NO_COLOR": "1",
        "TEXTUAL_ANIMATIONS": "none",
        "TEXTUALISH": "1",
        "LANG": "C",
    }
    environ = {
        **kept,
        "TEXTUAL": "devtools",
        "SSLKEYLOGFILE": "keys",
        "COLUMNS": "200",
        "LINES": "9",
    }
    environ.update({f"TEXTUAL_{name}": "1" for name in unwanted})
    environment.scrub_environment(environ)
    assert environ == kept


def test_every_variable_of_textual_is_either_harmless_or_scrubbed() -> None:
    """Pins Textual's list: a variable that is new in a release is scrubbed until somebody has
    looked at it.
    """
    source = Path(sys.modules["textual.constants"].__file__ or "").read_text("utf-8")
    known = set(re.findall(r'"(TEXTUAL_[A-Z_]+)"', source))
    environ = dict.fromkeys(known, "1")
    environment.scrub_environment(environ)
    assert known > set(environ)
    assert {"TEXTUAL_LOG", "TEXTUAL_PRESS", "TEXTUAL_DRIVER", "TEXTUAL_SCREENSHOT"} <= known - set(
        environ
    )


def test_the_environment_is_settled_without_importing_textual() -> None:
    code = "import sys, tui_app.system.environment; sys.exit(bool({'textual', 'rich'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


CHECK = (
    "import os, sys; from tui_app.system.environment import *; take_input_from_terminal() if {take} else None; "
    "print(terminal_problem(), not only_ascii(os.environ, sys.__stderr__.encoding))"
)


def check(take: bool = False) -> list[str]:
    return [sys.executable, "-c", CHECK.format(take=take)]


def test_no_screen_without_a_terminal(tmp_path: Path) -> None:
    with Terminal(*check(), home=tmp_path) as terminal:
        terminal.wait_for("None True")
    result = subprocess.run(
        check(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    assert "standard input" in result.stdout
    assert "\x1b" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("redirection", "told"),
    [
        ("</dev/null", "standard input"),
        ("| cat", "standard output"),
        ("2>/dev/null", "standard error"),
        ("<&-", "standard input"),
    ],
)
def test_each_redirection_is_told(redirection: str, told: str, tmp_path: Path) -> None:
    with Terminal("sh", "-c", f'"$@" {redirection}', "sh", *check(), home=tmp_path) as terminal:
        terminal.wait_for(told)


def test_an_old_encoding_is_told(tmp_path: Path) -> None:
    with Terminal(*check(), home=tmp_path, environ={"PYTHONIOENCODING": "latin-1"}) as terminal:
        terminal.wait_for("None False")


def test_a_wizard_fed_by_a_pipe_takes_its_keys_from_the_terminal(tmp_path: Path) -> None:
    with Terminal("sh", "-c", 'echo {} | "$@"', "sh", *check(take=True), home=tmp_path) as terminal:
        terminal.wait_for("None True")
    assert (
        subprocess.run(
            check(take=True),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            start_new_session=True,
            check=True,
        ).stdout
        != b""
    )


def test_no_core_is_dumped() -> None:
    code = "import resource, tui_app.system.environment as e; e.forbid_core_dump(); print(resource.getrlimit(resource.RLIMIT_CORE)[0])"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        == "0\n"
    )
