"""Small dialogs: help on a setting, the payload on a narrow terminal, a question."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from tui_app.core.draft import Draft
from tui_app.core.messages import payload_title
from tui_app.text.escape import MASK, escape_controls
from tui_app.text.json_lines import json_lines
from tui_app.tui.messages import CopyRequested
from tui_app.tui.screens.base import Dialog
from tui_app.tui.screens.guarded import Guarded
from tui_app.tui.widgets.colouring import BROKEN
from tui_app.tui.widgets.help_pane import PlainText
from tui_app.tui.widgets.payload_view import PayloadView

if TYPE_CHECKING:
    from pydantic import SecretStr


class HelpDialog(Dialog[None]):
    """A text to read. Unsafe characters in it are made visible."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter,q", "dismiss", "Close"),
        Binding("c", "copy", "Copy it"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield PlainText(self._title, classes="dialog-title")
            with VerticalScroll():
                yield PlainText(self._text)
            yield PlainText("Up/Down scrolls  c copies  Esc closes", classes="dialog-keys")

    def action_copy(self) -> None:
        text = self._text if self._text.endswith("\n") else f"{self._text}\n"
        self.post_message(CopyRequested(self._title, text))


class PayloadDialog(Dialog[None]):
    """The payload over the form, if there is no room beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+t,q", "dismiss", "Close")]

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self._draft = draft

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield PlainText(payload_title(self._draft), classes="dialog-title")
            yield PayloadView(can_focus=True)
            keys = f"Up/Down scrolls  Esc closes  {BROKEN} goes on below"
            yield PlainText(keys, classes="dialog-keys")

    def on_mount(self) -> None:
        view = self.query_one(PayloadView)
        view.sync(json_lines(self._draft.masked_payload()))
        view.focus()


class SecretDialog(Guarded[None], Dialog[None]):
    """A secret that is shown this once: masked until `r`, and when the dialog is covered."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close"),
        Binding("r", "reveal", "Show or mask it"),
        Binding("c", "copy", "Copy it"),
    ]

    def __init__(self, title: str, text: str, secret: "SecretStr") -> None:
        super().__init__()
        self.heading, self._text, self._secret = title, text, secret
        self._revealed = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield PlainText(escape_controls(self.heading), classes="dialog-title")
            yield PlainText(self._text, classes="dialog-text")
            yield PlainText(MASK, id="secret")
            yield PlainText(classes="dialog-keys")

    def on_mount(self) -> None:
        self.say_keys("r shows it  c copies what is shown  Esc closes for good")

    def action_reveal(self) -> None:
        self._revealed = not self._revealed
        clear = escape_controls(self._secret.get_secret_value())
        self.query_one("#secret", PlainText).say(clear if self._revealed else MASK)

    def mask_secrets(self) -> None:
        if self._revealed:
            self.action_reveal()

    def action_copy(self) -> None:
        if not self._revealed:
            self.notify("It is masked: r shows it, then c copies it.", markup=False)
            return
        secret = self._secret.get_secret_value()
        self.post_message(CopyRequested(self.heading, secret, "clear"))


class Answer(PlainText):
    """An answer to a question, for the mouse."""

    def __init__(self, text: str, yes: bool) -> None:
        super().__init__(f" {text} ", classes="button")
        self.yes = yes

    async def on_click(self) -> None:
        await self.screen.run_action(f"answer({self.yes})")


class QuestionDialog(Dialog[bool]):
    """A question with two answers.

    Enter gives the marked one: at first `yes`, or `no` if `careful`. Escape means `no`. PageDown
    scrolls a long text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Enter", show=False, priority=True),
        Binding(
            "left,right,tab,shift+tab,up,down",
            "turn",
            "The other answer",
            show=False,
            priority=True,
        ),
        Binding("pagedown", "read(1)", "Read on", show=False),
        Binding("pageup", "read(-1)", "Read back", show=False),
        Binding("y", "answer(True)", "Yes", priority=True),
        Binding("escape,n", "answer(False)", "No"),
    ]

    def __init__(self, title: str, text: str, *, yes: str, no: str, careful: bool = False) -> None:
        super().__init__()
        self.heading, self._text, self._careful = title, text, careful
        self._yes, self._no = (f"{words[:1].upper()}{words[1:]}" for words in (yes, no))
        self._marked = not careful

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog question"):
            yield PlainText(escape_controls(self.heading), classes="dialog-title")
            with VerticalScroll(can_focus=False):
                yield PlainText(self._text, classes="dialog-text")
            with Horizontal(classes="buttons"):
                # First comes the answer that Enter gives at first.
                for yes in (not self._careful, self._careful):
                    yield Answer(self._yes if yes else self._no, yes)
            yield PlainText(classes="dialog-keys")

    def on_mount(self) -> None:
        self._show_marked()
        # Whether the text needs more room than there is shows once it is laid out.
        self.call_after_refresh(self._show_marked)

    def _show_marked(self) -> None:
        for answer in self.query(Answer):
            answer.set_class(answer.yes is self._marked, "-default")
        other = f"y: {self._yes}" if self._careful else f"Esc: {self._no}"
        keys = (
            f"Enter: {self._yes}   {other}"
            if self._marked
            else f"Enter, Esc: {self._no}   y: {self._yes}"
        )
        more = "   PgDn: more" if self.query_one(VerticalScroll).max_scroll_y else ""
        self.say_keys(keys + more)

    def action_read(self, pages: int) -> None:
        text = self.query_one(VerticalScroll)
        text.scroll_relative(y=pages * (text.size.height - 1), animate=False)

    def action_turn(self) -> None:
        self._marked = not self._marked
        self._show_marked()

    def action_enter(self) -> None:
        self.action_answer(self._marked)

    def action_answer(self, yes: bool) -> None:
        if self.is_current:
            self.dismiss(yes)


class ConfirmationDialog(Guarded[bool], QuestionDialog):
    """A question that ignores keys and clicks from before it was seen.

    For a question of consequence, or one that nobody asked for.
    """

    def action_answer(self, yes: bool) -> None:
        if self.is_armed:
            super().action_answer(yes)
        else:
            self.say_early()
