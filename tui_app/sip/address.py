"""Take apart the header values that hold addresses and parameters: Contact, From, To, Via."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tui_app.sip.message import TCHAR, MalformedMessage

QUOTED: Final = r'"(?:[^"\\]|\\.)*+"'
"""A quoted string (RFC 3261, 25.1), as a pattern."""

_NAMED: Final = re.compile(rf"(?:{QUOTED}|[^<\"]*+)\s*+<([^<>\s]++)>\s*+", re.DOTALL)
_BARE: Final = re.compile(r"[^<>\",;?\s]++")
_PARAMETER: Final = re.compile(
    rf"\s*+;\s*+({TCHAR}++)(?:\s*+=\s*+({QUOTED}|[^\s;,\"]++))?\s*+", re.DOTALL
)
_ITEM: Final = re.compile(rf"(?:{QUOTED}|<[^<>]*+>|[^,\"<])++", re.DOTALL)
_USER: Final = re.compile(r"sips?:([^@:;?\s]++)(?::[^@\s]*+)?@", re.I)


@dataclass(frozen=True, slots=True)
class Address:
    """An address with its parameters: `"Ann" <sip:ann@192.0.2.1>;expires=60`.

    Names of parameters are in lower case; one without a value has the value "".
    """

    uri: str
    parameters: dict[str, str] = field(default_factory=dict)


def parse_address(value: str) -> Address:
    """Read the value of From or To, or one of Contact. Raises `MalformedMessage`."""
    value = value.strip()
    if found := _NAMED.match(value):
        return Address(found[1], parse_parameters(value[found.end() :]))
    if found := _BARE.match(value):
        # Without <> all that follows a semicolon is the header's (RFC 3261, 20).
        return Address(found[0], parse_parameters(value[found.end() :]))
    raise MalformedMessage("an address has no URI")


def parse_parameters(text: str) -> dict[str, str]:
    """Read `;name=value;name="quoted"`, the first of each name. Raises `MalformedMessage`."""
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        one = _PARAMETER.match(text, position)
        if not one:
            raise MalformedMessage("a parameter cannot be read")
        found.setdefault(one[1].lower(), unquoted(one[2] or ""))
        position = one.end()
    return found


def branch_of(via: str) -> str:
    """Return the branch of a Via value, "" if it has none. Raises `MalformedMessage`."""
    _, semicolon, parameters = next(split_list(via), "").partition(";")
    return parse_parameters(semicolon + parameters).get("branch", "")


def split_list(value: str) -> Iterator[str]:
    """Yield the items between the commas of a header value: no comma in quotes or <> counts.

    Raises `MalformedMessage`.
    """
    position = 0
    while position < len(value):
        item = _ITEM.match(value, position)
        if not item:
            raise MalformedMessage("a list has no item between two commas, or an open quote")
        yield item[0].strip()
        position = item.end() + 1
        if item.end() < len(value) and value[item.end()] != ",":
            raise MalformedMessage("a list has an open quote or bracket")


def user_of(uri: str) -> str | None:
    """Return the user of a SIP URI as it is written there, None if it has none."""
    found = _USER.match(uri)
    return found[1] if found else None


def quoted_string(text: str) -> str:
    """Return `text` as a quoted string."""
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def unquoted(text: str) -> str:
    """Return what a token or a quoted string stands for."""
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL) if text[:1] == '"' else text
