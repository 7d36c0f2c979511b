"""Make a new connection of an existing one: all its settings but those that are its own."""

from collections.abc import Mapping

from tui_app.core.importing import OWN
from tui_app.core.original import answers_in
from tui_app.settings.problem import Answer, Path
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json
from tui_app.text.escape import shortened


def clone_of(document: Mapping[str, Json]) -> dict[Path, Answer]:
    """Return the answers that make a connection like the one in `document`, the API's record.

    Left out: id, user name and password, what only a reply or a change has, and each value that
    the API takes by itself.
    """
    return {
        path: answer
        for path, answer in answers_in(document)
        if path in REQUEST.settings and path not in OWN
    }


def clone_words(name: str) -> str:
    """Say what was cloned, and what is left to answer. Safe to show."""
    return (
        f"Filled from {shortened(name, 60)}, its name too. User name and password are not taken "
        "over: a new connection needs its own."
    )
