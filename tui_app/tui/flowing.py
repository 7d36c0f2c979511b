"""Run flows one at a time. No key falls between two of their screens.

A flow is a coroutine of several screens.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar, overload

from textual.app import App, ReturnType
from textual.screen import Screen, ScreenResultType

from tui_app.core.messages import STILL_BUSY
from tui_app.flows.ui import Stopped
from tui_app.tui.terminal.typeahead import PATIENCE

T = TypeVar("T")
Flow = Callable[[], Coroutine[None, None, object]]


class Flows(App[ReturnType]):
    """An app that runs flows.

    A key waits while a flow begins or takes the result of a screen: an instant in either case.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turning = 0
        self._under_way: set[str] = set()
        self._awaited: list[Screen[Any]] = []
        self._next: dict[str, deque[Flow]] = {}
        self._moved = asyncio.Event()
        self._waits_for: asyncio.Future[Any] | None = None

    async def stoppable(self, request: Awaitable[T]) -> T:
        """Return the result of a request. Raises `Stopped` if the user stops waiting for it."""
        waits_for: asyncio.Future[T] = asyncio.ensure_future(request)
        self._waits_for = waits_for
        try:
            return await waits_for
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise Stopped from None
        finally:
            self._waits_for = None

    def stop_waiting(self) -> None:
        """Stop waiting for the request under way, if the user may."""
        if self._waits_for is not None:
            self._waits_for.cancel()

    def begin_flow(self, flow: Flow, group: str = "flow", *, waits: bool = False) -> bool:
        """Run a flow, and return whether it runs now.

        If another flow of its `group` is running and it `waits`, it runs after that one.
        """
        if group in self._under_way:
            if waits:
                self._next.setdefault(group, deque()).append(flow)
            return False
        self._under_way.add(group)
        self._turning += 1
        self.run_worker(self._run_flows(flow, group), group=group, name=group)
        return True

    async def _run_flows(self, flow: Flow, group: str) -> None:
        # From here to its first screen a flow runs without a pause, unless it first asks a server
        # or a thread.
        self._turned()
        await flow()
        while following := self._next.get(group):
            await following.popleft()()
        self._under_way.remove(group)

    def _turned(self) -> None:
        self._turning -= 1
        self._moved.set()

    @contextmanager
    def between_screens(self) -> Iterator[None]:
        """Let keys wait while a flow closes a screen, or has others built, before it goes on."""
        self._turning += 1
        try:
            yield
        finally:
            self._turned()

    async def close_screen(self, screen: Screen[Any]) -> None:
        """Close a screen that a flow has shown without waiting for its result."""
        with self.between_screens():
            await screen.dismiss()

    def say_busy(self) -> None:
        """Say why the request is not carried out."""
        self.notify(STILL_BUSY, markup=False)

    @overload
    async def push_screen_wait(
        self, screen: Screen[ScreenResultType], *, mode: str | None = None
    ) -> ScreenResultType: ...

    @overload
    async def push_screen_wait(self, screen: str, *, mode: str | None = None) -> Any: ...

    async def push_screen_wait(
        self, screen: Screen[ScreenResultType] | str, *, mode: str | None = None
    ) -> ScreenResultType | Any:
        """Show a screen and return its result, as Textual's own method does."""
        if isinstance(screen, str):
            return await super().push_screen_wait(screen, mode=mode)
        self._awaited.append(screen)
        try:
            return await super().push_screen_wait(screen, mode=mode)
        finally:
            self._awaited.remove(screen)
            self._moved.set()

    @property
    def is_between_screens(self) -> bool:
        """Whether a flow begins, or goes on, within an instant."""
        return self._turning > 0 or any(screen not in self.screen_stack for screen in self._awaited)

    async def settle(self) -> None:
        """Wait until no flow is between two screens, so that no key reaches the screen below."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self.is_between_screens:
                    self._moved.clear()
                    await self._moved.wait()
