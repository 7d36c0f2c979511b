"""Settling an attempt whose answer was lost: by looking several times, in the same run or at a later start."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from tui_app.api.background import Background, Clock
from tui_app.api.errors import ApiError, Failure
from tui_app.api.lookup import Known, alike, matches
from tui_app.api.ports import Api, Journal, OpenApi
from tui_app.api.progress import Event, LookingUp, Outcome, Pace, Tally
from tui_app.api.replies import Connection
from tui_app.hygiene import shortened
from tui_app.storage.journal import Intent

KEPT: Final = (
    "The attempt is kept in the journal, and the next start looks again. If you send it again, keep the user name: "
    "the API refuses a second connection with the same one."
)

Post = asyncio.Task[Connection]
"""A request that creates and is still under way."""


class Settling(Background):
    """The part that looks."""

    journal: Journal
    pace: Pace
    tally: Tally

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
        """Looks until the connection is found, the time is up, or the user does not want to wait: `found` or `unknown`.

        `known`: what existed before. `pauses`: the seconds before each look, instead of the pace's. Where `post` ends in the
        meantime, what it says for certain counts for more.
        """
        pauses = self.pace.pauses() if pauses is None else pauses
        failures: list[Failure] = []
        older: list[Connection] = []
        for number, seconds in enumerate(pauses, 1):
            self.tell(LookingUp(number, len(pauses), reason))
            stopped = await self.pause(seconds, *([post] if post else []))
            if post and post.done():
                told, post = self.told(post), None
                if told:
                    return told
            if stopped:
                return self._not_found(intent, reason, number - 1, failures, older, stopped=True)
            look = asyncio.create_task(api.find(intent.connection_name, self.pace.look_seconds))
            if not await self.finished(look):
                return self._not_found(intent, reason, number - 1, failures, older, stopped=True)
            try:
                listing = look.result()
            except ApiError as error:
                failures.append(error.failure)
                continue
            found = matches(listing, intent, self.clock.now(), known)
            if found:
                return self.found(intent, reason, found)
            older = [each for each in alike(listing, intent) if known is None]
        return self._not_found(intent, reason, len(pauses), failures, older)

    def told(self, post: Post) -> Outcome | None:
        """What the answer of a request says that was not waited for; None where that is nothing certain."""
        return None

    def found(self, intent: Intent, reason: str, connections: list[Connection]) -> Outcome:
        """The outcome of a look that found what was created. More than one is told of, and none is touched."""
        if len(connections) > 1:
            ids = ", ".join(each.id for each in connections)
            self.tally.note(f"{len(connections)} connections match, with the ids {ids}: look which of them is to stay.")
        words = f"{reason} A look-up then showed that the connection exists.".strip()
        return Outcome("found", words, connections[0], (), self.tally.attempts, intent, tuple(self.tally.notes))

    def _not_found(
        self, intent: Intent, reason: str, looks: int, failures: list[Failure], older: list[Connection], *, stopped: bool = False
    ) -> Outcome:
        said = [reason, "The connection may have been created all the same:"]
        sound = looks - len(failures)
        if looks == 0:
            said.append("nobody has looked yet.")
        elif sound:
            said.append(f"it was not found after {sound} look{'s' if sound > 1 else ''}, which does not mean that it does not exist.")
        else:
            said.append(f"the look-up failed too. {failures[-1].words}")
        if older:
            said.append(f"There is one with these names, of before this attempt by its time: {', '.join(each.id for each in older[:5])}.")
        words = " ".join([*said, KEPT])
        return Outcome("unknown", words, None, (), self.tally.attempts, intent, tuple(self.tally.notes), stopped)

    def record(self, outcome: Outcome) -> None:
        """Notes the end of a run in the journal, and tells it."""
        if outcome.intent is not None:
            identity = outcome.connection.id if outcome.connection else None
            trouble = self.journal.end(outcome.intent, outcome.kind, identity)
            if trouble is not None:
                self.tally.note(shortened(trouble.message, 300))
        self.conclude(outcome)


class Settlement(Settling):
    """Looks again for an attempt that an earlier run could not settle. Sends nothing that changes anything.

    Its outcome is `found`, or `unknown`: then the attempt stays in the journal. To give up on it, end it there by hand:
    `journal.end(intent, "given up")`.
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
        self.tally = Tally()
        self._open_api = open_api

    async def work(self) -> None:
        """One look for an attempt of long ago, several for one of just now."""
        age = (self.clock.now() - self.intent.at).total_seconds()
        reason = "An earlier attempt was never settled."
        async with self._open_api() as api:
            outcome = await self.settle(api, self.intent, reason, pauses=[0.0] if age > self.pace.settled_after else None)
        self.record(outcome)

    def broken(self, error: BaseException | None) -> Outcome:
        """It stays as unknown as it was."""
        return Outcome("unknown", f"This program failed while it looked ({type(error).__name__}). {KEPT}", intent=self.intent)
