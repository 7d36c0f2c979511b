"""Find the name that a text most likely means: a spelling, a public synonym, a small typing error.

No suggestion is better than a far-fetched one, and none is ever the opposite of what was written.
"""

import re
from collections.abc import Collection, Iterable
from typing import Final

ABSENT: Final = frozenset({"null", "nil", "undefined", "unset", "notset", "default"})
"""Spellings of "there is no answer", as `key` writes them."""
NONE: Final = frozenset({"none", "no", "off", "false", "na", "disabled", "disable"})
"""Spellings of "it is not wanted"."""
ON: Final = frozenset({"true", "on", "yes", "1", "enabled", "enable"})
OFF: Final = frozenset({"false", "off", "no", "0", "disabled", "disable"})

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
    "RFC 2833": ("2833", "4733", "rfc4733", "telephoneevent"),
    "SIP INFO": ("info",),
    "SRTP": ("sdes", "srtpsdes", "sdessrtp"),
    "inbound": ("in", "incoming"),
    "outbound": ("out", "outgoing"),
    "both": ("all", "bidirectional", "bothdirections"),
    "disabled": ("none", "never"),
    "quail_voice_focus": ("quail",),
    "rtp+1": ("rtp1", "rtpplus1", "+1"),
    "rtcp-mux": ("mux",),
    "sip_username": ("username",),
    "passthru": ("passthrough",),
    "caller-passthru": ("callerpassthrough",),
    "callee-passthru": ("calleepassthrough",),
    "1": ("v1", "version1", "10"),
    "2": ("v2", "version2", "20"),
}

# A typing error never turns one of these into the other.
_OPPOSITES: Final = (
    ("enable", "disable"),
    ("inbound", "outbound"),
    ("min", "max"),
    ("ios", "android"),
    ("1xx", "2xx"),
    ("primary", "failover"),
)
_LIKE: Final = 0.8
_CLEARLY: Final = 0.07
"""Least similarity (`_LIKE`), and lead over the next name (`_CLEARLY`), of a typing error.

Both on difflib's scale of 0 to 1.
"""


def key(text: str) -> str:
    """Return `text` without its styling: case, separators, full stops.

    The plus stays: it tells number formats apart.
    """
    folded = text[:100].casefold().replace("\u03bc", "u").replace("\u00b5", "u")
    return re.sub("[^0-9a-z+]", "", folded)


def is_absent(text: str, *more: Collection[str]) -> bool:
    """Whether `text` is blank or says "no answer"; `more` are further words for that."""
    said = key(text) if len(text) < 20 else ""
    return not text.strip() or said in ABSENT or any(said in words for words in more)


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
    import difflib  # when it is first needed

    ranked = sorted(
        (
            (difflib.SequenceMatcher(None, said, known).ratio(), known)
            for known in by_key
            if _comparable(said, known)
        ),
        reverse=True,
    )
    if not ranked or ranked[0][0] < _LIKE:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEARLY:
        return None
    found = by_key[ranked[0][1]]
    return found[0] if len(found) == 1 and not opposed(said, ranked[0][1]) else None


def _comparable(said: str, known: str) -> bool:
    """Whether a typing error can explain the difference between two keys.

    It can if the digits are the same, and no prefix that reverses the meaning came or went.
    """
    return (
        abs(len(said) - len(known)) <= 2
        and re.findall("[0-9+]", said) == re.findall("[0-9+]", known)
        and not said.endswith(known)
        and not known.endswith(said)
    )


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
    if "enabled" in options and said in ON:
        return "enabled"
    if "disabled" in options and (said in OFF or said in NONE):
        return "disabled"
    for option in options:
        if said in _SYNONYMS.get(option, ()):
            return option
    if "both" in options:
        parts = [key(part) for part in re.split(r"(?i)[\s,;/&+|]+|\band\b", text[:100])]
        named = {choice(part, {"inbound", "outbound"}) for part in parts if part}
        if len(parts) > 1 and named == {"inbound", "outbound"}:
            return "both"
    return close(text, options)
