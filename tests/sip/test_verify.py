"""`verify` against a registrar on loopback: all transports, lost packets, hostile answers."""

import logging
import socket
import ssl
import threading
from collections.abc import Iterable
from contextlib import closing

import pytest
import trustme
from pydantic import SecretStr

from tests.support.registrar import Judge, Script, reply, serving
from tui_app.sip.digest import Challenge
from tui_app.sip.hosts import PORTS, Transport
from tui_app.sip.message import MOST_BYTES, Headers, Request, cseq_of
from tui_app.sip.register import Login, Registrar, Verdict
from tui_app.sip.verify import Timing, verify

LOGIN = Login("office123", SecretStr("Wq7Nz2Lm9Rx"))
SOON = Timing(first=0.01, longest=0.05, limit=20)
"""Sends again soon, and has time for an answer."""
BRIEF = Timing(first=0.01, longest=0.02, limit=0.1)
"""For what is never answered."""
NO_REQUEST = Request("REGISTER", "sip:a", Headers())

every_stream = pytest.mark.parametrize("transport", ["tcp", "tls"])
every_transport = pytest.mark.parametrize("transport", list(PORTS))


def has_ipv6() -> bool:
    try:
        with closing(socket.socket(socket.AF_INET6)) as trial:
            trial.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def client(authority: trustme.CA) -> ssl.SSLContext:
    """What a client trusts: the authority of the tests."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def certified(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names).configure_cert(context)
    return context


@pytest.fixture(scope="module")
def server(authority: trustme.CA) -> ssl.SSLContext:
    return certified(authority, "127.0.0.1", "localhost")


async def asked(
    script: Script,
    transport: Transport,
    server: ssl.SSLContext | None = None,
    client: ssl.SSLContext | None = None,
    *,
    login: Login = LOGIN,
    timing: Timing = SOON,
) -> tuple[Verdict, list[Request]]:
    """What `verify` says of a registrar, and what that was asked."""
    context = server if transport == "tls" else None
    async with serving(script, transport, context=context) as served:
        verdict = await verify(login, served.registrar, transport, timing=timing, context=client)
        return verdict, served.requests


@every_transport
async def test_a_login_is_accepted_or_refused(
    transport: Transport, server: ssl.SSLContext, client: ssl.SSLContext
) -> None:
    judge = Judge(algorithm="SHA-256", contacts=("<sip:a@192.0.2.7>;expires=60",))
    verdict, requests = await asked(judge, transport, server, client)
    assert (verdict.outcome, verdict.transport) == ("accepted", transport)
    assert "One device is registered with it: sip:a@192.0.2.7 for 60 s more." in verdict.detail
    assert all(request.headers.get("Contact") is None for request in requests)
    assert all(
        f"SIP/2.0/{transport.upper()} 127.0.0.1:" in str(request.headers.get("Via"))
        for request in requests
    )
    wrong = Login("office123", SecretStr("Winter2026y"))
    verdict, _ = await asked(judge, transport, server, client, login=wrong)
    assert (verdict.outcome, verdict.transport) == ("refused", transport)


async def test_lost_packets_are_sent_again() -> None:
    """Two of the first request, the first answer, and one of the second request are lost."""
    judge = Judge()
    lost = [True, True, True, False, True]

    def script(request: Request) -> list[bytes]:
        answers = judge(request)
        return [] if lost and lost.pop(0) else answers

    verdict, requests = await asked(script, "udp")
    assert verdict.outcome == "accepted"
    assert [cseq_of(each)[0] for each in requests][:4] == [1, 1, 1, 1]
    assert not lost


async def test_each_transport_is_tried_until_one_is_answered(server: ssl.SSLContext) -> None:
    """UDP is silent, TCP closed. Its port is free for TCP, since UDP's is another space."""
    begun: list[Transport] = []
    async with serving(lambda request: [reply(request, 503)]) as served:
        verdict = await verify(LOGIN, served.registrar, timing=SOON, on_begin=begun.append)
    port = served.registrar.port
    assert begun == ["udp", "tcp", "tls"]
    assert (verdict.outcome, verdict.transport) == ("unreachable", "udp, tcp, tls")
    closed = f"nothing listens on port {port} (connection refused)"
    assert verdict.detail == (
        f"UDP: 127.0.0.1:{port} answers 503 Said: this says nothing about the login; "
        f"TCP: {closed}; TLS: {closed}."
    )


