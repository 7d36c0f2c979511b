"""Read a request to the API from any source: which connection it creates or changes."""

import json
import re
from dataclasses import replace
from typing import cast
from urllib.parse import urlsplit

from tui_app.readers.reading import Found, Refused, Value, bearer
from tui_app.readers.shell import CLOSE, OPEN, holes, quoted_holes, with_holes
from tui_app.text.document import UnreadableDocument, parse_document

_HOLES = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
_ESCAPED = re.compile(r'\s*\{\s*\\"')
_BASES = frozenset({"v1", "v2", "api"})
_TEMPLATE = re.compile(r"\{\{((?:[^{}\"]|\"[^{}\"]*\"){0,200})\}\}")
_PLAIN = re.compile(r"\s*[$\w][\w.$ -]{0,60}\s*")
_PATH = re.compile(r"/credential_connections(?:/[^/?#]+)?/?$")


def body(text: str, of: str) -> Value:
    """Parse the body of a request as an object, with what a shell would compute marked.

    `of` is what messages call the body. Raises `Refused` without any piece of the text, which may
    be a secret.
    """
    if not text.strip():
        raise Refused(f"{of} is empty")
    if _ESCAPED.match(text):
        # Windows' programs want their quotes escaped, whatever is around them.
        text = re.sub(r'\\(["\\])', r"\1", text)
    if holes(text) and not text.strip().startswith(("{", "[")):
        raise Refused(f"{of} is computed ({holes(text)[0]}): put the JSON there")
    try:
        return with_holes(cast(Value, parse_document(quoted_holes(text), of)))
    except UnreadableDocument as error:
        raise Refused(str(error)) from None


def templated(text: str) -> str:
    """Mark the `{{variables}}` of Postman, Ansible or n8n in a text as what a shell computes."""
    return _TEMPLATE.sub(
        lambda match: f"{OPEN}{match[0] if _PLAIN.fullmatch(match[1]) else 'a template'}{CLOSE}",
        text,
    )


def concerns(url: str) -> bool | None:
    """Whether a URL is that of credential connections; None if it does not say."""
    # What is computed is a host, a base or an id: the other names decide.
    url = _HOLES.sub("x", url)
    try:
        path = urlsplit(url if "//" in url else f"//{url}").path
    except ValueError:
        return None
    if _PATH.search(path):
        return True
    names = [name for name in path.split("/") if name not in ("", "x") and name not in _BASES]
    return False if names else None


def without_others(found: list[Found], others: int) -> list[Found]:
    """Return `found` with a note about the other requests of the text, if there are any."""
    if not others:
        return found
    words = "1 other request" if others == 1 else f"{others} other requests"
    note = f"Left out what is no credential connection: {words}."
    return [replace(each, notes=(*each.notes, note)) for each in found]


def found_in(
    method: str, url: str, headers: list[str], text: str, of: str, notes: tuple[str, ...] = ()
) -> Found:
    """Return what a request creates or changes. `of` is what messages call its body.

    Raises what `body` raises.
    """
    key = ""
    for header in headers:
        name, _, value = header.partition(":")
        if name.strip().lower() == "authorization":
            key = key or bearer(value)
    change = method.upper() in ("PATCH", "PUT")
    name = url if len(url) < 80 else ""
    return Found(body(text, of), name, change, notes, key)


def is_json(text: str) -> bool:
    """Whether a text is a JSON object."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
