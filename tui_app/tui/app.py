"""Own the draft and the order of the steps.

Screens ask the wizard to go somewhere; they never name each other.
"""

import asyncio
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.screen import Screen

from tui_app.core.actions import action
from tui_app.core.autosave import AutoSave, Position
from tui_app.core.draft import Draft
from tui_app.core.messages import ANSWER_FIRST, NOTHING_SENT
from tui_app.core.session import Session
from tui_app.core.wizard import Wizard
from tui_app.flows.ui import flow_of
from tui_app.settings.problem import Path
from tui_app.settings.search import find_settings
from tui_app.storage.files import StorageProblem
from tui_app.storage.journal import Journal
from tui_app.storage.preferences import Preferences
from tui_app.text.escape import escape_controls
from tui_app.tui.appearance import Appearance
from tui_app.tui.bindings import bindings
from tui_app.tui.flowing import Flow
from tui_app.tui.messages import (
    DraftsFailed,
    GoToSetting,
    GoToStep,
    LookupRequested,
    PayloadPasted,
    SecretMisplaced,
    SubmitRequested,
)
from tui_app.tui.notices import Notices
from tui_app.tui.palette import Palette
from tui_app.tui.screens.base import Dialog
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.terminal import CrashGuard, SafeDriver, can_be_continued
from tui_app.tui.terminal._textual import driver_of
from tui_app.tui.terminal.painted import PaintedApp
from tui_app.tui.terminal.typeahead import TypeAhead
from tui_app.tui.ui import FlowHost, ScreenUI
from tui_app.tui.widgets.bars import TopBar
from tui_app.tui.widgets.field_input import FieldInput

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

MIN_COLUMNS, MIN_LINES = 60, 20
"""The smallest terminal on which every step and dialog can be used."""


