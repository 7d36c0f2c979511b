"""Keys typed ahead, and what became of each.

What a user finds afterwards is what there is if each key is typed once the one before has taken
effect; if a key was not obeyed, that is said, and the rest is as if it had not been typed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from unittest.mock import patch

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from tests.support.wizard import screen_text, until
from tui_app.core.messages import ANSWER_FIRST, OPEN_ALREADY, STILL_BUSY
from tui_app.settings.problem import Answer, Path
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.guarded import TYPED_EARLY, Guarded, Unasked
from tui_app.tui.screens.submit import SubmitScreen
from tui_app.tui.ui import ScreenUI
from tui_app.tui.widgets.setting_row import SettingRow

UNTAKEN = (ANSWER_FIRST, OPEN_ALREADY, STILL_BUSY)
"""What is said of a key that was not obeyed, each time that it happens."""
STEADY = 3
"""Looks in a row at which nothing moves any more."""


@dataclass(frozen=True)
class Outcome:
    """What a user finds: the screens, the focus, the answers, and what was said and copied."""

    screens: list[str]
    focus: list[str]
    answers: dict[Path, Answer]
    looks: tuple[str, str, bool]
    copied: str
    said: list[str]
    text: str


@dataclass
class Heard:
    """What happened in a wizard: what was said, how many keys were not obeyed, what is awaited."""

    said: list[str] = field(default_factory=list)
    untaken: int = 0
    waits: int = 0
    asked: bool = False
    """Whether a server was asked."""
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while the server answers at once."""
    opened: set[type[Screen[Any]]] = field(default_factory=set)


@dataclass
class Walk:
    """The way to a screen, on which keys are then typed: `start` leads to `there`."""

    make: Callable[[], WizardApp]
    start: Sequence[str]
    there: type[Screen[Any]]
    _slow: dict[tuple[tuple[str, ...], int], Outcome] = field(default_factory=dict)

    async def slow(self, keys: tuple[str, ...], held: int = 0) -> Outcome:
        """Type each key once the one before has taken effect.

        A server answers once so many keys (`held`) have followed the first one.
        """
        if (keys, held) not in self._slow:
            self._slow[keys, held], _ = await self.typed(keys, None, held)
        return self._slow[keys, held]

    async def fault(self, keys: tuple[str, ...], moment: int) -> str:
        """Type keys so many turns of the event loop apart.

        Return what is wrong then: nothing if each was obeyed once, or is said not to be.
        """
        outcome, heard = await self.typed(keys, moment)
        kept = list(combinations(keys, max(1, len(keys) - heard.untaken)))
        expected = [await self.slow(each) for each in kept]
        if heard.asked and outcome not in expected:
            # What was typed before the server's answer was meant for what was in sight then.
            expected += [await self.slow(each, n) for each in kept for n in range(1, len(each))]
        wrong = f"{keys}, {moment} turns apart, {heard.untaken} not obeyed"
        return "" if outcome in expected else f"{wrong}:\n{outcome}\nbut not\n{expected}"

    async def typed(
        self, keys: Sequence[str], moment: int | None, held: int = 0
    ) -> tuple[Outcome, Heard]:
        """Type keys. Without a `moment`, each once the one before has taken effect."""
        app = self.make()
        with listening(app) as heard:
            async with app.run_test(notifications=True) as pilot:
                for key in self.start:
                    await steady(pilot, heard)
                    type_key(app, key)
                await until(pilot, self.there)
                await steady(pilot, heard)
                heard.said.clear()
                if held:
                    heard.answers.clear()
                for number, key in enumerate(keys):
                    if number == held + 1:
                        heard.answers.set()
                    if number and moment is None:
                        await steady(pilot, heard)
                    for _ in range(moment or 0):
                        await asyncio.sleep(0)
                    type_key(app, key)
                if held:
                    await steady(pilot, heard)
                    heard.answers.set()
                await steady(pilot, heard)
                app.take_notices_away(only_read=False)
                await steady(pilot, heard)
                outcome = outcome_of(app, heard.said)
                app.exit()
        return outcome, heard


@contextmanager
def listening(app: WizardApp) -> Iterator[Heard]:
    """Take note of what happens in an app."""
    heard = Heard()
    heard.answers.set()
    notify, say_early, wait = app.notify, Unasked.say_early, ScreenUI.wait

    def hear(message: str, **how: Any) -> None:
        if message in UNTAKEN:
            heard.untaken += 1
        elif message != TYPED_EARLY:
            heard.said.append(message)
        notify(message, **how)

    def hear_early(screen: Unasked[Any]) -> None:
        heard.untaken += 1
        say_early(screen)

    async def hear_wait(
        ui: ScreenUI, doing: str, request: Callable[[], Awaitable[object]], *, stops: bool = False
    ) -> object:
        async def held() -> object:
            await heard.answers.wait()
            return await request()

        heard.waits += 1
        heard.asked = True
        try:
            return await wait(ui, doing, held, stops=stops)
        finally:
            heard.waits -= 1

    with (
        patch.object(app, "notify", hear),
        patch.object(Unasked, "say_early", hear_early),
        patch.object(ScreenUI, "wait", hear_wait),
    ):
        yield heard


def type_key(app: WizardApp, key: str) -> None:
    """Type a key as the terminal does."""
    app.post_message(events.Key(key, key if len(key) == 1 else None))


def is_at_rest(app: WizardApp, heard: Heard) -> bool:
    """Whether all that was typed has taken effect, and nothing else is under way."""
    screen = app.screen
    heard.opened.add(type(screen))
    # Only private names lead to what was typed; they are used here alone.
    return (
        app._typed.empty()
        and app._aimed_at is None
        and not (heard.waits and heard.answers.is_set())
        and not app.is_between_screens
        and not isinstance(screen, SubmitScreen)
        and not (isinstance(screen, Unasked) and not screen.is_armed)
        and not any(worker.name in ("page", "command") for worker in app.workers)
    )


async def steady(pilot: "Pilot[Any]", heard: Heard) -> None:
    """Wait until all that was typed has taken effect, and nothing moves any more."""
    app = pilot.app
    assert isinstance(app, WizardApp)
    before, looks = "", 0
    async with asyncio.timeout(60):
        while looks < STEADY:
            await pilot.pause(0.01)
            now = screen_text(app)
            looks = looks + 1 if now == before and is_at_rest(app, heard) else 0
            before = now


def outcome_of(app: WizardApp, said: list[str]) -> Outcome:
    """What a user finds in an app."""
    screens = [
        f"{type(screen).__name__} {getattr(screen, 'heading', '')}" for screen in app.screen_stack
    ]
    nodes = app.focused.ancestors_with_self if app.focused else []
    rows = [node.setting.json_path for node in nodes if isinstance(node, SettingRow)]
    text = screen_text(app)
    for words in (Guarded.EARLY, Guarded.ARMING):
        text = text.replace(words, " " * len(words))
    return Outcome(
        screens,
        [type(app.focused).__name__, *rows],
        dict(app.draft.answers),
        (app.draft.form, app.theme, app.ascii),
        app.clipboard,
        # While a server is asked, what is typed may be obeyed before what is asked for is there.
        sorted(said),
        text,
    )
