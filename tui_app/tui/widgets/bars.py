"""The fixed lines of a screen: what is being set up and where, the steps, and the keys."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_app.core.draft import Draft
from tui_app.core.tally import Tally, review_tally, step_tally, whole_tally
from tui_app.settings.problem import Severity, Unset
from tui_app.settings.setting import Setting
from tui_app.text.escape import shortened
from tui_app.tui.widgets.cells import clipped

TOO_SMALL = (
    "This terminal is too small: 60 columns and 20 lines are needed. "
    "Nothing is lost; make it larger."
)


KNOWN_HOSTS = ("SANDBOX", "PRODUCTION")


class TopBar(Widget):
    """The product, the name of the connection, and the server on which it will be created."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "top--name",
        "top--subject",
        "top--sandbox",
        "top--production",
        "top--other",
    }

    def __init__(self, host: str) -> None:
        super().__init__()
        self.host = host
        self.subject = ""

    def sync(self, subject: str) -> None:
        if subject != self.subject:
            self.subject = subject
            self.refresh()

    def rename(self, host: str) -> None:
        """Show another server from now on."""
        self.host = host
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        name, host = " telnyx-wizard  ", f" {shortened(self.host, 40)} "
        middle = max(0, width - len(name) - cell_len(host) - 1)
        subject = clipped(shortened(self.subject, 200), middle)
        badge = self.host.lower() if self.host in KNOWN_HOSTS else "other"
        style = self.get_component_rich_style
        segments = [
            Segment(name, style("top--name")),
            Segment(subject, style("top--subject")),
            Segment(host, style(f"top--{badge}")),
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)


class StepState(NamedTuple):
    """A step as the bar shows it."""

    title: str
    tally: Tally


def step_states(draft: Draft) -> list[StepState]:
    """Return the states of the groups and of the review in `draft`.

    A step is not done, whatever is answered, while a required answer is missing.
    """
    states = [
        StepState(group.title, _unless_missing(draft, group.settings, step_tally(draft, group)))
        for group in draft.request.groups
    ]
    return [*states, StepState("Review", review_tally(draft))]


def whole_state(draft: Draft) -> Tally:
    """Return the counts of all steps together. They are not done either while one is missing."""
    settings = draft.request.settings.values()
    return _unless_missing(draft, settings, whole_tally(draft))


def _unless_missing(draft: Draft, settings: Iterable[Setting], tally: Tally) -> Tally:
    missing = any(each.required and isinstance(draft.get(each.path), Unset) for each in settings)
    return tally._replace(answered=0) if missing else tally


DONE, WARNED, WRONG = "\u2713", "!", "\u2717"
"""The signs of a step: answered, with a warning, with an error. ASCII draws `+`, `!` and `x`."""


def mark_of(tally: Tally) -> str:
    """Return the sign for the worst in a step and how often, like `! 2`; nothing if untouched.

    There is no number if it counts at another step.
    """
    if (worst := _worst(tally)) == "error":
        return f"{WRONG} {tally.errors or ''}".rstrip()
    if worst == "warning":
        return f"{WARNED} {tally.warnings or ''}".rstrip()
    return DONE if tally.answered else ""


def _worst(tally: Tally) -> Severity | None:
    if tally.errors or tally.concerned == "error":
        return "error"
    return "warning" if tally.warnings or tally.concerned else None


