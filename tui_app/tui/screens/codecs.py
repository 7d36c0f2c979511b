"""Order the codecs by priority: turn them on and off, and move them up and down, by keyboard."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui_app.settings.problem import UNSET, Answer, Fix, Unset
from tui_app.settings.setting import Setting
from tui_app.settings.types import Codecs
from tui_app.text.document import Json
from tui_app.text.escape import escape_controls
from tui_app.tui.screens.base import Dialog
from tui_app.tui.widgets.help_pane import PlainText


class CodecsDialog(Dialog[Fix | None]):
    """Return the change to make, or None.

    Codecs that are on come first, in their order; those that are off below. The cursor follows its
    codec.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "switch", "On or off"),
        Binding("shift+up,u,minus", "shift(-1)", "Up"),
        Binding("shift+down,d,plus", "shift(1)", "Down"),
        Binding("enter,ctrl+s", "accept", "Accept", priority=True),
        Binding("delete,backspace", "unset", "Not set"),
        Binding("escape", "close", "Close"),
    ]

    def __init__(self, setting: Setting, answer: "Answer | Unset") -> None:
        super().__init__()
        if not isinstance(setting.kind, Codecs):
            raise TypeError(f"{setting.json_path} is no list of codecs")
        self._setting = setting
        self._notes = {**setting.kind.options, **setting.kind.extra}
        start = (
            answer
            if isinstance(answer, list)
            else setting.default
            if isinstance(setting.default, list)
            else []
        )
        self._on = list(dict.fromkeys(map(str, start)))
        # Keep unknown names from a file in the list, so that they can be turned off and on again.
        self._names = list(dict.fromkeys([*self._notes, *self._on]))
        self._left: tuple[str, int] | None = None
        """What was turned off last, and its position, so that a second Space undoes the first."""

    @property
    def _off(self) -> list[str]:
        on = set(self._on)  # a file may bring thousands of names
        return [name for name in self._names if name not in on]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield PlainText(
                f"{self._setting.label}  {self._setting.json_path}", classes="dialog-title"
            )
            yield OptionList(*self._options(), markup=False)
            yield PlainText(
                "Space on/off  u/d move  Enter OK  Esc cancel  Del unset", classes="dialog-keys"
            )

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = 0

    def _options(self) -> list[Option]:
        marks = [
            *(f"{index}. [on]  " for index in range(1, len(self._on) + 1)),
            *["   [off] "] * len(self._off),
        ]
        names = [*self._on, *self._off]
        notes = (self._notes.get(name, "unknown") for name in names)
        return [
            Option(f"{mark}{escape_controls(name):10.40} {note}")
            for mark, name, note in zip(marks, names, notes, strict=True)
        ]

    def _show(self, name: str) -> None:
        options = self.query_one(OptionList)
        options.clear_options().add_options(self._options())
        options.highlighted = (self._on + self._off).index(name)

    def _highlighted(self) -> str | None:
        index = self.query_one(OptionList).highlighted
        return None if index is None else (self._on + self._off)[index]

    def action_switch(self) -> None:
        name = self._highlighted()
        if name is None:
            return
        if name in self._on:
            self._left = name, self._on.index(name)
            self._on.remove(name)
        else:
            index = self._left[1] if self._left and self._left[0] == name else len(self._on)
            self._on.insert(index, name)
            self._left = None
        self._show(name)

    def action_shift(self, step: int) -> None:
        name = self._highlighted()
        if name not in self._on:
            return
        index = self._on.index(name)
        other = index + step
        if 0 <= other < len(self._on):
            self._on[index], self._on[other] = self._on[other], self._on[index]
            self._left = None
            self._show(name)

    def action_accept(self) -> None:
        chosen: list[Json] = list(self._on)
        self.dismiss(Fix("", {self._setting.path: chosen}))

    def action_unset(self) -> None:
        self.dismiss(Fix("", {self._setting.path: UNSET}))

    def action_close(self) -> None:
        self.dismiss(None)
