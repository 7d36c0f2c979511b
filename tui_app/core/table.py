"""A list that is read page by page, without a front end: its rows, its search, its marks."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

NOT_FOUND: Final = "Nothing is found by that."
READING: Final = "Reading ..."
GAP: Final = 2
"""Cells between two columns."""


class Column(NamedTuple):
    """A column: its title, and the cells that it takes; the first one also takes what is left.

    `leave`: on a narrow terminal the column with the highest number is left out first; those with 0
    stay.
    """

    title: str
    width: int
    leave: int = 0


class Row(NamedTuple):
    """A row: a key of its own, and a text for each column, safe to show. `disabled`: dimmed."""

    key: str
    cells: tuple[str, ...]
    disabled: bool = False


class RowAction(NamedTuple):
    """What can be done with a row.

    `key` is its key on a screen in Textual's names, `word` what it does. `flow` is its conversation
    as `module:function`. `several`: it also works on all marked rows together.
    """

    name: str
    key: str
    word: str
    flow: str = ""
    several: bool = False


class Rows(NamedTuple):
    """A page of rows. `last`: none follows. `total`: how many rows all pages have, if known."""

    rows: Sequence[Row]
    last: bool
    total: int | None = None


class PageFailed(Exception):
    """A page could not be read. The text says why, and is safe to show."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """What a list shows, and how it is read.

    `read` gets the text that is searched for ("" for all rows) and the number of the page, from 1;
    it raises `PageFailed`. `actions`: the first is that of Enter. `marks`: rows can be marked.
    `nothing` is said if there are no rows. `shortest`: the fewest characters that `read` can search
    for, 0 if it always gives all rows. `searched`: the column in which it searches.
    """

    title: str
    columns: Sequence[Column]
    read: Callable[[str, int], Awaitable[Rows]]
    actions: Sequence[RowAction]
    nothing: str
    marks: bool = False
    shortest: int = 0
    searched: str = ""


class Picked(NamedTuple):
    """What the user wants to do, and with which rows: the one under the cursor, or all marked."""

    action: RowAction
    rows: tuple[Row, ...]


class Job(NamedTuple):
    """A page to read: the text that is searched for, and its number."""

    search: str
    number: int


@dataclass
class _Source:
    """Rows by their keys, in their order, and how far they are read."""

    rows: dict[str, Row] = field(default_factory=dict)
    next: int = 1
    last: bool = False
    total: int | None = None

    def take(self, page: Rows) -> None:
        # A row that moved to a later page meanwhile keeps its place.
        for row in page.rows:
            self.rows.setdefault(row.key, row)
        self.next += 1
        self.last, self.total = page.last, page.total


class Browsing:
    """A list as far as it is read: what is shown of it, and which page is read next.

    `search` is the text that the shown rows contain in any case; "" shows all. `marked` are the
    marked rows by key. `trouble` says why the last page could not be read: until `retry`, no other
    is. `reading` is the page that is being read.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.search = ""
        self.marked: dict[str, Row] = {}
        self.trouble = ""
        self.reading: Job | None = None
        self._all, self._found = _Source(), _Source()
        self._shown: list[Row] | None = None

    @property
    def rows(self) -> list[Row]:
        """The rows to show, in their order."""
        if self._shown is None:
            wanted = self.search.casefold()
            known = [*self._all.rows.values()]
            known += [row for key, row in self._found.rows.items() if key not in self._all.rows]
            self._shown = (
                [row for row in known if _contains(row, wanted)]
                if wanted
                else [*self._all.rows.values()]
            )
        return self._shown

    @property
    def is_empty(self) -> bool:
        """Whether there are no rows at all."""
        return self._all.last and not self._all.rows

    # Search and marks

    def find(self, text: str) -> None:
        """Show the rows that contain `text`. What was found before is kept for the next search."""
        if text == self.search:
            return
        narrower = bool(self.search) and self.search in text
        if not (narrower and self._found.last):
            self._found = _Source(self._found.rows)
        wanted = text.casefold()
        # What a longer text finds is among what was found before.
        among = self.rows if narrower else None
        self.search, self.trouble, self._shown = text, "", None
        if among is not None:
            self._shown = [row for row in among if _contains(row, wanted)]

    def mark(self, row: Row) -> None:
        """Mark a row, or take its mark away."""
        if self.marked.pop(row.key, None) is None:
            self.marked[row.key] = row

    def picked(self, action: RowAction, row: Row | None) -> Picked | None:
        """Return the rows for an action: all marked, else `row`; None if it cannot take them."""
        if self.marked and action.several:
            return Picked(action, tuple(self.marked.values()))
        return None if row is None else Picked(action, (row,))

    # Reading

    @property
    def _filters(self) -> bool:
        return 0 < self.table.shortest <= len(self.search)

    def next(self, least: int, *, further: bool = False) -> Job | None:
        """Return the page to read so that `least` rows can be shown; None if none is needed.

        `further`: the user wants to see more than what the search has found so far.
        """
        if self.trouble or (self._all.next > 1 and len(self.rows) >= least) or self._all.last:
            return None
        if self._all.next > 1 and self.search and self.table.shortest:
            if self._filters and not self._found.last:
                return Job(self.search, self._found.next)
            if not further:
                return None
        return Job("", self._all.next)

    async def read(self, job: Job) -> None:
        """Read a page. If it fails, `trouble` says why, and what was read is kept."""
        self.reading = job
        source = self._found if job.search else self._all
        try:
            page = await self.table.read(job.search, job.number)
        except PageFailed as failed:
            if self._is_wanted(job, source):
                self.trouble = str(failed)
        else:
            if self._is_wanted(job, source):
                source.take(page)
                self._shown = None
        finally:
            if self.reading is job:
                self.reading = None

    def _is_wanted(self, job: Job, source: _Source) -> bool:
        """Whether nothing has changed since the page was asked for."""
        current = self._found if job.search else self._all
        return source is current and source.next == job.number

    def retry(self) -> None:
        """Have the page that failed read again; if none did, begin anew."""
        if self.trouble:
            self.trouble = ""
        else:
            self.begin_anew()

    def begin_anew(self) -> None:
        """Forget what was read, but not the search."""
        self._all, self._found = _Source(), _Source()
        self.marked.clear()
        self.trouble, self._shown = "", None

    def replace(self, row: Row) -> None:
        """Show a row that has changed."""
        for rows in (self._all.rows, self._found.rows, self.marked):
            if row.key in rows:
                rows[row.key] = row
        self._shown = None

    def remove(self, key: str) -> None:
        """Take a row out that is not there any more."""
        for source in (self._all, self._found):
            if source.rows.pop(key, None) is not None and source.total is not None:
                source.total -= 1
        self.marked.pop(key, None)
        self._shown = None

    # Words

    @property
    def counted(self) -> str:
        """How much is read and found, in words."""
        marked = f"{len(self.marked):,} marked" if self.marked else ""
        return "; ".join(filter(None, (self._found_words(), marked)))

    def _found_words(self) -> str:
        read = f"{len(self._all.rows):,}"
        if not self.search:
            if self._all.last:
                return f"all {read} read"
            total = self._all.total
            return f"{read} of {total:,} read" if total is not None else f"{read} read"
        found = f"{len(self.rows):,} found"
        if self._all.last or not self.table.shortest:
            return found if self._all.last else f"{found} in the {read} read"
        if not self._filters:
            least, column = self.table.shortest, self.table.searched
            return f"{found} in the {read} read; {least} characters search every {column}"
        if self._found.last:
            return f"{found}: every {self.table.searched}, all else in the {read} read"
        return f"{found} so far"

    @property
    def ending(self) -> str:
        """What stands below the last row, in words: what is being read, or why nothing follows."""
        if self.trouble:
            return self.trouble
        if self.reading is not None or self._all.next == 1:
            return READING
        if self.is_empty:
            return self.table.nothing
        return "" if self.rows else NOT_FOUND


def _contains(row: Row, wanted: str) -> bool:
    # All cells at once: one search may go through 10,000 rows while the user types. No cell has a
    # line break.
    return wanted in "\n".join(row.cells).casefold()


def fitting(columns: Sequence[Column], room: int) -> list[tuple[int, int]]:
    """Return the columns for which `room` cells suffice: the number of each, and its cells."""
    kept = list(range(len(columns)))

    def width() -> int:
        return sum(columns[number].width + GAP for number in kept) - GAP

    while width() > room and any(columns[number].leave for number in kept):
        kept.remove(max(kept, key=lambda number: columns[number].leave))
    spare = room - width()
    return [
        (number, max(4, columns[number].width + (spare if number == kept[0] else 0)))
        for number in kept
    ]
