"""Send and receive SIP messages over UDP, TCP and TLS."""

import asyncio
import ssl
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from tui_app.sip.hosts import Transport
from tui_app.sip.message import Framer, Message, parse_message

CHUNK: Final = 65_536
MOST_WAITING: Final = 100
"""Datagrams that wait to be read; those beyond are dropped."""


class Wire(ABC):
    """A way to one address of a registrar.

    `sent_by` is this side's address and port, as in Via. `loses`: a message may be lost, and must
    be sent again.
    """

    loses = False

    def __init__(self, sent_by: str) -> None:
        self.sent_by = sent_by

    def now(self) -> float:
        """Return seconds that never go back."""
        return asyncio.get_running_loop().time()

    @abstractmethod
    def send(self, data: bytes) -> None:
        """Send a message. What goes wrong is raised by `receive`."""

    @abstractmethod
    async def receive(self, within: float) -> Message | None:
        """Return the next message, None if none comes within so many seconds.

        Raises `MalformedMessage` for what is no message, and `OSError` if nothing more can come.
        """


class Datagrams(Wire, asyncio.DatagramProtocol):
    """UDP. The system drops what another address sends, and reports what ICMP says."""

    loses = True

    def __init__(self) -> None:
        super().__init__("")
        self._received: asyncio.Queue[bytes | Exception] = asyncio.Queue(MOST_WAITING)

    def connection_made(  # type: ignore[override]
        self, transport: asyncio.DatagramTransport
    ) -> None:
        self._transport = transport
        self.sent_by = _name(transport)

    def datagram_received(self, data: bytes, addr: object) -> None:
        self._note(data)

    def error_received(self, exc: Exception) -> None:
        self._note(exc)

    def _note(self, received: bytes | Exception) -> None:
        if not self._received.full():
            self._received.put_nowait(received)

    def send(self, data: bytes) -> None:
        self._transport.sendto(data)

    async def receive(self, within: float) -> Message | None:
        try:
            async with asyncio.timeout(within):
                received = await self._received.get()
        except TimeoutError:
            return None
        if isinstance(received, Exception):
            raise received
        return parse_message(received)


class Stream(Wire):
    """TCP or TLS."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super().__init__(_name(writer))
        self._reader = reader
        self._writer = writer
        self._framer = Framer()

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    async def receive(self, within: float) -> Message | None:
        limit = asyncio.timeout(within)
        try:
            async with limit:
                while (message := self._framer.take()) is None:
                    data = await self._reader.read(CHUNK)
                    if not data:
                        raise ConnectionAbortedError
                    self._framer.feed(data)
        except TimeoutError:
            if limit.expired():
                return None
            # The system gave the connection up.
            raise
        return message


@asynccontextmanager
async def opened(
    transport: Transport,
    address: str,
    port: int,
    *,
    host: str,
    context: ssl.SSLContext | None = None,
) -> AsyncIterator[Wire]:
    """Open a wire to an IP address. Raises `OSError`, `ssl.SSLError` among them.

    With TLS the certificate must be one for `host`; `context` is used in place of the system's
    certificates.
    """
    loop = asyncio.get_running_loop()
    if transport == "udp":
        datagrams, wire = await loop.create_datagram_endpoint(
            Datagrams, remote_addr=(address, port)
        )
        try:
            yield wire
        finally:
            datagrams.abort()
        return
    tls = (context or ssl.create_default_context()) if transport == "tls" else None
    reader, writer = await asyncio.open_connection(
        address, port, ssl=tls, server_hostname=host if tls else None
    )
    try:
        yield Stream(reader, writer)
    finally:
        # Not closed in good form: a server that does not answer would hold it up.
        writer.transport.abort()


def _name(transport: asyncio.BaseTransport | asyncio.StreamWriter) -> str:
    address, port = transport.get_extra_info("sockname")[:2]
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
