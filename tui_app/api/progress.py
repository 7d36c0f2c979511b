"""The events and the outcome of a creation, change or deletion.

Plain data; every text in it is safe to show.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from tui_app.api.errors import Failure
from tui_app.api.replies import Connection
from tui_app.settings.compare import Difference
from tui_app.settings.problem import Problem
from tui_app.storage.journal import Intent
from tui_app.text.escape import escape_controls, shortened

Kind = Literal[
    "created", "found", "not_created",
    "updated", "unchanged", "not_updated",
    "deleted", "not_deleted",
    "invalid", "rejected", "unknown",
]  # fmt: skip

NOTHING_SENT = "Stop. Nothing has been sent yet."
HAS_LEFT = "The request may have left: stopping does not undo it."


@dataclass(frozen=True, slots=True)
class Decision:
    """What only the user can decide before anything is sent.

    - `same_user_name`, `same_name`: these `connections` exist already.
    - `unsettled`: an earlier attempt may have created it; `fresh` if that was so recent that a
      lookup may not show it yet.
    - `unrecorded`: the journal cannot be written.
    - `changed_meanwhile`: somebody else has changed what is to be changed.

    `problem` says what speaks against sending: a problem of a setting, or of the request. `title`,
    `yes` and `no` are the words of the question.
    """

    kind: Literal["same_user_name", "same_name", "unsettled", "unrecorded", "changed_meanwhile"]
    words: str
    connections: tuple[Connection, ...] = ()
    fresh: bool = False
    problem: Problem | None = None
    title: str = "Continue anyway?"
    yes: str = "send it"
    no: str = "do not send"


@dataclass(frozen=True, slots=True)
class Checking:
    """Looking up whether the key works and what exists already."""

    doing: ClassVar[str] = "Looking up what exists already"
    stopping: ClassVar[str] = NOTHING_SENT


@dataclass(frozen=True, slots=True)
class Reading:
    """Reading the connection that is to be changed or deleted, as it is now."""

    doing: ClassVar[str] = "Reading the connection as it is now"
    stopping: ClassVar[str] = NOTHING_SENT


@dataclass(frozen=True, slots=True)
class Asking:
    """Waiting for `answer`. Emitted only if `decide` leaves the question open."""

    decision: Decision
    doing: ClassVar[str] = "Waiting for your answer"
    stopping: ClassVar[str] = NOTHING_SENT


@dataclass(frozen=True, slots=True)
class Sending:
    """The request is under way, `attempt` from 1.

    The screen's own clock shows how long it takes.
    """

    attempt: int = 1
    doing: ClassVar[str] = "Sending the request and waiting for the answer"
    stopping: ClassVar[str] = HAS_LEFT


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing was done. The next try is at `until`, in seconds of the work's clock.

    That clock is `time.monotonic`. `done`: what was not done, in a word.
    """

    until: float
    reason: str
    done: str = "created"

    @property
    def stopping(self) -> str:
        return f"Stop. Nothing has been {self.done}."

    @property
    def doing(self) -> str:
        return f"{self.reason} Waiting to try again"


@dataclass(frozen=True, slots=True)
class LookingUp:
    """The answer was lost: look `number` of `of`, for `what`."""

    number: int
    of: int
    reason: str
    what: str = "whether it exists"
    stopping: ClassVar[str] = HAS_LEFT

    @property
    def doing(self) -> str:
        return f"{self.reason} Looking {self.what}, look {self.number} of {self.of}"


@dataclass(frozen=True, slots=True)
class Within:
    """A step of number `number` (from 1) of `of` pieces of work, about the connection `name`."""

    number: int
    of: int
    name: str
    event: "Checking | Reading | Sending | Waiting | LookingUp | Within"

    @property
    def doing(self) -> str:
        return f"{self.number} of {self.of}, {shortened(self.name, 40)}. {self.event.doing}"

    @property
    def stopping(self) -> str:
        return self.event.stopping


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a creation, change or deletion.

    - `created`: a 201 said so. `found`: a lookup said so.
    - `updated`, `deleted`: the answer, or a look, said so.
    - `unchanged`: there was nothing to change.
    - `unknown`: it may have been done.
    - All others: nothing was done. If a name is taken, `words` say how certain that is.

    `words`: what happened, what it means and what to do next. `attempts`: how often the request was
    sent, or tried to be. `intent`: what the journal holds, if sending began. `notes`: asides.
    `problems`: what was refused or, for a connection that exists, the values that it does not hold
    as they were sent. `changes`: what a change sent, or would have sent.
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
    """It is about an attempt of an earlier run.

    If there is a connection, it was made from the answers of that time, including its password.
    """
    changes: tuple[Difference, ...] = ()

    @property
    def made(self) -> Connection | None:
        """The connection, if it was created."""
        return self.connection if self.kind in ("created", "found") else None


@dataclass(frozen=True, slots=True)
class Late:
    """The answer came after the outcome `unknown` of a user who did not wait.

    It is in the journal.
    """

    outcome: Outcome


Event = Checking | Reading | Asking | Sending | Waiting | LookingUp | Within | Outcome | Late


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient a submission is. Times in seconds."""

    settle: float = 60.0
    """How long to look for a connection whose answer was lost.

    New objects take a moment to appear (1 to 3 s, vendor's support pages).
    """
    looks: int = 6
    look_seconds: float = 15.0
    """The longest time for one lookup."""
    brief: tuple[float, ...] = (0.0, 1.0, 2.0, 3.0, 4.0)
    """The wait before each lookup if the API says that a name is taken.

    Mostly somebody else has taken it, and then the wait is in vain.
    """
    tries: int = 5
    """The most times that something is sent which certainly was not carried out before."""
    first_wait: float = 1.0
    longest_backoff: float = 30.0
    longest_asked: float = 120.0
    """The longest wait that a server may ask for. If it asks for more, the submission ends."""
    settled_after: float = 600.0
    """The age from which one lookup shows what an attempt created, if it created something."""

    def pauses(self) -> list[float]:
        """List the wait before each lookup: twice the one before, `settle` in total."""
        shares = [2**number for number in range(self.looks)]
        return [self.settle * share / sum(shares) for share in shares]

    def backoff(self, attempt: int, chance: float) -> float:
        """Return the wait after the failed `attempt` (from 1): it doubles each time.

        `chance` (0 to 1) takes up to half of it away.
        """
        return min(self.first_wait * 2.0 ** min(attempt - 1, 30), self.longest_backoff) * (
            1 - chance / 2
        )

    def wait_after(self, failure: Failure, attempt: int, chance: float) -> float | None:
        """Return the wait until the next try; None if there is none.

        There is none if it was tried often enough, if another try is in vain, or if the server asks
        for too long a wait.
        """
        asked = failure.retry_after or 0.0
        if attempt >= self.tries or asked > self.longest_asked or not failure.is_passing:
            return None
        return max(asked, self.backoff(attempt, chance))


@dataclass(slots=True)
class RunLog:
    """How often a run has sent its request, and what it noted on the way."""

    attempts: int = 0
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        text = escape_controls(text)
        if text not in self.notes:
            self.notes.append(text)
