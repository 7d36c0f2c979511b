"""Lists of texts: codecs in their order, tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from tui_app.settings.problem import SEVERITIES, UNSET, Answer
from tui_app.settings.types.kind import Kind, Violation, any_of, edges, trimmed
from tui_app.settings.types.spelling import NONE, close, is_absent, key
from tui_app.text.document import Json
from tui_app.text.escape import quoted

MOST: Final = 20
"""Errors, and warnings, that are reported for the items of one list."""


@dataclass(frozen=True)
class TextList(Kind):
    """A list of texts; `validate_item` says what is wrong with one of them."""

    def validate(self, value: Answer) -> Iterator[Violation]:
        if not isinstance(value, list):
            mended = self._listed(value) if isinstance(value, str) else None
            yield Violation(
                "type", f"must be a list of texts, not {quoted(value)}", suggestion=mended
            )
            return
        yield from self._validate_items(value)
        if all(isinstance(item, str) for item in value) and len(set(map(str, value))) < len(value):
            once: list[Json] = list(dict.fromkeys(map(str, value)))
            yield Violation(
                "repeated", "names the same one more than once", "warning", suggestion=once
            )

    def _listed(self, text: str) -> list[Json] | None:
        """Return the list that a text stands for, if that is clear."""
        # The text may be a list as programs write it.
        bare = re.sub(r"[\[\]{}\"'|;>]", lambda sign: "," if sign[0] in "|;>" else "", text)
        listed: list[Json] = [*self.parts(bare)]
        violations = [
            violation for violation in self.validate(listed) if violation.severity == "error"
        ]
        if not violations:
            return listed or None
        fixed = violations[0].suggestion
        sound = isinstance(fixed, list) and not any(
            violation.severity == "error" for violation in self.validate(fixed)
        )
        return fixed if sound and isinstance(fixed, list) else None

    def is_nothing(self, value: Answer) -> bool:
        return value is False or (isinstance(value, str) and is_absent(value, NONE))

    def _validate_items(self, value: list[Json]) -> Iterator[Violation]:
        """Yield what is wrong with each different item.

        At most `MOST` errors and as many warnings, since nobody reads more.
        """
        texts = [item for item in value if isinstance(item, str)]
        left = dict.fromkeys(SEVERITIES, MOST)
        seen: set[str] = set()
        for number, item in enumerate(value, 1):
            if isinstance(item, str) and item in seen:
                continue
            for violation in self._validate_one(number, item, texts):
                left[violation.severity] -= 1
                if left[violation.severity] >= 0:
                    yield violation
            if left["error"] <= 0:
                return
            if isinstance(item, str):
                seen.add(item)

    def _validate_one(self, number: int, item: Json, texts: list[str]) -> Iterator[Violation]:
        if not isinstance(item, str):
            yield Violation("type", f"item {number} must be text, not {quoted(item)}")
        elif re.search("[\ud800-\udfff]", item):
            yield Violation(
                "surrogate", f"item {number} holds half of a character, which cannot be sent"
            )
        else:
            yield from self.validate_item(item, texts)

    def validate_item(self, item: str, items: list[str]) -> Iterator[Violation]:
        raise NotImplementedError

    def parts(self, text: str) -> list[str]:
        """Return the items that were typed, between commas."""
        return [trimmed(part) for part in text.split(",") if trimmed(part)]

    def parse(self, text: str) -> Answer:
        return [*self.parts(text)]

    def show(self, value: Answer) -> str:
        if not isinstance(value, list):
            return super().show(value)
        return ", ".join(item if isinstance(item, str) else quoted(item) for item in value)

    def json_schema(self) -> dict[str, Json]:
        return {"type": "array", "items": {"type": "string"}}


@dataclass(frozen=True)
class Codecs(TextList):
    """Codecs in order of priority.

    `options` are documented; `extra` are accepted in the field but documented nowhere.
    """

    options: dict[str, str]
    extra: dict[str, str]

    # What other systems, and other parts of the API, call the same codecs, as `key` writes it.
    ALIASES: ClassVar = {
        "pcmu": "G711U",
        "ulaw": "G711U",
        "mulaw": "G711U",
        "g711ulaw": "G711U",
        "g711mulaw": "G711U",
        "g711mu": "G711U",
        "pcma": "G711A",
        "alaw": "G711A",
        "g711alaw": "G711A",
        "g729a": "G729",
        "avc": "H.264",
    }
    EITHER: ClassVar = {"g711": ("G711U", "G711A"), "pcm": ("G711U", "G711A")}
    """Names that stand for one of two codecs."""

    @property
    def limits(self) -> str:
        return f"in order of priority, any of: {' '.join(self.options)}"

    @property
    def briefly(self) -> str:
        return "in order"

    def parts(self, text: str) -> list[str]:
        # No codec has a blank in its name, but people write "G.711 u-law".
        law = r"(?i)g\.?711[ _]+(mu|[ua\u00b5\u03bc])([ -]?law)?(?![a-z])"
        whole = re.sub(law, lambda found: found[0].replace(" ", ""), text)
        return whole.replace(",", " ").split()

    def validate(self, value: Answer) -> Iterator[Violation]:
        yield from super().validate(value)
        if value == []:
            yield Violation(
                "empty",
                "holds no codec: leave it unset for the default, or choose one",
                "warning",
                suggestion=UNSET,
            )

    def validate_item(self, item: str, items: list[str]) -> Iterator[Violation]:
        if item in self.extra:
            yield Violation(
                "undocumented",
                f"{item} is not in the API's list: it may be refused",
                "warning",
            )
        elif item not in self.options:
            meant = self.meant(item)
            named = [*self.options, *self.extra]
            if meant:
                hint = f": did you mean {meant}?"
            elif key(item) in self.EITHER:
                hint = f", but {any_of(self.EITHER[key(item)])}: choose one"
            else:
                hint = f": choose from {' '.join(named)}"
            yield Violation(
                "codec",
                f"{quoted(item)} is not a codec of this API{hint}",
                suggestion=self._fixed(item, meant, items) if meant else None,
            )

    def meant(self, item: str) -> str | None:
        """Return the codec that `item` clearly means. As in SDP, a clock rate may follow it."""
        named = [*self.options, *self.extra]
        bare = re.sub("/[0-9/]+$", "", item.strip())
        found = self.ALIASES.get(key(bare))
        return found if found in named else close(bare, named)

    def _fixed(self, item: str, meant: str, items: list[str]) -> list[Json]:
        """Return the list with every item fixed if all are clear, else with only `item` fixed."""
        known = {*self.options, *self.extra}
        all_meant = {each: self.meant(each) for each in set(items[:MOST]) - known}
        if len(items) <= MOST and all(all_meant.values()):
            fixed = [all_meant.get(each) or each for each in items]
        else:
            fixed = [meant if each == item else each for each in items]
        return [*dict.fromkeys(fixed)]

    def is_nothing(self, value: Answer) -> bool:
        # A form field makes a list of what is typed.
        return super().is_nothing(
            value[0] if isinstance(value, list) and len(value) == 1 else value
        )

    def json_schema(self) -> dict[str, Json]:
        return {"type": "array", "items": {"type": "string", "enum": [*self.options, *self.extra]}}


@dataclass(frozen=True)
class Tags(TextList):
    """Free texts.

    Their form is undocumented; a third party found other characters refused, hence a warning.
    """

    @property
    def limits(self) -> str:
        return "any number, separated by commas"

    def validate_item(self, item: str, items: list[str]) -> Iterator[Violation]:
        if not re.fullmatch("[A-Za-z0-9_-]{1,128}", item):
            words = "letters, digits, _ and -, at most 128 of them, are safe"
            if re.fullmatch("[A-Za-z0-9_-]{1,128}", trimmed(item)):
                fixed: list[Json] = [trimmed(each) if each == item else each for each in items]
                words = f"{quoted(item)} {edges(item)}: leave it out"
                yield Violation("tag", words, "warning", fixed)
                return
            yield Violation("tag", f"may be refused for {quoted(item)}: {words}", "warning")
