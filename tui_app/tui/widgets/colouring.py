"""Divide a row of text into parts to colour: JSON, or any program or configuration.

A part's kind is `mark`, `name`, `text`, `number`, `word` or `plain`. Together they are the row.
"""

import re
from typing import Final

Parts = list[tuple[str, str]]

BROKEN: Final = "\u00bb"
"""Ends a row whose line goes on below, and begins the next row.

No line of JSON ends or begins with it. ASCII draws `>`.
"""
_NAMED: Final = re.compile(r'( *)("(?:[^"\\]|\\.)*")(: )(.*)', re.DOTALL)
_WORDS: Final = ("true", "false", "null")
_COMMENT: Final = ("#", "//", ";", "<!--")
_CODE: Final = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"|(?P<word>\b(?:true|false|null|True|False|None|nil)\b)"
    r"|(?P<name>[A-Za-z_][\w.-]*(?=\s*[=:](?!=)))"
    r"|(?P<number>\b\d+(?:\.\d+)?\b)"
    r"|(?P<plain>[A-Za-z_][\w.-]*)"
)


def json_parts(row: str) -> Parts:
    """Divide a row of JSON. What continues a broken row is part of a text."""
    named = _NAMED.fullmatch(row)
    if named is None:
        indent = len(row) - len(row.lstrip(" "))
        return [(row[:indent], "mark"), *_value(row[indent:])]
    blank, name, colon, value = named.groups()
    return [(blank, "mark"), (name, "name"), (colon, "mark"), *_value(value)]


def _value(text: str) -> Parts:
    value = text.rstrip(",")
    if value in _WORDS:
        kind = "word"
    elif value.startswith(('"', BROKEN)):
        kind = "text"
    else:
        kind = "number" if value[:1].isdigit() or value[:1] == "-" else "mark"
    return [(value, kind), (text[len(value) :], "mark")]


def code_parts(row: str) -> Parts:
    """Divide a row of a program or a configuration; a name is what stands before `=` or `:`."""
    if row.lstrip().startswith(_COMMENT):
        return [(row, "mark")]
    parts: Parts = []
    end = 0
    for match in _CODE.finditer(row):
        parts.append((row[end : match.start()], "plain"))
        parts.append((match.group(), match.lastgroup or "plain"))
        end = match.end()
    return [part for part in (*parts, (row[end:], "plain")) if part[0]]
