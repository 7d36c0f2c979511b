"""What a change and a deletion of one connection share: at most one request that counts.

The connection is read before the request is sent. A request is sent again only if it certainly was
not carried out, and then the connection is read again first. An answer that is lost is settled by
reading the connection, never by sending.
"""

import asyncio
import random
import secrets
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Final

from tui_app.api import decisions
from tui_app.api.background import Background, Clock, Decide, headless
from tui_app.api.errors import ApiError, Certainty, Failure, failure_of
from tui_app.api.ports import ApiOfOne, Journal, NoJournal, OpenApiOfOne
from tui_app.api.progress import Event, Kind, LookingUp, Outcome, Pace, Reading, RunLog, Sending
from tui_app.api.progress import Waiting as WaitingToRetry
from tui_app.api.replies import Connection
from tui_app.settings.problem import Problem
from tui_app.storage.journal import Action, Intent

NOT_FOUND: Final = 404
GONE: Final = "There is no such connection any more."
STOPPED: Final = "You stopped waiting for the answer."

Answer = asyncio.Task[Connection]
"""The request that is under way."""


def is_gone(failure: Failure) -> bool:
    """Whether the API says that the connection does not exist."""
    return failure.status == NOT_FOUND and failure.certainty is Certainty.REFUSED


async def look_at(api: ApiOfOne, identity: str, seconds: float) -> Connection | None:
    """Return a connection; None if it does not exist. Raises `ApiError`, after `seconds` too."""
    try:
        async with asyncio.timeout(seconds):
            return await api.get(identity)
    except TimeoutError:
        raise ApiError(Failure("timeout", Certainty.UNKNOWN)) from None
    except ApiError as error:
        if is_gone(error.failure):
            return None
        raise


