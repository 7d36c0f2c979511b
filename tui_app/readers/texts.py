"""Turn what a file or a paste holds into the texts to read: decoded, out of pages and quotes."""

import json
import re
from typing import Final

from tui_app.readers.copied import blocks, plain
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
CURL = re.compile(r"(?:^|[\s;&|(`/>@])curl(?:\.exe)?[ \t]+[^\s=]", re.MULTILINE)
MEMBER = re.compile(r"\"\w+\"[ \t]*:")
"""The beginning of an object without its braces."""


def decoded(data: bytes | str, source: str) -> str:
    """Return the text in `data`. Raises `UnreadableDocument` if there is none."""
    if isinstance(data, str):
        text = data
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
    return plain(text)


def code(text: str) -> list[str]:
    """Return the blocks of a page that are about a connection, and the text if it may hold one."""
    start = text[:LOOKED_AT]
    found = [block for block in blocks(start) if ABOUT.search(block)][:MAX_BLOCKS]
    return found if found and not CURL.search(start) else [*found, text]


def unquoted(text: str) -> str:
    """Return the text that a string of JSON is."""
    whole = text.strip()
    if whole.startswith(('"{', '{\\"')):
        try:
            inner = json.loads(whole if whole.startswith('"') else f'"{whole}"', strict=False)
        except (ValueError, RecursionError):
            return text
        return inner if isinstance(inner, str) else text
    return text
