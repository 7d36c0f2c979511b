"""Commands that change an answer."""

from collections.abc import Callable

from tui_app.core.draft import generate_password
from tui_app.core.messages import NO_FIX, NONE_THERE, TYPE_INSTEAD, fixes_accepted, subject
from tui_app.line.reading import add_item, remove_item
from tui_app.line.wizard import Effect, Linear
from tui_app.settings.problem import UNSET, Answer, Fix, Path, Unset
from tui_app.settings.setting import Setting
from tui_app.settings.types import Form, TextList
from tui_app.text.document import Json


def _asked(wizard: Linear) -> Setting | None:
    """The setting that is asked for; where none is, that is said."""
    if wizard.setting is None:
        wizard.console.say("There is no setting here: /go leads to one.")
    return wizard.setting


def _answer(wizard: Linear, setting: Setting, answer: "Answer | Unset") -> Effect:
    wizard.forget_told(setting.path)
    wizard.draft.apply(Fix("", {setting.path: answer}))
    wizard.tell_answer(setting.path)
    return "answered"


def clear(wizard: Linear, rest: str) -> Effect:
    setting = _asked(wizard)
    return _answer(wizard, setting, UNSET) if setting else "nothing"


def null(wizard: Linear, rest: str) -> Effect:
    setting = _asked(wizard)
    if setting is None:
        return "nothing"
    if not setting.nullable:
        wizard.console.say(f"Error: {setting.label} cannot be null.")
        return "nothing"
    return _answer(wizard, setting, None)


def empty(wizard: Linear, rest: str) -> Effect:
    setting = _asked(wizard)
    if setting is None:
        return "nothing"
    if isinstance(setting.kind, TextList):
        return _answer(wizard, setting, [])
    if isinstance(setting.kind, Form) and setting.kind.blank:
        return _answer(wizard, setting, "")
    wizard.console.say(f"Error: {setting.label} cannot be empty.")
    return "nothing"


def add(wizard: Linear, rest: str) -> Effect:
    return _change_list(wizard, rest, add_item)


def remove(wizard: Linear, rest: str) -> Effect:
    return _change_list(wizard, rest, remove_item)


def _change_list(
    wizard: Linear, rest: str, change: "Callable[[Setting, Answer, str], list[Json]]"
) -> Effect:
    """Changes the list that is asked for, which stands as it is until the next line: more may follow."""
    setting = _asked(wizard)
    if setting is None:
        return "nothing"
    if not isinstance(setting.kind, TextList) or not rest:
        wizard.console.say(
            "Error: name an item."
            if isinstance(setting.kind, TextList)
            else f"Error: {setting.label} is no list."
        )
        return "nothing"
    answer = wizard.draft.get(setting.path)
    wizard.forget_told(setting.path)
    wizard.draft.apply(
        Fix(
            "", {setting.path: change(setting, None if isinstance(answer, Unset) else answer, rest)}
        )
    )
    wizard.draft.visit([setting.path])
    wizard.tell_answer(setting.path)
    wizard.tell_problems()
    return "nothing"


def generate(wizard: Linear, rest: str) -> Effect:
    from pydantic import SecretStr  # 50 ms, when it is first needed

    setting = next(setting for setting in wizard.draft.request.settings.values() if setting.secret)
    wizard.forget_told(setting.path)
    wizard.draft.apply(Fix("", {setting.path: SecretStr(generate_password())}))
    wizard.console.say(f"{setting.label}: 20 random letters and digits. /reveal says it.")
    return "answered" if wizard.setting is setting else "nothing"


