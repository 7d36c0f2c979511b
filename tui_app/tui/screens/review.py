"""Check your answers.

Problems come first, then every answer by step, and the payload exactly as it would be sent.
"""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui_app.core.actions import Where
from tui_app.core.copied import copied_payload
from tui_app.core.draft import Draft
from tui_app.core.edit_messages import (
    ONLY_CHANGES,
    changes_counted,
    subject_of,
)
from tui_app.core.fix_all import fix_all, is_fixed_with_all, nothing_accepted
from tui_app.core.messages import (
    NO_FIX,
    fixes_accepted,
    payload_title,
    standing,
)
from tui_app.settings.problem import SEVERITIES
from tui_app.text.json_lines import json_lines
from tui_app.tui.bindings import bindings, key_bar, manual_text
from tui_app.tui.messages import (
    CopyRequested,
    GoToSetting,
    GoToStep,
    SubmitRequested,
)
from tui_app.tui.screens.base import WizardScreen
from tui_app.tui.screens.step import WIDE
from tui_app.tui.terminal._textual import Toast
from tui_app.tui.widgets.answer_list import (
    VALUE_COLUMN,
    AnswerList,
    Line,
    hanging,
    next_index,
    review_lines,
)
from tui_app.tui.widgets.bars import TOO_SMALL, KeyBar, StepBar, TopBar, step_states, whole_state
from tui_app.tui.widgets.colouring import BROKEN
from tui_app.tui.widgets.help_pane import PlainText
from tui_app.tui.widgets.payload_view import PayloadView

KEYS = key_bar(
    "review",
    "submit",
    "Enter edit",
    "quit",
    "copy",
    "export",
    "form",
    "reveal",
    "show",
    "previous",
    "commands",
    "fix_all",
)

EDIT_KEYS = key_bar(
    "review",
    "s send",
    "Enter edit",
    "quit",
    "copy",
    "export",
    "reveal",
    "show",
    "previous",
    "commands",
    "fix_all",
)

LEAST_LINES = 4
"""Lines of answers that stay, however many messages there are."""

HELP = """\
Nothing is sent from here without one more question.

{keys}

In the payload, a line that ends with {broken} continues below it."""


