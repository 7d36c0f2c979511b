"""Asks for a secret on the terminal, for a command that has no wizard."""

import os
import sys

from tui_app.line.console import Console, columns
from tui_app.line.ending import handle_signals
from tui_app.line.keyboard import EndOfInput, Keyboard, TooLong
from tui_app.storage.files import write_all
from tui_app.system.environment import only_ascii


def ask_for_secret(prompt: str) -> str | None:
    """Says `prompt` on standard error, and reads a line that is not shown.

    None if the input ended, or the line is too long. Raises `Ended` after a signal; the terminal is
    then as it was.
    """
    encoding = getattr(sys.stdin, "encoding", None) or "utf-8"
    console = Console(
        Keyboard(0, encoding),
        lambda text: write_all(2, text.encode(errors="backslashreplace")),
        ascii_only=only_ascii(os.environ, encoding),
        width=columns,
    )
    try:
        with handle_signals(console, lambda: None):
            return console.ask(prompt, secret=True)
    except (EndOfInput, TooLong):
        return None
    finally:
        console.keyboard.stop_hiding()
