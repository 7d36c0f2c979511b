"""Follow work in the background without a screen: progress, Ctrl+C and other signals."""

import queue
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui_app.core.messages import progress
from tui_app.system.signals import Watchdog, handled
from tui_app.system.streams import say

if TYPE_CHECKING:
    from tui_app.api.background import Background
    from tui_app.api.progress import Event, Outcome


STOPPING = "Ctrl+C stops waiting for the answer; a second one ends the looking."


@dataclass
class Followed:
    """How the work ended.

    `outcome`: None if a signal came first. `signals`: those that end the process.
    """

    outcome: "Outcome | None" = None
    signals: list[int] = field(default_factory=list)

    def code(self, code: int) -> int:
        """Return the exit code of the process: `code`, unless it was stopped by a signal."""
        if self.signals:
            return 128 + self.signals[0]
        return 128 + signal.SIGINT if self.outcome and self.outcome.stopped else code


@contextmanager
def followed(
    begin: "Callable[[Callable[[Event], None]], Background]", *hello: str
) -> Iterator[Followed]:
    """Start the work and print its progress to standard error until its outcome.

    `begin`: makes the work, which reports its events to the given function. `hello`: lines to say
    first. Ctrl+C stops waiting; a signal that ends the process does too. Inside the block, where
    the outcome is printed, signals are still handled.
    """
    events: queue.SimpleQueue[Event | int] = queue.SimpleQueue()
    came: list[int] = []
    end = Followed()

    def note(number: int) -> None:
        """Handle a signal. Prints nothing and raises nothing, wherever the main thread is."""
        came.append(number)
        if number == signal.SIGINT and work.outcome is None:
            work.cancel()
            return
        # After the outcome, Ctrl+C does not cut off the output, unless nobody reads it.
        watchdog.begin(number)
        if number != signal.SIGINT:
            work.cancel()
            end.signals.append(number)
            events.put(number)

    work = begin(events.put)
    watchdog = Watchdog()
    with watchdog, handled(note, for_good=lambda: bool(came)):
        for line in hello:
            say(line)
        work.start()
        end.outcome = _outcome(work, events)
        yield end


def _outcome(work: "Background", events: "queue.SimpleQueue[Event | int]") -> "Outcome | None":
    """Print the progress until the outcome, and return it.

    None if a signal comes first and there is no outcome within 0.5 s.
    """
    from tui_app.api.progress import Outcome

    while True:
        try:
            # Use a timeout: a signal's handler runs only when this thread does, whichever thread
            # got the signal.
            event = events.get(timeout=0.2)
        except queue.Empty:
            continue
        if isinstance(event, int):
            return work.wait_for(0.5)
        if isinstance(event, Outcome):
            return event
        words = progress(event)
        if words:
            say(f"{words} ...")
