"""Recognize the languages that are not read, to say so."""

import re
from typing import Final

from tui_app.readers.reading import Unfit

POWERSHELL: Final = "PowerShell"
_SIGNS: Final = {
    POWERSHELL: re.compile(
        r"\bInvoke-(?:RestMethod|WebRequest)\b|\bConvertTo-Json\b"
        r"|(?m:^[ \t]*\$\w+[ \t]*=[ \t]*@[{'\"])",
        re.IGNORECASE,
    ),
    "Go": re.compile(
        r"(?m:^package \w+[ \t]*$)|\bcontext\.(?:TODO|Background)\(\)|\bmap\[string\]"
        r"|(?m:^[ \t]*\w[\w, ]{0,60} := )"
    ),
    "Java": re.compile(
        r"(?m:^import (?:static )?(?:com|java|javax|org)\.)|\bpublic (?:static )?(?:class|void)\b"
        r"|\bnew \w+Request\(\)|\.builder\(\)"
    ),
    "C#": re.compile(
        r"(?m:^using [\w.]+;)|\bvar \w+ = new\b|\bPostAsJsonAsync\b|\bnew StringContent\("
    ),
}


def language(text: str) -> str:
    """Return the language of `text` if it is one that is not read; else ""."""
    return next((name for name, signs in _SIGNS.items() if signs.search(text)), "")


def not_read(name: str) -> Unfit:
    return Unfit(f"it is {name}, which is not read: give the JSON that it sends")
