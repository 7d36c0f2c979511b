"""Every action by name, for those who do not know its key, or whose terminal does not send it."""

from textual.app import App, ReturnType
from textual.binding import Binding
from textual.screen import Screen

KEY_NAMES = {
    "underscore": "/",
    "question_mark": "?",
    "right_square_bracket": "]",
    "pageup": "PageUp",
    "pagedown": "PageDown",
}
"""How keys are written that Textual calls otherwise. What a terminal sends for Ctrl+/ is Ctrl+_."""


def key_names(keys: str) -> str:
    """The first of a binding's keys, as people write it: Ctrl+G, PageUp, and a letter alone as it is typed."""
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
        # As declared: what is active at the moment also holds the scrolling of the focused field under the same keys.
        declared = [
            binding
            for binding in (*type(screen).BINDINGS, *self.BINDINGS)
            if isinstance(binding, Binding)
        ]
        known = [binding for binding in declared if binding.show and binding.description]

        from tui_app.tui.screens.pick import Pick, PickDialog

        def search(text: str) -> list[Pick[str]]:
            words = text.lower().split()
            return [
                Pick(binding.description, key_names(binding.key), binding.action)
                for binding in known
                if all(word in binding.description.lower() for word in words)
            ]

        self.push_screen(
            PickDialog("Commands", search(""), search=search),
            lambda action: self._run(screen, action),
        )

    def _run(self, screen: Screen[object], action: str | None) -> None:
        if action is not None:
            self.run_worker(screen.run_action(action), name="command")
