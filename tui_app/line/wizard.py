"""The wizard in lines: what is asked, what was said already, and where the user goes next."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, NoReturn

from tui_app.core.autosave import Keeper, Place
from tui_app.core.draft import Draft
from tui_app.core.messages import TITLES, not_kept_title, sentence, shown_answer, subject, told
from tui_app.core.session import Session
from tui_app.core.wizard import Wizard
from tui_app.line.console import Console
from tui_app.line.ending import Signals
from tui_app.line.keyboard import EndOfInput, TooLong
from tui_app.settings.problem import Fix, Path, Problem, Unset, worst_first
from tui_app.settings.setting import Group, Setting
from tui_app.storage.files import StorageProblem
from tui_app.storage.journal import Journal
from tui_app.text.escape import shortened

if TYPE_CHECKING:
    import queue

    from pydantic import SecretStr

    from tui_app.api.progress import Event, Outcome

MOST_SHOWN: Final = 200
"""Characters of an answer that are said where it is not asked for."""

Effect = Literal["nothing", "again", "answered", "skipped"]
"""What a command does to the question that it was typed at: it stands, is asked again in full, is answered, or left as it is."""


class Move(Exception):
    """The user wants to go to `place`. `returning`: to edit one answer, and come back to the review. `told`: what is wrong was heard."""

    def __init__(self, place: Place, *, returning: bool = False, told: bool = False) -> None:
        super().__init__()
        self.place, self.returning, self.told = place, returning, told


class Leave(Exception):
    """The user wants to leave."""


@dataclass(frozen=True)
class Prompt:
    """A question: the lines before it, the line it is asked in, and a shorter one for asking again.

    `known` is asked instead, without the lines before it, where they were heard earlier. `renew` makes the question as it is by now.
    `payloads`: a whole payload can be pasted instead of an answer. `address`: a web address is asked for.
    """

    full: str
    short: str
    before: tuple[str, ...] = ()
    secret: bool = False
    known: str = ""
    renew: "Callable[[], Prompt] | None" = None
    payloads: bool = False
    address: bool = False


class Given(NamedTuple):
    """What was typed is an answer, of this text."""

    text: str


Interpret = Callable[["Linear", str, Prompt], "Effect | Given"]
"""What a line means that was typed at a prompt: an answer, or what a command or a paste did to the question."""


class _Told(NamedTuple):
    """What makes a problem the same one that was told before."""

    path: Path
    code: str
    message: str


class Linear:
    """The wizard over `draft`, spoken through `console`. `place` is where a resumed draft goes on."""

    def __init__(
        self,
        draft: Draft,
        session: Session,
        console: Console,
        keeper: Keeper | None = None,
        journal: Journal | None = None,
        place: Place | None = None,
    ) -> None:
        self.wizard = Wizard(draft, session, keeper, journal, place)
        self.console = console
        self.signals = Signals()
        self.interpret: Interpret = lambda linear, typed, prompt: Given(typed)
        """Knows the commands; set by whoever runs it."""
        self.setting: Setting | None = None
        """What is being asked for, where it is a setting."""
        self.returning = False
        self.arrived = True
        """Whether the user jumped to where he is: then what stands there is told."""
        self.announced: int | None = None
        self.known_steps: set[int] = set()
        self.known_choices: set[Path] = set()
        """What was told at length once already."""
        self.new_password: SecretStr | None = None
        """The one that an existing connection was given afterwards."""
        self.deciding = False
        """Whether a submission waits for a decision: until then nothing of it can be changed, and no other one begun."""
        self.declined = False
        """Whether the user decided against the last one."""
        self.sent = False
        """Whether any request may have left."""
        self.events: queue.SimpleQueue[Event] | None = None
        self.outcome: Outcome | None = None
        self.trouble: StorageProblem | None = None
        self._told: set[_Told] = set()
        self.skipped = False
        """Whether the last answer was the command to leave a setting as it is, and not an empty line."""
        self._heard: list[Problem] = []
        """What was told since the last question was answered."""
        self.settings = [_ordered(group) for group in draft.request.groups]

    # The declarations as they are numbered here

    @property
    def draft(self) -> Draft:
        """The answers."""
        return self.wizard.draft

    @property
    def session(self) -> Session:
        """Where they go."""
        return self.wizard.session

    @property
    def place(self) -> Place:
        """Where the user is."""
        return self.wizard.place

    @property
    def review_step(self) -> int:
        return self.wizard.review_step

    def title(self, step: int) -> str:
        groups = self.draft.request.groups
        return groups[step].title if step < len(groups) else "Review"

    def numbered(self) -> Iterator[tuple[str, Setting]]:
        """Every setting with its number, as `1.3`."""
        for step, settings in enumerate(self.settings, 1):
            yield from ((f"{step}.{place}", setting) for place, setting in enumerate(settings, 1))

    def number(self, setting: Setting) -> str:
        return next((number for number, each in self.numbered() if each is setting), "")

    # From room to room

    def go_to_review(self) -> NoReturn:
        """Leads to the review, which is told anew."""
        self.announced = None
        raise Move(Place(self.review_step))

    def enter(self, place: Place) -> None:
        if place.step != self.place.step and self.place.step < self.review_step:
            # A step that was seen has had its chance: its problems are told from now on, at the review with all others.
            self.draft.visit(setting.path for setting in self.settings[self.place.step])
            if place.step < self.review_step and not self.returning:
                self.tell_problems()
        self.draft.seal()
        self.wizard.place = place
        self.wizard.keep()

    # Asking

    def ask(self, prompt: Prompt) -> str | None:
        """What was typed; None where a command answered. Every command works here. Raises `Move` and `Leave`."""
        try:
            return self._ask(prompt)
        finally:
            # Whatever is told from here on goes with the next question.
            self._heard = []

    def _ask(self, prompt: Prompt) -> str | None:
        words = prompt.known or prompt.full
        if not prompt.known:
            self.console.say(*prompt.before)
        while True:
            self._tell_late()
            self._tell_trouble()
            typed = self._line(words, prompt.secret)
            words = prompt.short
            self.skipped = False
            if typed is None:
                continue
            meant = self.interpret(self, typed, prompt)
            if isinstance(meant, Given):
                return meant.text
            if meant == "answered":
                return None
            if meant == "skipped":
                self.skipped = True
                return ""
            if meant == "again":
                prompt = prompt.renew() if prompt.renew else prompt
                self.console.say(*prompt.before)
                words = prompt.full

    def _line(self, words: str, secret: bool) -> str | None:
        try:
            typed = self.console.ask(words, secret=secret)
            if secret and typed:
                self.wizard.remember_secret(typed)
            return typed
        except EndOfInput:
            raise Leave from None
        except TooLong:
            self.console.say("Error: that line is too long to be an answer.")
            return None

    def ask_yes(self, *before: str, yes: str, no: str) -> bool:
        """Asks a question with two answers, told in words after "yes" and "no"."""
        prompt = Prompt(f"Type yes to {yes}, no to {no}:", "Yes or no:", before)
        while True:
            typed = (self.ask(prompt) or "").strip().lower()
            if typed in ("y", "yes"):
                return True
            if typed in ("n", "no"):
                return False
            prompt = Prompt(prompt.short, prompt.short)

    def pick(self, title: str, options: list[str]) -> int | None:
        """Asks for one of `options` by number, from 0; None for an empty line."""
        before = (title, *(f"{number} {option}" for number, option in enumerate(options, 1)))
        prompt = Prompt(f"1 to {len(options)}, or nothing for none of them:", "Number:", before)
        while True:
            typed = (self.ask(prompt) or "").strip()
            if not typed:
                return None
            if (
                typed.isascii()
                and typed.isdigit()
                and len(typed) < 6
                and 1 <= int(typed) <= len(options)
            ):
                return int(typed) - 1
            self.console.say(f"Error: must be a number from 1 to {len(options)}.")
            prompt = Prompt(prompt.short, prompt.short)

    # Telling

    def words(self, problem: Problem, number: int | None = None) -> str:
        """A problem, and how its fix is accepted, by its number where it has one."""
        text = sentence(told(problem, self.draft.request.settings))
        command = "/fix" if number is None else f"/fix {number}"
        return f"{text} {command}: {problem.fix.label}." if problem.fix else text

    def sorted_problems(self) -> list[Problem]:
        """All that is wrong, errors first: the numbers that `/fix` takes."""
        return worst_first(self.draft.problems)

    def forget_told(self, path: Path) -> None:
        """What is wrong with an answer is told again when it is given again."""
        self._told = {each for each in self._told if each.path != path}

    def tell_problems(self) -> list[Problem]:
        """Tells what is wrong and was not told yet. Those problems."""
        now = {
            _Told(problem.path, problem.code, problem.message): problem
            for problem in self.draft.shown_problems
        }
        fresh = [problem for key, problem in now.items() if key not in self._told]
        self._told = set(now)
        self._tell(fresh)
        return fresh

    def mark_told(self, paths: Container[Path] | None = None) -> None:
        """What is wrong at `paths`, or everything, is taken for told."""
        now = {
            _Told(problem.path, problem.code, problem.message)
            for problem in self.draft.shown_problems
        }
        self._told = (
            now if paths is None else self._told | {each for each in now if each.path in paths}
        )

    def tell_problems_at(self, path: Path) -> None:
        """Tells what is wrong with one answer, whether it was told before or not."""
        self._tell(self.draft.problems_at(path))
        self._told |= {
            _Told(problem.path, problem.code, problem.message)
            for problem in self.draft.problems_at(path)
        }

    def _tell(self, problems: list[Problem]) -> None:
        self.console.say(*map(self.words, problems))
        self._heard += problems

    def fix_at_hand(self) -> Fix | None:
        """The way out that is meant where none is named: one that was told since the last answer, else that of the setting asked for.

        That of a hint comes last: it may take back what the warning beside it only corrects.
        """
        here = self.draft.problems_at(self.setting.path) if self.setting else []
        heard = [problem for problem in reversed(self._heard) if problem in self.draft.problems]
        likely = [*(problem for problem in here if problem in heard), *heard, *here]
        likely.sort(key=lambda problem: problem.severity == "hint")
        return next((problem.fix for problem in likely if problem.fix), None)

    def tell_answer(self, path: Path) -> None:
        """How one setting stands now."""
        setting = self.draft.request.settings.get(path)
        if setting is None:
            self.console.say(f"{subject(Problem(path, 'error', '', ''), {})}: taken out.")
            return
        unset = isinstance(self.draft.get(path), Unset)
        default = (
            f", default {setting.default_shown}"
            if unset and setting.default_shown != "none"
            else ""
        )
        self.console.say(f"{setting.label}: {self.shown(setting)}{default}")

    def shown(self, setting: Setting) -> str:
        """How a setting stands, in so many words as one listens to among others; its question tells it whole."""
        return shortened(shown_answer(setting, self.draft), MOST_SHOWN)

    def differences(self, outcome: "Outcome") -> list[str]:
        """What a connection does not hold as it was sent, a line each after a title; nothing if all was kept."""
        if outcome.connection is None or not outcome.problems:
            return []
        settings = self.draft.request.settings
        return [
            not_kept_title(len(outcome.problems), earlier=outcome.earlier),
            *(f"  {sentence(told(problem, settings))}" for problem in outcome.problems),
        ]

    def _tell_late(self) -> None:
        """The answer that nobody waited for, where it has come meanwhile."""
        if self.events is None or self.events.empty():
            return
        from tui_app.api.progress import Late

        event = self.events.get()
        if isinstance(event, Late):
            self.outcome, self.events = event.outcome, None
            self.console.say(
                f"The answer came. {TITLES[event.outcome.kind]}. {event.outcome.words}",
                *self.differences(event.outcome),
            )
            if event.outcome.connection is not None:
                self.wizard.finish(event.outcome.connection)
                self.arrived = True
                raise Move(self.place)

    # The draft on disk

    def keep_now(self) -> None:
        """Writes the draft at once; a signal's handler may call it."""
        keeper = self.wizard.keeper
        known = keeper.trouble if keeper else None
        self.wizard.keep_now()
        if keeper is not None and known is None:
            self.trouble = keeper.trouble or self.trouble

    def _tell_trouble(self) -> None:
        """Says once that drafts cannot be saved."""
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            self.console.say(f"Warning: {trouble.message}. The wizard goes on without.")


def _ordered(group: Group) -> list[Setting]:
    """The settings of a step as they are asked: the required ones first."""
    return sorted(group.settings, key=lambda setting: not setting.required)
