"""Let Textual paint: the app and the screens without a single override of how that is done.

`painting` builds on these two and adds the overrides. `painted` says which of the two is used.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from textual import events
from textual.app import App, ReturnType
from textual.css.query import NoMatches
from textual.screen import Screen, ScreenResultType

from tui_app.tui.terminal._textual import ToastRack, driver_of
from tui_app.tui.terminal.driver import SafeDriver


class PlainApp(App[ReturnType]):
    """An app that redraws if the terminal may show something else, and leaves the pointer alone."""

    erases = True
    """Whether the terminal knows the sequence that erases characters (ECH)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._marked_at: float | None = None

    def on_mount(self) -> None:
        # After Ctrl+Z's signal and fg the terminal is blank, or shows what others wrote.
        self.app_resume_signal.subscribe(self, lambda app: self.action_redraw(), immediate=True)

    def on_resize(self, event: events.Resize) -> None:
        # A terminal moves text about when its size changes, even if it changes back.
        self.action_redraw()
        # If a signal comes while the one before is handled, the older size arrives last.
        driver = driver_of(self)
        size = driver.true_size if isinstance(driver, SafeDriver) else None
        if size not in (None, event.size):
            self.post_message(events.Resize(size, size))

    @contextmanager
    def marked(self) -> Iterator[None]:
        """Mark the moment at which what is painted in the block is on the terminal."""
        yield
        self._marked_at = time.monotonic()

    @property
    def marked_at(self) -> float | None:
        """The time of that moment; None if it has not come yet.

        What was typed before it has an earlier time.
        """
        return self._marked_at

    def action_redraw(self) -> None:
        """Redraw the whole screen, whatever the terminal shows by now."""
        self.refresh()

    def paint(self) -> None:
        """Paint what a key has changed. Textual does so by itself, at its next frame."""

    async def start_ahead(self, screen: Screen[Any]) -> None:
        """Start a screen that is not seen yet. Textual starts it when it is shown."""
        del screen

    def _set_pointer_shape(self, shape: str) -> None:
        """Do nothing: few terminals know the sequence, and some write it out as text."""


class PlainScreen(Screen[ScreenResultType]):
    """A screen that Textual paints."""

    _was_shown = False

    def on_screen_resume(self) -> None:
        if not self._was_shown:
            self._was_shown = True
            self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """React to the first painting of the screen: Textual has just done it."""

    def preparations(self) -> Sequence[Callable[[], None]]:
        """What makes a screen that is not seen yet quicker to paint, in pieces."""
        return ()

    def lift_messages(self, lifted: bool) -> None:
        """Show messages above the two lines of an error.

        Those are the last lines before the keys.
        """
        with suppress(NoMatches):
            self.get_child_by_type(ToastRack).set_class(lifted, "-lifted")
