"""Read the payload that a command is given, and print its JSON."""

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from tui_app.settings.problem import Answer, Path
from tui_app.system.streams import put
from tui_app.text.document import Json

LEFT_OUT_CHANGE = "Left out what changes a connection (PATCH)."
LEFT_OUT_CREATE = "Left out what creates a connection (POST)."

if TYPE_CHECKING:
    from tui_app.readers import Reading


def read(name: str) -> "Reading":
    """Read the connection in the file `name`, in any form. Raises `UnreadableDocument`."""
    from tui_app.readers import read_file, read_text

    return read_text(*read_file(name))


def read_meant(name: str, *, change: bool = False) -> "Reading":
    """Read the file `name` to create a connection of it, or to change one.

    If a program has one request of each kind, the other kind is left out and said to be. Raises
    `UnreadableDocument`, also if several are left.
    """
    from tui_app.readers import Several

    try:
        return read(name)
    except Several as several:
        meant = [reading for reading in several.readings if reading.change == change]
        if len(meant) != 1:
            raise
        note = LEFT_OUT_CREATE if change else LEFT_OUT_CHANGE
        return replace(meant[0], notes=(*meant[0].notes, note))


def add_password(answers: dict[Path, Answer]) -> None:
    """Add the SIP password from the environment if the payload has none."""
    password = os.environ.get("TELNYX_SIP_PASSWORD")
    if password and ("password",) not in answers:
        answers[("password",)] = password


def print_json(value: Json) -> None:
    # ASCII only: safe in every locale, and no control character of a payload reaches the terminal.
    put(json.dumps(value, indent=2))
