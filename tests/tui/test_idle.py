"""A screen that waits for the user sends nothing: on a slow link, and in tmux, each byte is
seen.
"""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.support.fault_server import FaultServer
from tests.support.pty import (
    CTRL_G,
    CTRL_P,
    CTRL_Q,
    CTRL_R,
    CTRL_T,
    ENTER,
    ESCAPE,
    F1,
    TAB,
    Terminal,
    ctrl,
)

WIZARD = (sys.executable, "-m", "tui_app")
SANDBOX = (*WIZARD, "--sandbox")
SETTLED, LONG = 0.6, 1.0
"""Seconds of quiet until a screen counts as settled, and how long it is watched then: a cursor that
blinks does so twice in a second.
"""

Steps = Sequence[tuple[str, str]]
"""What is typed, and what stands on the screen then."""
BEGIN = ("", "Connection name")
FILLED = (f"office-pbx{TAB}office12{TAB}hunter2hunter2", "****")
CONFIRMATION: Steps = (
    BEGIN,
    FILLED,
    (CTRL_R, "Nothing has been sent yet"),
    ("s", "Back to the review"),
)

OVER_A_STEP: dict[str, Steps] = {
    "first step": (BEGIN,),
    "go-to list": ((CTRL_G, "Go to a step"),),
    "help dialog": ((F1, "Up/Down scrolls"),),
    "palette": ((CTRL_P, "Commands"),),
    "payload dialog": ((CTRL_T, "Payload: only"),),
    "answers list": ((ctrl("o"), "Enter picks"),),
    "theme list": (("\x1bOR", "fewest bytes"),),
    "password field": ((TAB + TAB, "> Password"),),
    "codecs": ((f"{CTRL_G}codecs{ENTER}", "> Codecs"), (ENTER, "wideband voice")),
}
TO_THE_END: dict[str, Steps] = {
    "leave question": (BEGIN, FILLED, (CTRL_Q, "is never written down")),
    "review": ((CTRL_R, "s create"),),
    "review's payload": ((CTRL_T, "Payload: only what I set"),),
    "confirmation": (("s", "Back to the review"),),
}
NO_DIALOGS = {"first step", "password field", "review", "review's payload"}
"""Escape closes the others."""


def written_while_idle(terminal: Terminal) -> bytes:
    """What a program writes once its screen has settled and nothing is done."""
    terminal.wait_idle(SETTLED)
    before = terminal.bytes_out
    with pytest.raises(TimeoutError):
        terminal.wait_until(lambda: False, LONG)
    return bytes(terminal.output[before:])


def gone(terminal: Terminal, words: str) -> bool:
    return words not in terminal.screen_text()


def play(terminal: Terminal, steps: Steps) -> None:
    for keys, sight in steps:
        terminal.send(keys)
        terminal.wait_for(sight)


@pytest.mark.parametrize("scenes", [OVER_A_STEP, TO_THE_END], ids=["over a step", "to the end"])
def test_nothing_is_written_while_nothing_is_done(scenes: dict[str, Steps], tmp_path: Path) -> None:
    """One wizard shows them one after another, since a start of it costs more than all the rest."""
    written: dict[str, bytes] = {}
    with Terminal(*SANDBOX, home=tmp_path) as terminal:
        for name, steps in scenes.items():
            play(terminal, steps)
            written[name] = written_while_idle(terminal)
            if name not in NO_DIALOGS:
                terminal.send(ESCAPE)
                terminal.wait_until(partial(gone, terminal, steps[-1][1]), what=f"an end of {name}")
    assert {name: text for name, text in written.items() if text} == {}


def test_nothing_is_written_once_it_is_created(tmp_path: Path) -> None:
    with Terminal(*SANDBOX, home=tmp_path) as terminal:
        play(terminal, CONFIRMATION)
        # The confirmation takes no key before it has been seen.
        terminal.wait_idle(SETTLED)
        play(terminal, [(ENTER, "Connection ID ")])
        assert written_while_idle(terminal) == b""


def test_nothing_is_written_once_it_is_refused(tmp_path: Path) -> None:
    with FaultServer("400") as server:
        environ = {"TELNYX_API_KEY": "KEY0123", "TELNYX_BASE_URL": server.base_url}
        with Terminal(*WIZARD, home=tmp_path, environ=environ) as terminal:
            play(terminal, CONFIRMATION)
            terminal.wait_idle(SETTLED)
            play(terminal, [(ENTER, "Refused")])
            assert written_while_idle(terminal) == b""


@pytest.mark.parametrize(
    "steps", [(), ((f"t{ENTER}", "Paste it here"),)], ids=["key prompt", "key entry"]
)
def test_nothing_is_written_while_a_key_is_asked_for(steps: Steps, tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        play(terminal, [("", "There is no API key"), *steps])
        assert written_while_idle(terminal) == b""


def test_nothing_is_written_while_a_draft_is_offered(tmp_path: Path) -> None:
    with Terminal(*SANDBOX, home=tmp_path) as terminal:
        play(terminal, [BEGIN])
        terminal.send("x", CTRL_Q)
        assert terminal.wait() == 0
    with Terminal(*SANDBOX, home=tmp_path) as terminal:
        play(terminal, [("", "Resume draft?")])
        assert written_while_idle(terminal) == b""


def test_nothing_is_written_where_the_terminal_is_too_small(tmp_path: Path) -> None:
    with Terminal(*SANDBOX, home=tmp_path, columns=50, rows=15) as terminal:
        play(terminal, [("", "This terminal is")])
        assert written_while_idle(terminal) == b""


def test_nothing_is_written_at_a_prompt_of_the_linear_mode(tmp_path: Path) -> None:
    with Terminal(*SANDBOX, "--linear", home=tmp_path) as terminal:
        play(terminal, [("", "1.1")])
        assert written_while_idle(terminal) == b""


BLINKING = """
from textual.app import App
from textual.widgets import Input
class Blinking(App):
    def compose(self):
        yield Input("here")
Blinking().run()
"""


def test_a_cursor_that_blinks_is_seen(tmp_path: Path) -> None:
    """The positive control: Textual's own field writes twice a second."""
    with Terminal(sys.executable, "-c", BLINKING, home=tmp_path) as terminal:
        terminal.wait_for("here")
        terminal.wait_idle(0.3)
        before = terminal.bytes_out
        terminal.wait_until(lambda: terminal.bytes_out > before + 40, SETTLED + LONG)
