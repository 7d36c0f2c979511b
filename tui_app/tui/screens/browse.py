"""A list of many rows over the whole screen, read page by page, searched as the user types."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui_app.core.messages import STILL_BUSY
from tui_app.core.table import Browsing, Picked, RowAction
from tui_app.text.escape import escape_controls
from tui_app.tui.bindings import key_names
from tui_app.tui.screens.base import Dialog
from tui_app.tui.screens.dialogs import HelpDialog
from tui_app.tui.screens.guarded import Guarded
from tui_app.tui.terminal.typeahead import PATIENCE
from tui_app.tui.widgets.bars import KeyBar, TopBar
from tui_app.tui.widgets.field_input import FieldInput
from tui_app.tui.widgets.help_pane import PlainText
from tui_app.tui.widgets.row_list import RowList


class Need(Protocol):
    """Has the page read that is needed to show `least` rows, if any. It returns at once."""

    def __call__(self, least: int, *, further: bool = False) -> None: ...


class BrowseScreen(Guarded[Picked | None], Dialog[Picked | None]):
    """Show the rows of `browsing`. `need` is told how many are wanted.

    `act` gets what was picked, and the screen stays; keys wait until `renew`, for a while. Without
    it, the screen closes and returns that; it returns None if it was closed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close"),
        Binding("ctrl+r", "retry", "Read again"),
        Binding("f1", "help", "Keys"),
        Binding("tab,shift+tab", "turn", show=False, priority=True),
        Binding("up", "list('move', -1)", show=False),
        Binding("down", "list('move', 1)", show=False),
        Binding("pageup", "list('page', -1)", show=False),
        Binding("pagedown", "list('page', 1)", show=False),
    ]

    def __init__(
        self,
        browsing: Browsing,
        host: str,
        need: Need,
        act: Callable[[Picked], None] | None = None,
    ) -> None:
        super().__init__()
        self.heading = browsing.table.title
        self._browsing, self._host, self._need, self._act = browsing, host, need, act
        self._acting, self._free = False, asyncio.Event()

    def compose(self) -> ComposeResult:
        yield TopBar(self._host)
        yield PlainText(escape_controls(self.heading), classes="dialog-title")
        how = "/ to search" if self._has_letters else "type to search"
        yield FieldInput(self._browsing.search, placeholder=how)
        yield RowList(self._browsing)
        yield PlainText(classes="dialog-keys")
        yield KeyBar(self._hints())

    def _hints(self) -> tuple[str, ...]:
        """The keys for the bar: those that help with all others come before what may not fit."""
        first, *others = [f"{key} {word}" for key, word in self._row_keys()]
        mine = ["/ search"] if self._has_letters else []
        return (first, *mine, "Esc close", "F1 keys", *others, "^R read again")

    def _row_keys(self) -> list[tuple[str, str]]:
        """The keys of the rows, and what each does."""
        table = self._browsing.table
        keys = [(key_names(each.key), each.word) for each in table.actions]
        return [*keys, *([("Space", "mark")] if table.marks else [])]

    @property
    def _has_letters(self) -> bool:
        """Whether letters are keys of actions, so that they do not search by themselves."""
        return any(len(each.key) == 1 for each in self._browsing.table.actions)

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    @property
    def _field(self) -> FieldInput:
        return self.query_one(FieldInput)

    def on_mount(self) -> None:
        self._list.focus()
        self.sync()

    # What is shown

    def sync(self) -> None:
        """Show the list as it is now, and have read what is missing of it."""
        self._ask()
        self._list.sync()
        self.say_keys(self._browsing.counted)

    def _ask(self, *, further: bool = False) -> None:
        rows = self._list
        least = len(self._browsing.rows) + 1 if further else rows.cursor + 2 * rows.window
        self._need(least, further=further)

    def renew(self) -> None:
        """Take keys again, after what was picked is done."""
        self._acting = False
        self._free.set()
        self.sync()

    async def ready(self, event: events.Event) -> None:
        """Have a key wait while what was picked asks the server, for a while."""
        await super().ready(event)
        if self._acting:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._free.wait()

    def on_screen_suspend(self, event: events.ScreenSuspend) -> None:
        super().on_screen_suspend(event)
        # A dialog of what was picked lies on it: the key is for that.
        self._free.set()

    def on_screen_resume(self) -> None:
        if self._acting:
            self._free.clear()

    def accepts_input(self, event: events.Event) -> bool:
        if not super().accepts_input(event):
            return False
        if self._acting:
            self.notify(STILL_BUSY, markup=False)
        return not self._acting

    @on(RowList.Moved)
    def _moved(self, message: RowList.Moved) -> None:
        message.stop()
        if self._list.row is None:
            self._say_that_rows_come()
        self._ask(further=message.beyond)
        self._list.sync()

    # Search

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self._browsing.find(event.value.strip())
        self.sync()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if len(self._browsing.table.actions) == 1:
            self._pick(self._browsing.table.actions[0])
        else:
            self._list.focus()

    def action_turn(self) -> None:
        """Go from the list to the search, or back."""
        (self._list if self._field.has_focus else self._field).focus()

    def action_list(self, action: str, argument: int) -> None:
        """Move in the list while the search has the focus."""
        getattr(self._list, f"action_{action}")(argument)

    def action_close(self) -> None:
        """Clear the search; if there is none, close the list."""
        if self._field.value:
            self._field.value = ""
            self._list.focus()
        elif self.is_current:
            self.dismiss(None)

    def action_retry(self) -> None:
        """Read the page that failed again, or the whole list."""
        self._browsing.retry()
        self.sync()

    def action_help(self) -> None:
        """Show all keys of the list."""
        table = self._browsing.table
        several = {each.word for each in table.actions if each.several}
        keys = [
            *(
                (key, f"{word}: on all marked, or this one" if word in several else word)
                for key, word in self._row_keys()
            ),
            ("/" if self._has_letters else "A letter", "search"),
            ("Tab", "go from the search to the list, or back"),
            ("Ctrl+R", "read again: a page that failed, else all"),
            ("Escape", "clear the search; without one, close the list"),
        ]
        lines = "\n".join(f"{key:10}{words}" for key, words in keys)
        self.app.push_screen(HelpDialog(self.heading, lines))

    # Rows

    def on_key(self, event: events.Key) -> None:
        """Do what the keys of the table mean for a row; a letter that means nothing searches."""
        if not self._list.has_focus:
            return
        table = self._browsing.table
        done = next((each for each in table.actions if each.key == event.key), None)
        if done is not None:
            self._pick(done)
        elif event.key == "space" and table.marks:
            self._mark()
        elif event.key == "slash":
            self._field.focus()
        elif event.is_printable and event.character and not self._has_letters:
            self._field.focus()
            self._field.insert_text_at_cursor(event.character)
        else:
            return
        event.stop()

    def _mark(self) -> None:
        row = self._list.row
        if row is None:
            self._say_that_rows_come()
        else:
            self._browsing.mark(row)
            self._list.action_move(1)
            self.say_keys(self._browsing.counted)

    def _say_that_rows_come(self) -> None:
        """Say why a key for a row does nothing while there is none yet."""
        if self._browsing.reading is not None:
            self.notify(STILL_BUSY, markup=False)

    @on(RowList.Chosen)
    def _clicked(self) -> None:
        self._pick(self._browsing.table.actions[0])

    def _pick(self, action: RowAction) -> None:
        picked = self._browsing.picked(action, self._list.row)
        if picked is None:
            self._say_that_rows_come()
        if picked is None or not self.is_current:
            return
        if self._acting:  # a click, since no key gets here
            self.notify(STILL_BUSY, markup=False)
            return
        if self._act is None:
            self.dismiss(picked)
        else:
            self._acting = True
            self._free.clear()
            self._act(picked)
