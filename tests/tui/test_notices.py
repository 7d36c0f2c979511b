"""Messages: how long they stand, and what goes with the screen that it was said on."""

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.wizard import notices, one_line, told, until, wizard
from tui_app.tui.app import WizardApp
from tui_app.tui.notices import READ
from tui_app.tui.screens.dialogs import HelpDialog

WAYS = {"another step": "pagedown", "a dialog over it": "f1"}


async def said(pilot: "Pilot[Any]", words: str, **how: Any) -> None:
    pilot.app.notify(words, **how)
    await until(pilot, lambda: len(notices(pilot.app)) > 0)


def stands(app: WizardApp, words: str) -> bool:
    return words in told(app)


@pytest.mark.parametrize("way", WAYS)
async def test_what_was_said_on_a_screen_goes_with_it(way: str) -> None:
    async with wizard() as (app, pilot):
        await said(pilot, "There is nothing to undo.")
        await pilot.press(WAYS[way])
        await until(pilot, lambda: not stands(app, "nothing to undo"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("how", [{"timeout": 10}, {"severity": "warning"}, {"severity": "error"}])
async def test_what_tells_what_happened_stands_on_the_next_one(
    way: str, how: dict[str, Any]
) -> None:
    async with wizard() as (app, pilot):
        await said(pilot, "The answer came.", **how)
        await pilot.press(WAYS[way])
        await until(pilot, lambda: isinstance(app.screen, HelpDialog) is (way != "another step"))
        assert stands(app, "The answer came")
        assert "The answer came." in one_line(app)
        notices(app)[0].raised_at -= READ + 1
        await pilot.press("x")
        assert not stands(app, "The answer came")
