"""Texts that do harm where they are not taken as text, and the look for what a terminal would obey
or a reader not see.
"""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.support.wizard import screen_lines
from tui_app.text.escape import escape_controls

HOSTILE = {
    "closing tag": "[/data]",
    "style": "[red]x",
    "action": "[@click=app.quit]q[/]",
    "link": "[link=file:///etc/passwd]l[/link] [@click='app.quit']r[/]",
    "braces": "{0} {self} %s $error \\[x] \\",
    "CSI": "\x1b[2J\x1b[1;1H\x1b[31mred\x1b[?1049l",
    "clipboard": "\x1b]52;c;aGFybQ==\x07",
    "title, BEL": "\x1b]0;title\x07",
    "title, ST": "\x1b]2;title\x1b\\",
    "C1": "\x9b31m\x9d0;title\x9c\x90q\x9c\x85",
    "C0": "a\x00b\x07c\x08d\x0be\x0cf\x0eg\x7fh",
    "tab": "a\tb",
    "right to left": "a\u202egnp.exe\u2066\u200f",
    "zero width": "a\u200bb\u2060c\ufeffd\u00ade",
    "combining": "e" + "\u0301" * 200,
    "wide": "電話🏢👩‍💻",
}
MULTILINE = "first\nsecond\r\nthird\rfourth\x85fifth\u2028sixth\n"
LONG = "x" * 100_000
CLICKABLE = HOSTILE["action"]
# The least that goes wrong in each way, where a screen is opened for each.
FEW = {
    name: HOSTILE[name]
    for name in ("closing tag", "action", "clipboard", "C1", "right to left", "C0")
}
MIXED = (
    "[/x]" + HOSTILE["clipboard"] + HOSTILE["C1"] + HOSTILE["right to left"] + HOSTILE["zero width"]
)


def few(test: Callable[..., Any]) -> Callable[..., Any]:
    """Run a test on each of the few; every day on a third of them, and on what a click may obey."""
    sampled = pytest.mark.sampled(every=3, kind=lambda name: name == "action")
    made: Callable[..., Any] = sampled(pytest.mark.parametrize("name", FEW)(test))
    return made


def harmful(text: str) -> list[str]:
    """The characters of `text` that a terminal obeys or nobody sees, by Unicode's own categories.

    Emoji are joined by U+200D.
    """
    return [
        f"U+{ord(char):04X}"
        for char in text
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char != "\u200d"
    ]


def position_of(app: "App[Any]", text: str) -> tuple[int, int] | None:
    """Column and line of `text` on the screen, where every character before it is one cell wide."""
    return next(
        ((line.index(text), y) for y, line in enumerate(screen_lines(app)) if text in line), None
    )


def check_screen(app: "App[Any]", *expected: str) -> None:
    """The screen on top draws nothing harmful, and each of `expected` as it is when made
    visible.
    """
    assert app.is_running
    lines = screen_lines(app)
    for line in lines:
        assert not harmful(line), line
    text = "".join("".join(line.split()) for line in lines)
    for each in expected:
        assert "".join(escape_controls(each).split()) in text


async def click_on(pilot: "Pilot[Any]", text: str) -> None:
    """Clicks on the beginning, the middle and the end of `text`.

    Fails where the screen does not show it.
    """
    for step in (0, len(text) // 2, text.index("]") + 1):
        place = position_of(pilot.app, text)
        assert place is not None
        await pilot.click(offset=(place[0] + step, place[1]))
