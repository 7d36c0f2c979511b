"""The whole product in a pseudo-terminal: from an empty terminal to a created connection."""

import json
import re
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.support.pty import CTRL_Q, CTRL_R, ENTER, ESCAPE, TAB, Terminal

WIZARD = (sys.executable, "-m", "tui_app")


SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
SURROUNDINGS = [
    "TERM=xterm-256color",
    "TERM=screen",
    "TERM=tmux-256color",
    "TERM=linux",
    "TERM=vt100",
    "LANG=C",
    "NO_COLOR=1",
]
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("surroundings", SURROUNDINGS)
def test_name_user_name_password_review_s_enter(
    size: tuple[int, int], surroundings: str, tmp_path: Path
) -> None:
    """Each surroundings runs at one size, and each size in some; the campaigns run them all."""
    environ = dict([surroundings.split("=")])
    with Terminal(
        *WIZARD, "--sandbox", home=tmp_path, columns=size[0], rows=size[1], environ=environ
    ) as terminal:
        terminal.wait_for("Connection name")
        terminal.wait_for("SANDBOX")
        terminal.send("office-pbx", TAB, "office12", TAB, "hunter2hunter2", CTRL_R)
        terminal.wait_for("Nothing has been sent yet")
        terminal.send("s")
        terminal.wait_for("Create connection?")
        terminal.send(ENTER)
        terminal.wait_for("Created")
        terminal.wait_for("Connection ID ")
        identity = next(line.split()[-1] for line in terminal.lines() if "Connection ID " in line)
        terminal.send(CTRL_Q)
        assert terminal.wait() == 0
        assert terminal.restored(), terminal.left_on()
        assert b"hunter2" not in terminal.output
        if surroundings in ("TERM=vt100", "LANG=C"):
            assert max(terminal.output) <= 0x7E
        if surroundings in ("NO_COLOR=1", "TERM=vt100"):
            assert not COLOUR.search(terminal.output)
    with sqlite3.connect(tmp_path / "data/telnyx-wizard/sandbox.db") as database:
        rows = database.execute("SELECT id, user_name, settings FROM connections").fetchall()
    assert [(str(row[0]), row[1]) for row in rows] == [(identity, "office12")]
    assert json.loads(rows[0][2])["connection_name"] == "office-pbx"


def test_leaving_asks_only_where_something_would_be_lost(tmp_path: Path) -> None:
    with Terminal(*WIZARD, "--sandbox", home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("x", TAB, TAB, "hunter2hunter2", CTRL_Q)
        terminal.wait_for("is never written down")
        terminal.send(ESCAPE)
        terminal.wait_until(lambda: "is never written down" not in terminal.screen_text())
        terminal.send(CTRL_Q)
        terminal.wait_for("is never written down")
        terminal.send(ENTER)
        assert terminal.wait() == 0
        assert "--resume reopens them" in terminal.screen_text()
    with Terminal(*WIZARD, "--sandbox", home=tmp_path / "new") as terminal:
        terminal.wait_for("Connection name")
        terminal.send("x", CTRL_Q)
        assert terminal.wait() == 0
    with Terminal(*WIZARD, "--sandbox", home=tmp_path / "empty") as terminal:
        terminal.wait_for("Connection name")
        terminal.send(CTRL_Q)
        assert terminal.wait() == 0
        assert "--resume" not in terminal.screen_text()


def test_from_a_file_and_from_a_pipe(tmp_path: Path) -> None:
    payload = tmp_path / "p.json"
    payload.write_text(json.dumps({"connection_name": "from-file", "user_name": "abc", "id": "7"}))
    with Terminal(*WIZARD, "--sandbox", "--from", str(payload), home=tmp_path) as terminal:
        terminal.wait_for("from-file")
        terminal.wait_for("error")
        terminal.wait_for("Left out what only a reply has: id.")
    shell = f"cat '{payload}' | '{sys.executable}' -m tui_app --sandbox --from -"
    with Terminal("/bin/sh", "-c", shell, home=tmp_path) as terminal:
        terminal.wait_for("from-file")
        terminal.send(CTRL_Q)
        assert terminal.wait() == 0


def test_without_a_key_the_sandbox_and_a_masked_prompt_are_offered(tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("There is no API key")
        terminal.send("t", ENTER)
        terminal.wait_for("Paste it here")
        terminal.send("KEY0123", ENTER)
        terminal.wait_idle()
        assert "KEY0123" not in terminal.screen_text()
        assert b"KEY0123" not in terminal.output
        assert "PRODUCTION" in terminal.screen_text()
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("There is no API key")
        terminal.send(ENTER)
        terminal.wait_for("SANDBOX")
    with Terminal(*WIZARD, home=tmp_path, environ={"TELNYX_API_KEY": "KEY0123"}) as terminal:
        terminal.wait_for("PRODUCTION")
        assert "There is no API key" not in terminal.screen_text()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--base-url", "http://api.example.com/v2"], "in clear"),
        (["--base-url", "https://user:pw@example.com"], "user name"),
        (["--api-key-file", "/no/such/file"], "No such file"),
        (["--sandbox", "--base-url", "https://example.com"], "--sandbox"),
    ],
)
def test_a_target_that_cannot_be_used_is_told_before_any_screen(
    arguments: list[str], word: str, tmp_path: Path
) -> None:
    # Behind a shell that stays: a terminal drops what waits in it if the program that it was opened
    # for ends.
    shell = ("/bin/sh", "-c", '"$@"; echo "status $?"; read -r _', "sh")
    with Terminal(*shell, *WIZARD, *arguments, home=tmp_path) as terminal:
        terminal.wait_for("status 2")
        assert word in " ".join(terminal.screen_text().split())
        assert b"\x1b" not in terminal.output


def test_what_is_typed_while_the_wizard_starts_is_whole(tmp_path: Path) -> None:
    """Until the first screen is there no field has the focus."""
    with Terminal(*WIZARD, "--sandbox", home=tmp_path) as terminal:
        terminal.send("office-pbx", TAB, "office12")
        # The terminal itself echoes it until the wizard has begun.
        terminal.wait_for("Connection name")
        terminal.wait_until(
            lambda: any(re.search("User name +office12 ", line) for line in terminal.lines())
        )
        assert any(re.search("Connection name +office-pbx ", line) for line in terminal.lines())


def test_keys_typed_before_the_first_picture_are_obeyed(tmp_path: Path) -> None:
    """From when the terminal is the wizard's: before that it keeps Ctrl+R for itself."""
    with Terminal(*WIZARD, "--sandbox", home=tmp_path) as terminal:
        terminal.wait_until(lambda: "no line editing" in terminal.left_on())
        terminal.send("office-pbx", TAB, "office12", CTRL_R)
        terminal.wait_for("Nothing has been sent yet")
        assert any(re.search(r"Connection name +office-pbx\b", line) for line in terminal.lines())
        assert any(re.search(r"User name +office12\b", line) for line in terminal.lines())
