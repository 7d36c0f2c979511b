"""Show messages for a while over the help, never over an error. They go when the user goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, time

from textual.app import App, ReturnType
from textual.notifications import Notification, Notify, SeverityLevel

from tui_app.text.escape import escape_controls
from tui_app.tui.terminal._textual import notices_of, show_notices, take_notice
from tui_app.tui.widgets.wrap import balanced

FRAME = 5
"""Columns beside the words of a message: its frame and the blanks around it."""
WIDEST = 75
"""Columns of a message's words at most, even if there is more room."""
LONGEST_WAIT = 3600
"""Seconds for which a message about something under way is shown at most."""
READ = 3.0
"""Seconds after which a message counts as read if the user types on: a long one has two lines."""


class Notices(App[ReturnType]):
    """An app whose messages are plain text, whatever they contain."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a message for `timeout` seconds, or until the user has read it and types on."""
        super().notify(
            balanced(escape_controls(message), min(self.size.width - FRAME, WIDEST)),
            title=escape_controls(title),
            severity=severity,
            timeout=timeout,
            markup=False,
        )

    @contextmanager
    def said_meanwhile(self, words: str) -> Iterator[None]:
        """Say what is being done until it is done."""
        words = balanced(escape_controls(words), min(self.size.width - FRAME, WIDEST))
        notice = Notification(words, timeout=LONGEST_WAIT, markup=False)
        self.post_message(Notify(notice))
        try:
            yield
        finally:
            # Now, since the next dialog would cover the screen that shows it. If the message above
            # was not handled yet, once it was.
            if not self._take_back(notice):
                self.call_later(self._take_back, notice)

    def _take_back(self, notice: Notification) -> bool:
        if notice not in notices_of(self):
            return False
        take_notice(self, notice)
        show_notices(self)
        return True

    def on_notify(self, event: Notify) -> None:
        """Remove messages that the new one repeats or follows."""
        new = event.notification
        for old in notices_of(self):
            again = (old.message, old.title, old.severity) == (new.message, new.title, new.severity)
            if again or old.severity == new.severity == "information":
                take_notice(self, old)

    def take_notices_away(self, *, only_read: bool = True) -> None:
        """Remove the messages, or only those shown long enough to be read."""
        gone = [
            notice
            for notice in notices_of(self)
            if not only_read or time() - notice.raised_at > READ
        ]
        for notice in gone:
            take_notice(self, notice)
        if gone:
            show_notices(self)

    def leave_behind(self, since: float) -> None:
        """Remove what was said on a screen that is left or covered: it is not true of the next one.

        `since`: when that was, by `time.monotonic`. Warnings and errors stay until they were read.
        So does a message with more time than usual: it says what happened, whatever screen comes
        next.
        """
        left = time() - (monotonic() - since)
        gone = [
            notice
            for notice in notices_of(self)
            if notice.severity == "information"
            and notice.timeout <= self.NOTIFICATION_TIMEOUT
            and notice.raised_at <= left
        ]
        for notice in gone:
            take_notice(self, notice)
        if gone:
            show_notices(self)
