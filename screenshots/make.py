"""Draws the pictures of the README from the real wizard: stills at 80x24 and 120x40, and one that
moves.

`python screenshots/make.py` writes them; `--check` writes nothing and exits 1 where one is out of
date.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
from textual.pilot import Pilot

from screenshots import animation, story
from tui_app.api.target import SANDBOX
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.sandbox.app import create_app
from tui_app.storage.preferences import Preferences
from tui_app.tui import app
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.dialogs import ConfirmationDialog
from tui_app.tui.screens.outcome import CreatedScreen

HERE = Path(__file__).parent
SIZES = [(80, 24), (120, 40)]
LARGE = (200, 60)
COMPARED = ("errors", "review", "created")
"""Scenes that `before-and-after.md` compares with those of an earlier version."""
THEMES = ("textual-dark", "textual-light", "nord", "dracula")
"""Themes that are shown besides the terminal's own colours."""

Scene = Callable[[Pilot[int]], Awaitable[None]]


def sound_draft() -> Draft:
    """A connection that can be created.

    Its password is nobody's, and masked in every picture all the same.
    """
    made, _ = Draft.of(
        {"connection_name": "office-pbx", "user_name": "office12", "password": "picture-Kd7Rw2Zp"}
    )
    return made


def half_draft() -> Draft:
    """A connection half set up, with mistakes to show."""
    made, _ = Draft.of(
        {
            "connection_name": "office-pbx",
            "user_name": "office12",
            "anchorsite_override": "Frankfurt, Germany",
            "webhook_event_url": "https://example.com/hook",
            "webhook_event_failover_url": "ftp://example.com",
            "webhook_api_version": "texml",
            "inbound": {"codecs": ["G722", "G711A"], "timeout_2xx_secs": 25},
            "outbound": {"localization": "DE"},
        }
    )
    return made


async def first(pilot: Pilot[int]) -> None:
    await pilot.press("tab")


async def errors(pilot: Pilot[int]) -> None:
    await pilot.press("pagedown", "pagedown", "pagedown", "down")


async def inbound(pilot: Pilot[int]) -> None:
    await pilot.press(*["pagedown"] * 6, "down", "down")


async def codecs(pilot: Pilot[int]) -> None:
    await pilot.press(*["pagedown"] * 6, "down", "down", "enter")


async def find(pilot: Pilot[int]) -> None:
    await pilot.press("ctrl+g", *"ring")


async def review(pilot: Pilot[int]) -> None:
    await pilot.press("ctrl+r")


async def confirm(pilot: Pilot[int]) -> None:
    await pilot.press("ctrl+r", "s")
    while not isinstance(pilot.app.screen, ConfirmationDialog) or not pilot.app.screen.is_armed:
        await pilot.pause(0.05)


async def created(pilot: Pilot[int]) -> None:
    await confirm(pilot)
    await pilot.press("enter")
    while not isinstance(pilot.app.screen, CreatedScreen):
        await pilot.pause(0.05)
    # Once the sandbox has told what it knows, the page stays as it is.
    while not isinstance(pilot.app, WizardApp) or not _is_known(pilot.app):
        await pilot.pause(0.05)


def _is_known(app: WizardApp) -> bool:
    shown = app.wizard.shown
    return shown is not None and shown.facts.registration is not None


# The last two need a connection that can be created.
SCENES: dict[str, Scene] = {
    "step": first,
    "errors": errors,
    "inbound": inbound,
    "codecs": codecs,
    "find": find,
    "review": review,
    "confirm": confirm,
    "created": created,
}
SOUND = {"confirm", "created"}


class Unprepared(WizardApp):
    """The wizard without screens that are prepared while nothing happens.

    When that is depends on the machine, and what the review marks as new depends on it.
    """

    CSS_PATH = str(Path(app.__file__).with_name("app.tcss"))

    def prepare_soon(self) -> None:
        pass


def wizard(draft: Draft, preferences: Preferences | None = None) -> WizardApp:
    """A wizard over `draft` with a sandbox of its own."""
    # In memory, at an hour that stands still: the connection's id is made from it.
    sandbox = create_app(clock=lambda: 1_795_392_000_000_000_000)
    session = Session(SANDBOX, transport=lambda: httpx.ASGITransport(app=sandbox))
    return Unprepared(draft, session, preferences=preferences)


async def picture(name: str, size: tuple[int, int], looks: Preferences | None = None) -> str:
    """The SVG of a scene."""
    scene = SCENES[name]
    drawn = wizard(sound_draft() if name in SOUND else half_draft(), looks)
    async with drawn.run_test(size=size) as pilot:
        await pilot.pause()
        await scene(pilot)
        await pilot.pause()
        return drawn.export_screenshot(title="telnyx-wizard", simplify=True)


async def moving() -> str:
    """The SVG of the wizard at work."""
    async with wizard(Draft(), animation.LOOKS).run_test(size=story.SIZE) as pilot:
        await pilot.pause()
        return animation.animated(*await story.tell(pilot))


async def pictures() -> dict[Path, str]:
    """All pictures by file."""
    made: dict[Path, str] = {}
    for name in SCENES:
        for size in (*SIZES, *([LARGE] if name in COMPARED else [])):
            made[HERE / f"{name}-{size[0]}x{size[1]}.svg"] = await picture(name, size)
    for theme in THEMES:
        looks = Preferences(theme=theme)
        made[HERE / f"inbound-120x40-{theme}.svg"] = await picture("inbound", (120, 40), looks)
    return {**made, HERE / "wizard.svg": await moving()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 where a picture is out of date"
    )
    check = parser.parse_args().check
    made = asyncio.run(pictures())
    stale = sorted(
        {path for path, svg in made.items() if not path.exists() or path.read_text() != svg}
        | (set(HERE.glob("*.svg")) - set(made))
    )
    if check:
        for path in stale:
            print(f"out of date: {path.name} (python screenshots/make.py)", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        if path in made:
            path.write_text(made[path])
        else:
            path.unlink()
        print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
