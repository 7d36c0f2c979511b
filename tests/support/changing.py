"""A change of a connection, with an API, clock and journal in memory."""

import asyncio
from collections.abc import Callable, Mapping

from tests.support.clock import InstantClock, MemoryJournal
from tests.support.fake_account import OFFICE, FakeAccount, ReadWay, Way
from tui_app.api.change import Change
from tui_app.api.progress import Asking, Event, Outcome
from tui_app.settings.problem import Answer, Path
from tui_app.text.document import Json

DTMF: Path = ("dtmf_type",)
SECONDS: Path = ("inbound", "timeout_2xx_secs")
TAGS: Path = ("tags",)
PASSWORD: Path = ("password",)


class Run:
    """A change of the office's connection, and what it told. `mine`: the user's decisions."""

    def __init__(
        self,
        wanted: Mapping[Path, Answer],
        *ways: Way,
        reads: tuple[ReadWay, ...] = (),
        known: Mapping[str, Json] | None = OFFICE,
        mine: bool = True,
    ) -> None:
        self.clock = InstantClock()
        self.api = FakeAccount(self.clock)
        self.api.ways.extend(ways)
        self.api.read_ways.extend(reads)
        self.journal = MemoryJournal()
        self.events: list[Event] = []
        self.asked: list[Path] = []
        self.decided: list[tuple[Path, Json]] = []
        """Each setting that was asked about, with the value that others gave it."""
        self.mine = mine
        self.work = Change(
            "7",
            "office",
            "office12",
            wanted,
            lambda: self.api,
            self._on_event,
            known=known,
            journal=self.journal,
            decide=lambda decision: None,
            clock=self.clock,
        )

    def _on_event(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Asking):
            assert event.decision.problem is not None
            path = event.decision.problem.path
            self.asked.append(path)
            self.decided.append((path, leaves(self.api.read).get(path)))
            self.work.answer(self.mine)

    def __call__(self) -> Outcome:
        outcome = asyncio.run(self.work.perform())
        assert self.work.error is None, self.work.error
        return outcome

    def at(self, step: str, number: int, act: Callable[[], object]) -> None:
        """Do `act` at the `number`th "get" or "patch"."""

        def note(name: str, count: int) -> None:
            if (name, count) == (step, number):
                act()

        self.api.on_step = note


def leaves(document: Mapping[str, Json], parent: Path = ()) -> dict[Path, Json]:
    """The values in a document, by path."""
    found: dict[Path, Json] = {}
    for name, value in document.items():
        if isinstance(value, dict):
            found |= leaves(value, (*parent, name))
        else:
            found[(*parent, name)] = value
    return found
