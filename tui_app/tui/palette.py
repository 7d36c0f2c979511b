"""List every action by name, for users without its key.

They may not know it, or their terminal may not send it.
"""

from textual.app import App, ReturnType
from textual.screen import Screen

from tui_app.core.actions import Action, Where, actions_at
from tui_app.tui.bindings import handler, key_names
from tui_app.tui.screens.base import WizardScreen


class Palette(App[ReturnType]):
    """An app with a list of the actions of the top screen."""

    # Textual's own palette offers a screenshot, which may show a secret.
    ENABLE_COMMAND_PALETTE = False

    def action_commands(self) -> None:
        """List every action that makes sense on the top screen, by name.

        Picking one does the same as pressing its key.
        """
        screen = self.screen
        known: dict[str, tuple[Action, str]] = {}
        screens: list[Where] = ["anywhere"]
        if isinstance(screen, WizardScreen) and screen.WHERE is not None:
            screens.insert(0, screen.WHERE)
        for where in screens:
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
