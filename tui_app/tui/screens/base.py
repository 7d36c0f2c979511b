"""What all screens of the wizard have in common."""

from typing import ClassVar

from textual.events import Event, ScreenSuspend
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget

from tui_app.core.actions import Where
from tui_app.tui.notices import Notices
from tui_app.tui.terminal.painted import PaintedScreen
from tui_app.tui.widgets.bars import TOO_SMALL
from tui_app.tui.widgets.help_pane import PlainText


class Concealing(Widget):
    """A screen that masks what was revealed on it as soon as it is left or covered, and when the program is stopped (Ctrl+Z's signal)."""

    def on_mount(self) -> None:
        # Where another program sends the signal, Textual tells only of the way back.
        for signal in (self.app.app_suspend_signal, self.app.app_resume_signal):
            signal.subscribe(self, lambda app: self.conceal(), immediate=True)

    def on_unmount(self) -> None:
        # Textual keeps whatever has subscribed until the signal is sent, and with a dialog what was typed into it.
        for signal in (self.app.app_suspend_signal, self.app.app_resume_signal):
            signal.unsubscribe(self)

    def on_screen_suspend(self, event: ScreenSuspend) -> None:
        # What lies over it may leave it in sight.
        self.conceal()
        if isinstance(self.app, Notices):
            self.app.leave_behind(event.time)

    def conceal(self) -> None:
        """Masks what was revealed. For the screen to say how."""


class QuietScreen(Concealing, PaintedScreen[ScreenResultType]):
    """A screen of the wizard. It says itself where its focus begins.

    `WHERE`: which actions have a key on it.
    """

    WHERE: ClassVar[Where | None] = None
    AUTO_FOCUS: ClassVar[str | None] = None


class Dialog(Concealing, PaintedScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A dialog over a screen; as quiet."""

    heading = ""
    """What its title says."""

    def on_mount(self) -> None:
        self.mount(PlainText(TOO_SMALL, classes="too-small"))

    def say_keys(self, words: str) -> None:
        """Puts `words` on the last line, which says what each key does."""
        self.query_one(".dialog-keys", PlainText).say(words)

    async def ready(self, event: Event) -> None:
        """Waits until what was typed can be heeded. For the dialog to say; it must not take long."""
        del event

    def heeds(self, event: Event) -> bool:
        """Whether what was typed is to have an effect here. For the dialog to say."""
        del event
        return True
