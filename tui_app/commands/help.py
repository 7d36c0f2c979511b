"""The screen that `--help` shows, of 80 by 24; each command's own help tells of its options."""

import argparse
from typing import Final

from tui_app.commands.arguments import Parser

OPENING: Final = "without a command the wizard opens"
"""The title of the options that the screen explains."""
PURPOSES: Final[dict[str, tuple[str, ...]]] = {
    "a payload file": ("check", "create", "export", "schema"),
    "the account": ("list", "show", "update", "delete"),
    "a phone or PBX": ("verify", "device-config"),
    "on this machine": ("drafts", "templates", "sandbox", "completion"),
}
"""The commands by what they are for."""
WIDTH: Final = 77


class Screen(Parser):
    """The parser of the whole command line, whose help is one screen."""

    def format_help(self) -> str:
        """Return the options that open the wizard, the commands, and the other options' names."""
        from textwrap import fill

        opening = [each for each in self._action_groups if each.title == OPENING]
        explained = [action for group in opening for action in group._group_actions]
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, (), ())
        formatter.add_text(self.description)
        formatter.start_section(OPENING)
        formatter.add_arguments(explained)
        formatter.end_section()
        formatter.start_section("commands")
        width = max(map(len, PURPOSES)) + 2
        formatter.add_text(
            "\n".join(f"{words:{width}}{'  '.join(names)}" for words, names in PURPOSES.items())
        )
        formatter.end_section()
        formatter.start_section("other options")
        others = (each for each in self._actions if each.option_strings and each not in explained)
        names = fill("  ".join(map(_shown, others)), WIDTH, break_on_hyphens=False)
        formatter.add_text(f"{names}\n{self.epilog}")
        formatter.end_section()
        return formatter.format_help()


def _shown(action: argparse.Action) -> str:
    """Return an option as it is given. No line breaks between it and its value."""
    name = action.option_strings[-1]
    return f"{name}={action.metavar}" if action.metavar else name
