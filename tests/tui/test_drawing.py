"""No line that is painted holds what a terminal obeys, and beside it what Textual does alone: where
that changes, drop the piece.
"""

import time
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.filter import LineFilter
from textual.widgets import Input, Static

from tests.support.wizard import strips
from tui_app.text.escape import has_unsafe
from tui_app.tui.terminal import SafeLineFilter

BLACK = Color(0, 0, 0)
HOSTILE = "A\x1b]52;c;cm0=\x07\x9b2J\u202e\u200b\x00\x7f\ud800Z"


def painted(line_filter: LineFilter, *texts: str) -> list[Segment]:
    return line_filter.apply([Segment(text) for text in texts], BLACK)


def joined(segments: Iterable[Segment]) -> str:
    return "".join(segment.text for segment in segments)


def test_nothing_that_a_terminal_obeys_is_painted() -> None:
    text = joined(painted(SafeLineFilter(), HOSTILE + " " * 20))
    assert not has_unsafe(text)
    assert text.startswith("A\ufffd]52;c;cm0=\ufffd")
    assert joined(painted(SafeLineFilter(ascii=True), HOSTILE + " " * 20)).startswith(
        "A?]52;c;cm0=??2J????"
    )


def test_borders_stay_where_they_are() -> None:
    line = painted(SafeLineFilter(), "│", "\x1b[2Jred alert", "     ", "│")
    assert joined(line) == "│\ufffd[2Jred alert    │"
    # Without a blank to take it from, the end of the line is cut.
    assert joined(painted(SafeLineFilter(), "a\x1bb", "│")) == "a\ufffdb"


def test_plain_lines_are_passed_on_as_they_are() -> None:
    segments = [
        Segment("office-pbx ", Style(bold=True)),
        Segment("Büro 日本 👨\u200d👩\u200d👧 e\u0301"),
    ]
    assert SafeLineFilter().apply(segments, BLACK) is segments
    control = Segment("\x1b[H", None, [(ControlType.HOME,)])
    assert SafeLineFilter().apply([control], BLACK) == [control]


def test_with_ascii_nothing_else_is_painted() -> None:
    line = painted(SafeLineFilter(ascii=True), "┌─┐│▼ Büro… 日本 e\u0301 ☺\ufe0f", "│")
    assert joined(line) == "+-+|v B?ro. ???? e ??|"


@settings(deadline=None)
@given(st.lists(st.text(max_size=12), max_size=4), st.booleans())
def test_a_line_keeps_its_width(texts: list[str], ascii_only: bool) -> None:
    line = painted(SafeLineFilter(ascii_only), *texts)
    assert sum(segment.cell_length for segment in line) == sum(map(cell_len, texts))
    assert not has_unsafe(joined(line))
    assert joined(line).isascii() or not ascii_only


def test_filtering_costs_little() -> None:
    segments = [
        Segment("Timeout for the first answer      ", Style(color="red")),
        Segment("5 s"),
        Segment(" " * 40),
    ]
    line_filter = SafeLineFilter()
    began = time.perf_counter()
    for _ in range(10_000):
        line_filter.apply(segments, BLACK)
    assert time.perf_counter() - began < 0.5


class Painted(App[None]):
    def __init__(self, line_filter: LineFilter | None) -> None:
        super().__init__()
        self.added = [line_filter] if line_filter else []

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), *self.added]

    def compose(self) -> ComposeResult:
        yield Static(HOSTILE, markup=False)
        yield Input(HOSTILE)
        border = Static("x", id="border")
        border.border_title = HOSTILE.replace("[", "")
        border.styles.border = ("round", "red")
        yield border


async def test_textual_paints_what_the_filter_takes_out() -> None:
    for line_filter, unsafe in ((None, True), (SafeLineFilter(), False)):
        app = Painted(line_filter)
        async with app.run_test() as pilot:
            await pilot.pause()
            drawn = strips(app)
            assert has_unsafe("".join(strip.text for strip in drawn)) is unsafe
            assert {strip.cell_length for strip in drawn} == {80}


def test_a_joined_emoji_in_ascii_takes_the_cells_it_has() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    (segment,) = SafeLineFilter(ascii=True).apply([Segment(f"a{family}b  c")], Color.parse("black"))
    assert segment.text == "a??b  c"
