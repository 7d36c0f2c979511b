"""Takes known secrets out of foreign text: a server may tell what it was sent, an error what it stumbled over."""

import html
import json
from collections.abc import Collection, Iterable
from typing import Final
from urllib.parse import quote, quote_plus

from tui_app.text.document import Json
from tui_app.text.escape import MASK

SHORTEST: Final = 6
"""Characters. A shorter text is no secret, and would be found everywhere."""
DEEPEST: Final = 64
"""Levels of JSON. Nothing that is nested deeper is read, so it is dropped."""


def written(secret: str) -> set[str]:
    """`secret` as it is, and as others write it who quote a text: as JSON, Python, a URL or HTML."""
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
    """Masks `secrets`. `kept` are texts that stay whatever is in them: the names that were asked for.

    `deep`: also where what quotes a secret was quoted in its turn, as JSON in an error's text.
    """

    def __init__(
        self, secrets: Iterable[str], kept: Collection[str] = (), *, deep: bool = False
    ) -> None:
        forms = {form for secret in secrets if len(secret) >= SHORTEST for form in written(secret)}
        if deep:
            forms = {again for form in forms for again in written(form)}
        # The longest first, lest a part of another remains.
        self._forms = sorted(forms, key=len, reverse=True)
        self._kept = {text.strip().casefold() for text in kept}

    def text(self, text: str) -> str:
        if text.strip().casefold() in self._kept:
            return text
        for form in self._forms:
            text = text.replace(form, MASK)
        return text

    def json(self, value: Json, depth: int = 0) -> Json:
        """`value` with every text in it masked, the names of members too.

        Ids are left as they are, since a password may be part of one by chance and later requests go by them.
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
