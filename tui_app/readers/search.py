"""Find the connections in the values that a reader found, and in the texts within those."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, TypeAlias

from tui_app.readers.members import DEEPEST, members
from tui_app.readers.reading import (
    ALIASES,
    KNOWN,
    LISTS,
    PLAIN,
    Computed,
    Form,
    Found,
    Reading,
    Unfit,
    Value,
    bearer,
    hurry,
    key_in,
    known,
    reading_of,
    shared,
)
from tui_app.readers.requests import concerns
from tui_app.readers.variables import names_a_setting, read_variables, unless_computed
from tui_app.text.escape import shortened

Inner: TypeAlias = Callable[[str], list[Found]]
"""Reads a text that is a value, such as the JSON in a ConfigMap; empty if it is of no form."""

MAX_ITEMS: Final = 1_000
MAX_TEXTS: Final = 20
_WRITTEN: Final = ("yaml", "json")
"""Forms whose documents may be about anything; all others are requests for connections."""
_VARIABLE: Final = re.compile(r"[A-Z][A-Z0-9_]*")
_NAME: Final = re.compile(r"[A-Za-z]\w*")
_Found: TypeAlias = tuple[Found, bool]
"""A connection, and whether it is a reply of the API."""


def readings(found: list[Found], form: Form, inner: Inner) -> list[Reading]:
    """Return the connections in what a reader found. Raises `Unfit` if there are none."""
    found = [each if each.key else replace(each, key=key_around(each.value)) for each in found]
    if form not in _WRITTEN:
        made = [pair for each in found for pair in _connections(each) or _judged([each])]
    else:
        made = []
        for look in (
            _connections,
            lambda each: _variables(each, form),
            lambda each: _in_texts(each, inner),
        ):
            made = made or [pair for each in found for pair in look(each)]
        made = made or _judged(found)
    return [reading_of(each, is_reply, form) for each, is_reply in made]


def holds_connection(value: Value) -> bool:
    """Whether a value is or contains a connection."""
    return next(_search(Found(value), 0, strict=False), None) is not None


def _judged(found: list[Found]) -> list[_Found]:
    """Return what is to be judged as it is, since it may be a connection misspelled.

    Raises `Unfit` if it is something else.
    """
    for each in found:
        _refuse_others(each.value)
    objects = [(each, False) for each in found if isinstance(each.value, dict)]
    if len(objects) != 1:
        raise Unfit("it holds no credential connection")
    return objects


def _refuse_others(value: Value) -> None:
    """Raise `Unfit` if a value is clearly something else; the error's text says what."""
    if not isinstance(value, dict):
        return
    names = known(value)
    data = value.get("data", value) if not names else value
    kind = data.get("record_type") if isinstance(data, dict) else None
    if isinstance(kind, str) and kind != LISTS[1]:
        raise Unfit(f'it is about "{shortened(kind)}", not a credential connection')
    if "errors" in value and not names:
        raise Unfit("it is an error reply of the API, not a connection")
    if data == []:
        raise Unfit("it is an empty list: it holds no connection")
    if data is None or isinstance(data, list):
        raise Unfit("it holds no credential connection")


def _connections(found: Found) -> list[_Found]:
    """Return the connections among the objects of a value."""
    return list(_search(found, 0, strict=False))


def _search(found: Found, depth: int, *, strict: bool) -> Iterator[_Found]:
    """Yield the connections in `found`. `strict`: an object needs two names of a connection."""
    hurry()
    value = found.value
    if isinstance(value, list):
        strict = strict and not any(_is_whole(item) for item in value[:MAX_ITEMS])
        for item in value[:MAX_ITEMS]:
            yield from _search(replace(found, value=item), depth + 1, strict=strict)
        return
    if not isinstance(value, dict) or shared(value):
        return
    kind = value.get("record_type")
    names = known(value)
    if (isinstance(kind, str) and kind != LISTS[1]) or ("errors" in value and not names):
        return
    if "data" in value and not names and "kind" not in value:
        inner = list(_search(replace(found, value=value["data"]), depth + 1, strict=strict))
        if inner:
            yield from ((each, True) for each, _ in inner)
            return
    is_ours = kind == LISTS[1]
    if is_ours or (_is_whole(value) if strict else _may_be(value)):
        yield found, is_ours or "id" in value
    elif depth < DEEPEST:
        yield from _within(found, value, depth)


