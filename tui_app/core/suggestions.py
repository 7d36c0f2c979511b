"""Answers to a setting besides typing.

They are the choices, the default, null, empty, no answer, and a few helpers.
"""

from typing import Literal, NamedTuple

from tui_app.core.draft import Draft
from tui_app.core.new_password import LONG_PASSWORD, generate_password
from tui_app.settings.problem import UNSET, Answer, Fix, Unset
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Flag, Form, Tags
from tui_app.text.document import Json
from tui_app.text.escape import escape_controls

Command = Literal["answer", "reveal", "lookup"]


class Offer(NamedTuple):
    """One line of the answers dialog: its text, and the change that it makes or its command."""

    label: str
    note: str
    fix: Fix
    command: Command = "answer"
    current: bool = False


NOTHING = Fix("", {})


def suggestions_for(setting: Setting, draft: Draft) -> list[Offer]:
    """Return all that can be answered to `setting` with one key.

    The fix of its first problem is on top.
    """
    answer = draft.get(setting.path)
    return [
        *_fixes(setting, draft),
        *_commands(setting),
        *_values(setting, answer),
        *_nothings(setting, answer),
    ]


def _fixes(setting: Setting, draft: Draft) -> list[Offer]:
    """Return the fixes, except one that asks the account, which is among the commands anyway."""
    return [
        Offer(
            f"Fix: {escape_controls(problem.fix.label)}",
            escape_controls(problem.message),
            problem.fix,
        )
        for problem in draft.problems_at(setting.path)
        if problem.fix and not problem.fix.look_up
    ]


def _commands(setting: Setting) -> list[Offer]:
    if setting.secret:
        from pydantic import SecretStr  # 50 ms, only when first needed

        generated = Fix("generate", {setting.path: SecretStr(generate_password())})
        long_one = Fix("generate", {setting.path: SecretStr(generate_password(LONG_PASSWORD))})
        return [
            Offer("Generate", "20 random letters and digits; replaces what is there", generated),
            Offer("Generate a long one", f"{LONG_PASSWORD} of them", long_one),
            Offer("Show it", "Ctrl+S; masked again when the field is left", NOTHING, "reveal"),
        ]
    if setting.lookup:
        return [Offer("Choose from the account", "lists those in your account", NOTHING, "lookup")]
    return []


def _values(setting: Setting, answer: "Answer | Unset") -> list[Offer]:
    """Return the choices of a closed setting; the default and the empty text of an open one."""
    if isinstance(setting.kind, Choice):
        return [
            _value(setting, answer, value, note) for value, note in setting.kind.options.items()
        ]
    if isinstance(setting.kind, Flag):
        return [_value(setting, answer, value, "") for value in (True, False)]
    found: list[Offer] = []
    if setting.default not in (None, "") and not isinstance(setting.default, Unset):
        found.append(_value(setting, answer, setting.default, ""))
    if isinstance(setting.kind, Form) and setting.kind.blank:
        found.append(_value(setting, answer, "", "sends an empty text"))
    if isinstance(setting.kind, Tags):
        found.append(_value(setting, answer, [], "sends an empty list"))
    return found


def _nothings(setting: Setting, answer: "Answer | Unset") -> list[Offer]:
    found = [_value(setting, answer, None, "sends null")] if setting.nullable else []
    unset = Fix("not set", {setting.path: UNSET})
    note = (
        f"sends nothing; the API default is {setting.default_shown}"
        if not setting.required
        else "takes the answer back"
    )
    return [*found, Offer("Not set", note, unset)]


def _value(setting: Setting, answer: "Answer | Unset", value: Json, note: str) -> Offer:
    is_default = (
        not isinstance(setting.default, Unset)
        and setting.default == value
        and type(setting.default) is type(value)
    )
    notes = ", ".join(filter(None, (note, "API default" if is_default else "")))
    current = answer == value and type(answer) is type(value)
    return Offer(setting.shown(value), notes, Fix("", {setting.path: value}), current=current)
