"""Drives linear mode in process: lines go in, and what was said comes out."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tui_app.api.replies import Connection
from tui_app.api.target import SANDBOX
from tui_app.core.autosave import AutoSave, Position
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.line.app import run as run_lines
from tui_app.line.console import Console
from tui_app.line.keyboard import EndOfInput
from tui_app.line.wizard import Linear
from tui_app.settings.problem import Answer
from tui_app.settings.setting import Setting
from tui_app.storage.journal import Journal
from tui_app.storage.locations import locations
from tui_app.text.document import Json

PASSWORD = "Wq7Nz2Lm9Rx"
GOOD: dict[str, Json] = {
    "connection_name": "office-pbx",
    "user_name": "office12",
    "password": PASSWORD,
}
LEAST = ("office-pbx", "office12", PASSWORD)
"""The lines that answer what is required."""

Line = str | Callable[[Linear], str]
"""A line, or a function that makes one during the run."""


class Typed:
    """A keyboard that types the next of `lines` each time it is asked, and then ends."""

    def __init__(self, lines: "tuple[Line, ...]", terminal: bool) -> None:
        self._lines = deque(lines)
        self.is_terminal = terminal
        self.lacks_newline = False
        self.wizard: Linear
        self.discarded: list[int] = []
        """How many lines were left each time that what was typed ahead was dropped."""

    def line(self) -> str:
        if not self._lines:
            raise EndOfInput
        line = self._lines.popleft()
        return line if isinstance(line, str) else line(self.wizard)

    def is_coming(self) -> bool:
        return bool(self._lines)

    def unfinished(self) -> str:
        return ""

    def discard(self) -> None:
        self.discarded.append(len(self._lines))

    def was_echoed(self) -> bool:
        return False

    def start_hiding(self) -> None:
        pass

    def stop_hiding(self) -> None:
        pass

    def drop_hidden(self) -> None:
        pass

    def turn_echo_off(self) -> None:
        pass

    def restore_modes(self) -> None:
        pass


@dataclass
class Said:
    """What a run said, as written and as one line of words. `code` is its exit code."""

    code: int
    written: str
    wizard: Linear
    keyboard: Typed

    @property
    def text(self) -> str:
        return " ".join(self.written.split())

    @property
    def lines(self) -> list[str]:
        return self.written.splitlines()

    @property
    def draft(self) -> Draft:
        return self.wizard.draft

    @property
    def made(self) -> Connection | None:
        """The connection of the draft, if it was created."""
        return self.wizard.wizard.made[-1] if self.draft.created else None


def run(
    *lines: Line,
    draft: Draft | None = None,
    session: Session | None = None,
    autosave: AutoSave | None = None,
    position: Position | None = None,
    terminal: bool = False,
    width: int = 1000,
    ascii_only: bool = False,
) -> Said:
    """Types all `lines` into linear mode. Each paragraph is one line unless `width` is given."""
    written: list[str] = []
    keyboard = Typed(lines, terminal)
    console = Console(keyboard, written.append, ascii_only=ascii_only, width=lambda: width)
    wizard = Linear(
        draft or Draft(),
        session or Session(SANDBOX),
        console,
        autosave,
        Journal(locations().journal),
        position,
    )
    keyboard.wizard = wizard
    code = run_lines(wizard)
    return Said(code, "".join(written), wizard, keyboard)


def typed_as(setting: Setting, answer: Answer) -> str:
    """What a user types to give `answer`."""
    if answer is None:
        return "/null"
    if answer in ("", []):
        return "/empty"
    text = str(answer) if setting.secret else setting.kind.show(answer)
    return "/" + text if text.startswith("/") else text


def good(**more: Json) -> Draft:
    """A draft that can be submitted, with `more` in it."""
    return Draft.of({**GOOD, **more})[0]
