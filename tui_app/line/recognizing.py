"""Recognizes a line by its text alone: an answer, a pasted text that begins, or a secret."""

import re

from tui_app.settings.misplaced import find
from tui_app.text.document import begins_object

# The beginnings of programs, raw requests and lists in a file that no reader recognizes by the
# first line alone.
_OPENS = re.compile(
    r"""<\?php|```|\#!|\[\s*(?:\{|$)|(?:GET|POST|PATCH|PUT)\ \S+\ HTTP/
    |//\s|/\*|"{3}|~~~|\#{3}|\#\ frozen_string_literal|>>>\ |In\ \[\d+\]:|PS\ [A-Z]:\\
    |\$\ (?:curl|telnyx|export|cat)\b|export\ \w+=|cat\ (?:<<|>)|set\ -e|@\w+\s*=\s*\S
    |package\ \w+$|use\ [\w\\]+;|using\ [\w.]+;
    |resource\s+"|(?:const|let|var)\ \w+\s*=
    |import\ .*\ from\ ['"]|from\ [\w.]+\ import\s
    |import\ (?:os|sys|json|re|asyncio|logging|requests|httpx|telnyx)\b
    |require\ ?['"(]
    |\$?\w[\w.>:-]*\s*(?:=\s*)?[\w.>:-]*[({\[]\s*$|---\s*$|\w[\w.]*\s*=\s*[\[{(]""",
    re.VERBOSE,
)


def begins_text(text: str) -> bool:
    """Whether a line is not an answer but begins a text that a connection can be read from."""
    if begins_object(text):
        return True
    if len(text) < 3 or text.isalnum():
        return False
    if _OPENS.match(text.lstrip()):
        return True
    from tui_app.readers import recognized  # a few ms: only for more than a word

    return recognized(text) is not None


def may_hold_secret(text: str) -> bool:
    """Whether a line must not be repeated, because it may hold a password or key."""
    return begins_text(text) or find(text) is not None
