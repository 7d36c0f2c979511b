"""A one-line text field that stays still, checks pastes, and never gives a secret away."""

import os
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.actions import SkipAction
from textual.app import App
from textual.geometry import Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input
from textual.widgets.input import Selection

from tui_app.settings.misplaced import find, find_in_password
from tui_app.text.escape import MASK, escape_controls, stood_in
from tui_app.text.graphemes import boundary_after, boundary_before, clusters
from tui_app.tui.messages import PayloadPasted, SecretMisplaced
from tui_app.tui.widgets.cells import clipped

MIN_NAME = 8
"""Cells that must be free behind the text for a name to be drawn there."""
PASTE_LIMIT = 10_000
"""Characters taken from a paste.

No setting is longer; a field with a million would slow every key.
"""


_JOINERS = frozenset({"\u200c", "\u200d"})
_COPIED: "WeakKeyDictionary[App[object], str]" = WeakKeyDictionary()
"""What was last cut or copied in a field of an app."""


def say_how_to_paste(widget: Widget) -> None:
    """Show a message that says how the terminal pastes.

    Ctrl+V reaches the wizard only if the terminal does not paste with it.
    """
    from tui_app.system.environment import ways_to_paste

    widget.notify(f"This terminal pastes with {ways_to_paste(os.environ)}.", markup=False)


def brought_by(
    text: str, *, secret: bool = False, address: bool = False
) -> PayloadPasted | SecretMisplaced | None:
    """Return the message that reports a pasted text that is no answer; None if it may be one.

    `secret`: where a password is asked for; `address`: where a web address is.
    """
    from tui_app.readers import recognized  # once something is pasted

    if recognized(text):
        return PayloadPasted(text)
    found = find_in_password(text) if secret else find(text, address=address)
    return SecretMisplaced(found) if found else None


class _Whole(Segment):
    """A segment that is cut between clusters: one that the cut would tear becomes blanks."""

    def split_cells(self, cut: int) -> tuple[Segment, Segment]:
        text, style, control = self
        if text.isascii():
            return super().split_cells(cut)
        cells = 0
        for start, end in clusters(text):
            width = cell_len(text[start:end])
            if cells + width > cut:
                lost = cut - cells
                before = text[:start] + " " * lost
                after = " " * (width - lost) + text[end:] if lost else text[start:]
                return Segment(before, style, control), Segment(after, style, control)
            cells += width
        return self, Segment("", style, control)


class _Clusters(Text):
    """A text that styles and cuts only whole clusters.

    A style or a cut between the parts of a cluster would tear it on the terminal.
    """

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in super().__rich_console__(console, options):
            yield _Whole(*segment)

    def stylize(self, style: str | Style, start: int = 0, end: int | None = None) -> None:
        if end is not None:
            start, end = boundary_before(self.plain, start), boundary_after(self.plain, end)
        super().stylize(style, start, end)


