"""Messages that stand for a while over the help, never over an error, and go when the user goes on."""

from time import monotonic, time

from textual.app import App, ReturnType
from textual.notifications import Notify, SeverityLevel

from tui_app.text.escape import visible
from tui_app.tui.terminal._textual import notices_of, show_notices, take_notice

READ = 3.0
"""Seconds after which a message was read, if the user types on: a long one is two lines."""


class Notices(App[ReturnType]):
    """An app whose messages are text, whatever stands in them."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Shows a message for `timeout` seconds, or until something is typed once it was read."""
        super().notify(
            visible(message), title=visible(title), severity=severity, timeout=timeout, markup=False
        )

    def on_notify(self, event: Notify) -> None:
        """Takes away what the new message is another of, or follows upon."""
        new = event.notification
        for old in notices_of(self):
            again = (old.message, old.title, old.severity) == (new.message, new.title, new.severity)
            if again or old.severity == new.severity == "information":
                take_notice(self, old)

    def take_notices_away(self, *, only_read: bool = True) -> None:
        """Takes away the messages, or those that have stood long enough to be read."""
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
        """Takes away what was said on a screen that is left or covered: of the next one it is not true.

        `since`: when that was, by `time.monotonic`. Warnings and errors stay until they were read, and so
        does what was given more time than usual: it tells what happened, whatever screen comes next.
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
