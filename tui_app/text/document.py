"""Read a payload file strictly: what other JSON readers silently change or drop is an error."""

import json
import math
import sys
from pathlib import Path
from typing import NoReturn, TypeAlias, cast

from tui_app.text.escape import escape_controls, shortened

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"

MAX_BYTES = 1 << 20
MAX_DEPTH = 64
"""How deep lists and objects may be nested.

The request needs 3. Code that walks or writes a payload of this depth hits no recursion limit.
"""


class UnreadableDocument(Exception):
    """The file cannot be read as a JSON object; the text says why and how to fix it."""


def read_document(name: str) -> dict[str, Json]:
    """Read the JSON object in the file `name`; `-` is standard input.

    Raises `UnreadableDocument` if there is no such file, or if it contains no JSON object of at
    most 1 MiB.
    """
    source = "standard input" if name == "-" else escape_controls(name)
    try:
        if name == "-":
            if sys.stdin is None:
                # Python sets it to None if standard input is closed from the start.
                raise UnreadableDocument(f"cannot read {source}: it is closed")
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (
            error.strerror if isinstance(error, OSError) and error.strerror else "not a file name"
        )
        raise UnreadableDocument(f"cannot read {source}: {reason}") from None
    return parse_document(data, source)


def parse_document(data: bytes | str, source: str) -> dict[str, Json]:
    """Parse `data` as a JSON object (UTF-8, a byte order mark allowed).

    `source` names it in the error's text. Raises `UnreadableDocument` if it is none.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(f"{source} is larger than 1 MiB: that is no payload")
    try:
        text = (
            data.lstrip().removeprefix("\ufeff")
            if isinstance(data, str)
            else data.decode("utf-8-sig")
        )
        document = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float
        )
    except UnicodeDecodeError as error:
        raise UnreadableDocument(f"{source} is not UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise UnreadableDocument(
            f"{source} is not JSON: {error.msg}, line {error.lineno} column {error.colno}"
        ) from None
    except RecursionError:
        raise _too_deep(source) from None
    except ValueError as error:
        # From the hooks below, or a number with more digits than Python reads.
        raise UnreadableDocument(f"{source} is not JSON: {_words(error)}") from None
    if not isinstance(document, dict):
        raise UnreadableDocument(
            f"{source} holds {_kind_of(document)}, "
            'not a JSON object like {"connection_name": ...}'
        )
    if _is_deeper_than(MAX_DEPTH, document):
        raise _too_deep(source)
    return cast(dict[str, Json], document)


def begins_object(text: str) -> bool:
    """Whether a pasted text begins as a JSON object does."""
    return text.lstrip().removeprefix("\ufeff").lstrip().startswith("{")


def pasted_object(text: str) -> dict[str, Json] | None:
    """Return the JSON object that a pasted text is; None if it is none."""
    if not begins_object(text):
        return None
    try:
        return parse_document(text, "the paste")
    except UnreadableDocument:
        return None


def _too_deep(source: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"{source} is not a payload: it is nested more than {MAX_DEPTH} levels deep"
    )


def _is_deeper_than(levels: int, document: Json) -> bool:
    """Whether lists and objects are nested more than `levels` deep.

    It goes level by level: recursion would fail on exactly those documents.
    """
    here: list[Json] = [document]
    for _ in range(levels):
        here = [
            inner
            for each in here
            if isinstance(each, list | dict)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return any(isinstance(each, list | dict) for each in here)


class _NotJson(ValueError):
    pass


def _words(error: ValueError) -> str:
    return str(error) if isinstance(error, _NotJson) else "a number has too many digits"


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, value in pairs:
        if name in found:
            raise _NotJson(
                f'"{shortened(name)}" appears twice in one object; keep the one you mean'
            )
        found[name] = value
    return found


def _float(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _NotJson(f"{shortened(digits)} is too large a number")
    return number


def _constant(name: str) -> NoReturn:
    raise _NotJson(f"{name} is no JSON number")


def _kind_of(value: object) -> str:
    if value is None:
        return "null"
    return {
        bool: "a boolean",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
    }.get(type(value), "something else")
