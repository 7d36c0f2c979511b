"""Read Postman collections (v2.0 and v2.1).

Only their requests that create or change a credential connection count.
"""

from collections.abc import Iterator
from typing import cast

from tui_app.readers.reading import Found, Unfit, is_api_key
from tui_app.readers.requests import concerns, found_in
from tui_app.text.document import Json

MAX_ITEMS = 5_000


def is_collection(document: dict[str, Json]) -> bool:
    """Whether a JSON object is a collection, or one request of it."""
    return ("item" in document and "info" in document) or (
        isinstance(document.get("request"), dict)
        and "url" in cast(dict[str, Json], document["request"])
    )


def read(document: dict[str, Json]) -> list[Found]:
    """Return the connections in the requests of a collection. `{{variables}}` stay unchanged."""
    found = []
    inherited = _key(document.get("auth"))
    for item in _items(document):
        request = item.get("request")
        if not isinstance(request, dict):
            continue
        url = request.get("url")
        address = url.get("raw", "") if isinstance(url, dict) else url
        text = _body(request.get("body"))
        if not isinstance(address, str) or not text or not concerns(_plain(address)):
            continue
        method = request.get("method")
        name = item.get("name")
        made = found_in(
            method if isinstance(method, str) else "POST",
            address,
            _headers(request.get("header")),
            text,
            "the body in the collection",
        )
        key = made.key or _key(request.get("auth")) or inherited
        found.append(Found(made.value, name if isinstance(name, str) else "", made.change, (), key))
    if not found:
        raise Unfit("the collection has no request that creates a credential connection")
    return found


def _plain(address: str) -> str:
    """Return a URL with a host, so that its path can be recognized."""
    return address.replace("{{", "").replace("}}", "").partition("?")[0]


def _items(document: dict[str, Json]) -> Iterator[dict[str, Json]]:
    waiting: list[Json] = [document]
    for _ in range(MAX_ITEMS):
        if not waiting:
            return
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            inner = item.get("item")
            if isinstance(inner, list):
                waiting += reversed(inner)


def _body(body: Json) -> str:
    if not isinstance(body, dict):
        return ""
    raw = body.get("raw")
    return raw if body.get("mode", "raw") == "raw" and isinstance(raw, str) else ""


def _headers(headers: Json) -> list[str]:
    if not isinstance(headers, list):
        return []
    return [
        f"{header.get('key')}: {header.get('value')}"
        for header in headers
        if isinstance(header, dict)
    ]


def _key(auth: Json) -> str:
    """Return the bearer token of an `auth` object; "" if there is none."""
    tokens = auth.get("bearer") if isinstance(auth, dict) else None
    if isinstance(tokens, dict):
        tokens = [{"value": tokens.get("token")}]
    for token in tokens if isinstance(tokens, list) else []:
        value = token.get("value") if isinstance(token, dict) else None
        if isinstance(value, str) and is_api_key(value):
            return value
    return ""
