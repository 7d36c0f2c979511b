"""A SIP registrar on loopback that does what a test has written for it: UDP, TCP or TLS."""

import asyncio
import queue
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
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
    password: str = "Wq7Nz2Lm9Rx"
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
    script: Script,
    transport: Transport = "udp",
    *,
    context: ssl.SSLContext | None = None,
    greeting: bytes = b"",
    address: str = "127.0.0.1",
) -> AsyncIterator[Served]:
    """Serve `script` on a free port of loopback. `greeting` begins every stream."""
    requests: list[Request] = []

    def answered(request: Request) -> Iterable[bytes]:
        requests.append(request)
        return script(request)

    loop = asyncio.get_running_loop()
    if transport == "udp":
        made, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(answered), local_addr=(address, 0)
        )
        try:
            yield Served(Registrar(address, made.get_extra_info("sockname")[1]), requests)
        finally:
            made.abort()
    else:
        streams = _Streams(answered, greeting)
        async with await asyncio.start_server(streams.connected, address, 0, ssl=context) as server:
            try:
                yield Served(Registrar(address, server.sockets[0].getsockname()[1]), requests)
            finally:
                await streams.end()


@contextmanager
def serving_apart(script: Script, transport: Transport = "udp") -> Iterator[Served]:
    """Serve `script` in a thread of its own, for what runs an event loop itself."""
    begun: queue.Queue[tuple[Served, Callable[[], object]]] = queue.Queue()

    async def serve() -> None:
        loop, done = asyncio.get_running_loop(), asyncio.Event()
        async with serving(script, transport) as served:
            begun.put((served, lambda: loop.call_soon_threadsafe(done.set)))
            await done.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    served, end = begun.get(timeout=20)
    try:
        yield served
    finally:
        end()
        thread.join()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, script: Script) -> None:
        self.script = script

    def connection_made(  # type: ignore[override]
        self, transport: asyncio.DatagramTransport
    ) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        request = parse_message(data)
        assert isinstance(request, Request)
        for each in self.script(request):
            self.transport.sendto(each, addr)


class _Streams:
    """The connections of a server, so that none is open when it ends."""

    def __init__(self, script: Script, greeting: bytes) -> None:
        self.script = script
        self.greeting = greeting
        self.writers: list[asyncio.StreamWriter] = []
        self.tasks: list[asyncio.Task[None]] = []

    def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        self.tasks.append(asyncio.create_task(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        framer = Framer()
        writer.write(self.greeting)
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                framer.feed(data)
                while (request := framer.take()) is not None:
                    assert isinstance(request, Request)
                    for each in self.script(request):
                        if not each:
                            writer.transport.abort()
                            return
                        writer.write(each)
                        await writer.drain()

    async def end(self) -> None:
        """Close what is open. Raises what went wrong in the script."""
        for writer in self.writers:
            writer.transport.abort()
        for task in self.tasks:
            task.cancel()
        for result in await asyncio.gather(*self.tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result