class WizardApp(
    Palette[int],
    Notices[int],
    Appearance[int],
    FlowHost,
    TypeAhead[int],
    PaintedApp[int],
    CrashGuard[int],
):
    """Run the wizard over `draft`. It ends with the exit code of the process."""

    CSS_PATH = "app.tcss"
    TITLE = "telnyx-wizard"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrowest"), (MIN_COLUMNS, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-lowest"), (MIN_LINES, "-short"), (24, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = bindings("anywhere")

    def __init__(
        self,
        draft: Draft,
        session: Session,
        autosave: AutoSave | None = None,
        journal: Journal | None = None,
        position: Position | None = None,
        preferences: Preferences | None = None,
        remember: Callable[[Preferences], StorageProblem | None] = lambda preferences: None,
    ) -> None:
        super().__init__(preferences=preferences, remember=remember, driver_class=SafeDriver)
        self.animation_level = "none"
        self.wizard = Wizard(draft, session, autosave, journal, position)
        draft.on_change = self.keep
        self._resumed = position
        self._step_index = 0
        self._screens: dict[int, StepScreen | ReviewScreen] = {}

    @property
    def draft(self) -> Draft:
        """The answers."""
        return self.wizard.draft

    @property
    def session(self) -> Session:
        """The session, which holds the target of the answers."""
        return self.wizard.session

    @cached_property
    def ui(self) -> ScreenUI:
        """What the flows use to ask and to notify."""
        return ScreenUI(self)

    def get_default_screen(self) -> Screen[None]:
        return self._screen_at(0)

    async def ready(self, event: events.Key | events.Paste) -> None:
        """Wait until no flow is between two screens, and the top dialog takes keys."""
        await self.settle()
        if isinstance(self.screen, Dialog):
            await self.screen.ready(event)

    @property
    def is_in_sight(self) -> bool:
        """Whether the terminal has room for the screen."""
        return self.size.width >= MIN_COLUMNS and self.size.height >= MIN_LINES

    def accepts_input(self, event: events.Key | events.Paste, *, in_sight: bool) -> bool:
        """Ignore what would act unseen while the "terminal too small" notice is up.

        What is typed still reaches its field.
        """
        if isinstance(self.screen, Dialog) and not self.screen.accepts_input(event):
            return False
        if in_sight:
            return True
        if isinstance(event, events.Key) and not event.is_printable:
            return event.key in ("ctrl+q", "backspace")
        return isinstance(self.focused, FieldInput)

    def typed(self, event: events.Key | events.Paste) -> None:
        self.take_notices_away(only_read=not isinstance(event, events.Key) or event.key != "escape")

    # Crash-report redaction

    def secrets(self) -> Iterator[str]:
        """What a crash report must not contain."""
        return self.wizard.secrets()

    # The draft on disk

    @property
    def position(self) -> Position:
        """Where the user is."""
        screen = self._screens.get(self._step_index)
        return Position(self._step_index, screen.current if isinstance(screen, StepScreen) else ())

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
        screen = self._show(position.step, leaving=False)
        if isinstance(screen, StepScreen):
            screen.begin_at(position.path)

    def drafts_fail(self, trouble: StorageProblem) -> None:
        """Say once that drafts cannot be saved. Any thread may call it."""
        self.post_message(DraftsFailed(trouble.brief))

    @on(DraftsFailed)
    def _say_that_drafts_fail(self, message: DraftsFailed) -> None:
        self.notify(
            f"{message.words}. The wizard goes on without.",
            title="No draft",
            severity="warning",
            markup=False,
            timeout=15,
        )

    # Steps

    def _screen_at(self, index: int) -> "StepScreen | ReviewScreen":
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

    def _show(self, index: int, *, leaving: bool = True) -> "StepScreen | ReviewScreen":
        """Show a step.

        `leaving`: the user leaves the step before, so its errors are shown from now on.
        """
        screen = self._screen_at(index)
        if index != self._step_index:
            if leaving:
                self._leave_step()
            # Textual can neither switch nor pop the bottom screen, which is the first step: the
            # others lie on it, one at a time.
            if index == 0:
                self.pop_screen()
            elif self._step_index == 0:
                self.push_screen(screen)
            else:
                self.switch_screen(screen)
            self._step_index = index
            self.keep()
            self._prepare_soon()
        return screen

    def _prepare_soon(self) -> None:
        # Wait until the step is painted.
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
        for index in (self._step_index + 1, self.wizard.review_step, self._step_index - 1):
            if 0 <= index <= self.wizard.review_step:
                await self._lull(shown)
                screen = self._screen_at(index)
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
        if self._step_index < self.wizard.review_step:
            settings = self.draft.request.groups[self._step_index].settings
            for setting in settings:
                # A field may be left together with its step. What is typed there must be on no
                # other screen.
                found = self.draft.take_secret_out(setting.path)
                if found:
                    self.post_message(SecretMisplaced(found, setting))
            self.draft.visit(setting.path for setting in settings)
        self.draft.end_edit()

    def action_next_step(self) -> None:
        self._show(min(self._step_index + 1, self.wizard.review_step))

    def action_previous_step(self) -> None:
        self._show(max(self._step_index - 1, 0))

    def action_cross(self, steps: int) -> None:
        """Cross the border of a step.

        Go forward to the first field of the next step, or back to the last field of the step
        before.
        """
        index = self._step_index + steps
        if 0 <= index <= self.wizard.review_step:
            screen = self._show(index)
            if isinstance(screen, StepScreen):
                screen.focus_end(last=steps < 0)

    def action_review(self) -> None:
        self._show(self.wizard.review_step)

    @on(GoToStep)
    def _go_to_step(self, message: GoToStep) -> None:
        self._show(message.index)

    @on(GoToSetting)
    def _go_to_setting(self, message: GoToSetting) -> None:
        self.show_setting(message.path)
        if message.words:
            self.notify(message.words, markup=False)

    def show_setting(self, path: Path) -> None:
        """Show the step that holds the setting at `path`, with the focus on it."""
        position = self.wizard.position_of(path)
        if position.path:
            screen = self._show(position.step)
            if isinstance(screen, StepScreen):
                screen.call_after_refresh(screen.focus_setting, path)

    def sync(self) -> None:
        """Bring the step, or the review, in line with the draft."""
        screen = self._screens[self._step_index]
        if screen.is_mounted:
            screen.sync()

    def show_target(self) -> None:
        """Put the name of the target on every screen that already exists."""
        for screen in self._screens.values():
            screen.host = self.session.target.label
            for bar in screen.query(TopBar):
                bar.rename(screen.host)
        self.sync()

    # Flows

    def on_mount(self) -> None:
        for notice in self.wizard.notices:
            self.notify(escape_controls(notice), severity="warning", markup=False, timeout=10)
        if self._resumed is not None:
            self.go_back_to(self._resumed)

    def on_ready(self) -> None:
        """Ask, over the first step, what must be asked before the first answer."""
        # The command line held the collector off until now. What exists by now stays for good, so
        # no key has to wait for its inspection.
        gc.freeze()
        gc.enable()
        self._prepare_soon()
        from tui_app.flows.begin import begin

        self.begin_flow(lambda: begin(self.ui))

    def _begin(self, flow: Flow) -> None:
        """Run a flow, or say that another one is running."""
        if not self.begin_flow(flow):
            self.say_busy()

    @on(SubmitRequested)
    def _submit(self) -> None:
        from tui_app.flows.submit import submit

        self._begin(lambda: submit(self.ui))

    def action_start(self, name: str) -> None:
        """Start the flow of the action called `name`."""
        flow = flow_of(action(name))
        self._begin(lambda: flow(self.ui, ""))

    @on(PayloadPasted)
    def _fill_in(self, message: PayloadPasted) -> None:
        from tui_app.flows.fill_in import fill_in

        # Never drop the text: it is gone from its field.
        self.begin_flow(lambda: fill_in(self.ui, message.text), waits=True)

    @on(SecretMisplaced)
    def _place_secret(self, message: SecretMisplaced) -> None:
        from tui_app.flows.misplaced import fill_in_secret

        label = message.setting.label if message.setting else ""
        self.begin_flow(lambda: fill_in_secret(self.ui, message.found, label=label), waits=True)

    @on(LookupRequested)
    def _choose(self, message: LookupRequested) -> None:
        from tui_app.flows.choose import choose

        self._begin(lambda: choose(self.ui, message.setting))

    def action_key(self) -> None:
        """Ask for another API key than the one in use, as when the API did not accept that one."""
        if self.session.target.is_sandbox:
            self.notify("The sandbox takes no key.", markup=False)
            return
        if self.is_sending:
            self.say_busy()
            return
        from tui_app.flows.key import type_key

        # The user may want it in the middle of another flow, where the outcome is shown.
        self.begin_flow(lambda: type_key(self.ui), "key")

    # Find, undo

    def action_find(self) -> None:
        """Show a list of the steps and of all settings, filtered as the user types."""
        from tui_app.tui.screens.pick import PickDialog

        self.push_screen(
            PickDialog("Go to a step or a setting", self._find(""), search=self._find), self._found
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
            self._show(target)
        elif target is not None:
            self.show_setting(target)

    def action_undo(self) -> None:
        self._travelled(self.draft.undo(), "undo")

    def action_redo(self) -> None:
        self._travelled(self.draft.redo(), "redo")

    def _travelled(self, path: Path | None, word: str) -> None:
        if path is None:
            self.notify(f"There is nothing to {word}.", markup=False)
            return
        screen = self._screens[self._step_index]
        screen.sync()
        if isinstance(screen, StepScreen):
            self.show_setting(path)

    # Quit and suspend

    def action_suspend(self) -> None:
        """Stop the program, as Ctrl+Z does elsewhere, if there is a shell that can continue it."""
        if not can_be_continued():
            self.notify(
                "There is no shell below that could go on with it: Ctrl+Q leaves.", markup=False
            )
        elif (driver := driver_of(self)) is not None and driver.can_suspend:
            self.keep_now()
            self.app_suspend_signal.publish(self)
            # Stop the whole group: whoever started the wizard and waits for it must stop as well.
            os.killpg(0, signal.SIGTSTP)

    def action_help_quit(self) -> None:
        """Do what Ctrl+C means if nothing is selected."""
        self.notify("Ctrl+Q leaves the wizard.", markup=False)

    def action_leave(self) -> None:
        """End the wizard. Ask first if something would be lost."""
        from tui_app.tui.screens.dialogs import QuestionDialog

        lost = "" if self.draft.created or isinstance(self.screen, QuestionDialog) else self._lost()
        if lost:
            question = QuestionDialog("Leave the wizard?", lost, yes="leave", no="stay")
            self.push_screen(question, lambda leave: self.exit(0) if leave else None)
        elif isinstance(self.screen, QuestionDialog):
            self.notify(ANSWER_FIRST, markup=False)
        else:
            self.exit(0)

    @property
    def is_sending(self) -> bool:
        """Whether a submission is running whose outcome nobody knows yet."""
        return self.submission is not None and self.submission.outcome is None

    def _lost(self) -> str:
        """What leaving would lose, in words; empty if it loses nothing."""
        if self.is_sending:
            return (
                "The request is under way and cannot be called back. "
                "Its outcome will be told on the command line."
            )
        if not self.draft.answers:
            return ""
        self.keep_now()
        sent = "" if self.submission else f"{NOTHING_SENT} "
        if self.wizard.autosave is None or self.wizard.autosave.trouble is not None:
            return f"{sent}What you answered is not kept."
        secret = any(self.draft.request.is_secret(path) for path in self.draft.answers)
        if not self.draft.is_worth_keeping:
            return f"{sent}The password is not kept: it is never written down." if secret else ""
        if secret:
            return (
                f"{sent}Your answers are kept for --resume, but not the password: "
                "it is never written down."
            )
        return ""
