"""Turn what a file or a paste holds into the texts to read: decoded, out of fences and quotes."""

import json
import re
from typing import Final

from tui_app.text.document import UnreadableDocument

LOOKED_AT: Final = 1 << 16
"""Characters that are searched for the form."""
MAX_BLOCKS: Final = 8
"""Blocks of a page that are tried."""

ABOUT = re.compile(
    r"credential_?-?connections?\b|credentialconnections?\b"
    r"|\b(?:connection_name|user_name|connectionName|userName)\b",
    re.IGNORECASE,
)
_PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.)(?: |$)", re.MULTILINE)
_FENCED = re.compile(r"^[ \t]*(```|~~~)[^\n`]*\n(.*?)^[ \t]*\1", re.MULTILINE | re.DOTALL)
_MEMBERS = re.compile(r"\"\w+\"\s*:")
STRAIGHT: Final = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f", '"') | dict.fromkeys("\u2018\u2019\u201a\u201b", "'")
)


_CURLED = re.compile(
    "^[^\n:=]{1,80}[:=][ \\t]*[\u201c\u201d\u201e][^\n]*[\u201c\u201d][ \\t]*$", re.MULTILINE
)


def curled(text: str) -> bool:
    """Whether a whole value in a text is in typographic quotes, which no form has."""
    return _CURLED.search(text) is not None and not text.lstrip().startswith(("{", "["))


def decoded(data: bytes | str, source: str) -> str:
    if isinstance(data, str):
        text = data.lstrip().removeprefix("\ufeff")
    else:
        try:
            # Notepad and PowerShell's `>` write UTF-16.
            text = data.decode(json.detect_encoding(data))
        except UnicodeDecodeError as error:
            raise UnreadableDocument(f"{source} is not UTF-8 (byte {error.start})") from None
    if not text.strip():
        raise UnreadableDocument(f"{source} is empty")
    if "\0" in text:
        raise UnreadableDocument(f"{source} is not text (byte {text.index(chr(0))} is zero)")
    return text


def unfenced(text: str) -> list[str]:
    """Strip Python's prompts, or return the blocks of a page that are about a connection."""
    if text.lstrip().startswith(">>> "):
        return [_PROMPT.sub("", text)]
    blocks = [block[2] for block in _FENCED.finditer(text[:LOOKED_AT])]
    return [block for block in blocks[:MAX_BLOCKS] if ABOUT.search(block)] or [text]


def unquoted(text: str) -> str:
    """Return the text that a string of JSON is, or members of an object with its braces."""
    whole = text.strip()
    if _MEMBERS.match(whole) and re.search(r",[ \t]*(?:\n|$)", whole):
        return f"{{{whole.rstrip(',')}}}"
    if whole.startswith(('"{', '{\\"')):
        try:
            inner = json.loads(whole if whole.startswith('"') else f'"{whole}"', strict=False)
        except (ValueError, RecursionError):
            return text
        return inner if isinstance(inner, str) else text
    return text
