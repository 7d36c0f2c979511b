"""With `switch.DIFFING` off Textual paints by itself, and the wizard works all the same."""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.pty import (
    CTRL_G,
    CTRL_Q,
    CTRL_R,
    CTRL_Z,
    ENTER,
    ESCAPE,
    F1,
    PAGE_DOWN,
    PAGE_UP,
    TAB,
    Terminal,
    ctrl,
)

PLAIN = (sys.executable, "-m", "tests.support.plain_wizard", "--sandbox")
SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_shortest_way(size: tuple[int, int], tmp_path: Path) -> None:
    with Terminal(*PLAIN, home=tmp_path, columns=size[0], rows=size[1]) as terminal:
        terminal.wait_for("Connection name")
        terminal.wait_for("SANDBOX")
        terminal.send("office-pbx", TAB, "office12", TAB, "hunter2hunter2", CTRL_R)
        terminal.wait_for("Nothing has been sent yet")
        terminal.send("s")
        terminal.wait_for("Create connection?")
        # Nobody knows when the terminal has the picture: what comes before this line is too early.
        terminal.wait_for("Enter: Create connection")
        terminal.send(ENTER)
        terminal.wait_for("Created")
        terminal.wait_for("Connection ID ")
        terminal.send(CTRL_Q)
        # As above, it may be too early, and that is said; or the program ends.
        with suppress(TimeoutError):
            terminal.wait_for("Not done: it was typed")
            terminal.send(CTRL_Q)
        assert terminal.wait() == 0
        assert terminal.restored(), terminal.left_on()
        assert b"hunter2" not in terminal.output


def test_typed_ahead_every_key_lands_in_its_field(tmp_path: Path) -> None:
    with Terminal(*PLAIN, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        terminal.send(f"office-pbx{TAB}office12{TAB}hunter2hunter2{CTRL_R}")
        terminal.wait_for("Nothing has been sent yet")
        terminal.wait_for("office12")
        terminal.send("s" + ENTER)
        terminal.wait_for("(too early: press it again)")
        terminal.wait_for("Enter: Create connection")
        terminal.send(ENTER)
        terminal.wait_for("Connection ID ")


def test_steps_dialogs_and_redrawing(tmp_path: Path) -> None:
    with Terminal(*PLAIN, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        for keys, sight in ((F1, "Up/Down scrolls"), (CTRL_G, "Go to a step")):
            terminal.send(keys)
            terminal.wait_for(sight)
            terminal.send(ESCAPE)
            terminal.wait_until(lambda sight=sight: sight not in terminal.screen_text())  # type: ignore[misc]
        terminal.send(PAGE_DOWN, PAGE_DOWN)
        terminal.wait_until(lambda: "Connection name" not in terminal.screen_text())
        terminal.send(PAGE_UP, PAGE_UP)
        terminal.wait_for("Connection name")
        terminal.resize(60, 20)
        terminal.wait_until(lambda: "PgDn next" in terminal.screen_text())
        terminal.resize(80, 24)
        terminal.wait_idle()
        before = terminal.bytes_out
        terminal.send(ctrl("L"))
        terminal.wait_until(lambda: b"Connection name" in terminal.output[before:])
        terminal.send(CTRL_Z)
        terminal.wait_for("no shell to return to")
        terminal.send("x", CTRL_Q)
        assert terminal.wait() == 0
        assert terminal.restored(), terminal.left_on()


REPORT = """
import json, sys
from tui_app.tui import switch
switch.DIFFING = sys.argv[1] == "on"
import tui_app.tui.start
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.review import ReviewScreen
from tui_app.tui.terminal._textual_table import PAINTING
classes = (*WizardApp.__mro__, *ReviewScreen.__mro__)
found = [f"{each.__module__}.{each.__qualname__}" for each in classes]
diffing = {row.override for row in PAINTING if row.override}
print(json.dumps([sorted(diffing & set(found)), sorted({*sys.modules} & {
    "tui_app.tui.terminal.painting", "tui_app.tui.terminal.frame"})]))
"""


@pytest.mark.parametrize("state", ["on", "off"])
def test_off_no_override_and_nothing_that_only_they_need_is_there(state: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", REPORT, state],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    overrides, modules = json.loads(done.stdout)
    assert bool(overrides) is bool(modules) is (state == "on")
