"""Find out whether a login works from here: ask the registrar over UDP, TCP and TLS."""

import asyncio
import os
import socket
import ssl
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Final

from tui_app.sip.hosts import PORTS, Transport
from tui_app.sip.message import MalformedMessage
from tui_app.sip.register import Inquiry, Login, Registrar, Verdict
from tui_app.sip.wires import Wire, opened
from tui_app.system.resolver import Unattended
from tui_app.text.escape import escape_controls, shortened

MOST_ADDRESSES: Final = 4
"""Addresses of a host that are tried."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Limits in seconds.

    Over UDP a request is sent again after `first` seconds, then after twice as many up to
    `longest` (T1 and T2 of RFC 3261, 17.1.2). `limit` is all the time for one transport.
    """

    first: float = 0.5
    longest: float = 4.0
    limit: float = 10.0


async def verify(
    login: Login,
    registrar: Registrar,
    transport: Transport | None = None,
    *,
    timing: Timing = Timing(),
    context: ssl.SSLContext | None = None,
    on_begin: Callable[[Transport], None] = lambda transport: None,
) -> Verdict:
    """Ask `registrar` whether it takes `login`. Changes nothing there. Raises nothing.

    Asks over `transport`, or over each in turn until one is answered with a judgement. Takes at
    most `timing.limit` seconds for each, and as many to resolve the host. `on_begin` is called
    before each. `context` replaces the system's certificates for TLS.
    """
    tried = (transport,) if transport else tuple(PORTS)
    names = ", ".join(tried)
    try:
        addresses = await _resolved(registrar.host, timing.limit)
    except (OSError, ValueError) as error:
        detail = f"{shortened(registrar.host, 80)} has no address: {_why_no_address(error)}."
        return Verdict("unreachable", detail, names)
    reasons = []
    for each in tried:
        on_begin(each)
        asking = _Asking(login, registrar, each, timing, context)
        verdict = await asking.any_of(addresses)
        if verdict.outcome != "unreachable":
            return verdict
        reasons.append(f"{each.upper()}: {verdict.detail}")
    return Verdict("unreachable", "; ".join(reasons) + ".", names)


async def _resolved(host: str, limit: float) -> list[str]:
    """Return the IP addresses of a host. Raises `OSError` or `ValueError` if there are none."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(limit):
        found = await loop.run_in_executor(Unattended(), _look_up, host)
    return found[:MOST_ADDRESSES]


def _look_up(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _why_no_address(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the name server does not answer"
    if isinstance(error, socket.gaierror):
        return escape_controls(error.strerror or "the name is not known")
    return "it is no name of a host"


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks over one transport."""

    login: Login
    registrar: Registrar
    transport: Transport
    timing: Timing
    context: ssl.SSLContext | None

    async def any_of(self, addresses: list[str]) -> Verdict:
        """Ask the first address that can be reached. They share the time."""
        limit = self.timing.limit / len(addresses)
        reason = ""
        for address in addresses:
            try:
                return await self._one(address, limit)
            except (OSError, MalformedMessage) as error:
                reason = self._why(error, limit)
        return Verdict("unreachable", reason, self.transport)

    async def _one(self, address: str, limit: float) -> Verdict:
        host, port = self.registrar.host, self.registrar.port_for(self.transport)
        async with AsyncExitStack() as stack:
            async with asyncio.timeout(limit):
                wire = await stack.enter_async_context(
                    opened(self.transport, address, port, host=host, context=self.context)
                )
            inquiry = Inquiry(self.login, self.registrar, self.transport, wire.sent_by)
            return await exchange(inquiry, wire, self.timing, limit)

    def _why(self, error: Exception, limit: float) -> str:
        """Return in words why there was no answer. Safe to show."""
        match error:
            case Unanswered():
                return str(error)
            case MalformedMessage():
                return f"the user name cannot be sent: {error}"
            case ssl.SSLCertVerificationError():
                return f"the certificate is not accepted: {escape_controls(error.verify_message)}"
            case ssl.SSLError():
                reason = (error.reason or "no reason given").replace("_", " ").lower()
                return f"TLS fails: {escape_controls(reason)}"
            case ConnectionRefusedError():
                port = self.registrar.port_for(self.transport)
                return f"nothing listens on port {port} (connection refused)"
            case ConnectionError():
                return "the connection was closed before an answer came"
            case TimeoutError():
                return f"no connection in {limit:g} s"
            case OSError(errno=int(number)):
                return os.strerror(number)
        return "the network failed"


class Unanswered(OSError):
    """No answer came. The text says what came instead."""


async def exchange(inquiry: Inquiry, wire: Wire, timing: Timing, limit: float) -> Verdict:
    """Send the requests of `inquiry` and give it the answers, for at most `limit` seconds.

    Raises `Unanswered`, `MalformedMessage` if the user name cannot be sent, and `OSError`.
    """
    until = wire.now() + limit
    again, wait = wire.now(), timing.first / 2
    what = "no answer"
    while (now := wire.now()) < until:
        if now >= again:
            wire.send(bytes(inquiry.request))
            wait = timing.longest if inquiry.is_proceeding else min(2 * wait, timing.longest)
            again = now + wait if wire.loses else until
        try:
            message = await wire.receive(min(again, until) - now)
        except MalformedMessage as error:
            if not wire.loses:
                raise Unanswered(f"what came is no SIP: {error}") from None
            what = "only what is no SIP"
            continue
        if message is None:
            continue
        step = inquiry.receive(message)
        if isinstance(step, Verdict):
            return step
        if step is None:
            what = "only a provisional answer" if inquiry.is_proceeding else "only stray answers"
        else:
            again, wait = wire.now(), timing.first / 2
            what = "no answer to the password"
    raise Unanswered(f"{what} in {limit:g} s")
