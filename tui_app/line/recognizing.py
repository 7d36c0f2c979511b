"""What a line is by its text alone: an answer, the beginning of a pasted text, or a secret."""

import re

from tui_app.settings.misplaced import find
from tui_app.text.document import begins_object

# How a program, a raw request or a list in a file begins whose first line says too little by itself.
_OPENS = re.compile(
    r"""<\?php|```|\#!|\[\s*(?:\{|$)|(?:GET|POST|PATCH|PUT)\ \S+\ HTTP/|resource\s+"|(?:const|let|var)\ \w+\s*=
    |import\ .*\ from\ ['"]|from\ [\w.]+\ import\ |import\ (?:os|json|requests|httpx|telnyx)\b|require\ ?['"(]
    |\$?\w[\w.>:-]*\s*(?:=\s*)?[\w.>:-]*[({\[]\s*$|---\s*$|\w[\w.]*\s*=\s*[\[{(]""",
    re.VERBOSE,
)


def begins_text(text: str) -> bool:
    """Whether a line is no answer but the beginning of a text that a connection is read from."""
    if begins_object(text):
        return True
    if len(text) < 3 or text.isalnum():
        return False
    if _OPENS.match(text.lstrip()):
        return True
    from tui_app.readers import recognized  # a few milliseconds, for what is more than a word

    return recognized(text) is not None


def may_hold_secret(text: str) -> bool:
    """Whether a line is not to be said again: a password or key may stand in it."""
    return begins_text(text) or find(text) is not None
