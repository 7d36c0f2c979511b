"""Show what the focused setting means, its limits, and its errors.

The height is fixed, so that nothing moves.
"""

from collections.abc import Mapping

from rich.cells import cell_len
from textual.app import ComposeResult, RenderResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui_app.core.messages import describe
from tui_app.settings.problem import SEVERITIES, UNSET, Answer, Path, Problem, Unset
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice
from tui_app.text.escape import escape_controls, shortened
from tui_app.tui.widgets.explanation import Explanation, explanation
from tui_app.tui.widgets.wrap import balanced

LINES = 2
"""The lines for the help, and for the problem."""
MORE_LINES = 3
"""The lines for the problem if there is room to explain a setting in full."""
WIDTH = 78
"""Their width before it is known."""


class PlainText(Static):
    """Text in lines, never markup, and free of terminal sequences.

    It is painted again only if it differs.
    """

    def __init__(
        self,
        text: str = "",
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(_visible_lines(text), id=id, classes=classes, markup=False)
        self._text = text

    def render(self) -> RenderResult:
        """Return the text, wrapped so that no word is alone on the last line of a paragraph."""
        return Content(balanced(_visible_lines(self._text), self.content_size.width))

    def say(self, text: str) -> bool:
        """Show `text`. Return whether it differs from the one before."""
        differs = text != self._text
        if differs:
            self._text = text
            self.update(Content(_visible_lines(text)), layout=False)
        return differs


def _visible_lines(text: str) -> str:
    """Make `text` visible except for its line feeds.

    These are the program's own: foreign text is made visible before it is put in.
    """
    return "\n".join(map(escape_controls, text.split("\n")))


def facts(setting: Setting, width: int) -> str:
    """Return API name, limits and default of a setting on one line of `width` cells.

    If they do not fit: in fewer words, then without the limits, and at last cut.
    """
    name, default = (
        setting.json_path,
        "required" if setting.required else f"default: {setting.default_shown}",
    )
    kind = setting.kind
    forms = [
        kind.limits,
        kind.briefly,
        *([f"one of {len(kind.options)} choices (Enter)"] if isinstance(kind, Choice) else []),
    ]
    lines = [*(f"{name}  {form}  {default}" for form in forms), f"{name}  {default}"]
    return next((line for line in lines if len(line) <= width), shortened(lines[-1], width))


def line_count(text: str, width: int) -> int:
    """Count the lines of `width` cells that `text` takes.

    It breaks between words, and within a word that is too long.
    """
    count, room = 1, width
    for word in text.split(" "):
        cells = cell_len(word)
        if cells > room and room < width:
            count, room = count + 1, width
        while cells > room:
            cells, count = cells - width, count + 1
        room -= cells + 1
    return count


def fitted(text: str, width: int, tail: str = "", lines: int = LINES) -> str:
    """Return `text` and `tail` in so many `lines` of `width` cells.

    If they do not fit, `text` is cut and the cut is marked.
    """
    if line_count(text + tail, width) <= lines:
        return text + tail
    kept = min(len(text), lines * width)
    while kept > 0 and line_count(f"{text[:kept].rstrip()}...{tail}", width) > lines:
        kept -= 1
    return f"{text[:kept].rstrip()}...{tail}"


class HelpPane(Vertical):
    """The facts, the help, the problem with its fix.

    With enough room, all that is known of the setting takes the place of the help.
    """

    def compose(self) -> ComposeResult:
        yield PlainText(id="facts")
        yield PlainText(id="help")
        yield PlainText(id="problem")
        yield Explanation(id="more")

    def explain(
        self,
        setting: Setting,
        problems: list[Problem],
        settings: Mapping[Path, Setting],
        *,
        note: str = "",
        name: str = "",
        answer: "Answer | Unset" = UNSET,
    ) -> None:
        """Describe a setting.

        Show what the account calls its current `answer`, a `note` on that, and its problems.
        """
        width = self.size.width or WIDTH
        self.query_one("#facts", PlainText).say(facts(setting, width))
        help_text, more = (
            f"{called(name)} {setting.help} {note}".strip(),
            self.query_one(Explanation),
        )
        if more.display:
            more.show(explanation(setting, answer, width, name=called(name)))
        else:
            self.query_one("#help", PlainText).say(fitted(help_text, width))
        problem = self.query_one("#problem", PlainText)
        lines = MORE_LINES if more.display else LINES
        problem.say(problem_words(problems, settings, width, lines))
        for severity in SEVERITIES:
            shown = bool(problems) and problems[0].severity == severity
            problem.set_class(shown, f"-{severity}")
        self.set_class(bool(problems), "-faulty")


def called(name: str) -> str:
    """What the account calls an answer, as a sentence; empty if nobody knows."""
    return f'Its name is "{shortened(name, 60)}".' if name else ""


def problem_words(
    problems: list[Problem], settings: Mapping[Path, Setting], width: int, lines: int = LINES
) -> str:
    """Return the first problem, the number of others, and the key that accepts its fix.

    They take so many `lines` of `width` cells at most.
    """
    if not problems:
        return ""
    first = problems[0]
    more = f" (+{len(problems) - 1} more: F1)" if len(problems) > 1 else ""
    fix = f" [^F: {escape_controls(first.fix.label)}]" if first.fix else ""
    whole = describe(first, settings)
    words = fitted(whole, width, fix + more, lines)
    if more or words.startswith(whole):
        return words
    return fitted(whole, width, f"{fix} (more: F1)", lines)
