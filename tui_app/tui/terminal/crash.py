"""Report crashes without the values of variables."""

import contextlib
import sys
from collections.abc import Iterable
from typing import TypeVar

from rich.console import Console, RenderableType
from rich.text import Text
from textual.app import App
from textual.css.query import NoMatches
from textual.widget import MountError

from tui_app.system.crash_report import crash_report, safe_report
from tui_app.tui.terminal._textual import (
    close_messages,
    error_of,
    is_exiting,
    set_return_code,
    words_left,
)

ReturnType = TypeVar("ReturnType")


class CrashGuard(App[ReturnType]):
    """An app that reports its own crash without the values of its variables, and exits with code 1.

    Textual's report shows the local variables of every frame, passwords among them, and the text of
    the error as it is.
    """

    def secrets(self) -> Iterable[str]:
        """What a report must not contain anywhere. Apps override this."""
        return ()

    _is_ending = False

    async def _shutdown(self) -> None:
        self._is_ending = True
        await super()._shutdown()

    def _handle_exception(self, error: Exception) -> None:
        # A screen that is being set up while the app ends lacks the widgets it should hold, or
        # cannot mount them.
        if not (
            (is_exiting(self) or self._is_ending) and isinstance(error, NoMatches | MountError)
        ):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        error = sys.exception() or error_of(self)
        report = crash_report(error, self.secrets()) if error else "crashed"
        words_left(self).append(Text(report))
        close_messages(self)

    def panic(self, *renderables: RenderableType) -> None:
        # Textual calls this if its input fails, and then ends as if nothing had happened.
        set_return_code(self, 1)
        super().panic(*renderables)

    def _print_error_renderables(self) -> None:
        """Print the first of the messages left for after the screen.

        The others mostly follow from the first one.
        """
        for renderable in words_left(self)[:1]:
            plain = Console(
                color_system=None,
                force_terminal=False,
                markup=False,
                highlight=False,
                emoji=False,
                width=1000,
                _environ={},
            )
            with plain.capture() as capture:
                plain.print(renderable)
            lines = capture.get().split("\n")
            report = safe_report("\n".join(line.rstrip() for line in lines), self.secrets())
            # The terminal may be closed by now: then nobody reads the report.
            with contextlib.suppress(OSError):
                print(report, file=sys.stderr)
        words_left(self).clear()
