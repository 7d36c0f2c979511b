"""The payload as text: JSON in lines, with nothing invisible in it."""

import json
import re

from tui_app.text.document import Json
from tui_app.text.escape import UNSAFE, shown_lines

# Terminals draw these in different numbers of cells, or not at all: joiners, variation selectors,
# halves of flags, skin tones, and emoji that are younger than the tables of many terminals.
_DISPUTED = re.compile(
    "[\u200d\ufe00-\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U0001fa70-\U0001faff]"
)
# JSON allows raw what `escape_controls` replaces, too.
_ESCAPED = re.compile(f"{UNSAFE.pattern}|{_DISPUTED.pattern}")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
MOST_MARKS = 4
"""Combining marks on one character that are shown raw: tmux drops those beyond 21 bytes."""


def json_lines(payload: Json) -> list[str]:
    """Return the payload as indented JSON, one line of text each, with nothing invisible in it.

    What is invisible, or drawn otherwise by each terminal, becomes JSON's own escape, like
    `\\u202e`: the lines read as JSON give exactly the payload.
    """
    lines = json.dumps(payload, indent=2, ensure_ascii=False).split("\n")
    return list(map(_seen, lines))


def document_lines(text: str) -> list[str]:
    """Return the lines of JSON, or else of a program or file, with nothing invisible in them."""
    if text.startswith("{"):
        return list(map(_seen, text.rstrip("\n").split("\n")))
    return [
        _DISPUTED.sub(lambda match: f"<U+{ord(match.group()):04X}>", line)
        for line in shown_lines(text)
    ]


def in_ascii(line: str) -> str:
    """Return a line of JSON with escapes for all outside ASCII: as JSON it means the same."""
    return _NOT_ASCII.sub(lambda match: _escape(match.group()), line)


def _escape(character: str) -> str:
    """Return a character within a string of JSON as its escape; beyond U+FFFF it takes two."""
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else json.dumps(character)[1:-1]


def _seen(line: str) -> str:
    """Escape what is invisible in a line of JSON, and marks on nothing or too many of them."""
    if line.isascii() and line.isprintable():
        return line
    from unicodedata import category  # a megabyte that most payloads do not need

    shown: list[str] = []
    marks = MOST_MARKS
    for character in line:
        kind = category(character)
        is_mark = kind in ("Mn", "Me")
        is_unknown = kind == "Cn"
        if _ESCAPED.fullmatch(character) or is_unknown or (is_mark and marks >= MOST_MARKS):
            shown.append(_escape(character))
            marks = MOST_MARKS
        else:
            shown.append(character)
            # A mark on a blank, or on the quotation mark before it, would not be visible as one.
            stands_on_nothing = character in ' "\\'
            marks = MOST_MARKS if stands_on_nothing else marks + 1 if is_mark else 0
    return "".join(shown)


def payload_text(payload: object) -> str:
    """Return the payload for a file or the clipboard: indented JSON that ends with a line feed."""
    return json.dumps(payload, indent=2, ensure_ascii=False) + "\n"