class FieldInput(Input):
    """Textual's compact input without blinking.

    If `password` is set, its text is drawn as asterisks and cannot be copied or cut.

    A paste that holds a connection, or a secret that belongs elsewhere, is not taken as text: with
    `takes_payloads`, `PayloadPasted` and `SecretMisplaced` report it. `address`: the field asks for
    a web address.
    """

    # The field keeps its width whatever it holds, so that no key needs a new layout of the whole
    # screen.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        password: bool = False,
        takes_payloads: bool = False,
        address: bool = False,
    ) -> None:
        super().__init__(
            value, placeholder=placeholder, password=password, compact=True, select_on_focus=False
        )
        self._takes_payloads = takes_payloads
        self._secret = password
        self._address = address
        self.cursor_blink = False
        self._called = ""

    @property
    def called(self) -> str:
        """The account's name for what the text stands for.

        It is drawn in front of the text, and behind it while the user edits.
        """
        return self._called

    @called.setter
    def called(self, name: str) -> None:
        if name != self._called:
            self._called = name
            self.refresh()

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        if not self.value.isascii():
            # Textual makes it one cell too wide, and cuts that off later.
            strip = Strip(_Whole(*segment) for segment in strip).crop(0, self.size.width)
        if not (y or self.value or self.placeholder):
            # Textual leaves out the field's own style, in which an empty field is seen.
            blank = Segment(" " * (self.size.width - 1), self.rich_style)
            return Strip([*strip.crop(0, 1), blank])
        if y or not self._called or not self.value or self.password:
            return strip
        name, width = escape_controls(self._called), self.size.width
        dim = self.rich_style + Style(dim=True)
        if not self.has_focus:
            shown = clipped(name, min(cell_len(name), width))
            rest = width - cell_len(shown)
            return Strip(
                [
                    Segment(shown, self.rich_style),
                    Segment(clipped(f"  {stood_in(self.value)}", rest), dim),
                ]
            )
        used = cell_len(stood_in(self.value)) + 1
        if width - used < MIN_NAME:
            return strip
        return Strip.join(
            [strip.crop(0, used), Strip([Segment(clipped(f" {name}", width - used), dim)])]
        )

    @property
    def _value(self) -> Text:
        # Use asterisks: bullets are not ASCII, and any terminal shows an asterisk.
        if self.password:
            # The cursor needs an asterisk for each character. Without a cursor, nothing should show
            # how long the secret is.
            stars = "*" * len(self.value) if self.has_focus or not self.value else MASK
            return Text(stars, no_wrap=True, overflow="ignore", end="")
        # Draw one cell for each character that would move the cursor, or the terminal: Textual
        # draws them as they are.
        return _Clusters(stood_in(self.value), no_wrap=True, overflow="ignore", end="")

    # The cursor moves between clusters, and whole clusters are deleted.

    def validate_selection(self, selection: Selection) -> Selection:
        """Move the ends of the selection out of clusters.

        An end that moved into a cluster goes on in the same direction.
        """
        start, end = super().validate_selection(selection)
        old = self.selection.end
        return Selection(
            self._snapped(start, forward=start > end),
            self._snapped(end, forward=end > old),
        )

    def _snapped(self, index: int, *, forward: bool) -> int:
        return (boundary_after if forward else boundary_before)(self.value, index)

    def delete(self, start: int, end: int) -> None:
        start, end = sorted((start, end))
        super().delete(boundary_before(self.value, start), boundary_after(self.value, end))

    def _position_to_cell(self, position: int) -> int:
        # A secret is drawn as one asterisk for each code point, whatever its width.
        return position if self.password else cell_len(stood_in(self.value)[:position])

    def _cell_offset_to_index(self, offset: int) -> int:
        offset += self.scroll_offset.x
        if self.password:
            return min(offset, len(self.value))
        shown, cells = stood_in(self.value), 0
        for start, end in clusters(self.value):
            cells += cell_len(shown[start:end])
            if cells > offset:
                return start
        return len(self.value)

    def on_key(self, event: events.Key) -> None:
        # Take what joins emoji, or keeps letters apart: it is part of the text, though it prints
        # nothing.
        if event.character in _JOINERS:
            event.stop()
            event.prevent_default()
            self.replace(event.character, *self.selection)

    def on_resize(self) -> None:
        # The text that a narrow field scrolled out of view has room again.
        if self.content_width <= self.size.width:
            self.scroll_to(x=0, animate=False)

    def action_copy(self) -> None:
        if self.password:
            raise SkipAction
        super().action_copy()
        self._remember_copied(self.selected_text)

    def action_cut(self) -> None:
        if not self.password:
            selected = self.selected_text
            super().action_cut()
            self._remember_copied(selected)

    def _remember_copied(self, text: str) -> None:
        """Remember what was copied, but no secret.

        A secret shown in clear can be copied for elsewhere, but is pasted into no other field.
        """
        _COPIED[self.app] = "" if self._secret else text

    def action_paste(self) -> None:
        """Paste what was cut or copied in a field of the wizard, else say how the terminal pastes.

        Never paste what the review copied: it may contain a password.
        """
        copied = _COPIED.get(self.app)
        if copied:
            self.post_message(events.Paste(copied))
        else:
            say_how_to_paste(self)

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste as one line.

        Line ends around it are dropped, those within become spaces. A secret of several lines is
        not taken.
        """
        event.stop()
        event.prevent_default()
        text = event.text.strip("\r\n")
        if self._is_more_than_text(text):
            return
        lines = text.splitlines()
        if self.password and len(lines) > 1:
            self.notify(
                f"The paste has {len(lines)} lines, and a secret is one: nothing was taken.",
                severity="warning",
                markup=False,
            )
            return
        if len(lines) > 1:
            self.notify(
                f"The paste has {len(lines)} lines: they are one here, with spaces between.",
                markup=False,
            )
        text = " ".join(lines)
        if len(text) > PASTE_LIMIT:
            words = f"The paste has {len(text):,} characters; the first {PASTE_LIMIT:,} are taken."
            self.notify(words, severity="warning", markup=False)
            text = text[:PASTE_LIMIT]
        start, end = sorted(self.selection)
        self.replace(text, start, end)

    def _is_more_than_text(self, text: str) -> bool:
        """Whether `text` is no answer: it holds a connection, or a secret that belongs elsewhere.

        Nothing of such a paste becomes text.
        """
        # Take a secret that a dialog asks for as it is.
        if self.password and not self._takes_payloads:
            return False
        brought = brought_by(text, secret=self._secret, address=self._address)
        if brought is None:
            return False
        if self._takes_payloads:
            self.post_message(brought)
        else:
            what = brought.found.what if isinstance(brought, SecretMisplaced) else "a connection"
            self.notify(
                f"What was pasted holds {what}: it is no answer here, and was not taken.",
                severity="warning",
                markup=False,
            )
        return True
