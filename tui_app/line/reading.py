"""Reads answers from what was typed.

A choice is typed as its number or its value in any case, a list with commas, and everything else as
its kind reads it.
"""

from tui_app.core.messages import choices
from tui_app.settings.problem import Answer, errors
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Codecs, Flag, TextList
from tui_app.text.document import Json

_YES_NO = {"yes": True, "y": True, "no": False, "n": False}
LONGEST_SLIP = 12
"""Characters of a wrong choice that may be repeated: a typo, or a short word that is no choice."""


def is_numbered(setting: Setting) -> bool:
    """Whether a choice can be typed as its number: not if a choice is itself a number."""
    return not any(name.isdigit() for name in choices(setting))


def read_answer(setting: Setting, typed: str) -> Answer:
    """Reads an answer. What it cannot read stays text, which validation then refuses."""
    kind = setting.kind
    if isinstance(kind, Flag):
        return _YES_NO.get(typed.strip().lower(), kind.parse(typed))
    if isinstance(kind, Choice):
        return _named(setting, typed)
    if isinstance(kind, Codecs):
        return [_named(setting, part) for part in kind.parts(typed)]
    return kind.parse(typed)


def may_be_secret(setting: Setting, answer: Answer) -> bool:
    """Whether `answer`, to a switch or a choice, may be a secret typed at the wrong question.

    It may be, if it is long and similar to no choice.
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
    """Appends what was typed to the list `now`."""
    return [*_items(setting, now), *_parts(setting, typed)]


def remove_item(setting: Setting, now: Answer, typed: str) -> list[Json]:
    """Removes what was typed from the list `now`."""
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
    """Finds a choice by its value, in any case, or by its number; else returns what was typed."""
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
