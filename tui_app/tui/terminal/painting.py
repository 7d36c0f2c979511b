"""Nothing is painted twice: on a slow link each byte is waited for.

Built upon private parts of Textual; a test names them, and each piece is without harm where one has gone.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from typing import Any

from textual import events
from textual._compositor import Compositor, CompositorUpdate
from textual._styles_cache import StylesCache
from textual.app import App, ReturnType, ScreenStackError
from textual.css.query import NoMatches
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets._toast import ToastRack

from tui_app.tui.terminal.driver import SafeDriver
from tui_app.tui.terminal.frame import Frame, Sequences

REMEMBERED = 64
"""Widgets whose two background styles Textual remembers: those of a screen or two. With each it holds all that the widget has drawn."""


SETTLING = 0.005
"""Seconds in which the widgets of a new screen learn their sizes."""


class SparingApp(App[ReturnType]):
    """An app that sends only what is different on the terminal, paints nothing that lies under a screen, and leaves the pointer alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frame = Frame()
        self._marked_at: float | None = None

    def _on_mount(self) -> None:
        # Stopped and gone on with (Ctrl+Z's signal, and fg), the terminal is blank or another's.
        self.app_resume_signal.subscribe(self, lambda app: self.action_redraw(), immediate=True)

    async def _on_resize(self, event: events.Resize) -> None:
        # Terminals move text about when their size changes, even where it is the same again in the end.
        self.action_redraw()
        # A signal that comes while the one before is handled tells its size first, and the older size then stands.
        size = self._driver.true_size if isinstance(self._driver, SafeDriver) else None
        if size not in (None, event.size):
            self.post_message(events.Resize(size, size))

    @contextmanager
    def marked(self) -> Iterator[None]:
        """Marks the moment in which what is painted within is on the terminal."""
        marks = self._driver.marks if isinstance(self._driver, SafeDriver) else None
        begun = marks.now() if marks else None
        yield
        self._marked_at = time.monotonic()
        if marks and begun:
            marks.mark(begun)

    @property
    def marked_at(self) -> float | None:
        """The time of that moment; None if it has not come yet. What was typed before it bears an earlier time."""
        return self._driver.marks.at if isinstance(self._driver, SafeDriver) else self._marked_at

    def action_redraw(self) -> None:
        """Draws the whole screen anew, whatever the terminal shows by now."""
        self.frame.forget()
        self.refresh()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if (
            isinstance(renderable, CompositorUpdate)
            and not self.is_headless
            and not self._batch_count
            and not self._closed
        ):
            renderable = self.frame.changes(renderable, self.size, self.console)
            if renderable is None and self.cursor_position != self._previous_cursor_position:
                renderable = Sequences("")
        super()._display(screen, renderable)
        # Of its own accord Textual lets go of them, gone or not, once there are a thousand.
        if StylesCache.get_inner_outer.cache_info().currsize > REMEMBERED:
            StylesCache.get_inner_outer.cache_clear()

    def _refresh_notifications(self) -> None:
        super()._refresh_notifications()
        self.call_later(self._sweep)

    def _sweep(self) -> None:
        """Removes what held messages that are gone. Textual leaves it on the screen, one for each message."""
        with suppress(ScreenStackError, NoMatches):
            rack = self.screen.get_child_by_type(ToastRack)
            standing = {rack._toast_id(notice) for notice in self._notifications}
            for holder in rack.children:
                if holder.id not in standing:
                    holder.remove()

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        # Below a dialog the step shows. To Textual, the terminal's own background lets through whatever lies below.
        screens: list[Screen[Any]] = []
        for screen, below in pairwise(reversed(self.screen_stack)):
            if not screen.is_modal:
                break
            screens.insert(0, below)
        return screens

    def _set_pointer_shape(self, shape: str) -> None:
        """Nothing: few terminals know the sequence, and some write it out as text."""


class SparingCompositor(Compositor):
    """A compositor that has those widgets drawn which lie where something has changed; Textual's has all of their container drawn."""

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            if shown and (crop is None or crop.overlaps(shown)):
                yield region, clip, widget.render_lines(shown.translate(-region.offset))


class SparingScreen(Screen[ScreenResultType]):
    """A screen that is painted once when it comes to the front, and not whole when the focus moves."""

    # The widgets that gain and lose the focus paint themselves.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    _held = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._compositor = SparingCompositor()

    async def _compose(self) -> None:
        # Textual takes these classes once it has laid out and painted, which it then does again.
        size = self.app.size
        for length, breakpoints in (
            (size.width, self.app.HORIZONTAL_BREAKPOINTS),
            (size.height, self.app.VERTICAL_BREAKPOINTS),
        ):
            self.add_class(*self._get_breakpoint_classes(length, breakpoints or []), update=False)
        await super()._compose()

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        event.prevent_default()
        is_new = not self.is_laid_out
        # Textual lays out and paints, then has the whole painted, and once more when the widgets have learnt their sizes.
        self._held = True
        super()._on_screen_resume(event)
        if is_new:
            self.set_timer(SETTLING, self._release)
        else:
            self._held = False

    @property
    def is_laid_out(self) -> bool:
        """Whether each widget has its place in a terminal of this size."""
        return self._size == self.app.size

    def lay_out(self) -> None:
        """Finds the place of each widget while the screen is not seen yet."""
        self._refresh_layout(self.app.size)

    def draw(self) -> None:
        """Finds the look of each widget, which keeps it, once all have learnt their sizes: then the screen only has to be sent."""
        self._compositor.render_strips()

    def lift_messages(self, lifted: bool) -> None:
        """Has messages stand above the two lines of an error, which are the last before the keys."""
        with suppress(NoMatches):
            self.get_child_by_type(ToastRack).set_class(lifted, "-lifted")

    def _release(self) -> None:
        self._held = False
        self.refresh()
        self.paint()

    def paint(self) -> None:
        """Paints the new screen for the first time."""
        self._on_timer_update()

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        # Where all is painted soon in any case, it is not painted now.
        held, self._held = self._held, self._held or self._repaint_required
        super()._refresh_layout(size, scroll)
        self._held = held

    def _compositor_refresh(self) -> None:
        if not self._held:
            super()._compositor_refresh()
