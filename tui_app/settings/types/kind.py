"""The base class of every kind of answer, and the few words and tools that they share."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, NamedTuple, cast

from tui_app.settings.problem import Answer, Generate, Severity, Unset
from tui_app.settings.types.spelling import is_absent
from tui_app.text.document import Json
from tui_app.text.escape import quoted


class Null:
    """The type of `NULL`."""


NULL: Final = Null()
"""As a `Violation.suggestion`: JSON's null, since None there means that no fix is known."""


class Violation(NamedTuple):
    """What is wrong with one value, at any path.

    `suggestion` is an answer that fixes it; None if none is known.
    """

    code: str
    message: str
    severity: Severity = "error"
    suggestion: "Json | Unset | Null | Generate" = None


def nearest(text: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the name in `known` most like `text`, to ask "did you mean"; None if none is near.

    Not for an answer: a similar text may mean the opposite. See `spelling`.
    """
    import difflib  # when it is first needed

    by_lower = {name.lower(): name for name in known}
    found = difflib.get_close_matches(text[:100].strip().lower(), by_lower, n=1, cutoff=cutoff)
    return by_lower[found[0]] if found else None


def any_of(names: Iterable[str]) -> str:
    """Return `a, b or c`."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


_AROUND: Final = " \t,;\"'`()[]<>{}\u2018\u2019\u201c\u201d\u00ab\u00bb"
_UNHEARD: Final = {
    '"': "quotation marks",
    "'": "apostrophes",
    "`": "backquotes",
    ".": "full stops",
    ",": "commas",
    ":": "colons",
    ";": "semicolons",
    "-": "hyphens",
    "_": "underscores",
    "(": "brackets",
    ")": "brackets",
}


def _spoken(character: str) -> str:
    """Return the name of an unwanted character, in words that can be read aloud."""
    return "spaces" if character.isspace() else _UNHEARD.get(character) or quoted(character)


def trimmed(text: str) -> str:
    """Return `text` without the blanks and invisible characters around it, as a paste brings."""
    start, end = 0, len(text)
    while start < end and _is_blank(text[start]):
        start += 1
    while start < end and _is_blank(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_blank(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cf"


def edges(text: str) -> str:
    """Describe what `trimmed` takes from `text`: `ends with a space`."""
    begins, ends = _is_blank(text[0]), _is_blank(text[-1])
    blank = text[0] if begins else text[-1]
    name = {"\n": "a line break", "\r": "a line break", "\t": "a tab"}.get(
        blank, "a space" if blank.isspace() else f"an invisible character ({quoted(blank)[2:-2]})"
    )
    verb = "starts and ends" if begins and ends else "starts" if begins else "ends"
    return f"{verb} with {name}"


def unwrapped(text: str) -> str:
    """Return `text` without what surrounds a copied value: quotes, brackets, a comma after it.

    Full-width characters become ordinary ones.
    """
    return trimmed(unicodedata.normalize("NFKC", text[:3000])).strip(_AROUND)


def others(text: str, allowed: str, most: int = 4) -> list[str]:
    """Name what `text` contains beside the characters of a class like `a-z`.

    Each kind is named once, at most `most` in all.
    """
    found = list(dict.fromkeys(_spoken(each) for each in re.findall(f"[^{allowed}]", text)))
    return found if len(found) <= most else [*found[: most - 1], "the like"]


@dataclass(frozen=True)
class Kind:
    """A kind of answer.

    `validate` takes any JSON value except null and yields what is wrong with it. `parse` turns
    typed text into an answer; what it cannot read it returns as text, which `validate` then finds
    wrong, so that nothing typed is lost. `show` is its reverse.
    """

    @property
    def limits(self) -> str:
        """The range, choices or form in a few words, as the screen shows them."""
        raise NotImplementedError

    @property
    def briefly(self) -> str:
        """`limits` in fewer words, for places with little room."""
        return self.limits

    trims: ClassVar = True
    """Whether spaces around a text are never part of the answer."""

    blank_is_none: ClassVar = False
    """Whether the rules between settings treat the empty text as no answer."""

    def normal(self, value: Answer) -> Answer:
        """Return `value` as it is kept and sent, if JSON has several ways to write it."""
        return value

    def validate(self, value: Answer) -> Iterator[Violation]:
        raise NotImplementedError

    def is_nothing(self, value: Answer) -> bool:
        """Whether `value`, which `validate` finds wrong, says somehow that there is no answer."""
        return isinstance(value, str) and is_absent(value, ("none", "na"))

    def parse(self, text: str) -> Answer:
        return trimmed(text)

    def show(self, value: Answer) -> str:
        return value if isinstance(value, str) else quoted(value, 2000)

    def json_schema(self) -> dict[str, Json]:
        raise NotImplementedError


def plain(value: Answer) -> Answer:
    """Unwrap a secret to validate it; return other answers unchanged."""
    unwrap = getattr(value, "get_secret_value", None)
    return cast(Json, unwrap()) if unwrap else value


def not_text(value: Answer, wanted: str = "") -> Iterator[Violation]:
    """Yield a fault for a value that is no text, or that UTF-8 (JSON on the wire) cannot carry."""
    if not isinstance(value, str):
        # A number reads the same in quotes: nearly always that was meant.
        meant = (
            str(value)
            if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**19
            else None
        )
        yield Violation(
            "type",
            f"must be text, {wanted + ', ' if wanted else ''}not {quoted(value)}",
            suggestion=meant,
        )
    elif re.search("[\ud800-\udfff]", value):
        yield Violation(
            "surrogate", "holds half of a character, which cannot be sent: type it again"
        )
