"""Implements the port of the flows in lines. No verb suspends: no event loop runs a flow."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from tui_app.core.autosave import Position
from tui_app.core.checklist import NEEDS_TITLE, SANDBOX_ONLY, SIGNS, checklist
from tui_app.core.copied import Holds
from tui_app.core.device import CARD_TITLE, device_card
from tui_app.core.messages import (
    DECLINED,
    KEPT_ALL,
    LOST,
    NOT_CONFIRMED,
    RENEWED,
    outcome_title,
    statement,
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
from tui_app.line.asking import ask, ask_yes, pick
from tui_app.line.describing import MOST_SHOWN, not_kept
from tui_app.line.prompt import Prompt
from tui_app.line.wizard import Linear, Move
from tui_app.settings.problem import Path
from tui_app.text.escape import MASK, escape_controls, shortened, shown_lines

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.progress import Outcome

T = TypeVar("T")

SEVERITIES: Final[dict[Severity, str]] = {
    "information": "",
    "warning": "Warning: ",
    "error": "Error: ",
}


class LineUI:
    """Asks and says through the console of `linear`."""

    def __init__(self, linear: Linear) -> None:
        self._linear = linear
        self._console = linear.console
        self.answered: set[Path] = set()
        """The settings that a flow changed."""
        self.has_moved = False
        """Whether a flow changed the wizard's position, or all that is shown there."""

    @property
    def wizard(self) -> Wizard:
        return self._linear.wizard

    @property
    def attended(self) -> bool:
        # The lines from a pipe answer the settings, whatever drafts are on the disk.
        return (
            self._console.keyboard.is_terminal
            and not self._linear.deciding
            and not self.wizard.draft.created
        )

    def key_of(self, action: str) -> str:
        return f"/{action}"

    async def notify(self, words: str, severity: Severity = "information") -> None:
        self._console.say(f"{SEVERITIES[severity]}{escape_controls(words)}")

    async def copy(self, what: str, text: str, holds: Holds = "no secret") -> None:
        from tui_app.core.copying import copy

        told = copy(what, text, holds, self._console.send)
        if isinstance(told, str):
            await self.notify(told)
        else:
            await self.notify(told.message, "error")

    async def confirm(self, question: Question) -> bool:
        if question.grave:
            return self._confirm_in_full(question)
        if not question.asked:
            self._console.keyboard.discard()
        yes, no = (f"{text[0].lower()}{text[1:]}" for text in (question.yes, question.no))
        paragraphs = f"{question.title} {question.text}".split("\n")
        return ask_yes(self._linear, *paragraphs, yes=yes, no=no)

    def _confirm_in_full(self, question: Question) -> bool:
        """Asks for the whole word `yes`; anything else means no."""
        self._console.say(*question.text.split("\n"))
        self._console.keyboard.discard()
        words = f"Type yes to {question.yes.split()[0].lower()} it:"
        if (ask(self._linear, Prompt(words, words)) or "").strip().lower() == "yes":
            return True
        self._console.say(NOT_CONFIRMED)
        return False

    async def choose(
        self, title: str, options: Sequence[Option], *, asked: bool = False
    ) -> int | None:
        del asked
        lines = [
            f"{label}: {note.replace('  ', ', ')}" if note else label for label, note in options
        ]
        return pick(self._linear, _leading(title), lines)

    async def ask(
        self, title: str, text: str, *, value: str = "", error: str = "", secret: bool = False
    ) -> str | None:
        if error:
            self._console.say(f"Error: {error}")
        hidden = "not shown" if secret else ""
        # A line cannot begin with a value to edit. An empty line takes only a generated secret,
        # which nobody needs to see.
        made = "an empty line makes one" if secret and value and not error else ""
        short = _leading(", ".join(filter(None, (title, hidden))))
        how = "; ".join(filter(None, (hidden, made)))
        asked = f"{title}, {how}" if how else title
        full = _leading(f"{asked if asked.endswith('?') else f'{asked}.'} {text}".strip())
        typed = ask(self._linear, Prompt(short if error else full, short, secret=secret))
        if typed is None:
            return None
        if not typed and made:
            self.wizard.remember_secret(value)
            return value
        return typed or None

    async def browse(self, browsing: Browsing, act: Act | None = None) -> Picked | None:
        from tui_app.line.browsing import LineBrowser

        return await LineBrowser(self._linear, browsing).run(act)

    async def show_text(self, title: str, lines: Sequence[str]) -> None:
        self._console.say(_leading(title), *(f"  {line}" for line in lines))

    async def show_secret(self, title: str, text: str, secret: "SecretStr") -> None:
        del secret
        self._console.say(f"{title}: {text} /reveal says it.")

    async def wait(
        self, doing: str, request: Callable[[], Awaitable[T]], *, stops: bool = False
    ) -> T:
        del stops

        async def run() -> T:
            return await request()

        if doing:
            self._console.say(f"{doing}.")
        return asyncio.run(run())

    async def follow(self, begin: Begin, *, name: str, title: str, sends: bool = True) -> "Outcome":
        from tui_app.line.following import follow

        del name, title
        return follow(self._linear, begin, sends=sends)

    async def show_failure(self, outcome: "Outcome", *, name: str, way: str) -> None:
        """Says what happened and what to do. Problems of a setting are said when it is asked."""
        del name, way
        if self._linear.declined:
            # The question that the user declined said why.
            self._linear.report.mark_said()
            self._console.say(DECLINED, *outcome.notes)
            return
        settings = self.wizard.draft.request.settings
        reasons = [
            statement(problem, settings)
            for problem in outcome.problems
            if problem.path not in settings
        ]
        title = outcome_title(outcome)
        self._console.say(f"{title}.", outcome.words, *reasons, *outcome.notes, KEPT_ALL)

    async def show_connection(self, card: Card, meanwhile: Meanwhile | None = None) -> Next:
        del meanwhile
        if card.renewed:
            self._console.say(f"{RENEWED} /reveal says it.")
            return "leave"
        self._say_connection(card)
        self._linear.arrived = True
        if card.outcome is None or card.shown.password is not None:
            return "leave"
        return (
            "password"
            if ask_yes(self._linear, LOST, yes="set a new one", no="continue")
            else "leave"
        )

    def _say_connection(self, card: Card) -> None:
        """Says what the connection holds, how a device uses it, and what calls still need."""
        outcome, target = card.outcome, self.wizard.session.target
        made = card.shown.connection
        title = outcome_title(outcome) if outcome else "Connection"
        unknown = "lost" if outcome else "not known"
        password = unknown if card.shown.password is None else MASK
        needs = checklist(made, card.shown.facts)
        self._console.say(
            f"{title}: {made.id}",
            *card.notes,
            f"  Connection: {shortened(made.connection_name, MOST_SHOWN)}",
            f"  Environment: {target.label}",
            *(not_kept(self._linear, outcome) if outcome else ()),
            f"{CARD_TITLE} (/card saves it, /region and /device change it):",
            *(
                f"  {row.label}: {', '.join(filter(None, row[1:3]))}"
                for row in device_card(made, password, card.shown.region)
            ),
            f"{NEEDS_TITLE} (/status asks)",
            *(f"  {SIGNS[item.state]}: {item.words}" for item in needs),
            *([SANDBOX_ONLY] if target.is_sandbox else []),
        )

    async def show_configuration(self, configuration: Configuration) -> bool:
        self._console.say(f"{configuration.title}:")
        self._console.say_unbroken(*shown_lines(configuration.text))
        return ask_yes(self._linear, "", yes="save it to a file", no="continue")

    def changed(self, paths: Collection[Path] = ()) -> None:
        self.answered |= set(paths)
        for path in paths:
            self._linear.report.forget(path)
        if not paths:
            self._linear.report.say_new()

    def moved(self) -> None:
        self.has_moved = True

    async def reopen(self) -> None:
        linear = self._linear
        linear.announced_step, linear.known_steps, linear.arrived = None, set(), True
        if self.wizard.draft.original is not None:
            # Nearly everything is answered: the review leads to what is to be changed.
            self.wizard.position = Position(self.wizard.review_step)
        self.moved()

    def go_to(self, path: Path | None) -> None:
        if path is not None:
            position = self.wizard.position_of(path)
            raise Move(position, returning=True, said=self._linear.declined)
        self._linear.report.mark_said()
        self._linear.announced_step = self.wizard.review_step
        raise Move(Position(self.wizard.review_step))


def _leading(words: str) -> str:
    """Return `words` as they stand before what follows them."""
    return words if words.endswith("?") else f"{words.removesuffix('.').removesuffix(':')}:"
