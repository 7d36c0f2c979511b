"""Driving the wizard in process and reading what it shows."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from types import UnionType
from typing import Any

from textual.app import App
from textual.notifications import Notification
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input, Static

from tui_app.api.target import SANDBOX
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.settings.problem import Path
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.guarded import Guarded
from tui_app.tui.screens.outcome import CreatedScreen, FailedScreen
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.widgets.setting_row import SettingRow, TextRow


def strips(app: "App[Any]") -> list[Strip]:
    """What Textual draws for the screen on top.

    Only a private name leads to it, used here alone.
    """
    return app.screen._compositor.render_strips()


def screen_lines(app: "App[Any]") -> list[str]:
    """The characters of the screen on top, a text a line."""
    return [strip.text for strip in strips(app)]


def notices(app: "App[Any]") -> list[Notification]:
    """The messages that stand. Only a private name leads to them, used here alone."""
    return list(app._notifications)


def told(app: "App[Any]") -> str:
    """The words of the messages that stand."""
    return " ".join(" ".join(notice.message.split()) for notice in notices(app))


def screen_text(app: WizardApp) -> str:
    return "\n".join(screen_lines(app))


def one_line(app: WizardApp) -> str:
    """The screen's text with every run of white space as one space: what was wrapped reads as
    one.
    """
    return " ".join(screen_text(app).split())


def read_in(app: "App[Any]", selector: str) -> str:
    """What is read in one part of the screen on top, runs of white space as one space."""
    area = app.screen.query_one(selector).region
    rows = screen_lines(app)[area.y : area.bottom]
    return " ".join(" ".join(row[area.x : area.right] for row in rows).split())


def dialog_text(app: "App[Any]") -> str:
    """What the dialog on top says, however it is wrapped."""
    return str(app.screen.query_one(".dialog-text", Static).content)


def row_at(app: WizardApp, path: Path) -> SettingRow:
    """The row of a setting on the screen on top."""
    return next(row for row in rows(app) if row.setting.path == path)


def rows(app: WizardApp) -> Iterator[SettingRow]:
    screen = app.screen
    assert isinstance(screen, StepScreen)
    return iter(screen.query(SettingRow))


async def go_to(pilot: "Pilot[Any]", path: Path) -> SettingRow:
    """Shows a setting with the focus on it."""
    app = pilot.app
    assert isinstance(app, WizardApp)
    app.show_setting(path)

    def there() -> bool:
        nodes = app.focused.ancestors_with_self if app.focused else []
        return any(isinstance(node, SettingRow) and node.setting.path == path for node in nodes)

    await until(pilot, there)
    return row_at(app, path)


async def answer_text(pilot: "Pilot[Any]", path: Path, text: str) -> None:
    """Types `text` in place of what stands in the field of a setting."""
    row = await go_to(pilot, path)
    assert isinstance(row, TextRow)
    field = row.query_one(Input)
    field.value = text
    await pilot.pause()


@asynccontextmanager
async def wizard(draft: Draft | None = None, size: tuple[int, int] = (80, 24), **looks: Any):  # type: ignore[no-untyped-def]
    """The wizard over `draft`, on the sandbox's name, at `size`, with the looks that are given:
    gives its app and pilot.
    """
    app = WizardApp(draft or Draft(), Session(SANDBOX), **looks)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield app, pilot


async def until(pilot: "Pilot[Any]", condition: type | UnionType | Callable[[], bool]) -> None:
    """Waits until a screen of this type is on top, or until the condition holds."""

    def holds() -> bool:
        return (
            isinstance(pilot.app.screen, condition)
            if isinstance(condition, type | UnionType)
            else bool(condition())
        )

    async with asyncio.timeout(20):
        while not holds():
            await pilot.pause(0.01)
        while isinstance(pilot.app.screen, CreatedScreen | FailedScreen):
            # A key that is pressed before it was seen has no effect.
            if pilot.app.screen.is_seen:
                break
            await pilot.pause(0.01)
    await pilot.pause()


async def armed(pilot: "Pilot[Any]") -> None:
    """Waits until a dialog is there that takes nothing typed before it was seen, and can be
    answered.
    """
    await until(pilot, lambda: isinstance(pilot.app.screen, Guarded) and pilot.app.screen.is_armed)


async def confirm(pilot: "Pilot[Any]") -> None:
    """From any step through the review and the confirmation."""
    await pilot.press("ctrl+r", "s")
    await armed(pilot)
    await pilot.press("enter")
