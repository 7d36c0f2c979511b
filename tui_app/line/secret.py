"""Asks for a secret on the terminal, for a command that has no wizard."""

import os
import sys

from tui_app.line.console import Console, columns
from tui_app.line.ending import handle_signals
from tui_app.line.keyboard import EndOfInput, Keyboard, TooLong
from tui_app.storage.files import write_all
from tui_app.system.environment import only_ascii


def can_ask() -> bool:
    """Whether a question is seen and can be answered: both streams are a terminal."""
    return os.isatty(0) and os.isatty(2)


def ask_for_secret(prompt: str) -> str | None:
    """Says `prompt` on standard error, and reads a line that is not shown.

    None if the input ended, or the line is too long. Raises `Ended` after a signal; the terminal is
    then as it was.
    """
    reading, writing = (
        getattr(stream, "encoding", None) or "utf-8" for stream in (sys.stdin, sys.stderr)
    )
    console = Console(
        Keyboard(0, reading),
        lambda text: write_all(2, text.encode(errors="backslashreplace")),
        ascii_only=only_ascii(os.environ, writing),
        width=columns,
    )
    try:
        with handle_signals(console, lambda: None):
            return console.ask(prompt, secret=True)
    except (EndOfInput, TooLong):
        return None
    finally:
        console.keyboard.stop_hiding()
