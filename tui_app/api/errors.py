"""How an exchange with the API failed, and what is certain about it."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from tui_app.api.explain import Explanation, Kind, explain
from tui_app.settings.problem import Path, Problem

if TYPE_CHECKING:
    from asyncio import Task


class Certainty(Enum):
    """What is known about a request that did not succeed."""

    NEVER_SENT = "never sent"
    """No byte of it was sent: it can be sent again."""
    REFUSED = "refused"
    """The API said that it did not carry it out."""
    UNKNOWN = "unknown"
    """It may have been carried out."""

    @property
    def effect(self) -> str:
        """What this means for the connection to be created, in one sentence."""
        return _EFFECTS[self]


_EFFECTS = {
    Certainty.NEVER_SENT: "Nothing was sent, so nothing was created.",
    Certainty.REFUSED: "Nothing was created.",
    Certainty.UNKNOWN: "The connection may have been created all the same.",
}


_NAMES: Final[tuple[Path, ...]] = (("connection_name",), ("user_name",), ())
_TAKEN: Final = re.compile("taken|exist|already|duplicate|unique|in use", re.IGNORECASE)
_DUPLICATE: Final = "10012"


@dataclass(frozen=True, slots=True)
class Failure:
    """One request that did not succeed. Every text in it is safe to show; it holds no secret."""

    kind: Kind
    certainty: Certainty
    status: int | None = None
    """The HTTP status, if there was an answer."""
    problems: tuple[Problem, ...] = ()
    """What the API said, if it said something."""
    retry_after: float | None = None
    """Seconds that the server asks to wait, from 0; None if it said nothing usable."""
    request_id: str | None = None
    """The server's id of this request: support asks for it."""
    codes: tuple[str, ...] = ()
    """The API's error codes, for example `10015`."""
    detail: str = ""
    """What is known besides the kind, in a few words."""

    @property
    def effect(self) -> str:
        """What this means for the connection to be created, in one sentence."""
        return self.certainty.effect

    @property
    def is_passing(self) -> bool:
        """Whether the same request may succeed in a moment."""
        if self.kind == "setup":
            return False
        at_fault = self.status is not None and self.status >= 500
        return (
            self.certainty is Certainty.NEVER_SENT
            or self.kind in ("lost", "timeout", "busy")
            or at_fault
        )

    @property
    def is_final(self) -> bool:
        """Whether the request was refused, and will be refused again."""
        return self.certainty is Certainty.REFUSED and self.kind != "busy"

    @property
    def is_taken(self) -> bool:
        """Whether the API says that a name is in use.

        The words and the code for that are undocumented, so any that may mean it count.
        """
        if self.kind == "limited":
            # "You already have ..." is about the number of connections.
            return False
        says_so = any(
            problem.path in _NAMES and _TAKEN.search(problem.message) for problem in self.problems
        )
        return says_so or _DUPLICATE in self.codes

    @property
    def words(self) -> str:
        """What happened and what to do next, for a request that creates nothing."""
        return self.explained(creating=False).text

    def explained(self, *, creating: bool = True) -> Explanation:
        """Explain what happened, whether something was created, and what to do next.

        `creating`: this is the request that creates.
        """
        return explain(self, creating=creating)


class ApiError(Exception):
    """A request did not succeed; `failure` says how. The text of this error holds no secret."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.kind}, {failure.certainty.value}")
        self.failure = failure


def failure_of(request: "Task[object]") -> Failure | None:
    """Return how a request that has ended failed; None if it succeeded.

    Raises the exception if it is an error of this program.
    """
    error = request.exception()
    if error is None:
        return None
    if isinstance(error, ApiError):
        return error.failure
    raise error
