"""Creating the connection: one confirmation, at most one request that counts, and each state told once."""

import math
import queue
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui_app.core.messages import CUT_OFF, DECLINED, confirmation, foreign_ids, progress, sent_words
from tui_app.line.begin import ask_for_key
from tui_app.line.ending import Ended
from tui_app.line.outcome import tell_declined, tell_outcome
from tui_app.line.wizard import Leave, Linear, Move, Prompt

if TYPE_CHECKING:
    from tui_app.api.background import Background
    from tui_app.api.progress import Event, Outcome

STOPS_WITHIN = 0.5
"""Seconds after which a submission that was told to stop, and has not, may be sending."""


def submit(wizard: Linear) -> None:
    """Asks once, sends once, tells the outcome. Raises `Move` where the user will want to go on elsewhere."""
    if wizard.made is not None:
        wizard.console.say("It is created already. /another sets up another connection.")
        return
    barring = wizard.draft.barring
    if barring:
        _go_to_first_error(wizard)
    if not wizard.session.is_ready and not ask_for_key(wizard):
        return
    # Who comes from a step has not been at the review: what it would warn of is heard before it is too late.
    wizard.draft.reviewed = True
    wizard.tell_problems()
    body, target = wizard.draft.payload(), wizard.session.target
    name = str(body["connection_name"])
    question = confirmation(
        name,
        target,
        sent=sent_words(wizard.draft),
        foreign=foreign_ids(wizard.draft),
    )
    if not _confirmed(wizard, question):
        wizard.console.say("Not confirmed: nothing is sent.")
        return
    if (wizard.draft.payload(), wizard.session.target) != (body, target):
        wizard.console.say(
            "That is not what was asked about any more: nothing is sent. /submit asks anew."
        )
        return
    from tui_app.api.background import ask
    from tui_app.api.submission import Submission

    def begin(tell: "Callable[[Event], None]") -> Submission:
        session = wizard.session
        return Submission(
            body, session.open_client, tell, journal=wizard.journal, decide=ask, pace=session.pace
        )

    outcome = follow(wizard, begin)
    if wizard.session.notice:
        wizard.console.say(f"Warning: {wizard.session.notice}")
    if wizard.declined:
        tell_declined(wizard, outcome)
    tell_outcome(wizard, outcome)


def _go_to_first_error(wizard: Linear) -> None:
    wizard.draft.reviewed = True
    barring = wizard.draft.barring
    count = f"{len(barring)} error{'s' if len(barring) > 1 else ''} to mend first"
    if barring[0].path in wizard.draft.request.settings:
        wizard.console.say(f"{count}.")
        wizard.mark_told()
        raise Move(wizard.place_of(barring[0].path), returning=True)
    wizard.console.say(f"{count}: {wizard.words(barring[0])}")
    wizard.mark_told()
    raise Move(wizard.place)


def _confirmed(wizard: Linear, question: str) -> bool:
    """Whether the user types yes. What was typed before the question was heard cannot answer it."""
    wizard.console.say(question)
    wizard.console.keyboard.discard()
    typed = wizard.ask(Prompt("Type yes to create it:", "Type yes to create it:"))
    return (typed or "").strip().lower() == "yes"


def follow(
    wizard: Linear, begin: "Callable[[Callable[[Event], None]], Background]", *, sends: bool = True
) -> "Outcome":
    """Starts a piece of work and tells each of its states until its outcome. Ctrl+C stops the waiting, as Escape does on the screen.

    What `sends` has the outcome that the exit code tells. Raises `Ended` after another signal; the journal then knows what was under way.
    """
    from tui_app.api.progress import Asking, Outcome, Sending

    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    work = begin(events.put)
    wizard.events = None
    wizard.declined = sent = False
    wizard.signals.interrupt = work.cancel
    states = States()
    unheard: Leave | Move | None = None
    work.start()
    try:
        while not isinstance(event := events.get(), Outcome):
            sent = sent or isinstance(event, Sending)
            wizard.sent = wizard.sent or sent
            wizard.console.say(*states.words(event))
            if isinstance(event, Asking):
                wizard.signals.interrupt = None
                wizard.deciding = True
                try:
                    wizard.declined = not _asked(wizard, event.question.words)
                except (Leave, Move) as elsewhere:
                    wizard.declined, unheard = True, elsewhere
                wizard.deciding = False
                work.answer(not wizard.declined)
                wizard.signals.interrupt = work.cancel
    except Ended:
        if sent or (sends and _leaves(work, events)):
            wizard.sent = True
            wizard.console.say(CUT_OFF)
        raise
    finally:
        wizard.signals.interrupt = None
    if sends:
        wizard.outcome = event
    if event.stopped and event.kind == "unknown":
        wizard.events = events
    if unheard is not None:
        wizard.console.say(DECLINED)
        raise unheard
    return event


def _leaves(work: "Background", events: "queue.SimpleQueue[Event]") -> bool:
    """Stops what was not seen to send. Whether it may have sent all the same, since that came first or it does not stop at once."""
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
    """What is said of one state after another: each in full once, and of what is tried again only when."""

    def __init__(self) -> None:
        self._attempt = 1
        self._known = ""
        """Why it was waited last."""

    def words(self, event: "Event") -> list[str]:
        """At most one line; none of the looks after the first, and none of an attempt that was announced."""
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


def _asked(wizard: Linear, words: str) -> bool:
    wizard.console.keyboard.discard()
    return wizard.ask_yes(words, yes="go on all the same", no="send nothing")
