"""Flows, each a coroutine of several screens: one at a time, and no key falls between two of them."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, overload

from textual.app import App, ReturnType
from textual.screen import Screen, ScreenResultType

from tui_app.core.messages import STILL_BUSY
from tui_app.tui.terminal.typeahead import PATIENCE

Flow = Callable[[], Coroutine[None, None, object]]


class Flows(App[ReturnType]):
    """An app that runs flows. A key waits while one begins or takes up the answer of a screen, for an instant in either case."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._beginning = 0
        self._under_way: set[str] = set()
        self._awaited: list[Screen[Any]] = []
        self._next: dict[str, deque[Flow]] = {}
        self._moved = asyncio.Event()

    def begin_flow(self, flow: Flow, group: str = "flow", *, waits: bool = False) -> bool:
        """Runs a flow; whether it runs now. While another of its `group` is under way, it follows that if it `waits`."""
        if group in self._under_way:
            if waits:
                self._next.setdefault(group, deque()).append(flow)
            return False
        self._under_way.add(group)
        self._beginning += 1
        self.run_worker(self._run_flows(flow, group), group=group, name=group)
        return True

    async def _run_flows(self, flow: Flow, group: str) -> None:
        # From here to its first screen a flow runs without a pause, unless it asks a server or a thread first.
        self._beginning -= 1
        self._moved.set()
        await flow()
        while following := self._next.get(group):
            await following.popleft()()
        self._under_way.remove(group)

    def say_busy(self) -> None:
        """Says why what was asked for is not done."""
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
        """Shows a screen and gives its result, as Textual's own does."""
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
        """Whether a flow is to begin, or to go on with an answer, the next time the event loop turns."""
        return self._beginning > 0 or any(
            screen not in self.screen_stack for screen in self._awaited
        )

    async def settle(self) -> None:
        """Waits until no flow is between two screens, lest a key reach the screen below."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self.is_between_screens:
                    self._moved.clear()
                    await self._moved.wait()
