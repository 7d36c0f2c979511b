"""Rate how strong a SIP password is: whoever guesses one calls at its owner's cost (toll fraud).

No message here contains any part of a password.
"""

import re
from hashlib import blake2b
from os import urandom
from typing import Final, NamedTuple

_PUBLISHED: Final = frozenset({"my123secure456password789"})
"""Passwords in the vendor's published examples, in lower case.

Source: page and OpenAPI document of July 2026.
"""

# What templates, documents and masks have in place of a password.
_PLACEHOLDER: Final = re.compile(
    r"\$\{|\{\{|\}\}|^\$\(|^<.*>$|^\[.*\]$|^%\w+%$|^\$[a-z_]\w*$|^[x*.#_-]{4,}$"
    r"|^(?:process\.env|os\.environ|env[.:(\[]|var\.|vault[:.]|secrets?[.:])"
    r"|^your[\W_]|[\W_]your[\W_]|^your(?:sip)?(?:password|secret|pass)"
    r"|(?:change|replace)[\W_]?(?:me|this|it)(?![a-z])|redacted|placeholder|^masked|^hidden$"
    r"|(?:long|strong|secure|random|secret|super|sip)[\W_](?:random|secure|password|secret|string"
    r"|passphrase|pass)(?![a-z])"
    r"|(?:password|secret)[\W_]?(?:here|goes)|^(?:insert|enter|put|set|type)[\W_]"
    r"|^(?:example|sample|dummy|test|default|my|the)[\W_]?(?:sip)?[\W_]?(?:password|secret|pass)$"
    r"|^(?:todo|tbd|fixme)(?![a-z])",
    re.IGNORECASE,
)

GUESSABLE: Final = 1
"""The highest score of the estimator (0 to 4) that still means "guessed within a million tries"."""
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
    if password.casefold() in _PUBLISHED:
        return Weakness("public", "appears in the vendor's published examples: everyone knows it")
    if _PLACEHOLDER.search(password):
        return Weakness("placeholder", "looks like a placeholder: put a real one in its place")
    if user_name and user_name.casefold() in password.casefold():
        return Weakness("holds_user_name", "holds the user name, which is tried first")
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
    """Whether the estimator finds that a million tries are enough."""
    said = f"{user_name}\0{password}".encode("utf-8", "surrogatepass")
    digest = blake2b(said, key=_SALT).digest()
    if digest not in _guessable:
        from zxcvbn_rs_py import zxcvbn

        while len(_guessable) >= MOST_REMEMBERED:
            _guessable.pop(next(iter(_guessable)))
        known = [_encodable(user_name)] if user_name else []
        score = zxcvbn(_encodable(password[:ESTIMATED]), known).score
        _guessable[digest] = int(score) <= GUESSABLE
    return _guessable[digest]


def _encodable(text: str) -> str:
    """Return `text` with a "?" for each lone surrogate, which the estimator refuses."""
    return text.encode("utf-8", "replace").decode()
