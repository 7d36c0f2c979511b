"""Every action by name, for those who do not know its key, or whose terminal does not send it."""

from textual.app import App, ReturnType
from textual.screen import Screen

from tui_app.core.actions import Action, Where, actions_at
from tui_app.tui.bindings import handler
from tui_app.tui.screens.base import QuietScreen

KEY_NAMES = {
    "underscore": "/",
    "question_mark": "?",
    "right_square_bracket": "]",
    "pageup": "PageUp",
    "pagedown": "PageDown",
}
"""How keys are written that Textual calls otherwise. What a terminal sends for Ctrl+/ is Ctrl+_."""


def key_names(keys: str) -> str:
    """The first of an action's keys, as people write it: Ctrl+G, PageUp, and a letter alone as it is typed."""
    *held, key = keys.split(",")[0].split("+")
    name = KEY_NAMES.get(key) or (
        key.capitalize() if len(key) > 1 else key.upper() if held else key
    )
    return "+".join([*map(str.capitalize, held), name])


class Palette(App[ReturnType]):
    """An app with a list of what can be done on the screen on top."""

    # Textual's own offers a screenshot, which may hold a secret.
    ENABLE_COMMAND_PALETTE = False

    def action_commands(self) -> None:
        """Every action that makes sense on the screen on top, by name. Picking one is the same as pressing its key."""
        screen = self.screen
        known: dict[str, tuple[Action, str]] = {}
        places: list[Where] = ["anywhere"]
        if isinstance(screen, QuietScreen) and screen.WHERE is not None:
            places.insert(0, screen.WHERE)
        for where in places:
            for each in actions_at(where):
                if each.name != "commands":
                    known.setdefault(each.name, (each, key_names(each.keys[where])))

        from tui_app.tui.screens.pick import Pick, PickDialog

        def search(text: str) -> list[Pick[str]]:
            words = text.lower().split()
            return [
                Pick(each.title, keys, handler(each))
                for each, keys in known.values()
                if all(word in each.title.lower() for word in words)
            ]

        self.push_screen(
            PickDialog("Commands", search(""), search=search),
            lambda action: self._run(screen, action),
        )

    def _run(self, screen: Screen[object], action: str | None) -> None:
        if action is not None:
            self.run_worker(screen.run_action(action), name="command")
