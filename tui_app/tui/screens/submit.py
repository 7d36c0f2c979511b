"""Show the submission as it happens.

It says what is being done, for how long, and what stopping would mean.
"""

import time
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from tui_app.text.escape import escape_controls
from tui_app.tui.screens.base import WizardScreen
from tui_app.tui.widgets.bars import TOO_SMALL, KeyBar, TopBar
from tui_app.tui.widgets.help_pane import PlainText


class SubmitScreen(WizardScreen[None]):
    """Show the progress that `say` reports. Escape calls `stop`.

    The request itself runs elsewhere, and this screen never cuts it off.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", "Stop waiting")]

    def __init__(self, title: str, name: str, host: str, stop: Callable[[], None]) -> None:
        super().__init__()
        self._heading = title
        self._connection = name
        self._host = host
        self._stop = stop
        self._doing = "Preparing the request"
        self._stopping = "Nothing has been sent yet: Esc stops."
        self._since = time.monotonic()
        self._until: float | None = None

    def compose(self) -> ComposeResult:
        yield TopBar(self._host)
        with Vertical(classes="page"):
            yield PlainText(
                f"{escape_controls(self._heading)} on {escape_controls(self._host)}",
                classes="page-title",
            )
            yield PlainText(id="doing")
            yield PlainText(id="stopping")
        yield KeyBar(("Esc stop waiting",))
        yield PlainText(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        self.query_one(TopBar).sync(self._connection)
        self._tick()
        # Once a second is as often as the seconds change.
        self.set_interval(1, self._tick)

    def say(self, doing: str, stopping: str, *, until: float | None = None) -> None:
        """Show what is being done now, and what Escape would mean.

        `until`: the end of a wait, by `time.monotonic`.
        """
        self._doing, self._stopping, self._since, self._until = (
            doing,
            stopping,
            time.monotonic(),
            until,
        )
        self._tick()

    def _tick(self) -> None:
        if self.is_mounted:
            now = time.monotonic()
            seconds = (
                now - self._since if self._until is None else max(0.0, self._until - now) + 0.999
            )
            self.query_one("#doing", PlainText).say(f"{self._doing}: {int(seconds)} s")
            self.query_one("#stopping", PlainText).say(f"Esc: {self._stopping}")

    def action_stop(self) -> None:
        self._stop()
