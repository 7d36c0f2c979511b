"""The port of the flows for tests: takes prepared answers, and keeps what was asked and said."""

from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TypeVar, cast, get_args

from pydantic import SecretStr

from tui_app.api.progress import Asking, Event, Outcome
from tui_app.core.copied import Holds
from tui_app.core.draft import Draft
from tui_app.core.session import Session
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

T = TypeVar("T")
Browse = tuple[str, ...]
"""What is done in a list: the name of an action, and the keys of its rows.

`("find", text)` searches, and `("more",)` reads further.
"""
Answer = bool | int | str | Browse | None


class FakeUI:
    """Answers each question with the next of `answers`.

    An answer is a bool, an index, a text, or None to back out.
    """

    def __init__(
        self, draft: Draft, session: Session, *answers: Answer, attended: bool = True
    ) -> None:
        self._wizard = Wizard(draft, session)
        self._answers = deque(answers)
        self._attended = attended
        self.asked: list[str] = []
        """The titles of the questions, with the error before."""
        self.texts: list[str] = []
        """The texts of the questions with two answers."""
        self.options: list[list[Option]] = []
        """What there was to choose from, each time."""
        self.said: list[str] = []
        self.outcomes: list[Outcome] = []
        self.cards: list[Card] = []
        self.secrets: list[SecretStr] = []
        """The secrets that were shown."""
        self.begun: list[Meanwhile] = []
        """What would go on while the page is shown."""
        self.configurations: list[Configuration] = []
        self.changes: set[Path] = set()
        self.places: list[Path | None] = []
        """The settings that the flow led to; None for the review."""

    @property
    def wizard(self) -> Wizard:
        return self._wizard

    @property
    def attended(self) -> bool:
        return self._attended

    @property
    def left(self) -> list[Answer]:
        """The answers that are not used yet."""
        return list(self._answers)

    def _next(self, question: str) -> Answer:
        self.asked.append(question)
        assert self._answers, f"nothing answers {question!r}"
        return self._answers.popleft()

    def key_of(self, action: str) -> str:
        return f"<{action}>"

    async def notify(self, words: str, severity: Severity = "information") -> None:
        self.said.append(f"{severity}: {words}")

    async def copy(self, what: str, text: str, holds: Holds = "no secret") -> None:
        self.said.append(f"copy: {what}, {holds}: {text}")

    async def confirm(self, question: Question) -> bool:
        self.texts.append(question.text)
        answer = self._next(question.title)
        assert isinstance(answer, bool)
        return answer

    async def choose(
        self, title: str, options: Sequence[Option], *, asked: bool = False
    ) -> int | None:
        self.options.append(list(options))
        answer = self._next(title)
        assert answer is None or isinstance(answer, int)
        assert answer is None or 0 <= answer < len(options)
        return answer

    async def ask(
        self, title: str, text: str, *, value: str = "", error: str = "", secret: bool = False
    ) -> str | None:
        answer = self._next(f"{title}: {error}" if error else title)
        assert answer is None or isinstance(answer, str)
        if answer and secret:
            self.wizard.remember_secret(answer)
        return value if answer == "" else answer

    async def browse(self, browsing: Browsing, act: Act | None = None) -> Picked | None:
        title = browsing.table.title
        await self._read(browsing, 1)
        while (done := self._next(title)) is not None:
            assert isinstance(done, tuple)
            name, *keys = done
            if name == "find":
                browsing.find(keys[0])
                await self._read(browsing, 1)
            elif name == "more":
                await self._read(browsing, len(browsing.rows) + 1, further=True)
            else:
                rows = {row.key: row for row in browsing.rows}
                action = next(each for each in browsing.table.actions if each.name == name)
                picked = Picked(action, tuple(rows[key] for key in keys))
                if act is None or not await act(picked):
                    return picked
        return None

    async def _read(self, browsing: Browsing, least: int, *, further: bool = False) -> None:
        while job := browsing.next(least, further=further):
            await browsing.read(job)

    async def show_text(self, title: str, lines: Sequence[str]) -> None:
        self.said += [f"text: {title}", *lines]

    async def show_secret(self, title: str, text: str, secret: SecretStr) -> None:
        self.said.append(f"secret: {title}: {text}")
        self.secrets.append(secret)

    async def wait(
        self, doing: str, request: Callable[[], Awaitable[T]], *, stops: bool = False
    ) -> T:
        return await request()

    async def follow(self, begin: Begin, *, name: str, title: str, sends: bool = True) -> Outcome:
        def emit(event: Event) -> None:
            if isinstance(event, Asking):
                work.answer(self._next(event.decision.kind) is True)

        work = begin(emit)
        outcome = work.run()
        self.outcomes.append(outcome)
        return outcome

    async def show_failure(self, outcome: Outcome, *, name: str, way: str) -> None:
        self.said.append(f"failure: {outcome.kind}")

    async def show_connection(self, card: Card, meanwhile: Meanwhile | None = None) -> Next:
        self.cards.append(card)
        self.begun += [meanwhile] if meanwhile else []
        answer = self._next("connection")
        assert answer in get_args(Next)
        return cast(Next, answer)

    async def show_configuration(self, configuration: Configuration) -> bool:
        self.configurations.append(configuration)
        return self._next(configuration.title) is True

    def changed(self, paths: Collection[Path] = ()) -> None:
        self.changes |= set(paths)

    def moved(self) -> None:
        self.places.append(self.wizard.position.path)

    async def reopen(self) -> None:
        self.moved()

    def go_to(self, path: Path | None) -> None:
        self.places.append(path)
