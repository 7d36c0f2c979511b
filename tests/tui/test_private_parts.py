"""What the wizard gains from private parts of Textual: each test fails without one of them."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment
from textual.app import ComposeResult
from textual.color import Color
from textual.css.query import NoMatches
from textual.geometry import Offset, Region, Size
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Label

from tests.support.meter import Meter
from tests.support.pty import Terminal
from tests.support.wizard import until, wizard
from tui_app.tui import switch
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.terminal import CrashGuard, SafeDriver, _textual
from tui_app.tui.terminal.painted import PaintedApp, PaintedScreen
from tui_app.tui.widgets.field_input import FieldInput
from tui_app.tui.widgets.setting_row import SettingRow

WIZARD = (sys.executable, "-m", "tui_app", "--sandbox")
diffing = pytest.mark.skipif(not switch.DIFFING, reason="Textual paints by itself")


async def test_the_cursor_stands_where_its_character_is_drawn() -> None:
    async with wizard() as (app, pilot):
        await pilot.press("tab", "tab", *"\u65e5\u672cx", "left")
        field = app.focused
        assert isinstance(field, FieldInput)
        assert field.password
        assert field.cursor_screen_offset.x - field.content_region.x == 2, "behind two asterisks"


def test_the_pointer_keeps_its_shape(tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("\x1b[<35;40;4M", "\x1b[<35;2;12M", "x")
        terminal.wait_for("x")
        terminal.wait_idle()
        assert b"\x1b]22;" not in terminal.output


def test_the_true_size_is_known_unless_it_is_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(SafeDriver, "_get_terminal_size", lambda self: (70, 21))
    driver = SafeDriver.__new__(SafeDriver)
    driver._in_band_window_resize = False
    assert driver.true_size == Size(70, 21)
    driver._in_band_window_resize = True
    assert driver.true_size is None


async def test_an_app_that_is_to_end_says_so() -> None:
    app = CrashGuard[int]()
    async with app.run_test():
        assert not _textual.is_exiting(app)
        app.exit()
        assert _textual.is_exiting(app)


def test_a_crash_that_is_told_later_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    class Later(CrashGuard[int]):
        def on_mount(self) -> None:
            # Nothing is being handled at the moment.
            self._handle_exception(ValueError("late"))

    app = Later()
    app.run(headless=True)
    assert app.return_code == 1
    assert capsys.readouterr().err.splitlines()[-1] == "ValueError: late"


async def test_an_app_that_was_ended_otherwise_is_ending_as_well() -> None:
    app = CrashGuard[int]()
    async with app.run_test():
        pass
    assert not _textual.is_exiting(app), "nobody told it to end"
    app._handle_exception(NoMatches("no widgets any more"))
    assert _textual.error_of(app) is None


def test_a_crash_of_a_widget_ends_the_app(capsys: pytest.CaptureFixture[str]) -> None:
    class Failing(Label):
        def on_mount(self) -> None:
            raise ValueError("in a widget")

    class Holding(CrashGuard[int]):
        def compose(self) -> ComposeResult:
            yield Failing("here")

        def on_mount(self) -> None:
            self.set_timer(5, lambda: self.exit(return_code=9))

    app = Holding()
    app.run(headless=True)
    assert app.return_code == 1
    assert capsys.readouterr().err.splitlines()[-1] == "ValueError: in a widget"


async def test_messages_that_are_taken_away_go_from_the_screen() -> None:
    async with wizard() as (app, pilot):
        app.notify("this goes", timeout=60)
        await until(pilot, lambda: len(app.screen.query("Toast")) == 1)
        app.take_notices_away(only_read=False)
        await until(pilot, lambda: len(app.screen.query("Toast")) == 0)


async def test_a_message_that_stands_keeps_its_holder() -> None:
    async with wizard() as (app, pilot):
        app.notify("this goes", timeout=0.2)
        app.notify("this stays", severity="warning", timeout=60)
        await until(pilot, lambda: len(app.screen.query("ToastHolder")) == 2)
        await until(pilot, lambda: len(app.screen.query("Toast")) == 1)
        app.notify("this goes, too", timeout=0.2)
        await until(pilot, lambda: len(app.screen.query("Toast")) == 2)
        await until(pilot, lambda: len(app.screen.query("Toast")) == 1)
        assert len(app.screen.query("ToastHolder Toast")) == 1


# Painting


class Watched(PaintedApp[int]):
    """An app that displays as one on a terminal does, and notes what it displays and writes."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    is_headless = property(lambda self: False)

    def __init__(self) -> None:
        super().__init__()
        self.displayed: list[Screen[Any]] = []
        self.written: list[str] = []

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if renderable is not None:
            self.displayed.append(screen)
        super()._display(screen, renderable)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note only what happens within."""
        self.displayed.clear()
        self.written.clear()
        yield


class Page(PaintedScreen[None]):
    """A screen that notes with which classes it is laid out, and what was displayed by `paint`."""

    def __init__(self) -> None:
        super().__init__()
        self.laid_out_as: list[frozenset[str]] = []
        self.painted: list[list[Screen[Any]]] = []

    def compose(self) -> ComposeResult:
        yield Label("here")

    def paint(self) -> None:
        assert isinstance(self.app, Watched)
        self.painted.append([*self.app.displayed])
        super().paint()
        self.painted.append([*self.app.displayed])

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        self.laid_out_as.append(self.classes)
        super()._refresh_layout(size, scroll)


@asynccontextmanager
async def watched() -> AsyncIterator[tuple[Watched, Page, "Pilot[int]"]]:
    """An app on a page that has been painted."""
    app = Watched()
    async with app.run_test(size=(120, 40)) as pilot:
        driver = _textual.driver_of(app)
        assert driver is not None
        driver.write = app.written.append  # type: ignore[assignment]
        page = Page()
        await pilot.pause()
        app.displayed.clear()
        await app.push_screen(page)
        await pilot.pause(0.2)
        yield app, page, pilot


@diffing
def test_a_key_sends_only_the_cells_that_changed(tmp_path: Path) -> None:
    with Meter(*WIZARD, home=tmp_path) as terminal:
        terminal.until_written(b"Connection name")
        terminal.wait_idle()
        answers = [terminal.answer(key) for key in "the quick brown fox"]
        sizes = sorted(answer.size for answer in answers if answer is not None)
        assert sizes[len(sizes) // 2] <= 80


@diffing
async def test_what_textual_drops_is_not_taken_for_sent() -> None:
    from tui_app.tui.terminal._textual import LayoutUpdate

    def picture(text: str) -> LayoutUpdate:
        return LayoutUpdate([[Strip([Segment(text)])]], Region(0, 0, len(text), 1))

    async with watched() as (app, page, _):
        with app.batch_update():
            app._display(page, picture("in a batch"))
        with app.noting():
            app._display(page, picture("in a batch"))
            assert "in a batch" in "".join(app.written)
        app._closed = True
        app._display(page, picture("at the end"))
        app._closed = False
        with app.noting():
            app._display(page, picture("at the end"))
            assert "at the end" in "".join(app.written)


@diffing
async def test_the_cursor_moves_though_no_cell_changes() -> None:
    from tui_app.tui.terminal._textual import LayoutUpdate

    async with watched() as (app, page, _):
        same = LayoutUpdate([[Strip([Segment("here")])]], Region(0, 0, 4, 1))
        app._display(page, same)
        with app.noting():
            app._display(page, same)
            assert not any("H" in text for text in app.written), "nothing changed"
            app.cursor_position = Offset(3, 1)
            app._display(page, same)
            assert "\x1b[2;4H" in "".join(app.written)


@diffing
async def test_what_was_drawn_is_let_go_of() -> None:
    from textual._styles_cache import StylesCache

    remembered = StylesCache.get_inner_outer
    async with watched() as (app, page, _):
        for number in range(100):
            remembered(StylesCache(), Color(number, 0, 0), Color(0, 0, number))
        assert remembered.cache_info().currsize > 64
        app._display(page, None)
        assert remembered.cache_info().currsize <= 64


@diffing
async def test_below_a_dialog_only_the_step_is_painted() -> None:
    async with wizard() as (app, pilot):
        await pilot.press("pagedown")
        step = app.screen
        await pilot.press("ctrl+g")
        await until(pilot, lambda: app.screen is not step)
        assert app._background_screens == [step]
        assert len(app.screen_stack) == 3


@diffing
async def test_the_next_step_is_ready_before_it_is_shown() -> None:
    async with wizard() as (app, pilot):

        def is_ready() -> bool:
            step = app._screens.get(1)
            return isinstance(step, StepScreen) and step.is_running and bool(step.outer_size)

        await until(pilot, is_ready)
        assert app.screen is app._screens[0]


@diffing
async def test_a_change_has_only_what_lies_there_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Widget] = []
    render_lines = Widget.render_lines

    def noting(widget: Widget, crop: Region) -> list[Strip]:
        drawn.append(widget)
        return render_lines(widget, crop)

    async with wizard() as (_, pilot):
        await pilot.press("x")
        await pilot.pause(0.2)
        monkeypatch.setattr(Widget, "render_lines", noting)
        await pilot.press("y")
        await pilot.pause(0.2)
        rows = {widget for widget in drawn if isinstance(widget, SettingRow)}
        assert [row.setting.path for row in rows] == [("connection_name",)]


@diffing
async def test_the_first_layout_has_the_classes_for_its_size() -> None:
    async with watched() as (_, page, _):
        assert "-wide" in page.laid_out_as[0]


@diffing
async def test_a_new_screen_is_painted_once() -> None:
    async with watched() as (app, page, _):
        assert app.displayed == [page]


@diffing
async def test_the_first_picture_is_sent_within_its_mark() -> None:
    async with watched() as (_, page, _):
        assert page.painted == [[], [page]]


@diffing
async def test_a_layout_is_not_painted_just_before_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    displayed: list[Screen[Any]] = []
    display = PaintedApp._display

    def noting(app: PaintedApp[int], screen: Screen[Any], renderable: Any) -> None:
        if renderable is not None:
            displayed.append(screen)
        display(app, screen, renderable)

    async with wizard() as (app, pilot):
        await pilot.pause(0.5)
        monkeypatch.setattr(PaintedApp, "_display", noting)
        await pilot.press("pagedown")
        await pilot.pause(0.5)
        assert displayed == [app.screen]


@diffing
async def test_a_key_is_painted_before_the_next_frame() -> None:
    async with watched() as (app, page, _):
        with app.noting():
            page.refresh()
            app.paint()
            assert app.displayed == [page]