class ReviewScreen(WizardScreen[None]):
    """Send nothing without a confirmation.

    Opening the review shows every problem, also those of fields that were never visited.
    """

    WHERE: ClassVar[Where | None] = "review"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("review"),
        Binding("escape", "answers", show=False),
        Binding("ctrl+n,ctrl+r", "stay", show=False),
    ]

    def __init__(self, index: int, draft: Draft, host: str) -> None:
        super().__init__()
        self.index = index
        self.draft = draft
        self.host = host
        self.revealed = False
        self._lines: list[Line] = []
        self._wrapped_to = 0
        """The width to which the lines were wrapped."""

    def compose(self) -> ComposeResult:
        yield TopBar(self.host)
        yield StepBar(self.index)
        yield PlainText(id="verdict")
        with Horizontal(id="body"):
            yield AnswerList(id="answers", markup=False)
            with Vertical(id="payload-side"):
                yield PlainText(id="payload-title")
                yield PayloadView(id="payload", can_focus=True)
        yield KeyBar(KEYS if self.draft.original is None else EDIT_KEYS)
        yield PlainText(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        self.sync()
        self._list.focus()
        self.screen_layout_refresh_signal.subscribe(self, self._make_room, immediate=True)

    def _make_room(self, screen: Screen[object]) -> None:
        """End answers and payload above the messages, so that none covers a problem or its fix."""
        del screen
        body = self.query_one("#body")
        end = body.region.bottom + body.styles.margin.bottom
        tops = [toast.region.y for toast in self.query(Toast) if toast.region]
        taken = max(0, end - max(min(tops, default=end), body.region.y + LEAST_LINES))
        if taken != body.styles.margin.bottom:
            body.styles.margin = (0, 0, taken, 0)
            self.call_after_refresh(self._list.scroll_to_highlight)

    def on_screen_resume(self) -> None:
        # Show all problems from now on. Not before: the screen is prepared while it is not seen.
        self.draft.reviewed = True
        self.sync()
        # It may have another width than when it was left.
        self.call_after_refresh(self.sync)
        if self.draft.blocking_errors:
            # The user wants the first problem next.
            self._list.highlighted = next(
                index for index, line in enumerate(self._lines) if line.problem is not None
            )

    def mask_secrets(self) -> None:
        if self.revealed:
            self.action_reveal()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#answers", OptionList)

    # Showing what the draft holds

    def sync(self) -> None:
        """Bring the screen in line with the draft. The highlighted line stays on its setting."""
        self.query_one(TopBar).sync(subject_of(self.draft))
        self.query_one(StepBar).sync(step_states(self.draft), whole_state(self.draft))
        self._sync_lines()
        self._sync_payload()
        self.query_one("#verdict", PlainText).say(self._verdict())

    def _verdict(self) -> str:
        if self.draft.created:
            return " This connection has been created."
        so_far = standing(self.draft)
        bad = len(self.draft.blocking_errors)
        if bad:
            first = f"Fix {bad} error{'s' if bad > 1 else ''} first."
            enter = "Enter jumps to the field"
            fixes = sum(map(is_fixed_with_all, self.draft.problems))
            accept = f"a accepts {fixes} fix{'es' if fixes > 1 else ''}"
            forms = [
                *([f" {so_far} {first} {enter}, {accept}."] if fixes else []),
                *([f" {so_far} {first} {accept}."] if fixes else []),
                f" {so_far} {first} {enter}.",
                f" {so_far} {first}",
                f" {first} {accept}." if fixes else f" {first} {enter}.",
                f" {first}",
            ]
        elif self.draft.original is not None:
            count = len(self.draft.chosen())
            sends = f"s sends {changes_counted(count)}." if count else "Nothing is changed."
            forms = [f" {so_far} {sends}", f" {sends}"]
        else:
            every = "every value" if self.draft.form == "every" else "what you set"
            forms = [
                f" {so_far} s creates the connection with {every}.",
                f" {so_far} s sends {every}.",
                f" {so_far}",
            ]
        return next((form for form in forms if len(form) <= self.size.width), forms[-1])

    def _sync_lines(self) -> None:
        lines, width = review_lines(self.draft, revealed=self.revealed), self._list.size.width
        if (lines, width) == (self._lines, self._wrapped_to):
            return
        self._wrapped_to = width
        options, before = self._list, self._line
        index = options.highlighted or 0
        self._lines = lines
        options.clear_options().add_options([self._option(line) for line in lines])
        options.highlighted = next_index(lines, before, index)

    def _option(self, line: Line) -> Option:
        looks = {"unset": "$muted-words"}
        is_answer = line.path is not None and line.problem is None
        indent = VALUE_COLUMN if is_answer else 4
        text = hanging(line.text, self._list.size.width - 3, indent)
        content = Content.styled(text, looks.get(line.look, ""))
        if line.look in SEVERITIES:
            # Colour the word alone: a whole line in colour cannot be read under the cursor.
            start = content.plain.index(line.look)
            colour = {"error": "$bad", "warning": "$warn", "hint": "$hint"}[line.look]
            content = content.stylize(f"bold {colour}", start, start + len(line.look))
        return Option(content, disabled=line.path is None)

    def _sync_payload(self) -> None:
        payload = self.draft.payload() if self.revealed else self.draft.masked_payload()
        title = payload_title(self.draft, revealed=self.revealed)
        self.query_one("#payload-title", PlainText).say(title)
        self.query_one(PayloadView).sync(json_lines(payload))

    @property
    def _line(self) -> Line | None:
        """The line under the cursor."""
        index = self._list.highlighted
        return self._lines[index] if index is not None and index < len(self._lines) else None

    # What the user does

    @on(OptionList.OptionSelected, "#answers")
    def _edit(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        path = self._lines[event.option_index].path
        if path in self.draft.request.settings:
            self.post_message(GoToSetting(path))
        elif path is not None:
            self.action_fix()

    def action_fix(self) -> None:
        """Accept the fix of the problem under the cursor.

        If that line has none, go to the next problem with a fix.
        """
        line = self._line
        fix = line.problem.fix if line and line.problem else None
        if fix is not None:
            if self.accept(fix, self.draft):
                self.sync()
            return
        here = self._list.highlighted or 0
        fixable = [
            number for number, each in enumerate(self._lines) if each.problem and each.problem.fix
        ]
        if fixable:
            self._list.highlighted = next((n for n in fixable if n > here), fixable[0])
        else:
            self.notify(NO_FIX, markup=False)

    def action_fix_all(self) -> None:
        """Accept every fix, in one change that undo takes back."""
        accepted = fix_all(self.draft)
        if accepted:
            self.sync()
            self.notify(fixes_accepted(len(accepted), "Ctrl+/"), markup=False)
        else:
            self.notify(nothing_accepted(self.draft, "Ctrl+F"), markup=False)

    def action_submit(self) -> None:
        blocking_errors = self.draft.blocking_errors
        if blocking_errors:
            first = blocking_errors[0].path
            count = f"{len(blocking_errors)} errors" if len(blocking_errors) > 1 else "1 error"
            if first in self.draft.request.settings:
                this = ", this is the first" if len(blocking_errors) > 1 else ""
                words = f"Fix {count} first{this}. Ctrl+R goes back."
                self.post_message(GoToSetting(first, words))
            else:
                self.notify(
                    f"Fix {count} first: see the top of the list.", severity="warning", markup=False
                )
        else:
            self.post_message(SubmitRequested())

    def action_copy(self) -> None:
        """Copy the payload, masked unless it is shown in clear."""
        text, holds = copied_payload(self.draft, revealed=self.revealed)
        self.post_message(CopyRequested("The payload", text, holds))

    def action_reveal(self) -> None:
        self.revealed = not self.revealed
        self._sync_lines()
        self._sync_payload()
        secret = next(
            (
                index
                for index, line in enumerate(self._lines)
                if line.path and self.draft.request.is_secret(line.path)
            ),
            None,
        )
        if self.revealed and secret is not None:
            # Scroll to it: nobody should copy a password in clear without having seen that it is
            # shown.
            self._list.highlighted = max(
                index
                for index, line in enumerate(self._lines)
                if line.path == self._lines[secret].path
            )

    def action_form(self) -> None:
        if self.draft.original is not None:
            self.notify(ONLY_CHANGES, markup=False)
            return
        self.draft.toggle_payload_mode()
        self.sync()

    def action_payload(self) -> None:
        """Show the payload beside the answers if there is room, else one of the two at a time."""
        side = self.query_one("#payload-side")
        if self.size.width >= WIDE:
            side.display = not side.display
        else:
            self.toggle_class("-payload-page")
            (self.query_one(PayloadView) if self.has_class("-payload-page") else self._list).focus()

    def action_answers(self) -> None:
        """Go back from the payload, if it has the page."""
        if self.has_class("-payload-page"):
            self.action_payload()

    def action_stay(self) -> None:
        """Stay: the review is the last step."""

    def action_help(self) -> None:
        from tui_app.tui.screens.dialogs import HelpDialog

        keys = manual_text("review", min(70, self.size.width - 7))
        self.app.push_screen(HelpDialog("Review", HELP.format(keys=keys, broken=BROKEN)))

    def on_resize(self, event: events.Resize) -> None:
        if event.size.width >= WIDE and self.has_class("-payload-page"):
            self.remove_class("-payload-page")
        # Lines are wrapped to the width.
        self._lines = []
        self.call_after_refresh(self.sync)

    @on(StepBar.Chosen)
    def _step_chosen(self, event: StepBar.Chosen) -> None:
        event.stop()
        self.post_message(GoToStep(event.index))
