"""Draw the wizard at work as one SVG that moves by itself: no script, no font, no reference.

What the screen shows is taken apart into pieces: a text, a background, a line. A piece that stays
is drawn once, and all that come and go at the same times share one CSS animation.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate, groupby

from rich.cells import cell_len
from rich.color import Color, blend_rgb
from rich.style import Style
from rich.terminal_theme import DIMMED_MONOKAI
from textual.strip import Strip

from screenshots.shapes import HEIGHT, WIDTH, Box, blocks, line
from screenshots.story import SIZE, Frame
from tui_app.storage.preferences import Preferences

LOOKS = Preferences(theme="textual-dark")
"""The theme of the animation."""

PALETTE = DIMMED_MONOKAI
"""What the colours are that a theme leaves to the terminal."""

FONTS = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"
NO_BREAK_SPACE = "\u00a0"
BASELINE = 15
"""How far below the upper edge of its row a text stands."""

TITLE = "telnyx-wizard"
SUMMARY = "The wizard at work: a connection is named, a mistake is fixed, and it is created."
FRAME, FRAME_EDGE, FRAME_TEXT = "#292929", "#5a5a5a", "#c5c8c6"
EDGE, BAR = 10, 40
"""How wide the window's frame is, and how high its title bar."""

SVG = f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width}} {{height}}" width="{{width}}" \
height="{{height}}" role="img" aria-label="{SUMMARY}">
<style>
text{{{{font:16.6px {FONTS}}}}}
rect,path{{{{shape-rendering:crispEdges}}}}
path{{{{fill:none}}}}
.arc{{{{shape-rendering:auto}}}}
.window{{{{fill:{FRAME};stroke:{FRAME_EDGE};shape-rendering:auto}}}}
.title{{{{font:bold 17px sans-serif;fill:{FRAME_TEXT};text-anchor:middle}}}}
.key{{{{font-weight:bold;fill:{FRAME_TEXT};text-anchor:end}}}}
{{rules}}
</style>
<rect class="window" x="1" y="1" width="{{inner_width}}" height="{{inner_height}}" rx="8"/>
<circle cx="24" cy="20" r="7" fill="#ff5f57"/>
<circle cx="46" cy="20" r="7" fill="#febc2e"/>
<circle cx="68" cy="20" r="7" fill="#28c840"/>
<text class="title" x="{{middle}}" y="26">{TITLE}</text>
<g id="screen" transform="translate({EDGE} {BAR})">
{{screen}}
</g>
</svg>
"""

# More than one blank parts two pieces: one of them may stay. What is not ASCII may be of any width
# in the reader's font, so it stands alone.
PARTS = re.compile(r"[!-~]+(?: [!-~]+)*|([^ -~])\1*")


@dataclass(frozen=True)
class Look:
    """How a text looks, its colours settled."""

    color: str
    background: str
    bold: bool
    italic: bool
    underline: bool
    strike: bool

    @classmethod
    def of(cls, style: Style) -> "Look":
        """Settle the colours of a style: those of the palette, reversed ones, dim ones."""
        color = (style.color or Color.default()).get_truecolor(PALETTE)
        background = (style.bgcolor or Color.default()).get_truecolor(PALETTE, foreground=False)
        if style.reverse:
            color, background = background, color
        if style.dim:
            color = blend_rgb(color, background, 0.4)
        flags = map(bool, (style.bold, style.italic, style.underline, style.strike))
        return cls(color.hex, background.hex, *flags)

    @property
    def css(self) -> str:
        """The rules for a text that looks so."""
        rules = {
            f"fill:{self.color}": True,
            "font-weight:bold": self.bold,
            "font-style:italic": self.italic,
            "text-decoration:underline": self.underline,
            "text-decoration:line-through": self.strike,
        }
        return ";".join(rule for rule, holds in rules.items() if holds)


@dataclass(frozen=True)
class Run:
    """A text of one look, and its column."""

    column: int
    text: str
    look: Look

    @property
    def end(self) -> int:
        """The column after it."""
        return self.column + cell_len(self.text)

    def parts(self) -> Iterator["Run"]:
        """Split it into what is drawn in one piece each. Most blanks are none."""
        if self.look.underline or self.look.strike:
            yield self
            return
        for found in PARTS.finditer(self.text):
            column = self.column + cell_len(self.text[: found.start()])
            yield Run(column, found[0], self.look)


def runs(strip: Strip) -> list[Run]:
    """Return the texts of a row, neighbours of one look together."""
    found: list[Run] = []
    column = 0
    for look, segments in groupby(strip, lambda segment: Look.of(segment.style or Style())):
        text = "".join(segment.text for segment in segments)
        found.append(Run(column, text, look))
        column += cell_len(text)
    return found


class Pieces:
    """What is drawn in all frames, each piece with the numbers of the frames that it is in."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.backgrounds: dict[str, list[int]] = {}
        self.texts: dict[str, list[int]] = {}
        self.classes: dict[str, str] = {}

    def add(self, number: int, frame: Frame) -> None:
        """Take a frame apart."""
        for row, strip in enumerate(frame.rows):
            texts = runs(strip)
            for piece in self._backgrounds(row, texts):
                self.backgrounds.setdefault(piece, []).append(number)
            for part in (part for text in texts for part in text.parts()):
                for piece in self._drawn(row, part):
                    self.texts.setdefault(piece, []).append(number)
        if frame.key:
            x, y = SIZE[0] * WIDTH, -BAR / 2 + 6
            piece = f'<text class="key" x="{x}" y="{y:g}">{escape(frame.key)}</text>'
            self.texts.setdefault(piece, []).append(number)

    def _backgrounds(self, row: int, texts: Sequence[Run]) -> Iterator[str]:
        for color, neighbours in groupby(texts, lambda text: text.look.background):
            if color != self.page:
                group = list(neighbours)
                left, right = group[0].column * WIDTH, group[-1].end * WIDTH
                yield rect((left, row * HEIGHT, right - left, HEIGHT), color)

    def _drawn(self, row: int, part: Run) -> Iterator[str]:
        """Yield the shapes or the text of a part."""
        x, y, color = part.column * WIDTH, row * HEIGHT, part.look.color
        character, count = part.text[0], len(part.text)
        stroke, boxes = line(character, x, y, count), blocks(character, x, y, count)
        if stroke is not None:
            path, width = stroke
            arc = ' class="arc"' if "Q" in path else ""
            yield f'<path{arc} stroke="{color}" stroke-width="{width:g}" d="{path}"/>'
        elif boxes:
            yield from (rect(box, color) for box in boxes)
        else:
            name = self.classes.setdefault(part.look.css, f"c{len(self.classes)}")
            length = (part.end - part.column) * WIDTH
            # A plain blank at an end would take no room.
            text = escape(part.text, quote=False).replace(" ", NO_BREAK_SPACE)
            yield (
                f'<text class="{name}" x="{x}" y="{y + BASELINE}" textLength="{length}" '
                f'lengthAdjust="spacingAndGlyphs">{text}</text>'
            )


