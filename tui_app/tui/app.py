"""Own the draft and the order of the steps.

Screens ask the wizard to go somewhere; they never name each other.
"""

import gc
import os
import signal
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.screen import Screen

from tui_app.core.actions import action
from tui_app.core.autosave import AutoSave, Position
from tui_app.core.draft import Draft
from tui_app.core.messages import ANSWER_FIRST, NOTHING_SENT, OPEN_ALREADY
from tui_app.core.session import Session
from tui_app.core.wizard import Wizard
from tui_app.flows.ui import flow_of
from tui_app.settings.problem import Path
from tui_app.storage.files import StorageProblem
from tui_app.storage.journal import Journal
from tui_app.storage.preferences import Preferences
from tui_app.text.escape import escape_controls
from tui_app.tui.appearance import Appearance
from tui_app.tui.bindings import bindings
from tui_app.tui.flowing import Flow
from tui_app.tui.messages import (
    DraftsFailed,
    LookupRequested,
    PayloadPasted,
    SecretMisplaced,
    SubmitRequested,
)
from tui_app.tui.palette import Palette
from tui_app.tui.screens.base import TakesKeys
from tui_app.tui.steps import Steps
from tui_app.tui.terminal import CrashGuard, SafeDriver, can_be_continued
from tui_app.tui.terminal._textual import driver_of
from tui_app.tui.ui import ScreenUI
from tui_app.tui.widgets.field_input import FieldInput

MIN_COLUMNS, MIN_LINES = 60, 20
"""The smallest terminal on which every step and dialog can be used."""


class WizardApp(
    Palette[int],
    Appearance[int],
    Steps,
    CrashGuard[int],
):
    """Run the wizard over `draft`. It ends with the exit code of the process."""

    CSS_PATH = "app.tcss"
    TITLE = "telnyx-wizard"
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrowest"),
        (MIN_COLUMNS, "-narrow"),
        (100, "-wide"),
        (150, "-widest"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-lowest"), (MIN_LINES, "-short"), (24, "-tall"), (30, "-roomy")]
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

    @cached_property
    def ui(self) -> ScreenUI:
        """What the flows use to ask and to notify."""
        return ScreenUI(self)

    def get_default_screen(self) -> Screen[None]:
        return self.screen_of(0)

    async def ready(self, event: events.Key | events.Paste) -> None:
        """Wait until no flow is between two screens, and the top screen takes keys."""
        await self.settle()
        if isinstance(self.screen, TakesKeys):
            await self.screen.ready(event)

    @property
    def is_in_sight(self) -> bool:
        """Whether the terminal has room for the screen."""
        return self.size.width >= MIN_COLUMNS and self.size.height >= MIN_LINES

    def accepts_input(self, event: events.Key | events.Paste, *, in_sight: bool) -> bool:
        """Ignore what would act unseen while the "terminal too small" notice is up.

        What is typed still reaches its field.
        """
        if isinstance(self.screen, TakesKeys) and not self.screen.accepts_input(event):
            return False
        if in_sight:
            return True
        if isinstance(event, events.Key) and not event.is_printable:
            return event.key in ("ctrl+q", "backspace")
        return isinstance(self.focused, FieldInput)

    def typed(self, event: events.Key | events.Paste) -> None:
        is_escape = isinstance(event, events.Key) and event.key == "escape"
        self.take_notices_away(only_read=not is_escape)
        if is_escape and not self.screen.is_modal:
            self.stop_waiting()

    # Crash-report redaction

    def secrets(self) -> Iterator[str]:
        """What a crash report must not contain, and no copy without saying so."""
        return self.wizard.secrets()

    # The draft on disk

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
        self.prepare_soon()
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
        if not self.begin_flow(lambda: type_key(self.ui), "key"):
            self.notify(OPEN_ALREADY, markup=False)

    # Find, undo

    def action_undo(self) -> None:
        self._travelled(self.draft.undo(), "undo")

    def action_redo(self) -> None:
        self._travelled(self.draft.redo(), "redo")

    def _travelled(self, path: Path | None, word: str) -> None:
        if path is None:
            self.notify(f"There is nothing to {word}.", markup=False)
            return
        self.sync()
        if self.step_index != self.wizard.review_step:
            self.show_setting(path)

    # Quit and suspend

    def action_suspend(self) -> None:
        """Stop the program, as Ctrl+Z does elsewhere, if there is a shell that can continue it."""
        if not can_be_continued():
            self.notify("There is no shell to return to: Ctrl+Q quits.", markup=False)
        elif (driver := driver_of(self)) is not None and driver.can_suspend:
            self.keep_now()
            self.app_suspend_signal.publish(self)
            # Stop the whole group: whoever started the wizard and waits for it must stop as well.
            os.killpg(0, signal.SIGTSTP)

    def action_help_quit(self) -> None:
        """Do what Ctrl+C means if nothing is selected."""
        self.notify("Ctrl+Q quits the wizard.", markup=False)

    def action_leave(self) -> None:
        """End the wizard. Ask first if something would be lost."""
        from tui_app.tui.screens.dialogs import QuestionDialog

        lost = "" if self.draft.created or isinstance(self.screen, QuestionDialog) else self._lost()
        if lost:
            question = QuestionDialog("Quit the wizard?", lost, yes="quit", no="stay")
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
                "Its outcome will be printed on the command line."
            )
        self.keep_now()
        lost = self.wizard.lost_words()
        sent = "" if self.submission else f"{NOTHING_SENT} "
        return f"{sent}{lost}" if lost else ""
