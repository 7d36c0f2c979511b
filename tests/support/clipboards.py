"""The clipboard of a terminal, as a program filled it."""

import base64
import re

# tmux leaves out the letter of the clipboard when it passes a text on.
_FILLED = re.compile(rb"\x1b\]52;c?;([A-Za-z0-9+/=]*)\x07")


def clipboards(output: bytes | bytearray) -> list[str]:
    """Each text that a terminal which got `output` was told to put in its clipboard."""
    return [base64.b64decode(each).decode() for each in _FILLED.findall(output)]
