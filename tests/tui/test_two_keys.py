"""Keys on a real terminal, at every small distance: each is obeyed once, or it is said why not.

Each opener of the review and of the page of a connection, Escape, and a key for what is below. The
same is tried in process, for every screen, in `tests/campaigns/test_typed_ahead.py`.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.support.pty import ENTER, ESCAPE, PAGE_UP, Terminal, ctrl
from tests.support.typed_ahead import UNTAKEN
from tui_app.core.actions import Where, actions_at
from tui_app.tui.screens.guarded import TYPED_EARLY, Guarded

MOMENTS = ("one write", 0, 1, 2, 3, 5)
"""How far apart keys are: one write, or so many pieces of what the program writes in between."""
Moment = str | int
BYTES = {
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "ctrl+underscore": "\x1f",
    "ctrl+right_square_bracket": "\x1d",
    "pageup": PAGE_UP,
}
LEAVING = {"previous", "another", "suspend"}
"""Actions that lead elsewhere, where the key below means something else."""
WORDS = [" ".join(words.split()) for words in (*UNTAKEN, TYPED_EARLY, Guarded.EARLY)]
ARMED = Guarded.MOMENT + 0.2
"""Seconds of quiet after which a question that holds keys has taken them."""
COPIED = b"\x1b]52;"


def bytes_of(key: str) -> str:
    if key in BYTES:
        return BYTES[key]
    return ctrl(key[-1]) if key.startswith("ctrl+") else key


def openers(where: Where, *more: str) -> list[str]:
    """What a terminal sends for each action of a screen."""
    each = [action for action in actions_at(where) if action.name not in {*LEAVING, *more}]
    everywhere = [
        action
        for action in actions_at("anywhere")
        if action not in each and action.name not in {*LEAVING, *more}
    ]
    keys = [action.keys[where] for action in each]
    keys += [action.keys["anywhere"] for action in everywhere]
    return [bytes_of(key.split(",")[0]) for key in keys]


@contextmanager
def on_the_review(home: Path) -> Iterator[Terminal]:
    body = {"connection_name": "office-pbx", "user_name": "office12", "password": "Wq7-Nz2L-m9Rx"}
    (home / "payload.json").write_text(json.dumps(body))
    command = (sys.executable, "-m", "tui_app", "--sandbox", "--from", "payload.json")
    with Terminal(*command, home=home, directory=home) as terminal:
        terminal.wait_for("Connection name", timeout=60)
        terminal.send(ctrl("r"))
        terminal.wait_for("Nothing has been sent yet")
        terminal.wait_idle()
        yield terminal


class Listener:
    """Whether a terminal has said that a key was not obeyed, since it listens."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.has_said = False

    def wait(self, obeyed: Callable[[], bool], keys: str) -> None:
        """Wait until the keys were obeyed, or one is said not to be."""
        self._terminal.wait_until(lambda: self.hears() or obeyed(), what=f"what became of {keys}")

    def hears(self) -> bool:
        text = " ".join(self._terminal.screen_text().replace("│", " ").split())
        self.has_said |= any(words in text for words in WORDS)
        return self.has_said


def is_in_sight(terminal: Terminal, words: str) -> bool:
    return words in terminal.screen_text()


def has_copied(terminal: Terminal, times: int) -> bool:
    return terminal.output.count(COPIED) >= times


def type_apart(terminal: Terminal, keys: Sequence[str], moment: Moment) -> None:
    if isinstance(moment, str):
        terminal.send("".join(keys))
        return
    for number, key in enumerate(keys):
        terminal.hear(moment if number else 0)
        terminal.send(key)


def moments(number: int, *, whole: bool) -> Sequence[Moment]:
    """All, or every day one for each opener: not the same for all of them."""
    return MOMENTS if whole else [MOMENTS[number % len(MOMENTS)]]


@pytest.mark.long
def test_s_below_what_escape_closes_is_obeyed_once_or_it_is_said_why_not(
    tmp_path: Path, whole: bool
) -> None:
    asked = "Create connection?"
    with on_the_review(tmp_path) as terminal:
        for number, opener in enumerate(openers("review")):
            for moment in moments(number, whole=whole):
                listener = Listener(terminal)
                type_apart(terminal, [opener, ESCAPE, "s"], moment)
                asks = partial(is_in_sight, terminal, asked)
                listener.wait(asks, f"{opener!r}, Escape, s, {moment} apart")
                terminal.wait_idle(ARMED)
                # One Escape closes the question: it was asked once. If a key was not obeyed,
                # another dialog may lie there.
                terminal.send(ESCAPE)
                terminal.wait_until(lambda: not is_in_sight(terminal, asked))
                if listener.has_said:
                    terminal.wait_idle(ARMED)
                    terminal.send(ESCAPE)
                terminal.wait_for("s create")
                terminal.wait_idle(ARMED)
                assert not is_in_sight(terminal, asked), (opener, moment)


@pytest.mark.long
def test_c_below_what_escape_closes_copies_once_or_it_is_said_why_not(
    tmp_path: Path, whole: bool
) -> None:
    with on_the_review(tmp_path) as terminal:
        terminal.send("s")
        terminal.wait_for("Enter: Create connection")
        terminal.send(ENTER)
        terminal.wait_for("Connection ID ")
        terminal.wait_idle()
        for number, opener in enumerate(openers("created", "quit")):
            copies = terminal.output.count(COPIED)
            for key in (opener, ESCAPE, "c"):
                terminal.send(key)
                terminal.wait_idle(0.3)
            copies = terminal.output.count(COPIED) - copies
            assert copies, f"{opener!r} is no opener on this page"
            for moment in moments(number, whole=whole):
                listener = Listener(terminal)
                before = terminal.output.count(COPIED)
                type_apart(terminal, [opener, ESCAPE, "c"], moment)
                copied = partial(has_copied, terminal, before + copies)
                listener.wait(copied, f"{opener!r}, Escape, c, {moment} apart")
                terminal.wait_idle(0.3)
                more = terminal.output.count(COPIED) - before
                assert more == copies or (more < copies and listener.has_said), (opener, moment)
                if listener.has_said:
                    terminal.send(ESCAPE)
                    terminal.wait_idle(0.3)
                assert "Connection ID " in terminal.screen_text(), (opener, moment)
