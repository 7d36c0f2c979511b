"""Ask a registrar whether it takes a login: a REGISTER without Contact, as a state machine.

It asks for the bindings and changes none (RFC 3261, 10.2.3), so no device is logged out. No I/O.
"""

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from urllib.parse import quote

from tui_app import __version__
from tui_app.sip.address import branch_of, parse_address, split_list
from tui_app.sip.digest import Challenge, answer, ha1, new_nonce, parse_challenges, strongest
from tui_app.sip.hosts import PORTS, Transport
from tui_app.sip.message import (
    Headers,
    MalformedMessage,
    Message,
    Request,
    Response,
    cseq_of,
    encoded,
)
from tui_app.text.escape import shortened

if TYPE_CHECKING:
    from pydantic import SecretStr

Outcome = Literal["accepted", "refused", "unreachable"]

METHOD: Final = "REGISTER"
MOST_REQUESTS: Final = 5
"""Requests to one registrar: two servers may ask for the password, each with a stale nonce."""
MOST_SHOWN: Final = 5
"""Devices that are listed in words."""
_USER_CHARACTERS: Final = "-_.!~*'()&=+$,;?/"
"""What a user in a SIP URI may hold unescaped besides letters and digits (RFC 3261, 25.1)."""
_MAGIC: Final = "z9hG4bK"
"""How a branch begins (RFC 3261, 8.1.1.7)."""
_ASKS: Final = {
    401: ("WWW-Authenticate", "Authorization"),
    407: ("Proxy-Authenticate", "Proxy-Authorization"),
}
"""The answers that ask for the password: the header that asks, and the one that answers it."""
_HOST_AND_PORT: Final = re.compile(
    r"(?:\[([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)\]|([^:\[\]]+))(?::([0-9]{1,5}))?"
)
_HOST: Final = re.compile(r"(?=.{1,253}\Z)(?!-)[\w-]{1,63}(?:\.[\w-]{1,63})*", re.ASCII)
_REFUSALS: Final = {
    403: "the login is wrong or not allowed here",
    404: "it does not know the user name",
    410: "the user name is no longer known",
    603: "it declines the login",
    604: "it does not know the user name",
}
"""Answers that judge the login. All others leave open whether it is right."""


class Login(NamedTuple):
    """A user name and its password."""

    user: str
    password: "SecretStr"


@dataclass(frozen=True, slots=True)
class Registrar:
    """Whom to ask: a host name or an IP address without brackets. Port None: the transport's."""

    host: str
    port: int | None = None

    def port_for(self, transport: Transport) -> int:
        return self.port or PORTS[transport]

    def __str__(self) -> str:
        """Return the host as a URI has it, and the port if it was given."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" if self.port else host


def parse_registrar(text: str) -> Registrar:
    """Read `HOST`, `HOST:PORT`, an IPv6 address with or without brackets, or `[IPV6]:PORT`.

    Raises `ValueError`, whose text says what is expected.
    """
    found = _HOST_AND_PORT.fullmatch(text)
    host, port = (found[1] or found[2], found[3]) if found else (text, None)
    if not _is_address(host) and not _HOST.fullmatch(host):
        raise ValueError("must be HOST or HOST:PORT, an IPv6 address in brackets")
    if port is not None and not 1 <= int(port) <= 65535:
        raise ValueError("must have a port from 1 to 65535")
    return Registrar(host, None if port is None else int(port))


def _is_address(host: str) -> bool:
    try:
        return "%" not in str(ip_address(host))
    except ValueError:
        return False


class Binding(NamedTuple):
    """Where a device is registered, and the seconds until that ends, None if they are not told.

    `uri` is foreign text.
    """

    uri: str
    expires: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the question.

    `detail` says it in words that are safe to show; `transport` names the one that was answered
    on, or all that were tried; `bindings` are the devices that are registered, if accepted.
    """

    outcome: Outcome
    detail: str
    transport: str
    bindings: tuple[Binding, ...] = ()


