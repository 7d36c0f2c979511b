"""A submission with an API, clock, chance and journal in memory."""

import asyncio
from collections.abc import Callable
from typing import Any

from tests.support.clock import InstantClock, MemoryJournal
from tests.support.fake_api import FakeApi, LookWay, Way
from tui_app.api.background import Decide, headless
from tui_app.api.progress import Event, Outcome
from tui_app.api.submission import Submission
from tui_app.text.document import Json

BODY: dict[str, Json] = {
    "connection_name": "office",
    "user_name": "office12",
    "password": "Wq7Nz2Lm9Rx",
}


class Run:
    """A submission of `BODY` in memory, and what it told."""

    def __init__(
        self,
        *ways: Way,
        looks: tuple[LookWay, ...] = (),
        lag: int = 0,
        decide: Decide = headless,
        journal: MemoryJournal | None = None,
        existing: tuple[dict[str, Json], ...] = (),
    ) -> None:
        self.clock = InstantClock()
        self.api = FakeApi(self.clock)
        self.api.ways.extend(ways)
        self.api.look_ways.extend(looks)
        for body in existing:
            self.api.commit(body)
        self.api.lag = lag
        self.journal = journal or MemoryJournal()
        self.events: list[Event] = []
        self.on_event: Callable[[Event], None] = self.events.append
        self.work = Submission(
            BODY,
            lambda: self.api,
            lambda event: self.on_event(event),
            journal=self.journal,
            decide=decide,
            clock=self.clock,
            chance=lambda: 0.0,
        )

    def __call__(self) -> Outcome:
        outcome = asyncio.run(self.work.perform())
        assert self.work.error is None, self.work.error
        return outcome

    def at(self, step: str, number: int, act: Callable[[], None]) -> None:
        """Do `act` at the `number`th (from 1) of the steps "look", "create" or "sleep"."""
        seen: dict[str, int] = {}

        def note(name: str) -> None:
            seen[name] = seen.get(name, 0) + 1
            if (name, seen[name]) == (step, number):
                act()

        self.api.on_step = note
        self.clock.on_sleep = lambda seconds: note("sleep")

    def kinds(self) -> list[type[Any]]:
        return [type(event) for event in self.events]


def stop(run: Run, times: int) -> None:
    for _ in range(times):
        run.work.cancel()


def released(run: Run, step: str | None = None, number: int = 0) -> None:
    """Let the request hang until the outcome is told.

    With a `step`: until that step, the user having stopped when the request left.
    """
    gate = asyncio.Event()
    run.api.hang = gate.wait

    def tell(event: Event) -> None:
        run.events.append(event)
        if isinstance(event, Outcome):
            gate.set()

    run.on_event = tell
    if step is None:
        return
    seen: list[str] = []

    def note_step(name: str) -> None:
        seen.append(name)
        if name == "create":
            run.work.cancel()
        if name == step and seen.count(step) == number:
            gate.set()

    run.api.on_step = note_step
