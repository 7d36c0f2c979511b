"""Switches, whole numbers, and one of a few texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tui_app.groups.kinds.kind import Fault, Kind, any_of, nearest
from tui_app.hygiene import quoted
from tui_app.problem import Answer, Json

INT64: Final = 2**63 - 1
"""The largest number of 64 bits with a sign."""


@dataclass(frozen=True)
class Flag(Kind):
    """true or false."""

    @property
    def limits(self) -> str:
        return "on or off"

    def judge(self, value: Answer) -> Iterator[Fault]:
        if not isinstance(value, bool):
            meant = {
                "true": True,
                "on": True,
                "yes": True,
                "1": True,
                "false": False,
                "off": False,
                "no": False,
                "0": False,
            }
            instead = meant.get(quoted(value).strip('"').strip().lower())
            yield Fault(
                "type",
                f"must be on or off (JSON true or false), not {quoted(value)}",
                instead=instead,
            )

    def parse(self, text: str) -> Answer:
        return {"on": True, "true": True, "off": False, "false": False}.get(
            text.strip().lower(), text.strip()
        )

    def show(self, value: Answer) -> str:
        return ("on" if value else "off") if isinstance(value, bool) else super().show(value)

    def json_schema(self) -> dict[str, Json]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Integer(Kind):
    """A whole number from `lowest` to `highest` (None: the largest int64), in steps of `step`; `unit` is what it counts."""

    lowest: int = 0
    highest: int | None = None
    step: int = 1
    unit: str = ""

    @property
    def limits(self) -> str:
        words = (
            f"{self.lowest} or more" if self.highest is None else f"{self.lowest} to {self.highest}"
        )
        words += f" {self.unit}" if self.unit else ""
        return words if self.step == 1 else f"{words}, a multiple of {self.step}"

    @property
    def briefly(self) -> str:
        return (
            self.limits
            if self.highest is None or self.step == 1
            else f"{self.lowest}-{self.highest} by {self.step}"
        )

    @property
    def _end(self) -> int:
        return INT64 if self.highest is None else self.highest

    def judge(self, value: Answer) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Fault(
                "type",
                f"must be a whole number, {self.limits}, not {self._why(value)}",
                instead=self._meant(value),
            )
        elif not self.lowest <= value <= self._end:
            words = f"at most {INT64}" if value > INT64 and self.highest is None else self.limits
            nearest_end = self.lowest if value < self.lowest else self.highest
            yield Fault("range", f"must be {words}, not {quoted(value)}", instead=nearest_end)
        elif value % self.step:
            yield Fault(
                "step", f"must be {self.limits}, not {quoted(value)}", instead=self._nearest(value)
            )

    def _nearest(self, value: int) -> int:
        """The multiple of `step` within the range that is nearest to `value`, the higher one of two."""
        nearest = (value + self.step // 2) // self.step * self.step
        if nearest > self._end:
            return nearest - self.step
        return nearest if nearest >= self.lowest else nearest + self.step

    @staticmethod
    def _why(value: Answer) -> str:
        if isinstance(value, str) and re.fullmatch("-?[0-9]{1,18}", value):
            return f"text: write {int(value)} without quotes"
        return quoted(value)

    def _meant(self, value: Answer) -> int | None:
        """The integer that a number or text of another form stands for, if that is plain and within the range."""
        meant = self.parse(value) if isinstance(value, str) else value
        if isinstance(meant, float) and meant.is_integer() and abs(meant) < 2**53:
            meant = int(meant)
        return (
            meant
            if isinstance(meant, int) and not isinstance(meant, bool) and not any(self.judge(meant))
            else None
        )

    def parse(self, text: str) -> Answer:
        text = text.strip()
        # Bounded, since int() of endless digits takes its time and then refuses.
        return int(text) if re.fullmatch("-?[0-9]{1,19}", text) else text

    def json_schema(self) -> dict[str, Json]:
        schema: dict[str, Json] = {"type": "integer", "minimum": self.lowest, "maximum": self._end}
        if self.step != 1:
            schema["multipleOf"] = self.step
        return schema


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few texts, each with a note (or "") on what it does. `or_null`: null is named among them, which the setting takes."""

    options: dict[str, str]
    or_null: bool = False

    @property
    def limits(self) -> str:
        return f"one of: {self.briefly}" if len(self.options) > 1 else any_of(self._names)

    @property
    def briefly(self) -> str:
        return " | ".join(self._names)

    @property
    def _names(self) -> list[str]:
        return [*self.options, *(["null"] if self.or_null else [])]

    def judge(self, value: Answer) -> Iterator[Fault]:
        if isinstance(value, str) and value in self.options:
            return
        if isinstance(value, bool):
            said = "enabled" if value else "disabled"
            meant = said if said in self.options else None
        else:
            said = value if isinstance(value, str) else quoted(value)
            meant = nearest(said, self.options)
        hint = (
            ""
            if meant is None
            else f": did you mean {meant}?"
            if isinstance(value, str)
            else f': write "{meant}", in quotes'
        )
        shown = (
            any_of(self._names)
            if len(self.options) <= 6
            else f"one of the {len(self.options)} choices"
        )
        yield Fault(
            "choice" if isinstance(value, str) else "type",
            f"must be {shown}, not {quoted(value)}{hint}",
            instead=meant,
        )

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "enum": list(self.options)}
