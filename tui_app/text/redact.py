"""Mask known secrets in foreign text.

A server may repeat what it was sent, an error what caused it.
"""

import html
import json
from collections.abc import Collection, Iterable
from typing import Final
from urllib.parse import quote, quote_plus

from tui_app.text.document import Json
from tui_app.text.escape import MASK

SHORTEST: Final = 6
"""Characters. A shorter text counts as no secret: it would be found everywhere."""
DEEPEST: Final = 64
"""Levels of JSON. What is nested deeper is not read, so it is dropped."""


def written(secret: str) -> set[str]:
    """Return `secret` as it is, and as others quote it: in JSON, Python, a URL or HTML."""
    escaped = json.dumps(secret)[1:-1]
    addressed = {
        quote(secret, errors="replace"),
        quote(secret, safe="", errors="replace"),
        quote_plus(secret, errors="replace"),
    }
    return {
        secret,
        escaped,
        escaped.replace("/", "\\/"),
        repr(secret)[1:-1],
        html.escape(secret),
        *addressed,
    }


class Scrubber:
    """Masks `secrets` in texts and JSON.

    `kept` are texts that always stay: the names that were asked for. `deep`: mask also what was
    quoted twice, such as JSON in an error's text.
    """

    def __init__(
        self, secrets: Iterable[str], kept: Collection[str] = (), *, deep: bool = False
    ) -> None:
        forms = {form for secret in secrets if len(secret) >= SHORTEST for form in written(secret)}
        if deep:
            forms = {again for form in forms for again in written(form)}
        # The longest first, so that no part of another remains.
        self._forms = sorted(forms, key=len, reverse=True)
        self._kept = {text.strip().casefold() for text in kept}

    def text(self, text: str) -> str:
        if text.strip().casefold() in self._kept:
            return text
        for form in self._forms:
            text = text.replace(form, MASK)
        return text

    def json(self, value: Json, depth: int = 0) -> Json:
        """Return `value` with every text in it masked, names of fields too.

        An id is masked only if all of it is a secret: a password may be part of one by chance, and
        later requests use it.
        """
        if isinstance(value, str):
            return self.text(value)
        if depth > DEEPEST:
            return None
        if isinstance(value, list):
            return [self.json(item, depth + 1) for item in value]
        if isinstance(value, dict):
            return {
                self.text(name): self._member(name, item, depth + 1) for name, item in value.items()
            }
        return value

    def _member(self, name: str, value: Json, depth: int) -> Json:
        if (name == "id" or name.endswith("_id")) and isinstance(value, str):
            return MASK if value in self._forms else value
        return self.json(value, depth)
