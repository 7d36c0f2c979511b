"""Resolve the backslash escapes of programming languages."""

import re


def unescaped(text: str, escapes: "dict[str, str]", keep: bool) -> str:
    """Return `text` with its backslash escapes resolved.

    `keep`: whether an unknown escape keeps its backslash.
    """

    def one(match: "re.Match[str]") -> str:
        braced, four, two, octal, other = match.groups()
        if braced is not None:
            codes = braced.split()
            return "".join(_character(int(code, 16)) for code in codes if len(code) <= 8)
        if four or two:
            return chr(int(four or two, 16))
        if octal:
            return chr(int(octal, 8) & 0xFF)
        return escapes.get(other, "\\" + other if keep else other)

    made = re.sub(
        r"\\(?:u\{([0-9a-fA-F\s]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))",
        one,
        text,
        flags=re.DOTALL,
    )
    # Two halves of a surrogate pair are one character; a single half is none.
    return made.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 else "\ufffd"