def fix(wizard: Linear, rest: str) -> Effect:
    found = wizard.sorted_problems()
    if rest.lower() == "all":
        return _fix_all(wizard)
    if rest:
        place = int(rest) if rest.isascii() and rest.isdigit() and len(rest) < 6 else 0
        if not 1 <= place <= len(found):
            wizard.console.say("Error: /problems says the numbers.")
            return "nothing"
        way_out = found[place - 1].fix
        if way_out is None:
            wizard.console.say(f"Problem {place} has no fix to accept.")
    else:
        way_out = wizard.fix_at_hand()
        if way_out is None:
            wizard.console.say(f"There is nothing to fix here.{_fixes_elsewhere(wizard)}")
    if way_out is None:
        return "nothing"
    if way_out.look_up:
        return _choose(wizard, wizard.draft.request.settings[way_out.look_up])
    concerned = wizard.setting is not None and any(
        problem.fix == way_out
        for problem in wizard.draft.problems
        if problem.concerns(wizard.setting.path)
    )
    wizard.draft.apply(way_out)
    for path in way_out.answers:
        wizard.tell_answer(path)
    wizard.draft.visit(way_out.answers)
    wizard.tell_problems()
    return "answered" if concerned else "nothing"


def _fix_all(wizard: Linear) -> Effect:
    """Accepts every fix there is, in one change that /undo takes back."""
    accepted = wizard.draft.apply_all()
    if not accepted:
        wizard.console.say(NO_FIX)
        return "nothing"
    paths = dict.fromkeys(
        path for problem in accepted if problem.fix for path in problem.fix.answers
    )
    for path in paths:
        wizard.tell_answer(path)
    wizard.draft.visit(paths)
    wizard.console.say(f"{fixes_accepted(len(accepted))} /undo takes them back.")
    wizard.tell_problems()
    here = wizard.setting
    return "answered" if here is not None and here.path in paths else "nothing"


def _fixes_elsewhere(wizard: Linear) -> str:
    """Which settings have a fix, and how it is accepted; empty where none has."""
    settings = wizard.draft.request.settings
    names = dict.fromkeys(
        subject(problem, settings) for problem in wizard.draft.shown_problems if problem.fix
    )
    return (
        f" There is a fix for {', '.join(names)}: /problems says the numbers, /fix NUMBER accepts one."
        if names
        else ""
    )


def undo(wizard: Linear, rest: str) -> Effect:
    return _travelled(wizard, wizard.draft.undo(), "undo")


def redo(wizard: Linear, rest: str) -> Effect:
    return _travelled(wizard, wizard.draft.redo(), "redo")


def _travelled(wizard: Linear, path: Path | None, word: str) -> Effect:
    if path is None:
        wizard.console.say(f"There is nothing to {word}.")
        return "nothing"
    wizard.tell_answer(path)
    wizard.tell_problems()
    return "nothing"


def choose(wizard: Linear, rest: str) -> Effect:
    """Asks the API what there is for the setting that is asked for, and lets the user pick."""
    setting = _asked(wizard)
    if setting is None:
        return "nothing"
    if not setting.lookup:
        wizard.console.say(f"{setting.label} is not chosen from the account.")
        return "nothing"
    return _choose(wizard, setting)


def _choose(wizard: Linear, setting: Setting) -> Effect:
    from tui_app.line.begin import ask_for_key

    if not wizard.session.is_ready and not ask_for_key(wizard):
        return "nothing"
    import asyncio

    from tui_app.api.client import Listed
    from tui_app.api.errors import ApiError

    async def ask() -> list[Listed]:
        async with wizard.session.open_client() as client:
            return await client.choices(setting.lookup)

    wizard.console.say(f"Asking {wizard.session.target.host}.")
    try:
        found = asyncio.run(ask())
    except ApiError as error:
        wizard.console.say(f"Error: {error.failure.words} {TYPE_INSTEAD}")
        return "nothing"
    if not found:
        wizard.console.say(NONE_THERE)
        return "nothing"
    place = wizard.pick(
        f"{setting.label}:",
        [", ".join(filter(None, (item.name, item.id, item.note))) for item in found],
    )
    if place is None:
        return "nothing"
    chosen = found[place]
    wizard.forget_told(setting.path)
    wizard.draft.choose(setting.path, chosen.id, name=chosen.name, disabled=chosen.disabled)
    wizard.tell_answer(setting.path)
    return "answered" if wizard.setting is setting else "nothing"
