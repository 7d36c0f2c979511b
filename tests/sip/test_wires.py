"""What a wire does when the network misbehaves in ways that loopback does not."""

import asyncio
import errno
from typing import Any

import pytest

from tests.support.registrar import reply
from tui_app.sip.message import Headers, Request
from tui_app.sip.wires import MOST_WAITING, Datagrams, Stream

STRAY = reply(Request("REGISTER", "sip:a", Headers()), 200)


class NoWriter:
    def get_extra_info(self, name: str) -> tuple[str, int]:
        assert name == "sockname"
        return ("192.0.2.1", 5555)


def stream(reader: asyncio.StreamReader) -> Stream:
    writer: Any = NoWriter()
    return Stream(reader, writer)


async def test_a_connection_that_the_system_gives_up_is_no_silence() -> None:
    """It is a `TimeoutError` too. Taken for silence, it would be asked for without a pause."""
    reader = asyncio.StreamReader()
    reader.set_exception(TimeoutError(errno.ETIMEDOUT, "Connection timed out"))
    with pytest.raises(TimeoutError):
        await stream(reader).receive(20)


async def test_silence_is_no_message() -> None:
    assert await stream(asyncio.StreamReader()).receive(0.001) is None
    assert await Datagrams().receive(0.001) is None


async def test_what_floods_in_is_bounded() -> None:
    datagrams = Datagrams()
    for _ in range(10 * MOST_WAITING):
        datagrams.datagram_received(STRAY, None)
    received = 0
    while await datagrams.receive(0.001) is not None:
        received += 1
    assert received == MOST_WAITING


async def test_what_icmp_says_is_raised() -> None:
    datagrams = Datagrams()
    datagrams.error_received(ConnectionRefusedError())
    with pytest.raises(ConnectionRefusedError):
        await datagrams.receive(20)
