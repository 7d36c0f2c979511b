"""Work in a thread and event loop of its own, that no screen, key, worker, signal or frozen terminal can cut off.

The thread is a daemon: where the process must end, it ends, and what matters was in the journal before the first byte left.
"""

import asyncio
import signal
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from tui_app.api.progress import Asking, Event, Late, Outcome, Question
from tui_app.system.signals import handled
from tui_app.system.threads import left_to_main


class Clock(Protocol):
    """The time, and the way it passes."""

    def now(self) -> datetime:
        """The time of day, aware. It may jump."""

    def monotonic(self) -> float:
        """Seconds that never go back."""

    async def sleep(self, seconds: float) -> None:
        """Returns after `seconds`."""


class RealClock:
    """This machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


Decide = Callable[[Question], bool | None]
"""Answers a question: go on, or not. None leaves it open: `Asking` is told, and `Background.answer` awaited."""


def headless(question: Question) -> bool:
    """Decides where nobody can be asked: goes on unless that might make a second connection, or one that nobody remembers."""
    return question.kind == "same_name" or (question.kind == "unsettled" and not question.fresh)


def ask(question: Question) -> None:
    """Leaves every question to the user."""


class _Unattended(ThreadPoolExecutor):
    """Where the loop asks for the address of a host. A name server that does not answer holds up neither its end nor the process's."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()

        def work() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except (OSError, ValueError, RuntimeError) as error:
                future.set_exception(error)

        future.set_running_or_notify_cancel()
        threading.Thread(target=work, name="resolver", daemon=True).start()
        return future


class Background(ABC):
    """One piece of work with one `Outcome`. Everything public may be called from any thread.

    `on_event` is called from the work's own thread; it must not block. What it raises is kept in `error` and stops nothing.
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
        """What went wrong in this program itself, if anything did."""
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._done = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._stops = 0
        self._heeded = 0
        self._answers: list[bool] = []

    # For any thread

    def start(self) -> None:
        """Begins. Doing it again does nothing."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._main, name=type(self).__name__, daemon=True
                )
                with left_to_main():
                    self._thread.start()

    def cancel(self) -> None:
        """Ends what is being waited for. Before a request has left, nothing is sent any more; one that has left is never called back.

        While the answer is awaited it goes over to looking; while it looks, a second one ends that. Safe in a signal handler.
        """
        self._stops += 1
        self._poke()

    def answer(self, go_on: bool) -> None:
        """The user's answer to the question that `Asking` told."""
        self._answers.append(go_on)
        self._poke()

    @property
    def is_running(self) -> bool:
        """Whether it began and has no outcome yet."""
        return self._thread is not None and not self._done.is_set()

    def wait_for(self, timeout: float) -> Outcome | None:
        """The outcome; None where there is none after `timeout` seconds."""
        return self.outcome if self._done.wait(timeout) else None

    def wait(self) -> Outcome:
        """The outcome, waited for. Raises `RuntimeError` where nothing was begun."""
        if self._thread is None:
            raise RuntimeError("nothing was begun")
        self._done.wait()
        return self._end()

    def join(self, timeout: float | None = None) -> bool:
        """Waits until the thread has ended too, which it does when a request that nobody waits for any more has. Whether it has."""
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def run(self) -> Outcome:
        """Begins and waits for the outcome. Each Ctrl+C in the meantime is a `cancel`, and raises nothing."""
        # An exception in the middle of a wait could leave its lock taken for ever.
        with handled(lambda number: self.cancel(), (signal.SIGINT,)):
            self.start()
            # A handler runs when the main thread does, whichever thread was given the signal.
            while not self._done.wait(0.2):
                pass
        return self._end()

    def _poke(self) -> None:
        loop = self._loop
        if loop is not None:
            # It may just have ended.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._wake.set)

    # In the work's own loop

    @abstractmethod
    async def work(self) -> None:
        """Does it, and calls `conclude`."""

    @abstractmethod
    def broken(self, error: BaseException | None) -> Outcome:
        """The outcome after an error of this program."""

    async def perform(self) -> Outcome:
        """Does all of it in the running loop: for `start`, and for tests with a clock of their own."""
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(self._callback_failed)
        work = asyncio.create_task(self.work())
        await asyncio.wait({work})
        if work.cancelled() or work.exception() is not None:
            self.error = None if work.cancelled() else work.exception()
        if self.outcome is None:
            self.conclude(self._end())
        # What was told last is told before the loop ends.
        await asyncio.sleep(0)
        return self._end()

    def _end(self) -> Outcome:
        return self.outcome or self.broken(self.error)

    def _main(self) -> None:
        try:
            with asyncio.Runner() as runner:
                runner.get_loop().set_default_executor(_Unattended())
                runner.run(self.perform())
        except (OSError, RuntimeError) as error:
            # No loop could be made, as where too many files are open.
            self.error = error
        finally:
            told, self.outcome = self.outcome, self._end()
            self._done.set()
            if told is None:
                self._on_event(self.outcome)

    def _callback_failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.error = context.get("exception") or self.error

    def tell(self, event: Event) -> None:
        """Tells `on_event`, in its turn: what that raises does not come back here."""
        asyncio.get_running_loop().call_soon(self._on_event, event)

    def conclude(self, outcome: Outcome) -> None:
        """The end. Only the first one counts; a later one is told as `Late`."""
        if self.outcome is not None:
            self.tell(Late(outcome))
            return
        self.outcome = outcome
        self.tell(outcome)
        asyncio.get_running_loop().call_soon(self._done.set)

    def heed(self) -> bool:
        """Whether the user wanted to stop since this was last asked."""
        stopped = self._stops > self._heeded
        self._heeded = min(self._stops, self._heeded + 1)
        return stopped

    async def until(self, *tasks: "asyncio.Task[Any]") -> bool:
        """Waits for the first of `tasks` or a stop; without tasks for an answer or a stop. Whether it was a stop."""
        while True:
            self._wake.clear()
            if self.heed():
                return True
            wake = asyncio.create_task(self._wake.wait())
            await asyncio.wait({wake, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            wake.cancel()
            if not tasks or any(task.done() for task in tasks):
                return self.heed()

    async def pause(self, seconds: float, *tasks: "asyncio.Task[Any]") -> bool:
        """Waits `seconds`, or less where one of `tasks` ends. Whether a stop came first."""
        sleep = asyncio.create_task(self.clock.sleep(seconds))
        stopped = await self.until(sleep, *tasks)
        sleep.cancel()
        return stopped

    async def finished(self, task: "asyncio.Task[Any]") -> bool:
        """Waits for `task`, which reads. Whether it ended before a stop; else it is cancelled."""
        if not await self.until(task):
            return True
        task.cancel()
        await asyncio.wait({task})
        return False

    async def may_go_on(self, question: Question) -> bool:
        """The answer to a question; no where the user stops instead."""
        decided = self._decide(question)
        if decided is not None:
            return decided
        self._answers.clear()
        self.tell(Asking(question))
        while not self._answers:
            if await self.until():
                return False
        return self._answers[0]
