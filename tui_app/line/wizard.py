"""The state of the wizard in lines: where the user is, what is asked, and what was said once."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NoReturn

from tui_app.core.autosave import AutoSave, Position
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.core.wizard import Wizard
from tui_app.line.console import Console
from tui_app.line.ending import Signals
from tui_app.line.problem_report import ProblemReport
from tui_app.line.prompt import Effect, Given, Prompt
from tui_app.settings.problem import Path
from tui_app.settings.setting import Group, Setting
from tui_app.storage.files import StorageProblem
from tui_app.storage.journal import Journal

if TYPE_CHECKING:
    import queue

    from pydantic import SecretStr

    from tui_app.api.progress import Event, Outcome


class Move(Exception):
    """The user wants to go to `position`.

    `returning`: to edit one answer, and then come back to the review.
    `said`: the user has just heard what is wrong there.
    """

    def __init__(self, position: Position, *, returning: bool = False, said: bool = False) -> None:
        super().__init__()
        self.position, self.returning, self.said = position, returning, said


class Leave(Exception):
    """The user wants to leave."""


Interpret = Callable[["Linear", str, Prompt], "Effect | Given"]
"""Tells what a line typed at a prompt means: an answer, or the effect of a command or a paste."""


class Linear:
    """The wizard over `draft`, on `console`. A resumed draft continues at `position`."""

    def __init__(
        self,
        draft: Draft,
        session: Session,
        console: Console,
        autosave: AutoSave | None = None,
        journal: Journal | None = None,
        position: Position | None = None,
    ) -> None:
        self.wizard = Wizard(draft, session, autosave, journal, position)
        self.console = console
        self.report = ProblemReport(self.wizard, console)
        self.signals = Signals()
        self.interpret: Interpret = lambda linear, typed, prompt: Given(typed)
        """Knows the commands; set by the loop in `app`."""
        self.setting: Setting | None = None
        """The setting that is being asked for."""
        self.skipped = False
        """Whether the last answer was `/skip`, not an empty line."""
        self.returning = False
        """Whether the user edits one answer, and then comes back to the review."""
        self.arrived = True
        """Whether the user jumped here: then the problems of the setting are said first."""

        self.announced_step: int | None = None
        self.known_steps: set[int] = set()
        """The steps that were described in full once."""
        self.known_choices: set[Path] = set()
        """The settings whose choices were listed once."""

        self.deciding = False
        """Whether a submission waits for a decision.

        Until then nothing in it can change, and no other submission can begin.
        """
        self.declined = False
        """Whether the user decided against the last submission."""
        self.sent = False
        """Whether any request may have left."""
        self.events: queue.SimpleQueue[Event] | None = None
        """Brings the API's answer if the user stopped waiting for it."""
        self.outcome: Outcome | None = None
        self.revealed: SecretStr | None = None
        """The password that the user had said in clear."""
        self.trouble: StorageProblem | None = None
        """Why drafts cannot be saved, until it is said."""

    @property
    def draft(self) -> Draft:
        """The answers."""
        return self.wizard.draft

    @property
    def is_revealed(self) -> bool:
        """Whether the password of now was said in clear, so that it may be copied."""
        return self.revealed is not None and self.revealed == self.wizard.password

    @property
    def session(self) -> Session:
        """Where the connection is created."""
        return self.wizard.session

    # Steps and settings, as they are numbered in lines

    @property
    def settings(self) -> list[list[Setting]]:
        """The settings of each step, in the order in which they are asked."""
        return [_required_first(group) for group in self.draft.request.groups]

    @property
    def review_step(self) -> int:
        return self.wizard.review_step

    def title(self, step: int) -> str:
        groups = self.draft.request.groups
        return groups[step].title if step < len(groups) else "Review"

    def numbered(self) -> Iterator[tuple[str, Setting]]:
        """Every setting with its number, such as `1.3`."""
        for step, settings in enumerate(self.settings, 1):
            yield from ((f"{step}.{index}", setting) for index, setting in enumerate(settings, 1))

    def number(self, setting: Setting) -> str:
        return next((number for number, each in self.numbered() if each is setting), "")

    # Where the user is

    @property
    def position(self) -> Position:
        return self.wizard.position

    def go_to_review(self) -> NoReturn:
        """Goes to the review, and announces it again."""
        self.announced_step = None
        raise Move(Position(self.review_step))

    def enter(self, position: Position) -> None:
        """Makes `position` the current one. Says the problems of a step that the user leaves."""
        if position.step != self.position.step and self.position.step < self.review_step:
            # Say the problems of this step from now on, at the review with all others.
            self.draft.visit(setting.path for setting in self.settings[self.position.step])
            if position.step < self.review_step and not self.returning:
                self.report.say_new()
        self.draft.end_edit()
        self.wizard.position = position
        self.wizard.keep()

    # The draft on disk

    def keep_now(self) -> None:
        """Writes the draft at once. A signal's handler may call it."""
        autosave = self.wizard.autosave
        known = autosave.trouble if autosave else None
        self.wizard.keep_now()
        if autosave is not None and known is None:
            self.trouble = autosave.trouble or self.trouble


def _required_first(group: Group) -> list[Setting]:
    """The settings of a step, the required ones first."""
    return sorted(group.settings, key=lambda setting: not setting.required)
