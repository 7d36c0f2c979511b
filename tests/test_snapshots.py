"""Every screen at 80x24, in colour and in ASCII, as it was when somebody last looked: `python -m tests.test_snapshots` redraws them.

In colour a snapshot is what a terminal obeys: `cat tests/snapshots/inbound.ansi` shows it. In ASCII it is plain text.
"""

import asyncio
import difflib
import itertools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.console import Console
from textual.pilot import Pilot

from screenshots.make import half_draft, sound_draft
from tests.support.wizard import confirm, until
from tui_app.api.target import SANDBOX, find_target
from tui_app.app import WizardApp
from tui_app.connection import REQUEST
from tui_app.preferences import Preferences
from tui_app.sandbox.app import create_app
from tui_app.screens.codecs import CodecsDialog
from tui_app.screens.dialogs import HelpDialog, PayloadDialog, Question
from tui_app.screens.entry import EntryDialog
from tui_app.screens.outcome import CreatedScreen, FailedScreen
from tui_app.screens.pick import PickDialog
from tui_app.screens.submit import SubmitScreen
from tui_app.session import Session

HERE = Path(__file__).parent / "snapshots"
CONSOLE = Console(color_system="standard", force_terminal=True, width=80, _environ={"TERM": "xterm"})
SIZE = (80, 24)

Scene = Callable[[Pilot[Any]], Awaitable[None]]


def keys(*pressed: str, screen: type | None = None) -> Scene:
    """Presses keys; then `screen` is to be there."""

    async def scene(pilot: Pilot[Any]) -> None:
        await pilot.press(*pressed)
        if screen:
            await until(pilot, screen)

    return scene


async def sending(pilot: Pilot[Any]) -> None:
    screen = SubmitScreen('Creating "office-pbx"', "office-pbx", SANDBOX.label, lambda: None)
    await pilot.app.push_screen(screen)
    screen.say("Sending the request", "The request may have left: stopping is no longer sure to prevent the connection.")


async def refused(pilot: Pilot[Any]) -> None:
    reasons = ["User name must be one that is not taken yet."]
    await pilot.app.push_screen(FailedScreen("Refused: nothing was created", reasons, "office-pbx", SANDBOX.label))


async def created(pilot: Pilot[Any]) -> None:
    await confirm(pilot)
    await until(pilot, CreatedScreen)


async def new_password(pilot: Pilot[Any]) -> None:
    await created(pilot)
    await pilot.press("p")
    await until(pilot, EntryDialog)


async def too_small(pilot: Pilot[Any]) -> None:
    await pilot.resize_terminal(50, 15)


SCENES: dict[str, Scene] = {
    **{group.title.lower(): keys(*["pagedown"] * place, "down") for place, group in enumerate(REQUEST.groups)},
    "review": keys("ctrl+r"),
    "review-of-every-value": keys("ctrl+r", "f"),
    "review-payload": keys("ctrl+r", "ctrl+t"),
    "find": keys("ctrl+g", *"ring", screen=PickDialog),
    "commands": keys("ctrl+p", screen=PickDialog),
    "answers": keys("pagedown", "ctrl+o", screen=PickDialog),
    "answers-password": keys("tab", "tab", "ctrl+o", screen=PickDialog),
    "codecs": keys(*["pagedown"] * 6, "down", "down", "enter", screen=CodecsDialog),
    "help": keys(*["pagedown"] * 3, "down", "f1", screen=HelpDialog),
    "payload": keys("ctrl+t", screen=PayloadDialog),
    "themes": keys("f3", screen=PickDialog),
    "leave": keys("tab", "tab", *"abcdefgh", "ctrl+q", screen=Question),
    "save": keys("ctrl+r", "e", screen=PickDialog),
    "confirmation": keys("ctrl+r", "s"),
    "sending": sending,
    "refused": refused,
    "created": created,
    "new-password": new_password,
    "without-a-key": keys(screen=PickDialog),
    "key": keys("down", "enter", screen=EntryDialog),
    "too-small": too_small,
}
SOUND = {"confirmation", "created", "new-password", "save"}
WITHOUT_KEY = {"without-a-key", "key"}


async def snapshot(name: str, ascii_only: bool) -> str:
    """The screen of a scene: plain text where only ASCII is drawn, else with the sequences for its colours."""
    sandbox = create_app(clock=lambda: 1_795_392_000_000_000_000)
    target = find_target(None, {}) if name in WITHOUT_KEY else SANDBOX
    session = Session(target, transport=lambda: httpx.ASGITransport(app=sandbox))
    draft = sound_draft() if name in SOUND else half_draft()
    app = WizardApp(draft, session, preferences=Preferences(ascii=ascii_only))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        if name in WITHOUT_KEY:
            await until(pilot, PickDialog)
        await SCENES[name](pilot)
        if name == "confirmation":
            await until(pilot, lambda: app.screen.is_modal and getattr(app.screen, "is_armed", True))
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        lines = (strip.text if ascii_only else strip.simplify().render(CONSOLE) for strip in strips)
        return "".join(f"{line.rstrip()}\n" for line in lines)


def place(name: str, ascii_only: bool) -> Path:
    return HERE / f"{name}.{'txt' if ascii_only else 'ansi'}"


@pytest.mark.parametrize("ascii_only", [False, True], ids=["colour", "ascii"])
@pytest.mark.parametrize("name", SCENES)
async def test_the_screen_looks_as_it_did(name: str, ascii_only: bool) -> None:
    now, path = await snapshot(name, ascii_only), place(name, ascii_only)
    before = path.read_text() if path.exists() else ""
    change = "\n".join(difflib.unified_diff(before.splitlines(), now.splitlines(), "before", "now", lineterm="", n=0))
    assert now == before, f"{path.name} (python -m tests.test_snapshots redraws it)\n{change}"
    if ascii_only:
        assert now.isascii()


def test_no_snapshot_is_left_over() -> None:
    assert {path.name for path in HERE.iterdir()} == {place(*each).name for each in itertools.product(SCENES, (False, True))}


def main() -> None:
    """Draws every snapshot anew."""
    HERE.mkdir(exist_ok=True)
    for path in HERE.iterdir():
        path.unlink()
    for name, ascii_only in itertools.product(SCENES, (False, True)):
        place(name, ascii_only).write_text(asyncio.run(snapshot(name, ascii_only)))


if __name__ == "__main__":
    main()
