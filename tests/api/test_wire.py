"""The client on a real wire: each fault ends within its bound, with what can truly be known, and
with one request sent.
"""

import asyncio
import socket
import time
import traceback

import pytest
from pydantic import SecretStr

from tests.support.fault_server import FaultServer
from tests.support.faults import FAULTS, Fault, answer
from tui_app.api import wire
from tui_app.api.client import Client, _certificates
from tui_app.api.errors import ApiError, Certainty, Failure
from tui_app.api.target import Target
from tui_app.api.wire import REFUSING

KEY = "KEY0123canary"
BODY = {"connection_name": "office", "user_name": "office12", "password": "canary-Winter2026"}
BOUND = 5.0
"""Seconds.

Of the faults that end by time, the client's one second ends them; the rest is for a slow machine.
"""


async def post(base_url: str) -> Failure | None:
    """How one request to create failed; None where it did not."""
    raised: ApiError | None = None
    async with Client(Target(base_url, "test"), SecretStr(KEY), timeout=1.0) as client:
        try:
            await client.create(dict(BODY))
        except ApiError as error:
            raised = error
    if raised is None:
        return None
    told = "".join(
        [*traceback.format_exception(raised), repr(raised.failure), raised.failure.explained().text]
    )
    for canary in (KEY, BODY["password"], "\x1b"):
        assert canary not in told
    return raised.failure


@pytest.mark.parametrize(("name", "fault"), FAULTS.items(), ids=FAULTS.keys())
async def test_a_fault_is_told_for_what_it_is(name: str, fault: Fault) -> None:
    with FaultServer(name) as server:
        since = time.monotonic()
        failure = await post(server.base_url)
        assert time.monotonic() - since < BOUND
        assert (failure.certainty.value if failure else "created") == fault.certain
        assert len(server.posts) == (0 if fault.unread else 1)
        assert len(server.connections) == fault.commits
        assert len(server.requests) == len(server.posts), (
            "nothing is asked for besides, a redirect not followed"
        )


async def test_a_body_without_end_is_read_no_further_than_its_bound() -> None:
    with FaultServer("an endless body") as server:
        failure = await post(server.base_url)
    assert failure is not None
    assert (failure.kind, failure.certainty) == ("too_large", Certainty.UNKNOWN)


@pytest.mark.parametrize(("extra", "kind"), [(0, None), (1, "too_large")])
async def test_the_bound_of_a_body(
    extra: int, kind: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        record = answer(
            201, {"data": {"id": "7", "connection_name": "office", "user_name": "office12"}}
        )
        length = len(record.partition(b"\r\n\r\n")[2])
        monkeypatch.setattr(wire, "LARGEST_ANSWER", length - extra)
        writer.write(record)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        failure = await post(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v2")
    assert (failure.kind if failure else None) == kind


async def test_what_breaks_while_the_headers_are_being_written_may_have_left() -> None:
    """A server that reads nothing, and a head that is larger than what waits on the way."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        target = Target(f"http://127.0.0.1:{server.getsockname()[1]}/v2", "test")
        async with Client(target, SecretStr("K" * (64 << 20)), timeout=1.0) as client:
            with pytest.raises(ApiError) as raised:
                await client.create(dict(BODY))
    assert (raised.value.failure.kind, raised.value.failure.certainty) == (
        "timeout",
        Certainty.UNKNOWN,
    )


def test_there_is_a_row_for_every_status_that_refuses_for_certain() -> None:
    tested = {
        int(name[:3])
        for name, fault in FAULTS.items()
        if fault.certain == "refused" and name[:3].isdigit()
    }
    # Of these nobody has seen the API send one.
    assert frozenset({406, 410, 411, 414, 431}) | tested == REFUSING


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://127.0.0.1:1/v2", "refused"),
        ("https://127.0.0.1:1/v2", "refused"),
        ("https://no-such-host.invalid/v2", "dns"),
        ("http://[::1]:1/v2", None),  # no route, or refused, as the machine has it
    ],
)
async def test_what_never_left_is_known_not_to_have(url: str, kind: str | None) -> None:
    failure = await post(url)
    assert failure is not None
    assert failure.certainty is Certainty.NEVER_SENT
    assert failure.kind == (kind or failure.kind)
    assert "Nothing was sent" in failure.explained().text


async def test_a_server_without_tls_gets_neither_key_nor_body() -> None:
    with FaultServer() as server:
        failure = await post(server.base_url.replace("http:", "https:"))
    assert failure is not None
    assert (failure.kind, failure.certainty) == ("tls", Certainty.NEVER_SENT)
    assert server.posts == []


async def test_a_proxy_that_refuses_the_tunnel_gets_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    heads: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 403 \x1b[2JForbidden\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}")
        failure = await post("https://api.example.com/v2")
    assert failure is not None
    assert (failure.kind, failure.certainty) == ("proxy", Certainty.NEVER_SENT)
    assert len(heads) == 1
    assert KEY.encode() not in heads[0]


async def test_a_loopback_target_is_never_asked_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with FaultServer() as server:
        assert await post(server.base_url) is None


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SSL_CERT_FILE", "/no/such/file"),
        ("HTTPS_PROXY", "socks5://127.0.0.1:1"),
        ("HTTPS_PROXY", "ftp://user:canary-Winter2026@x"),
    ],
)
async def test_surroundings_that_httpx_cannot_use_are_named(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    failure = await post("https://127.0.0.1:1/v2")
    assert failure is not None
    assert (failure.kind, failure.certainty) == ("setup", Certainty.NEVER_SENT)
    assert variable in failure.explained().text


def test_tls_keys_are_not_written(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", f"{tmp_path}/keys")
    assert not _certificates(True).keylog_filename


async def test_the_request_is_what_it_should_be() -> None:
    with FaultServer() as server:
        assert await post(server.base_url) is None
        head = server.requests[0].lower()
    assert server.posts == [BODY]
    assert head.startswith("post /v2/credential_connections http/1.1\r\n")
    assert f"\r\nauthorization: bearer {KEY.lower()}\r\n" in head
    assert "\r\nuser-agent: telnyx-wizard/" in head
    assert "\r\naccept-encoding: identity\r\n" in head
    assert "\r\nconnection: close" in head
