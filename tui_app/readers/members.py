"""Walk through the values of a document, with what the objects around each say of it."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from tui_app.readers.reading import Value, hurry

DEEPEST: Final = 16
"""Objects around a value: an example in an OpenAPI document is in ten."""


class Member(NamedTuple):
    """A text, object or list in a document.

    `name`: its own, after that of the object that it is in. `url` and `change`: those of the
    request that it is in, in a recording or flow; `change`: it is a PATCH or PUT.
    """

    value: Value
    name: str = ""
    url: str = ""
    change: bool = False


def members(value: Value) -> Iterator[Member]:
    """Yield `value` and each object, list and text in it, in order."""
    yield from _members(Member(value), "", 0)


def _members(member: Member, own: str, depth: int) -> Iterator[Member]:
    hurry()
    value = member.value
    yield member
    if depth > DEEPEST or not isinstance(value, dict | list):
        return
    if isinstance(value, dict):
        member = _requested(member, value)
        inner = [(name, item, f"{own}.{name}" if own else name) for name, item in value.items()]
    else:
        inner = [(own, item, member.name) for item in value]
        lines = [item for item in value if isinstance(item, str)]
        if len(lines) == len(value) and all(line.endswith("\n") for line in lines[:-1]):
            # A notebook keeps each line by itself.
            yield member._replace(value="".join(lines))
            return
    for name, item, called in inner:
        if isinstance(item, str | dict | list):
            yield from _members(member._replace(value=item, name=called), name, depth + 1)


def _requested(member: Member, value: "dict[str, Value]") -> Member:
    """Add what an object says of the request that its members are in."""
    url, method = value.get("url"), value.get("method")
    if isinstance(url, str):
        member = member._replace(url=url)
    if isinstance(method, str):
        member = member._replace(change=method in ("PATCH", "PUT"))
    return member
