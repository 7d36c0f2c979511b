"""What is sent is only what is different, and the terminal shows the same as if all had been
sent.
"""

from collections.abc import Iterable

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from tui_app.tui.terminal.frame import Frame

WIDTH, HEIGHT = 40, 5
SIZE = Size(WIDTH, HEIGHT)
STYLES = [
    None,
    Style(),
    Style(bold=True),
    Style(reverse=True),
    Style(color="red"),
    Style(underline=True),
    Style(bgcolor="blue"),
]
CONSOLE = Console(
    color_system="standard", force_terminal=True, width=WIDTH, _environ={"TERM": "xterm"}
)

# Few characters, so that much is the same from one line to the next.
texts = st.text(alphabet="ab \u2500", min_size=1, max_size=30) | st.integers(1, WIDTH).map(
    lambda number: " " * number
)
segments = st.tuples(texts, st.sampled_from(STYLES)).map(lambda pair: Segment(*pair))


def fitted(parts: list[Segment], width: int = WIDTH) -> Strip:
    return Strip(parts).adjust_cell_length(width)


lines = st.lists(segments, max_size=5).map(fitted)
layouts = st.lists(lines, min_size=HEIGHT, max_size=HEIGHT).map(
    lambda strips: LayoutUpdate([[strip] for strip in strips], Region(0, 0, WIDTH, HEIGHT))
)


@st.composite
def pieces(draw: st.DrawFn) -> ChopsUpdate:
    """An update of a part of some lines."""
    chops: list[dict[int, Strip | None]] = [{} for _ in range(HEIGHT)]
    ends: list[list[int]] = [[] for _ in range(HEIGHT)]
    spans = []
    for y in sorted(draw(st.sets(st.integers(0, HEIGHT - 1), min_size=1))):
        left = draw(st.integers(0, WIDTH - 1))
        right = draw(st.integers(left + 1, WIDTH))
        chops[y][left] = fitted(draw(st.lists(segments, max_size=3)), right - left)
        ends[y].append(right)
        spans.append((y, left, right))
    return ChopsUpdate(chops, spans, ends)


