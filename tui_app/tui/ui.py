"""Implement the port of the flows on screens."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from tui_app.core.actions import action as declared
from tui_app.core.autosave import Position
from tui_app.core.copied import Holds
from tui_app.core.messages import (
    TITLES,
    not_kept_title,
    outcome_title,
    sentence,
)
from tui_app.core.table import Browsing, Picked
from tui_app.core.wizard import Wizard
from tui_app.flows.ui import (
    Act,
    Begin,
    Card,
    Configuration,
    Meanwhile,
    Next,
    Option,
    Question,
    Severity,
)
from tui_app.settings.problem import Path
from tui_app.text.escape import escape_controls
from tui_app.tui.bindings import key_names
from tui_app.tui.clipboard import Clipboard
from tui_app.tui.flowing import Flows
from tui_app.tui.notices import Notices

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.background import Background
    from tui_app.api.progress import Event, Outcome
    from tui_app.tui.screens.outcome import CreatedScreen

T = TypeVar("T")

WATCH: Final = "watch"
"""The name of what goes on while the page of a connection is shown."""
STANDS: Final[dict[Severity, float]] = {"information": 10, "warning": 15, "error": 10}
"""Seconds for which a message is shown unless a key removes it."""
FEW: Final = 15
"""Options that are chosen from without a filter: about as many as are in sight at once."""

_waited: ContextVar[bool] = ContextVar("_waited", default=False)
"""Whether the flow under way has waited since its last text was asked for.

The user may type for the screen below meanwhile.
"""


class FlowHost(Notices[int], Clipboard[int], Flows[int]):
    """The app as the port needs it. The wizard's app says how each thing is shown."""

    wizard: Wizard
    submission: "Background | None" = None
    """The work that may have sent the request, once there is any."""

    def show_target(self) -> None:
        """Show the name of the target everywhere, and the current answers."""
        raise NotImplementedError

    def sync(self) -> None:
        """Show the current answers."""
        raise NotImplementedError

    def go_back_to(self, position: Position) -> None:
        """Show a step, and a field in it."""
        raise NotImplementedError

    def show_setting(self, path: Path) -> None:
        """Show the field of a setting."""
        raise NotImplementedError

    async def rebuild(self) -> None:
        """Have screens of the settings that the draft asks for now."""
        raise NotImplementedError


