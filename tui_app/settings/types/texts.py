"""Texts: free, of a fixed form, and secret."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from tui_app.settings.problem import GENERATE, Answer
from tui_app.settings.types.kind import (
    Kind,
    Violation,
    any_of,
    edges,
    not_text,
    others,
    plain,
    trimmed,
    unwrapped,
)
from tui_app.settings.types.spelling import NONE, is_absent
from tui_app.text.document import Json
from tui_app.text.escape import MASK, has_unsafe, quoted


@dataclass(frozen=True)
class Text(Kind):
    """Any text with at least one character that is not a space."""

    trims: ClassVar = False

    @property
    def limits(self) -> str:
        return "any text"

    def validate(self, value: Answer) -> Iterator[Violation]:
        violations = list(not_text(value))
        yield from violations
        if isinstance(value, str) and not violations:
            bare = trimmed(value)
            if not value.strip():
                yield Violation("blank", "must hold at least one character that is not a space")
            elif has_unsafe(bare or value):
                yield Violation(
                    "invisible",
                    "holds control or invisible characters: type it again unless they are wanted",
                    "warning",
                )
            elif value != bare:
                # A form field strips it; in a file it may be wanted.
                yield Violation("space", f"{edges(value)}: leave it out", "warning", bare)

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": r"\S"}


@dataclass(frozen=True)
class Form(Kind):
    """Text of a fixed form: `regex` (ASCII classes only) matches all of it.

    `words` follow "must be". `blank`: the empty text is an answer too. `brief`: fewer words, if
    there are any.
    """

    regex: str
    words: str
    blank: bool = False
    brief: str = ""

    @property
    def limits(self) -> str:
        return f"empty or {self.words}" if self.blank else self.words

    @property
    def briefly(self) -> str:
        words = self.brief or self.words
        return f"{words}; or empty" if self.blank else words

    def validate(self, value: Answer) -> Iterator[Violation]:
        violations = list(not_text(value, self.words))
        yield from violations
        if isinstance(value, str) and not violations and not (self.blank and value == ""):
            yield from self.validate_text(value)

    def is_nothing(self, value: Answer) -> bool:
        return value is False or (isinstance(value, str) and is_absent(value, NONE))

    def validate_text(self, value: str) -> Iterator[Violation]:
        """Yield what is wrong with `value`, a text that is not empty if empty is allowed."""
        if not re.fullmatch(self.regex, value):
            mended = self._mended(value)
            suggestion = mended if re.fullmatch(self.regex, mended) else None
            yield Violation(
                "format", f"must be {self.limits}, {self._why(value)}", suggestion=suggestion
            )

    def _mended(self, value: str) -> str:
        """Return what was most likely meant; offered only if it is of the form."""
        return unwrapped(value)

    def _why(self, value: str) -> str:
        return "not empty" if value == "" else f"not {quoted(value)}"

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^(?:{self.regex}){'?' if self.blank else ''}$"}


@dataclass(frozen=True)
class UserName(Form):
    """A SIP user name: 4 to 32 ASCII letters and digits (vendor page)."""

    regex: str = "[A-Za-z0-9]{4,32}"
    words: str = "4 to 32 letters and digits (A-Z, a-z, 0-9)"

    def _mended(self, value: str) -> str:
        """Return the name without what no user name holds; of an address, the part before the @.

        "" for a placeholder, and for letters that have no ASCII form.
        """
        if re.search("[{}<>$%]", value):
            return ""
        address = re.sub("^sips?:", "", unwrapped(value[:200])).partition("@")
        name = unicodedata.normalize("NFKD", address[0] or address[2])
        ascii_only = "".join(each for each in name if not unicodedata.combining(each))
        strange = any(each.isalnum() and not each.isascii() for each in ascii_only)
        return "" if strange else re.sub("[^A-Za-z0-9]", "", ascii_only)

    def _why(self, value: str) -> str:
        # A text that is longer than this is too long by itself.
        found = others(value[:200], "A-Za-z0-9")
        return f"without {any_of(found)}" if found else f"{len(value)} entered"


@dataclass(frozen=True)
class Password(Kind):
    """A SIP password: 8 to 128 characters (vendor page). No message contains any part of it."""

    lowest: int = 8
    highest: int = 128
    trims: ClassVar = False

    @property
    def limits(self) -> str:
        return f"{self.lowest} to {self.highest} characters"

    def validate(self, value: Answer) -> Iterator[Violation]:
        secret = plain(value)
        if not isinstance(secret, str):
            # Quotes around a number would keep it, but in a fix that does not wrap it as a secret.
            number = isinstance(secret, int | float) and not isinstance(secret, bool)
            words = "is a number: put it in quotes, or generate one" if number else "must be text"
            suggestion = GENERATE if number else None
            yield Violation("type", f"{words}, {self.limits}", suggestion=suggestion)
            return
        if re.search("[\ud800-\udfff]", secret):
            yield Violation(
                "surrogate", "holds half of a character, which cannot be sent: type it again"
            )
        elif not self.lowest <= len(secret) <= self.highest:
            yield Violation("length", f"must be {self.limits}, {len(secret)} entered")
        elif not secret.strip("*"):
            yield Violation(
                "masked",
                "is nothing but asterisks, which is what a masked password looks like: "
                "type the real one",
            )
        else:
            if not re.fullmatch("[ -~]*", secret):
                yield Violation(
                    "charset",
                    "holds characters outside printable ASCII, which some SIP devices cannot send",
                    "warning",
                )
            if secret != secret.strip(" "):
                yield Violation(
                    "space",
                    "starts or ends with a space: make sure that it belongs there",
                    "warning",
                )

    def parse(self, text: str) -> Answer:
        # Not stripped: a space may be part of a password, and a warning says so.
        return text

    def show(self, value: Answer) -> str:
        return MASK

    def json_schema(self) -> dict[str, Json]:
        return {
            "type": "string",
            "minLength": self.lowest,
            "maxLength": self.highest,
            "format": "password",
            "not": {"pattern": r"^\*+$"},
        }


@dataclass(frozen=True)
class Uuid(Form):
    """A UUID in its usual form, five groups of hexadecimal digits."""

    regex: str = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
    words: str = "a UUID (8-4-4-4-12 hexadecimal digits)"
    brief: str = "a UUID (8-4-4-4-12 hex digits)"

    def _mended(self, value: str) -> str:
        digits = re.sub("^urn:uuid:|[-\u2010-\u2015]", "", unwrapped(value), flags=re.IGNORECASE)
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
