"""Read raw HTTP requests, as in logs, documents and the `.http` files of editors."""

import re

from tui_app.readers.reading import Found, Unfit
from tui_app.readers.requests import concerns, found_in

_LINE = re.compile(
    r"^(POST|PATCH|PUT|GET|DELETE)[ \t]+(\S+)(?:[ \t]+HTTP/[\d.]+)?[ \t]*$", re.MULTILINE
)


def begins_request(text: str) -> bool:
    """Whether a text begins as a request does, after comments and variables of a `.http` file."""
    for line in text.lstrip()[:4000].splitlines():
        if re.match(r"\s*(#|//|@\w+\s*=)|\s*$", line):
            continue
        match = _LINE.match(line)
        return match is not None and ("/" in match[2] or "HTTP/" in line)
    return False


def read(text: str) -> list[Found]:
    """Return the connections that the requests in `text` create or change."""
    text = text.replace("\r\n", "\n")
    found = []
    starts = list(_LINE.finditer(text))
    for start, end in zip(starts, [*(s.start() for s in starts[1:]), len(text)], strict=True):
        if start[1] in ("GET", "DELETE") or concerns(start[2]) is False:
            continue
        head, _, body = text[start.end() : end].lstrip("\n").partition("\n\n")
        # This ends a request in a `.http` file.
        body = re.split(r"(?m)^###", body, maxsplit=1)[0]
        found.append(
            found_in(start[1], start[2], head.splitlines(), body, "the body of the request")
        )
    if not found:
        raise Unfit("its HTTP request is not one that creates or changes a credential connection")
    return found
