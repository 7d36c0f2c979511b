"""A device that registers: its messages, for the sandbox's registrar in process or on a socket."""

import re
import socket
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.support.sandbox import served
from tui_app.sandbox.bindings import REALM, Bindings
from tui_app.sandbox.registrar import Origin, Registrar
from tui_app.sandbox.store import SECOND, Store
from tui_app.sip.digest import Challenge, answer, ha1, parse_challenges
from tui_app.sip.message import (
    MOST_BYTES,
    Framer,
    Headers,
    Request,
    Response,
    cseq_of,
    parse_message,
)

HERE = Origin("127.0.0.1", 40_001, "UDP")
CONTACT = "<sip:office1@127.0.0.1:40001>"
VIA = "SIP/2.0/UDP 127.0.0.1:40001;branch=z9hG4bK1;rport"
Field = tuple[str, str]


def register(
    fields: Iterable[Field] = (("Contact", CONTACT),),
    *,
    method: str = "REGISTER",
    user: str = "office1",
    cseq: int = 1,
    call_id: str = "call-1",
    credentials: str | None = None,
    without: Iterable[str] = (),
) -> Request:
    """A request of a device, with `fields` beside the usual ones but for those `without`."""
    usual = [
        ("Via", VIA),
        ("From", f"<sip:{user}@127.0.0.1>;tag=1"),
        ("To", f"<sip:{user}@127.0.0.1>"),
        ("Call-ID", call_id),
        ("CSeq", f"{cseq} {method}"),
        ("User-Agent", "Test phone 1.0"),
    ]
    kept = [field for field in usual if field[0] not in without]
    proof = [("Authorization", credentials)] if credentials else []
    return Request(method, "sip:127.0.0.1", Headers([*kept, *proof, *fields]))


def proof(challenge: Challenge, user: str = "office1", password: str = "Wq7Nz2Lm9Rx-secret") -> str:
    """The value of Authorization that answers a challenge for a request of `register`."""
    secret = ha1(challenge.algorithm, user, challenge.realm, password)
    return str(
        answer(
            challenge,
            user=user,
            secret=secret,
            method="REGISTER",
            uri="sip:127.0.0.1",
            cnonce="0a4f113b",
        )
    )


class Phone:
    """Asks a registrar through `send`, and answers its first challenge with a password."""

    def __init__(
        self,
        send: Callable[[Request], Response | None],
        user: str = "office1",
        password: str = "Wq7Nz2Lm9Rx-secret",
    ) -> None:
        self.send = send
        self._user = user
        self._password = password
        self.cseq = 0

    def ask(self, *fields: Field, call_id: str = "call-1", user: str | None = None) -> Response:
        """The last response to a REGISTER with these fields."""
        user = user or self._user
        self.cseq += 1
        first = self.send(register(fields, user=user, cseq=self.cseq, call_id=call_id))
        assert first is not None
        assert first.status == 401
        challenge = challenges(first)[0]
        self.cseq += 1
        last = self.send(
            register(
                fields,
                user=user,
                cseq=self.cseq,
                call_id=call_id,
                credentials=proof(challenge, self._user, self._password),
            )
        )
        assert last is not None
        return last


def challenges(response: Response) -> list[Challenge]:
    """The challenges of a 401, checked."""
    assert response.status == 401
    found = parse_challenges(response.headers.all("WWW-Authenticate"))
    assert found
    assert {each.realm for each in found} == {REALM}
    return found


class Bench:
    """A registrar over a store in memory with a connection `office1`, and a clock to turn."""

    def __init__(self, **settings: object) -> None:
        self.now = 1_790_000_000 * SECOND
        self.store = Store(":memory:", self.clock)
        made: dict[str, object] = {"connection_name": "office", "user_name": "office1"}
        self.number = self.store.create({**made, **settings}, "Wq7Nz2Lm9Rx-secret").id  # type: ignore[dict-item]
        self.bindings = Bindings(self.store.database)
        self.registrar = Registrar(self.bindings, self.clock)

    def clock(self) -> int:
        """The time."""
        return self.now

    def send(self, request: Request, origin: Origin = HERE) -> Response | None:
        """What the registrar answers, read from the bytes that it would send."""
        response = self.registrar.answer(request, origin)
        if response is None:
            return None
        read = parse_message(bytes(response))
        assert isinstance(read, Response)
        return read

    def phone(self, **how: str) -> Phone:
        """A phone at this registrar."""
        return Phone(self.send, **how)


# On sockets

HEADERS = {"Authorization": "Bearer KEY"}
Address = tuple[str, int]


@contextmanager
def registrar(*options: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client, Address]]:
    """The command with a registrar: its process, a client of its API, and where SIP goes."""
    with served("--sip-port", "0", *options) as (process, base):
        assert process.stdout is not None
        second = re.fullmatch(r"sip:(127\.0\.0\.1):([0-9]{4,5})\n", process.stdout.readline())
        assert second
        with httpx.Client(base_url=f"{base}/", headers=HEADERS) as client:
            yield process, client, (second[1], int(second[2]))


@contextmanager
def datagrams(address: Address) -> Iterator[socket.socket]:
    """A socket of a device that uses UDP."""
    with socket.socket(type=socket.SOCK_DGRAM) as device:
        device.settimeout(1)
        device.connect(address)
        yield device


@contextmanager
def stream(address: Address) -> Iterator[socket.socket]:
    """A socket of a device that uses TCP."""
    with socket.create_connection(address, timeout=30) as device:
        yield device


def ask(device: socket.socket, request: Request) -> Response:
    """The answer to a request. A datagram is sent again until there is one, as any may be lost."""
    while True:
        device.sendall(bytes(request))
        try:
            answer = answers(device, 1)[0] if device.type == socket.SOCK_STREAM else None
            while answer is None or cseq_of(answer) != cseq_of(request):
                answer = parse_message(device.recv(MOST_BYTES))
        except TimeoutError:
            assert device.type == socket.SOCK_DGRAM
            continue
        assert isinstance(answer, Response)
        return answer


def answers(device: socket.socket, count: int) -> list[Any]:
    """So many messages from a stream."""
    framer = Framer()
    found: list[Any] = []
    while len(found) < count:
        data = device.recv(4096)
        assert data, "the connection was closed"
        framer.feed(data)
        while (message := framer.take()) is not None:
            found.append(message)
    return found
