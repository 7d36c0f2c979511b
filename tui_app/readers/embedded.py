"""Find the texts in a JSON document of another program that may hold a connection.

Such are the functions of a Node-RED flow, the cells of a notebook, the bodies of a recording.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from tui_app.readers.reading import PLAIN, Form, Found, Unfit, bearer, hurry
from tui_app.readers.requests import concerns
from tui_app.text.document import Json, UnreadableDocument

MAX_VALUES: Final = 100_000
"""The most values of a document that are looked at."""
MAX_TEXTS: Final = 20
"""The most texts that are worth reading."""
AROUND: Final = "Left out what is around the text that makes the connection."
Read: TypeAlias = Callable[[str], tuple[list[Found], Form]]
_Waiting: TypeAlias = list[tuple[Json, "Around"]]


@dataclass(frozen=True)
class Around:
    """What the objects around a text say of its request."""

    url: str = ""
    change: bool = False


@dataclass(frozen=True)
class Text:
    """A text in a document, and whether it is sent as a change."""

    text: str = field(repr=False)
    change: bool


def read(document: Json, read_text: Read) -> tuple[list[Found], Form] | None:
    """Return what `read_text` finds in the first text that makes a connection; None if none does.

    `read_text` raises `Unfit` or `UnreadableDocument` for the others.
    """
    for inner in texts(document):
        hurry()
        try:
            found, form = read_text(inner.text)
        except (Unfit, UnreadableDocument):
            continue
        api_key = key(document)
        made = [
            replace(
                each,
                change=each.change or inner.change,
                key=each.key or api_key,
                notes=(*each.notes, AROUND),
            )
            for each in found
        ]
        return made, form
    return None


def texts(document: Json) -> list[Text]:
    """Return the texts in `document` that name a setting of a connection, in order."""
    found = []
    for value, around in _values(document):
        if not isinstance(value, str) or concerns(around.url) is False:
            continue
        if any(name in value for name in PLAIN) and len(value.split()) > 1:
            # n8n begins an expression with an equals sign.
            found.append(Text(value.removeprefix("="), around.change))
        if len(found) == MAX_TEXTS:
            break
    return found


def key(document: Json) -> str:
    """Return the API key of an Authorization header in `document`; "" if there is none."""
    for value, _ in _values(document):
        if isinstance(value, str) and value[:7].lower() == "bearer " and bearer(value):
            return bearer(value)
    return ""


def _values(document: Json) -> Iterator[tuple[Json, Around]]:
    waiting: _Waiting = [(document, Around())]
    for count in range(MAX_VALUES):
        if not waiting:
            return
        if count % 256 == 0:
            hurry()
        value, around = waiting.pop()
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            # A notebook keeps each line by itself.
            value = "".join(str(item) for item in value)
        if isinstance(value, dict):
            url, method = value.get("url"), value.get("method")
            around = Around(
                url if isinstance(url, str) else around.url,
                method in ("PATCH", "PUT") if isinstance(method, str) else around.change,
            )
            waiting += [(item, around) for item in reversed(value.values())]
        elif isinstance(value, list):
            waiting += [(item, around) for item in reversed(value)]
        else:
            yield value, around
