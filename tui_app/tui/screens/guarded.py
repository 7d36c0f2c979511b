"""Screens that ignore what was typed before they were seen."""

import asyncio
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic

from textual.events import Event, Key
from textual.keys import Keys
from textual.screen import ScreenResultType

from tui_app.text.escape import escape_controls, shortened
from tui_app.tui.notices import READ
from tui_app.tui.screens.base import Dialog, TakesKeys
from tui_app.tui.terminal.painted import PaintedApp, PaintedScreen
from tui_app.tui.terminal.typeahead import PATIENCE
from tui_app.tui.widgets.help_pane import PlainText

TYPED_EARLY = "Not done: it was typed before this was in sight. Press it again."
LOOK_AGAIN = 0.02
"""Seconds between two checks whether the terminal has taken everything written to it."""


if TYPE_CHECKING:

    class _Screen(PaintedScreen[ScreenResultType]):
        pass
else:
    # No widget: Textual takes the style sheet's names of a class from its first base that is one.
    class _Screen(Generic[ScreenResultType]):
        pass


class Unasked(TakesKeys, _Screen[ScreenResultType]):
    """A screen that opens while the user may be typing for what was there before.

    What was typed before the terminal had its picture is dropped, however long the program stood
    still, and the user is told.

    If `switch.DIFFING` is off, nobody knows when the terminal has its picture: the time counts from
    when Textual has written it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seen_since: float | None = None
        self._seen = asyncio.Event()
        self._early = False

    def paint(self) -> None:
        if isinstance(self.app, PaintedApp):
            with self.app.marked():
                super().paint()
        self._look()

    def _look(self) -> None:
        self._seen_since = self.app.marked_at if isinstance(self.app, PaintedApp) else 0.0
        if self._seen_since is None:
            self.set_timer(LOOK_AGAIN, self._look)
            return
        self._seen.set()
        if self._early:
            self.show_early()

    @property
    def is_seen(self) -> bool:
        """Whether the terminal has its picture by now."""
        return self._seen.is_set()

    @property
    def is_armed(self) -> bool:
        """Whether the screen takes keys by now."""
        return self.is_seen

    async def ready(self, event: Event) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._seen.wait()

    def accepts_input(self, event: Event) -> bool:
        accepted = self._is_in_time(event) and self.is_armed
        if not accepted and not (isinstance(event, Key) and event.key == Keys.Ignore):
            self.say_early()
        return accepted

    def _is_in_time(self, event: Event) -> bool:
        return self._seen_since is not None and event.time >= self._seen_since

    def say_early(self) -> None:
        """Say that something was typed too early."""
        self._early = True
        # Before the screen is seen, nothing may be on it yet.
        if self.is_seen:
            self.show_early()

    def show_early(self) -> None:
        """Show that something was typed too early. Screens override this."""
        self.notify(TYPED_EARLY, markup=False)


class Guarded(Unasked[ScreenResultType], Dialog[ScreenResultType]):
    """A dialog that nobody asked for, or one of consequence.

    What is typed once it is seen is held until it is armed, `MOMENT` seconds after the picture, and
    then takes effect.
    """

    MOMENT = 0.3
    ARMING = "One moment ..."
    EARLY = "(too early: press it again)"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys = ""
        self._armed = asyncio.Event()
        self.early_since: float | None = None
        """When the title began to say that something was typed too early; None if it does not."""

    def _look(self) -> None:
        super()._look()
        if self.is_seen:
            self.set_timer(self.MOMENT, self._arm)

    def _arm(self) -> None:
        self._armed.set()
        super().say_keys(self._keys)

    @property
    def is_armed(self) -> bool:
        return self._armed.is_set()

    def say_keys(self, words: str) -> None:
        self._keys = words
        super().say_keys(words if self.is_armed else self.ARMING)

    async def ready(self, event: Event) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await super().ready(event)
                if self._is_in_time(event):
                    await self._armed.wait()

    def accepts_input(self, event: Event) -> bool:
        accepted = super().accepts_input(event)
        if accepted and self.early_since and monotonic() - self.early_since > READ:
            self._early, self.early_since = False, None
            self._title_line.say(escape_controls(self.heading))
        return accepted

    def show_early(self) -> None:
        self.early_since = monotonic()
        self._fit_title()

    def on_resize(self) -> None:
        if self.early_since:
            self.call_after_refresh(self._fit_title)

    def _fit_title(self) -> None:
        # The title is one line: cut a long heading, so that what is said of the key can be read.
        room = self._title_line.size.width - len(self.EARLY) - 2
        self._title_line.say(f"{shortened(self.heading, room)}  {self.EARLY}")

    @property
    def _title_line(self) -> PlainText:
        return self.query_one(".dialog-title", PlainText)
