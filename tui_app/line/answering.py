"""Commands that change an answer."""

from collections.abc import Callable

from tui_app.core.fix_all import fix_all, nothing_accepted
from tui_app.core.messages import fixes_accepted, subject
from tui_app.core.new_password import LONG_PASSWORD, PASSWORD_LENGTH, generate_password
from tui_app.line.asking import read_number
from tui_app.line.describing import say_answer
from tui_app.line.prompt import Effect
from tui_app.line.reading import add_item, remove_item
from tui_app.line.wizard import Linear
from tui_app.settings.problem import UNSET, Answer, Fix, Path, Unset
from tui_app.settings.setting import Setting
from tui_app.settings.types import Form, TextList
from tui_app.text.document import Json


def _asked_setting(linear: Linear) -> Setting | None:
    """The setting that is asked for. Says so if there is none."""
    if linear.setting is None:
        linear.console.say("There is no setting here: /go leads to one.")
    return linear.setting


def _answer(linear: Linear, setting: Setting, answer: "Answer | Unset") -> Effect:
    linear.report.forget(setting.path)
    linear.draft.apply(Fix("", {setting.path: answer}))
    say_answer(linear, setting.path)
    return "answered"


def clear(linear: Linear, rest: str) -> Effect:
    setting = _asked_setting(linear)
    return _answer(linear, setting, UNSET) if setting else "nothing"


def null(linear: Linear, rest: str) -> Effect:
    setting = _asked_setting(linear)
    if setting is None:
        return "nothing"
    if not setting.nullable:
        linear.console.say(f"Error: {setting.label} cannot be null.")
        return "nothing"
    return _answer(linear, setting, None)


def empty(linear: Linear, rest: str) -> Effect:
    setting = _asked_setting(linear)
    if setting is None:
        return "nothing"
    if isinstance(setting.kind, TextList):
        return _answer(linear, setting, [])
    if isinstance(setting.kind, Form) and setting.kind.blank:
        return _answer(linear, setting, "")
    linear.console.say(f"Error: {setting.label} cannot be empty.")
    return "nothing"


def add(linear: Linear, rest: str) -> Effect:
    return _change_list(linear, rest, add_item)


def remove(linear: Linear, rest: str) -> Effect:
    return _change_list(linear, rest, remove_item)


def _change_list(
    linear: Linear, rest: str, change: "Callable[[Setting, Answer, str], list[Json]]"
) -> Effect:
    """Changes the list that is asked for, and keeps asking: the user may add or remove more."""
    setting = _asked_setting(linear)
    if setting is None:
        return "nothing"
    if not isinstance(setting.kind, TextList) or not rest:
        linear.console.say(
            "Error: name an item."
            if isinstance(setting.kind, TextList)
            else f"Error: {setting.label} is no list."
        )
        return "nothing"
    answer = linear.draft.get(setting.path)
    linear.report.forget(setting.path)
    linear.draft.apply(
        Fix(
            "", {setting.path: change(setting, None if isinstance(answer, Unset) else answer, rest)}
        )
    )
    linear.draft.visit([setting.path])
    say_answer(linear, setting.path)
    linear.report.say_new()
    return "nothing"


def generate(linear: Linear, rest: str) -> Effect:
    from pydantic import SecretStr  # 50 ms: import it only if needed

    setting = next(setting for setting in linear.draft.request.settings.values() if setting.secret)
    linear.report.forget(setting.path)
    length = LONG_PASSWORD if rest.lower() == "long" else PASSWORD_LENGTH
    linear.draft.apply(Fix("", {setting.path: SecretStr(generate_password(length))}))
    linear.console.say(f"{setting.label}: {length} random letters and digits. /reveal says it.")
    return "answered" if linear.setting is setting else "nothing"


def fix(linear: Linear, rest: str) -> Effect:
    if rest.lower() == "all":
        return _fix_all(linear)
    if rest:
        problems, number = linear.report.sorted(), read_number(rest)
        if not 1 <= number <= len(problems):
            linear.console.say("Error: /problems says the numbers.")
            return "nothing"
        accepted = problems[number - 1].fix
        if accepted is None:
            linear.console.say(f"Problem {number} has no fix to accept.")
    else:
        accepted = linear.report.fix_at_hand(linear.setting)
        if accepted is None:
            linear.console.say(f"There is nothing to fix here.{_fixes_elsewhere(linear)}")
    if accepted is None:
        return "nothing"
    if accepted.look_up:
        return _choose(linear, linear.draft.request.settings[accepted.look_up])
    concerned = linear.setting is not None and any(
        problem.fix == accepted
        for problem in linear.draft.problems
        if problem.concerns(linear.setting.path)
    )
    linear.draft.apply(accepted)
    for path in accepted.answers:
        say_answer(linear, path)
    linear.draft.visit(accepted.answers)
    linear.report.say_new()
    return "answered" if concerned else "nothing"


def _fix_all(linear: Linear) -> Effect:
    """Accepts all fixes in one change, which /undo takes back."""
    fixed = fix_all(linear.draft)
    if not fixed:
        linear.console.say(nothing_accepted(linear.draft, "/fix NUMBER"))
        return "nothing"
    paths = dict.fromkeys(path for problem in fixed if problem.fix for path in problem.fix.answers)
    for path in paths:
        say_answer(linear, path)
    linear.draft.visit(paths)
    linear.console.say(fixes_accepted(len(fixed), "/undo"))
    linear.report.say_new()
    here = linear.setting
    return "answered" if here is not None and here.path in paths else "nothing"


def _fixes_elsewhere(linear: Linear) -> str:
    """Names the settings that have a fix, and how to accept it; empty if none has."""
    settings = linear.draft.request.settings
    names = dict.fromkeys(
        subject(problem, settings) for problem in linear.draft.shown_problems if problem.fix
    )
    return (
        f" There is a fix for {', '.join(names)}: "
        "/problems says the numbers, /fix NUMBER accepts one."
        if names
        else ""
    )


def undo(linear: Linear, rest: str) -> Effect:
    return _say_step(linear, linear.draft.undo(), "undo")


def redo(linear: Linear, rest: str) -> Effect:
    return _say_step(linear, linear.draft.redo(), "redo")


def _say_step(linear: Linear, path: Path | None, word: str) -> Effect:
    if path is None:
        linear.console.say(f"There is nothing to {word}.")
        return "nothing"
    say_answer(linear, path)
    linear.report.say_new()
    return "nothing"


def choose(linear: Linear, rest: str) -> Effect:
    """Lists what the account has for the setting that is asked for, and lets the user pick."""
    setting = _asked_setting(linear)
    if setting is None:
        return "nothing"
    if not setting.lookup:
        linear.console.say(f"{setting.label} is not chosen from the account.")
        return "nothing"
    return _choose(linear, setting)


def _choose(linear: Linear, setting: Setting) -> Effect:
    from tui_app.flows.choose import choose as flow
    from tui_app.flows.ui import run_now
    from tui_app.line.ui import LineUI

    if not run_now(flow(LineUI(linear), setting)):
        return "nothing"
    say_answer(linear, setting.path)
    return "answered" if linear.setting is setting else "nothing"
