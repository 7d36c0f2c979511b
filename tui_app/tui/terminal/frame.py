"""Keep what the terminal shows, cell by cell, and send only the cells of an update that differ."""

import re
from collections.abc import Iterator
from itertools import groupby, repeat
from operator import itemgetter

from rich.cells import get_character_cell_size, split_graphemes
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from tui_app.tui.terminal._textual import ChopsUpdate, CompositorUpdate, LayoutUpdate

GAP = 8
"""Cells that are sent again rather than jumped over.

A jump, with the styles around it, takes more bytes.
"""


LONG = 12
"""Blanks that are erased at once rather than written."""
_ACCENTED = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")
_BLANKS = re.compile(f"( {{{LONG},}})")


Cell = tuple[str, int]
"""A character and the number of its style. The right half of a wide character has no text."""


class Sequences(CompositorUpdate):
    """An update that already consists of terminal sequences."""

    def __init__(self, sequences: str) -> None:
        self._sequences = sequences

    def render_segments(self, console: Console) -> str:
        return self._sequences


class Frame:
    """A picture of the terminal, kept in step with what is sent to it.

    `erases`: the terminal knows the sequence that erases characters (ECH).
    """

    def __init__(self, erases: bool = True) -> None:
        self.erases = erases
        self._rows: list[list[Cell | None]] = []
        self._size = Size(0, 0)
        # Thousands of cells are compared: numbers are quicker than styles.
        self._numbers: dict[Style | None, int] = {}
        self._styles: list[Style | None] = []

    def forget(self) -> None:
        """Forget the picture, so that the next update is sent as it is.

        Use it when the terminal may show anything.
        """
        self._size = Size(0, 0)

    def changes(self, update: CompositorUpdate, size: Size, console: Console) -> Sequences | None:
        """Return what to send so that a terminal of `size` shows `update`.

        Return None if it already does.
        """
        if size != self._size:
            self._size = size
            self._rows = [[None] * size.width for _ in range(size.height)]
        sent: list[str] = []
        for x, y, strip in _pieces(update):
            if 0 <= y < size.height:
                sent += self._change(x, y, self._cells(strip), console)
        return Sequences("".join(sent)) if sent else None

    def _change(self, x: int, y: int, cells: list[Cell], console: Console) -> Iterator[str]:
        row = self._rows[y]
        # A terminal that has just shrunk still receives what was laid out for a larger one.
        cells = cells[: max(0, len(row) - x)]
        old = row[x : x + len(cells)]
        if old == cells:
            return
        old, cells = _with_reach(old, cells, row[x + len(cells) :])
        for start, end in _runs(old, cells):
            _set(row, x + start, cells[start:end])
            yield f"\x1b[{y + 1};{x + start + 1}H"
            index = start
            for number, group in groupby(cells[start:end], itemgetter(1)):
                for text, width, disputed in _parts(list(map(itemgetter(0), group))):
                    style = self._styles[number]
                    if not disputed:
                        yield from self._sequences(text, style, console)
                    else:
                        # Write it on blanks, in case the terminal draws fewer cells. Then position
                        # what follows, in case it draws more.
                        yield from self._sequences(" " * width, style, console)
                        yield f"\x1b[{y + 1};{x + index + 1}H"
                        yield from self._sequences(text, style, console)
                        yield f"\x1b[{y + 1};{x + index + width + 1}H"
                    index += width

    def _sequences(self, text: str, style: Style | None, console: Console) -> Iterator[str]:
        erases = self.erases and len(text) >= LONG and _erased_looks_the_same(style)
        for part in _BLANKS.split(text) if erases else [text]:
            if erases and len(part) >= LONG and part.isspace():
                yield f"\x1b[{len(part)}X\x1b[{len(part)}C"
            elif part:
                yield Strip([Segment(part, style)]).render(console)

    def _cells(self, strip: Strip) -> list[Cell]:
        cells: list[Cell] = []
        for text, style, control in strip:
            if control:
                continue
            number = self._number(style)
            if text.isascii():
                cells += zip(text, repeat(number))
                continue
            # Count cells as Textual does: what follows stands in the columns that Textual gave it.
            for start, end, width in split_graphemes(text)[0]:
                _append(cells, text[start:end], width, number)
        return cells

    def _number(self, style: Style | None) -> int:
        number = self._numbers.get(style)
        if number is None:
            number = self._numbers[style] = len(self._styles)
            self._styles.append(style)
        return number


