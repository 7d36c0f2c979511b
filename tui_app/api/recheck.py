"""Settle a change or a deletion that an earlier run could not settle. Only reads."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tui_app.api.altering import GONE, look_at
from tui_app.api.background import Background, Clock
from tui_app.api.change import UNSEEN, how_much_holds
from tui_app.api.errors import ApiError, Failure
from tui_app.api.ports import ApiOfOne, Journal, OpenApiOfOne
from tui_app.api.progress import Event, Kind, LookingUp, Outcome, Pace
from tui_app.api.replies import Connection
from tui_app.settings.change import CHANGE
from tui_app.storage.journal import Intent
from tui_app.text.escape import MASK

KEPT: Final = "The attempt is kept in the journal, and the next start looks again."
REASON: Final = "An earlier attempt was never settled."


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look showed. `kind`: what that proves; None if it proves nothing.

    `later`: whether a later look may prove more. `notes`: asides.
    """

    words: str
    kind: Kind | None = None
    later: bool = False
    notes: tuple[str, ...] = ()


class Recheck(Background):
    """Looks at the connection of `intent`, a change or a deletion. Sends no change.

    Its outcome is `updated` or `deleted` if the connection shows it; `not_updated` or `not_deleted`
    if the attempt is so old that it would show it; otherwise `unknown`. Then the attempt stays in
    the journal. To give up on it, end it there by hand: `journal.end(intent, "given up")`.
    """

    def __init__(
        self,
        intent: Intent,
        open_api: OpenApiOfOne,
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
        self._open_api = open_api

    async def work(self) -> None:
        """Look once for an old attempt, several times for a recent one (`Pace.settled_after`)."""
        try:
            async with self._open_api() as api:
                outcome = await self._looked(api)
        except ApiError as error:
            # The client itself could not be made.
            outcome = self._unknown(error.failure.words)
        if outcome.kind != "unknown":
            trouble = self.journal.end(self.intent, outcome.kind, self.intent.identity)
            if trouble is not None:
                outcome = self._outcome(
                    outcome.kind, outcome.words, notes=(*outcome.notes, trouble.brief)
                )
        self.conclude(outcome)

    def broken(self, error: BaseException | None) -> Outcome:
        """Return `unknown`, as before."""
        return self._unknown(f"This program failed while it looked ({type(error).__name__}).")

    async def _looked(self, api: ApiOfOne) -> Outcome:
        old = (self.clock.now() - self.intent.at).total_seconds() > self.pace.settled_after
        pauses = [0.0] if old else self.pace.pauses()
        words = "Nobody has looked yet."
        for number, seconds in enumerate(pauses, 1):
            self.emit(LookingUp(number, len(pauses), REASON, "what became of it"))
            if await self.pause(seconds):
                return self._unknown(words, stopped=True)
            look = asyncio.create_task(look_at(api, self.intent.identity, self.pace.look_seconds))
            if not await self.finished(look):
                return self._unknown(words, stopped=True)
            try:
                finding = self._finding(look.result(), old=old)
            except ApiError as error:
                words = _failed(error.failure)
                continue
            if finding.kind is not None:
                return self._outcome(finding.kind, finding.words, notes=finding.notes)
            words = finding.words
            if not finding.later:
                break
        return self._unknown(words)

    def _finding(self, found: Connection | None, *, old: bool) -> Finding:
        if self.intent.action == "delete":
            if found is None:
                return Finding("The connection is gone.", "deleted")
            if old:
                return Finding("It was not deleted: the connection exists.", "not_deleted")
            return Finding("The connection still exists.", later=True)
        if found is None:
            return Finding(f"{GONE} Nothing is left of the change.", "not_updated")
        return self._finding_of_change(found, old=old)

    def _finding_of_change(self, found: Connection, *, old: bool) -> Finding:
        wanted, _ = CHANGE.read(self.intent.body or {})
        held = how_much_holds(found.document, wanted)
        if held == "unreadable":
            return Finding("What it was to set cannot be read, so nobody can tell if it is set.")
        if held == "all":
            unseen = (UNSEEN,) if MASK in wanted.values() else ()
            return Finding("The connection holds what was asked.", "updated", notes=unseen)
        if held == "some":
            words = "The connection holds some of it, which somebody else may have set."
            return Finding(words, later=True)
        if old:
            words = "The connection holds nothing of it: it was not changed, or was changed back."
            return Finding(words, "not_updated")
        return Finding("The connection holds nothing of it so far.", later=True)

    def _unknown(self, words: str, *, stopped: bool = False) -> Outcome:
        done = "deleted" if self.intent.action == "delete" else "changed"
        words = f"{words} It may have been {done} all the same. {KEPT}"
        return self._outcome("unknown", words, stopped=stopped)

    def _outcome(
        self, kind: Kind, words: str, *, notes: tuple[str, ...] = (), stopped: bool = False
    ) -> Outcome:
        return Outcome(kind, words, intent=self.intent, notes=notes, stopped=stopped, earlier=True)


def _failed(failure: Failure) -> str:
    return f"The look-up failed. {failure.words}"
