"""Rate how strong a SIP password is: whoever guesses one calls at its owner's cost (toll fraud).

No message here contains any part of a password.
"""

import re
from hashlib import blake2b
from os import urandom
from typing import Final, NamedTuple

_PUBLISHED: Final = frozenset(
    {
        # The vendor's page and OpenAPI document of July 2026.
        "my123secure456password789",
        # Twilio's page on SIP credentials, Asterisk's on PJSIP, a comic that everyone has read.
        "iwasatsignal2018",
        "unsecurepassword",
        "welovebunnies",
        "correcthorsebatterystaple",
        "tr0ub4dor&3",
    }
)
"""Passwords in published examples, in lower case."""

# What templates, documents and masks have in place of a password.
_PLACEHOLDER: Final = re.compile(
    r"[$#]\{[^{}]+\}|\{\{[^{}]*\}\}|^\$\(.*\)$|^<[\w .:/-]+>$|^\{[\w .:/-]+\}$"
    r"|^\[[\w .:/-]+\]$|^[x*.#_-]{4,}$"
    r"|^%\w+%$|^(?:%%|@@|__)\w+(?:%%|@@|__)$|(?-i:^\$[A-Z][A-Z_]+$)"
    r"|^\$\w*(?:pass|pwd|secret|sip)\w*$|^!(?:env|secret|vault)|\bgetenv\b"
    r"|^(?:process\.env|os\.environ|env[.:(\[]|var\.|vault[:.]|secrets?[.:]|enc\[|ssm:|op://)"
    r"|^arn:aws:|^your(?:sip|telnyx|new|own|long|strong|secure)*(?:password|secret|pass)(?![a-z])"
    r"|(?:^|[\W_])your[\W_](?:.*[\W_])?(?:pass|password|passphrase|secret|sip|telnyx|value|here)"
    r"|(?:change|replace)[\W_]?(?:me|this|it)(?![a-z])|^replace[\W_]?with|redacted|placeholder"
    r"|^masked|^hidden$"
    r"|(?:long|strong|secure|random|secret|super|sip)[\W_](?:random|secure|password|secret|string"
    r"|passphrase|pass)(?![a-z])"
    r"|(?:password|secret)[\W_]?(?:here|goes)"
    r"|^(?:insert|enter|put|set|type|choose|use)[\W_].*(?:password|passphrase|secret|here$)"
    r"|^(?:example|sample|dummy|test|default|my|the)[\W_]?(?:sip)?[\W_]?(?:password|secret|pass)$"
    r"|^(?:todo|tbd|fixme)(?![a-z])",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(r"\+[0-9 ().-]{8,20}|[0-9 ().-]{8,11}")
"""Numbers that are written like a phone number or a date."""
_DRESSED: Final = re.compile(
    r"(?P<word>[A-Za-z]{4,})[\W_]?(?:(?P<year>(?:19|20)\d\d)|\d{1,4})(?P<end>[\W_]{0,2}[A-Za-z]?)"
)
"""A word with digits and signs after it, which an estimator counts as three secrets."""
_FIELD: Final = (
    *("telnyx", "sip", "siptrunk", "sipuser", "trunk", "voip", "pbx", "phone", "softphone"),
    *("asterisk", "freepbx", "freeswitch", "connection", "credential"),
)
"""Words that somebody who guesses SIP passwords tries first."""

_GUESSES: Final = 400_000_000
"""Guesses that are within reach: word, year and sign take about 100 million.

What an API takes that checks none, SIP registrars take in days, and a captured digest in a second.
"""
_RANDOM: Final = 2
"""Powers of ten below that of the length at which the estimator no longer sees a random text.

It counts a tenfold for each random character: eight of them are 100 million guesses too.
"""
_QUOTES: Final = "\"'`"
ESTIMATED: Final = 32
"""Characters that are estimated: the time grows with the square of the length."""


class Weakness(NamedTuple):
    """Why a password is weak.

    `code` is a stable word for programs; `words` follow "Password" in a message.
    """

    code: str
    words: str


def weakness(password: str, user_name: str = "") -> Weakness | None:
    """Return the first reason that is visible in `password` why it is weak; None if there is none.

    `user_name`: the login that goes with it, "" if there is none yet.
    """
    bare, name = password.strip(_QUOTES).casefold(), user_name.casefold()
    if bare in _PUBLISHED:
        return Weakness("public", "appears in published examples: everyone knows it")
    if _PLACEHOLDER.search(password.strip(_QUOTES)):
        return Weakness("placeholder", "looks like a placeholder: put a real one in its place")
    if name and name in bare:
        return Weakness("holds_user_name", "holds the user name, which is tried first")
    if name and name[::-1] in bare:
        return Weakness("holds_user_name", "holds the user name backwards, which is tried early")
    return None


def guessable(password: str, user_name: str = "") -> Weakness | None:
    """Return the weakness of a password that is easy to guess; None if it is not easy.

    Also None if `weakness` finds something worse. Takes some ms, and 15 ms the first time.
    """
    if not password or weakness(password, user_name) or not _is_guessable(password, user_name):
        return None
    return Weakness("guessable", "is easy to guess: whoever guesses it calls at your cost")


def weakness_of(password: str, user_name: str = "") -> Weakness | None:
    """Return why `password` is weak, for any of these reasons; None if it is not.

    As slow as `guessable`.
    """
    return weakness(password, user_name) or guessable(password, user_name)


_SALT: Final = urandom(16)
_guessable: Final[dict[bytes, bool]] = {}
"""Results for the last few passwords, by their salted digests: none is kept in clear.

The salt is of this process.
"""
MOST_REMEMBERED: Final = 4


def _is_guessable(password: str, user_name: str) -> bool:
    """Whether the estimator finds it within reach, or it is written like a phone number."""
    said = f"{user_name}\0{password}".encode("utf-8", "surrogatepass")
    digest = blake2b(said, key=_SALT).digest()
    if digest not in _guessable:
        while len(_guessable) >= MOST_REMEMBERED:
            _guessable.pop(next(iter(_guessable)))
        # With its first word, which the password may hold without its number.
        names = [user_name, *re.findall("^[A-Za-z]{4,}", user_name)] if user_name else []
        known = [*map(_encodable, names), *_FIELD]
        judged = _encodable(password.strip(_QUOTES)[:ESTIMATED])
        _guessable[digest] = (
            _PHONE.fullmatch(password) is not None
            or _guesses(judged, known) < min(_GUESSES, 10 ** (len(judged) - _RANDOM))
            or _is_dressed_word(judged, known)
        )
    return _guessable[digest]


def _is_dressed_word(judged: str, known: list[str]) -> bool:
    found = _DRESSED.fullmatch(judged)
    if found is None:
        return False
    word, year, end = found["word"], found["year"], found["end"]
    guesses = _guesses(word, known)
    # Letters that are no word may be random; nobody puts a year after those.
    if not year and guesses >= 10 ** (len(word) - 1):
        return False
    added = 2 + len(end) if year else len(judged) - len(word)
    return bool(guesses * 10**added < _GUESSES)


def _guesses(text: str, known: list[str]) -> int:
    from zxcvbn_rs_py import zxcvbn  # when it is first needed

    return int(zxcvbn(text, known).guesses)


def _encodable(text: str) -> str:
    """Return `text` with a "?" for each lone surrogate, which the estimator refuses."""
    return text.encode("utf-8", "replace").decode()
