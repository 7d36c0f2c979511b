"""Switches, integers, and choices."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tui_app.settings.problem import UNSET, Answer
from tui_app.settings.types.amounts import readings_of
from tui_app.settings.types.kind import NULL, Kind, Null, Violation, any_of
from tui_app.settings.types.spelling import NONE, ON, choice, flag, is_absent, key
from tui_app.text.document import Json
from tui_app.text.escape import quoted

INT64: Final = 2**63 - 1
"""The largest signed 64-bit integer."""
_UNLIMITED: Final = ("unlimited", "nolimit", "infinite", "infinity", "inf")


@dataclass(frozen=True)
class Flag(Kind):
    """true or false."""

    @property
    def limits(self) -> str:
        return "on or off"

    def validate(self, value: Answer) -> Iterator[Violation]:
        if not isinstance(value, bool):
            said = value if isinstance(value, str) else quoted(Integer().normal(value))
            yield Violation(
                "type",
                f"must be on or off (JSON true or false), not {quoted(value)}",
                suggestion=flag(said),
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
    """An integer from `lowest` to `highest`, in steps of `step`.

    `highest` None: the largest int64. `unit` is what it counts.
    """

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

    def validate(self, value: Answer) -> Iterator[Violation]:
        value = self.normal(value)
        if isinstance(value, bool) or not isinstance(value, int):
            meant = self._meant(value)
            yield Violation(
                "type",
                f"must be a whole number, {self.limits}, not {self._why(value, meant)}",
                suggestion=meant,
            )
        elif not self.lowest <= value <= self._end:
            words = f"at most {INT64}" if value > INT64 and self.highest is None else self.limits
            nearest_end = self.lowest if value < self.lowest else self.highest
            if self.highest is None and value < 0:
                # Other systems write -1 for "no limit"; 0 would be the opposite.
                yield Violation(
                    "range",
                    f"must be {words}, not {quoted(value)}: leave it unset",
                    suggestion=UNSET,
                )
            else:
                yield Violation(
                    "range", f"must be {words}, not {quoted(value)}", suggestion=nearest_end
                )
        elif value % self.step:
            yield Violation(
                "step",
                f"must be {self.limits}, not {quoted(value)}",
                suggestion=self._nearest(value),
            )

    def normal(self, value: Answer) -> Answer:
        """Return 5.0 as 5 (to JSON Schema the same integer); anything else unchanged."""
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def is_nothing(self, value: Answer) -> bool:
        unlimited = _UNLIMITED if self.highest is None else ()
        return value is False or (
            isinstance(value, str) and is_absent(value, ("none", "nothing", "na"), unlimited)
        )

    def _nearest(self, value: int) -> int:
        """Return the multiple of `step` in range nearest to `value`; of two, the higher one."""
        nearest = (value + self.step // 2) // self.step * self.step
        if nearest > self._end:
            return nearest - self.step
        return nearest if nearest >= self.lowest else nearest + self.step

    @staticmethod
    def _why(value: Answer, meant: int | None) -> str:
        if isinstance(value, str) and re.fullmatch("-?[0-9]{1,18}", value):
            return f"text: write {int(value)} without quotes"
        return quoted(value) if meant is None else f"{quoted(value)}: write {meant}"

    def _meant(self, value: Answer) -> int | None:
        """Return the integer that a number or text of another form clearly means, if in range.

        It is not clear if several are meant, or none.
        """
        readings = [*readings_of(value, self.unit)] if isinstance(value, str) else [value]
        meant = [
            each
            for each in readings
            if isinstance(each, int) and not isinstance(each, bool) and not any(self.validate(each))
        ]
        return meant[0] if len(meant) == 1 else None

    def parse(self, text: str) -> Answer:
        text = text.strip()
        # Bounded, since int() of very many digits is slow and then refuses. Three digits after a
        # point may be thousands.
        whole = re.fullmatch(r"(-?[0-9]{1,19})(\.0{1,2})?", text)
        return int(whole[1]) if whole else text

    def json_schema(self) -> dict[str, Json]:
        schema: dict[str, Json] = {"type": "integer", "minimum": self.lowest, "maximum": self._end}
        if self.step != 1:
            schema["multipleOf"] = self.step
        return schema


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few texts, each with a note (or "") on what it does.

    `or_null`: the message names null among them, since the setting accepts it.
    """

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

    def validate(self, value: Answer) -> Iterator[Violation]:
        if isinstance(value, str) and value in self.options:
            return
        meant = self._meant(value)
        if meant is None:
            hint = ""
        elif isinstance(meant, Null):
            hint = ": use null"
        elif isinstance(value, str):
            hint = f": did you mean {meant}?"
        else:
            hint = f': write "{meant}", in quotes'
        shown = (
            any_of(self._names)
            if len(self.options) <= 6
            else f"one of the {len(self.options)} choices"
        )
        yield Violation(
            "choice" if isinstance(value, str) else "type",
            f"must be {shown}, not {quoted(value)}{hint}",
            suggestion=meant,
        )

    def _meant(self, value: Answer) -> str | Null | None:
        """Return the choice that `value` clearly means."""
        if isinstance(value, list):
            # Others may give several values; here it is one: both directions, or a list of one.
            texts = [item for item in value if isinstance(item, str)]
            said = ",".join(texts) if 0 < len(texts) == len(value) <= 2 else ""
        elif isinstance(value, dict):
            # A page of the vendor shows noise suppression as an object.
            inner = value.get("direction") if len(value) == 1 else None
            said = inner if isinstance(inner, str) else ""
        elif isinstance(value, str):
            said = value
        else:
            said = quoted(Integer().normal(value))
        if self.or_null and len(self.options) == 1:
            if key(said) in NONE:
                return NULL
            if key(said) in ON - {"1"}:
                return next(iter(self.options))
        return choice(said, self.options)

    def is_nothing(self, value: Answer) -> bool:
        # If "always" is unset, it means always: no way to say that it is not wanted.
        none = () if "always" in self.options else ("none", "nothing", "na")
        absent = is_absent(value, none) if isinstance(value, str) else value is False and none
        return bool(absent) and self._meant(value) is None

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "enum": list(self.options)}
