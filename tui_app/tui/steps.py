"""Show the steps and the review: one at a time, built when first needed, prepared ahead."""

import asyncio
import gc
import sys
import time
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual import on

from tui_app.core.autosave import Position
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.settings.problem import Path
from tui_app.settings.search import find_settings
from tui_app.tui.messages import GoToSetting, GoToStep, SecretMisplaced
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.terminal.painted import PaintedApp
from tui_app.tui.terminal.typeahead import TypeAhead
from tui_app.tui.ui import FlowHost
from tui_app.tui.widgets.bars import TopBar

if TYPE_CHECKING:
    from tui_app.tui.screens.pick import Pick
    from tui_app.tui.screens.review import ReviewScreen

REST = 0.5
"""Seconds without a key after which the user is at rest, and the next screens are prepared."""
GLANCE = 0.05
"""Seconds after a step is painted in which nobody can have read it.

The next step is prepared that soon if the user types nothing.
"""
BREATH = 0.005
"""Seconds between two pieces of preparation: a key gets through, and widgets learn their sizes."""
LATE_MODULES = (
    "secrets",
    "zoneinfo",
    "pydantic_core",
    "annotated_types",
    "pydantic.errors",
    "pydantic.json_schema",
    "pydantic.types",
)
"""What wraps a password, in pieces that import in a few milliseconds each.

They are imported after the first picture and before the first password.
"""


