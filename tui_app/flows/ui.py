"""The port: what a conversation asks of the front end that it runs on.

A flow is an `async` function over `UI`. It asks, tells and changes the wizard; it knows neither a
screen nor a line. Each verb may raise what leads the user elsewhere, as may the program's end: a flow
lets that pass, and cleans up in `finally`.
"""

from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeVar

from tui_app.core.actions import Action
from tui_app.core.wizard import Wizard
from tui_app.settings.problem import Path

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.background import Background
    from tui_app.api.progress import Event, Outcome

T = TypeVar("T")
Severity = Literal["information", "warning", "error"]
Next = Literal["again", "password", "leave"]
"""What the user wants after a connection was shown: another connection, another password, or to go on."""
Begin = Callable[["Callable[[Event], None]"], "Background"]
"""Makes the background work of a flow, which then tells its events to the function that it is given."""


class Option(NamedTuple):
    """One thing to choose: what it is called, and a note on it."""

    label: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question with two answers. `yes` and `no` say what each does.

    `asked`: the user has just asked for it, so that no key typed before it can be meant for something
    else. `careful`: it begins with `no` marked. `grave`: what it confirms cannot be undone.
    """

    title: str
    text: str
    yes: str
    no: str
    asked: bool = False
    careful: bool = False
    grave: bool = False


@dataclass
class Card:
    """A connection that exists, as it is shown. `password` is None if nobody knows it any more.

    `renewed`: it was given another password since it was shown first.
    """

    outcome: "Outcome"
    password: "SecretStr | None"
    notes: list[str] = field(default_factory=list)
    renewed: bool = False


class UI(Protocol):
    """Asks and tells. None as an answer means that the user backed out."""

    @property
    def wizard(self) -> Wizard:
        """The wizard that the conversation is about."""

    @property
    def attended(self) -> bool:
        """Whether somebody is there to be asked; otherwise flows that nobody asked for only tell."""

    def key_of(self, action: str) -> str:
        """How the user starts an action: its key on a screen, its typed command in lines."""

    async def notify(self, words: str, severity: Severity = "information") -> None:
        """Tells something that needs no answer."""

    async def confirm(self, question: Question) -> bool:
        """Asks a question. What was typed before it was shown does not answer it, unless it is `asked`."""

    async def choose(
        self, title: str, options: Sequence[Option], *, asked: bool = False
    ) -> int | None:
        """Asks for one of `options`: its index. `asked` as in `Question`."""

    async def ask(
        self, title: str, text: str, *, value: str = "", error: str = "", secret: bool = False
    ) -> str | None:
        """Asks for one line of text.

        `value` is there to begin with, `error` says what was wrong with the line before. A secret is not
        shown, and masked from then on.
        """

    async def wait(self, doing: str, request: Callable[[], Awaitable[T]]) -> T:
        """Runs a request, and says meanwhile what is being done unless `doing` is empty."""

    async def follow(self, begin: Begin, *, name: str, title: str, sends: bool = True) -> "Outcome":
        """Starts background work and shows its events until its outcome.

        `name` is the connection's. What `sends` has the outcome that the process ends with, and is waited
        for if the wizard is left meanwhile.
        """

    async def show_failure(self, outcome: "Outcome", *, name: str, way: str) -> None:
        """Shows an outcome without a connection. `way`: where the user goes from there."""

    async def show_connection(self, card: Card) -> Next:
        """Shows a connection that exists, and gives what the user wants next."""

    def changed(self, paths: Collection[Path] = ()) -> None:
        """The answers at `paths`, or where they go, are others now: what is shown follows."""

    def moved(self) -> None:
        """The wizard's place is another now: what is shown follows."""

    def go_to(self, path: Path | None) -> None:
        """Leads to a setting, or to the review."""


Flow = Callable[[UI, str], Coroutine[None, None, object]]
"""A conversation that an action starts, with what was typed after its command."""


def flow_of(action: Action) -> Flow:
    """The conversation of an action. Raises what importing it raises."""
    module, _, name = action.flow.partition(":")
    flow: Flow = getattr(import_module(module), name)
    return flow


def run_now(flow: Coroutine[None, None, T]) -> T:
    """Runs a flow over a port that never suspends, without an event loop. Gives what it returns."""
    try:
        flow.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        flow.close()
    raise RuntimeError("a flow in lines waited for something else than its port")
