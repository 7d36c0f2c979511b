"""The manual page: as the command line is declared, and readable by the program `man`."""

import shutil
import subprocess

import pytest

from tests.man_page import MAN_PAGE, man_page
from tui_app.commands.options import parser_of_all

MAN = shutil.which("man")


def test_the_page_is_that_of_the_command_line() -> None:
    """Redrawn by `python -m tests.readme`."""
    # Where lines of usage are broken differs from one release of Python to the next.
    assert MAN_PAGE.read_text("utf-8").split() == man_page().split()


@pytest.mark.skipif(MAN is None, reason="man is not installed")
def test_man_shows_every_command_option_and_table() -> None:
    shown = subprocess.run(
        [str(MAN), "--warnings", "-l", MAN_PAGE],
        capture_output=True,
        text=True,
        timeout=60,
        env={"MANWIDTH": "80", "LANG": "C.UTF-8", "MANROFFOPT": "-c", "PATH": "/usr/bin:/bin"},
        check=True,
    )
    # A long word at the end of a short line is no fault of the page.
    assert [each for each in shown.stderr.splitlines() if "cannot adjust line" not in each] == []
    parser = parser_of_all()
    for name, command in parser.commands.items():
        assert f"telnyx-wizard {name}" in shown.stdout
        assert not command.epilog or command.epilog.splitlines()[0] in shown.stdout
    for option in {*parser.options} - {"--help"}:
        assert option in shown.stdout
    for words in ("ENVIRONMENT", "TELNYX_SIP_PASSWORD", "FILES", "journal.jsonl", "EXIT STATUS"):
        assert words in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 100
