"""Keys of the screens, made of the declared actions: bindings, and the words of a key bar."""

from typing import Final

from textual.binding import Binding, BindingType

from tui_app.core.actions import Action, Where, action, actions_at

HANDLERS: Final = {
    "another": "next('again')",
    "ascii": "app.ascii",
    "commands": "app.commands",
    "copy": "copy",
    "copy_id": "copy",
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
    "redraw": "app.redraw",
    "reveal": "reveal",
    "review": "app.review",
    "show": "payload",
    "submit": "submit",
    "suspend": "app.suspend",
    "theme": "app.theme",
    "undo": "app.undo",
}
"""What Textual runs for an action by its name, if it is no flow: a method of the screen or the app."""
_SHORT: Final = {"pagedown": "PgDn", "pageup": "PgUp"}


def handler(of: Action) -> str:
    """What Textual runs for an action: its own handler, or else its flow."""
    return HANDLERS.get(of.name) or f"app.start({of.name!r})"


def bindings(where: Where) -> list[BindingType]:
    """The bindings of a screen. Those that hold anywhere come before what the focused field makes of them."""
    return [
        Binding(
            each.keys[where],
            handler(each),
            each.title,
            priority=where == "anywhere" and each.name != "commands",
        )
        for each in actions_at(where)
    ]


def key_bar(where: Where, *names: str) -> tuple[str, ...]:
    """The words of a key bar: `^R review` for the name of an action; what is not the name of one as it is."""
    return tuple(name if " " in name else _hint(action(name), where) for name in names)


def _hint(of: Action, where: Where) -> str:
    key = (of.keys.get(where) or of.keys["anywhere"]).split(",")[0]
    if key.startswith("ctrl+"):
        shown = f"^{key.removeprefix('ctrl+').upper()}"
    else:
        shown = _SHORT.get(key) or (key.upper() if len(key) > 1 else key)
    return f"{shown} {of.hint}"