async def test_the_first_judgement_ends_it() -> None:
    begun: list[Transport] = []
    async with serving(Judge(), "tcp") as served:
        verdict = await verify(LOGIN, served.registrar, timing=SOON, on_begin=begun.append)
    assert (verdict.outcome, verdict.transport) == ("accepted", "tcp")
    assert begun == ["udp", "tcp"]


async def test_icmp_says_that_nothing_listens_there() -> None:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    verdict = await verify(LOGIN, Registrar("127.0.0.1", port), "udp", timing=SOON)
    assert verdict.outcome == "unreachable"
    assert verdict.detail == f"UDP: nothing listens on port {port} (connection refused)."


@every_transport
async def test_silence_ends_with_the_time(
    transport: Transport, server: ssl.SSLContext, client: ssl.SSLContext
) -> None:
    verdict, _ = await asked(lambda request: [], transport, server, client, timing=BRIEF)
    assert verdict.outcome == "unreachable"
    # A handshake may take all of the time.
    assert "no answer in 0.1 s" in verdict.detail or "no connection in 0.1 s" in verdict.detail


async def test_a_server_that_never_shakes_hands_ends_with_the_time(client: ssl.SSLContext) -> None:
    async with serving(lambda request: [], "tcp") as served:
        verdict = await verify(LOGIN, served.registrar, "tls", timing=BRIEF, context=client)
    assert verdict.detail == "TLS: no connection in 0.1 s."


