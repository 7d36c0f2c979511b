"""Show a list that is read page by page, and read its pages in the app's event loop."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tui_app.core.table import Browsing, Job, Picked
from tui_app.flows.ui import Act
from tui_app.tui.screens.browse import BrowseScreen

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui_app.tui.flowing import Flows

REST: Final = 0.3
"""Seconds without a key after which the API is asked for what the user searches."""


class PageReader:
    """Reads the pages that a list needs, one at a time, and calls `show` after each.

    A page of a search that is not wanted any more is given up.
    """

    def __init__(self, app: "Flows[int]", browsing: Browsing, show: Callable[[], None]) -> None:
        self._app, self._browsing, self._show = app, browsing, show
        self._worker: Worker[None] | None = None

    def need(self, least: int, *, further: bool = False) -> None:
        """Begin to read the page that is needed to show `least` rows, if any."""
        browsing = self._browsing
        job = browsing.next(least, further=further)
        if self._worker is not None and (job is None or job == browsing.reading):
            if job is None and browsing.reading and browsing.reading.search != browsing.search:
                self.stop()
            return
        self.stop()
        if job is not None:
            browsing.reading = job
            self._worker = self._app.run_worker(self._read(job), name="page", group="page")

    async def _read(self, job: Job) -> None:
        if job.search and job.number == 1:
            await asyncio.sleep(REST)
        await self._browsing.read(job)
        self._worker = None
        self._show()

    def stop(self) -> None:
        """Give up the page that is being read."""
        if self._worker is not None:
            self._worker.cancel()
        self._worker, self._browsing.reading = None, None


async def browse(
    app: "Flows[int]", browsing: Browsing, act: Act | None, host: str
) -> Picked | None:
    """Show a list until something is picked in it or it is closed, as the port says."""
    reader = PageReader(app, browsing, lambda: screen.sync())
    picks: asyncio.Queue[Picked | None] = asyncio.Queue()
    screen = BrowseScreen(browsing, host, reader.need, picks.put_nowait if act else None)
    try:
        if act is None:
            return await app.push_screen_wait(screen)
        await app.push_screen(screen, picks.put_nowait)
        while (picked := await picks.get()) is not None:
            if not await act(picked):
                await app.close_screen(screen)
                return picked
            screen.renew()
        return None
    finally:
        reader.stop()
