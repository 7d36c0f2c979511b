"""Serve the sandbox's SIP registrar over UDP and TCP, on one port number."""

import asyncio
import socket
from contextlib import suppress
from typing import Final

from tui_app.sandbox.registrar import Origin, Registrar
from tui_app.sip.message import Framer, MalformedMessage, Message, Request, parse_message

MOST_WAITING: Final = 64
"""Datagrams that may wait for their answer; more are dropped, as a network may."""
MOST_CONNECTIONS: Final = 64
ATTEMPTS: Final = 20
"""How many free ports are tried: one that is free for TCP may be taken for UDP."""


def bind(host: str, port: int) -> tuple[socket.socket, socket.socket]:
    """Return a UDP and a listening TCP socket on the same `port`, 0 for any that is free for both.

    Raises `OSError` if it cannot be used.
    """
    for left in reversed(range(ATTEMPTS if port == 0 else 1)):
        stream = socket.socket()
        datagrams = socket.socket(type=socket.SOCK_DGRAM)
        try:
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            stream.bind((host, port))
            stream.listen()
            datagrams.bind(stream.getsockname())
        except OSError:
            stream.close()
            datagrams.close()
            if not left:
                raise
        else:
            return datagrams, stream
    raise AssertionError


class SipServer:
    """Answers what comes to the sockets of `bind`, which it closes at its end.

    Nothing that is sent to it ends it. What is no SIP gets no answer; a TCP connection that brings
    such is closed.
    """

    def __init__(
        self, registrar: Registrar, datagrams: socket.socket, stream: socket.socket
    ) -> None:
        self._registrar = registrar
        self._datagrams = datagrams
        self._stream = stream
        self._tasks: set[asyncio.Task[None]] = set()
        self._connections: set[asyncio.StreamWriter] = set()
        self._transport: asyncio.DatagramTransport | None = None
        self._server: asyncio.Server | None = None

    async def start(self) -> tuple[str, int]:
        """Begin to answer. Return the address and the port."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(self), sock=self._datagrams
        )
        self._server = await asyncio.start_server(self._connected, sock=self._stream)
        host, port = self._stream.getsockname()
        return host, port

    async def stop(self) -> None:
        """Answer nothing more."""
        if self._transport:
            self._transport.close()
        if self._server:
            self._server.close()
        # Their tasks then end by themselves: asyncio complains of such a task that was cancelled.
        for connection in self._connections:
            connection.transport.abort()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def received(self, data: bytes, source: tuple[str, int]) -> None:
        """Answer a datagram, to where it came from."""
        if len(self._tasks) < MOST_WAITING:
            task = asyncio.create_task(self._answer_datagram(data, source))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _answer_datagram(self, data: bytes, source: tuple[str, int]) -> None:
        with suppress(MalformedMessage):
            answer = await self._answer(parse_message(data), Origin(*source, "UDP"))
            if answer and self._transport:
                self._transport.sendto(answer, source)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        try:
            if len(self._connections) <= MOST_CONNECTIONS:
                await self._converse(reader, writer)
        except (MalformedMessage, OSError):
            # It was no SIP, or the other side is gone.
            pass
        finally:
            self._connections.discard(writer)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address, port = writer.get_extra_info("peername")
        origin = Origin(address, port, "TCP")
        framer = Framer()
        while data := await reader.read(4096):
            framer.feed(data)
            while (message := framer.take()) is not None:
                if answer := await self._answer(message, origin):
                    writer.write(answer)
                    await writer.drain()

    async def _answer(self, message: Message, origin: Origin) -> bytes | None:
        if not isinstance(message, Request):
            return None
        # In a thread: the disk may be busy.
        answer = await asyncio.to_thread(self._registrar.answer, message, origin)
        return bytes(answer) if answer else None


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server: SipServer) -> None:
        self._server = server

    def datagram_received(self, data: bytes, source: tuple[str, int]) -> None:
        self._server.received(data, source)
