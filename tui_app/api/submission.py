"""Create at most once. Nothing is ever deleted.

A request is sent again only if it certainly was not carried out. An answer that is lost is settled
by looking, never by sending.

What is certain: `wire.Watch` saw no byte leave (`NEVER_SENT`), or the API's own envelope came with
one of `wire.REFUSING` (`REFUSED`).

One refusal needs more thought: a name is taken. One request was sent and this is its answer, so it
was not carried out; those before it were never sent or were refused. But something on the way may
have sent it twice, and then the first of the two took the name. So it is looked up: new objects
appear within 3 seconds, the lookups go on for 10.

- A connection from before the attempt has the user name: it was there first, nothing was created.
  `rejected`, and the words say so.
- The attempt's own connection is found: `found`.
- The last lookup showed everything, and no connection with the two names: `rejected`. User names
  are unique among all accounts, and those of other accounts are never shown, so this is all that
  can be known. The words say what was seen, instead of "nothing was created". If a request that was
  sent twice stays hidden for longer than that, the lookup before the next attempt finds its
  connection.
- Anything else: `unknown`. For example, the last lookup failed, the user did not wait for it, or
  another connection has just taken the name.
- An earlier attempt with these names was never settled: it may have taken the name itself. This
  attempt is `rejected`, and the outcome is that of looking for the earlier one.

The same holds for an answer that comes after the user stopped waiting.
"""

import asyncio
import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from tui_app.api import decisions
from tui_app.api.background import Clock, Decide, headless
from tui_app.api.client import Listing
from tui_app.api.errors import ApiError, Certainty, Failure, failure_of
from tui_app.api.kept import not_kept
from tui_app.api.lookup import Known, matches, same, same_kept
from tui_app.api.ports import Api, Journal, NoJournal, OpenApi
from tui_app.api.progress import (
    Checking,
    Decision,
    Event,
    Kind,
    LookingUp,
    Outcome,
    Pace,
    RunLog,
    Sending,
    Waiting,
)
from tui_app.api.replies import Connection
from tui_app.api.settling import KEPT, Looks, Post, Settling
from tui_app.settings.problem import Problem
from tui_app.storage.journal import Intent
from tui_app.text.document import Json

__all__ = ["Event", "LookingUp", "Outcome", "Pace", "Submission"]

PACE = Pace()
EARLIER: Final = (
    "It was made by an earlier attempt, of the answers and with the password of that time."
)
STOPPED: Final = "You stopped waiting for the answer."


