"""Small dialogs: help on a setting, the payload on a narrow terminal, a question."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from tui_app.draft import Draft
from tui_app.groups import Setting
from tui_app.hygiene import visible
from tui_app.problem import Path, Problem
from tui_app.screens.base import Dialog
from tui_app.widgets.help_pane import PlainText
from tui_app.widgets.payload_view import PayloadView
from tui_app.words import help_text, json_lines


class HelpDialog(Dialog[None]):
    """All that is known about a setting, and all that is wrong with its answer."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter,q", "dismiss", "Close")]

    def __init__(self, setting: Setting, problems: list[Problem], settings: Mapping[Path, Setting]) -> None:
        super().__init__()
        self._setting = setting
        self._problems = problems
        self._settings = settings

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield PlainText(f"{self._setting.label}  {self._setting.place}", classes="dialog-title")
            with VerticalScroll():
                yield PlainText(help_text(self._setting, self._problems, self._settings, "Ctrl+F"))
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
            yield PlainText("Up/Down scrolls  Esc closes", classes="dialog-keys")

    def on_mount(self) -> None:
        view = self.query_one(PayloadView)
        view.sync(json_lines(self._draft.masked_payload()))
        view.focus()


class Answer(PlainText):
    """What a question can be answered, to be clicked."""

    def __init__(self, text: str, yes: bool, *, is_default: bool) -> None:
        super().__init__(text, classes="button -default" if is_default else "button")
        self._yes = yes

    async def on_click(self) -> None:
        await self.screen.run_action(f"answer({self._yes})")


class Question(Dialog[bool]):
    """A question with two answers; Escape means `no`. Enter means `yes`, or `no` as well where `careful`: then only `y` means yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Enter", show=False, priority=True),
        Binding("y", "answer(True)", "Yes", priority=True),
        Binding("escape,n", "answer(False)", "No"),
    ]

    def __init__(self, title: str, text: str, *, yes: str, no: str, careful: bool = False) -> None:
        super().__init__()
        self._title, self._text, self._yes, self._no, self._careful = title, text, yes, no, careful

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield PlainText(visible(self._title), classes="dialog-title")
            yield PlainText(self._text, classes="dialog-text")
            with Horizontal(classes="buttons"):
                # The one that Enter means comes first.
                for yes in (not self._careful, self._careful):
                    yield Answer(f" {self._yes if yes else self._no} ", yes, is_default=yes is not self._careful)
            keys = f"Enter, Esc: {self._no}   y: {self._yes}" if self._careful else f"Enter: {self._yes}   Esc: {self._no}"
            yield PlainText(keys, classes="dialog-keys")

    def action_enter(self) -> None:
        self.action_answer(not self._careful)

    def action_answer(self, yes: bool) -> None:
        if self.is_current:
            self.dismiss(yes)


class Confirmation(Question):
    """A question of consequence: it can neither be read nor answered before it has stood for a moment.

    What was typed or pasted before it came up cannot answer it.
    """

    MOMENT = 0.3

    def __init__(self, title: str, text: str, *, yes: str, no: str, careful: bool = False) -> None:
        super().__init__(title, text, yes=yes, no=no, careful=careful)
        self._armed = False

    def on_mount(self) -> None:
        self.add_class("-unarmed")
        self.set_timer(self.MOMENT, self._arm)

    def _arm(self) -> None:
        self._armed = True
        self.remove_class("-unarmed")

    def action_answer(self, yes: bool) -> None:
        if self._armed:
            super().action_answer(yes)
