"""Read raw HTTP requests, as in logs, documents and the `.http` files of editors."""

import re

from tui_app.readers.reading import Found, Refused, Unfit
from tui_app.readers.requests import concerns, found_in, without_others
from tui_app.readers.shell import CLOSE, OPEN
from tui_app.text.document import MAX_BYTES

_LINE = re.compile(
    r"^(POST|PATCH|PUT|GET|DELETE)[ \t]+(\S+)(?:[ \t]+HTTP/[\d.]+)?[ \t]*$", re.MULTILINE
)

_BODY = re.compile(r"^[ \t]*\{", re.MULTILINE)
# What ends a request: the next one, a script for its response, a response.
_END = re.compile(r"^(?:###|[<>] |HTTP(?:/[\d.]+)? \d|\[[A-Z]\w+\][ \t]*$)", re.MULTILINE)
_VARIABLE = re.compile(r"^@([\w.-]{1,60})[ \t]*=(.{0,1000})$", re.MULTILINE)
_USE = re.compile(r"\{\{([^{}\"\n]{1,200})\}\}")


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
    text = _filled(text)
    found = []
    others = 0
    starts = list(_LINE.finditer(text))
    for start, end in zip(starts, [*(s.start() for s in starts[1:]), len(text)], strict=True):
        if start[1] in ("GET", "DELETE") or concerns(start[2]) is False:
            others += start[1] not in ("GET", "DELETE")
            continue
        head, body = _parts(text[start.end() : end].lstrip("\n"))
        found.append(
            found_in(start[1], start[2], head.splitlines(), body, "the body of the request")
        )
    if not found:
        raise Unfit("its HTTP request is not one that creates or changes a credential connection")
    return without_others(found, others)


def _parts(text: str) -> tuple[str, str]:
    """Return the headers and the body of a request.

    The blank line between them may be missing, and a script or the response may follow.
    """
    begins = _BODY.search(text)
    if begins is None:
        head, _, body = text.partition("\n\n")
    else:
        head, body = text[: begins.start()], text[begins.start() :]
    return head, _END.split(body, maxsplit=1)[0]


def _filled(text: str) -> str:
    """Return `text` with the values of the variables that a `.http` file sets.

    Others are marked as computed. The values are not searched for further variables.
    """
    variables = {match[1]: match[2].strip() for match in _VARIABLE.finditer(text)}
    left = MAX_BYTES

    def value(use: "re.Match[str]") -> str:
        nonlocal left
        said = variables.get(use[1].strip(), f"{OPEN}{use[0]}{CLOSE}")
        left -= len(said)
        if left < 0:
            raise Refused("a text in it grows beyond 1 MiB")
        return said

    return _USE.sub(value, text)
