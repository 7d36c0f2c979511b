"""Paint nothing twice: on a slow link every byte costs time.

All overrides of how Textual paints are here. They depend on `switch.DIFFING`: see `painted`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from typing import Any

from textual import events
from textual.app import ReturnType, ScreenStackError
from textual.css.query import NoMatches
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip
from textual.widget import Widget

from tui_app.tui.terminal._textual import (
    Compositor,
    CompositorUpdate,
    ToastRack,
    breakpoint_classes,
    can_display,
    compositor_of,
    cursor_moved,
    driver_of,
    forget_drawn,
    holder_of,
    must_repaint,
    notices_of,
    paint_now,
    set_compositor,
    start_screen,
)
from tui_app.tui.terminal.driver import SafeDriver
from tui_app.tui.terminal.frame import Frame, Sequences
from tui_app.tui.terminal.marks import Marks
from tui_app.tui.terminal.plain import PlainApp, PlainScreen

REMEMBERED = 64
"""Widgets whose two background styles Textual remembers: those of one or two screens.

With each style Textual holds everything that the widget has drawn.
"""


SETTLING = 0.005
"""Seconds in which the widgets of a new screen learn their sizes."""


class DiffingApp(PlainApp[ReturnType]):
    """An app that sends only what changed, and paints nothing that is covered by a screen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frame = Frame()

    @property
    def _marks(self) -> Marks | None:
        driver = driver_of(self)
        marks = driver.marks if isinstance(driver, SafeDriver) else None
        return marks if isinstance(marks, Marks) else None

    @contextmanager
    def marked(self) -> Iterator[None]:
        marks = self._marks
        begun = marks.now() if marks else None
        with super().marked():
            yield
        if marks and begun:
            marks.mark(begun)

    @property
    def marked_at(self) -> float | None:
        marks = self._marks
        return marks.at if marks else super().marked_at

    def action_redraw(self) -> None:
        self.frame.forget()
        super().action_redraw()

    def paint(self) -> None:
        if self.screen.is_mounted:
            paint_now(self.screen)

    async def start_ahead(self, screen: Screen[Any]) -> None:
        if not screen.is_running:
            await start_screen(self, screen)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate) and can_display(self):
            self.frame.erases = self.erases
            renderable = self.frame.changes(renderable, self.size, self.console)
            if renderable is None and cursor_moved(self):
                renderable = Sequences("")
        super()._display(screen, renderable)
        # Textual evicts them, gone or not, only above 1,000.
        forget_drawn(REMEMBERED)

    def _refresh_notifications(self) -> None:
        super()._refresh_notifications()
        self.call_later(self._sweep)

    def _sweep(self) -> None:
        """Remove the holders of messages that are gone. Textual leaves one for each message."""
        with suppress(ScreenStackError, NoMatches):
            rack = self.screen.get_child_by_type(ToastRack)
            standing = set(map(holder_of, notices_of(self)))
            for holder in rack.children:
                if holder.id not in standing:
                    holder.remove()

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        # Below a dialog the step shows. For Textual, the terminal's own background lets through
        # whatever is below.
        screens: list[Screen[Any]] = []
        for screen, below in pairwise(reversed(self.screen_stack)):
            if not screen.is_modal:
                break
            screens.insert(0, below)
        return screens


class DiffingCompositor(Compositor):
    """A compositor that draws only the widgets that lie where something changed.

    Textual's compositor draws their whole container.
    """

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            if shown and (crop is None or crop.overlaps(shown)):
                yield region, clip, widget.render_lines(shown.translate(-region.offset))


class DiffingScreen(PlainScreen[ScreenResultType]):
    """A screen that is painted once when it comes to the front.

    It is not painted whole when the focus moves.
    """

    # The widgets that gain and lose the focus paint themselves.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    _held = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_compositor(self, DiffingCompositor())

    async def _compose(self) -> None:
        # Set these classes first: Textual sets them after it has laid out and painted, and then
        # does both again.
        size = self.app.size
        for length, breakpoints in (
            (size.width, self.app.HORIZONTAL_BREAKPOINTS),
            (size.height, self.app.VERTICAL_BREAKPOINTS),
        ):
            self.add_class(*breakpoint_classes(self, length, breakpoints or []), update=False)
        await super()._compose()

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        # Without this, Textual and `PlainScreen` would handle the event as well.
        event.prevent_default()
        is_new = not self.is_laid_out
        # Textual lays out and paints, then paints everything, and once more when the widgets have
        # learnt their sizes.
        self._held = True
        super()._on_screen_resume(event)
        if is_new:
            self.set_timer(SETTLING, self._release)
        else:
            self._held = False

    @property
    def is_laid_out(self) -> bool:
        """Whether each widget has its position in a terminal of this size."""
        return self.outer_size == self.app.size

    def preparations(self) -> Sequence[Callable[[], None]]:
        return () if self.is_laid_out else (self.lay_out, self.draw)

    def lay_out(self) -> None:
        """Find the position of each widget while the screen is not seen yet."""
        self._refresh_layout(self.app.size)

    def draw(self) -> None:
        """Draw each widget, which keeps the result: then the screen only has to be sent."""
        compositor_of(self).render_strips()

    def _release(self) -> None:
        self._held = False
        self.refresh()
        self.paint()

    def paint(self) -> None:
        """Paint the new screen for the first time."""
        paint_now(self)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        # Do not paint now if everything is painted soon in any case.
        held, self._held = self._held, self._held or must_repaint(self)
        super()._refresh_layout(size, scroll)
        self._held = held

    def _compositor_refresh(self) -> None:
        if not self._held:
            super()._compositor_refresh()
