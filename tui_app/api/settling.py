"""Find out whether an attempt created its connection after its answer was lost.

Looks several times, in the same run or at a later start.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tui_app.api.background import Background, Clock
from tui_app.api.client import Listing
from tui_app.api.errors import ApiError, Failure
from tui_app.api.lookup import Known, is_older, matches, same
from tui_app.api.ports import Api, Journal, OpenApi
from tui_app.api.progress import Event, LookingUp, Outcome, Pace, RunLog
from tui_app.api.replies import Connection
from tui_app.storage.journal import Intent

KEPT: Final = (
    "The attempt is kept in the journal, and the next start looks again. If you send it "
    "again, keep the user name: "
    "the API refuses a second connection with the same one."
)

Post = asyncio.Task[Connection]
"""A create request that is still under way."""


@dataclass(slots=True)
class Looks:
    """What several lookups of an attempt's connection have shown so far."""

    number: int = 0
    """How many have ended."""
    failures: list[Failure] = field(default_factory=list)
    found: list[Connection] = field(default_factory=list)
    others: list[Connection] = field(default_factory=list)
    """Those with the same user name that, as far as is known, are not the attempt's."""
    earlier: list[Connection] = field(default_factory=list)
    """Those of `others` that certainly existed before the attempt."""
    complete: bool = False
    """The last lookup showed everything that it should show."""
    stopped: bool = False
    """The user did not want to wait for the remaining lookups."""

    @property
    def sound(self) -> int:
        """How many did not fail."""
        return self.number - len(self.failures)

    def take(self, listing: Listing, intent: Intent, now: datetime, known: Known | None) -> None:
        """Note what one lookup showed."""
        self.complete = listing.complete
        self.found = matches(listing, intent, now, known)
        self.others = [
            each
            for each in listing.connections
            if same(each.user_name, intent.user_name) and each not in self.found
        ]
        ids = known.ids if known else frozenset()
        self.earlier = [
            each for each in self.others if each.id in ids or is_older(each, listing, intent, now)
        ]


class Settling(Background):
    """The part of a submission that looks."""

    journal: Journal
    pace: Pace
    log: RunLog

    async def settle(
        self,
        api: Api,
        intent: Intent,
        reason: str,
        *,
        known: Known | None = None,
        pauses: Sequence[float] | None = None,
        post: Post | None = None,
    ) -> Outcome:
        """Look until the connection is found, the time is up or the user stops.

        The outcome is `found` or `unknown`. If `post` ends meanwhile, its certain answer takes
        precedence. `known`: what existed before. `pauses`: the seconds before each lookup, instead
        of the pace's.
        """
        looks = Looks()
        outcome = await self.lookup(
            api,
            intent,
            reason,
            looks,
            self.pace.pauses() if pauses is None else pauses,
            known,
            post,
        )
        if outcome:
            return outcome
        if looks.found:
            return self.found(intent, reason, looks.found)
        return self.not_found(intent, reason, looks, looks.earlier if known is None else [])

    async def lookup(
        self,
        api: Api,
        intent: Intent,
        reason: str,
        looks: Looks,
        pauses: Sequence[float],
        known: Known | None = None,
        post: Post | None = None,
    ) -> Outcome | None:
        """Look once after each of `pauses`, and note in `looks` what that shows.

        If `post` ends meanwhile, return what it says for certain; otherwise None.
        """
        for number, seconds in enumerate(pauses, 1):
            if self.outcome is None:
                self.emit(LookingUp(number, len(pauses), reason))
            looks.stopped = await self.pause(seconds, *([post] if post else []))
            if post and post.done():
                outcome, post = await self.late_outcome(api, intent, post), None
                if outcome:
                    return outcome
            if looks.stopped:
                break
            look = asyncio.create_task(api.find(intent.connection_name, self.pace.look_seconds))
            if not await self.finished(look):
                looks.stopped = True
                break
            looks.number = number
            try:
                looks.take(look.result(), intent, self.clock.now(), known)
            except ApiError as error:
                looks.failures.append(error.failure)
                looks.complete = False
            if looks.found:
                break
        return None

    async def late_outcome(self, api: Api, intent: Intent, post: Post) -> Outcome | None:
        """Return what a late answer says; None if it says nothing certain."""
        return None

    def found(self, intent: Intent, reason: str, connections: list[Connection]) -> Outcome:
        """Return the outcome of a lookup that found what was created.

        If it found more than one, a note lists them, and none is changed.
        """
        if len(connections) > 1:
            ids = ", ".join(each.id for each in connections)
            self.log.note(
                f"{len(connections)} connections match, with the ids {ids}: look which of "
                "them is to stay."
            )
        words = f"{reason} A look-up then showed that the connection exists.".strip()
        return Outcome(
            "found", words, connections[0], (), self.log.attempts, intent, tuple(self.log.notes)
        )

    def not_found(
        self, intent: Intent, reason: str, looks: Looks, named: Sequence[Connection] = ()
    ) -> Outcome:
        """Return the outcome of lookups that found nothing: `unknown`.

        `named`: what they showed instead.
        """
        said = [reason, "The connection may have been created all the same:"]
        if looks.number == 0:
            said.append("nobody has looked yet.")
        elif looks.sound:
            said.append(
                f"it was not found after {looks.sound} look{'s' * (looks.sound > 1)}, which "
                "does not mean that it does not exist."
            )
        else:
            said.append(f"the look-up failed too. {looks.failures[-1].words}")
        if named:
            said.append(
                "There is one with this user name, of before this attempt by its time: "
                f"{', '.join(each.id for each in named[:5])}."
            )
        words = " ".join([*said, KEPT])
        return Outcome(
            "unknown",
            words,
            None,
            (),
            self.log.attempts,
            intent,
            tuple(self.log.notes),
            looks.stopped,
        )

    def record(self, outcome: Outcome) -> None:
        """Note the end of a run in the journal, and emit it."""
        if outcome.intent is not None:
            identity = outcome.connection.id if outcome.connection else None
            trouble = self.journal.end(outcome.intent, outcome.kind, identity)
            if trouble is not None:
                self.log.note(trouble.brief)
        self.conclude(outcome)


class Settlement(Settling):
    """Looks again for an attempt that an earlier run could not settle. Sends no change.

    Its outcome is `found`, or `unknown`: then the attempt stays in the journal. To give up on it,
    end it there by hand: `journal.end(intent, "given up")`.
    """

    def __init__(
        self,
        intent: Intent,
        open_api: OpenApi,
        on_event: Callable[[Event], None],
        *,
        journal: Journal,
        pace: Pace | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(on_event, clock=clock)
        self.intent = intent
        self.journal = journal
        self.pace = pace or Pace()
        self.log = RunLog()
        self._open_api = open_api

    async def work(self) -> None:
        """Look once for an old attempt, several times for a recent one (`Pace.settled_after`)."""
        age = (self.clock.now() - self.intent.at).total_seconds()
        reason = "An earlier attempt was never settled."
        async with self._open_api() as api:
            outcome = await self.settle(
                api, self.intent, reason, pauses=[0.0] if age > self.pace.settled_after else None
            )
        self.record(outcome)

    def broken(self, error: BaseException | None) -> Outcome:
        """Return `unknown`, as before."""
        return Outcome(
            "unknown",
            f"This program failed while it looked ({type(error).__name__}). {KEPT}",
            intent=self.intent,
        )
