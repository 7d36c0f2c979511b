"""Read the payload that a command is given, and print its JSON."""

import json
import os
from typing import TYPE_CHECKING

from tui_app.settings.problem import Answer, Path
from tui_app.system.streams import put
from tui_app.text.document import Json

if TYPE_CHECKING:
    from tui_app.readers import Reading


def read(name: str) -> "Reading":
    """Read the connection in the file `name`, in any form. Raises `UnreadableDocument`."""
    from tui_app.readers import read_file, read_text

    return read_text(*read_file(name))


def add_password(answers: dict[Path, Answer]) -> None:
    """Add the SIP password from the environment if the payload has none."""
    password = os.environ.get("TELNYX_SIP_PASSWORD")
    if password and ("password",) not in answers:
        answers[("password",)] = password


def print_json(value: Json) -> None:
    # ASCII only: safe in every locale, and no control character of a payload reaches the terminal.
    put(json.dumps(value, indent=2))
