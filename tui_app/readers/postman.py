"""Read Postman collections (v2.0 and v2.1).

Only their requests that create or change a credential connection count.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from tui_app.readers.reading import Found, Refused, Unfit, Value, bearer, hurry, is_api_key
from tui_app.readers.requests import body, concerns, templated
from tui_app.readers.shell import with_holes
from tui_app.readers.variables import read_variables
from tui_app.text.document import MAX_BYTES, Json

MAX_ITEMS = 5_000
OF = "the body in the collection"
_VARIABLE = re.compile(r"\{\{\s*([\w.$ -]{1,100}?)\s*\}\}")
Variables: TypeAlias = dict[str, str]


def collection(document: dict[str, Json]) -> dict[str, Json] | None:
    """Return the collection, or the one request of it, that a JSON object is; else None."""
    inner = document.get("collection")
    if isinstance(inner, dict):
        document = inner
    request = document.get("request")
    is_one = ("item" in document and "info" in document) or (
        isinstance(request, dict) and "url" in request
    )
    return document if is_one else None


def read(document: dict[str, Json]) -> list[Found]:
    """Return the connections in the requests of a collection.

    Its variables are filled in; others are computed.
    """
    found = []
    for item, auth, variables in _items(document):
        request = item.get("request")
        if not isinstance(request, dict):
            continue
        address = _filled(_address(request.get("url")), variables)
        if not concerns(_plain(address)):
            continue
        made = _made(request.get("body"), variables)
        if made is None:
            continue
        method, name = request.get("method"), item.get("name")
        key = _key(request.get("header"), variables) or _key(request.get("auth"), variables) or auth
        is_change = isinstance(method, str) and method.upper() in ("PATCH", "PUT")
        found.append(
            Found(made.value, name if isinstance(name, str) else "", is_change, made.notes, key)
        )
    if not found:
        raise Unfit("the collection has no request that creates a credential connection")
    return found


def _plain(address: str) -> str:
    """Return a URL with a host, so that its path can be recognized."""
    return address.replace("{{", "").replace("}}", "").partition("?")[0]


def _address(url: Json) -> str:
    if isinstance(url, str):
        return url
    if not isinstance(url, dict):
        return ""
    raw, path = url.get("raw"), url.get("path")
    if isinstance(raw, str):
        return raw
    return "//x/" + ("/".join(map(str, path)) if isinstance(path, list) else str(path))


def _items(document: dict[str, Json]) -> "Iterator[tuple[dict[str, Json], str, Variables]]":
    """Yield what is in a collection, each with the API key and the variables for it."""
    waiting: list[tuple[Json, str, Variables]] = [(document, "", {})]
    for _ in range(MAX_ITEMS):
        if not waiting:
            return
        item, auth, variables = waiting.pop()
        hurry()
        if isinstance(item, dict):
            here = {**variables, **own} if (own := _variables(item.get("variable"))) else variables
            auth = _key(item.get("auth"), here) or auth
            yield item, auth, here
            inner = item.get("item")
            if isinstance(inner, list):
                waiting += [(each, auth, here) for each in reversed(inner)]


def _variables(given: Json) -> Variables:
    return {
        str(each.get("key", each.get("id"))): value
        for each in (given if isinstance(given, list) else [])
        if isinstance(each, dict) and isinstance(value := each.get("value"), str) and value
    }


def _filled(text: str, variables: Variables) -> str:
    """Return `text` with what the collection says of its variables. Those of others stay."""
    made, end, length = [], 0, len(text)
    for match in _VARIABLE.finditer(text) if variables else ():
        value = variables.get(match[1])
        if value is not None:
            made += [text[end : match.start()], value]
            end = match.end()
            length += len(value)
            if length > MAX_BYTES:
                raise Refused("a text in it grows beyond 1 MiB")
    return "".join([*made, text[end:]])


def _made(given: Json, variables: Variables) -> Found | None:
    """Return the connection that the body of a request is; None if it has no body."""
    if not isinstance(given, dict):
        return None
    mode = given.get("mode", "raw")
    content = given.get(mode) if isinstance(mode, str) else None
    if mode == "raw" and isinstance(content, str) and content:
        return Found(_json(templated(_filled(content, variables))))
    if isinstance(content, list):
        # The API wants JSON; what is meant is clear all the same.
        fields = (
            (re.sub(r"\[(\w*)\]", r".\1", str(each["key"])).strip("."), _field(each, variables))
            for each in content
            if isinstance(each, dict) and "key" in each and each.get("disabled") is not True
        )
        return read_variables(fields, of_api=True)
    return None


def _json(text: str) -> Value:
    """Parse the JSON of a body, in which Postman allows comments."""
    try:
        return body(text, OF)
    except Refused as refused:
        from tui_app.readers import javascript

        try:
            [found] = javascript.read_strictly(text)
        except (Unfit, ValueError):
            raise refused from None
        return found.value


def _field(each: dict[str, Json], variables: Variables) -> Value:
    value = each.get("value")
    return with_holes(templated(_filled(value, variables))) if isinstance(value, str) else None


def _key(given: Json, variables: Variables) -> str:
    """Return the API key in headers, or in an `auth` object; "" if there is none."""
    if isinstance(given, dict):
        tokens = given.get("bearer")
        if isinstance(tokens, dict):
            tokens = [{"value": tokens.get("token")}]
        given = tokens
    for each in given if isinstance(given, list) else []:
        value = each.get("value") if isinstance(each, dict) else None
        if not isinstance(value, str) or not isinstance(each, dict):
            continue
        value = _filled(value, variables)
        if str(each.get("key", "token")).lower() == "authorization":
            value = bearer(value)
        elif each.get("key", "token") != "token":
            continue
        if is_api_key(value):
            return value
    return ""