class Inquiry:
    """One question to a registrar over one transport: the requests to send, and its answers.

    Send `request`, then give every message received to `receive`.
    """

    def __init__(
        self, login: Login, registrar: Registrar, transport: Transport, sent_by: str
    ) -> None:
        """`sent_by`: this machine's address and port, as in Via: `192.0.2.1:5060`.

        Raises `MalformedMessage` if no URI can be made of the user name or the host.
        """
        self._login = login
        self._registrar = registrar
        self._transport = transport
        self._sent_by = sent_by
        self._call_id = secrets.token_hex(16)
        self._tag = secrets.token_hex(8)
        self._sent = 0
        self._answered: dict[tuple[int, str], str] = {}
        """The nonce last answered, by the status and the realm that asked."""
        self._credentials: dict[tuple[int, str], tuple[str, str]] = {}
        self.is_proceeding = False
        """Whether a provisional answer came to `request`."""
        self.request = self._next_request()

    def receive(self, message: Message) -> Request | Verdict | None:
        """Take a message. Return the next request, the verdict, or None to wait on.

        What does not answer `request` is ignored. Raises `MalformedMessage` if the user name cannot
        be sent.
        """
        try:
            if not isinstance(message, Response) or not self._is_answer(message):
                return None
        except MalformedMessage:
            return None
        if message.status < 200:
            self.is_proceeding = True
            return None
        if message.status in _ASKS:
            return self._asked(message)
        return self._judged(message)

    def _is_answer(self, response: Response) -> bool:
        """Whether it answers the last request (RFC 3261, 17.1.3 and 8.1.3.3)."""
        sent, headers = self.request.headers, response.headers
        vias = [each for value in headers.all("Via") for each in split_list(value)]
        return (
            len(vias) == 1
            and branch_of(vias[0]) == branch_of(sent.get("Via") or "")
            and headers.get("Call-ID") == self._call_id
            and cseq_of(response) == cseq_of(self.request)
        )

    def _next_request(self) -> Request:
        """Return a request with all credentials so far. Raises `MalformedMessage`."""
        self._sent += 1
        host = str(Registrar(self._registrar.host))
        user = quote(encoded(self._login.user), safe=_USER_CHARACTERS)
        identity = f"<sip:{user}@{host}>"
        via = f"SIP/2.0/{self._transport.upper()} {self._sent_by}"
        request = Request(
            METHOD,
            self._uri,
            Headers(
                [
                    ("Via", f"{via};rport;branch={_MAGIC}{secrets.token_hex(12)}"),
                    ("Max-Forwards", "70"),
                    ("From", f"{identity};tag={self._tag}"),
                    ("To", identity),
                    ("Call-ID", self._call_id),
                    ("CSeq", f"{self._sent} {METHOD}"),
                    ("User-Agent", f"telnyx-wizard/{__version__}"),
                    *self._credentials.values(),
                ]
            ),
        )
        # Raises now what sending would raise.
        bytes(request)
        return request

    @property
    def _uri(self) -> str:
        """The domain that is asked; a port that is the transport's own is not in it."""
        port = self._registrar.port
        usual = port == PORTS[self._transport]
        return f"sip:{Registrar(self._registrar.host, None if usual else port)}"

    def _asked(self, response: Response) -> Request | Verdict:
        """Answer a request for the password, unless that was answered before."""
        asks, answers = _ASKS[response.status]
        challenge = strongest(parse_challenges(response.headers.all(asks)))
        if challenge is None:
            return self._left_open(response, "it offers no authentication that is known here")
        place = response.status, challenge.realm
        before = self._answered.get(place)
        if before is not None and (not challenge.stale or challenge.nonce == before):
            return self._refused(response, "the user name or the password is wrong")
        if self._sent >= MOST_REQUESTS:
            return self._left_open(response, "it asks for the password again and again")
        self._answered[place] = challenge.nonce
        self._credentials[place] = answers, self._answer(challenge)
        self.request, self.is_proceeding = self._next_request(), False
        return self.request

    def _answer(self, challenge: Challenge) -> str:
        user, password = self._login
        secret = ha1(challenge.algorithm, user, challenge.realm, password.get_secret_value())
        return str(
            answer(
                challenge,
                user=user,
                secret=secret,
                method=METHOD,
                uri=self._uri,
                cnonce=new_nonce(),
            )
        )

    def _judged(self, response: Response) -> Verdict:
        if response.status < 300:
            return self._accepted(response)
        if response.status in _REFUSALS:
            return self._refused(response, _REFUSALS[response.status])
        if response.status < 400:
            targets = ", ".join(each.uri for each in _bindings(response)[:1])
            elsewhere = f" to {shortened(targets, 80)}" if targets else ""
            return self._left_open(response, f"it sends elsewhere{elsewhere}")
        return self._left_open(response, "this says nothing about the login")

    def _accepted(self, response: Response) -> Verdict:
        bindings = _bindings(response)
        count = len(bindings)
        shown = ", ".join(map(_described, bindings[:MOST_SHOWN]))
        more = f", and {count - MOST_SHOWN} more" if count > MOST_SHOWN else ""
        devices = {0: "No device is", 1: "One device is"}.get(count, f"{count} devices are")
        detail = f"{self._name} takes this login. {devices} registered with it"
        detail += f": {shown}{more}." if count else "."
        if not self._credentials:
            detail += " It did not ask for the password, so that may still be wrong."
        return Verdict("accepted", detail, self._transport, bindings)

    def _refused(self, response: Response, why: str) -> Verdict:
        return Verdict("refused", f"{self._said(response)}: {why}.", self._transport)

    def _left_open(self, response: Response, why: str) -> Verdict:
        return Verdict("unreachable", f"{self._said(response)}: {why}", self._transport)

    def _said(self, response: Response) -> str:
        return f"{self._name} answers {response.status} {shortened(response.reason)}".rstrip()

    @property
    def _name(self) -> str:
        return shortened(str(self._registrar), 80)


def _bindings(response: Response) -> tuple[Binding, ...]:
    """Return what each Contact says. A header that cannot be read is skipped."""
    found = []
    usual = response.headers.get("Expires")
    for value in response.headers.all("Contact"):
        with suppress(MalformedMessage):
            for item in split_list(value):
                address = parse_address(item)
                expires = _seconds(address.parameters.get("expires") or usual)
                found.append(Binding(address.uri, expires))
    return tuple(found)


def _seconds(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch("[0-9]{1,10}", text) else None


def _described(binding: Binding) -> str:
    rest = "" if binding.expires is None else f" for {binding.expires} s more"
    return f"{shortened(binding.uri, 80)}{rest}"
