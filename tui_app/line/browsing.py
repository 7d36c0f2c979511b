"""Show a list that is read page by page: numbered rows, some at a time."""

import asyncio
import re
from typing import Final

from tui_app.core.table import Browsing, Picked, Row
from tui_app.flows.ui import Act
from tui_app.line.asking import ask, pick, read_number
from tui_app.line.prompt import Prompt
from tui_app.line.wizard import Linear

MOST: Final = 20
"""Rows that are said at once."""
MORE, ALL = "more", "all"
_NUMBERS: Final = re.compile(r"[1-9][0-9]{0,4}(?:[ ,]+[1-9][0-9]{0,4})*")
"""Numbers of rows. Other digits are a text to search, as an id is."""


class LineBrowser:
    """Says the rows of `browsing`, each with a number that it keeps until another search."""

    def __init__(self, linear: Linear, browsing: Browsing) -> None:
        self._linear, self._browsing = linear, browsing
        self._said: list[Row] = []

    async def run(self, act: Act | None) -> Picked | None:
        """Ask until something is picked or the list is closed, as the port says."""
        self._linear.console.say(f"{self._browsing.table.title}:")
        self._say_rows()
        while not self._browsing.is_empty:
            typed = (ask(self._linear, self._prompt()) or "").strip()
            if not typed:
                return None
            if typed.lower() == MORE:
                self._say_rows(further=True)
            elif _NUMBERS.fullmatch(typed):
                picked = self._pick(typed)
                if picked is not None and (act is None or not await act(picked)):
                    return picked
                if picked is not None:
                    self._say_changed(picked)
            else:
                self._browsing.find("" if typed.lower() == ALL else typed)
                self._said.clear()
                self._say_rows()
        return None

    def _prompt(self) -> Prompt:
        several = ", or several" if self._browsing.table.marks else ""
        search = f"{ALL} for all rows" if self._browsing.search else "text to search"
        full = f"A number{several}, {MORE}, {search}, or nothing to close the list:"
        return Prompt(full, "Number, more or text:")

    # Rows

    def _say_rows(self, *, further: bool = False) -> None:
        """Say the next rows, and read the pages that they are on."""
        browsing = self._browsing
        if browsing.trouble:
            browsing.retry()
        known = {row.key for row in self._said}
        least = len(self._said) + (1 if further else MOST)
        while job := browsing.next(least, further=further):
            asyncio.run(browsing.read(job))
        rows = [row for row in browsing.rows if row.key not in known][:MOST]
        first = len(self._said) + 1
        self._said += rows
        self._linear.console.say(
            *(f"{number} {self._words(row)}" for number, row in enumerate(rows, first))
        )
        if browsing.trouble:
            self._linear.console.say(f"Error: {browsing.trouble} {MORE} tries again.")
        elif browsing.ending or not rows:
            self._linear.console.say(browsing.ending or "There are no more.")
        if not browsing.is_empty:
            self._linear.console.say(f"{browsing.counted}.")

    def _words(self, row: Row) -> str:
        """Return a row on one line: its first cell, and the others with their titles."""
        titles = [column.title.lower() for column in self._browsing.table.columns]
        first, *rest = row.cells
        named = [f"{title} {cell}" for title, cell in zip(titles[1:], rest, strict=True) if cell]
        return ", ".join([first, *named])

    def _say_changed(self, picked: Picked) -> None:
        """Say again what has changed of the rows that were picked."""
        if self._browsing.next(1) is not None:
            self._said.clear()
            self._say_rows()
            return
        now = {row.key: row for row in self._browsing.rows}
        for number, row in enumerate(self._said):
            changed = now.get(row.key, row)
            if changed != row:
                self._said[number] = changed
                self._linear.console.say(f"{number + 1} {self._words(changed)}")

    # Picking

    def _pick(self, typed: str) -> Picked | None:
        """Return what is to be done with the rows of these numbers; None if nothing."""
        table = self._browsing.table
        if not self._said:
            self._linear.console.say("Error: there are no rows to choose from.")
            return None
        numbers = [read_number(each) for each in re.split("[ ,]+", typed)]
        if not all(1 <= number <= len(self._said) for number in numbers):
            self._linear.console.say(f"Error: must be a number from 1 to {len(self._said)}.")
            return None
        rows = tuple(self._said[number - 1] for number in dict.fromkeys(numbers))
        actions = [each for each in table.actions if each.several or len(rows) == 1]
        if not actions:
            self._linear.console.say("Error: only one row can be chosen.")
            return None
        index: int | None = 0
        if len(table.actions) > 1:
            title = rows[0].cells[0] if len(rows) == 1 else f"{len(rows)} rows"
            index = pick(self._linear, f"{title}:", [each.word for each in actions])
        return None if index is None else Picked(actions[index], rows)
