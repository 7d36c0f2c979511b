"""The payload that a command is given, and the JSON that it prints."""

import json
import os
from typing import TYPE_CHECKING

from tui_app.settings.problem import Answer, Path
from tui_app.system.streams import put
from tui_app.text.document import Json

if TYPE_CHECKING:
    from tui_app.readers import Reading


def read(name: str) -> "Reading":
    """The connection that the file `name` holds, in whatever form. Raises `UnreadableDocument`."""
    from tui_app.readers import read_file, read_text

    return read_text(*read_file(name))


def add_password(answers: dict[Path, Answer]) -> None:
    """Takes the SIP password from the environment where the payload leaves it out."""
    password = os.environ.get("TELNYX_SIP_PASSWORD")
    if password and ("password",) not in answers:
        answers[("password",)] = password


def print_json(value: Json) -> None:
    # ASCII only: safe in every locale, and no control character of a payload reaches the terminal.
    put(json.dumps(value, indent=2))
