"""What a submission tells while it runs, and how it ended. Plain data; every text in it is safe to show."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from tui_app.api.replies import Connection
from tui_app.settings.problem import Problem
from tui_app.storage.journal import Intent
from tui_app.text.escape import visible

Kind = Literal["created", "found", "invalid", "rejected", "not_created", "unknown"]

NOTHING_SENT = "Nothing has been sent yet: stopping now creates nothing."
HAS_LEFT = "The request may have left: stopping does not undo it."


@dataclass(frozen=True, slots=True)
class Question:
    """What only the user can decide before anything is sent.

    `same_user_name`, `same_name`: these `connections` exist already. `unsettled`: an earlier attempt may have created it; `fresh` where
    that was so lately that a look may not show it yet. `unrecorded`: the journal cannot be written. `problem` tells what speaks against
    sending as problems are told: of a setting, or of the request.
    """

    kind: Literal["same_user_name", "same_name", "unsettled", "unrecorded"]
    words: str
    connections: tuple[Connection, ...] = ()
    fresh: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Checking:
    """It is looked up whether the key works and what exists already."""

    doing: ClassVar[str] = "Looking up what exists already"
    stopping: ClassVar[str] = NOTHING_SENT


@dataclass(frozen=True, slots=True)
class Asking:
    """It waits for `answer`. Told only where the `decide` that was given leaves the question open."""

    question: Question
    doing: ClassVar[str] = "Waiting for your answer"
    stopping: ClassVar[str] = NOTHING_SENT


@dataclass(frozen=True, slots=True)
class Sending:
    """The request is under way, `attempt` from 1. How long it takes is for the screen's own clock to say."""

    attempt: int = 1
    doing: ClassVar[str] = "Sending the request and waiting for the answer"
    stopping: ClassVar[str] = HAS_LEFT


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing was created, and it is tried again at `until`, in seconds of the submission's clock (`time.monotonic`)."""

    until: float
    reason: str
    stopping: ClassVar[str] = "Nothing has been created: stopping now creates nothing."

    @property
    def doing(self) -> str:
        return f"{self.reason} Waiting to try again"


@dataclass(frozen=True, slots=True)
class LookingUp:
    """The answer was lost; look `number` of `of` whether the connection exists."""

    number: int
    of: int
    reason: str
    stopping: ClassVar[str] = HAS_LEFT

    @property
    def doing(self) -> str:
        return f"{self.reason} Looking whether it exists, look {self.number} of {self.of}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end. `created`: a 201 said so. `found`: a look-up did. `unknown`: it may exist. In all others nothing was created, of which
    `words` say how certain that is where a name is taken.

    `words` say what happened, what it means and what to do next; `attempts` is how often the request was sent or tried to; `intent` is
    what the journal remembers, where sending began; `notes` are asides. `problems` are what was refused, or, of a connection that exists,
    the values that it does not hold as they were sent.
    """

    kind: Kind
    words: str
    connection: Connection | None = None
    problems: tuple[Problem, ...] = ()
    attempts: int = 0
    intent: Intent | None = None
    notes: tuple[str, ...] = ()
    stopped: bool = False
    """The user did not want to wait any longer."""
    earlier: bool = False
    """It is about an attempt of an earlier run: a connection was then made of the answers of that time, its password among them."""


@dataclass(frozen=True, slots=True)
class Late:
    """After an outcome `unknown`, since nobody wanted to wait: the answer came all the same. It is in the journal already."""

    outcome: Outcome


Event = Checking | Asking | Sending | Waiting | LookingUp | Outcome | Late


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient a submission is. Times in seconds."""

    settle: float = 60.0
    """How long an answer that was lost is looked for. New objects take a moment to appear (1 to 3 s, vendor's support pages)."""
    looks: int = 6
    look_seconds: float = 15.0
    """The longest time for one look."""
    brief: tuple[float, ...] = (0.0, 1.0, 2.0, 3.0, 4.0)
    """The wait before each look where the API says that a name is taken: mostly by somebody else, and then it is waited in vain."""
    tries: int = 5
    """How often at most something is sent that for certain was not carried out before."""
    first_wait: float = 1.0
    longest_backoff: float = 30.0
    longest_asked: float = 120.0
    """A server that asks for a longer wait than this is not waited for."""
    settled_after: float = 600.0
    """An attempt of so long ago would be seen by one look, if it had created something."""

    def pauses(self) -> list[float]:
        """The wait before each look: twice the one before, `settle` in all."""
        shares = [2**number for number in range(self.looks)]
        return [self.settle * share / sum(shares) for share in shares]

    def backoff(self, attempt: int, chance: float) -> float:
        """The wait after the failed `attempt` (from 1): doubling, of which `chance` (0 to 1) takes up to a half away."""
        return min(self.first_wait * 2.0 ** min(attempt - 1, 30), self.longest_backoff) * (
            1 - chance / 2
        )


@dataclass(slots=True)
class Tally:
    """What a run has done so far."""

    attempts: int = 0
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        text = visible(text)
        if text not in self.notes:
            self.notes.append(text)
