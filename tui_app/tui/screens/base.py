"""What all screens of the wizard share."""

from typing import ClassVar

from textual.events import Event, ScreenSuspend
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget

from tui_app.core.actions import Where
from tui_app.core.draft import Draft
from tui_app.settings.problem import Fix
from tui_app.tui.messages import LookupRequested
from tui_app.tui.notices import Notices
from tui_app.tui.terminal.painted import PaintedScreen
from tui_app.tui.widgets.bars import TOO_SMALL, KeyBar
from tui_app.tui.widgets.help_pane import PlainText


class MasksSecrets(Widget):
    """A screen that masks what was revealed on it as soon as it is left or covered.

    It also does so when the program is stopped (by the signal of Ctrl+Z).
    """

    def on_mount(self) -> None:
        # If another program sends the signal, Textual reports only the way back.
        for signal in (self.app.app_suspend_signal, self.app.app_resume_signal):
            signal.subscribe(self, lambda app: self.mask_secrets(), immediate=True)

    def on_unmount(self) -> None:
        # Textual keeps every subscriber until the signal is sent: a dialog too, with what was typed
        # into it.
        for signal in (self.app.app_suspend_signal, self.app.app_resume_signal):
            signal.unsubscribe(self)

    def on_screen_suspend(self, event: ScreenSuspend) -> None:
        # The screen on top may leave this one in sight.
        self.mask_secrets()
        if isinstance(self.app, Notices):
            self.app.leave_behind(event.time)

    def mask_secrets(self) -> None:
        """Mask what was revealed. Screens override this."""


class TakesKeys:
    """A screen that is asked before it gets what was typed."""

    async def ready(self, event: Event) -> None:
        """Wait until the screen can accept what was typed.

        Screens override this; it must not take long.
        """
        del event

    def accepts_input(self, event: Event) -> bool:
        """Whether what was typed has an effect here. Screens override this."""
        del event
        return True


class CoversKeys(Widget):
    """A screen whose key bar names no key that a dialog over it does not take."""

    def on_screen_suspend(self, event: ScreenSuspend) -> None:
        self._cover_keys(self.app.screen.is_modal)

    def on_screen_resume(self) -> None:
        self._cover_keys(False)

    def _cover_keys(self, covered: bool) -> None:
        for bar in self.query(KeyBar):
            bar.cover(covered)


class WizardScreen(CoversKeys, MasksSecrets, TakesKeys, PaintedScreen[ScreenResultType]):
    """A screen of the wizard, which sets its first focus itself.

    `WHERE`: which actions have a key on it.
    """

    WHERE: ClassVar[Where | None] = None
    AUTO_FOCUS: ClassVar[str | None] = None

    def accept(self, fix: Fix, draft: Draft) -> bool:
        """Apply a fix, or ask for what the account has. Return whether answers changed."""
        if fix.look_up:
            self.post_message(LookupRequested(draft.request.settings[fix.look_up]))
            return False
        return draft.apply(fix)


class Dialog(
    CoversKeys,
    MasksSecrets,
    TakesKeys,
    PaintedScreen[ScreenResultType],
    ModalScreen[ScreenResultType],
):
    """A dialog over a screen. It also sets its first focus itself."""

    heading = ""
    """The text of its title."""

    def on_mount(self) -> None:
        self.mount(PlainText(TOO_SMALL, classes="too-small"))

    def say_keys(self, words: str) -> None:
        """Show `words` on the last line, which says what each key does."""
        self.query_one(".dialog-keys", PlainText).say(words)