class Altering(Background):
    """One confirmed change or deletion of the connection `identity`.

    `name` and `user_name` are those that the user saw. `open_api`: makes the client in this work's
    own thread and loop. `decide`: answers the questions before anything is sent. `chance`: returns
    numbers from 0 to 1.
    """

    ACTION: ClassVar[Action]
    NOT_DONE: ClassVar[Kind]
    DONE_WORD: ClassVar[str]
    """What was done, in a word: changed, deleted."""
    LOOKS_FOR: ClassVar[str]

    def __init__(
        self,
        identity: str,
        name: str,
        user_name: str,
        open_api: OpenApiOfOne,
        on_event: Callable[[Event], None],
        *,
        journal: Journal | None = None,
        decide: Decide = headless,
        pace: Pace | None = None,
        clock: Clock | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        super().__init__(on_event, decide=decide, clock=clock)
        self.journal = journal or NoJournal()
        self.pace = pace or Pace()
        self.log = RunLog()
        self._identity, self._name, self._user_name = identity, name, user_name
        self._open_api = open_api
        self._chance = chance
        self._intent: Intent | None = None
        self._request: Answer | None = None
        self._so_far = Certainty.NEVER_SENT
        """What is certain of all requests so far, if none may have been carried out."""

    # What a change or a deletion does

    @abstractmethod
    async def prepare(self, now: Connection) -> Outcome | bool:
        """Compare with the connection as it is `now`, and ask the user.

        Return True if the request may be sent, False to read again first, or the outcome if nothing
        is to be sent.
        """

    @abstractmethod
    async def send(self, api: ApiOfOne) -> Connection:
        """Send the request once."""

    @abstractmethod
    def succeeded(self, answer: Connection) -> Outcome:
        """Return the outcome of a request that the API says it carried out."""

    @abstractmethod
    def seen(self, found: Connection | None) -> Outcome | None:
        """Return what a look after a lost answer proves; None if it proves nothing.

        `found`: the connection; None if it does not exist.
        """

    def needs_look(self, failure: Failure) -> bool:
        """Whether only a look can tell what became of a request that failed like this."""
        return failure.certainty is Certainty.UNKNOWN

    def intent(self, host: str) -> Intent:
        """Return what the journal keeps."""
        return Intent(
            secrets.token_hex(8),
            self.clock.now(),
            host,
            self._name,
            self._user_name,
            self.ACTION,
            self._identity,
        )

    # The work

    async def work(self) -> None:
        """Do all of it, and wait for a request that nobody waits for any more."""
        try:
            async with self._open_api() as api:
                self.record(await self._carried_out(api))
                if self._request and not self._request.done():
                    await asyncio.wait({self._request})
                    late = self._late(self._request)
                    # What a look has proved already stays as it was told.
                    if late is not None and self.outcome and self.outcome.kind == "unknown":
                        self.record(late)
        except ApiError as error:
            # The client itself could not be made.
            self.record(self._ended(self.NOT_DONE, error.failure))

    def broken(self, error: BaseException | None) -> Outcome:
        words = f"This program failed ({type(error).__name__})."
        if not self.log.attempts:
            return Outcome(self.NOT_DONE, f"{words} {self._effect(Certainty.NEVER_SENT)}")
        effect = self._effect(Certainty.UNKNOWN)
        return Outcome(
            "unknown", f"{words} {effect}", attempts=self.log.attempts, intent=self._intent
        )

    async def _carried_out(self, api: ApiOfOne) -> Outcome:
        while True:
            now = await self._read(api)
            if isinstance(now, Outcome):
                return now
            ready = await self.prepare(now)
            if isinstance(ready, Outcome):
                return ready
            if not ready:
                continue
            trouble = await self._begun(api)
            if trouble is not None:
                return trouble
            outcome = await self._sent(api)
            if outcome is not None:
                return outcome

    async def _read(self, api: ApiOfOne) -> Connection | Outcome:
        """Read the connection, with limited retries: reading does no harm."""
        self.emit(Reading())
        attempt = 1
        while True:
            look = asyncio.create_task(api.get(self._identity))
            if not await self.finished(look):
                return self._stopped()
            try:
                return look.result()
            except ApiError as error:
                failure = error.failure
                if is_gone(failure):
                    return self.gone()
                outcome = await self._wait_or_end(failure, attempt)
                if outcome:
                    return outcome
            attempt += 1

    def gone(self) -> Outcome:
        """Return the outcome if the connection does not exist when it is read."""
        return Outcome("rejected", f"There is no connection with this id. {self.nothing_done}")

    async def _begun(self, api: ApiOfOne) -> Outcome | None:
        """Write the intent to disk. Only then may the request be sent. None: it may."""
        intent = self.intent(api.target.host)
        if self._intent is not None:
            if self._intent.body == intent.body:
                return None
            # The journal must know what this request sends, not what an earlier one did.
            trouble = self.journal.end(self._intent, self.NOT_DONE, self._identity)
            if trouble is not None:
                self.log.note(trouble.brief)
            self._intent = None
        trouble = self.journal.begin(intent)
        if trouble is not None:
            decision = decisions.unrecorded(trouble.brief)
            if not await self.may_go_on(decision):
                return self._stopped(f"{decision.words} {self.nothing_done}", decision.problem)
            self.log.note(trouble.brief)
        self._intent = intent
        return None

    async def _sent(self, api: ApiOfOne) -> Outcome | None:
        """Send the request. None: it was not carried out, and may be sent again."""
        if self.take_stop():
            return self._stopped()
        self.log.attempts += 1
        self.emit(Sending(self.log.attempts))
        self._request = asyncio.create_task(self.send(api))
        stopped = await self.until(self._request)
        if not self._request.done():
            return await self._settled(api, STOPPED)
        failure = failure_of(self._request)
        if failure is None:
            return self.succeeded(self._request.result())
        if self.needs_look(failure):
            return await self._settled(api, failure.explained(creating=False).happened)
        if failure.certainty is Certainty.REFUSED:
            self._so_far = Certainty.REFUSED
        if stopped and not failure.is_final:
            return self._ended(self.NOT_DONE, failure, stopped=True)
        return await self._wait_or_end(failure, self.log.attempts)

    async def _wait_or_end(self, failure: Failure, attempt: int) -> Outcome | None:
        """Wait until the next try; return the outcome if there is none."""
        if failure.is_final:
            return self._ended("rejected", failure)
        seconds = self.pace.wait_after(failure, attempt, self._chance())
        if seconds is None:
            return self._ended(self.NOT_DONE, failure)
        reason = failure.explained(creating=False).happened
        self.emit(WaitingToRetry(self.clock.monotonic() + seconds, reason, self.DONE_WORD))
        stopped = await self.pause(seconds)
        return self._ended(self.NOT_DONE, failure, stopped=True) if stopped else None

    # After a lost answer

    async def _settled(self, api: ApiOfOne, reason: str) -> Outcome:
        """Read the connection until that proves what became of the request, or the time is up."""
        pauses = self.pace.pauses()
        request, looks, failures, stopped = self._request, 0, 0, False
        for number, seconds in enumerate(pauses, 1):
            self.emit(LookingUp(number, len(pauses), reason, self.LOOKS_FOR))
            waiting = [request] if request and not request.done() else []
            stopped = await self.pause(seconds, *waiting)
            if waiting and request and request.done():
                late = self._late(request)
                if late is not None:
                    return late
            if stopped:
                break
            look = asyncio.create_task(look_at(api, self._identity, self.pace.look_seconds))
            if not await self.finished(look):
                stopped = True
                break
            looks += 1
            try:
                outcome = self.seen(look.result())
            except ApiError:
                failures += 1
                continue
            if outcome is not None:
                return replace(outcome, words=f"{reason} {outcome.words}")
        return self._unknown(reason, looks, failures, stopped=stopped or reason == STOPPED)

    def _unknown(self, reason: str, looks: int, failures: int, *, stopped: bool) -> Outcome:
        if looks == 0:
            seen = "Nobody has looked yet."
        elif failures == looks:
            seen = "The look-up failed too."
        else:
            seen = f"Looked {'once' if looks == 1 else f'{looks} times'}: {self.not_seen()}"
        words = f"{reason} {self._effect(Certainty.UNKNOWN)} {seen} {self.advice()}"
        return Outcome(
            "unknown",
            words,
            stopped=stopped,
        )

    def not_seen(self) -> str:
        """Say what the looks showed instead of a request that was carried out."""
        return f"it is not {self.DONE_WORD} so far, which does not mean that it will not be."

    def advice(self) -> str:
        """Say what to do about an unknown outcome."""
        return "Look again before you send it again."

    def _late(self, request: Answer) -> Outcome | None:
        """Return what a late answer says; None if it says nothing certain."""
        failure = failure_of(request)
        if failure is None:
            return self.succeeded(request.result())
        if self.needs_look(failure):
            return None
        if failure.certainty is Certainty.REFUSED:
            self._so_far = Certainty.REFUSED
        kind: Kind = "rejected" if failure.is_final else self.NOT_DONE
        return replace(self._ended(kind, failure), stopped=True)

    # The end

    @property
    def nothing_done(self) -> str:
        """Say that nothing was done."""
        return self._effect(self._so_far)

    def _effect(self, certainty: Certainty) -> str:
        done = self.DONE_WORD
        return {
            Certainty.NEVER_SENT: f"Nothing was sent, so nothing was {done}.",
            Certainty.REFUSED: f"Nothing was {done}.",
            Certainty.UNKNOWN: f"It may have been {done} all the same.",
        }[certainty]

    def _stopped(self, words: str = "", problem: Problem | None = None) -> Outcome:
        return Outcome(
            self.NOT_DONE,
            words or f"You stopped it. {self.nothing_done}",
            problems=(problem,) if problem else (),
            stopped=not words,
        )

    def _ended(self, kind: Kind, failure: Failure, *, stopped: bool = False) -> Outcome:
        explained = failure.explained(creating=False)
        words = f"{explained.happened} {self.nothing_done} {explained.advice}".strip()
        return Outcome(
            kind,
            f"You stopped it. {words}" if stopped else words,
            problems=failure.problems,
            stopped=stopped,
        )

    def record(self, outcome: Outcome) -> None:
        """Add what happened on the way, note the end in the journal, and emit it."""
        outcome = replace(
            outcome,
            attempts=self.log.attempts,
            intent=self._intent,
            notes=tuple(self.log.notes),
        )
        if self._intent is not None:
            trouble = self.journal.end(self._intent, outcome.kind, self._identity)
            if trouble is not None:
                outcome = replace(outcome, notes=(*outcome.notes, trouble.brief))
        self.conclude(outcome)
