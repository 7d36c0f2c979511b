"""A SIP registrar on loopback that does what a test has written for it: UDP, TCP or TLS."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tui_app.sip.digest import Challenge, are_right, ha1, new_nonce, parse_credentials
from tui_app.sip.hosts import Transport
from tui_app.sip.message import Framer, Headers, Request, Response, parse_message
from tui_app.sip.register import Registrar

REALM = "sip.example.com"

Script = Callable[[Request], Iterable[bytes]]
"""What is answered to a request: datagrams, or pieces of a stream. b"" ends the connection."""


def reply(request: Request, status: int, *headers: tuple[str, str], reason: str = "Said") -> bytes:
    """A response to `request`: with its Via, Call-ID and CSeq (RFC 3261, 8.2.6.2)."""
    names = ("Via", "From", "Call-ID", "CSeq")
    copied = [(name, value) for name, value in request.headers if name in names]
    to = ("To", f"{request.headers.get('To')};tag=1")
    return bytes(Response(status, reason, Headers([*copied, to, *headers])))


@dataclass
class Judge:
    """Takes one login, by digest authentication; `contacts` are what is registered."""

    user: str = "office123"
    password: str = "Winter2026x"
    algorithm: str = "MD5"
    contacts: tuple[str, ...] = ()
    asks: int = 401
    nonces: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> list[bytes]:
        asking, answering = (
            ("WWW-Authenticate", "Authorization")
            if self.asks == 401
            else ("Proxy-Authenticate", "Proxy-Authorization")
        )
        given = request.headers.get(answering)
        if given is not None:
            credentials = parse_credentials(given)
            secret = ha1(self.algorithm, self.user, REALM, self.password)
            if (
                (credentials.user, credentials.realm) == (self.user, REALM)
                and credentials.nonce in self.nonces
                and credentials.uri == request.uri
                and are_right(credentials, secret, request.method)
            ):
                return [reply(request, 200, *(("Contact", each) for each in self.contacts))]
        self.nonces.append(new_nonce())
        challenge = Challenge(REALM, self.nonces[-1], self.algorithm)
        return [reply(request, self.asks, (asking, str(challenge)))]


@dataclass
class Served:
    """A registrar that is running, and the requests that it got."""

    registrar: Registrar
    requests: list[Request]


@asynccontextmanager
async def serving(
    script: Script, transport: Transport = "udp", *, context: ssl.SSLContext | None = None
) -> AsyncIterator[Served]:
    """Serve `script` on a free port of loopback."""
    requests: list[Request] = []

    def answered(request: Request) -> Iterable[bytes]:
        requests.append(request)
        return script(request)

    class Datagrams(asyncio.DatagramProtocol):
        def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
            self.transport = transport

        def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
            request = parse_message(data)
            assert isinstance(request, Request)
            for each in answered(request):
                self.transport.sendto(each, addr)

    async def stream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        framer = Framer()
        try:
            while data := await reader.read(65536):
                framer.feed(data)
                while (request := framer.take()) is not None:
                    assert isinstance(request, Request)
                    for each in answered(request):
                        if not each:
                            return
                        writer.write(each)
                        await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.transport.abort()

    if transport == "udp":
        made, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            Datagrams, local_addr=("127.0.0.1", 0)
        )
        try:
            yield Served(Registrar("127.0.0.1", made.get_extra_info("sockname")[1]), requests)
        finally:
            made.abort()
    else:
        async with await asyncio.start_server(stream, "127.0.0.1", 0, ssl=context) as server:
            yield Served(Registrar("127.0.0.1", server.sockets[0].getsockname()[1]), requests)
