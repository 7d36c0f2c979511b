"""Show the rows of a long list: only those in sight are drawn, and a key repaints two lines."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui_app.core.table import GAP, Browsing, Row, fitting
from tui_app.tui.widgets.cells import clipped
from tui_app.tui.widgets.wrap import balanced

MARKED = "*"
TRY_AGAIN = "Ctrl+R tries again."
MARK_WIDTH = 2
"""Cells of the mark and the blank after it, on rows that can be marked."""


class RowList(ScrollView):
    """The rows of `browsing` under a line of titles, and below them how the list ends."""

    DEFAULT_CSS = """
    RowList {
        overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--titles",
        "rows--row",
        "rows--disabled",
        "rows--marked",
        "rows--cursor",
        "rows--end",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(0)", show=False),
        Binding("end", "end(1)", show=False),
    ]

    class Moved(Message):
        """The cursor moved. `beyond`: it was to go on below the last row."""

        def __init__(self, beyond: bool) -> None:
            super().__init__()
            self.beyond = beyond

    class Chosen(Message):
        """A row was clicked on that was under the cursor already."""

    def __init__(self, browsing: Browsing) -> None:
        super().__init__(can_focus=True)
        self._browsing = browsing
        self._rows: list[Row] = []
        self._ending: list[str] = []
        self.cursor = 0
        """The number of the row under the cursor, from 0."""

    @property
    def row(self) -> Row | None:
        """The row under the cursor; None if there is none."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def window(self) -> int:
        """How many rows are in sight at once: at least one."""
        return max(1, self.size.height - 1)

    def sync(self) -> None:
        """Show the rows as they are now. The cursor stays on its row, or in its place."""
        before, rows = self.row, self._browsing.rows
        again = f" {TRY_AGAIN}" if self._browsing.trouble else ""
        ending = f"{self._browsing.ending}{again}"
        shown = balanced(ending, self._room).split("\n") if ending else []
        if rows is self._rows and shown == self._ending and self._room == self.virtual_size.width:
            return
        self._rows, self._ending = rows, shown
        if before is None:
            enabled = (number for number, row in enumerate(rows) if not row.disabled)
            self.cursor = next(enabled, 0)
        elif self.row is None or self.row.key != before.key:
            same = (number for number, row in enumerate(rows) if row.key == before.key)
            self.cursor = next(same, min(self.cursor, max(0, len(rows) - 1)))
        self.virtual_size = Size(self._room, 1 + len(rows) + len(shown))
        self._keep_in_sight()
        self.refresh()

    @property
    def _room(self) -> int:
        return self.scrollable_size.width

    def on_resize(self, event: events.Resize) -> None:
        self.sync()

    # The cursor

    def action_move(self, rows: int) -> None:
        """Move the cursor; it stops at either end."""
        self._go_to(self.cursor + rows)

    def action_page(self, pages: int) -> None:
        self._go_to(self.cursor + pages * self.window)

    def action_end(self, last: int) -> None:
        self._go_to(len(self._rows) - 1 if last else 0)

    def _go_to(self, number: int) -> None:
        before, last = self.cursor, len(self._rows) - 1
        self.cursor = max(0, min(last, number))
        self.refresh_row(before)
        self.refresh_row(self.cursor)
        self._keep_in_sight()
        self.post_message(self.Moved(beyond=number > last or self.cursor == before == last))

    def refresh_row(self, number: int) -> None:
        """Draw one row again."""
        self.refresh(Region(0, 1 + number - self.scroll_offset.y, self.size.width, 1))

    def _keep_in_sight(self) -> None:
        """Scroll so that the cursor is in sight, and with the last row how the list ends.

        By half of the window, so that not every key moves all lines.
        """
        top, window = self.scroll_offset.y, self.window
        is_last = self.cursor >= len(self._rows) - 1
        lowest = self.cursor + (len(self._ending) if is_last else 0)
        if top <= self.cursor and lowest < top + window:
            return
        near = self.cursor in (top - 1, top + window)
        down = self.cursor > top
        aim = self.cursor - (window // 2 if near else window - 1 if down else 0)
        aim = lowest - window + 1 if is_last else aim
        self.scroll_to(y=max(0, aim), animate=False, immediate=True)

    def on_click(self, event: events.Click) -> None:
        number = event.y - 1 + self.scroll_offset.y
        if event.y and number < len(self._rows):
            if number == self.cursor:
                self.post_message(self.Chosen())
            else:
                self._go_to(number)

    # Drawing

    def render_line(self, y: int) -> Strip:
        width, style = self._room, self.get_component_rich_style
        number = y - 1 + self.scroll_offset.y
        if y == 0:
            titles = [column.title for column in self._browsing.table.columns]
            segments = [Segment(self._line(" ", titles), style("rows--titles"))]
        elif number < len(self._rows):
            segments = self._row(self._rows[number], number == self.cursor)
        elif number < len(self._rows) + len(self._ending):
            text = self._ending[number - len(self._rows)]
            segments = [Segment(f" {text}", style("rows--end"))]
        else:
            segments = []
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _row(self, row: Row, under_cursor: bool) -> list[Segment]:
        marked = row.key in self._browsing.marked
        look = "disabled" if row.disabled else "marked" if marked else "row"
        style = self.get_component_rich_style("rows--cursor" if under_cursor else f"rows--{look}")
        return [Segment(self._line(MARKED if marked else " ", row.cells), style)]

    def _line(self, mark: str, cells: "list[str] | tuple[str, ...]") -> str:
        table = self._browsing.table
        before = mark.ljust(MARK_WIDTH) if table.marks else " "
        columns = fitting(table.columns, self._room - len(before))
        shown = (clipped(cells[number], cells_wide) for number, cells_wide in columns)
        return before + (" " * GAP).join(shown)
