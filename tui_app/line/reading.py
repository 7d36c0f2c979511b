"""What was typed, as an answer: a number or a name of a choice in any case, a list by commas, everything else as its kind reads it."""

from tui_app.core.messages import choices
from tui_app.settings.problem import Answer, errors
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Codecs, Flag, TextList
from tui_app.text.document import Json

_YES_NO = {"yes": True, "y": True, "no": False, "n": False}


LONGEST_SLIP = 12
"""Characters of a wrong choice that is said again: a slip of the hand, or a short word that is none."""


def is_numbered(setting: Setting) -> bool:
    """Whether a choice can be named by its number: not where a choice itself is one."""
    return not any(name.isdigit() for name in choices(setting))


def read_answer(setting: Setting, typed: str) -> Answer:
    """The answer that `typed` means. What cannot be understood stays text, which the judgement then faults."""
    kind = setting.kind
    if isinstance(kind, Flag):
        return _YES_NO.get(typed.strip().lower(), kind.parse(typed))
    if isinstance(kind, Choice):
        return _named(setting, typed)
    if isinstance(kind, Codecs):
        return [_named(setting, part) for part in kind.parts(typed)]
    return kind.parse(typed)


def may_be_secret(setting: Setting, answer: Answer) -> bool:
    """Whether `answer`, to a switch or a choice, is so long and so unlike all that can be chosen that it may be a secret.

    Such a one was most likely typed at the wrong question.
    """
    if not isinstance(setting.kind, Flag | Choice | Codecs):
        return False
    longest = max(
        (
            len(item)
            for item in (answer if isinstance(answer, list) else [answer])
            if isinstance(item, str)
        ),
        default=0,
    )
    return longest > LONGEST_SLIP and any(
        problem.fix is None for problem in errors(list(setting.problems(answer)))
    )


def add_item(setting: Setting, now: Answer, typed: str) -> list[Json]:
    """The list `now` with what was typed at its end."""
    return [*_items(setting, now), *_parts(setting, typed)]


def remove_item(setting: Setting, now: Answer, typed: str) -> list[Json]:
    """The list `now` without what was typed."""
    gone = [str(part).lower() for part in _parts(setting, typed)]
    return [item for item in _items(setting, now) if str(item).lower() not in gone]


def _items(setting: Setting, now: Answer) -> list[Json]:
    if isinstance(now, list):
        return now
    return list(setting.default) if isinstance(setting.default, list) else []


def _parts(setting: Setting, typed: str) -> list[Json]:
    parts = setting.kind.parts(typed) if isinstance(setting.kind, TextList) else []
    return [_named(setting, part) for part in parts]


def _named(setting: Setting, typed: str) -> str:
    """The choice that is meant by its value, in whatever case, or its number; else what was typed."""
    text = typed.strip()
    names = list(choices(setting))
    if text in names:
        return text
    alike = [name for name in names if name.lower() == text.lower()]
    if len(alike) == 1:
        return alike[0]
    if (
        names
        and is_numbered(setting)
        and text.isascii()
        and text.isdigit()
        and len(text) < 4
        and 1 <= int(text) <= len(names)
    ):
        return names[int(text) - 1]
    return text
