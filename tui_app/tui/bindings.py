"""Build the bindings and key bars of the screens from the declared actions."""

import textwrap
from typing import Final

from textual.binding import Binding, BindingType

from tui_app.core.actions import Action, Where, action, actions_at
from tui_app.core.field_keys import FIELD_KEYS

HANDLERS: Final = {
    "another": "next('again')",
    "ascii": "app.ascii",
    "card": "next('save')",
    "commands": "app.commands",
    "copy": "copy",
    "copy_card": "copy_card",
    "copy_id": "copy",
    "device": "next('device')",
    "fix": "fix",
    "fix_all": "fix_all",
    "form": "form",
    "go": "app.find",
    "help": "help",
    "key": "app.key",
    "next": "app.next_step",
    "next_fix": "fix",
    "options": "answers",
    "password": "next('password')",
    "previous": "app.previous_step",
    "quit": "app.leave",
    "redo": "app.redo",
    "region": "next('region')",
    "redraw": "app.redraw",
    "reveal": "reveal",
    "review": "app.review",
    "show": "payload",
    "status": "next('status')",
    "submit": "submit",
    "suspend": "app.suspend",
    "theme": "app.theme",
    "undo": "app.undo",
    "verify": "next('verify')",
}
"""What Textual runs for an action that is no flow: a method of the screen or of the app."""
KEY_NAMES: Final = {
    "underscore": "/",
    "slash": "/",
    "question_mark": "?",
    "right_square_bracket": "]",
    "pageup": "PageUp",
    "pagedown": "PageDown",
}
"""Keys whose usual name differs from Textual's. A terminal sends Ctrl+_ for Ctrl+/."""


def key_names(keys: str) -> str:
    """Return the first key of an action as people write it: Ctrl+G, PageUp, or a single letter."""
    return _key_name(keys.split(",")[0])


def manual(where: Where) -> list[tuple[str, str]]:
    """Return the keys of a screen, two of each action at most, and what each does.

    The keys that hold anywhere are those of `anywhere` alone.
    """
    return [
        *((each.keys, each.manual) for each in FIELD_KEYS if each.where == where),
        *(
            (
                " or ".join(dict.fromkeys(map(_key_name, each.keys[where].split(",")[:2]))),
                each.manual or f"{each.title[0].lower()}{each.title[1:]}",
            )
            for each in actions_at(where)
        ),
    ]


def manual_text(where: Where, width: int) -> str:
    """Return the manual of a screen as text of two columns, at most `width` wide.

    The key of this help is left out.
    """
    keys = [row for row in manual(where) if row[1] != action("help").manual]
    column = max(len(shown) for shown, _ in keys) + 2
    return "\n".join(
        textwrap.fill(
            words.replace("`", ""),
            width,
            initial_indent=shown.ljust(column),
            subsequent_indent=" " * column,
        )
        for shown, words in keys
    )


def _key_name(combination: str) -> str:
    *held, key = combination.split("+")
    name = KEY_NAMES.get(key) or (
        key.capitalize() if len(key) > 1 else key.upper() if held else key
    )
    return "+".join([*map(str.capitalize, held), name])


_SHORT: Final = {"pagedown": "PgDn", "pageup": "PgUp"}


def handler(of: Action) -> str:
    """Return what Textual runs for an action: its own handler, or else its flow."""
    return HANDLERS.get(of.name) or f"app.start({of.name!r})"


def bindings(where: Where) -> list[BindingType]:
    """Return the bindings of a screen.

    Those of a step, and those that hold anywhere, take priority over the keys of the focused field.
    """
    return [
        Binding(
            each.keys[where],
            handler(each),
            each.title,
            priority=where in ("anywhere", "step") and each.name != "commands",
        )
        for each in actions_at(where)
    ]


def key_bar(where: Where, *names: str) -> tuple[str, ...]:
    """Return the words of a key bar.

    The name of an action becomes `^R review`; anything else stays as it is.
    """
    return tuple(name if " " in name else _hint(action(name), where) for name in names)


def _hint(of: Action, where: Where) -> str:
    key = (of.keys.get(where) or of.keys["anywhere"]).split(",")[0]
    if key.startswith("ctrl+"):
        shown = f"^{key.removeprefix('ctrl+').upper()}"
    else:
        shown = _SHORT.get(key) or (key.upper() if len(key) > 1 else key)
    return f"{shown} {of.hint}"
