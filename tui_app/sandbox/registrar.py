"""The sandbox's SIP registrar (RFC 3261, 10.3): what it answers to a message. No socket here."""

import hashlib
import hmac
import re
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tui_app.sandbox.bindings import REALM, Binding, Bindings, Login, newest_first
from tui_app.sandbox.database import UnusableDatabase
from tui_app.sandbox.store import SECOND, Clock
from tui_app.sip.address import Address, parse_address, split_list, user_of
from tui_app.sip.digest import Challenge, Credentials, are_right, parse_credentials
from tui_app.sip.message import Headers, MalformedMessage, Request, Response, cseq_of

ALLOWED: Final = "OPTIONS, REGISTER"
KNOWN: Final = frozenset(
    [
        "BYE",
        "CANCEL",
        "INFO",
        "INVITE",
        "MESSAGE",
        "NOTIFY",
        "PRACK",
        "PUBLISH",
        "REFER",
        "SUBSCRIBE",
        "UPDATE",
    ]
)
"""Methods that a SIP server knows but a registrar does not do."""

LONGEST: Final = 3600
"""Seconds that a binding lasts at most, and if nothing is asked for."""
SHORTEST: Final = 10
"""Seconds below which a binding is refused, but for 0, which removes it."""
MOST: Final = 10
"""The most devices at once, if a connection may have several."""
NONCE_LIFE: Final = 60 * SECOND
OLDER: Final = ("MD5",)
BOTH: Final = ("SHA-256", "MD5")
"""The digest algorithms that are offered, the best first (RFC 8760). baresip 1.0 and sipsak 0.9.8
register with neither if SHA-256 is offered."""

VIA: Final = re.compile(r"SIP\s*/\s*2\.0\s*/\s*[A-Z]+\s+(\[[^\]]*\]|[^\s:;]+)", re.I)
"""The beginning of a Via value, with the host in a group."""
RPORT: Final = re.compile(r";\s*rport\s*(?=;|$)", re.I)


class Origin(NamedTuple):
    """Where a message came from; `transport` is `UDP` or `TCP`."""

    address: str
    port: int
    transport: str


class _Refused(Exception):
    """A request is answered with this status, reason and header fields."""

    def __init__(self, status: int, reason: str, *fields: tuple[str, str]) -> None:
        super().__init__(status)
        self.status = status
        self.reason = reason
        self.fields = fields


FORBIDDEN: Final = (403, "Forbidden")


class Registrar:
    """Answers requests, over the bindings in the sandbox's database. Any thread may use it.

    `algorithms`: the digest algorithms that it offers.
    """

    def __init__(self, bindings: Bindings, clock: Clock, algorithms: Sequence[str] = OLDER) -> None:
        self._bindings = bindings
        self._clock = clock
        self._algorithms = algorithms
        self._key = secrets.token_bytes(16)

    def answer(self, request: Request, origin: Origin) -> Response | None:
        """Return the answer to `request`; None if there is none to give. Raises nothing.

        The answer goes to where the request came from, as Via says then.
        """
        if request.method == "ACK":
            return None
        try:
            vias = list(_vias(request, origin))
        except MalformedMessage:
            return None
        try:
            status, reason, fields = 200, "OK", self._done(request, origin)
        except _Refused as refused:
            status, reason, fields = refused.status, refused.reason, list(refused.fields)
        except MalformedMessage as error:
            status, reason, fields = 400, f"Bad Request: {error}", []
        except (sqlite3.Error, OSError, UnusableDatabase):
            status, reason, fields = 500, "The sandbox cannot read or write its database", []
        return Response(status, reason, Headers([*vias, *_copied(request), *fields]))

    def _done(self, request: Request, origin: Origin) -> list[tuple[str, str]]:
        """Do what is asked. Return the header fields of the 200."""
        for name in ("From", "To"):
            parse_address(request.headers.get(name) or "")
        if not request.headers.get("Call-ID"):
            raise MalformedMessage("there is no Call-ID")
        if cseq_of(request)[1] != request.method:
            raise MalformedMessage("CSeq names another method")
        if request.method == "OPTIONS":
            return [("Allow", ALLOWED)]
        if request.method != "REGISTER":
            status = (
                (405, "Method Not Allowed") if request.method in KNOWN else (501, "Not Implemented")
            )
            raise _Refused(*status, ("Allow", ALLOWED))
        if required := request.headers.all("Require"):
            raise _Refused(420, "Bad Extension", ("Unsupported", ", ".join(required)))
        login = self._authenticated(request)
        now = self._clock()
        wanted = _contacts(request)
        if wanted:
            bindings = self._bindings.change(
                login.id,
                lambda old: _changed(old, wanted, _binding(request, origin, now), login.several),
            )
        else:
            bindings = self._bindings.of([login.id]).get(login.id, [])
        return [
            ("Contact", f"<{each.contact}>;expires={-(-(each.expires_at - now) // SECOND)}")
            for each in newest_first(bindings)
            if each.is_live(now)
        ]

    def _authenticated(self, request: Request) -> Login:
        """Return the connection whose password the request proves.

        Their URI may differ from that of the request, as SIPp's does: other registrars take it too.

        A wrong password, a user name that nobody has, a connection that is not active and one
        without a known password look the same to a client.
        """
        credentials = _credentials(request)
        if credentials is None:
            raise self._challenge()
        login = self._bindings.login(_text(credentials.user))
        algorithm = credentials.algorithm.removesuffix("-sess")
        secret = login.secrets.get(algorithm) if login else None
        if login is None or secret is None:
            raise _Refused(*FORBIDDEN)
        if not are_right(credentials, secret, request.method):
            raise _Refused(*FORBIDDEN)
        if not self._is_fresh(credentials.nonce):
            raise self._challenge(stale=True)
        who = user_of(parse_address(request.headers.get("To") or "").uri) or ""
        if not login.active or who.casefold() != login.user_name.casefold():
            raise _Refused(*FORBIDDEN)
        return login

    def _challenge(self, stale: bool = False) -> _Refused:
        nonce = self._nonce(self._clock())
        return _Refused(
            401,
            "Unauthorized",
            *(
                ("WWW-Authenticate", str(Challenge(REALM, nonce, each, stale=stale)))
                for each in self._algorithms
            ),
        )

    def _nonce(self, time: int) -> str:
        """Return a nonce that tells its own time, and that only this registrar can make."""
        return f"{time:x}-{hmac.new(self._key, b'%x' % time, hashlib.sha256).hexdigest()[:32]}"

    def _is_fresh(self, nonce: str) -> bool:
        time = re.match("[0-9a-f]{1,16}(?=-)", nonce)
        made = int(time[0], 16) if time else 0
        return nonce == self._nonce(made) and 0 <= self._clock() - made < NONCE_LIFE


