"""Show the payload as JSON. It follows every answer; only changed lines are painted again."""

from typing import ClassVar

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui_app.text.json_lines import in_ascii
from tui_app.tui.widgets.colouring import BROKEN, code_parts, json_parts


def wrapped(line: str, width: int) -> list[str]:
    """Break `line` into rows of at most `width` cells (at least 8). No character is lost or added.

    A row that goes on ends with `BROKEN`. The next one is indented, and its text follows on a
    `BROKEN` of its own. So a reader tells the indent, and blanks at either side of a break, from
    the value. A character and the marks on it stay together.
    """
    width = max(width, 8)
    if cell_len(line) <= width:
        return [line]
    indent = min(len(line) - len(line.lstrip()) + 4, width // 2)
    begin = " " * indent + BROKEN
    rows: list[str] = []
    row, cells = "", 0
    for cluster, size in _clusters(line):
        # Keep the last cell for the sign, whether or not it will be needed.
        if cells + size > width - 1 and row.strip():
            rows.append(row + BROKEN)
            row, cells = begin, len(begin)
        row += cluster
        cells += size
    return [*rows, row]


def _clusters(line: str) -> list[tuple[str, int]]:
    """Split `line` into characters with the marks on them, each with its cells."""
    clusters: list[tuple[str, int]] = []
    for character in line:
        size = get_character_cell_size(character)
        if size == 0 and clusters:
            before, cells = clusters[-1]
            clusters[-1] = before + character, cells
        else:
            clusters.append((character, size))
    return clusters


class PayloadView(ScrollView):
    """Lines of JSON, or of `code`, scrolled by keyboard if the view has the focus."""

    DEFAULT_CSS = """
    PayloadView {
        overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "payload--mark",
        "payload--name",
        "payload--text",
        "payload--number",
        "payload--word",
        "payload--plain",
        "payload--changed",
    }

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002
        can_focus: bool = False,
        code: bool = False,
    ) -> None:
        super().__init__(id=id, can_focus=can_focus)
        self._parts = code_parts if code else json_parts
        self._lines: list[str] = []
        self._payload_lines: list[str] = []
        """The lines as drawn: in ASCII if nothing else may be used."""
        self._rows: dict[str, list[str]] = {}
        """The rows of each line, at the current width."""
        self._shown: list[str] = []
        self._changed: set[int] = set()

    def sync(self, lines: list[str]) -> None:
        """Show `lines`, and mark those that were not there before until the next change."""
        self._lines = lines
        drawn = [in_ascii(line) for line in lines] if self._draws_ascii else lines
        if drawn != self._payload_lines:
            self._payload_lines = drawn
            self._lay_out()

    @property
    def _draws_ascii(self) -> bool:
        return bool(getattr(self.app, "ascii", False))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        if self.is_attached:
            self.sync(self._lines)

    def _lay_out(self) -> None:
        # Not the widget's own width: the scrollbar covers its last column.
        width = self.scrollable_size.width
        before, known = self._shown, set(self._shown)
        self._rows = {
            line: self._rows.get(line) or wrapped(line, width - 1) for line in self._payload_lines
        }
        self._shown = [row for line in self._payload_lines for row in self._rows[line]]
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
            self.virtual_size = Size(width, len(self._shown))
        top = self.scroll_offset.y
        for number in touched:
            self.refresh(Region(0, number - top, self.size.width, 1))

    def on_resize(self, event: events.Resize) -> None:
        self._shown, self._rows = [], {}
        self._lay_out()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        number = y + self.scroll_offset.y
        width = self.scrollable_size.width
        if number >= len(self._shown):
            return Strip.blank(width, self.rich_style)
        gutter = ("*", "changed") if number in self._changed else (" ", "mark")
        style = self.get_component_rich_style
        segments = [
            Segment(text, style(f"payload--{kind}"))
            for text, kind in (gutter, *self._parts(self._shown[number]))
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)
