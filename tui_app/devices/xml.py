"""Text in XML, for the devices that read it."""

from typing import Final
from xml.sax.saxutils import escape

_QUOTES: Final = {'"': "&quot;"}


def value(text: str) -> str:
    """Return `text` as the content of an element or of an attribute in double quotes."""
    return escape(text, _QUOTES)


def comment(text: str) -> str:
    """Return `text` as a comment: no two hyphens in a row, and nothing that reads as an element."""
    text = text.replace("\ufffe", "?").replace("\uffff", "?")
    while "--" in text:
        text = text.replace("--", "- -")
    return f"<!-- {escape(text)} -->"
