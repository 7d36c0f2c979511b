"""Run work in its own thread and event loop, where nothing on the screen can interrupt it.

No screen, key, worker, signal or frozen terminal can cut the work off. The thread is a daemon: if
the process must end, the thread ends too. What matters was in the journal before the first byte was
sent.
"""

import asyncio
import signal
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from tui_app.api.progress import Asking, Decision, Event, Late, Outcome
from tui_app.system.resolver import Unattended
from tui_app.system.signals import handled
from tui_app.system.threads import left_to_main


class Clock(Protocol):
    """Tells the time, and sleeps."""

    def now(self) -> datetime:
        """Return the time of day, aware. It may jump."""

    def monotonic(self) -> float:
        """Return seconds that never go back."""

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""


class RealClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


Decide = Callable[[Decision], bool | None]
"""Answer a question: True to continue, False to stop.

None leaves it open: `Asking` is emitted, and the work waits for `Background.answer`.
"""


def headless(decision: Decision) -> bool:
    """Decide without a user: continue unless that risks a duplicate or an unrecorded connection.

    An unrecorded connection is in no journal, so nobody would remember it.
    """
    return decision.kind == "same_name" or (decision.kind == "unsettled" and not decision.fresh)


def ask(decision: Decision) -> None:
    """Leave every question to the user."""


class Background(ABC):
    """One piece of work with one `Outcome`. Call any public member from any thread.

    `on_event` is called in the work's own thread and must not block. An exception that it raises is
    kept in `error` and stops nothing.
    """

    def __init__(
        self,
        on_event: Callable[[Event], None],
        *,
        decide: Decide = headless,
        clock: Clock | None = None,
    ) -> None:
        self._on_event = on_event
        self._decide = decide
        self.clock: Final[Clock] = clock or RealClock()
        self.outcome: Outcome | None = None
        self.error: BaseException | None = None
        """The error of this program itself, if there was one."""
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._done = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._stops = 0
        self._stops_taken = 0
        self._answers: list[bool] = []

    # For any thread

    def start(self) -> None:
        """Start the work. A second call does nothing."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._main, name=type(self).__name__, daemon=True
                )
                with left_to_main():
                    self._thread.start()

    def cancel(self) -> None:
        """Stop waiting. Nothing more is sent; a request that was sent is never called back.

        While the work waits for the answer, this makes it look for the connection instead; a second
        call ends the looking. Safe in a signal handler.
        """
        self._stops += 1
        self._poke()

    def answer(self, go_on: bool) -> None:
        """Give the user's answer to the question in `Asking`."""
        self._answers.append(go_on)
        self._poke()

    @property
    def is_running(self) -> bool:
        """Whether the work has started and has no outcome yet."""
        return self._thread is not None and not self._done.is_set()

    def wait_for(self, timeout: float) -> Outcome | None:
        """Wait at most `timeout` seconds and return the outcome, or None if there is none yet."""
        return self.outcome if self._done.wait(timeout) else None

    def wait(self) -> Outcome:
        """Wait for the outcome and return it. Raises `RuntimeError` if nothing was started."""
        if self._thread is None:
            raise RuntimeError("nothing was begun")
        self._done.wait()
        return self._end()

    def join(self, timeout: float | None = None) -> bool:
        """Wait at most `timeout` seconds for the thread to end. Return whether it has ended.

        The thread ends only after a request that nobody waits for any more has ended.
        """
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def run(self) -> Outcome:
        """Start, and wait for the outcome.

        Each Ctrl+C meanwhile calls `cancel` and raises nothing.
        """
        # An exception in the middle of a wait could leave its lock taken for ever.
        with handled(lambda number: self.cancel(), (signal.SIGINT,)):
            self.start()
            # A handler runs only when the main thread does, whichever thread got the signal.
            while not self._done.wait(0.2):
                pass
        return self._end()

    def _poke(self) -> None:
        loop = self._loop
        if loop is not None:
            # The loop may just have ended.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._wake.set)

    # In the work's own loop

    @abstractmethod
    async def work(self) -> None:
        """Do the work, then call `conclude`."""

    @abstractmethod
    def broken(self, error: BaseException | None) -> Outcome:
        """Return the outcome after an error of this program."""

    async def perform(self) -> Outcome:
        """Do all the work in the running loop: for `start`, and for tests with their own clock."""
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(self._callback_failed)
        work = asyncio.create_task(self.work())
        await asyncio.wait({work})
        if work.cancelled() or work.exception() is not None:
            self.error = None if work.cancelled() else work.exception()
        if self.outcome is None:
            self.conclude(self._end())
        # Deliver the last events before the loop ends.
        await asyncio.sleep(0)
        return self._end()

    def _end(self) -> Outcome:
        return self.outcome or self.broken(self.error)

    def _main(self) -> None:
        try:
            with asyncio.Runner() as runner:
                runner.get_loop().set_default_executor(Unattended())
                runner.run(self.perform())
        except (OSError, RuntimeError) as error:
            # No loop could be made, for example because too many files are open.
            self.error = error
        finally:
            earlier, self.outcome = self.outcome, self._end()
            self._done.set()
            if earlier is None:
                self._on_event(self.outcome)

    def _callback_failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.error = context.get("exception") or self.error

    def emit(self, event: Event) -> None:
        """Schedule `on_event` with `event`. What it raises does not come back here."""
        asyncio.get_running_loop().call_soon(self._on_event, event)

    def conclude(self, outcome: Outcome) -> None:
        """End with `outcome`. Only the first one counts; a later one is emitted as `Late`."""
        if self.outcome is not None:
            self.emit(Late(outcome))
            return
        self.outcome = outcome
        self.emit(outcome)
        asyncio.get_running_loop().call_soon(self._done.set)

    def take_stop(self) -> bool:
        """Whether the user asked to stop since the last call."""
        stopped = self._stops > self._stops_taken
        self._stops_taken = min(self._stops, self._stops_taken + 1)
        return stopped

    async def until(self, *tasks: "asyncio.Task[Any]") -> bool:
        """Wait for the first of `tasks` or a stop. Return whether it was a stop.

        Without tasks, wait for an answer or a stop.
        """
        while True:
            self._wake.clear()
            if self.take_stop():
                return True
            wake = asyncio.create_task(self._wake.wait())
            await asyncio.wait({wake, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            wake.cancel()
            if not tasks or any(task.done() for task in tasks):
                return self.take_stop()

    async def pause(self, seconds: float, *tasks: "asyncio.Task[Any]") -> bool:
        """Wait `seconds`, or less if one of `tasks` ends. Return whether a stop came first."""
        sleep = asyncio.create_task(self.clock.sleep(seconds))
        stopped = await self.until(sleep, *tasks)
        sleep.cancel()
        return stopped

    async def finished(self, task: "asyncio.Task[Any]") -> bool:
        """Wait for `task`, which only reads. Return whether it ended before a stop.

        If a stop comes first, the task is cancelled.
        """
        if not await self.until(task):
            return True
        task.cancel()
        await asyncio.wait({task})
        return False

    async def may_go_on(self, decision: Decision) -> bool:
        """Return the answer to a question: False if the user stops instead."""
        decided = self._decide(decision)
        if decided is not None:
            return decided
        self._answers.clear()
        self.emit(Asking(decision))
        while not self._answers:
            if await self.until():
                return False
        return self._answers[0]