def _within(found: Found, value: "dict[str, Value]", depth: int) -> Iterator[_Found]:
    """Yield the connections in an object of several resources, or in an object around one."""
    mine = [name for name in value if name in LISTS]
    others = [shortened(name) for name in value if name not in mine]
    for name in mine:
        inner = value[name]
        notes = found.notes
        if others:
            notes += (f"Left out what is no credential connection: {', '.join(others[:8])}.",)
        here = replace(found, value=inner, notes=notes)
        if isinstance(inner, dict) and not _may_be(inner):
            for called, item in list(inner.items())[:MAX_ITEMS]:
                yield from _search(replace(here, value=item, name=called), depth + 2, strict=False)
        else:
            yield from _search(here, depth + 1, strict=False)
    if not mine:
        for name, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _search(replace(found, value=inner, name=name), depth + 1, strict=True)


def _may_be(value: "dict[str, Value]") -> bool:
    """Whether an object that is expected to be a connection is one."""
    names = known(value)
    return bool(PLAIN & names) or len(names) >= 2


def _is_whole(value: Value) -> bool:
    """Whether an object is a connection whatever is around it: it has two of its names."""
    if not isinstance(value, dict):
        return False
    names = known(value) | (ALIASES & value.keys())
    return len(names) >= 2 and bool((PLAIN | {"connectionName"}) & names)


# Texts within


def _in_texts(found: Found, inner: Inner) -> Iterator[_Found]:
    """Yield the connections in the texts of a value, such as the body of a request."""
    texts = 0
    for value, name, url, change in members(found.value):
        if not isinstance(value, str) or concerns(url) is False:
            continue
        within = inner(value)
        texts += bool(within)
        for each in within:
            for one, is_reply in _connections(each):
                note = f'Found in the text "{shortened(name)}".' if name else ""
                made = replace(
                    one,
                    notes=(*found.notes, *filter(None, [note]), *one.notes),
                    key=one.key or found.key,
                    change=one.change or change,
                )
                yield made, is_reply
        if texts == MAX_TEXTS:
            return


# Variables


def _variables(found: Found, form: Form) -> Iterator[_Found]:
    """Yield the connections that the variables of programs describe, as in a Compose file."""
    encoded: Value = None
    for value, name, *_ in members(found.value):
        if value is encoded or shared(value):
            continue
        if isinstance(value, dict) and value.get("kind") == "Secret":
            encoded = value.get("data")
        given = [*_given(value, _NAME if form == "yaml" else _VARIABLE)]
        names = {called for called, _ in given}
        of_api = len(KNOWN & names) > 1
        if of_api or any(map(names_a_setting, names)):
            made = read_variables(given, name, of_api=of_api)
            if made is not None:
                notes = (*found.notes, *made.notes)
                yield replace(made, notes=notes, key=made.key or found.key), False


def _given(value: Value, names: "re.Pattern[str]") -> "Iterator[tuple[str, Value]]":
    """Yield the variables of an object or a list that gives some. `names`: those of an object."""
    if isinstance(value, dict):
        is_encoded = value.get("kind") == "Secret" and isinstance(value.get("data"), dict)
        variables = value["data"] if is_encoded else value
        for name, item in variables.items() if isinstance(variables, dict) else ():
            if isinstance(item, str) and (is_encoded or names.fullmatch(name)):
                yield name, unless_computed(_decoded(item) if is_encoded else item)
            elif names.fullmatch(name) and not isinstance(item, dict | list):
                yield name, item
        return
    for item in value[:MAX_ITEMS] if isinstance(value, list) else ():
        if isinstance(item, str):
            name, equals, text = item.partition("=")
            if equals and _VARIABLE.fullmatch(name):
                yield name, unless_computed(text)
        elif isinstance(item, dict):
            called = item.get("name", item.get("key"))
            given = item.get("value", Computed("a reference") if "valueFrom" in item else None)
            if isinstance(called, str) and given is not None and item.get("enabled") is not False:
                yield called, unless_computed(given) if isinstance(given, str) else given


def _decoded(text: str) -> str:
    """Decode a value of a Secret of Kubernetes."""
    import base64

    try:
        return base64.b64decode(text, validate=True).decode().rstrip("\n")
    except ValueError:
        return text


def key_around(value: Value) -> str:
    """Return the API key in what is around a connection; "" if there is none."""
    for each, *_ in members(value):
        if isinstance(each, str) and bearer(each):
            return bearer(each)
        if not isinstance(each, dict):
            continue
        pair = (each.get("name", each.get("key")), each.get("value"))
        for name, text in (*each.items(), pair):
            if isinstance(name, str) and isinstance(text, str):
                key = key_in(name, text)
                if key:
                    return key
    return ""
