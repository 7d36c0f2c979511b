"""When a request is sent again, and when it is given up: on a clock that takes no time."""

from collections.abc import Callable

import pytest
from pydantic import SecretStr

from tests.support.registrar import REALM, reply
from tui_app.sip.digest import Challenge
from tui_app.sip.message import Message, Request, cseq_of, parse_message
from tui_app.sip.register import Inquiry, Login, Registrar, Verdict
from tui_app.sip.verify import Timing, Unanswered, exchange
from tui_app.sip.wires import Wire

Arrival = tuple[float, Callable[[Request], bytes]]
"""A time, and what arrives then, made of the last request sent."""


class ScriptedWire(Wire):
    """Time passes only in `receive`."""

    def __init__(self, *arrivals: Arrival, loses: bool = True) -> None:
        super().__init__("192.0.2.1:5060")
        self.loses = loses
        self.time = 100.0
        self.arrivals = [(100.0 + at, made) for at, made in arrivals]
        self.sent: list[tuple[float, Request]] = []

    def now(self) -> float:
        return self.time

    def send(self, data: bytes) -> None:
        request = parse_message(data)
        assert isinstance(request, Request)
        self.sent.append((self.time - 100, request))

    async def receive(self, within: float) -> Message | None:
        assert within > 0
        if self.arrivals and self.arrivals[0][0] <= self.time + within:
            at, made = self.arrivals.pop(0)
            self.time = max(at, self.time)
            return parse_message(made(self.sent[-1][1]))
        self.time += within
        return None

    @property
    def times(self) -> list[float]:
        return [at for at, _ in self.sent]


async def exchanged(wire: ScriptedWire, limit: float = 32.0) -> Verdict:
    inquiry = Inquiry(
        Login("office123", SecretStr("x")), Registrar("a.example"), "udp", wire.sent_by
    )
    return await exchange(inquiry, wire, Timing(), limit)


def ok(request: Request) -> bytes:
    return reply(request, 200)


def trying(request: Request) -> bytes:
    return reply(request, 100)


def asking(request: Request) -> bytes:
    return reply(request, 401, ("WWW-Authenticate", str(Challenge(REALM, "1"))))


async def test_without_an_answer_it_is_sent_again_as_rfc_3261_says() -> None:
    """Figure 6 and 17.1.2.2: after 0.5 s, twice as long each time up to 4 s, until 32 s."""
    wire = ScriptedWire()
    with pytest.raises(Unanswered, match=r"^no answer in 32 s$"):
        await exchanged(wire)
    assert wire.times == [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]
    assert wire.time == 132
    assert len({bytes(request) for _, request in wire.sent}) == 1


async def test_a_stream_loses_nothing_so_it_is_sent_once() -> None:
    wire = ScriptedWire(loses=False)
    with pytest.raises(Unanswered):
        await exchanged(wire)
    assert wire.times == [0]


async def test_lost_packets_cost_only_time() -> None:
    wire = ScriptedWire((4, asking), (20, ok))
    assert (await exchanged(wire)).outcome == "accepted"
    assert wire.times == [0, 0.5, 1.5, 3.5, 4, 4.5, 5.5, 7.5, 11.5, 15.5, 19.5]
    assert [cseq_of(request)[0] for _, request in wire.sent] == [1] * 4 + [2] * 7


async def test_after_a_provisional_answer_it_is_sent_again_every_four_seconds() -> None:
    wire = ScriptedWire((0.1, trying), (13, ok))
    assert (await exchanged(wire)).outcome == "accepted"
    assert wire.times == [0, 0.5, 4.5, 8.5, 12.5]


@pytest.mark.parametrize(
    ("arrivals", "words"),
    [
        ([(1.0, trying)], "only a provisional answer in 10 s"),
        ([(1.0, lambda request: b"nonsense")], "only what is no SIP in 10 s"),
        ([(1.0, bytes)], "only stray answers in 10 s"),
        ([(1.0, asking)], "no answer to the password in 10 s"),
    ],
)
async def test_what_came_instead_of_an_answer_is_told(arrivals: list[Arrival], words: str) -> None:
    wire = ScriptedWire(*arrivals)
    with pytest.raises(Unanswered, match=f"^{words}$"):
        await exchanged(wire, 10)
    assert wire.time == 110


async def test_a_flood_of_stray_answers_ends_with_the_time() -> None:
    wire = ScriptedWire(*[(at / 100, bytes) for at in range(10_000)])
    with pytest.raises(Unanswered):
        await exchanged(wire, 10)
    assert wire.times == [0, 0.5, 1.5, 3.5, 7.5]


async def test_a_stream_that_is_no_sip_ends_it() -> None:
    wire = ScriptedWire((1, lambda request: b"nonsense"), loses=False)
    with pytest.raises(Unanswered, match="what came is no SIP: "):
        await exchanged(wire)
