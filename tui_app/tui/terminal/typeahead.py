"""Handle keys one after the other, however fast they come.

Textual hands a key to the widget that has the focus when the key arrives, but moves the focus only
once the key before has bubbled up to the app. What is typed ahead on a slow link ("name, Tab, user
name" in one packet) then lands in the wrong field; a password lands in the one for the name. Here a
key waits until everything that the last one started is done.
"""

import asyncio
import time
from contextlib import suppress
from typing import Any

from textual import events
from textual.app import ReturnType
from textual.message_pump import MessagePump
from textual.screen import Screen

from tui_app.tui.terminal.painted import PaintedApp

PATIENCE = 2.0
"""Seconds after which the next key is let through, so that one stuck widget cannot block input."""


class TypeAhead(PaintedApp[ReturnType]):
    """An app that handles keys and pastes in order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._typed: asyncio.Queue[tuple[events.Key | events.Paste, bool]] = asyncio.Queue()
        self._last_typed = time.monotonic()
        self._aimed_at: Screen[Any] | None = None
        """The screen that was on top when the key under way began."""
        self._strayed: events.Key | None = None
        """A key that had no effect there, and reached the app after another screen had opened."""

    def on_mount(self) -> None:
        # The user has just begun, and is no more at rest than one who types.
        self._last_typed = time.monotonic()

    def on_ready(self) -> None:
        # Until the first screen is there no field has the focus, and keys would be lost.
        self.run_worker(self._take_turns(), name="keys", group="keys")

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            # Keep this now: when its turn comes, the terminal may have another size.
            self._typed.put_nowait((event, self.is_in_sight))
            self._last_typed = time.monotonic()
        elif isinstance(event, events.Key) and self._aimed_at not in (None, self.screen):
            # Here bindings act, and those of the screen that opened meanwhile would.
            self._strayed = event
        else:
            await super().on_event(event)

    @property
    def rest(self) -> float:
        """The seconds since the user last typed something."""
        return time.monotonic() - self._last_typed

    async def _take_turns(self) -> None:
        while True:
            event, in_sight = await self._typed.get()
            await self._take(event, in_sight=in_sight)
            while self._strayed is not None:
                # No binding has acted on it yet. It keeps the time at which it was typed.
                again, self._strayed = self._strayed.copy(), None
                again.time = event.time
                await self._take(again, in_sight=in_sight)

    async def _take(self, event: events.Key | events.Paste, *, in_sight: bool) -> None:
        """Let one key or paste take effect, and wait until it has."""
        await self.ready(event)
        # A terminal that has input has the focus, whatever it reported last. Textual knows that of
        # keys; it would lose a paste.
        if not self.app_focus:
            self.app_focus = True
        self.typed(event)
        if not self.accepts_input(event, in_sight=in_sight):
            return
        self._aimed_at = self.screen
        target = self.focused or self.screen
        await super().on_event(event)
        # The event climbs from the target to the app, where bindings act. What a binding posts
        # (Enter in a field does) climbs the same way.
        posts = not (isinstance(event, events.Key) and event.is_printable)
        for _ in range(2 if posts else 1):
            for pump in target.ancestors_with_self:
                await self._idle(pump)
        # A new screen then mounts, and asks the app for the focus.
        await self._idle(self.screen)
        await self._idle(self)
        self._aimed_at = None
        self.paint()

    async def ready(self, event: events.Key | events.Paste) -> None:
        """Wait until what was typed can be accepted. Apps override this; it must not take long."""
        del event

    def typed(self, event: events.Key | events.Paste) -> None:
        """React to a key or paste before it has an effect. Apps override this."""
        del event

    @property
    def is_in_sight(self) -> bool:
        """Whether the effect of what is typed now is in sight. Apps override this."""
        return True

    def accepts_input(self, event: events.Key | events.Paste, *, in_sight: bool) -> bool:
        """Whether what was typed has an effect now.

        `in_sight` is the value at the time of typing. Apps override this.
        """
        del event, in_sight
        return True

    async def _idle(self, pump: MessagePump) -> None:
        """Wait until `pump` has handled what was sent to it so far."""
        done = asyncio.Event()
        # Every key waits for each pump on its way: create no task for each, nor the partial
        # functions that `call_later` inspects.
        if pump.post_message(events.Callback(callback=done.set)):
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await done.wait()
