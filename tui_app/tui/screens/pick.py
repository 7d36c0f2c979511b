"""A dialog with a list to pick from, filtered as the user types if it is long."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui_app.text.escape import escape_controls
from tui_app.tui.screens.base import Dialog
from tui_app.tui.screens.guarded import Guarded
from tui_app.tui.widgets.field_input import FieldInput
from tui_app.tui.widgets.help_pane import PlainText

T = TypeVar("T")

PREVIEW_AFTER = 0.05
"""Seconds for which the cursor rests before its line is previewed: keys typed ahead come sooner."""


class Pick(NamedTuple, Generic[T]):
    """One line: its text, a note, and the value that picking it returns."""

    label: str
    note: str
    value: T


def containing(picks: Sequence[Pick[T]], text: str) -> list[Pick[T]]:
    """Return the picks whose label or note contains every word of `text`, in any case.

    Those whose label begins with it come first.
    """
    wanted = text.casefold().strip()
    found = [
        pick
        for pick in picks
        if all(word in f"{pick.label} {pick.note}".casefold() for word in wanted.split())
    ]
    return sorted(found, key=lambda pick: not pick.label.casefold().startswith(wanted))


class PickDialog(Dialog[T | None], Generic[T]):
    """Show `picks`, and return the value of the one picked, or None.

    With `search`, a text field filters the list by the result of that. `preview` gets the value
    under the cursor once the cursor rests, not each value that it passes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+g", "close", "Close"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-8)", show=False),
        Binding("pagedown", "move(8)", show=False),
    ]

    def __init__(
        self,
        title: str,
        picks: Sequence[Pick[T]],
        *,
        current: int = 0,
        search: Callable[[str], Sequence[Pick[T]]] | None = None,
        preview: Callable[[T], None] | None = None,
    ) -> None:
        super().__init__()
        self._preview = preview
        self._previews: Timer | None = None
        self.heading = title
        self._picks = picks
        self._label_width = min(30, max((len(pick.label) for pick in picks), default=0))
        self._current = current
        self._search = search

    def compose(self) -> ComposeResult:
        # Keep the height and the columns of a filtered list: a letter then sends only the lines
        # that differ, and none that has moved.
        with Vertical(classes="dialog filtered" if self._search else "dialog"):
            yield PlainText(escape_controls(self.heading), classes="dialog-title")
            if self._search:
                yield FieldInput(placeholder="type to filter")
            yield OptionList(*self._options(), markup=False)
            yield PlainText(classes="dialog-keys")

    def _options(self) -> list[Option]:
        width = self._label_width
        return [
            Option(
                Content.assemble(
                    escape_controls(pick.label).ljust(width),
                    "  ",
                    (escape_controls(pick.note), "$muted-words"),
                )
            )
            for pick in self._picks
        ]

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    def on_mount(self) -> None:
        self.say_keys("Enter picks  Up/Down moves  Esc closes")
        self._list.highlighted = self._current if self._picks else None
        self.query_one(Input if self._search else OptionList).focus()

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        if self._search:
            before, self._picks = self._picks, self._search(event.value)
            if self._picks != before:
                nothing = (
                    [] if self._picks else [Option("Nothing is found by that.", disabled=True)]
                )
                self._list.set_options([*self._options(), *nothing])
            self._list.highlighted = 0 if self._picks else None

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._list.highlighted is not None:
            self._pick(self._list.highlighted)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._pick(event.option_index)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        preview = self._preview
        if self._previews is not None:
            self._previews.stop()
        if preview is not None and event.option_index < len(self._picks):
            value = self._picks[event.option_index].value
            self._previews = self.set_timer(PREVIEW_AFTER, lambda: preview(value))

    def _pick(self, index: int) -> None:
        if self.is_current:
            self.dismiss(self._picks[index].value)

    def action_move(self, lines: int) -> None:
        if self._picks:
            index = (self._list.highlighted or 0) + lines
            last = len(self._picks) - 1
            wraps = abs(lines) == 1
            self._list.highlighted = index % (last + 1) if wraps else max(0, min(last, index))

    def action_close(self) -> None:
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Go to the next line that begins with the letter, if the list has no filter."""
        if (
            self._search
            or not event.character
            or not event.character.isprintable()
            or event.character == " "
        ):
            return
        index = self._list.highlighted or 0
        order = [*range(index + 1, len(self._picks)), *range(index + 1)]
        found = next(
            (n for n in order if self._picks[n].label.lower().startswith(event.character.lower())),
            None,
        )
        if found is not None:
            self._list.highlighted = found
            event.stop()


class OfferDialog(Guarded[T | None], PickDialog[T]):
    """A list that nobody asked for, so it ignores what was typed before it was seen."""
