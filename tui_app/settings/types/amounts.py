"""Read an amount as people write it: `30 sec`, `1,000`, `+5`, digits of any script."""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

_UNITS: Final[dict[str, dict[str, Fraction]]] = {
    "s": {
        **dict.fromkeys(("ms", "msec", "msecs", "millisecond", "milliseconds"), Fraction(1, 1000)),
        **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), Fraction(1)),
        **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), Fraction(60)),
        **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), Fraction(3600)),
        **dict.fromkeys(("d", "day", "days"), Fraction(86_400)),
    },
    "calls": dict.fromkeys(
        ("call", "calls", "channel", "channels", "concurrentcalls"), Fraction(1)
    ),
}
"""What the words after a number count, in each unit of a setting."""
_UNITS["ms"] = {word: 1000 * times for word, times in _UNITS["s"].items()}


def readings_of(text: str, unit: str) -> set[int]:
    """Return the integers, in `unit`, that `text` may mean: none, one, or several.

    `1,000` is a thousand; `1.000` is one or a thousand.
    """
    plain = unicodedata.normalize("NFKC", text[:60]).strip(" \t\r\n\u200b\ufeff;,.\"'`")
    found = re.fullmatch(r"(\+?)([-\d., _'\u2019]*\d)\s*([^\W\d_][A-Za-z ]*)?", plain)
    if found is None:
        return set()
    said = re.sub(r"\s", "", found[3] or "").lower()
    times = _UNITS.get(unit, {}).get(said) if said else Fraction(1)
    if times is None:
        return set()
    amounts = {amount * times for amount in _amounts(found[2])}
    return {int(amount) for amount in amounts if amount.denominator == 1}


def _amounts(digits: str) -> Iterator[Fraction]:
    """Yield what `digits` may be, with or without separators of thousands."""
    if re.fullmatch(r"-?\d{1,19}(?:\.\d{1,19})?", digits):
        yield Fraction(digits)
    if re.fullmatch(r"-?\d{1,3}(?:([., _'\u2019])\d{3})(?:\1\d{3}){0,4}", digits):
        yield Fraction(re.sub(r"[^\d-]", "", digits))
