"""Show a text to take elsewhere: the password masked until it is revealed, copied, saved."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from tui_app.core.actions import action
from tui_app.core.copied import Holds
from tui_app.text.escape import escape_controls
from tui_app.text.json_lines import document_lines
from tui_app.tui.messages import CopyRequested
from tui_app.tui.screens.base import Dialog
from tui_app.tui.widgets.colouring import BROKEN
from tui_app.tui.widgets.help_pane import PlainText
from tui_app.tui.widgets.payload_view import PayloadView

if TYPE_CHECKING:
    from pydantic import SecretStr

_KEYS = {name: action(name).keys["created"] for name in ("copy_card", "card", "reveal")}


class ConfigurationDialog(Dialog[bool]):
    """Lines for a device, or of an export. Return whether they are to be saved.

    `clear` has the password in it; `text` has a placeholder instead. What is copied is what is in
    sight. The keys are those of the page below.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(_KEYS["copy_card"], "copy", "Copy"),
        Binding(_KEYS["card"], "close(True)", "Save"),
        Binding(_KEYS["reveal"], "reveal", "Show or mask the password"),
        Binding("escape,q", "close(False)", "Close"),
    ]

    def __init__(self, title: str, text: str, clear: "SecretStr | None", what: str) -> None:
        super().__init__()
        self.heading, self._text, self._clear, self._what = title, text, clear, what
        self._revealed = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield PlainText(escape_controls(self.heading), classes="dialog-title")
            yield PayloadView(can_focus=True, code=not self._text.startswith("{"))
            yield PlainText(classes="dialog-keys")

    def on_mount(self) -> None:
        self.query_one(PayloadView).focus()
        self._show()

    @property
    def _shown(self) -> str:
        revealed = self._clear is not None and self._revealed
        return self._clear.get_secret_value() if self._clear and revealed else self._text

    def _show(self) -> None:
        view = self.query_one(PayloadView)
        view.sync(document_lines(self._shown))
        reveal = f"r {'masks' if self._revealed else 'reveals'}  " if self._clear else ""
        self.say_keys(f"a copies  e saves  {reveal}Esc closes  {BROKEN} goes on below")

    def action_copy(self) -> None:
        holds: Holds = "no secret"
        if self._clear is not None:
            holds = "clear" if self._revealed else "masked"
        self.post_message(CopyRequested(self._what, self._shown, holds))

    def action_reveal(self) -> None:
        if self._clear is not None:
            self._revealed = not self._revealed
            self._show()

    def mask_secrets(self) -> None:
        if self._revealed:
            self.action_reveal()

    def action_close(self, saves: bool) -> None:
        if self.is_current:
            self.dismiss(saves)