class Steps(FlowHost, TypeAhead[int], PaintedApp[int]):
    """An app of steps. The review is the last of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step_index = 0
        self._screens: dict[int, StepScreen | ReviewScreen] = {}

    @property
    def draft(self) -> Draft:
        """The answers."""
        return self.wizard.draft

    @property
    def session(self) -> Session:
        """The session, which holds the target of the answers."""
        return self.wizard.session

    # Where the user is

    @property
    def position(self) -> Position:
        """Where the user is."""
        screen = self._screens.get(self.step_index)
        return Position(self.step_index, screen.current if isinstance(screen, StepScreen) else ())

    def keep(self) -> None:
        """Have the draft written soon, together with where the user is."""
        self.wizard.position = self.position
        self.wizard.keep()

    def keep_now(self) -> None:
        """Write the draft at once. A signal handler may call it."""
        self.wizard.position = self.position
        self.wizard.keep_now()

    def on_descendant_focus(self) -> None:
        self.keep()

    def go_back_to(self, position: Position) -> None:
        """Show the step where the user was, and the field in it."""
        for screen in self._screens.values():
            if screen.is_mounted:
                screen.sync()
        screen = self.show_step(position.step, leaving=False)
        if isinstance(screen, StepScreen):
            screen.begin_at(position.path)

    # The screens

    def screen_of(self, index: int) -> "StepScreen | ReviewScreen":
        """Return the screen of a step. It is built when first needed, then kept."""
        screen = self._screens.get(index)
        if screen is None:
            groups = self.draft.request.groups
            if index < len(groups):
                screen = StepScreen(groups[index], index, self.draft, self.session.target.label)
            else:
                # Import what is not seen first only when it is needed.
                from tui_app.tui.screens.review import ReviewScreen

                screen = ReviewScreen(index, self.draft, self.session.target.label)
            self._screens[index] = screen
            self.install_screen(screen, f"step-{index}")
        return screen

    async def rebuild(self) -> None:
        """Show the first step, and build every other screen anew when it is needed.

        Does nothing if the screens are of the settings that the draft asks for.
        """
        first, group = self._screens[0], self.draft.request.groups[0]
        if not isinstance(first, StepScreen) or first.group is group:
            return
        self.workers.cancel_group(self, "prepare")
        self.show_step(0, leaving=False)
        for index in [index for index in self._screens if index]:
            screen = self._screens.pop(index)
            self.uninstall_screen(screen)
            if screen.is_running:
                await screen.remove()
        await first.adopt(group)

    def show_step(self, index: int, *, leaving: bool = True) -> "StepScreen | ReviewScreen":
        """Show a step.

        `leaving`: the user leaves the step before, so its errors are shown from now on.
        """
        screen = self.screen_of(index)
        if index != self.step_index:
            if leaving:
                self._leave_step()
            # Textual can neither switch nor pop the bottom screen, which is the first step: the
            # others lie on it, one at a time.
            if index == 0:
                self.pop_screen()
            elif self.step_index == 0:
                self.push_screen(screen)
            else:
                self.switch_screen(screen)
            self.step_index = index
            self.keep()
            self.prepare_soon()
        return screen

    def prepare_soon(self) -> None:
        """Prepare the screens that come next, once this one is painted."""
        self.call_after_refresh(self._begin_to_prepare)

    def _begin_to_prepare(self) -> None:
        # Pass the method, not its coroutine: if the next step came before it began, nobody would
        # await it. mypy finds two meanings.
        self.run_worker(
            self._prepare,  # type: ignore[arg-type]
            name="prepare",
            group="prepare",
            exclusive=True,
        )

    async def _prepare(self) -> None:
        """Prepare the screens that come next, so that they only have to be painted.

        It works in pieces that give way to what the user types.
        """
        await asyncio.sleep(GLANCE)
        shown = time.monotonic()
        for module in LATE_MODULES:
            if module not in sys.modules:
                await self._lull(shown)
                with suppress(ImportError):
                    import_module(module)
        # Build the other steps when their turn comes: each takes a megabyte.
        for index in (self.step_index + 1, self.wizard.review_step, self.step_index - 1):
            if 0 <= index <= self.wizard.review_step:
                await self._lull(shown)
                screen = self.screen_of(index)
                await self.start_ahead(screen)
                for piece in screen.preparations():
                    await self._lull(shown)
                    piece()
        await self._lull(shown)
        # Collect the garbage of the building now, not while a key is handled.
        gc.collect()

    async def _lull(self, shown: float) -> None:
        """Wait until no key is being handled.

        If nothing was typed since `shown`, this takes a moment; else it waits until the user rests.
        """
        left = BREATH
        while left > 0:
            await asyncio.sleep(left)
            left = min(REST, time.monotonic() - shown) - self.rest

    def _leave_step(self) -> None:
        """Show the problems of a step from now on: the user has seen the step and left it."""
        if self.step_index < self.wizard.review_step:
            settings = self.draft.request.groups[self.step_index].settings
            for setting in settings:
                # A field may be left together with its step. What is typed there must be on no
                # other screen.
                found = self.draft.take_secret_out(setting.path)
                if found:
                    self.post_message(SecretMisplaced(found, setting))
            self.draft.visit(setting.path for setting in settings)
        self.draft.end_edit()

    def action_next_step(self) -> None:
        self.show_step(min(self.step_index + 1, self.wizard.review_step))

    def action_previous_step(self) -> None:
        self.show_step(max(self.step_index - 1, 0))

    def action_cross(self, steps: int) -> None:
        """Cross the border of a step.

        Go forward to the first field of the next step, or back to the last field of the step
        before.
        """
        index = self.step_index + steps
        if 0 <= index <= self.wizard.review_step:
            screen = self.show_step(index)
            if isinstance(screen, StepScreen):
                screen.focus_end(last=steps < 0)

    def action_review(self) -> None:
        self.show_step(self.wizard.review_step)

    @on(GoToStep)
    def _go_to_step(self, message: GoToStep) -> None:
        self.show_step(message.index)

    @on(GoToSetting)
    def _go_to_setting(self, message: GoToSetting) -> None:
        self.show_setting(message.path)
        if message.words:
            self.notify(message.words, markup=False)

    def show_setting(self, path: Path) -> None:
        """Show the step that holds the setting at `path`, with the focus on it."""
        position = self.wizard.position_of(path)
        if position.path:
            screen = self.show_step(position.step)
            if isinstance(screen, StepScreen):
                screen.call_after_refresh(screen.focus_setting, path)

    def sync(self) -> None:
        """Bring the step, or the review, in line with the draft."""
        screen = self._screens[self.step_index]
        if screen.is_mounted:
            screen.sync()

    def show_target(self) -> None:
        """Put the name of the target on every screen that already exists."""
        for screen in self._screens.values():
            screen.host = self.session.target.label
            for bar in screen.query(TopBar):
                bar.rename(screen.host)
        self.sync()

    # Find

    def action_find(self) -> None:
        """Show a list of the steps and of all settings, filtered as the user types."""
        from tui_app.tui.screens.pick import PickDialog

        self.push_screen(
            PickDialog("Go to a step or setting", self._find(""), search=self._find), self._found
        )

    def _find(self, text: str) -> "list[Pick[int | Path]]":
        from tui_app.tui.screens.pick import Pick

        titles = [*(group.title for group in self.draft.request.groups), "Review"]
        steps: list[Pick[int | Path]] = [
            Pick(title, "step", index)
            for index, title in enumerate(titles)
            if title.lower().startswith(text.lower().strip())
        ]
        found: list[Pick[int | Path]] = [
            Pick(setting.label, setting.json_path, setting.path)
            for setting in find_settings(self.draft.request, text)
        ]
        return [*steps, *found]

    def _found(self, target: int | Path | None) -> None:
        if isinstance(target, int):
            self.show_step(target)
        elif target is not None:
            self.show_setting(target)
