"""The answers of the review as lines of a list: what they say, and where the cursor goes."""

import textwrap
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, get_character_cell_size, set_cell_size
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from tui_app.core.draft import Draft
from tui_app.core.edit_messages import (
    NOTHING_CHANGED,
    difference,
)
from tui_app.core.messages import (
    left_out_of_every,
    shown_answer,
    statement,
)
from tui_app.settings.problem import Path, Problem, Unset, worst_first
from tui_app.settings.types import plain
from tui_app.text.escape import escape_controls
from tui_app.tui.widgets.wrap import without_lonely_word


class Line(NamedTuple):
    """One line of the review: text, look, target and problem.

    Enter goes to the setting at `path`; None marks a heading.
    """

    text: str
    look: str
    path: Path | None
    problem: Problem | None = None


class AnswerList(OptionList):
    """The lines of the review.

    PageUp changes the step, as everywhere. No step follows this one, so PageDown scrolls.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "app.previous_step", show=False),
        Binding("shift+tab", "app.cross(-1)", show=False),
    ]

    def action_cursor_up(self) -> None:
        """Move up, and stop at the first line: a list this long does not wrap."""
        if any(not option.disabled for option in self.options[: self.highlighted or 0]):
            super().action_cursor_up()
        else:
            self.scroll_home(animate=False)  # shows the heading above it

    def action_cursor_down(self) -> None:
        """Move down, and stop at the last line."""
        after = 0 if self.highlighted is None else self.highlighted + 1
        if any(not option.disabled for option in self.options[after:]):
            super().action_cursor_down()


VALUE_COLUMN = 28
"""Where the answers begin, after the label."""
FILLER = "\ufdd0"
"""Stands for the second cell of a wide character while lines are counted.

No text contains this code point.
"""


def hanging(text: str, width: int, indent: int = 4) -> str:
    """Wrap `text` between words to at most `width` cells, with a hanging `indent`."""
    if width < 20 or cell_len(text) <= width:
        return text
    if not text.isascii():
        # The lines are wrapped by characters, so a wide character becomes two. A break may come
        # between them: hence one cell less.
        wide = (char + FILLER * (get_character_cell_size(char) - 1) for char in text)
        text, width = "".join(wide), width - 1

    def wrap(room: int) -> list[str]:
        return textwrap.wrap(
            text.strip(),
            room,
            initial_indent="  ",
            subsequent_indent=" " * max(4, min(indent, width - 16)),
            break_on_hyphens=False,
        )

    lines = without_lonely_word(wrap, width)
    return "\n".join(lines).replace(FILLER, "")


def review_lines(draft: Draft, *, revealed: bool = False) -> list[Line]:
    """Return the lines of the review: what an edit changes, problems, every setting by step.

    `revealed`: show secrets in clear.
    """
    settings = draft.request.settings
    sent = draft.chosen()
    lines: list[Line] = []
    every = draft.form == "every"
    left_out = left_out_of_every(draft) if every else ""
    if left_out:
        lines.append(Line(f"  {left_out}", "unset", None))
    if draft.original is not None:
        lines.append(Line("Changes", "heading", None))
        lines += [
            Line(f"  {difference(each, settings)}", "set", each.path)
            for each in draft.original.differences(draft.answers)
        ] or [Line(f"  {NOTHING_CHANGED}", "unset", None)]
    problems = worst_first(draft.problems)
    if problems:
        lines.append(Line("Problems", "heading", None))
        lines += [_problem_line(problem, statement(problem, settings)) for problem in problems]
    for group in draft.request.groups:
        lines.append(Line(group.title, "heading", None))
        for setting in group.settings:
            answer = draft.get(setting.path)
            label = set_cell_size(f"  {setting.label}", VALUE_COLUMN)
            if isinstance(answer, Unset):
                default = f"default: {setting.default_shown}"
                not_sent = "not sent" if every and setting.default_doubt else "not set"
                shown = "required, not set" if setting.required else f"{not_sent} ({default})"
                if draft.original is not None and setting.secret:
                    shown = "stays as it is"
                lines.append(
                    Line(
                        label + (f"sent as the {default}" if setting.path in sent else shown),
                        "unset",
                        setting.path,
                    )
                )
            else:
                clear = plain(answer) if revealed and setting.secret else None
                lines.append(
                    Line(
                        label
                        + escape_controls(
                            clear if isinstance(clear, str) else shown_answer(setting, draft)
                        ),
                        "set",
                        setting.path,
                    )
                )
    return lines


def next_index(lines: list[Line], before: Line | None, index: int) -> int | None:
    """Return where the cursor goes when the lines have changed.

    Before, it was on the line `before`, at `index`. It stays on its line, or on its setting. From a
    problem that is gone it goes to the next one, so that the user can fix one after the other.
    """
    if before is None:
        return next((number for number, line in enumerate(lines) if line.path is not None), None)
    if before.problem is not None:
        problems = [number for number, line in enumerate(lines) if line.problem is not None]
        same = [number for number in problems if lines[number].problem == before.problem]
        later = [number for number in problems if number >= index]
        if same or problems:
            return (same or later or problems[-1:])[0]
    answers = [
        number
        for number, line in enumerate(lines)
        if line.path == before.path and line.problem is None
    ]
    return next(iter(answers), None) or next(
        (number for number, line in enumerate(lines) if line.path is not None), None
    )


def _problem_line(problem: Problem, words: str) -> Line:
    fix = f" [^F: {escape_controls(problem.fix.label)}]" if problem.fix else ""
    return Line(f"  {problem.severity}: {words}{fix}", problem.severity, problem.path, problem)