async def test_an_answer_from_another_address_is_not_taken() -> None:
    """The only answer comes from another port. It is complete and would be accepted."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as other:
        other.bind(("127.0.0.1", 0))

        def script(request: Request) -> list[bytes]:
            via = request.headers.get("Via") or ""
            port = int(via.partition("127.0.0.1:")[2].partition(";")[0])
            other.sendto(reply(request, 200), ("127.0.0.1", port))
            return []

        verdict, requests = await asked(script, "udp", timing=BRIEF)
    assert requests
    assert verdict.detail == "UDP: no answer in 0.1 s."


def hostile(request: Request) -> dict[str, Iterable[bytes]]:
    """What a stream may bring instead of an answer, by name."""
    whole = reply(request, 200)
    return {
        "closed at once": [b""],
        "closed in the middle of the header": [whole[:40], b""],
        "closed in the middle of the body": [whole.replace(b"Length: 0", b"Length: 9"), b"ab", b""],
        "no SIP": [b"HTTP/1.1 400 Bad Request\r\n\r\n"],
        "ten megabytes in one answer": [whole.replace(b"Length: 0", b"Length: 10000000")],
        "a header without end": (b"a" * MOST_BYTES for _ in range(160)),
        "a thousand headers": [whole[:-4], b"\r\nA: b" * 1000, b"\r\n\r\n"],
    }


@pytest.mark.parametrize("name", list(hostile(NO_REQUEST)))
@every_stream
async def test_a_hostile_stream_ends_in_an_outcome(
    name: str, transport: Transport, server: ssl.SSLContext, client: ssl.SSLContext
) -> None:
    verdict, requests = await asked(
        lambda request: hostile(request)[name], transport, server, client
    )
    assert len(requests) == 1
    assert verdict.outcome == "unreachable"
    closed = "the connection was closed before an answer came"
    assert (closed in verdict.detail) == name.startswith("closed")


async def test_ten_megabytes_of_stray_answers_before_the_right_one_do_no_harm() -> None:
    stray = reply(NO_REQUEST, 200, ("Subject", "x" * 60_000))
    judge = Judge()
    verdict, _ = await asked(lambda request: [*[stray] * 170, *judge(request)], "tcp")
    assert verdict.outcome == "accepted"


@pytest.mark.parametrize("size", [1, 7, 100])
@every_stream
async def test_an_answer_in_pieces_is_whole(
    size: int, transport: Transport, server: ssl.SSLContext, client: ssl.SSLContext
) -> None:
    judge = Judge()

    def script(request: Request) -> list[bytes]:
        data = b"\r\n\r\n" + reply(request, 100) + judge(request)[0]
        return [data[at : at + size] for at in range(0, len(data), size)]

    verdict, _ = await asked(script, transport, server, client)
    assert verdict.outcome == "accepted"


async def test_garbage_in_datagrams_is_passed_over() -> None:
    judge = Judge()
    verdict, _ = await asked(lambda request: [b"\xff" * 9000, b"", *judge(request)], "udp")
    assert verdict.outcome == "accepted"


async def test_a_certificate_must_be_of_the_host(
    authority: trustme.CA, client: ssl.SSLContext
) -> None:
    other = certified(authority, "sip.example.com")
    verdict, requests = await asked(Judge(), "tls", other, client)
    assert not requests
    assert verdict.outcome == "unreachable"
    assert verdict.detail.startswith("TLS: the certificate is not accepted: ")
    assert "127.0.0.1" in verdict.detail


async def test_a_certificate_must_be_of_a_known_authority(server: ssl.SSLContext) -> None:
    verdict, requests = await asked(Judge(), "tls", server, None)
    assert not requests
    assert verdict.detail.startswith("TLS: the certificate is not accepted: ")


async def test_what_speaks_no_tls_is_told(client: ssl.SSLContext) -> None:
    no_handshake = b"SIP/2.0 400 Bad Request\r\n\r\n"
    async with serving(lambda request: [], "tcp", greeting=no_handshake) as served:
        verdict = await verify(LOGIN, served.registrar, "tls", timing=SOON, context=client)
    assert verdict.detail.startswith("TLS: TLS fails: ")


async def test_the_next_address_is_asked_if_nothing_listens_on_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """127.0.0.2 is loopback too."""

    def found(host: str, port: None, **more: object) -> list[object]:
        return [(0, 0, 0, "", (address, 0)) for address in ("127.0.0.2", "127.0.0.1")]

    async with serving(Judge()) as served:
        monkeypatch.setattr(socket, "getaddrinfo", found)
        registrar = Registrar("sip.example.com", served.registrar.port)
        verdict = await verify(LOGIN, registrar, "udp", timing=SOON)
    assert verdict.outcome == "accepted"
    assert served.requests[0].uri == f"sip:sip.example.com:{served.registrar.port}"


async def test_the_addresses_of_a_host_share_the_time_and_only_a_few_are_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def found(host: str, port: None, **more: object) -> list[object]:
        return [(0, 0, 0, "", (f"127.0.0.{number}", 0)) for number in range(1, 10)]

    async with serving(lambda request: [], address="0.0.0.0") as served:
        monkeypatch.setattr(socket, "getaddrinfo", found)
        verdict = await verify(LOGIN, served.registrar, "udp", timing=BRIEF)
    assert verdict.detail == "UDP: no answer in 0.025 s."
    assert len({request.headers.get("Call-ID") for request in served.requests}) == 4


@pytest.mark.skipif(not has_ipv6(), reason="there is no IPv6 here")
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_an_ipv6_address_is_asked(transport: Transport) -> None:
    async with serving(Judge(), transport, address="::1") as served:
        verdict = await verify(LOGIN, served.registrar, transport, timing=SOON)
    assert verdict.outcome == "accepted"
    request = served.requests[0]
    assert request.uri == f"sip:[::1]:{served.registrar.port}"
    assert f"SIP/2.0/{transport.upper()} [::1]:" in str(request.headers.get("Via"))


@pytest.mark.parametrize(
    "failure", [socket.gaierror(-2, "Name or service\x1b not known"), UnicodeError()]
)
async def test_a_name_without_an_address_is_told(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*arguments: object, **more: object) -> None:
        raise failure

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    verdict = await verify(LOGIN, Registrar("no.example"))
    assert (verdict.outcome, verdict.transport) == ("unreachable", "udp, tcp, tls")
    assert verdict.detail.startswith("no.example has no address: ")
    assert "\x1b" not in verdict.detail


async def test_a_name_server_that_does_not_answer_ends_with_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released = threading.Event()

    def waits(*arguments: object, **more: object) -> list[object]:
        released.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", waits)
    try:
        verdict = await verify(LOGIN, Registrar("no.example"), "udp", timing=BRIEF)
    finally:
        released.set()
    assert verdict.detail == "no.example has no address: the name server does not answer."


@every_transport
async def test_the_password_is_in_no_log_and_no_packet(
    transport: Transport,
    server: ssl.SSLContext,
    client: ssl.SSLContext,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    verdict, requests = await asked(Judge(password="other"), transport, server, client)
    assert verdict.outcome == "refused"
    seen = caplog.text + repr(verdict) + repr(requests)
    assert "Wq7Nz2Lm9Rx" not in seen


async def test_a_user_name_that_ends_a_line_is_never_sent() -> None:
    def script(request: Request) -> list[bytes]:
        challenge = Challenge("r", "n")
        return [reply(request, 401, ("WWW-Authenticate", str(challenge)))]

    verdict, requests = await asked(script, "udp", login=Login("a\r\nb", SecretStr("x")))
    assert verdict.outcome == "unreachable"
    assert verdict.detail.startswith("UDP: the user name cannot be sent: ")
    assert len(requests) == 1
