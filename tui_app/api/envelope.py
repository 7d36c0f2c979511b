"""Read the API's envelope of errors into problems with a path. Raises nothing for any input.

The envelope is `{"errors": [{"code", "title", "detail", "source": {"pointer"}, "meta": {"url"}}]}`,
every member optional (`ErrorResponse` of the OpenAPI document of July 2026). Some of the vendor's
services answer `{"errors": {"status": "..."}}`: an object whose keys name what is wrong and whose
values are a text or a list of texts. Each text is read as one error.
"""

import re
from collections.abc import Collection, Iterator
from typing import Final

from tui_app.settings.problem import Path, Problem, parse_pointer
from tui_app.settings.request import REQUEST
from tui_app.text.escape import shortened

MOST: Final = 100
"""The most problems reported for one answer. A last one says how many more there were."""
LONGEST: Final = 300
"""The most characters of a server's text that are shown."""
DEEPEST: Final = 8


def entries(document: object) -> list[dict[str, object]]:
    """List the errors of an envelope; empty if `document` is none.

    An envelope whose errors have no code, title or detail is not taken: it could come from anybody.
    """
    listed = document.get("errors") if isinstance(document, dict) else None
    if isinstance(listed, dict):
        listed = [listed] if _says(listed) else _by_name(listed)
    found = (
        [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    )
    return found if any(map(_says, found)) else []


def _by_name(errors: dict[str, object]) -> list[dict[str, object]]:
    """List the errors of an object that has a text, or a list of texts, for each name."""
    return [
        {"detail": text, "source": {"parameter": name}}
        for name, texts in errors.items()
        for text in (texts if isinstance(texts, list) else [texts])
        if isinstance(text, str)
    ]


def _says(entry: dict[str, object]) -> bool:
    return bool(_code(entry) or _text(entry, "title") or _text(entry, "detail"))


def codes(document: object) -> tuple[str, ...]:
    """List the error codes of an envelope as texts. What cannot be a code is skipped."""
    return tuple(code for entry in entries(document)[:MOST] if (code := _code(entry)))


def texts(document: object) -> Iterator[str]:
    """Yield the detail and title of each error in an envelope, cut if they are very long."""
    for entry in entries(document)[:MOST]:
        yield from filter(None, (_text(entry, name) for name in ("detail", "title")))


def problems(
    document: object, known: Collection[Path] = REQUEST.settings, *, refused: bool = True
) -> list[Problem]:
    """List the problems of an envelope, each at its setting in `known`, else at the whole payload.

    Empty if `document` is no envelope. `refused`: the request was certainly not carried out.
    """
    listed = entries(document)
    found = [
        _problem(entry, known, "was refused" if refused else "got this answer")
        for entry in listed[:MOST]
    ]
    if len(listed) > MOST:
        found.append(Problem((), "error", "api", f"and {len(listed) - MOST} more errors"))
    return found


def _problem(entry: dict[str, object], known: Collection[Path], verb: str) -> Problem:
    code = _code(entry)
    said = next(
        (shortened(text, LONGEST) for name in ("detail", "title") if (text := _text(entry, name))),
        "refused without a reason",
    )
    pointer = _pointer(entry)
    path = _setting(pointer, known)
    where = f' (at "{shortened("/".join(pointer), 80)}")' if pointer and not path else ""
    number = f" [{code}]" if code else ""
    # The text is part of a sentence, which ends after it.
    said = said if said.endswith("..") else said.removesuffix(".")
    return Problem(
        path,
        "error",
        f"api_{code}" if code else "api",
        f"{verb}: {said}{where}{number}{_more(entry)}",
    )


def _more(entry: dict[str, object]) -> str:
    """Return a link to more about an error, if the link is on the vendor's own site."""
    meta = entry.get("meta")
    url = meta.get("url") if isinstance(meta, dict) else None
    known = isinstance(url, str) and re.fullmatch(
        r"https://([a-z0-9-]+\.)*telnyx\.com/[A-Za-z0-9/._#-]{0,120}", url
    )
    return f" (see {url})" if known else ""


def _text(entry: dict[str, object], name: str) -> str:
    value = entry.get(name)
    # Take only what can be shown: the rest may be megabytes.
    return value[: LONGEST * 2] if isinstance(value, str) and value[: LONGEST * 2].strip() else ""


def _code(entry: dict[str, object]) -> str:
    code = entry.get("code")
    if isinstance(code, int) and not isinstance(code, bool) and 0 <= code < 10**9:
        return str(code)
    return code if isinstance(code, str) and re.fullmatch("[0-9A-Za-z_.-]{1,20}", code) else ""


def _pointer(entry: dict[str, object]) -> Path:
    """Return where an error is: `source.pointer`, or `source.parameter` as some services send."""
    source = entry.get("source")
    if not isinstance(source, dict):
        return ()
    for name in ("pointer", "parameter"):
        text = source.get(name)
        if isinstance(text, str) and text.strip("/#") and len(text) <= LONGEST:
            text = text.removeprefix("#")
            return parse_pointer(text) if text.startswith("/") else tuple(text.split("."))
    return ()


def _setting(pointer: Path, known: Collection[Path]) -> Path:
    """Return the setting at `pointer` or around it (as for a list's item); () if there is none."""
    for depth in range(min(len(pointer), DEEPEST), 0, -1):
        if pointer[:depth] in known:
            return pointer[:depth]
    return ()
