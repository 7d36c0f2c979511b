"""Copy from any screen, in one way."""

from collections.abc import Iterable

from textual import on
from textual.app import App, ReturnType

from tui_app.core.copied import Holds
from tui_app.tui.messages import CopyRequested
from tui_app.tui.terminal._textual import driver_of


class Clipboard(App[ReturnType]):
    """An app that says of each copy what it was, and where it went."""

    _copied = ""

    def secrets(self) -> Iterable[str]:
        """The secrets that a selection on the screen may have in it."""
        raise NotImplementedError

    @property
    def clipboard(self) -> str:
        """What was copied last."""
        return self._copied

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what was selected in a field or with the mouse, if anything was."""
        if not text:
            return
        clear = any(secret and secret in text for secret in self.secrets())
        self.copy("The selected text", text, "clear" if clear else "no secret")

    def copy(self, what: str, text: str, holds: Holds = "no secret") -> None:
        """Copy `text` to the clipboard or to a file, and say so; `what` names it."""
        from tui_app.core.copying import copy

        self._copied = text
        driver = driver_of(self)
        told = copy(what, text, holds, driver.write if driver else None)
        if isinstance(told, str):
            self.notify(told, markup=False)
        else:
            self.notify(told.message, severity="error", markup=False, timeout=10)

    @on(CopyRequested)
    def _copy(self, message: CopyRequested) -> None:
        self.copy(message.what, message.text, message.holds)
