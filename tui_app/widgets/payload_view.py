"""The payload as JSON, following every answer; only lines that changed are painted again."""

from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip


def wrapped(line: str, width: int) -> list[str]:
    """`line` in pieces of at most `width` cells, those after the first set in deeper than the line."""
    if width < 8 or cell_len(line) <= width:
        return [line]
    indent = " " * min(len(line) - len(line.lstrip()) + 4, width // 2)
    pieces, piece = [], ""
    for character in line:
        if cell_len(piece) + cell_len(character) > width:
            pieces.append(piece)
            piece = indent
        piece += character
    return [*pieces, piece]


class PayloadView(ScrollView):
    """Lines of JSON. Scrolls by keyboard where it has the focus."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"payload--line", "payload--changed"}

    def __init__(self, *, id: str | None = None, can_focus: bool = False) -> None:  # noqa: A002
        super().__init__(id=id, can_focus=can_focus)
        self._payload_lines: list[str] = []
        self._shown: list[str] = []
        self._changed: set[int] = set()

    def sync(self, lines: list[str]) -> None:
        """Shows `lines`; those that were not there before are marked until the next change."""
        if lines == self._payload_lines:
            return
        self._payload_lines = lines
        self._lay_out()

    def _lay_out(self) -> None:
        width = max(1, self.size.width - 1)
        before, known = self._shown, set(self._shown)
        self._shown = [piece for line in self._payload_lines for piece in wrapped(line, width)]
        marked = (
            {number for number, line in enumerate(self._shown) if line not in known}
            if before
            else set()
        )
        touched = {
            number
            for number in range(max(len(before), len(self._shown)))
            if number >= len(before)
            or number >= len(self._shown)
            or before[number] != self._shown[number]
        }
        touched |= marked ^ self._changed
        self._changed = marked
        if len(before) != len(self._shown):
            self.virtual_size = Size(self.size.width, len(self._shown))
        top = self.scroll_offset.y
        for number in touched:
            self.refresh(Region(0, number - top, self.size.width, 1))

    def _on_resize(self, event: events.Resize) -> None:
        self._shown = []
        self._lay_out()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        number = y + self.scroll_offset.y
        width = self.size.width
        if number >= len(self._shown):
            return Strip.blank(width, self.rich_style)
        changed = number in self._changed
        style = self.get_component_rich_style("payload--changed" if changed else "payload--line")
        return Strip(
            [
                Segment(
                    ("*" if changed else " ")
                    + set_cell_size(self._shown[number], max(0, width - 1)),
                    style,
                )
            ]
        )
