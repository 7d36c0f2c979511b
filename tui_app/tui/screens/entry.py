"""A dialog that asks for one line of text: a file name, an API key."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from tui_app.text.escape import escape_controls
from tui_app.tui.screens.base import Dialog
from tui_app.tui.screens.guarded import Guarded
from tui_app.tui.widgets.field_input import FieldInput
from tui_app.tui.widgets.help_pane import PlainText


class EntryDialog(Dialog[str | None]):
    """Return what was typed, or None. `masked` draws asterisks and forbids copying."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close"),
        Binding("ctrl+s", "reveal", "Show or mask it"),
    ]

    def __init__(self, title: str, text: str, *, value: str = "", masked: bool = False) -> None:
        super().__init__()
        self.heading, self._text, self._value, self._masked = title, text, value, masked

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield PlainText(escape_controls(self.heading), classes="dialog-title")
            yield PlainText(self._text, classes="dialog-text")
            yield FieldInput(self._value, password=self._masked)
            yield PlainText(classes="dialog-keys")

    def on_mount(self) -> None:
        self.say_keys("Enter accepts  Esc closes")
        # What is typed replaces a secret that was made up: nobody sees where it would go on.
        if self._masked:
            self.query_one(FieldInput).select_all()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() and self.is_current:
            self.dismiss(event.value if self._masked else event.value.strip())

    def action_reveal(self) -> None:
        """Show a masked text in clear, or mask it again."""
        if self._masked:
            field = self.query_one(FieldInput)
            field.password = not field.password

    def mask_secrets(self) -> None:
        self.query_one(FieldInput).password = self._masked

    def action_close(self) -> None:
        self.dismiss(None)


class AgainDialog(Guarded[str | None], EntryDialog):
    """A dialog that comes back after a wait, so it ignores what was typed before it was seen."""
