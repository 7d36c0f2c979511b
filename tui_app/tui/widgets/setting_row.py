"""Show one setting on one line: label, answer, and a word for its state.

A row draws its label and mark itself; what is typed or chosen is between them. A key repaints the
answer, and the mark only if it changed.
"""

from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tui_app.core.draft import Draft
from tui_app.settings.problem import SEVERITIES, UNSET, Answer, Unset
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Codecs, Flag, Url
from tui_app.text.escape import escape_controls
from tui_app.tui.widgets.cells import clipped
from tui_app.tui.widgets.field_input import FieldInput, brought_by

LABEL_WIDTH = 27
MARK_WIDTH = 10


class SettingRow(Widget):
    """A setting and its answer in `draft`.

    It posts what the user does; `sync` shows what the draft holds.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row--label",
        "row--current",
        "row--value",
        "row--default",
        "row--mark",
        "row--set",
        "row--error",
        "row--warning",
        "row--hint",
    }

    class Answered(Message):
        """The user answered `setting`, or took the answer back with UNSET."""

        def __init__(self, setting: Setting, answer: "Answer | Unset") -> None:
            super().__init__()
            self.setting = setting
            self.answer = answer

    class Opened(Message):
        """The user wants to see the possible answers to `setting`."""

        def __init__(self, setting: Setting) -> None:
            super().__init__()
            self.setting = setting

    def __init__(self, setting: Setting, draft: Draft) -> None:
        super().__init__(id="row-" + "-".join(setting.path))
        self.setting = setting
        self.draft = draft
        self.points = True
        """Whether it shows that it has the focus. Not under a dialog: it would point at that."""
        self._mark = self._current_mark()

    @property
    def target(self) -> Widget:
        """The widget that takes the focus for this row."""
        return self

    def sync(self) -> None:
        """Show what the draft holds now. Repaint only what differs."""
        mark = self._current_mark()
        if mark != self._mark:
            self._mark = mark
            self.refresh(Region(max(0, self.size.width - MARK_WIDTH), 0, MARK_WIDTH, 1))

    def _current_mark(self) -> str:
        """The state of the setting, in one word."""
        problems = self.draft.problems_at(self.setting.path)
        if problems:
            return problems[0].severity
        answer = self.draft.get(self.setting.path)
        if isinstance(answer, Unset):
            if self.draft.original is not None and self.setting.secret:
                return "kept"
            return (
                "required"
                if self.setting.required
                else "not set"
                if self.setting.default_shown == "none"
                else "default"
            )
        return "null" if answer is None else "empty" if answer in ("", []) else "set"

    def _value(self) -> tuple[str, str]:
        """The text between label and mark, and its component class."""
        answer = self.draft.get(self.setting.path)
        if isinstance(answer, Unset):
            return self.setting.default_shown, "row--default"
        return escape_controls(self.setting.shown(answer)), "row--value"

    def render_line(self, y: int) -> Strip:
        current = (self.has_focus or self.has_focus_within) and self.points
        width = max(0, self.size.width - LABEL_WIDTH - MARK_WIDTH)
        value, value_class = self._value()
        label_class = "row--current" if current else "row--label"
        mark_class = f"row--{self._mark}" if self._mark in (*SEVERITIES, "set") else "row--mark"
        style = self.get_component_rich_style
        return Strip(
            [
                Segment(
                    set_cell_size(f"{'>' if current else ' '} {self.setting.label}", LABEL_WIDTH),
                    style(label_class),
                ),
                Segment(clipped(value, width), style(value_class)),
                Segment(set_cell_size(f" {self._mark}", MARK_WIDTH), style(mark_class)),
            ]
        )

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._repaint_label()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self._repaint_label()

    def point(self, points: bool) -> None:
        """Show, or do not show, that this row has the focus."""
        if points != self.points:
            self.points = points
            self._repaint_label()

    def _repaint_label(self) -> None:
        self.refresh(Region(0, 0, LABEL_WIDTH, 1))


class TextRow(SettingRow):
    """A setting that the user types."""

    _field: FieldInput | None = None

    def compose(self) -> ComposeResult:
        # A new field reports its first value as if the user had typed it.
        with self.prevent(Input.Changed):
            self._field = FieldInput(
                self._text(),
                placeholder=self._placeholder(),
                password=self.setting.secret,
                takes_payloads=True,
                address=isinstance(self.setting.kind, Url),
            )
        self._field.called = self.draft.name_of(self.setting.path)
        yield self._field

    @property
    def field(self) -> FieldInput:
        return self._field or self.query_one(FieldInput)

    @property
    def target(self) -> Widget:
        return self._field or self

    def _value(self) -> tuple[str, str]:
        return "", "row--value"  # the field draws it

    def _text(self) -> str:
        """The answer as the field holds it."""
        answer = self.draft.get(self.setting.path)
        if isinstance(answer, Unset) or answer is None or answer == []:
            return ""
        unwrap = getattr(answer, "get_secret_value", None)
        return str(unwrap()) if unwrap else self.setting.kind.show(answer)

    def _placeholder(self) -> str:
        answer = self.draft.get(self.setting.path)
        if isinstance(answer, Unset):
            return (
                ""
                if self.setting.required or self.setting.default_shown == "none"
                else self.setting.default_shown
            )
        return self.setting.shown(answer)

    def sync(self) -> None:
        super().sync()
        field = self._field
        if field is None:
            # The field is not there yet, or no longer if the app ends meanwhile. It begins with
            # what the draft holds.
            return
        if self._read(field.value) != self.draft.get(self.setting.path):
            with field.prevent(Input.Changed):
                field.value = self._text()
            field.cursor_position = len(field.value)
        field.called = self.draft.name_of(self.setting.path)
        placeholder = "" if field.value else self._placeholder()
        if field.placeholder != placeholder and not field.value:
            field.placeholder = placeholder

    def _read(self, text: str) -> "Answer | Unset":
        """Return the answer that the field's text means.

        If the text is empty there is no answer, unless the user chose empty (or null).
        """
        if text == "":
            kept = self.draft.get(self.setting.path)
            return kept if kept is None or kept in ("", []) else UNSET
        if self.setting.secret:
            from pydantic import SecretStr  # 50 ms, after the first screen is painted

            return SecretStr(text)
        answer = self.setting.kind.parse(text)
        return UNSET if answer in ("", []) else answer

    def reveal(self, shown: bool) -> None:
        """Show a secret in clear, or mask it again."""
        self.field.password = self.setting.secret and not shown

    @property
    def revealed(self) -> bool:
        return self.setting.secret and not self.field.password

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        answer = UNSET if event.value == "" else self._read(event.value)
        self.post_message(self.Answered(self.setting, answer))

    @on(Input.Submitted)
    async def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        await self.run_action("screen.next_field")

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        # Textual calls the handler of each class: the one of SettingRow paints the label.
        self.reveal(False)
        # Show the answer as it is sent: without spaces around it, 5 for 5.0.
        text = self._text()
        if text and self.field.value != text:
            with self.field.prevent(Input.Changed):
                self.field.value = text


class ChoiceRow(SettingRow, can_focus=True):
    """A setting with a few choices, or on and off.

    Left and Right change it, Enter shows all of them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Previous choice", show=False),
        Binding("right,space", "turn(1)", "Next choice", show=False),
        Binding("enter", "open", "All choices", show=False),
        Binding("delete,backspace", "unset", "Not set", show=False),
        Binding("ctrl+f", "screen.fix", "Accept the fix", show=False),
    ]

    def __init__(self, setting: Setting, draft: Draft) -> None:
        super().__init__(setting, draft)
        self._drawn = self._value()

    @property
    def choices(self) -> "list[Answer | Unset]":
        kind = self.setting.kind
        return list(kind.options) if isinstance(kind, Choice) else [True, False]

    def _value(self) -> tuple[str, str]:
        value, component = super()._value()
        return f"< {value} >", component

    def sync(self) -> None:
        super().sync()
        drawn = self._value()
        if drawn != self._drawn:
            self._drawn = drawn
            self.refresh()

    def action_turn(self, step: int) -> None:
        """Go to the next choice, round and round.

        From "not set" it starts at what the API would take.
        """
        choices = self.choices
        answer = self.draft.get(self.setting.path)
        if isinstance(answer, Unset):
            # The first key press should change something, so it leaves the default behind.
            default = (
                self.setting.default
                if self.setting.default in choices
                else self.setting.default_words
            )
            index = choices.index(default) + step if default in choices else (0 if step > 0 else -1)
        else:
            index = choices.index(answer) + step if answer in choices else 0
        self._choose(choices[index % len(choices)])

    def _choose(self, answer: "Answer | Unset") -> None:
        self.post_message(self.Answered(self.setting, answer))

    def action_unset(self) -> None:
        self._choose(UNSET)

    def action_open(self) -> None:
        self.post_message(self.Opened(self.setting))

    def on_key(self, event: events.Key) -> None:
        """Go to the next choice that begins with the typed letter or digit."""
        character = event.character
        if character is None or not character.isprintable() or character == " ":
            return
        shown = [(choice, self.setting.shown(choice)) for choice in self.choices]
        answer = self.draft.get(self.setting.path)
        matching = [choice for choice, text in shown if text.lower().startswith(character.lower())]
        if matching:
            event.stop()
            later = matching.index(answer) + 1 if answer in matching else 0
            self._choose(matching[later % len(matching)])

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted connection or secret as a field does. Other text is no choice."""
        event.stop()
        brought = brought_by(event.text.strip("\r\n"))
        if brought:
            self.post_message(brought)
        else:
            words = f"{self.setting.label} takes no pasted text: Left and Right choose."
            self.notify(words, severity="warning", markup=False)

    def on_focus(self) -> None:
        self._repaint_label()

    def on_blur(self) -> None:
        self._repaint_label()

    def on_click(self, event: events.Click) -> None:
        """Turn a switch, or open the choices, on a click on the answer.

        A click on the label only moves there.
        """
        if event.x < LABEL_WIDTH:
            return
        if isinstance(self.setting.kind, Flag):
            self.action_turn(1)
        else:
            self.action_open()


class ListRow(ChoiceRow, can_focus=True):
    """An ordered list, put together in its own dialog."""

    @property
    def choices(self) -> "list[Answer | Unset]":
        return []

    def _value(self) -> tuple[str, str]:
        return SettingRow._value(self)

    def action_turn(self, step: int) -> None:
        self.action_open()

    def on_key(self, event: events.Key) -> None:
        return


def row_for(setting: Setting, draft: Draft) -> SettingRow:
    """Return the row that suits the kind of a setting."""
    if isinstance(setting.kind, Choice | Flag):
        return ChoiceRow(setting, draft)
    if isinstance(setting.kind, Codecs):
        return ListRow(setting, draft)
    return TextRow(setting, draft)
