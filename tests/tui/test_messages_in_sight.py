"""Messages: what they never cover, at any size, and that they go with what Escape closes."""

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets._toast import Toast

from tests.support.wizard import (
    go_to,
    notices,
    one_line,
    read_in,
    screen_lines,
    until,
    wizard,
)
from tests.tui.test_review import line_at
from tui_app.core.draft import Draft
from tui_app.settings.problem import Path
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.base import Dialog
from tui_app.tui.screens.review import LEAST_LINES, ReviewScreen
from tui_app.tui.widgets.payload_view import PayloadView

sizes = pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (120, 40)])
WORDS = "Payload with the password masked sent to the terminal's clipboard. " * 2


def broken() -> Draft:
    """A draft with more problems than fit."""
    body: dict[str, Any] = {
        "connection_name": "office-pbx",
        "password": "hunter2Qz7Lm4x",
        "user_name": "office 12",
        "active": "yes",
        "encrypted_media": "None",
        "inbound": {"codecs": "G722", "sip_region": "US"},
        **{f"unknown{number}": "x" for number in range(24)},
    }
    draft, _ = Draft.of(body)
    draft.visit(draft.answers)
    return draft


async def say(pilot: "Pilot[Any]", words: str = WORDS, **how: Any) -> None:
    app = pilot.app
    assert isinstance(app, WizardApp)
    app.notify(words, **how)
    await until(pilot, lambda: words.split()[-1] in one_line(app))
    await pilot.pause()


def packed(text: str) -> str:
    """`text` without blanks: what was wrapped reads as one."""
    return "".join(text.split())


def drawn(app: WizardApp, widget: Widget) -> str:
    """What the terminal shows where `widget` is, be it a message, but for the scroll bar;
    packed.
    """
    area = widget.region
    lines = screen_lines(app)[area.y : area.bottom]
    return packed("".join(line[area.x : area.right - 1] for line in lines))


@pytest.mark.long
@sizes
async def test_on_the_review_the_line_under_the_cursor_stays_in_sight(
    size: tuple[int, int],
) -> None:
    async with wizard(broken(), size=size) as (app, pilot):
        await pilot.press("ctrl+r")
        answers = app.screen.query_one("#answers", OptionList)
        fixes = 0
        for _ in range(18):
            await say(pilot)
            line = line_at(app)
            fixes += line.problem is not None and line.problem.fix is not None
            assert packed(line.text) in drawn(app, answers)
            await pilot.press("down")
        assert fixes > 10


@sizes
async def test_the_line_that_a_message_came_upon_stays_and_the_room_is_given_back(
    size: tuple[int, int],
) -> None:
    async with wizard(broken(), size=size) as (app, pilot):
        await pilot.press("ctrl+r")
        answers = app.screen.query_one("#answers", OptionList)
        height = answers.size.height
        await pilot.press("pagedown")
        await pilot.pause()
        await say(pilot)
        assert answers.size.height < height
        assert packed(line_at(app).text) in drawn(app, answers)
        app.take_notices_away(only_read=False)
        await until(pilot, lambda: answers.size.height == height)


@sizes
async def test_the_payload_ends_above_a_message(size: tuple[int, int]) -> None:
    async with wizard(broken(), size=size) as (app, pilot):
        await pilot.press("ctrl+r")
        if size[0] < 100:
            await pilot.press("ctrl+t")
        await say(pilot)
        payload = app.screen.query_one(PayloadView)
        assert payload.region.bottom <= min(toast.region.y for toast in app.screen.query(Toast))


async def test_answers_stay_however_many_messages_there_are() -> None:
    async with wizard(broken(), size=(60, 20)) as (app, pilot):
        await pilot.press("ctrl+r")
        for number in range(6):
            await say(pilot, f"{WORDS}{number}", severity="warning")
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.query_one("#answers").size.height >= LEAST_LINES


@pytest.mark.sampled
@sizes
@pytest.mark.parametrize("path", [("user_name",), ("encrypted_media",), ("inbound", "codecs")])
async def test_on_a_step_an_error_its_fix_and_the_field_stay_in_sight(
    size: tuple[int, int], path: Path
) -> None:
    """Each size, and each field, stands in one case every day; in the campaigns each with each."""
    draft = broken()
    async with wizard(draft, size=size) as (app, pilot):
        await go_to(pilot, path)
        await say(pilot)
        problem = app.screen.query_one("#problem")
        assert "^F" in str(problem.content)
        assert packed(str(problem.content)) in packed(read_in(app, "#problem"))
        toasts = [toast.region for toast in app.screen.query(Toast)]
        assert not any(toast.overlaps(problem.region) for toast in toasts)
        assert app.focused is not None
        assert app.focused.region.bottom <= min(toast.y for toast in toasts)


@pytest.mark.sampled
@sizes
@pytest.mark.parametrize("keys", [("f1",), ("ctrl+f", "f1"), ("ctrl+p",), ("ctrl+g",)])
async def test_one_escape_closes_what_lies_on_top_and_messages_go_with_it(
    size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    """Each size, and each dialog, stands in one case every day; in the campaigns each with each."""
    async with wizard(broken(), size=size) as (app, pilot):
        await go_to(pilot, ("encrypted_media",))
        step = app.screen
        await pilot.press(*keys)
        await until(pilot, Dialog)
        await say(pilot, severity="warning", timeout=600)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is step)
        await until(pilot, lambda: not app.screen.query(Toast))
        assert not notices(app)