class Emulated:
    """A terminal of pyte's."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)

    def shows(self) -> list[list[tuple[object, ...]]]:
        cells = (self.screen.buffer[y] for y in range(HEIGHT))
        return [
            [
                tuple(line[x]) if line[x].data.strip() else (" ", *visible(line[x]))
                for x in range(WIDTH)
            ]
            for line in cells
        ]


def visible(cell: pyte.screens.Char) -> tuple[object, ...]:
    """What can be told of a blank by looking at it. Erased, it has no colour of its own."""
    return cell.bg, cell.reverse, cell.underscore


@given(st.lists(st.one_of(layouts, pieces()), min_size=1, max_size=6), st.booleans())
@settings(deadline=None)
def test_the_terminal_shows_the_same_as_if_all_were_sent(
    updates: list[LayoutUpdate | ChopsUpdate], erases: bool
) -> None:
    diffing, lavish = Emulated(), Emulated()
    frame = Frame(erases)
    for update in updates:
        lavish.stream.feed(update.render_segments(CONSOLE).replace("\n", ""))
        changes = frame.changes(update, SIZE, CONSOLE)
        if changes:
            diffing.stream.feed(changes.render_segments(CONSOLE))
    assert diffing.shows() == lavish.shows()


def sent(frame: Frame, *lines: str) -> str:
    strips: list[Iterable[Strip]] = [[fitted([Segment(line)])] for line in lines]
    changes = frame.changes(LayoutUpdate(strips, Region(0, 0, WIDTH, len(lines))), SIZE, CONSOLE)
    return changes.render_segments(CONSOLE) if changes else ""


def test_nothing_is_sent_twice_and_a_change_alone() -> None:
    frame = Frame()
    assert "here" in sent(frame, "here", "there")
    assert sent(frame, "here", "there") == ""
    assert sent(frame, "here", "thore") == "\x1b[2;3Ho"
    assert sent(frame, "hear", "thare") == "\x1b[1;3Har\x1b[2;3Ha", "each line by itself"


def test_what_is_near_is_sent_along_and_what_is_far_is_jumped_to() -> None:
    frame = Frame()
    sent(frame, "a.....a............a")
    assert sent(frame, "b.....b............b") == "\x1b[1;1Hb.....b\x1b[1;20Hb"


def test_a_wide_character_is_never_halved() -> None:
    frame = Frame()
    sent(frame, "a\u6f22b")
    assert sent(frame, "a\u5b57b") == "\x1b[1;2H\u5b57"
    assert sent(frame, "axyb") == "\x1b[1;2Hxy"
    assert sent(frame, "ax\u6f22") == "\x1b[1;3H\u6f22"


def test_what_was_a_wide_character_beside_a_piece_is_sent_again() -> None:
    frame = Frame()
    sent(frame, "a\u6f22b")
    piece = ChopsUpdate([{2: Strip([Segment("xb")])}], [(0, 2, 4)], [[4]])
    assert frame.changes(piece, SIZE, CONSOLE)
    assert sent(frame, "a\u6f22b") == "\x1b[1;2H\u6f22", "the terminal has lost its left half"


def test_accents_that_stand_apart_stay_with_their_letter() -> None:
    frame = Frame()
    sent(frame, "cafe")
    assert sent(frame, "cafe\u0301") == "\x1b[1;4He\u0301"


def test_blanks_are_erased_where_the_terminal_can() -> None:
    for erases, expected in (
        (True, "\x1b[1;1Hx\x1b[39X\x1b[39C"),
        (False, "\x1b[1;1Hx" + " " * 39),
    ):
        frame = Frame(erases)
        assert sent(frame, "x") == expected
        reverse = LayoutUpdate(
            [[Strip([Segment(" " * WIDTH, Style(reverse=True))])]], Region(0, 0, WIDTH, 1)
        )
        changes = frame.changes(reverse, SIZE, CONSOLE)
        assert changes is not None
        assert " " * WIDTH in changes.render_segments(CONSOLE), (
            "erased they would not look reversed"
        )


def test_a_terminal_that_may_show_anything_gets_all() -> None:
    frame = Frame()
    whole = sent(frame, "here")
    frame.forget()
    assert sent(frame, "here") == whole
    resized = frame.changes(
        LayoutUpdate([[Strip([Segment("here")])]], Region(0, 0, 4, 1)), Size(4, 1), CONSOLE
    )
    assert resized is not None
    assert "here" in resized.render_segments(CONSOLE)


def test_what_is_laid_out_for_a_larger_terminal_is_cut() -> None:
    frame = Frame()
    small = Size(4, 1)
    first, second = (
        {0: Strip([Segment("abcdef")]), 6: Strip([Segment("gh")])},
        {0: Strip([Segment("z")])},
    )
    outside = ChopsUpdate([first, second], [(0, 0, 8), (1, 0, 1)], [[6, 8], [1]])
    changes = frame.changes(outside, small, CONSOLE)
    assert changes is not None
    assert changes.render_segments(CONSOLE) == "\x1b[1;1Habcd"


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def test_a_cluster_of_disputed_width_is_drawn_on_blanks_and_what_follows_is_put_right() -> None:
    frame = Frame()
    sent(frame, "ab........z")
    assert sent(frame, f"a{FAMILY}.......z") == (f"\x1b[1;2H  \x1b[1;2H{FAMILY}\x1b[1;4H......"), (
        "and as much again as the terminal may have drawn over"
    )
    assert sent(frame, f"a{FAMILY}.......y") == "\x1b[1;11Hy", "far enough from it"
    assert sent(frame, "ab........y") == "\x1b[1;2Hb."


def test_a_cluster_at_the_end_of_a_piece_has_what_stands_beside_it_sent_again() -> None:
    frame = Frame()
    sent(frame, "ab........z")
    piece = ChopsUpdate([{1: Strip([Segment(FAMILY)])}], [(0, 1, 3)], [[3]])
    changes = frame.changes(piece, SIZE, CONSOLE)
    assert changes is not None
    assert changes.render_segments(CONSOLE).endswith(f"{FAMILY}\x1b[1;4H......")


def test_the_halves_of_a_flag_are_sent_together() -> None:
    frame = Frame()
    german, spanish = "\U0001f1e9\U0001f1ea", "\U0001f1ea\U0001f1f8"
    sent(frame, f"a{german}....")
    assert spanish in sent(frame, f"a{spanish}....")