def _vias(request: Request, origin: Origin) -> Iterator[tuple[str, str]]:
    """Yield the Via fields of the answer: the first says where the request came from.

    Raises `MalformedMessage` if there is none (RFC 3261, 18.2.1; RFC 3581).
    """
    vias = [item for each in request.headers.all("Via") for item in split_list(each)]
    found = VIA.match(vias[0]) if vias else None
    if not found:
        raise MalformedMessage("there is no Via")
    first, asked = RPORT.subn(f";rport={origin.port}", vias[0], count=1)
    if asked or found[1] != origin.address:
        first = f"{first};received={origin.address}"
    for each in (first, *vias[1:]):
        yield "Via", each


def _copied(request: Request) -> Iterator[tuple[str, str]]:
    """Yield the fields that an answer repeats. To gets a tag, the same for the same request."""
    for name in ("From", "To", "Call-ID", "CSeq"):
        value = request.headers.get(name)
        if value is None:
            continue
        if name == "To" and not re.search(r";\s*tag\s*=", value, re.I):
            call = (request.headers.get("Call-ID") or "").encode("utf-8", "surrogateescape")
            value += f";tag={hashlib.sha256(call).hexdigest()[:12]}"
        yield name, value


def _credentials(request: Request) -> Credentials | None:
    """Return the credentials for our realm; None if there are none."""
    for value in request.headers.all("Authorization"):
        credentials = parse_credentials(value)
        if credentials.realm == REALM:
            return credentials
    return None


class _Wanted(NamedTuple):
    contact: str
    seconds: int


def _contacts(request: Request) -> list[_Wanted]:
    """Return the bindings that are asked for, with 0 seconds to remove one, `*` for all."""
    asked = [
        parse_address(item) for each in request.headers.all("Contact") for item in split_list(each)
    ]
    header = request.headers.get("Expires")
    if any(each.uri == "*" for each in asked) and (len(asked) != 1 or header != "0"):
        raise MalformedMessage("Contact * must be alone and with Expires: 0")
    wanted = [_Wanted(each.uri, _seconds(each, header)) for each in asked]
    if any(0 < each.seconds < SHORTEST for each in wanted):
        raise _Refused(423, "Interval Too Brief", ("Min-Expires", str(SHORTEST)))
    if not all(each.contact.isascii() for each in wanted):
        raise MalformedMessage("a Contact holds more than ASCII")
    return wanted


def _seconds(contact: Address, header: str | None) -> int:
    """Return how long a binding is to last. What is no number counts as not given."""
    for text in (contact.parameters.get("expires"), header):
        if text is not None and re.fullmatch("[0-9]{1,10}", text):
            return min(int(text), LONGEST)
    return LONGEST


def _binding(request: Request, origin: Origin, now: int) -> Binding:
    """Return a binding to be completed: where and when, but not what and how long."""
    return Binding(
        contact="",
        call_id=_text(request.headers.get("Call-ID") or ""),
        cseq=cseq_of(request)[0],
        user_agent=_text(request.headers.get("User-Agent") or "")[:200],
        address=origin.address,
        port=origin.port,
        transport=origin.transport,
        registered_at=now,
        expires_at=now,
    )


def _changed(
    old: list[Binding], wanted: list[_Wanted], made: Binding, several: bool
) -> list[Binding]:
    """Return the bindings after a REGISTER: of those asked for, `made` has what is the same.

    Unless `several` devices may ring, the last to register is the only one. Raises `_Refused` if a
    later request of the same device was answered before (RFC 3261, 10.3).
    """
    now = made.registered_at
    kept = {each.contact: each for each in old if each.is_live(now)}
    removed = [each for each in newest_first(old) if not each.is_live(now)][:1]
    if wanted[0].contact == "*":
        wanted = [_Wanted(each, 0) for each in kept]
    for contact, seconds in wanted:
        before = kept.get(contact)
        if before and before.call_id == made.call_id and before.cseq > made.cseq:
            raise _Refused(500, "CSeq Out Of Order")
        if seconds:
            if not several:
                kept.clear()
            kept[contact] = made._replace(contact=contact, expires_at=now + seconds * SECOND)
        elif before:
            del kept[contact]
            removed = [before._replace(removed=True, expires_at=now)]
    return newest_first(kept.values())[:MOST] or removed


def _text(value: str) -> str:
    """Return a text of a message without the bytes that were no UTF-8."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
