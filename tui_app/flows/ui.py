"""The port: what a conversation asks of its front end.

A flow is an `async` function over `UI`. It asks, informs and changes the wizard; it knows neither a
screen nor a line. Each method may raise an exception that takes the user elsewhere or ends the
program: a flow lets it pass, and cleans up in `finally`.
"""

from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeVar

from tui_app.core.actions import Action
from tui_app.core.copied import Holds
from tui_app.core.shown import Shown
from tui_app.core.table import Browsing, Picked
from tui_app.core.wizard import Wizard
from tui_app.settings.problem import Path

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.background import Background
    from tui_app.api.progress import Event, Outcome

T = TypeVar("T")
Severity = Literal["information", "warning", "error"]
Next = Literal["again", "password", "save", "region", "device", "verify", "status", "leave"]
"""What the user wants after a connection was shown: another one, a flow of it, or to continue."""
Meanwhile = Callable[[Callable[[], None]], Coroutine[None, None, None]]
"""What goes on while a page is shown. It calls the given function after each change."""
Act = Callable[[Picked], Awaitable[bool]]
"""Does what was picked in a list. Returns whether the list stays."""
Begin = Callable[["Callable[[Event], None]"], "Background"]
"""Starts the background work of a flow, which reports its events to the given function."""


class Option(NamedTuple):
    """One thing to choose: its name, and a note on it."""

    label: str
    note: str = ""


class Stopped(Exception):
    """The user does not wait for a request any more."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question with two answers. `yes` and `no` say what each does.

    `asked`: the user has just asked for it, so that no key typed before can be meant for something
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
    """The page of a connection. `outcome` is None if it was only read.

    `renewed`: it was given another password since it was first shown.
    """

    shown: Shown
    outcome: "Outcome | None" = None
    notes: list[str] = field(default_factory=list)
    renewed: bool = False


class Configuration(NamedTuple):
    """A text to take elsewhere: for a device, a script. `text` has no password in it.

    `clear` has it; None if nobody knows it, or the text never has it. `what` names the text, as the
    beginning of a sentence.
    """

    title: str
    text: str
    clear: "SecretStr | None"
    what: str = "The configuration"


class UI(Protocol):
    """Asks and informs. None as an answer means that the user backed out."""

    @property
    def wizard(self) -> Wizard:
        """The wizard of the conversation."""

    @property
    def attended(self) -> bool:
        """Whether a user can be asked. If not, flows that nobody asked for only inform."""

    def key_of(self, action: str) -> str:
        """Return how the user starts an action: its key on a screen, its typed command in lines."""

    async def notify(self, words: str, severity: Severity = "information") -> None:
        """Show a message that needs no answer."""

    async def copy(self, what: str, text: str, holds: Holds = "no secret") -> None:
        """Copy a text to the clipboard, or to a file if it cannot be reached, and say so.

        `what` names it as the beginning of a sentence; `holds` says whether a secret is in it.
        """

    async def confirm(self, question: Question) -> bool:
        """Ask a question. Return whether the answer is yes.

        Keys typed before the question was shown do not answer it, unless it is `asked`.
        """

    async def choose(
        self, title: str, options: Sequence[Option], *, asked: bool = False
    ) -> int | None:
        """Ask for one of `options`. Return its index. `asked` is as in `Question`."""

    async def ask(
        self, title: str, text: str, *, value: str = "", error: str = "", secret: bool = False
    ) -> str | None:
        """Ask for one line of text.

        The input begins with `value`; `error` says what was wrong with the line before. A secret is
        not shown, and is masked from then on.
        """

    async def browse(self, browsing: Browsing, act: Act | None = None) -> Picked | None:
        """Show a list until something is picked in it, or it is closed: then return None.

        Pages are read as they are needed. With `act`, that is done at each pick, and the list stays
        below its dialogs, and then open if `act` says so.
        """

    async def show_text(self, title: str, lines: Sequence[str]) -> None:
        """Show a text, a line each, until the user has read it."""

    async def show_secret(self, title: str, text: str, secret: "SecretStr") -> None:
        """Let the user see a secret this once. It is masked at first."""

    async def wait(
        self, doing: str, request: Callable[[], Awaitable[T]], *, stops: bool = False
    ) -> T:
        """Run a request. Meanwhile show what it is `doing`, unless that is empty.

        If it `stops`, the user may stop waiting for it. Raises `Stopped` then.
        """

    async def follow(self, begin: Begin, *, name: str, title: str, sends: bool = True) -> "Outcome":
        """Start background work and show its events until its outcome. Return the outcome.

        `name` is the connection's. If the work `sends`, its outcome becomes that of the process,
        which waits for it if the user leaves the wizard meanwhile.
        """

    async def show_failure(self, outcome: "Outcome", *, name: str, way: str) -> None:
        """Show an outcome without a connection. `way`: where the user goes from there."""

    async def show_connection(self, card: Card, meanwhile: Meanwhile | None = None) -> Next:
        """Show a connection that exists, and return what the user wants next.

        A front end that can wait and show at once begins `meanwhile`, and ends it with the page.
        """

    async def show_configuration(self, configuration: Configuration) -> bool:
        """Show a configuration without the password. Return whether it is to be saved."""

    def changed(self, paths: Collection[Path] = ()) -> None:
        """Update what is shown: the answers at `paths`, or their target, have changed."""

    def moved(self) -> None:
        """Show all of the wizard again: its position, or most of its answers, have changed."""

    async def reopen(self) -> None:
        """Show the wizard anew at its position: it has another draft, maybe of other settings."""

    def go_to(self, path: Path | None) -> None:
        """Go to a setting, or to the review if `path` is None."""


Flow = Callable[[UI, str], Coroutine[None, None, object]]
"""A conversation that an action starts, with what was typed after its command."""


def flow_of(action: Action) -> Flow:
    """Return the conversation of an action. Raises what its import raises."""
    flow: Flow = load(action.flow)
    return flow


def load(flow: str) -> Any:
    """Return the conversation named as `module:function`. Raises what its import raises."""
    module, _, name = flow.partition(":")
    return getattr(import_module(module), name)


def run_now(flow: Coroutine[None, None, T]) -> T:
    """Run a flow over a port that never suspends, without an event loop. Return its result.

    Raises `RuntimeError` if the flow waits for something else.
    """
    try:
        flow.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        flow.close()
    raise RuntimeError("a flow in lines waited for something else than its port")
