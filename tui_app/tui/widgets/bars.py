"""The fixed lines of a screen: what is being set up and where, the steps, and the keys."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_app.core.draft import Draft
from tui_app.core.tally import Tally, review_tally, step_tally
from tui_app.text.escape import shortened
from tui_app.tui.widgets.cells import clipped

TOO_SMALL = (
    "This terminal is too small: 60 columns and 20 lines are needed. "
    "Nothing is lost; make it larger."
)


class TopBar(Widget):
    """The product, the name of the connection, and the server on which it will be created."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"top--name", "top--subject", "top--host"}

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
        middle = max(0, width - len(name) - cell_len(host))
        subject = clipped(shortened(self.subject, 200), middle)
        style = self.get_component_rich_style
        segments = [
            Segment(name, style("top--name")),
            Segment(subject, style("top--subject")),
            Segment(host, style("top--host")),
        ]
        return Strip(segments).adjust_cell_length(width)


class StepState(NamedTuple):
    """A step as the bar shows it."""

    title: str
    tally: Tally


def step_states(draft: Draft) -> list[StepState]:
    """Return the states of the groups and of the review in `draft`."""
    states = [StepState(group.title, step_tally(draft, group)) for group in draft.request.groups]
    return [*states, StepState("Review", review_tally(draft))]


def mark_of(tally: Tally) -> str:
    """Return `x2 !1` for 2 errors and 1 warning, `+3` for 3 answers, `-` for an untouched step."""
    found = [f"x{tally.errors}"] if tally.errors else []
    found += [f"!{tally.warnings}"] if tally.warnings else []
    return " ".join(found) or (f"+{tally.answered}" if tally.answered else "-")


class StepBar(Widget):
    """The titles of the steps, and the state of each below it.

    If they do not fit, it shows only the current step and the totals.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "steps--title",
        "steps--current",
        "steps--mark",
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
            titles_changed = [step.title for step in steps] != [step.title for step in self.steps]
            self.steps, self.whole = steps, whole
            if titles_changed or self._is_narrow or self.size.height < 2:
                self.refresh()
            else:
                self.refresh(self.size.region.shrink((1, 0, 0, 0)))

    @property
    def _is_narrow(self) -> bool:
        return sum(len(step.title) + 2 for step in self.steps) + 1 > self.size.width

    def render_line(self, y: int) -> Strip:
        if self._is_narrow:
            segments = self._narrow(y)
        elif self.size.height < 2:
            segments = self._narrow(0)
        else:
            segments = self._titles() if y == 0 else self._marks()
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _titles(self) -> list[Segment]:
        style = self.get_component_rich_style
        parts = [Segment(" ", self.rich_style)]
        for index, step in enumerate(self.steps):
            parts.append(
                Segment(
                    step.title, style("steps--current" if index == self.current else "steps--title")
                )
            )
            parts.append(Segment("  ", self.rich_style))
        return parts

    def _marks(self) -> list[Segment]:
        parts = [Segment(" ", self.rich_style)]
        for step in self.steps:
            parts.append(
                Segment(
                    set_cell_size(mark_of(step.tally), len(step.title) + 2), self._mark_style(step)
                )
            )
        return parts

    def _mark_style(self, step: StepState) -> Style:
        kind = "error" if step.tally.errors else "warning" if step.tally.warnings else "mark"
        return self.get_component_rich_style(f"steps--{kind}")

    def _narrow(self, y: int) -> list[Segment]:
        if y or not self.steps:
            return []
        step = self.steps[self.current]
        style = self.get_component_rich_style
        return [
            Segment(f" {self.current + 1}/{len(self.steps)} ", style("steps--title")),
            Segment(step.title, style("steps--current")),
            Segment(f"  {mark_of(step.tally)}", self._mark_style(step)),
            Segment(f"   all steps: {mark_of(self.whole)}", style("steps--title")),
        ]

    def on_click(self, event: events.Click) -> None:
        if self._is_narrow or self.size.height < 2:
            # Only one step is visible: open the list, which has them all.
            self.app.simulate_key("ctrl+g")
            return
        start = 1
        for index, step in enumerate(self.steps):
            if start <= event.x < start + len(step.title) + 1:
                self.post_message(self.Chosen(index))
            start += len(step.title) + 2


class KeyBar(Widget):
    """The keys of a screen, the most needed first: as many as fit.

    A click on one does the same as the key.
    """

    def __init__(self, hints: Sequence[str]) -> None:
        super().__init__()
        self.hints = hints

    def _places(self) -> Iterator[tuple[int, str]]:
        """The hints that fit, each with the column where it begins."""
        start = 1
        for hint in self.hints:
            if start + len(hint) < self.size.width:
                yield start, hint
                start += len(hint) + 2

    def render_line(self, y: int) -> Strip:
        text = "".join(f"{hint}  " for _, hint in self._places())
        return Strip([Segment(set_cell_size(f" {text}", self.size.width), self.rich_style)])

    def on_click(self, event: events.Click) -> None:
        for start, hint in self._places():
            if start <= event.x < start + len(hint):
                self.app.simulate_key(key_of(hint))


def key_of(hint: str) -> str:
    """Return Textual's name for the key of a hint: `ctrl+r` for `^R review`."""
    shown = hint.split()[0]
    if shown.startswith("^"):
        return f"ctrl+{shown[1:].lower()}"
    return {"PgDn": "pagedown", "PgUp": "pageup", "Esc": "escape"}.get(shown, shown.lower())