def rect(box: Box, color: str) -> str:
    """Draw a filled box."""
    x, y, width, height = (f"{number:g}" for number in box)
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{color}"/>'


class Timing:
    """The CSS animations by the frames that each one shows, in a loop without end."""

    def __init__(self, frames: Sequence[Frame], still: int) -> None:
        self._starts = [0, *accumulate(frame.milliseconds for frame in frames)]
        self._still = still
        self._names: dict[tuple[int, ...], str] = {}

    def groups(self, pieces: dict[str, list[int]]) -> Iterator[str]:
        """Draw pieces, those together that are in the same frames."""
        together: dict[tuple[int, ...], list[str]] = {}
        for piece, number_list in pieces.items():
            together.setdefault(tuple(number_list), []).append(piece)
        for numbers, group in together.items():
            drawn = "\n".join(group)
            if len(numbers) == len(self._starts) - 1:
                yield drawn
                continue
            name = self._names.setdefault(numbers, f"v{len(self._names)}")
            hidden = "" if self._still in numbers else ' visibility="hidden"'
            yield f'<g class="{name}"{hidden}>\n{drawn}\n</g>'

    def css(self) -> Iterator[str]:
        """Write the rules of the animations. Where nothing may move, the still frame stays."""
        *starts, end = self._starts
        for numbers, name in self._names.items():
            yield f".{name}{{animation:{name} {end / 1000:g}s step-end infinite}}"
            shown = [number in numbers for number in range(len(starts))]
            steps = "".join(
                f"{100 * starts[place] / end:.3f}%{{visibility:{'visible' if now else 'hidden'}}}"
                for place, now in enumerate(shown)
                if place == 0 or shown[place - 1] != now
            )
            yield f"@keyframes {name}{{{steps}}}"
        yield "@media (prefers-reduced-motion:reduce){g{animation:none!important}}"


def page_color(frame: Frame) -> str:
    """Return the background that most of a frame has."""
    cells: Counter[str] = Counter()
    for run in (run for row in frame.rows for run in runs(row)):
        cells[run.look.background] += run.end - run.column
    return cells.most_common(1)[0][0]


def animated(frames: Sequence[Frame], still: int) -> str:
    """Return the SVG of all frames. The one at `still` stands where nothing may move."""
    page = page_color(frames[0])
    pieces, timing = Pieces(page), Timing(frames, still)
    for number, frame in enumerate(frames):
        pieces.add(number, frame)
    # Backgrounds below: one may change under a text that stays.
    drawn = [*timing.groups(pieces.backgrounds), *timing.groups(pieces.texts)]
    columns, rows = SIZE
    width, height = columns * WIDTH, rows * HEIGHT
    outer_width, outer_height = width + 2 * EDGE, height + BAR + EDGE
    styles = [f".{name}{{{rules}}}" for rules, name in pieces.classes.items()]
    return SVG.format(
        width=outer_width,
        height=outer_height,
        rules="\n".join([*styles, *timing.css()]),
        screen="\n".join([rect((0, 0, width, height), page), *drawn]),
        inner_width=outer_width - 2,
        inner_height=outer_height - 2,
        middle=outer_width // 2,
    )
