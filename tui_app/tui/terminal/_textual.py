"""Hold every private part of Textual that the wizard uses: no other module may name one.

`_textual_table` says of each why it is used, and what to watch in a new release.

What only painting needs is imported only if `switch.DIFFING` is on.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.notifications import Notification
from textual.screen import Screen
from textual.widgets._toast import Toast, ToastRack

from tui_app.tui import switch

if switch.DIFFING:
    from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
    from textual._styles_cache import StylesCache

if TYPE_CHECKING:
    from io import TextIOWrapper

    from rich.console import RenderableType

__all__ = [
    "ChopsUpdate",
    "Compositor",
    "CompositorUpdate",
    "LayoutUpdate",
    "Toast",
    "ToastRack",
    "XTermParser",
    "breakpoint_classes",
    "can_display",
    "close_messages",
    "compositor_of",
    "cursor_moved",
    "driver_of",
    "error_of",
    "forget_drawn",
    "has_writer",
    "holder_of",
    "is_exiting",
    "mouse_reports_pixels",
    "must_repaint",
    "notices_of",
    "paint_now",
    "set_compositor",
    "set_return_code",
    "set_stream",
    "show_notices",
    "size_is_reported",
    "size_of_terminal",
    "start_screen",
    "stream_of",
    "take_notice",
    "words_left",
]


# The terminal and its driver


def driver_of(app: App[Any]) -> Driver | None:
    """The driver of a running app."""
    return app._driver


def has_writer(driver: LinuxDriver) -> bool:
    """Whether the thread that writes to the terminal is alive."""
    return driver._writer_thread is not None and driver._writer_thread.is_alive()


def mouse_reports_pixels(driver: LinuxDriver) -> bool:
    """Whether the terminal was told to report the mouse in pixels."""
    return driver._mouse_pixels


def size_is_reported(driver: LinuxDriver) -> bool:
    """Whether the terminal itself reports each change of its size."""
    return driver._in_band_window_resize


def size_of_terminal(driver: LinuxDriver) -> tuple[int, int]:
    """The current columns and lines of the terminal."""
    return driver._get_terminal_size()


def stream_of(driver: LinuxDriver) -> TextIO:
    """The stream that the driver writes to."""
    return cast("TextIO", driver._file)


def set_stream(driver: LinuxDriver, stream: Any) -> None:
    """Have the driver write to `stream`."""
    driver._file = cast("TextIOWrapper", stream)


# Messages


def notices_of(app: App[Any]) -> list[Notification]:
    """The messages that are shown, oldest first."""
    return list(app._notifications)


def take_notice(app: App[Any], notice: Notification) -> None:
    """Remove a message; `show_notices` shows the result."""
    app._unnotify(notice, refresh=False)


def show_notices(app: App[Any]) -> None:
    """Show the messages that are left."""
    app._refresh_notifications()


def holder_of(notice: Notification) -> str:
    """The id of the widget that holds a message."""
    return ToastRack._toast_id(notice)


# Crashes


def is_exiting(app: App[Any]) -> bool:
    """Whether the app was told to end."""
    return app._exit


def error_of(app: App[Any]) -> Exception | None:
    """The first error that ended the app."""
    return app._exception


def words_left(app: App[Any]) -> "list[RenderableType]":
    """What to print once the screen is gone."""
    return app._exit_renderables


def set_return_code(app: App[Any], code: int) -> None:
    """Set the exit code of the app."""
    app._return_code = code


def close_messages(app: App[Any]) -> None:
    """Have the app handle no more messages, which ends it."""
    app._close_messages_no_wait()


# Painting


def can_display(app: App[Any]) -> bool:
    """Whether Textual now sends what it is given to display, rather than drops it."""
    return not app.is_headless and not app._batch_count and not app._closed


def cursor_moved(app: App[Any]) -> bool:
    """Whether the terminal's cursor is not where it should be."""
    return app.cursor_position != app._previous_cursor_position


def forget_drawn(most: int) -> None:
    """Let go of what widgets have drawn if Textual remembers the styles of more than `most`."""
    remembered = StylesCache.get_inner_outer
    if remembered.cache_info().currsize > most:
        remembered.cache_clear()


async def start_screen(app: App[Any], screen: Screen[Any]) -> None:
    """Start a screen, and its widgets, without showing it."""
    await app._get_screen(screen)[1]


def compositor_of(screen: Screen[Any]) -> "Compositor":
    """What draws a screen."""
    return screen._compositor


def set_compositor(screen: Screen[Any], compositor: "Compositor") -> None:
    """Have `compositor` draw a screen."""
    screen._compositor = compositor


def must_repaint(screen: Screen[Any]) -> bool:
    """Whether the next frame paints the whole screen."""
    return screen._repaint_required


def breakpoint_classes(
    screen: Screen[Any], length: int, breakpoints: list[tuple[int, str]]
) -> Iterable[str]:
    """The classes that `breakpoints` give for a `length`."""
    return screen._get_breakpoint_classes(length, breakpoints)


def paint_now(screen: Screen[Any]) -> None:
    """Paint what changed on a screen now rather than at the next frame."""
    screen._on_timer_update()
