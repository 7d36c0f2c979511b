"""The kinds of answer: how each is validated, read from an input, shown, and described in a schema.

These are plain classes, not pydantic models, for a fast start: building the models takes longer
than the whole of `check`. Digits and letters are ASCII ones, and nothing is converted on the way:
`true` and `"5"` are not integers; 5.0 is one, as JSON Schema says.
"""

from tui_app.settings.types.kind import (
    NULL,
    Kind,
    Null,
    Violation,
    edges,
    nearest,
    plain,
    trimmed,
)
from tui_app.settings.types.lists import Codecs, Tags, TextList
from tui_app.settings.types.telephony import COUNTRIES, Country, Int64Text, Phone
from tui_app.settings.types.texts import Form, Password, Text, UserName, Uuid
from tui_app.settings.types.values import INT64, Choice, Flag, Integer
from tui_app.settings.types.web import Url

__all__ = [
    "COUNTRIES",
    "INT64",
    "NULL",
    "Choice",
    "Codecs",
    "Country",
    "Flag",
    "Form",
    "Int64Text",
    "Integer",
    "Kind",
    "Null",
    "Password",
    "Phone",
    "Tags",
    "Text",
    "TextList",
    "Url",
    "UserName",
    "Uuid",
    "Violation",
    "edges",
    "nearest",
    "plain",
    "trimmed",
]
