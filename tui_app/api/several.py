"""Change several connections, one after the other, as one piece of work."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

from tui_app.api.altering import Altering
from tui_app.api.background import Background, Clock
from tui_app.api.progress import Asking, Event, Kind, Late, Outcome, Sending, Within

WORDS: Final[dict[Kind, str]] = {
    "updated": "changed",
    "unchanged": "not to be changed",
    "rejected": "refused",
    "not_updated": "not changed",
    "unknown": "unknown",
}
_WORST: Final[tuple[Kind, ...]] = ("unknown", "not_updated", "rejected", "updated", "unchanged")
"""The kinds of outcome, the one first that decides about the whole."""


class Part(NamedTuple):
    """A change of one of the connections: the connection's name, and the work, to be made."""

    name: str
    begin: Callable[[Callable[[Event], None]], Altering]


class Several(Background):
    """Does the `parts` one after the other. If the user stops, those not begun are not sent.

    `outcomes` are those of the parts, in their order; None of a part that was not begun. The
    outcome of the whole is the worst of them.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        on_event: Callable[[Event], None],
        *,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(on_event, clock=clock)
        self._parts = tuple(parts)
        self._current: Altering | None = None
        self.outcomes: list[Outcome | None] = [None] * len(self._parts)

    async def work(self) -> None:
        """Do the parts, each with its own answers and outcome, until the user stops."""
        for index, part in enumerate(self._parts):
            self._current = part.begin(partial(self._told, index))
            # Only now: a stop either is seen here, or stops this part.
            if self._stops:
                break
            await self._current.perform()
        self.conclude(self._whole())

    def cancel(self) -> None:
        super().cancel()
        if self._current is not None:
            self._current.cancel()

    def answer(self, go_on: bool) -> None:
        if self._current is not None:
            self._current.answer(go_on)

    def _told(self, index: int, event: Event) -> None:
        """Take an event of the part `index`."""
        if isinstance(event, Outcome | Late):
            self.outcomes[index] = event if isinstance(event, Outcome) else event.outcome
            if self._stops:
                # Do not wait for a request that the user does not wait for.
                self.conclude(self._whole())
            return
        if isinstance(event, Asking | Sending):
            self.emit(event)
        if not isinstance(event, Asking):
            self.emit(Within(index + 1, len(self._parts), self._parts[index].name, event))

    def _whole(self) -> Outcome:
        kinds: list[Kind] = [each.kind if each else "not_updated" for each in self.outcomes]
        counted = Counter(kinds)
        words = ", ".join(f"{counted[kind]} {WORDS[kind]}" for kind in WORDS if counted[kind])
        return Outcome(
            next((kind for kind in _WORST if counted[kind]), "unchanged"),
            f"Of {len(kinds)} connection{'s' if len(kinds) > 1 else ''}: {words}.",
            attempts=sum(each.attempts for each in self.outcomes if each),
            stopped=any(each.stopped for each in self.outcomes if each),
        )

    def broken(self, error: BaseException | None) -> Outcome:
        whole = self._whole()
        words = f"This program failed ({type(error).__name__}). {whole.words}"
        return Outcome("unknown", words, attempts=whole.attempts)
