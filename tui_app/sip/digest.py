"""Digest authentication (RFC 7616, for SIP RFC 3261, 22 and RFC 8760): both sides, without I/O."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from tui_app.sip.address import QUOTED, quoted_string, unquoted
from tui_app.sip.message import TCHAR, MalformedMessage, encoded

STRONGEST_FIRST: Final = ("SHA-256-sess", "SHA-256", "MD5-sess", "MD5")
"""The algorithms known here."""

_ALGORITHMS: Final = {name.lower(): name for name in STRONGEST_FIRST}
_SCHEME: Final = re.compile(rf"[ \t,]*+({TCHAR}++)[ \t]++(?={TCHAR})")
_PARAMETER: Final = re.compile(
    rf"[ \t,]*+({TCHAR}++)[ \t]*+=[ \t]*+({QUOTED}|[^\s,\"]++)[ \t]*+(?=,|\Z)", re.DOTALL
)
_COUNT: Final = re.compile("[0-9A-Fa-f]{8}")


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a server asks a client to prove its password with."""

    realm: str
    nonce: str
    algorithm: str = "MD5"
    """One of `STRONGEST_FIRST`."""
    qop: bool = True
    """Whether the server offers `auth`; without it the response is formed as in RFC 2069."""
    opaque: str | None = None
    stale: bool = False
    """Whether only the nonce was too old, not the password wrong."""

    def __str__(self) -> str:
        """Return the value of WWW-Authenticate or Proxy-Authenticate."""
        parts = [
            ("realm", quoted_string(self.realm)),
            ("nonce", quoted_string(self.nonce)),
            ("opaque", None if self.opaque is None else quoted_string(self.opaque)),
            ("stale", "true" if self.stale else None),
            ("algorithm", self.algorithm),
            ("qop", '"auth"' if self.qop else None),
        ]
        return _digest_value(parts)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client proves its password with: the fields of Authorization.

    `cnonce` and `count` are "" without `qop`; `count` is eight hexadecimal digits.
    """

    user: str
    realm: str
    nonce: str
    uri: str
    response: str = field(repr=False)
    algorithm: str = "MD5"
    qop: bool = True
    cnonce: str = ""
    count: str = ""
    opaque: str | None = None

    def __str__(self) -> str:
        """Return the value of Authorization or Proxy-Authorization."""
        parts = [
            ("username", quoted_string(self.user)),
            ("realm", quoted_string(self.realm)),
            ("nonce", quoted_string(self.nonce)),
            ("uri", quoted_string(self.uri)),
            ("response", quoted_string(self.response)),
            ("algorithm", self.algorithm),
            ("cnonce", quoted_string(self.cnonce) if self.cnonce else None),
            ("opaque", None if self.opaque is None else quoted_string(self.opaque)),
            ("qop", "auth" if self.qop else None),
            ("nc", self.count or None),
        ]
        return _digest_value(parts)


def parse_challenges(values: Iterable[str]) -> list[Challenge]:
    """Read the values of WWW-Authenticate or Proxy-Authenticate. Raises nothing.

    What cannot be answered is left out: another scheme or algorithm, only `auth-int`, a field
    missing or twice, a text that cannot be read.
    """
    found = []
    for value in values:
        for parameters in _digests(value):
            try:
                found.append(_challenge(parameters))
            except MalformedMessage:
                continue
    return found


def strongest(challenges: Iterable[Challenge]) -> Challenge | None:
    """Return the challenge with the strongest algorithm, the first of equals; None if none."""
    return min(challenges, key=lambda each: STRONGEST_FIRST.index(each.algorithm), default=None)


def _challenge(parameters: dict[str, str]) -> Challenge:
    options = parameters.get("qop")
    offered = {each.strip().lower() for each in (options or "").split(",")}
    if options is not None and "auth" not in offered:
        raise MalformedMessage("the server does not offer qop auth")
    return Challenge(
        realm=_needed(parameters, "realm"),
        nonce=_needed(parameters, "nonce"),
        algorithm=_algorithm(parameters),
        qop=options is not None,
        opaque=parameters.get("opaque"),
        stale=parameters.get("stale", "").lower() == "true",
    )


def parse_credentials(value: str) -> Credentials:
    """Read the value of Authorization or Proxy-Authorization. Raises `MalformedMessage`."""
    parameters = next(_digests(value), None)
    if parameters is None:
        raise MalformedMessage("the credentials are none of the Digest scheme, or unreadable")
    qop = parameters.get("qop")
    if qop is not None and qop.lower() != "auth":
        raise MalformedMessage("the qop is not auth")
    algorithm = _algorithm(parameters)
    protected = qop is not None
    count = _needed(parameters, "nc") if protected else ""
    if protected and not _COUNT.fullmatch(count):
        raise MalformedMessage("nc is not eight hexadecimal digits")
    needs_cnonce = protected or algorithm.endswith("-sess")
    return Credentials(
        user=_needed(parameters, "username"),
        realm=_needed(parameters, "realm"),
        nonce=_needed(parameters, "nonce"),
        uri=_needed(parameters, "uri"),
        response=_needed(parameters, "response"),
        algorithm=algorithm,
        qop=protected,
        cnonce=_needed(parameters, "cnonce") if needs_cnonce else "",
        count=count,
        opaque=parameters.get("opaque"),
    )


def ha1(algorithm: str, user: str, realm: str, password: str) -> str:
    """Return H(user:realm:password), which stands for the password in that realm: a secret too.

    The same for an algorithm with and without `-sess`.
    """
    return _hash(algorithm, user, realm, password)


def answer(
    challenge: Challenge,
    *,
    user: str,
    secret: str,
    method: str,
    uri: str,
    cnonce: str,
    count: int = 1,
) -> Credentials:
    """Return the credentials that answer `challenge`.

    `secret` is the `ha1` of its algorithm and realm, `cnonce` a fresh random text, `count` how
    many requests were sent with this nonce, this one included.
    """
    needs_cnonce = challenge.qop or challenge.algorithm.endswith("-sess")
    given = Credentials(
        user=user,
        realm=challenge.realm,
        nonce=challenge.nonce,
        uri=uri,
        response="",
        algorithm=challenge.algorithm,
        qop=challenge.qop,
        cnonce=cnonce if needs_cnonce else "",
        count=f"{count:08x}" if challenge.qop else "",
        opaque=challenge.opaque,
    )
    return _signed(given, secret, method)


def are_right(credentials: Credentials, secret: str, method: str) -> bool:
    """Whether `credentials` were made with `secret` (see `ha1`) for a request of that method.

    Says nothing about their nonce, realm and URI: the caller compares those with its own.
    """
    expected = _signed(credentials, secret, method).response
    return hmac.compare_digest(encoded(expected), encoded(credentials.response.lower()))


def new_nonce() -> str:
    """Return a random text for a nonce or a cnonce."""
    return secrets.token_hex(16)


def _signed(given: Credentials, secret: str, method: str) -> Credentials:
    algorithm = given.algorithm
    if algorithm.endswith("-sess"):
        secret = _hash(algorithm, secret, given.nonce, given.cnonce)
    protection = (given.count, given.cnonce, "auth") if given.qop else ()
    request = _hash(algorithm, method, given.uri)
    response = _hash(algorithm, secret, given.nonce, *protection, request)
    return replace(given, response=response)


def _hash(algorithm: str, *parts: str) -> str:
    name = "sha256" if algorithm.startswith("SHA-256") else "md5"
    return hashlib.new(name, encoded(":".join(parts)), usedforsecurity=False).hexdigest()


def _digests(value: str) -> Iterator[dict[str, str]]:
    """Yield the parameters of each Digest in a header value, up to what cannot be read.

    Several may be in one value (RFC 7616, 3.7), with other schemes between them.
    """
    scheme, parameters = "", dict[str, str]()
    position = 0
    value = value.rstrip(" \t,")
    while position < len(value):
        if found := _PARAMETER.match(value, position):
            name = found[1].lower()
            if name in parameters:
                return
            parameters[name] = unquoted(found[2])
        elif found := _SCHEME.match(value, position):
            if scheme == "digest":
                yield parameters
            scheme, parameters = found[1].lower(), {}
        else:
            return
        position = found.end()
    if scheme == "digest":
        yield parameters


def _needed(parameters: dict[str, str], name: str) -> str:
    if name not in parameters:
        raise MalformedMessage(f"there is no {name}")
    return parameters[name]


def _algorithm(parameters: dict[str, str]) -> str:
    name = _ALGORITHMS.get(parameters.get("algorithm", "MD5").lower())
    if name is None:
        raise MalformedMessage("the algorithm is not known")
    return name


def _digest_value(parts: Iterable[tuple[str, str | None]]) -> str:
    return "Digest " + ", ".join(f"{name}={value}" for name, value in parts if value is not None)
