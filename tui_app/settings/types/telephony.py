"""Telephone types: numbers, countries, ids of voice profiles."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from tui_app.settings.problem import UNSET, Answer
from tui_app.settings.types.kind import Violation, unwrapped
from tui_app.settings.types.spelling import is_absent
from tui_app.settings.types.texts import Form
from tui_app.settings.types.values import INT64
from tui_app.text.document import Json
from tui_app.text.escape import quoted


@dataclass(frozen=True)
class Int64Text(Form):
    """The digits of a positive int64, as text: some JSON readers would lose digits of a number."""

    regex: str = "[0-9]{1,19}"
    words: str = "1 to 19 digits"
    blank_is_none: ClassVar = True

    def validate(self, value: Answer) -> Iterator[Violation]:
        if value == "":
            # An export to Terraform prints this for a connection that has none.
            yield Violation("empty", "is empty, which means none: leave it unset", "warning", UNSET)
        else:
            yield from super().validate(value)

    def validate_text(self, value: str) -> Iterator[Violation]:
        yield from super().validate_text(value)
        if re.fullmatch(self.regex, value) and int(value) > INT64:
            yield Violation("range", f"must be at most {INT64}, not {quoted(value)}")

    def json_schema(self) -> dict[str, Json]:
        # A pattern cannot compare numbers: it lists, digit by digit, how 19 digits stay below the
        # largest (the same up to there, then less).
        most = str(INT64)
        below = [
            f"{most[:at]}[0-{int(digit) - 1}][0-9]{{{18 - at}}}"
            for at, digit in enumerate(most)
            if digit != "0"
        ]
        return {"type": "string", "pattern": f"^(?:{'|'.join(['[0-9]{0,18}', *below, most])})$"}


E164: Final = r"\+[1-9][0-9]{6,14}"


def international(text: str) -> str | None:
    """Return the +E.164 number that `text` writes in another way; None if it is not clear which.

    Digits without a plus are a number of the caller's own country, unless they begin as an
    international one does: a plus before them would call another country.
    """
    seen = "".join(each for each in unwrapped(text[:100]) if unicodedata.category(each) != "Cf")
    written = re.sub(r"^[a-z]+: ?", "", seen, flags=re.IGNORECASE).replace("(0)", "")
    after_plus: list[str] = re.findall(r"\+([0-9 ().-]*[0-9])", written)
    bare = re.sub("[ ().-]", "", re.split("[@;]", written)[0])
    if after_plus:
        number = re.sub("[^0-9]", "", after_plus[0]) if len(after_plus) == 1 else ""
    elif re.fullmatch("00[2-9][0-9]+|001[2-9][0-9]{9}", bare):
        number = bare[2:]
    else:
        # North America with its country code, or longer than any country's own numbers.
        number = bare if re.fullmatch("1[2-9][0-9]{9}|[1-9][0-9]{11,}", bare) else ""
    return f"+{number}" if re.fullmatch(E164, f"+{number}") else None


@dataclass(frozen=True)
class Phone(Form):
    """A phone number in E.164 form.

    The API documents no pattern, so only what cannot be a number at all is an error: no digit, or
    anything but digits, spaces and ASCII punctuation.
    """

    regex: str = E164
    words: str = "a phone number in +E.164 form (like +15551234567)"
    brief: str = "+E.164, like +15551234567"

    def validate_text(self, value: str) -> Iterator[Violation]:
        if re.fullmatch(self.regex, value):
            return
        mended = international(value)
        if not re.search("[0-9]", value) or re.search("[^ -@[-`{-~]", value):
            yield Violation(
                "phone", f"must be {self.limits}, not {quoted(value)}", suggestion=mended
            )
        else:
            yield Violation(
                "phone",
                f"{quoted(value)} is not {self.words}: the API may refuse it",
                "warning",
                suggestion=mended,
            )

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": r"^([ -@\[-`{-~]*[0-9][ -@\[-`{-~]*)?$"}


def country(text: str) -> str | None:
    """Return the code of the country that `text` names: another code, English, or a locale."""
    from tui_app.settings.types.countries import ALPHA_3, NAMES  # when one is first needed

    # Without accents: "Türkiye" is "turkiye".
    plain = unicodedata.normalize("NFKD", text[:60]).casefold()
    bare = "".join(each for each in plain if not unicodedata.combining(each))
    if re.search(r"[^\W\d_a-z]", bare):
        return None
    said = " ".join(re.sub("[^a-z ]", " ", bare).split())
    upper = said.upper()
    if re.fullmatch("[a-z]{2}[-_][A-Z]{2}", text.strip()) and text.strip()[3:] in COUNTRIES:
        return text.strip()[3:]
    if upper in COUNTRIES:
        return upper
    alpha_3 = dict(zip(ALPHA_3.split(), sorted(COUNTRIES), strict=True))
    return alpha_3.get(upper) or NAMES.get(said.removeprefix("the "))


@dataclass(frozen=True)
class Country(Form):
    """An assigned ISO 3166-1 alpha-2 country code, in upper case."""

    regex: str = "[A-Z]{2}"
    words: str = "a two-letter country code in upper case (like US)"
    brief: str = "two capitals, like US"

    def is_nothing(self, value: Answer) -> bool:
        # "no" and "na" are countries too.
        return value is False or (
            isinstance(value, str)
            and (is_absent(value, ("none",)) or value.strip().lower() == "n/a")
        )

    def validate_text(self, value: str) -> Iterator[Violation]:
        if value not in COUNTRIES:
            known = country(value)
            hint = f": did you mean {known}?" if known else ""
            yield Violation(
                "country", f"must be {self.limits}, not {quoted(value)}{hint}", suggestion=known
            )

    def json_schema(self) -> dict[str, Json]:
        codes: list[Json] = [*([""] if self.blank else []), *sorted(COUNTRIES)]
        return {"type": "string", "enum": codes}


# ISO 3166-1 alpha-2, the 249 officially assigned codes.
_ASSIGNED = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ "
    "BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM "
    "DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS "
    "GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN "
    "KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ "
    "MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "
    "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI "
    "VN VU WF WS YE YT ZA ZM ZW"
)
COUNTRIES = frozenset(_ASSIGNED.split())