class StepBar(Widget):
    """The steps as a rail: each title with the sign of its state, over a line.

    The line is heavy under the current step. If the titles do not fit, only the current one and the
    totals are shown.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "steps--title",
        "steps--current",
        "steps--line",
        "steps--here",
        "steps--done",
        "steps--error",
        "steps--warning",
    }

    class Chosen(Message):
        """The user clicked on a step."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, current: int) -> None:
        super().__init__()
        self.current = current
        self.steps: Sequence[StepState] = ()
        self.whole = Tally(0, 0, 0)

    def sync(self, steps: Sequence[StepState], whole: Tally) -> None:
        if (steps, whole) != (self.steps, self.whole):
            self.steps, self.whole = steps, whole
            self.refresh()

    @property
    def _with_counts(self) -> bool:
        """Whether there is room for the numbers of errors and warnings, as wide as they may get."""
        return self.size.width >= sum(len(step.title) + 6 for step in self.steps) + 1

    @property
    def _is_narrow(self) -> bool:
        return sum(len(step.title) + 2 for step in self.steps) > self.size.width

    def _sign(self, step: StepState) -> str:
        """The sign before a title; a blank if there is nothing to tell."""
        mark = mark_of(step.tally) or " "
        return f"{mark.replace(' ', '') or ' '} " if self._with_counts else mark[0]

    def _spans(self) -> Iterator[tuple[int, int, StepState]]:
        """The first column of each step, the one after it, and the step."""
        start = 1 if self._with_counts else 0
        for step in self.steps:
            end = start + len(self._sign(step)) + len(step.title)
            yield start, end, step
            start = end + (2 if self._with_counts else 1)

    def render_line(self, y: int) -> Strip:
        first, second = (self._narrow, list) if self._is_narrow else (self._titles, self._line)
        segments: list[Segment] = second() if y else first()
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _titles(self) -> list[Segment]:
        style = self.get_component_rich_style
        parts: list[Segment] = []
        column = 0
        for index, (start, end, step) in enumerate(self._spans()):
            parts.append(Segment(" " * (start - column), self.rich_style))
            parts.append(Segment(self._sign(step), self._sign_style(step)))
            kind = "current" if index == self.current else "title"
            parts.append(Segment(step.title, style(f"steps--{kind}")))
            column = end
        return parts

    def _line(self) -> list[Segment]:
        style = self.get_component_rich_style
        spans = list(self._spans())
        start, end = spans[self.current][:2] if spans else (0, 0)
        return [
            Segment("\u2500" * start, style("steps--line")),
            Segment("\u2501" * (end - start), style("steps--here")),
            Segment("\u2500" * max(0, self.size.width - end), style("steps--line")),
        ]

    def _sign_style(self, step: StepState) -> Style:
        if not mark_of(step.tally):
            return self.rich_style
        return self.get_component_rich_style(f"steps--{_worst(step.tally) or 'done'}")

    def _narrow(self) -> list[Segment]:
        if not self.steps:
            return []
        step = self.steps[self.current]
        style = self.get_component_rich_style
        return [
            Segment(f" {self.current + 1}/{len(self.steps)} ", style("steps--title")),
            Segment(step.title, style("steps--current")),
            Segment(f"  {mark_of(step.tally)}", self._sign_style(step)),
            Segment(f"   all steps: {mark_of(self.whole) or '-'}", style("steps--title")),
        ]

    def on_click(self, event: events.Click) -> None:
        if self._is_narrow:
            # Only one step is visible: open the list, which has them all.
            self.app.simulate_key("ctrl+g")
            return
        for index, (start, end, _) in enumerate(self._spans()):
            if start <= event.x <= end:
                self.post_message(self.Chosen(index))
                return


class KeyBar(Widget):
    """The keys of a screen, the most needed first: as many as fit.

    A click on one does the same as the key. Under a dialog, which names its own keys, only the one
    that quits is left.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--word"}

    def __init__(self, hints: Sequence[str]) -> None:
        super().__init__()
        self.hints = hints
        self._covered = False

    def cover(self, covered: bool) -> None:
        """Show which keys hold: a dialog lies over the screen, or none does."""
        if covered != self._covered:
            self._covered = covered
            self.refresh()

    def _places(self) -> Iterator[tuple[int, str]]:
        """The hints that fit, each with the column where it begins."""
        start = 1
        for hint in self.hints:
            if self._covered and not hint.startswith("^Q "):
                continue
            if start + len(hint) < self.size.width:
                yield start, hint
                start += len(hint) + 2

    def render_line(self, y: int) -> Strip:
        style = self.get_component_rich_style
        parts = [Segment(" ", self.rich_style)]
        for _, hint in self._places():
            key, blank, words = hint.partition(" ")
            parts.append(Segment(key, style("keys--key")))
            parts.append(Segment(f"{blank}{words}  ", style("keys--word")))
        return Strip(parts).adjust_cell_length(self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        for start, hint in self._places():
            if start <= event.x < start + len(hint):
                self.app.simulate_key(key_of(hint))


def key_of(hint: str) -> str:
    """Return Textual's name for the key of a hint: `ctrl+r` for `^R review`."""
    shown = hint.split()[0]
    if shown.startswith("^"):
        return f"ctrl+{shown[1:].lower()}"
    names = {"PgDn": "pagedown", "PgUp": "pageup", "Esc": "escape", "/": "slash"}
    return names.get(shown, shown.lower())
