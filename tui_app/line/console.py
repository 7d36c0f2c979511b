"""Writes and reads lines.

It writes words and line ends only: no carriage return, nothing drawn again, no escape sequence but
the one that a copy is sent with.
"""

import os
import textwrap
from collections.abc import Callable
from typing import Final, Protocol

from tui_app.line.ending import Ended
from tui_app.text.escape import escape_controls

WIDTH: Final = 80
"""Columns, if the width of the terminal is unknown."""
NARROWEST: Final = 20
SHOWN: Final = (
    "Warning: that was typed before it was asked for, so the terminal has shown it: "
    "clear its screen where others may see it."
)


class Lines(Protocol):
    """The source of lines: `keyboard.Keyboard`, or what a test types."""

    @property
    def is_terminal(self) -> bool: ...

    @property
    def lacks_newline(self) -> bool:
        """Whether the last line came without its end, as after Ctrl+D."""

    def line(self) -> str: ...

    def is_coming(self) -> bool: ...

    def unfinished(self) -> str: ...

    def discard(self) -> None: ...

    def was_echoed(self) -> bool: ...

    def start_hiding(self) -> None: ...

    def stop_hiding(self) -> None: ...

    def drop_hidden(self) -> None: ...

    def turn_echo_off(self) -> None: ...

    def restore_modes(self) -> None: ...


class Console:
    """Says and asks.

    `write` writes text; the cursor stays at its end.
    `ascii_only`: the other end may not understand UTF-8. `to_terminal`: it is a terminal.
    """

    def __init__(
        self,
        keyboard: "Lines",
        write: Callable[[str], None],
        *,
        ascii_only: bool = False,
        width: Callable[[], int] = lambda: WIDTH,
        to_terminal: bool = False,
    ) -> None:
        self.keyboard = keyboard
        self._write = write
        self._ascii_only = ascii_only
        self._width = width
        self._to_terminal = to_terminal
        self._prompt = ""

    @property
    def send(self) -> Callable[[str], None] | None:
        """Writes a sequence for the terminal as it is; None if no terminal is written to."""
        return self._write if self._to_terminal else None

    def say(self, *paragraphs: str) -> None:
        """Writes each paragraph on a new line, wrapped between words, with its indent kept."""
        self._write(
            "".join(f"{line}\n" for paragraph in paragraphs for line in self._broken(paragraph))
        )

    def say_unbroken(self, *lines: str) -> None:
        """Writes lines that mean something as they are, of a script or a file: none is wrapped."""
        self._write("".join(f"{self._safe(line)}\n" for line in lines))

    def ask(self, prompt: str, *, secret: bool = False) -> str:
        """Says `prompt` and waits for a line. Raises what the keyboard raises.

        A secret is not shown. Only a terminal shows by itself what is typed: what comes from a pipe
        is written here.
        """
        shown = secret and self.keyboard.was_echoed()
        # Hide typing before the question appears, and until a question that asks for no secret:
        # what the user types early, or types again, is then hidden too.
        if secret:
            self.keyboard.start_hiding()
        else:
            self.keyboard.stop_hiding()
        self._prompt = "\n".join(self._broken(prompt)) + " "
        try:
            self._write(self._prompt)
            typed = self.keyboard.line()
        except BaseException as error:
            if isinstance(error, Ended):
                self.keyboard.drop_hidden()
            self._write("\n")
            raise
        finally:
            self._prompt = ""
        if not self.keyboard.is_terminal:
            from tui_app.line.recognizing import may_hold_secret

            self._write(
                "\n"
                if secret
                else "{...}\n"
                if may_hold_secret(typed)
                else f"{self._safe(typed)}\n"
            )
        elif self.keyboard.lacks_newline:
            self._write("\n")
        if shown and typed and (typed[0] != "/" or typed.startswith("//")):
            self.say(SHOWN)
        return typed

    def _broken(self, paragraph: str) -> list[str]:
        text = self._safe(paragraph)
        indent = " " * (len(text) - len(text.lstrip()))
        # Leave one column free: some terminals add an empty line after one that fills all columns.
        width = max(self._width() - 1, NARROWEST)
        lines = textwrap.wrap(
            text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        return lines or [""]

    def _safe(self, text: str) -> str:
        text = escape_controls(text)
        return (
            text.encode("ascii", "backslashreplace").decode("ascii") if self._ascii_only else text
        )

    # Job control

    def stopping(self) -> None:
        self.keyboard.restore_modes()

    def continued(self) -> None:
        self.keyboard.turn_echo_off()
        if self._prompt:
            self._write(self._prompt)


def columns() -> int:
    """The width of the terminal on standard output now."""
    try:
        return os.get_terminal_size(1).columns or WIDTH
    except OSError:
        return WIDTH