class ScreenUI:
    """Ask in dialogs and notify in messages of `app`. What takes time has its own screen."""

    def __init__(self, app: FlowHost) -> None:
        self._app = app

    @property
    def wizard(self) -> Wizard:
        return self._app.wizard

    @property
    def attended(self) -> bool:
        return True

    def key_of(self, action: str) -> str:
        return key_names(next(iter(declared(action).keys.values())))

    async def notify(self, words: str, severity: Severity = "information") -> None:
        self._app.notify(
            escape_controls(words), severity=severity, markup=False, timeout=STANDS[severity]
        )

    async def copy(self, what: str, text: str, holds: Holds = "no secret") -> None:
        self._app.copy(what, text, holds)

    async def confirm(self, question: Question) -> bool:
        from tui_app.tui.screens import dialogs

        kind = dialogs.QuestionDialog if question.asked else dialogs.ConfirmationDialog
        return await self._app.push_screen_wait(
            kind(
                question.title,
                question.text,
                yes=question.yes,
                no=question.no,
                careful=question.careful,
            )
        )

    async def choose(
        self, title: str, options: Sequence[Option], *, asked: bool = False
    ) -> int | None:
        from tui_app.tui.screens.pick import OfferDialog, Pick, PickDialog, containing

        picks = [Pick(*option, index) for index, option in enumerate(options)]
        search = partial(containing, picks) if len(picks) > FEW else None
        kind = PickDialog if asked else OfferDialog
        dialog: PickDialog[int] = kind(title, picks, search=search)
        return await self._app.push_screen_wait(dialog)

    async def ask(
        self, title: str, text: str, *, value: str = "", error: str = "", secret: bool = False
    ) -> str | None:
        from tui_app.tui.screens.entry import AgainDialog, EntryDialog

        made = "Enter sets it. This one was generated; Ctrl+S shows it."
        words = " ".join(filter(None, (error, text, made if secret and value else "")))
        kind = AgainDialog if error and _waited.get() else EntryDialog
        _waited.set(False)
        typed = await self._app.push_screen_wait(kind(title, words, value=value, masked=secret))
        if secret and typed:
            self.wizard.remember_secret(typed)
        return typed

    async def browse(self, browsing: Browsing, act: Act | None = None) -> Picked | None:
        from tui_app.tui.browsing import browse

        return await browse(self._app, browsing, act, self.wizard.session.target.label)

    async def show_text(self, title: str, lines: Sequence[str]) -> None:
        from tui_app.tui.screens.dialogs import HelpDialog

        await self._app.push_screen_wait(HelpDialog(title, "\n".join(lines)))

    async def show_secret(self, title: str, text: str, secret: "SecretStr") -> None:
        from tui_app.tui.screens.dialogs import SecretDialog

        await self._app.push_screen_wait(SecretDialog(title, text, secret))

    async def wait(
        self, doing: str, request: Callable[[], Awaitable[T]], *, stops: bool = False
    ) -> T:
        _waited.set(True)
        if not doing:
            return await request()
        with self._app.said_meanwhile(f"{doing} ...{' Esc stops.' if stops else ''}"):
            return await (self._app.stoppable(request()) if stops else request())

    async def follow(self, begin: Begin, *, name: str, title: str, sends: bool = True) -> "Outcome":
        from tui_app.api.progress import Asking, Late, Outcome, Waiting
        from tui_app.tui.screens.dialogs import ConfirmationDialog
        from tui_app.tui.screens.submit import SubmitScreen

        app = self._app
        loop = asyncio.get_running_loop()
        events: asyncio.Queue[Event] = asyncio.Queue()

        def emit(event: "Event") -> None:
            # The loop may have ended: the outcome is in the journal, and the command line prints
            # it.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(events.put_nowait, event)

        work = begin(emit)
        screen = SubmitScreen(title, name, self.wizard.session.target.label, work.cancel)
        await app.push_screen(screen)
        if sends:
            app.submission = work
        work.start()
        while not isinstance(event := await events.get(), Outcome):
            if isinstance(event, Late):
                continue
            until = event.until if isinstance(event, Waiting) else None
            screen.say(event.doing, event.stopping, until=until)
            if isinstance(event, Asking):
                asked = event.decision
                question = ConfirmationDialog(
                    asked.title,
                    escape_controls(asked.words),
                    yes=asked.yes,
                    no=asked.no,
                    careful=True,
                )
                work.answer(await app.push_screen_wait(question))
        await app.close_screen(screen)
        if event.stopped and event.kind == "unknown":
            app.run_worker(self._late(events), name="late answer", group="late")
        return event

    async def _late(self, events: "asyncio.Queue[Event]") -> None:
        """Wait for the answer that the user did not want to wait for, and show it."""
        from tui_app.api.progress import Late

        while not isinstance(event := await events.get(), Late):
            pass
        outcome = event.outcome
        self._app.notify(
            " ".join([f"{TITLES[outcome.kind]}.", outcome.words, *self._differences(outcome)]),
            title="The answer came",
            markup=False,
            timeout=30,
        )
        if outcome.made is not None:
            self.wizard.finish_late(outcome.made)

    def _differences(self, outcome: "Outcome") -> list[str]:
        """The values that the connection does not hold as they were sent, one sentence each."""
        if outcome.connection is None:
            return []
        return [sentence(self.wizard.statement(problem)) for problem in outcome.problems]

    async def show_failure(self, outcome: "Outcome", *, name: str, way: str) -> None:
        from tui_app.tui.screens.outcome import FailedScreen

        reasons = map(self.wizard.statement, outcome.problems)
        title = outcome_title(outcome)
        paragraphs = [outcome.words, *reasons, *outcome.notes]
        label = self.wizard.session.target.label
        await self._app.push_screen_wait(FailedScreen(title, paragraphs, name, label, way=way))

    async def show_connection(self, card: Card, meanwhile: Meanwhile | None = None) -> Next:
        from tui_app.tui.screens.outcome import CreatedScreen

        shown = self._app.screen
        if isinstance(shown, CreatedScreen):
            page = shown
            page.renew(card.notes)
        else:
            page = self._created(card)
            await self._app.push_screen(page)
        if meanwhile is not None:
            self._app.run_worker(
                meanwhile(page.show_state), name=WATCH, group=WATCH, exclusive=True
            )
        choice = await page.choices.get()
        if choice in ("leave", "again"):
            self._app.workers.cancel_group(self._app, WATCH)
            await self._app.close_screen(page)
        return choice

    def _created(self, card: Card) -> "CreatedScreen":
        from tui_app.tui.screens.outcome import CreatedScreen

        outcome, target = card.outcome, self.wizard.session.target
        differences = self._differences(outcome) if outcome else []
        return CreatedScreen(
            outcome_title(outcome) if outcome else "",
            card.shown,
            target.label,
            card.notes,
            differences,
            not_kept_title(len(differences), earlier=outcome.earlier) if outcome else "",
            new=outcome is not None and outcome.made is not None,
            in_sandbox=target.is_sandbox,
        )

    async def show_configuration(self, configuration: Configuration) -> bool:
        from tui_app.tui.screens.configuration import ConfigurationDialog

        return await self._app.push_screen_wait(ConfigurationDialog(*configuration))

    def changed(self, paths: Collection[Path] = ()) -> None:
        del paths
        self._app.show_target()

    def moved(self) -> None:
        self._app.go_back_to(self.wizard.position)

    async def reopen(self) -> None:
        with self._app.between_screens():
            await self._app.rebuild()
        self.moved()

    def go_to(self, path: Path | None) -> None:
        if path is None:
            self._app.sync()
        else:
            self._app.show_setting(path)
