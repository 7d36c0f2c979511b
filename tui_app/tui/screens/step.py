"""A step: the settings of one group, one line each, with the help of the focused one below.

It renders any group.
"""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical
from textual.widget import Widget

from tui_app.core.actions import Where, action
from tui_app.core.draft import Draft
from tui_app.core.edit_messages import subject_of
from tui_app.core.messages import help_text, payload_title
from tui_app.core.suggestions import Offer, suggestions_for
from tui_app.settings.problem import Answer, Fix, Path, Problem, Unset, errors
from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Choice, Codecs
from tui_app.text.json_lines import json_lines
from tui_app.tui.bindings import bindings, key_bar, key_names
from tui_app.tui.messages import GoToStep, LookupRequested, SecretMisplaced
from tui_app.tui.screens.base import WizardScreen
from tui_app.tui.widgets.bars import TOO_SMALL, KeyBar, StepBar, TopBar, step_states, whole_state
from tui_app.tui.widgets.field_input import say_how_to_paste
from tui_app.tui.widgets.help_pane import HelpPane, PlainText
from tui_app.tui.widgets.payload_view import PayloadView
from tui_app.tui.widgets.setting_row import SettingRow, TextRow, row_for

KEYS = key_bar("step", "next", "previous", "review", "help", "quit", "commands", "options", "go")

START_HINT = (
    f"{key_names(action('start').keys['step'])} starts from a template, file, draft or connection."
)

WIDE = 100
"""Columns from which the payload is shown beside the form."""


