"""A clock on which waiting takes no time, and what stands in for the journal."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tui_app.storage.files import StorageProblem
from tui_app.storage.journal import Intent


class InstantClock:
    """Jumps over every wait, and keeps them in `slept`. `on_sleep` is called before each."""

    def __init__(self, start: datetime | None = None) -> None:
        self.start = start or datetime.now(UTC)
        self.slept: list[float] = []
        self.on_sleep: Callable[[float], None] = lambda seconds: None

    def now(self) -> datetime:
        return self.start + timedelta(seconds=sum(self.slept))

    def monotonic(self) -> float:
        return sum(self.slept)

    async def sleep(self, seconds: float) -> None:
        self.on_sleep(seconds)
        # So that what a stop does comes first.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self.slept.append(seconds)


class MemoryJournal:
    """A journal in memory, with its rule: an intent is unfinished until an outcome other than
    `unknown` ends it.
    """

    def __init__(self, *unfinished: Intent) -> None:
        self.begun: list[Intent] = list(unfinished)
        self.ended: list[tuple[str, str, str | None]] = []
        self.is_full = False

    def begin(self, intent: Intent) -> StorageProblem | None:
        if self.is_full:
            return StorageProblem(
                "the journal cannot be written", "No space left on device", Path("journal.jsonl")
            )
        self.begun.append(intent)
        return None

    def end(
        self, intent: Intent, outcome: str, identity: str | None = None
    ) -> StorageProblem | None:
        self.ended.append((intent.attempt, outcome, identity))
        return None

    def unfinished(self) -> list[Intent]:
        over = {attempt for attempt, outcome, _ in self.ended if outcome != "unknown"}
        return [intent for intent in self.begun if intent.attempt not in over]