class Submission(Settling):
    """One confirmed creation: at most one request that could have been carried out.

    `body`: what is sent, with its password in clear text. `open_api`: makes the client in this
    work's own thread and loop. `decide`: answers the questions before anything is sent; `headless`
    never waits, `ask` leaves them to the user. `chance`: returns numbers from 0 to 1.
    """

    def __init__(
        self,
        body: Mapping[str, Json],
        open_api: OpenApi,
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
        self.pace = pace or PACE
        self.log = RunLog()
        self._body = dict(body)
        self._open_api = open_api
        self._chance = chance
        self._name, self._user_name = (
            str(body.get("connection_name", "")),
            str(body.get("user_name", "")),
        )
        self._intent: Intent | None = None
        self._earlier: list[Intent] = []
        self._known = Known()
        self._taken_by: tuple[Connection, ...] = ()
        self._post: Post | None = None

    async def work(self) -> None:
        """Do all of it.

        If nobody waits any more for a request that was sent, wait for its end here.
        """
        try:
            async with self._open_api() as api:
                begun = await self._checked(api) or await self._begun(api)
                self.record(await self._sent(api, begun) if isinstance(begun, Intent) else begun)
                if self._post and self._intent and not self._post.done():
                    await asyncio.wait({self._post})
                    late = await self.late_outcome(api, self._intent, self._post)
                    if late and late.kind != "unknown":
                        self.record(late)
        except ApiError as error:
            # The client itself could not be made.
            self.record(self._ended("not_created", error.failure))
        finally:
            self._body = {}

    def broken(self, error: BaseException | None) -> Outcome:
        """Return `unknown` after an error of this program, or `not_created` if nothing was sent."""
        words = f"This program failed ({type(error).__name__})."
        if self._intent is None or not self.log.attempts:
            return Outcome("not_created", f"{words} {Certainty.NEVER_SENT.effect}")
        return Outcome(
            "unknown",
            f"{words} {Certainty.UNKNOWN.effect} {KEPT}",
            attempts=self.log.attempts,
            intent=self._intent,
        )

    # Before anything is sent

    async def _checked(self, api: Api) -> Outcome | None:
        """Look up what exists, and ask if that speaks against sending. None: continue."""
        self.emit(Checking())
        listing = await self._existing(api)
        if isinstance(listing, Outcome):
            return listing
        self._known = Known(frozenset(each.id for each in listing.connections), listing.complete)
        here = [
            each
            for each in self.journal.unfinished()
            if each.action == "create"
            and each.host == api.target.host
            and same(each.user_name, self._user_name)
        ]
        self._earlier = [each for each in here if same_kept(self._name, each.connection_name)]
        for intent in self._earlier:
            found = matches(listing, intent, self.clock.now())
            if found:
                return self.found(intent, "An earlier attempt had not been settled.", found)
        for decision in self._decisions(listing):
            if not await self.may_go_on(decision):
                return self._declined(decision)
        return None

    async def _existing(self, api: Api) -> Listing | Outcome:
        """Look up what exists, with limited retries: reading does no harm."""
        attempt = 1
        while True:
            look = asyncio.create_task(self._look_around(api))
            if not await self.finished(look):
                return self._stopped_before()
            try:
                return look.result()
            except ApiError as error:
                outcome = await self._wait_or_end(error.failure, attempt)
                if outcome:
                    return outcome
            attempt += 1

    async def _look_around(self, api: Api) -> Listing:
        """Return the newest connections and, in an account with many, also those with the name."""
        newest = await api.find("", self.pace.look_seconds, pages=1)
        if newest.complete:
            return newest
        named = await api.find(self._name, self.pace.look_seconds)
        return Listing(newest.connections + named.connections, named.at, named.complete)

    def _decisions(self, listing: Listing) -> list[Decision]:
        """List what speaks against sending, the most serious first."""
        self._taken_by = decisions.with_user_name(listing, self._user_name)
        names = decisions.with_name_only(listing, self._name, self._user_name)
        found: list[Decision] = []
        if self._taken_by:
            found.append(decisions.user_name_exists(self._user_name, self._taken_by))
        elif self._earlier:
            found.append(
                decisions.earlier_unsettled(
                    self._earlier, self.clock.now(), self.pace.settled_after
                )
            )
        if names:
            found.append(decisions.name_exists(self._name, names))
        return found

    def _declined(self, decision: Decision) -> Outcome:
        if self._stops:
            return self._stopped_before()
        if decision.kind == "unsettled":
            return Outcome(
                "unknown",
                f"{decision.words} This time nothing was sent. {KEPT}",
                intent=self._earlier[-1],
            )
        # Of the settings only: other problems do not belong beside the answers.
        problems = (decision.problem,) if decision.problem and decision.problem.path else ()
        return Outcome(
            "rejected" if problems else "not_created",
            f"{decision.words} {Certainty.NEVER_SENT.effect}",
            problems=problems,
        )

    def _stopped_before(self) -> Outcome:
        effect = Certainty.REFUSED.effect if self.log.attempts else Certainty.NEVER_SENT.effect
        return Outcome(
            "not_created", f"You stopped it. {effect}", attempts=self.log.attempts, stopped=True
        )

    async def _begun(self, api: Api) -> Intent | Outcome:
        """Write the intent to disk. Only then may the request be sent."""
        intent = Intent(
            secrets.token_hex(8), self.clock.now(), api.target.host, self._name, self._user_name
        )
        trouble = self.journal.begin(intent)
        if trouble is not None:
            said = trouble.brief
            decision = decisions.unrecorded(said)
            if not await self.may_go_on(decision):
                return self._declined(decision)
            self.log.note(said)
        self._intent = intent
        return intent

    # Sending

    async def _sent(self, api: Api, intent: Intent) -> Outcome:
        """Send until the result is known, or is certain to be unknown."""
        while True:
            if self.take_stop():
                return replace(self._stopped_before(), intent=intent)
            self.log.attempts += 1
            self.emit(Sending(self.log.attempts))
            self._post = asyncio.create_task(api.create(self._body))
            stopped = await self.until(self._post)
            if not self._post.done():
                return await self._settled(api, intent, STOPPED)
            failure = failure_of(self._post)
            if failure is None:
                return self._created(self._post.result())
            if failure.certainty is Certainty.UNKNOWN:
                return await self._settled(
                    api, intent, failure.explained().happened, failure.problems
                )
            if failure.is_final:
                return await self._refused(api, intent, failure)
            if stopped:
                return self._ended("not_created", failure, stopped=True)
            outcome = await self._wait_or_end(failure, self.log.attempts)
            if outcome:
                return outcome

    async def _wait_or_end(self, failure: Failure, attempt: int) -> Outcome | None:
        """Wait until the next try; return the outcome if there is none.

        There is none if the request was refused or tried often enough, if the wait is too long, or
        if the user stopped.
        """
        if failure.is_final:
            return self._ended("rejected", failure)
        seconds = self.pace.wait_after(failure, attempt, self._chance())
        if seconds is None:
            return self._ended("not_created", failure)
        self.emit(
            Waiting(self.clock.monotonic() + seconds, failure.explained(creating=False).happened)
        )
        return (
            self._ended("not_created", failure, stopped=True) if await self.pause(seconds) else None
        )

    async def _refused(
        self, api: Api, intent: Intent, failure: Failure, *, stopped: bool = False
    ) -> Outcome:
        """Return the outcome of a definite refusal.

        If a name is taken, this attempt or an earlier one may have taken it: that is looked up.
        """
        rejected = self._ended("rejected", failure, stopped=stopped)
        if not failure.is_taken:
            return rejected
        explained = failure.explained()
        reason = f"{explained.happened} It says that a name is taken."
        if self._earlier:
            # This attempt is settled; the outcome is about the earlier one.
            self.journal.end(intent, "rejected")
            return await self.settle(api, self._earlier[-1], reason, known=self._known)
        looks = Looks(earlier=list(self._taken_by))
        if not looks.earlier:
            await self.lookup(api, intent, reason, looks, self.pace.brief, self._known)
        if looks.found:
            return self.found(intent, reason, looks.found)
        if looks.earlier:
            return rejected
        if looks.stopped or not looks.complete or looks.others:
            return replace(self.not_found(intent, reason, looks), problems=failure.problems)
        times = f"{looks.sound} times" if looks.sound > 1 else "once"
        seen = f"Looked {times}: no connection of this account with these two names is to be seen."
        return replace(
            rejected,
            words=" ".join([*([STOPPED] if stopped else []), reason, seen, explained.advice]),
        )

    async def _settled(
        self, api: Api, intent: Intent, reason: str, problems: tuple[Problem, ...] = ()
    ) -> Outcome:
        """Return what a lookup, or the late answer, says about a request that was sent."""
        post = self._post if self._post and not self._post.done() else None
        outcome = await self.settle(api, intent, reason, known=self._known, post=post)
        if outcome.kind == "unknown":
            outcome = replace(outcome, problems=problems)
        return replace(outcome, stopped=outcome.stopped or reason == STOPPED)

    async def late_outcome(self, api: Api, intent: Intent, post: Post) -> Outcome | None:
        """Return what a late answer says; None if it says nothing certain."""
        failure = failure_of(post)
        if failure is None:
            return self._created(post.result())
        if failure.certainty is Certainty.UNKNOWN:
            return None
        if failure.is_final:
            return replace(await self._refused(api, intent, failure, stopped=True), stopped=True)
        return self._ended("not_created", failure, stopped=True)

    # The end

    def _created(self, connection: Connection) -> Outcome:
        words = "The API says that it created the connection."
        return Outcome(
            "created",
            words,
            connection,
            (),
            self.log.attempts,
            self._intent,
            tuple(self.log.notes),
        )

    def _ended(self, kind: Kind, failure: Failure, *, stopped: bool = False) -> Outcome:
        words = failure.explained().text
        if not self.log.attempts and failure.certainty is Certainty.UNKNOWN:
            # Only a lookup failed, and that creates nothing.
            words = f"{failure.words} {Certainty.NEVER_SENT.effect}"
        if stopped:
            words = f"You stopped it. {words}"
        notes = tuple(self.log.notes)
        return Outcome(
            kind, words, None, failure.problems, self.log.attempts, self._intent, notes, stopped
        )

    def record(self, outcome: Outcome) -> None:
        """Add what the connection does not hold as sent, and settle the earlier attempts too.

        They are settled because a user name has only one connection.
        """
        if outcome.intent is not None and outcome.intent != self._intent:
            outcome = replace(outcome, earlier=True)
        if outcome.earlier and outcome.connection is not None:
            outcome = replace(outcome, notes=(*outcome.notes, EARLIER))
        made = outcome.connection
        if made is not None:
            differing = not_kept(self._body, made, earlier=outcome.earlier)
            outcome = replace(outcome, problems=tuple(differing))
            for intent in self._earlier:
                if intent != outcome.intent:
                    self.journal.end(intent, "superseded", made.id)
        super().record(outcome)
