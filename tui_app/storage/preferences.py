"""The user's preferences for every run: `preferences.json` in the configuration directory.

The file is written when a theme is chosen, and may be edited.
"""

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from tui_app.storage.files import StorageProblem, problem, write_atomic
from tui_app.text.document import UnreadableDocument, parse_document
from tui_app.text.escape import escape_controls

TERMINAL_THEME = "ansi-dark"
"""The theme that leaves all colours to the terminal, and needs the fewest bytes."""


@dataclass(frozen=True)
class Preferences:
    """How the wizard looks.

    `ascii`: nothing outside ASCII is drawn. `mouse`: the terminal reports the mouse to the wizard.
    """

    theme: str = TERMINAL_THEME
    ascii: bool = False
    mouse: bool = True


def load_preferences(path: Path) -> tuple[Preferences, list[str]]:
    """Return the preferences in the file, and a text for each one that cannot be used.

    The default replaces each of those. A missing file is no problem.
    """
    try:
        document = parse_document(path.read_bytes(), escape_controls(str(path)))
    except FileNotFoundError:
        return Preferences(), []
    except OSError as error:
        return Preferences(), [problem("the preferences cannot be read", error, path).message]
    except UnreadableDocument as error:
        return Preferences(), [f"the preferences are left aside: {error}"]
    preferences, problems = Preferences(), []
    for field in fields(Preferences):
        value = document.get(field.name, field.default)
        if type(value) is type(field.default):
            preferences = replace(preferences, **{field.name: value})  # type: ignore[arg-type]
        else:
            wanted = "a text" if isinstance(field.default, str) else "true or false"
            problems.append(
                f"the preference {field.name} is left aside: it must be {wanted} "
                f"({escape_controls(str(path))})"
            )
    return preferences, problems


def save_preferences(path: Path, preferences: Preferences) -> StorageProblem | None:
    """Write the preferences. Return why that failed, or None."""
    return write_atomic(path, json.dumps(asdict(preferences), indent=2).encode() + b"\n")
