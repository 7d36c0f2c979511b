"""Find the name that a text most likely means: a spelling, a public synonym, a small typing error.

No suggestion is better than a far-fetched one, and none is ever the opposite of what was written.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final

ABSENT: Final = frozenset(
    {"null", "nil", "undefined", "undef", "unset", "notset", "notconfigured", "default"}
)
"""Spellings of "there is no answer", as `key` writes them."""
NONE: Final = frozenset({"none", "nothing", "no", "off", "false", "na", "disabled", "disable"})
"""Spellings of "it is not wanted"."""
ON: Final = frozenset({"true", "on", "yes", "y", "t", "1", "enabled", "enable", "active"})
OFF: Final = frozenset({"false", "off", "no", "n", "f", "0", "disabled", "disable", "inactive"})
# As spreadsheets write them in German, French, Spanish, Portuguese and Italian.
_TRUE: Final = frozenset({"wahr", "vrai", "verdadero", "verdadeiro", "vero"})
_FALSE: Final = frozenset({"falsch", "faux", "falso"})
_MISSPELT: Final = {"true": True, "false": False, "enabled": True, "disabled": False}
"""Words for on and off that are long enough for a typing error to be clear."""

# What programs, forums and other parts of the API call the choices. Only clear ones.
_SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "Latency": ("lowestlatency", "auto", "automatic", "nearest", "closest"),
    "Chicago, IL": ("chicago", "chicagoillinois", "chicagous", "chicagousa"),
    "Ashburn, VA": ("ashburn", "ashburnvirginia", "ashburnus", "ashburnusa"),
    "San Jose, CA": ("sanjose", "sanjosecalifornia", "sanjoseus", "sanjoseusa"),
    "Sydney, Australia": ("sydney", "sydneyau"),
    "Amsterdam, Netherlands": ("amsterdam", "amsterdamnl", "amsterdamthenetherlands"),
    "London, UK": ("london", "londongb", "londonunitedkingdom", "londonengland"),
    "Toronto, Canada": ("toronto", "torontoon", "torontoontario"),
    "Vancouver, Canada": ("vancouver", "vancouverbc"),
    "Frankfurt, Germany": ("frankfurt", "frankfurtde", "frankfurtammain"),
    "RFC 2833": (
        *("2833", "4733", "rfc4733", "rfc28334733", "rfc2833rfc4733", "avt", "rtpnte"),
        *("telephoneevent", "telephoneevents", "rtpevent", "rtpevents"),
    ),
    "SIP INFO": ("info",),
    "internal": ("internalonly",),
    "SRTP": ("sdes", "srtpsdes", "sdessrtp"),
    "inbound": ("in", "incoming", "inboundonly"),
    "outbound": ("out", "outgoing", "outboundonly"),
    "both": ("all", "bidirectional", "bothdirections", "bothways"),
    "disabled": ("none", "never"),
    "quail_voice_focus": ("quail",),
    "rtp+1": ("rtp1", "rtpplus1", "+1"),
    "rtcp-mux": ("mux",),
    "sip_username": ("username",),
    "passthru": ("passthrough",),
    "caller-passthru": ("callerpassthrough",),
    "callee-passthru": ("calleepassthrough",),
    "1": ("v1", "version1", "apiv1", "10"),
    "2": ("v2", "version2", "apiv2", "20"),
    "emergency": ("emergencyonly",),
}

# A typing error never turns one of these into the other.
_OPPOSITES: Final = (
    ("enable", "disable"),
    ("inbound", "outbound"),
    ("internal", "external"),
    ("incoming", "outgoing"),
    ("encode", "decode"),
    ("onnet", "offnet"),
    ("caller", "callee"),
    ("min", "max"),
    ("ani", "dnis"),
    ("ios", "android"),
    ("1xx", "2xx"),
    ("primary", "failover"),
)
_NEGATIONS: Final = frozenset(
    {"no", "not", "non", "never", "without", "except", "un", "dis", "anti", "disable", "disabled"}
)
_REVERSING: Final = ("un", "in", "non", "not", "no", "anti")
"""Prefixes that turn a word into its opposite, besides those of `_OPPOSITES`."""
_SHORT: Final = 5
_LONG: Final = 9
"""Letters up to which only a missing, doubled or swapped one is a small typing error, and from
which two errors are."""


def key(text: str) -> str:
    """Return `text` without its styling: case, separators, full stops, accents.

    Letters of any script stay. The plus stays: it tells number formats apart. So does a sign of
    negation in first place: `!srtp` is not `srtp`.
    """
    folded = unicodedata.normalize("NFKC", text[:100]).casefold().replace("\u03bc", "u").strip()
    negated = re.match(r"[!\u00ac\u2260~]|[-\u2212](?=\w)", folded)
    bare = unicodedata.normalize("NFD", folded)
    return ("!" if negated else "") + "".join(
        each for each in bare if each.isalnum() or each == "+"
    )


def flag(text: str) -> bool | None:
    """Return the state that `text` clearly means; None if it is not clear."""
    said = key(text)
    if said in ON or said in _TRUE:
        return True
    if said in OFF or said in _FALSE:
        return False
    return _MISSPELT.get(close(text, _MISSPELT) or "")


def is_absent(text: str, *more: Collection[str]) -> bool:
    """Whether `text` is blank or says "no answer"; `more` are further words for that.

    So do dashes, and the tilde of YAML.
    """
    said = key(text) if len(text) < 20 else ""
    return (
        text.strip().strip("-\u2013\u2014") in ("", "~")
        or said in ABSENT
        or any(said in words for words in more)
    )


def close(text: str, names: Iterable[str]) -> str | None:
    """Return the one of `names` of which `text` is another spelling or a small typing error.

    None if there is none, or several.
    """
    said = key(text)
    if not said:
        return None
    by_key: dict[str, list[str]] = {}
    for name in names:
        by_key.setdefault(key(name), []).append(name)
    if said in by_key:
        return by_key[said][0] if len(by_key[said]) == 1 else None
    if sum(known.startswith(said) for known in by_key) > 1:
        return None  # what several names begin with means none of them
    words = _words(text)
    ranked = sorted(
        (_errors(said, known), known)
        for known, [name, *_] in by_key.items()
        if _comparable(said, known)
        and not set(words).difference(_words(name)) & _NEGATIONS
        and _word_by_word(words, _words(name))
    )
    if not ranked or ranked[0][0] > _forgiven(ranked[0][1]):
        return None
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    found = by_key[ranked[0][1]]
    return found[0] if len(found) == 1 and not opposed(said, ranked[0][1]) else None


def _words(text: str) -> list[str]:
    return [each.lower() for each in re.findall("[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text[:100])]


def _word_by_word(said: list[str], known: list[str]) -> bool:
    """Whether each word is the one in the same place, but for a small typing error.

    True if their numbers differ: a separator is missing, or one too many.
    """
    return len(said) != len(known) or all(
        _errors(mine, theirs) <= _forgiven(theirs)
        for mine, theirs in zip(said, known, strict=True)
        if mine != theirs
    )


def _comparable(said: str, known: str) -> bool:
    """Whether a typing error can explain the difference between two keys.

    It can if the digits and signs are the same, and no prefix that reverses the meaning came or
    went.
    """
    return (
        abs(len(said) - len(known)) <= 2
        and re.findall("[0-9+!]", said) == re.findall("[0-9+!]", known)
        and not said.endswith(known)
        and not known.endswith(said)
        and not any(said.startswith(each) and not known.startswith(each) for each in _REVERSING)
    )


def _forgiven(known: str) -> float:
    """Return how many errors, as `_errors` counts them, may make another text of a name."""
    return 1 if len(known) < _LONG else 2


def _errors(said: str, known: str) -> float:
    """Return how many letters are missing, too many, swapped with the next, or other ones.

    Another letter makes another word of a short one: it counts twice there.
    """
    other = 2 if len(known) <= _SHORT else 1
    before: list[float] = []
    above: list[float] = [*range(len(known) + 1)]
    for row, mine in enumerate(said, 1):
        here: list[float] = [row]
        for column, theirs in enumerate(known, 1):
            least = min(
                above[column] + 1,
                here[-1] + 1,
                above[column - 1] + (0 if mine == theirs else other),
            )
            if row > 1 and column > 1 and (mine, said[row - 2]) == (known[column - 2], theirs):
                least = min(least, before[column - 2] + 1)
            here.append(least)
        before, above = above, here
    return above[-1]


def opposed(one: str, other: str) -> bool:
    """Whether two keys are opposites."""
    return any(
        (this in one and that in other and this not in other)
        or (that in one and this in other and that not in other)
        for this, that in _OPPOSITES
    )


def choice(text: str, options: Collection[str]) -> str | None:
    """Return the one of `options` that `text` clearly means; None if it is not clear."""
    said = key(text)
    exact = [option for option in options if key(option) == said]
    if said and len(exact) == 1:
        return exact[0]
    state = flag(text)
    if "enabled" in options and state is True:
        return "enabled"
    if "disabled" in options and (state is False or said in NONE):
        return "disabled"
    for option in options:
        # "rtp-1" has the letters of "rtp1", and is less where "rtp+1" is more.
        if said in _SYNONYMS.get(option, ()) and not ("+" in option and "-" in text):
            return option
    if "both" in options:
        parts = [key(part) for part in re.split(r"(?i)[\s,;/&+|]+|\band\b", text[:100])]
        named = {choice(part, {"inbound", "outbound"}) for part in parts if part}
        if len(parts) > 1 and named == {"inbound", "outbound"}:
            return "both"
    return close(text, options) or _misspelt_synonym(text, options)


def _misspelt_synonym(text: str, options: Collection[str]) -> str | None:
    """Return the option of which `text` is a long synonym with a small typing error."""
    names = {
        name: option
        for option in options
        for name in _SYNONYMS.get(option, ())
        if len(name) > _SHORT
    }
    return names.get(close(text, names) or "")
