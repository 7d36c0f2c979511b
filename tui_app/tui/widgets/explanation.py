"""Explain the focused setting in full: when to change it, what it takes, and every choice."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import ClassVar, Final, NamedTuple

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui_app.core.messages import choices, default_words
from tui_app.settings.problem import UNSET, Answer, Unset
from tui_app.settings.setting import Setting
from tui_app.settings.types import Flag
from tui_app.text.escape import escape_controls
from tui_app.tui.widgets.wrap import balanced

CHOSEN: Final = "\u2022"
"""Stands before the current answer. ASCII draws `*`."""
_LEAST: Final = 20


class Line(NamedTuple):
    """A line of the explanation, and how it looks: head, text, choice, chosen or note."""

    text: str
    look: str = "text"


CUT: Final = Line("... F1 shows all", "note")


def explanation(
    setting: Setting, answer: "Answer | Unset", width: int, *, name: str = ""
) -> list[Line]:
    """Return what is known of a setting in lines of `width` cells.

    `answer` is the current one, which is marked among the choices. `name` says what the account
    calls it.
    """
    width = max(width, _LEAST)
    help_words = " ".join(filter(None, (name, setting.help)))
    lines = [*map(Line, balanced(help_words, width).split("\n")), Line("")]
    for note in setting.notes:
        first, *rest = balanced(note, width - 2).split("\n")
        lines += [Line(f"- {first}"), *(Line(f"  {row}") for row in rest)]
    lines += [Line("")] if setting.notes else []
    named = _choices(setting)
    if not named:
        return [*lines, *_facts(setting, width)]
    lines.append(Line("Choices", "head"))
    column = min(max(map(len, named)) + 4, width // 2)
    for name, note in named.items():
        is_default = setting.default_shown == name
        notes = ", ".join(filter(None, (note, "API default" if is_default else "")))
        lines += _choice(name, notes, column, width, chosen=_is_chosen(setting, answer, name))
    return [*lines, Line(""), *_facts(setting, width)]


def _choices(setting: Setting) -> dict[str, str]:
    if isinstance(setting.kind, Flag):
        return {setting.shown(value): "" for value in (True, False)}
    return choices(setting)


def _is_chosen(setting: Setting, answer: "Answer | Unset", name: str) -> bool:
    if isinstance(answer, list):
        return name in answer
    return answer is not UNSET and answer is not None and setting.shown(answer) == name


def _choice(name: str, note: str, column: int, width: int, *, chosen: bool) -> Iterator[Line]:
    sign = CHOSEN if chosen else " "
    rows = textwrap.wrap(note, max(width - column, _LEAST)) or [""]
    begin = f"{sign} {escape_controls(name)}".ljust(column)
    yield Line(f"{begin}{rows[0]}".rstrip(), "chosen" if chosen else "choice")
    for row in rows[1:]:
        yield Line(" " * column + row, "chosen" if chosen else "choice")


def _facts(setting: Setting, width: int) -> Iterator[Line]:
    facts = default_words(setting)
    if not _choices(setting):
        facts += f" Takes {setting.kind.limits}."
    for row in textwrap.wrap(facts, width):
        yield Line(row, "note")


class Explanation(Widget):
    """The lines of an explanation. What does not fit is marked, and F1 shows all."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "explanation--head",
        "explanation--text",
        "explanation--choice",
        "explanation--chosen",
        "explanation--note",
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show `lines`. They are painted only if they differ from those before."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        if y >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        is_cut = y == height - 1 and len(self._lines) > height
        line = CUT if is_cut else self._lines[y]
        style = self.get_component_rich_style(f"explanation--{line.look}")
        return Strip([Segment(set_cell_size(line.text, width), style)])
