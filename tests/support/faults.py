"""What can go wrong with a request that creates, changes or deletes, one entry each: whether the
server commits it, and what it then does on the wire.
"""

import gzip
import json
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Event
from typing import Any, Literal

Certain = Literal["created", "never sent", "refused", "unknown"]
"""What a client can know after the one request."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Wire:
    """The server's side of a connection.

    `gone` is set when the server closes; `record` is the connection as a reply shows it; `success`
    is the status of a request that succeeds.
    """

    socket: socket.socket
    gone: Event
    record: Json
    success: int = 201

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def reset(self) -> None:
        """Ends with a reset instead of an orderly end."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def answer(
        self, status: int, body: Json | bytes, length: int | None = None, **headers: str
    ) -> None:
        self.send(answer(status, body, length, **headers))


@dataclass(frozen=True)
class Fault:
    """`act` follows the reading of the request, unless `unread`; `ends` are the outcomes that a
    submission may truly tell of it. `certain` holds for a change and a deletion too.
    """

    act: Callable[[Wire], None]
    commits: bool
    certain: Certain
    ends: tuple[str, ...]
    unread: bool = False
    once: bool = True
    """It befalls one request; those after it are served."""
    lag: int = 0
    """So many lists leave out what it commits."""


def answer(status: int, body: Json | bytes, length: int | None = None, **headers: str) -> bytes:
    """A whole answer; `length` is the Content-Length that it claims."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {
        "Content-Type": "application/json",
        "Content-Length": str(len(content) if length is None else length),
    }
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} Status\r\n{head}Connection: close\r\n\r\n".encode() + content


def envelope(code: str, detail: str, pointer: str | None = None) -> Json:
    return {
        "errors": [
            {
                "code": code,
                "title": detail,
                "detail": detail,
                **({"source": {"pointer": pointer}} if pointer else {}),
            }
        ]
    }


PAGE = b"<html><body>\x1b[2JGateway Time-out</body></html>"
BUSY = envelope("10011", "Too many requests")


def says(
    status: int, body: Json | bytes, length: int | None = None, **headers: str
) -> Callable[[Wire], None]:
    return lambda wire: wire.answer(status, body, length, **headers)


def succeeds(
    body: Callable[[Wire], Json | bytes], length: int | None = None, **headers: str
) -> Callable[[Wire], None]:
    return lambda wire: wire.answer(wire.success, body(wire), length, **headers)


def _half(wire: Wire) -> None:
    wire.send(answer(wire.success, {"data": wire.record})[:-20])


def _stall(wire: Wire) -> None:
    wire.gone.wait(30)


def _endless(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n")
    while not wire.gone.is_set():
        wire.send(b" " * 65536)


def _headers_without_end(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 201 Created\r\n")
    while not wire.gone.is_set():
        wire.send(b"X-More: " + b"x" * 8000 + b"\r\n")


def _drip(wire: Wire) -> None:
    for byte in answer(wire.success, {"data": wire.record}):
        wire.send(bytes([byte]))
        if wire.gone.wait(0.05):
            break


def _bomb(wire: Wire) -> None:
    wire.answer(wire.success, gzip.compress(b" " * (50 << 20)), content_encoding="gzip")


def _truncated_gzip(wire: Wire) -> None:
    half = gzip.compress(json.dumps({"data": wire.record}).encode())[:-9]
    wire.answer(wire.success, half, content_encoding="gzip")


def _in(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


SETTLED = ("found",)
OPEN = ("unknown",)
REFUSED = ("rejected",)
WAITED = ("created",)
GIVEN_UP = ("not_created",)

FAULTS: dict[str, Fault] = {
    "none": Fault(succeeds(lambda w: {"data": w.record}), True, "created", ("created",)),
    "reset before the request was read": Fault(Wire.reset, False, "unknown", OPEN, unread=True),
    "reset after the request was read": Fault(Wire.reset, False, "unknown", OPEN),
    "closed without an answer": Fault(lambda w: None, False, "unknown", OPEN),
    "commit then reset": Fault(Wire.reset, True, "unknown", SETTLED),
    "commit then drop": Fault(lambda w: None, True, "unknown", SETTLED),
    "commit then half an answer": Fault(_half, True, "unknown", SETTLED),
    "commit then stall": Fault(_stall, True, "unknown", SETTLED),
    "stall": Fault(_stall, False, "unknown", OPEN),
    "commit then 504 HTML": Fault(
        says(504, PAGE, Content_Type="text/html"), True, "unknown", SETTLED
    ),
    "commit then 500": Fault(
        says(500, envelope("10007", "Unexpected error")), True, "unknown", SETTLED
    ),
    "commit then 409": Fault(
        says(409, envelope("10012", "Duplicate resource")), True, "unknown", SETTLED
    ),
    "commit then 422 taken": Fault(
        says(422, envelope("10015", "has already been taken", "/user_name")),
        True,
        "refused",
        SETTLED,
    ),
    "commit then 422 taken, listed late": Fault(
        says(422, envelope("10015", "has already been taken", "/user_name")),
        True,
        "refused",
        SETTLED,
        lag=4,
    ),
    "commit then 422 taken, listed never": Fault(
        says(422, envelope("10015", "has already been taken", "/user_name")),
        True,
        "refused",
        REFUSED,
        lag=100,
    ),
    "commit then 307": Fault(says(307, b"", Location="/v2/elsewhere"), True, "unknown", SETTLED),
    "201 that is no JSON": Fault(succeeds(lambda w: b"created!"), True, "unknown", SETTLED),
    "201 of another shape": Fault(succeeds(lambda w: {"data": [1, 2]}), True, "unknown", SETTLED),
    "201 without data": Fault(succeeds(lambda w: {}), True, "unknown", SETTLED),
    "201 with members of wrong types": Fault(
        succeeds(lambda w: {"data": {"id": True, "user_name": 7, "connection_name": None}}),
        True,
        "unknown",
        SETTLED,
    ),
    "201 whose id is a path": Fault(
        succeeds(lambda w: {"data": w.record | {"id": "../numbers"}}), True, "unknown", SETTLED
    ),
    "201 nested too deeply": Fault(
        succeeds(lambda w: b'{"data":' + b"[" * 200_000), True, "unknown", SETTLED
    ),
    "201 that is not UTF-8": Fault(
        succeeds(lambda w: b'{"data": "\xff\xfe"}'), True, "unknown", SETTLED
    ),
    "201 of an unknown charset": Fault(
        succeeds(lambda w: {"data": w.record}, Content_Type="application/json; charset=zip"),
        True,
        "created",
        ("created",),
    ),
    "201 with an unknown member": Fault(
        succeeds(lambda w: {"data": w.record | {"new": {}}}), True, "created", ("created",)
    ),
    "201 with another user name": Fault(
        succeeds(lambda w: {"data": w.record | {"user_name": "other123"}}),
        True,
        "created",
        ("created",),
    ),
    "204": Fault(says(204, b""), True, "unknown", SETTLED),
    "truncated gzip": Fault(_truncated_gzip, True, "unknown", SETTLED),
    "a gzip bomb": Fault(_bomb, True, "unknown", SETTLED),
    "an endless body": Fault(_endless, True, "unknown", SETTLED),
    "endless headers": Fault(_headers_without_end, True, "unknown", SETTLED),
    "one byte at a time": Fault(_drip, True, "unknown", SETTLED),
    "a longer body promised": Fault(
        succeeds(lambda w: {"data": w.record}, 10_000), True, "unknown", SETTLED
    ),
    "a lie about chunks": Fault(
        lambda w: w.send(b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        True,
        "unknown",
        SETTLED,
    ),
    "no HTTP": Fault(lambda w: w.send(b"SSH-2.0-OpenSSH_9.6\r\n"), False, "unknown", OPEN),
    "500": Fault(says(500, envelope("10007", "Unexpected error")), False, "unknown", OPEN),
    "502 HTML": Fault(says(502, PAGE, Content_Type="text/html"), False, "unknown", OPEN),
    "503": Fault(
        says(503, envelope("10037", "Service unavailable"), Retry_After="1"), False, "unknown", OPEN
    ),
    "408": Fault(says(408, envelope("10008", "Request timeout")), False, "unknown", OPEN),
    "409": Fault(says(409, envelope("10036", "Being processed")), False, "unknown", OPEN),
    "307 to another host": Fault(
        says(307, b"", Location="http://127.0.0.2:9/v2/credential_connections"),
        False,
        "unknown",
        OPEN,
    ),
    "302 to a login page": Fault(
        says(302, PAGE, Location="/login", Content_Type="text/html"), False, "unknown", OPEN
    ),
    "200 with a login page": Fault(
        says(200, PAGE, Content_Type="text/html"), False, "unknown", OPEN
    ),
    "400": Fault(says(400, envelope("10015", "Bad request")), False, "refused", REFUSED),
    "401": Fault(says(401, envelope("10009", "Authentication failed")), False, "refused", REFUSED),
    "402": Fault(says(402, envelope("20100", "Insufficient funds")), False, "refused", REFUSED),
    "403": Fault(says(403, envelope("10010", "Authorization failed")), False, "refused", REFUSED),
    "403 of a trial account": Fault(
        says(403, envelope("10039", "Feature limited")), False, "refused", REFUSED
    ),
    "404": Fault(says(404, envelope("10005", "Not found")), False, "refused", REFUSED),
    "405": Fault(says(405, envelope("10015", "Method")), False, "refused", REFUSED),
    "413": Fault(says(413, envelope("10015", "Too large")), False, "refused", REFUSED),
    "415": Fault(says(415, envelope("10029", "Content type")), False, "refused", REFUSED),
    "422 with a pointer": Fault(
        says(422, envelope("10015", "Invalid", "/inbound/dnis_number_format")),
        False,
        "refused",
        REFUSED,
    ),
    "422 taken": Fault(
        says(422, envelope("10015", "has already been taken", "/user_name")),
        False,
        "refused",
        REFUSED,
    ),
    "401 without the envelope": Fault(
        says(401, PAGE, Content_Type="text/html"), False, "unknown", OPEN
    ),
    "403 without the envelope": Fault(
        says(403, PAGE, Content_Type="text/html"), False, "unknown", OPEN
    ),
    "422 with an empty envelope": Fault(says(422, {"errors": []}), False, "unknown", OPEN),
    "429 without the envelope": Fault(says(429, PAGE, Retry_After="1"), False, "unknown", OPEN),
    "429 with seconds": Fault(says(429, BUSY, Retry_After="7"), False, "refused", WAITED),
    "429 with a date": Fault(
        lambda w: w.answer(429, BUSY, Retry_After=_in(30)), False, "refused", WAITED
    ),
    "429 with x-ratelimit-reset": Fault(
        says(429, BUSY, x_ratelimit_reset="3"), False, "refused", WAITED
    ),
    "429 without a wait": Fault(says(429, BUSY), False, "refused", WAITED),
    "429 with nonsense": Fault(says(429, BUSY, Retry_After="nan"), False, "refused", WAITED),
    "429 with a day": Fault(says(429, BUSY, Retry_After="86400"), False, "refused", GIVEN_UP),
    "429 for ever": Fault(says(429, BUSY, Retry_After="1"), False, "refused", GIVEN_UP, once=False),
}


ALTERING: dict[str, Fault] = {
    **{name: fault for name, fault in FAULTS.items() if "commit then 422" not in name},
    "the record of another": Fault(
        succeeds(lambda w: {"data": w.record | {"id": "77"}}), False, "unknown", OPEN
    ),
    "commit then the record of another": Fault(
        succeeds(lambda w: {"data": w.record | {"id": "77"}}), True, "unknown", SETTLED
    ),
}
"""What can befall a change or a deletion. What says 201 has the status of their success, 200.

Of a creation alone: that a name is taken by what it has made itself.
"""
DELETING: dict[str, Fault] = {
    **ALTERING,
    # Most likely it is gone; only a look knows.
    "404": Fault(FAULTS["404"].act, False, "unknown", OPEN),
    "commit then 404": Fault(FAULTS["404"].act, True, "unknown", SETTLED),
}
"""What can befall a deletion: if something sends it twice, the second answer is that it is gone."""
