"""Follows a submission, and says each of its states once."""

import math
import queue
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui_app.core.messages import CUT_OFF, DECLINED, progress
from tui_app.line.asking import ask_yes
from tui_app.line.ending import Ended
from tui_app.line.wizard import Leave, Linear, Move

if TYPE_CHECKING:
    from tui_app.api.background import Background
    from tui_app.api.progress import Decision, Event, Outcome

STOPS_WITHIN = 0.5
"""Seconds that a cancelled submission has to stop. After them it may be sending."""


def follow(
    linear: Linear, begin: "Callable[[Callable[[Event], None]], Background]", *, sends: bool = True
) -> "Outcome":
    """Starts background work, says each of its states, and returns its outcome.

    Ctrl+C stops the waiting, as Escape does on the screen. `sends`: the outcome decides the exit
    code. Raises `Ended` after another signal; the journal then knows what was under way.
    """
    from tui_app.api.progress import Asking, Outcome, Sending

    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    work = begin(events.put)
    linear.events = None
    linear.declined = sent = False
    linear.signals.interrupt = work.cancel
    states = States()
    postponed: Leave | Move | None = None
    work.start()
    try:
        while not isinstance(event := events.get(), Outcome):
            sent = sent or isinstance(event, Sending)
            linear.sent = linear.sent or sent
            linear.console.say(*states.words(event))
            if isinstance(event, Asking):
                linear.signals.interrupt = None
                linear.deciding = True
                conflict = event.decision.kind == "changed_meanwhile"
                try:
                    agreed = _confirm(linear, event.decision)
                    # A change goes on without the setting that stays as somebody else set it.
                    linear.declined = not agreed and not conflict
                except (Leave, Move) as elsewhere:
                    agreed, linear.declined, postponed = False, True, elsewhere
                    if conflict:
                        work.cancel()
                linear.deciding = False
                work.answer(agreed)
                linear.signals.interrupt = work.cancel
    except Ended:
        if sent or (sends and _may_have_sent(work, events)):
            linear.sent = True
            linear.console.say(CUT_OFF)
        raise
    finally:
        linear.signals.interrupt = None
    if sends:
        linear.outcome = event
    if event.stopped and event.kind == "unknown":
        linear.events = events
    if postponed is not None:
        linear.console.say(DECLINED)
        raise postponed
    return event


def _may_have_sent(work: "Background", events: "queue.SimpleQueue[Event]") -> bool:
    """Cancels work that was not seen to send. Whether it may have sent something.

    It may have, if sending came first or if the work does not stop at once.
    """
    from tui_app.api.progress import Outcome, Sending

    work.cancel()
    until = time.monotonic() + STOPS_WITHIN
    while True:
        try:
            event = events.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            return True
        if isinstance(event, Sending | Outcome):
            return isinstance(event, Sending)


class States:
    """Words for one state after another: each in full once, and for a retry only its time."""

    def __init__(self) -> None:
        self._attempt = 1
        self._known = ""
        """The reason for the last wait."""

    def words(self, event: "Event") -> list[str]:
        """At most one line. None for a look-up after the first, or for an announced attempt."""
        from tui_app.api.progress import Asking, LookingUp, Sending, Waiting

        words = progress(event)
        if isinstance(event, Waiting):
            return [self._waiting(words, event.until)]
        if (
            not words
            or isinstance(event, Asking)
            or (isinstance(event, LookingUp) and event.number > 1)
        ):
            return []
        if isinstance(event, Sending) and event.attempt > 1:
            return []
        self._attempt, self._known = 1, ""
        return [f"{words}."]

    def _waiting(self, words: str, until: float) -> str:
        self._attempt += 1
        when = f"ttempt {self._attempt} in {max(1, math.ceil(until - time.monotonic()))} s."
        known, self._known = self._known, words
        return f"A{when}" if words == known else f"{words}: a{when}"


def _confirm(linear: Linear, decision: "Decision") -> bool:
    linear.console.keyboard.discard()
    conflict = decision.kind == "changed_meanwhile"
    yes, no = (decision.yes, decision.no) if conflict else ("continue anyway", "send nothing")
    return ask_yes(linear, decision.words, yes=yes, no=no)
