"""The manual page, made of the declared command line: `python -m tests.readme` redraws it."""

import os
from collections.abc import Mapping
from typing import Final
from unittest.mock import patch

from argparse_manpage.manpage import Manpage

from tests.support.paths import ROOT
from tui_app import __version__
from tui_app.commands.options import COMMON, parser_of_all

MAN_PAGE: Final = ROOT / "man" / "telnyx-wizard.1"
ENVIRONMENT: Final = {
    "TELNYX_API_KEY": "the API key, never an argument (but --api-key-file)",
    "TELNYX_BASE_URL": "API base URL, default https://api.telnyx.com/v2",
    "TELNYX_SIP_PASSWORD": "the SIP password, if a file leaves it out (check, create), "
    "or to verify",
    "ACCESSIBLE": "set to anything: linear mode, as is TERM=dumb",
    "NO_COLOR": "set to anything: no colours",
}
FILES: Final = {
    "$XDG_STATE_HOME/telnyx-wizard": "drafts/, journal.jsonl (every attempt to create); "
    "default ~/.local/state",
    "$XDG_CONFIG_HOME/telnyx-wizard": "preferences.json (theme, ascii, mouse), templates/; "
    "default ~/.config",
    "$XDG_DATA_HOME/telnyx-wizard": "sandbox.db; default ~/.local/share",
}
EXIT_CODES: Final = {
    "0": "done",
    "1": "program error",
    "2": "usage, or unreadable file",
    "3": "invalid payload",
    "4": "refused by the API",
    "5": "not reached, busy, or not recorded",
    "6": "unknown: it may have been created",
    "128+n": "ended by signal n",
}


def man_page() -> str:
    """Return the page in roff: the same in a terminal of any width and on any day."""
    # The lines of usage, narrow enough for the indent in 80 columns.
    with patch.dict(os.environ, COLUMNS="72"):
        parser = parser_of_all()
        parser.epilog = None
        for command in parser.commands.values():
            if command.epilog:
                table = f".nf\n{command.epilog}.fi"
                command.description = "\n".join(filter(None, (command.description, table)))
        page = Manpage(parser, format="single-commands-section")
        page.description = "set up Telnyx credential connections (SIP trunks)"
        page.date, page.manual = "", "User Commands"
        page.source = f"{parser.prog} {__version__}"
        anywhere = ", ".join(name for name in COMMON if name != "--version")
        page.add_section(
            "option order",
            "=",
            _roff(f"{anywhere} may come before or after any command. The one after it wins."),
        )
        page.add_section("environment", "=", _table(ENVIRONMENT))
        page.add_section("files", "=", _table(FILES))
        page.add_section("exit status", "=", _table(EXIT_CODES))
        return str(page)


def _table(rows: Mapping[str, str]) -> str:
    return "\n".join(f".TP\n.B {_roff(name)}\n{_roff(words)}" for name, words in rows.items())


def _roff(text: str) -> str:
    return text.replace("\\", "\\\\").replace("-", "\\-")
