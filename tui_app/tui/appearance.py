"""Apply the looks the user wants: the theme, and drawn lines or only ASCII."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from textual.app import App, ReturnType
from textual.filter import LineFilter
from textual.reactive import Initialize, Reactive
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES

from tui_app.core.messages import OPEN_ALREADY
from tui_app.storage.files import StorageProblem
from tui_app.storage.preferences import TERMINAL_THEME, Preferences
from tui_app.system.environment import is_light
from tui_app.tui.colours import roles
from tui_app.tui.terminal import SafeLineFilter

LIGHT = "ansi-light"
THEME_NOTES = {
    TERMINAL_THEME: "the terminal's own colours, fewest bytes",
    LIGHT: "the same, on a light background",
}


def _first_theme(app: Any) -> str:
    return str(app.first_theme)


class Appearance(App[ReturnType]):
    """An app with the looks that `preferences` hold.

    `remember` saves a later choice, and reports if that fails.
    """

    # Textual's own reactive with another first value: changing it later makes Textual read every
    # style again.
    theme: Reactive[str] = Reactive(Initialize(_first_theme))

    def __init__(
        self,
        *args: Any,
        preferences: Preferences | None = None,
        remember: Callable[[Preferences], StorageProblem | None] = lambda preferences: None,
        **kwargs: Any,
    ) -> None:
        self.preferences = preferences or Preferences()
        theme = self.preferences.theme
        # Without colours, only the terminal's own pair of colours is certain to be readable.
        if theme not in BUILTIN_THEMES or os.environ.get("NO_COLOR"):
            theme = TERMINAL_THEME
        self.first_theme = LIGHT if theme == TERMINAL_THEME and is_light(os.environ) else theme
        self._roles: dict[str, dict[str, str]] = {}
        super().__init__(*args, **kwargs)
        self._remember = remember
        self._theme_dialog: Screen[str | None] | None = None
        # Textual remembers filtered lines by filter: keep one for each way to draw.
        self._filters_of_lines = {only: SafeLineFilter(ascii=only) for only in (False, True)}
        self.ascii = self.preferences.ascii

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's variables, and the colours by role that the style sheet uses."""
        variables = super().get_css_variables()
        colours = not self.no_color
        if self.theme not in self._roles:
            self._roles[self.theme] = roles(self.current_theme, colours=colours)
        own = self._roles[self.theme]
        # Textual's own lists, by the same roles. In a list it reverses nothing.
        cursor = {
            "block-cursor-background": own["cursor"],
            "block-cursor-foreground": own["cursor-ink"],
            "block-cursor-text-style": own["cursor-style"],
        }
        return {**variables, **own, **({} if self.current_theme.ansi else cursor)}

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._filters_of_lines[self.ascii]]

    def action_ascii(self) -> None:
        """Switch to ASCII only, or back to drawn lines."""
        self.ascii = not self.ascii
        for screen in self.screen_stack:
            for widget in screen.walk_children(with_self=True):
                widget.notify_style_update()
                widget.refresh()
        self.notify(
            "Only ASCII is drawn now." if self.ascii else "Lines are drawn now.",
            markup=False,
            timeout=3,
        )

    def action_theme(self) -> None:
        """Show a list of the themes.

        It previews the theme under the cursor. The chosen one is used at the next start too.
        """
        if self.no_color:
            self.notify(
                "There are no colours here: NO_COLOR is set, or the terminal has none.",
                markup=False,
            )
            return
        from tui_app.tui.screens.pick import Pick, PickDialog

        if self._theme_dialog in self.screen_stack:
            self.notify(OPEN_ALREADY, markup=False)
            return
        names = sorted(
            self.available_themes,
            key=lambda name: (name != TERMINAL_THEME, not name.startswith("ansi"), name),
        )
        picks = [Pick(name, THEME_NOTES.get(name, ""), name) for name in names]
        before = self.theme
        dialog = PickDialog(
            "Theme", picks, current=names.index(before), preview=self._preview_theme
        )
        self._theme_dialog = dialog
        self.push_screen(dialog, lambda name: self._choose_theme(name, before))

    def _preview_theme(self, name: str) -> None:
        if self.theme != name and self.screen is self._theme_dialog:
            self.theme = name

    def _choose_theme(self, name: str | None, before: str) -> None:
        """Keep and remember the theme `name`, or go back to the theme `before` if it is None."""
        if self.theme != (name or before):
            self.theme = name or before
        if name is None:
            return
        self.preferences = replace(self.preferences, theme=name)
        problem = self._remember(self.preferences)
        if problem is not None:
            self.notify(
                f"The theme is not remembered: {problem.message}",
                severity="warning",
                markup=False,
                timeout=10,
            )