def _pieces(update: CompositorUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Yield the column, the row and the content of each piece of an update."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            yield update.region.x, y, Strip.join(line)
    elif isinstance(update, ChopsUpdate):
        for y, left, right in update.spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x < right and end > left:
                    yield x, y, strip if end <= right else strip.crop(0, right - x)


def _append(cells: list[Cell], cluster: str, width: int, number: int) -> None:
    """Add a cluster of `width` cells.

    A cluster without cells joins the one before, and so does the second half of a flag.
    """
    if width == 0:
        index = next((n for n in range(len(cells) - 1, -1, -1) if cells[n][0]), None)
        if index is not None:
            cells[index] = cells[index][0] + cluster, cells[index][1]
    elif cells and _is_regional(cells[-1][0]) and _is_regional(cluster):
        cells[-1] = cells[-1][0] + cluster, cells[-1][1]
        cells += [("", cells[-1][1])] * width
    else:
        cells += [(cluster, number), ("", number)][:width]


def _with_reach(
    old: "list[Cell | None]", new: list[Cell], beyond: "list[Cell | None]"
) -> "tuple[list[Cell | None], list[Cell]]":
    """Return the old and new cells so that cells a disputed cluster may overdraw are sent again.

    `beyond` are the cells to their right: as many of them are added as are needed and known.
    """
    if all(len(text) < 2 and not _is_young(text) for text, _ in new):
        return old, new
    old, new = list(old), list(new)
    for cell in beyond:
        # Consider the whole row as far as it is known; only what differs is sent.
        if cell is None:
            break
        old.append(cell)
        new.append(cell)
    for index, cell in enumerate(new):
        if cell != old[index] and _is_disputed(cell[0]):
            end = min(len(new), index + _reach(cell[0]))
            old[index:end] = [None] * (end - index)
    return old, new


def _parts(texts: list[str]) -> Iterator[tuple[str, int, bool]]:
    """Yield the texts of cells joined, disputed clusters alone.

    With each come the number of its cells, and whether it is disputed.
    """
    if not any(map(_is_disputed, texts)):
        yield "".join(texts), len(texts), False
        return
    held, width, disputed = "", 0, False
    for text in texts:
        # The further cells of a cluster have no text, and belong to it.
        if width and text and (disputed or _is_disputed(text)):
            yield held, width, disputed
            held, width = "", 0
        if text:
            disputed = _is_disputed(text)
        held += text
        width += 1
    yield held, width, disputed


def _is_regional(text: str) -> bool:
    """Whether it is half of a flag."""
    return len(text) == 1 and "\U0001f1e6" <= text <= "\U0001f1ff"


def _is_disputed(cluster: str) -> bool:
    """Whether terminals differ about the number of its cells.

    They do if it has several code points, and these are not just accents; and if many do not know
    it yet: tmux then draws nothing.
    """
    if len(cluster) < 2:
        return _is_young(cluster)
    return not _ACCENTED.fullmatch(cluster)


def _is_young(text: str) -> bool:
    """Whether it is an emoji of a block that is still being filled."""
    return "\U0001fa70" <= text <= "\U0001faff"


def _reach(cluster: str) -> int:
    """Return the most cells in which a terminal may draw it.

    That is all of its code points one after the other, with the halves of flags wide.
    """
    return sum(2 if _is_regional(each) else get_character_cell_size(each) or 1 for each in cluster)


def _set(row: list[Cell | None], x: int, cells: list[Cell]) -> None:
    """Put cells into a row.

    If they overwrite half of a wide character, nobody knows what its other half shows.
    """
    beyond = x + len(cells)
    if x > 0 and (left := row[x]) is not None and not left[0]:
        row[x - 1] = None
    if beyond < len(row) and (right := row[beyond]) is not None and not right[0]:
        row[beyond] = None
    row[x:beyond] = cells


def _runs(old: "list[Cell | None]", new: list[Cell]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of cells that differ.

    Runs with little between them are joined, and no wide character is halved.
    """
    start = end = -1
    for index, cell in enumerate(new):
        if cell == old[index]:
            continue
        if start < 0:
            start = index
        elif index - end > GAP:
            yield _whole(new, start, end)
            start = index
        end = index + 1
    if start >= 0:
        yield _whole(new, start, end)


def _whole(cells: list[Cell], start: int, end: int) -> tuple[int, int]:
    while start > 0 and not cells[start][0]:
        start -= 1
    while end < len(cells) and not cells[end][0]:
        end += 1
    return start, end


def _erased_looks_the_same(style: Style | None) -> bool:
    """Whether a blank in this style looks the same as an erased cell."""
    return not style or not (
        style.reverse
        or style.underline
        or style.strike
        or (style.bgcolor and not style.bgcolor.is_default)
    )
