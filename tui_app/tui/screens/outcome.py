"""Show how a submission ended, in plain words, with the id if there is one, and what to do next.

A connection that exists is shown with what a device needs.
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui_app.core.actions import Where
from tui_app.core.checklist import (
    NEEDS_TITLE,
    SANDBOX_ONLY,
    State,
    checklist,
    registration_words,
)
from tui_app.core.copied import Holds
from tui_app.core.device import CARD_TITLE, copied_card, device_card
from tui_app.core.messages import KEPT_ALL, STILL_BUSY
from tui_app.core.shown import Shown
from tui_app.devices.table import Row, card_lines
from tui_app.text.escape import MASK, escape_controls
from tui_app.tui.bindings import bindings, key_bar, manual_text
from tui_app.tui.messages import CopyRequested
from tui_app.tui.screens.base import WizardScreen
from tui_app.tui.screens.guarded import Unasked
from tui_app.tui.widgets.bars import DONE, TOO_SMALL, WRONG, KeyBar, TopBar
from tui_app.tui.widgets.help_pane import PlainText

if TYPE_CHECKING:
    from tui_app.flows.ui import Next

READ_TITLE = "Connection"
SIGNS: dict[State, str] = {"done": DONE, "missing": WRONG, "unknown": "?"}
NOT_SHOWN = "The password is masked: r shows it, then Enter copies it."
NOT_KNOWN = "Nobody knows the password: p sets a new one."


class CardList(OptionList):
    """What a device needs, a line each. Beyond its last line the page scrolls."""

    def action_cursor_up(self) -> None:
        if self.highlighted:
            super().action_cursor_up()
        else:
            self.screen.query_one(VerticalScroll).scroll_up(animate=False)

    def action_cursor_down(self) -> None:
        if self.highlighted is not None and self.highlighted < self.option_count - 1:
            super().action_cursor_down()
        else:
            self.screen.query_one(VerticalScroll).scroll_down(animate=False)


class CreatedScreen(Unasked[None], WizardScreen[None]):
    """The connection that exists, how a device uses it, and what is still missing.

    It stays below the dialogs of what the user wants next, which `choices` tell. The password of
    `shown` is masked until `r`; if nobody knows it, another one can be set. `title` says what was
    done; without one it was only read. If it is not `new`, Escape goes back. `differences` are the
    values that the connection does not hold as they were sent, one sentence each, under
    `differences_title`.
    """

    WHERE: ClassVar[Where | None] = "created"
    # With None, Textual would focus the card and scroll the title out of sight.
    AUTO_FOCUS: ClassVar[str | None] = ""
    # Enter copies and does not leave: pressed once too often, it would wipe the id from the screen.
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("created"),
        Binding("escape", "close", "Close", show=False),
    ]

    def __init__(
        self,
        title: str,
        shown: Shown,
        host: str,
        notes: list[str],
        differences: Sequence[str] = (),
        differences_title: str = "",
        *,
        new: bool = False,
        in_sandbox: bool = False,
    ) -> None:
        super().__init__()
        self._new = new
        self._heading, self._shown, self._made, self._host = title, shown, shown.connection, host
        self._differences, self._differences_title = differences, differences_title
        self._notes, self._in_sandbox = list(notes), in_sandbox
        self._revealed = False
        self.choices: asyncio.Queue[Next] = asyncio.Queue()

    def compose(self) -> ComposeResult:
        yield TopBar(self._host)
        with VerticalScroll(classes="page card", can_focus=False):
            name = escape_controls(self._made.connection_name)
            heading = f"{DONE} {self._heading}" if self._heading else READ_TITLE
            yield PlainText(f"{heading}  {name}", classes="page-title good")
            yield PlainText(self._facts(), id="facts-made")
            if self._differences:
                # Keep them in one widget: empty lines between them would push the rest off a small
                # screen.
                lines = [self._differences_title, *(f"- {text}" for text in self._differences)]
                yield PlainText("\n".join(map(escape_controls, lines)), id="differences")
            for note in self._notes:
                yield PlainText(escape_controls(note))
            card = CardList(id="card", markup=False)
            card.border_title = f"{CARD_TITLE} (Enter copies a line)"
            yield card
            yield PlainText(self._needs(), id="needs")
            if self._in_sandbox:
                yield PlainText(SANDBOX_ONLY)
        ends = ("quit", "another") if self._new else ("Esc back", "quit")
        useful = ("device", "region", "verify", "reveal", "copy_card", "card")
        rest = ("copy_id", "password", "status", "help")
        yield KeyBar(key_bar("created", ends[0], *useful, ends[1], *rest))
        yield PlainText(TOO_SMALL, classes="too-small")

    def _facts(self) -> str:
        facts = self._shown.facts
        registration = registration_words(facts)
        if not facts.registered:
            how = "still asking" if self._shown.watching else "l asks"
            registration = f"{registration} ({how})"
        rows = {
            "Connection ID": escape_controls(self._made.id),
            "Environment": escape_controls(self._host),
            "Registration": registration,
        }
        return "\n".join(f"{label:15}{text}" for label, text in rows.items())

    def _needs(self) -> str:
        items = checklist(self._made, self._shown.facts)
        return "\n".join([NEEDS_TITLE, *(f"{SIGNS[item.state]} {item.words}" for item in items)])

    def show_state(self) -> None:
        """Show what is known of the registration and of the rest; paint only what has changed."""
        for name, text in (("#facts-made", self._facts()), ("#needs", self._needs())):
            # None is there if the app ends meanwhile.
            for part in self.query(name).results(PlainText):
                if part.say(text):
                    part.refresh(layout=True)

    @property
    def _holds(self) -> Holds:
        """What of the password is in sight."""
        if self._shown.password is None:
            return "no secret"
        return "clear" if self._revealed else "masked"

    @property
    def _rows(self) -> list[Row]:
        secret = self._shown.password
        unknown = "lost" if self._new else "not known"
        password = f"{unknown}: p sets a new one" if secret is None else MASK
        if secret is not None and self._revealed:
            password = escape_controls(secret.get_secret_value())
        return device_card(self._made, password, self._shown.region)

    def _show_card(self) -> None:
        card = self.query_one(CardList)
        index = card.highlighted or 0
        lines = card_lines(self._rows, card.size.width - 2)
        card.set_options([Option(line) for line in lines])
        card.highlighted = index

    def on_mount(self) -> None:
        self.query_one(TopBar).sync(self._made.connection_name)
        self._show_card()
        # The title stays in sight, if the card would go on below.
        self.query_one(CardList).focus(scroll_visible=False)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_card)

    def action_copy(self) -> None:
        self.post_message(CopyRequested("The id", self._made.id))

    @on(OptionList.OptionSelected)
    def _copy_line(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._rows[event.option_index]
        holds: Holds = self._holds if row.secret else "no secret"
        if row.secret and holds != "clear":
            self.notify(NOT_SHOWN if holds == "masked" else NOT_KNOWN, markup=False)
            return
        self.post_message(CopyRequested(f"The line {row.label}", row.value, holds))

    def action_copy_card(self) -> None:
        """Copy the card as it is shown: with the password in clear only if that is in sight."""
        text, holds = copied_card(self._shown, revealed=self._revealed)
        self.post_message(CopyRequested("The card", text, holds))

    def mask_secrets(self) -> None:
        if self._revealed:
            self.action_reveal()

    def action_reveal(self) -> None:
        self._revealed = not self._revealed
        self._show_card()

    def action_help(self) -> None:
        from tui_app.tui.screens.dialogs import HelpDialog

        keys = manual_text("created", min(70, self.size.width - 7))
        self.app.push_screen(HelpDialog(CARD_TITLE, keys))

    def action_next(self, choice: "Next") -> None:
        # If it was not created from the draft, the draft goes on.
        if choice == "again" and not self._new:
            return
        if not self.is_current:
            return
        if self.choices.empty():
            self.choices.put_nowait(choice)
        else:
            self.notify(STILL_BUSY, markup=False)

    def action_close(self) -> None:
        if not self._new:
            self.action_next("leave")

    def renew(self, notes: list[str]) -> None:
        """Show what has changed of `shown`, and the notes that are new."""
        for note in notes[len(self._notes) :]:
            self.query_one(".page").mount(PlainText(escape_controls(note)), before="#card")
        self._notes = list(notes)
        self._show_card()
        self.show_state()


class FailedScreen(Unasked[bool], WizardScreen[bool]):
    """What went wrong, whether something may have been created, and what to do next.

    Return whether to show the first field.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "back", "Back to the review")]

    def __init__(
        self,
        title: str,
        paragraphs: list[str],
        name: str,
        host: str,
        *,
        way: str = "back to the review",
    ) -> None:
        super().__init__()
        self._failed_title, self._paragraphs, self._connection, self._host = (
            title,
            paragraphs,
            name,
            host,
        )
        self._way = way

    def compose(self) -> ComposeResult:
        yield TopBar(self._host)
        with VerticalScroll(classes="page"):
            yield PlainText(escape_controls(self._failed_title), classes="page-title")
            for paragraph in self._paragraphs:
                yield PlainText(escape_controls(paragraph))
            yield PlainText(KEPT_ALL)
        yield KeyBar(key_bar("anywhere", f"Enter {self._way}", "key", "quit"))
        yield PlainText(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        self.query_one(TopBar).sync(self._connection)
        self.query_one(VerticalScroll).focus()

    def action_back(self) -> None:
        if self.is_current:
            self.dismiss(True)
