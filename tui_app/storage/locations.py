"""Where the program keeps its files: the XDG Base Directory Specification, with its fallbacks."""

import os
import pwd
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

NAME = "telnyx-wizard"


class Locations(NamedTuple):
    """The program's own directories. None of them need exist."""

    state: Path
    data: Path
    config: Path

    @property
    def drafts(self) -> Path:
        """The directory of unfinished work, one file per draft."""
        return self.state / "drafts"

    @property
    def journal(self) -> Path:
        """The file with a line for each submission begun and for each one ended."""
        return self.state / "journal.jsonl"

    @property
    def copied(self) -> Path:
        """The file with what was copied last, if no clipboard took it."""
        return self.state / "copied.txt"

    @property
    def preferences(self) -> Path:
        """The file that says how the wizard looks."""
        return self.config / "preferences.json"

    @property
    def templates(self) -> Path:
        """The directory of the user's own templates."""
        return self.config / "templates"

    @property
    def sandbox(self) -> Path:
        """The sandbox's database."""
        return self.data / "sandbox.db"


def locations(environment: Mapping[str, str] = os.environ) -> Locations:
    """Return the directories that `environment` names.

    A relative or empty $XDG_* counts as not set, as the specification says.
    """
    home = _home(environment)

    def location(variable: str, fallback: str) -> Path:
        named = Path(environment.get(variable, ""))
        return (named if named.is_absolute() else home / fallback) / NAME

    return Locations(
        location("XDG_STATE_HOME", ".local/state"),
        location("XDG_DATA_HOME", ".local/share"),
        location("XDG_CONFIG_HOME", ".config"),
    )


def _home(environment: Mapping[str, str]) -> Path:
    named = Path(environment.get("HOME", ""))
    if named.is_absolute():
        return named
    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        # A user id without an account, as in a container: writing there fails, and that is
        # reported.
        return Path("/")