class StepScreen(WizardScreen[None]):
    """Ask for the settings of one group.

    Everything shown comes from the draft; `sync` brings it up to date.
    """

    # With None, Textual would focus the first field, whichever one is to have the focus.
    AUTO_FOCUS: ClassVar[str | None] = ""
    WHERE: ClassVar[Where | None] = "step"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("step"),
        Binding("ctrl+v", "say_how_to_paste", "How to paste here", show=False),
        Binding("tab", "next_field", "Next field", show=False),
        Binding("shift+tab", "previous_field", "Previous field", show=False),
        Binding("up", "move(-1)", "Field above", show=False),
        Binding("down", "move(1)", "Field below", show=False),
    ]

    def __init__(self, group: Group, index: int, draft: Draft, host: str) -> None:
        super().__init__()
        self.group = group
        self.index = index
        self.draft = draft
        self.host = host
        self._rows = [row_for(setting, draft) for setting in group.settings]
        self._hint = PlainText(id="hint") if index == 0 else None
        """Says on the first step how to start from something, as long as little is answered."""
        self._last_focus: SettingRow = self._rows[0]
        self._pardoned: SettingRow | None = None
        """The field that loses the focus through the program, not the user."""
        self._left: SettingRow | None = None
        """The field that was left last. Its errors are shown until something else has errors."""

    def compose(self) -> ComposeResult:
        yield TopBar(self.host)
        yield StepBar(self.index)
        with Grid(id="body"):
            with Vertical(id="form"):
                yield from self._rows
                if self._hint is not None:
                    yield self._hint
            with Vertical(id="payload-side"):
                yield PlainText(id="payload-title")
                yield PayloadView(id="payload")
            yield HelpPane()
        yield KeyBar(KEYS)
        yield PlainText(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        self.sync()
        self._keep_focus()

    async def adopt(self, group: Group) -> None:
        """Ask for the settings of another group from now on."""
        form = self.query_one("#form")
        self.group = group
        self._rows = [row_for(setting, self.draft) for setting in group.settings]
        self._last_focus, self._pardoned, self._left = self._rows[0], None, None
        await form.remove_children()
        await form.mount_all(self._rows)
        self.sync()
        self._keep_focus()

    def on_screen_suspend(self, event: events.ScreenSuspend) -> None:
        # Textual calls the handler of the base class too.
        self._last_focus.point(not self.app.screen.is_modal)

    def on_screen_resume(self) -> None:
        for row in self._rows:
            row.point(True)
        self._left = None
        self._keep_focus()
        self.sync()

    def _keep_focus(self) -> None:
        if self.focused is None:
            self.set_focus(self._last_focus.target)

    def mask_secrets(self) -> None:
        # A dialog leaves the focus in the field.
        for row in self.query(TextRow):
            row.reveal(False)

    def on_resize(self) -> None:
        # The payload comes and goes with the width, and the facts are cut to it.
        self.call_after_refresh(self.sync)

    # Showing what the draft holds

    def sync(self) -> None:
        """Bring every part of the screen in line with the draft.

        Unchanged parts are not painted.
        """
        for row in self._rows:
            row.sync()
        self._sync_bars()
        self._explain()
        self._sync_payload()
        if self._hint is not None:
            # Not at each key: a hint that goes while a name is typed would be painted for that key.
            begun = self.draft.answers.keys() - {self._rows[0].setting.path}
            self._hint.say("" if begun else START_HINT)

    def _sync_bars(self) -> None:
        self.query_one(TopBar).sync(subject_of(self.draft))
        self._sync_steps()

    def _sync_steps(self) -> None:
        self.query_one(StepBar).sync(step_states(self.draft), whole_state(self.draft))

    def _sync_payload(self) -> None:
        if self.query_one("#payload-side").display:
            self.query_one("#payload-title", PlainText).say(payload_title(self.draft))
            self.query_one(PayloadView).sync(json_lines(self.draft.masked_payload()))

    def _explain(self) -> None:
        setting = self._last_focus.setting
        answer = self.draft.get(setting.path)
        note = ""
        if (
            isinstance(setting.kind, Choice)
            and isinstance(answer, str)
            and setting.kind.options.get(answer)
        ):
            note = f"{answer}: {setting.kind.options[answer]}."
        problems = self._told_problems()
        self.lift_messages(bool(problems))
        self.query_one(HelpPane).explain(
            setting,
            problems,
            self.draft.request.settings,
            note=note,
            name=self.draft.name_of(setting.path),
            answer=answer,
        )

    def _told_problems(self) -> list[Problem]:
        """The problems of the focused field, else the errors of the field left before it.

        They are shown below.
        """
        problems = self.draft.problems_at(self._last_focus.setting.path)
        if problems or self._left is None:
            return problems
        return errors(self.draft.problems_at(self._left.setting.path))

    # Focus

    @property
    def current(self) -> Path:
        """The setting that has the focus, or had it last."""
        return self._last_focus.setting.path

    def focus_setting(self, path: Path) -> None:
        """Focus the setting at `path`, if it is on this step."""
        for row in self._rows:
            if row.setting.path == path:
                self._last_focus = row
                row.target.focus()

    def begin_at(self, path: Path) -> None:
        """Focus the setting at `path` for the program, not the user.

        The field that had the focus does not count as left by that. The focus stays where it is if
        no setting of this step is at `path`.
        """
        row = next((row for row in self._rows if row.setting.path == path), None)
        if row is None or row is self._last_focus:
            return
        self._last_focus = row
        if self.is_mounted:
            self._pardoned = self._row_of(self.focused) if self.focused else None
            self.set_focus(row.target)

    def focus_end(self, *, last: bool) -> None:
        """Focus the first or the last field, even if the screen is not mounted yet."""
        self._last_focus = self._rows[-1 if last else 0]
        if self.is_mounted:
            # Do it at once: keys typed ahead must not find the old focus.
            self.set_focus(self._last_focus.target)

    def action_move(self, lines: int) -> bool:
        """Move the focus by `lines` fields in the step. Return whether there is such a field."""
        index = self._rows.index(self._last_focus) + lines
        if not 0 <= index < len(self._rows):
            return False
        self._last_focus = self._rows[index]
        self.set_focus(self._last_focus.target)
        return True

    async def action_next_field(self) -> None:
        """Go to the next field; from the last one to the first field of the next step."""
        if not self.action_move(1):
            await self.run_action("app.cross(1)")

    async def action_previous_field(self) -> None:
        """Go to the field before; from the first one to the last field of the step before."""
        if not self.action_move(-1):
            await self.run_action("app.cross(-1)")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        row = self._row_of(event.widget)
        if row is not None:
            self._last_focus = row
            self._explain()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Show the errors of a field once it was left."""
        row = self._row_of(event.widget)
        if row is not None:
            found = self.draft.take_secret_out(row.setting.path)
            if found:
                self.post_message(SecretMisplaced(found, row.setting))
                self.sync()
            self.draft.end_edit()
            pardoned, self._pardoned = self._pardoned, None
            if row is pardoned:
                return
            self._left = row
            if row.setting.path not in self.draft.visited:
                self.draft.visit([row.setting.path])
                self.sync()
            else:
                self._sync_bars()
                self._explain()

    def _row_of(self, widget: Widget) -> SettingRow | None:
        return next(
            (node for node in widget.ancestors_with_self if isinstance(node, SettingRow)), None
        )

    # Answers

    @on(SettingRow.Answered)
    def _answered(self, event: SettingRow.Answered) -> None:
        event.stop()
        self._answer(event.setting, event.answer)

    def _answer(self, setting: Setting, answer: "Answer | Unset") -> None:
        if self.draft.set(setting.path, answer):
            self._changed()

    def _changed(self) -> None:
        for row in self._rows:
            row.sync()
        self._explain()
        self._sync_payload()
        # The name in the top bar waits until the field is left: else every key would paint it.
        self._sync_steps()

    @on(SettingRow.Opened)
    def _opened(self, event: SettingRow.Opened) -> None:
        event.stop()
        self._open_answers(event.setting)

    def action_answers(self) -> None:
        self._open_answers(self._last_focus.setting)

    def _open_answers(self, setting: Setting) -> None:
        # Import dialogs when they are first seen: the first step is painted 15 ms sooner.
        from tui_app.tui.screens.codecs import CodecsDialog
        from tui_app.tui.screens.pick import Pick, PickDialog

        if isinstance(setting.kind, Codecs):
            self.app.push_screen(CodecsDialog(setting, self.draft.get(setting.path)), self._take)
        else:
            listed = suggestions_for(setting, self.draft)
            picked = [Pick(offer.label, offer.note, offer) for offer in listed]
            current = next((index for index, offer in enumerate(listed) if offer.current), 0)
            self.app.push_screen(
                PickDialog(f"{setting.label}  {setting.json_path}", picked, current=current),
                self._accept,
            )

    def _accept(self, offer: Offer | None) -> None:
        if offer is None:
            return
        if offer.command == "reveal":
            self.action_reveal()
        elif offer.command == "lookup":
            self.post_message(LookupRequested(self._last_focus.setting))
        else:
            self._take(offer.fix)

    def _take(self, fix: Fix | None) -> None:
        if fix is not None and self.accept(fix, self.draft):
            self.draft.visit(fix.answers)
            self.sync()

    def action_fix(self) -> None:
        """Accept the fix that the problem below offers."""
        fix = next((problem.fix for problem in self._told_problems() if problem.fix), None)
        if fix is None:
            self.notify("There is no fix to accept at this field.", markup=False, timeout=3)
        self._take(fix)

    def action_reveal(self) -> None:
        """Show the password of this field in clear, or mask it again.

        It is masked by itself when the field is left.
        """
        row = self._last_focus
        if isinstance(row, TextRow) and row.setting.secret:
            row.reveal(not row.revealed)
            row.field.focus()

    def action_say_how_to_paste(self) -> None:
        """Say how to paste on Ctrl+V outside of a text field: the terminal uses another key."""
        say_how_to_paste(self)

    def action_help(self) -> None:
        from tui_app.tui.screens.dialogs import HelpDialog

        setting = self._last_focus.setting
        text = help_text(
            setting, self.draft.problems_at(setting.path), self.draft.request.settings, "Ctrl+F"
        )
        self.app.push_screen(HelpDialog(f"{setting.label}  {setting.json_path}", text))

    # Payload

    def action_payload(self) -> None:
        """Show the payload beside the form if there is room, else over it."""
        from tui_app.tui.screens.dialogs import PayloadDialog

        if self.size.width >= WIDE:
            self.toggle_class("-alone")
            self.call_after_refresh(self.sync)
        else:
            self.app.push_screen(PayloadDialog(self.draft))

    @on(StepBar.Chosen)
    def _step_chosen(self, event: StepBar.Chosen) -> None:
        event.stop()
        self.post_message(GoToStep(event.index))
