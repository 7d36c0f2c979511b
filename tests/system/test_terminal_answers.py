"""What a terminal says of itself: answers, its size, the pointer, the focus.

None of it is typed, none makes the wizard deaf.
"""

import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pydantic import SecretStr
from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from tests.support.pty import CTRL_Q, F1, Terminal
from tui_app.api.target import SANDBOX
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.tui.app import WizardApp
from tui_app.tui.terminal.parser import REPLY_QUIET, SafeParser

ANSWERS = [
    "\x1b[?62;1;6;22c",
    "\x1b[>41;390;0c",
    "\x1b[0n",
    "\x1b[8;24;80t",
    "\x1b[?31u",
    "\x1b[4;1$y",
    "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    "\x1b]10;rgb:ffff/ffff/ffff\x07",
    "\x1b]lyes, s, r and e\x1b\\",
    "\x1bP>|kitty(0.32.2)\x1b\\",
    "\x1bP1+r544e=787465726d2d6b69747479787465726d2d6b69747479\x1b\\",
    "\x1b_Gi=31;OK\x1b\\",
]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def keys(messages: Iterable[Message]) -> list[str]:
    return [message.key for message in messages if isinstance(message, events.Key)]


def parsed(parser: XTermParser, *reads: str) -> list[str]:
    return [key for read in reads for key in keys(parser.feed(read))]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_not_typed(answer: str) -> None:
    assert parsed(SafeParser(), f"a{answer}b") == ["a", "b"]
    # However the reads happen to cut it.
    assert parsed(SafeParser(), "a", *answer, "b") == ["a", "b"]
    # What Textual makes of it, letter by letter: on the review some of them are commands, in a
    # question `y` is yes.
    assert len(parsed(XTermParser(), f"a{answer}b", "\x1b[I")) > 2


def test_what_is_known_still_counts() -> None:
    for sequence, name in (
        ("\x1b[?2026;2$y", "TerminalSupportsSynchronizedOutput"),
        ("\x1b[48;24;80;480;800t", "Resize"),
    ):
        assert [type(message).__name__ for message in SafeParser().feed(sequence)] == [name]
    assert parsed(SafeParser(), "\x1b[c", "\x1b[1;5C", "\x1b[97u") == [
        "shift+right",
        "ctrl+right",
        "a",
    ]


def test_an_answer_without_its_end_is_over_after_a_while() -> None:
    clock = Clock()
    parser = SafeParser(clock=clock)
    assert parsed(parser, "\x1b]11;rgb:", "sy\r") == []
    clock.now += REPLY_QUIET + 0.1
    list(parser.tick())
    assert parsed(parser, "k") == ["k"]


@pytest.fixture
def probe(tmp_path: Path) -> Callable[..., Terminal]:
    def start(*switches: str) -> Terminal:
        terminal = Terminal(
            sys.executable,
            "-m",
            "tests.support.terminal_app",
            str(tmp_path / "log"),
            *switches,
            home=tmp_path,
        )
        try:
            terminal.wait_for("ready")
        except BaseException:
            terminal.close()
            raise
        return terminal

    return start


@pytest.mark.parametrize(("switches", "typed"), [((), "ab"), (("plain",), "a")])
def test_a_pointer_outside_the_screen_leaves_the_focus_alone(
    switches: tuple[str, ...], typed: str, probe: Callable[..., Terminal], tmp_path: Path
) -> None:
    with probe(*switches) as terminal:
        terminal.send("a")
        terminal.wait_for("a")
        terminal.send("\x1b[<0;500;500M\x1b[<0;500;500m", "\x1b[<64;81;1M", "\x1b[I")
        terminal.send("b", F1)
        terminal.wait_for("mark 1")
        assert f"value {typed!r}" in (tmp_path / "log").read_text().splitlines()


def test_the_pointer_is_given_back_in_cells(probe: Callable[..., Terminal]) -> None:
    """A terminal that reports its size by itself is asked for the pointer in pixels."""
    for switches, left in ((), []), (("plain",), ["mouse pixels on"]):
        with probe(*switches) as terminal:
            terminal.send("\x1b[?2048;2$y")
            terminal.wait_until(lambda terminal=terminal: b"\x1b[?1016h" in terminal.output)  # type: ignore[misc]
            if switches:
                terminal.send(CTRL_Q)
            else:
                terminal.kill(signal.SIGTERM)
            terminal.wait()
            assert terminal.left_on() == left


async def test_a_paste_says_that_the_terminal_has_the_focus() -> None:
    """Its report of that can get lost, or come later."""
    app = WizardApp(Draft(), Session(SANDBOX, SecretStr("KEY")))
    async with app.run_test() as pilot:
        await pilot.pause()
        app.post_message(events.AppBlur())
        await pilot.pause()
        assert app.focused is None
        app.post_message(events.Paste("office"))
        while app.draft.get(("connection_name",)) != "office":
            await pilot.pause()
