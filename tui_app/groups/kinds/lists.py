"""Lists of texts: codecs in their order, tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from tui_app.groups.kinds.kind import Fault, Kind, nearest
from tui_app.hygiene import quoted
from tui_app.problem import SEVERITIES, UNSET, Answer, Json

MOST: Final = 20
"""Errors, and warnings, that are told of the items of one list."""


@dataclass(frozen=True)
class TextList(Kind):
    """A list of texts; `judge_item` says what is wrong with one of them."""

    def judge(self, value: Answer) -> Iterator[Fault]:
        if not isinstance(value, list):
            instead: Json = (
                [*self.parts(value)] if isinstance(value, str) and value.strip() else None
            )
            mended = (
                instead
                if instead and not any(fault.severity == "error" for fault in self.judge(instead))
                else None
            )
            yield Fault("type", f"must be a list of texts, not {quoted(value)}", instead=mended)
            return
        yield from self._judge_items(value)
        if all(isinstance(item, str) for item in value) and len(set(map(str, value))) < len(value):
            once: list[Json] = list(dict.fromkeys(map(str, value)))
            yield Fault("repeated", "names the same one more than once", "warning", instead=once)

    def _judge_items(self, value: list[Json]) -> Iterator[Fault]:
        """What is wrong with each different item: at most `MOST` errors and as many warnings, since nobody reads more."""
        texts = [item for item in value if isinstance(item, str)]
        left = dict.fromkeys(SEVERITIES, MOST)
        judged: set[str] = set()
        for number, item in enumerate(value, 1):
            if isinstance(item, str) and item in judged:
                continue
            for fault in self._judge_one(number, item, texts):
                left[fault.severity] -= 1
                if left[fault.severity] >= 0:
                    yield fault
            if left["error"] <= 0:
                return
            if isinstance(item, str):
                judged.add(item)

    def _judge_one(self, number: int, item: Json, texts: list[str]) -> Iterator[Fault]:
        if not isinstance(item, str):
            yield Fault("type", f"item {number} must be text, not {quoted(item)}")
        elif re.search("[\ud800-\udfff]", item):
            yield Fault(
                "surrogate", f"item {number} holds half of a character, which cannot be sent"
            )
        else:
            yield from self.judge_item(item, texts)

    def judge_item(self, item: str, items: list[str]) -> Iterator[Fault]:
        raise NotImplementedError

    def parts(self, text: str) -> list[str]:
        """The items that were typed, between commas."""
        return [part.strip() for part in text.split(",") if part.strip()]

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
    """Codecs in order of priority. `options` are documented; `extra` are accepted in the field but documented nowhere."""

    options: dict[str, str]
    extra: dict[str, str]

    # What other systems, and other parts of the API, call the same codecs.
    ALIASES: ClassVar = {
        "PCMU": "G711U",
        "ULAW": "G711U",
        "PCMA": "G711A",
        "ALAW": "G711A",
        "H264": "H.264",
        "AMRWB": "AMR-WB",
        "G.722": "G722",
    }

    @property
    def limits(self) -> str:
        return f"in order of priority, any of: {' '.join(self.options)}"

    @property
    def briefly(self) -> str:
        return "in order"

    def parts(self, text: str) -> list[str]:
        # No codec has a blank in its name.
        return text.replace(",", " ").split()

    def judge(self, value: Answer) -> Iterator[Fault]:
        yield from super().judge(value)
        if value == []:
            yield Fault(
                "empty",
                "holds no codec: leave it unset for the default, or choose one",
                "warning",
                instead=UNSET,
            )

    def judge_item(self, item: str, items: list[str]) -> Iterator[Fault]:
        if item in self.extra:
            yield Fault(
                "undocumented",
                f"{item} is not in the API's list: it may be refused",
                "warning",
            )
        elif item not in self.options:
            meant = self.ALIASES.get(item.strip().upper()) or nearest(
                item, [*self.options, *self.extra], 0.5
            )
            hint = (
                f": did you mean {meant}?"
                if meant
                else f": choose from {' '.join([*self.options, *self.extra])}"
            )
            mended: Json = [meant if other == item else other for other in items] if meant else None
            yield Fault("codec", f"{quoted(item)} is not a codec of this API{hint}", instead=mended)

    def json_schema(self) -> dict[str, Json]:
        return {"type": "array", "items": {"type": "string", "enum": [*self.options, *self.extra]}}


@dataclass(frozen=True)
class Tags(TextList):
    """Free texts. Nothing is documented about their form; a third party found other characters refused, hence a warning."""

    @property
    def limits(self) -> str:
        return "any number, separated by commas"

    def judge_item(self, item: str, items: list[str]) -> Iterator[Fault]:
        if not re.fullmatch("[A-Za-z0-9_-]{1,128}", item):
            words = "letters, digits, _ and -, at most 128 of them, are safe"
            yield Fault("tag", f"may be refused for {quoted(item)}: {words}", "warning")
