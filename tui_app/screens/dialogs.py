"""Small dialogs: help on a setting, the payload on a narrow terminal, a question."""

import time
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Event, Key
from textual.keys import Keys

from tui_app.draft import Draft
from tui_app.hygiene import visible
from tui_app.screens.base import Dialog
from tui_app.widgets.help_pane import PlainText
from tui_app.widgets.payload_view import BROKEN, PayloadView
from tui_app.words import json_lines


class HelpDialog(Dialog[None]):
    """A text to be read, what is foreign in it made visible."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter,q", "dismiss", "Close")]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield PlainText(self._title, classes="dialog-title")
            with VerticalScroll():
                yield PlainText(self._text)
            yield PlainText("Up/Down scrolls  Esc closes", classes="dialog-keys")


class PayloadDialog(Dialog[None]):
    """The payload over the form, where there is no room beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+t,q", "dismiss", "Close")]

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self._draft = draft

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield PlainText("Payload so far (the password is masked)", classes="dialog-title")
            yield PayloadView(can_focus=True)
            keys = f"Up/Down scrolls  Esc closes  {BROKEN} goes on below"
            yield PlainText(keys, classes="dialog-keys")

    def on_mount(self) -> None:
        view = self.query_one(PayloadView)
        view.sync(json_lines(self._draft.masked_payload()))
        view.focus()


class Answer(PlainText):
    """What a question can be answered, to be clicked."""

    def __init__(self, text: str, yes: bool) -> None:
        super().__init__(f" {text} ", classes="button")
        self.yes = yes

    async def on_click(self) -> None:
        await self.screen.run_action(f"answer({self.yes})")


class Question(Dialog[bool]):
    """A question with two answers. Enter gives the marked one: `yes` to begin with, or `no` where `careful`; Escape means `no`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Enter", show=False, priority=True),
        Binding(
            "left,right,tab,shift+tab,up,down",
            "turn",
            "The other answer",
            show=False,
            priority=True,
        ),
        Binding("y", "answer(True)", "Yes", priority=True),
        Binding("escape,n", "answer(False)", "No"),
    ]

    def __init__(self, title: str, text: str, *, yes: str, no: str, careful: bool = False) -> None:
        super().__init__()
        self._title, self._text, self._yes, self._no, self._careful = title, text, yes, no, careful
        self._marked = not careful

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield PlainText(visible(self._title), classes="dialog-title")
            yield PlainText(self._text, classes="dialog-text")
            with Horizontal(classes="buttons"):
                # The one that Enter means to begin with comes first.
                for yes in (not self._careful, self._careful):
                    yield Answer(self._yes if yes else self._no, yes)
            yield PlainText(id="question-keys", classes="dialog-keys")

    def on_mount(self) -> None:
        self._show_marked()

    def _show_marked(self) -> None:
        for answer in self.query(Answer):
            answer.set_class(answer.yes is self._marked, "-default")
        other = f"y: {self._yes}" if self._careful else f"Esc: {self._no}"
        keys = (
            f"Enter: {self._yes}   {other}"
            if self._marked
            else f"Enter, Esc: {self._no}   y: {self._yes}"
        )
        self.query_one("#question-keys", PlainText).say(keys)

    def action_turn(self) -> None:
        self._marked = not self._marked
        self._show_marked()

    def action_enter(self) -> None:
        self.action_answer(self._marked)

    def action_answer(self, yes: bool) -> None:
        if self.is_current:
            self.dismiss(yes)


class Confirmation(Question):
    """A question of consequence: it is asked a moment after it came up, and takes nothing that was typed or clicked before it was seen.

    What was typed ahead or pasted cannot answer it, however long the program stood still meanwhile. Until it is asked it says so, and
    of a key that came too early it says that it was not taken.
    """

    MOMENT = 0.3
    ARMING = "One moment ..."
    EARLY = "(too early: press it again)"

    def __init__(self, title: str, text: str, *, yes: str, no: str, careful: bool = False) -> None:
        super().__init__(title, text, yes=yes, no=no, careful=careful)
        self._seen_since: float | None = None
        self._asked = self._early = False

    def on_mount(self) -> None:
        self.add_class("-unseen")
        self.set_timer(self.MOMENT, self._ask)

    def _show_marked(self) -> None:
        super()._show_marked()
        if not self._asked:
            self.query_one("#question-keys", PlainText).say(self.ARMING)

    def _ask(self) -> None:
        self._asked = True
        self.remove_class("-unseen")
        self._show_marked()
        if self._early:
            self._show_early()
        self.call_after_refresh(self._arm)

    def _arm(self) -> None:
        self._seen_since = time.monotonic()

    @property
    def is_armed(self) -> bool:
        """Whether it can be answered by now."""
        return self._seen_since is not None

    def heeds(self, event: Event) -> bool:
        heeded = self._seen_since is not None and event.time >= self._seen_since
        if not heeded and isinstance(event, Key) and event.key != Keys.Ignore:
            self._early = True
            # Before it is asked there may be nothing on it yet.
            if self._asked:
                self._show_early()
        return heeded

    def _show_early(self) -> None:
        self.query_one(".dialog-title", PlainText).say(f"{visible(self._title)}  {self.EARLY}")

    def action_answer(self, yes: bool) -> None:
        if self.is_armed:
            super().action_answer(yes)
