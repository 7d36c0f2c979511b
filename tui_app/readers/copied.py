"""Undo what copying does to a text: prompts, line numbers, fences, typographic signs, entities."""

import html
import re
from typing import Final

_PYTHON = re.compile(r"^[ \t]*(?:>>>|\.\.\.)(?: |$)", re.MULTILINE)
_IPYTHON = re.compile(r"^(?:In \[\d{1,5}\]:|[ \t]{1,12}\.\.\.:)(?: |$)|^Out\[\d.*$", re.MULTILINE)
_RUBY = re.compile(
    r"^(?:\[\d{1,5}\] pry\([^()\n]{0,60}\)|irb\([^()\n]{0,60}\):\d[\d:]*)[>*\"'][ \t]*|^=> .*$",
    re.MULTILINE,
)
_NUMBERED = re.compile(r"[ \t]*(\d{1,5})[.:|]?(?:[ \t]|$)")
_FENCED = re.compile(r"(?:^|(?<=\s))(```|~~~)[^\n`]*\n(.*?)^[ \t]*\1", re.MULTILINE | re.DOTALL)

_SIGNS: Final = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"')
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'")
    | dict.fromkeys("\u00a0\u2007\u202f", " ")
    | dict.fromkeys("\u200b\u200c\u2060\ufeff", "")
)
CURLY: Final = tuple("\u201c\u201d\u201e\u2018\u2019\u201a")
_ENTITY = re.compile(r"&(?:quot|apos|amp|lt|gt|nbsp|[lr][sd]quo|#\d{1,5}|#x[0-9A-Fa-f]{1,5});")
_TAG = re.compile(r"</?(?:a|b|br|code|div|em|i|li|p|pre|span|strong)(?:\s[^<>]{0,200})?/?>")
_DASH = re.compile(r"(?<!\S)[\u2013\u2014\u2212](?=[A-Za-z])([A-Za-z]\b)?")


def plain(text: str) -> str:
    """Return `text` without byte order mark, carriage returns, prompts and marks of a quotation."""
    text = text.lstrip().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    begins = text.lstrip()
    if begins.startswith(">>> "):
        return _PYTHON.sub("", text)
    if begins.startswith("In ["):
        return _IPYTHON.sub("", text)
    if _RUBY.match(begins):
        return _RUBY.sub("", text)
    if begins.startswith(">"):
        return _unquoted(text)
    return _unnumbered(text) if begins[:1].isdigit() else text


def _unquoted(text: str) -> str:
    """Remove the marks of a quotation if each line has one."""
    lines = text.splitlines()
    if not all(line.lstrip().startswith(">") for line in lines if line.strip()):
        return text
    return "\n".join(re.sub(r"^[ \t]*> ?", "", line) for line in lines)


def _unnumbered(text: str) -> str:
    """Remove the numbers of lines if each line has one, in order."""
    made = []
    number = None
    for line in text.splitlines():
        match = _NUMBERED.match(line)
        if match is None or number not in (None, int(match[1]) - 1):
            return text
        number = int(match[1])
        made.append(line[match.end() :])
    return "\n".join(made)


def blocks(text: str) -> list[str]:
    """Return the code blocks of a page in Markdown."""
    return [block[2] for block in _FENCED.finditer(text)]


def straight(text: str) -> str:
    """Return `text` with the signs that a program reads for those that a web page shows.

    These are quotes, dashes, spaces and HTML entities.
    """
    if _ENTITY.search(text):
        text = html.unescape(_TAG.sub("", text))
    return _DASH.sub(lambda dash: f"-{dash[1]}" if dash[1] else "--", text.translate(_SIGNS))
