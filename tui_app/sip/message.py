"""Read and write SIP messages (RFC 3261). No socket, and limits for what a stranger may send."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

MOST_BYTES: Final = 65_535
"""Bytes of a message, its body included: what fits in a datagram."""
MOST_HEADERS: Final = 256
TCHAR: Final = r"[A-Za-z0-9\-.!%*_+`'~]"
"""A character of a token (RFC 3261, 25.1), as a pattern."""

# The compact names of RFC 3261, 7.3.3, and of later extensions.
_COMPACT: Final = {
    "a": "accept-contact",
    "b": "referred-by",
    "c": "content-type",
    "d": "request-disposition",
    "e": "content-encoding",
    "f": "from",
    "i": "call-id",
    "j": "reject-contact",
    "k": "supported",
    "l": "content-length",
    "m": "contact",
    "o": "event",
    "r": "refer-to",
    "s": "subject",
    "t": "to",
    "u": "allow-events",
    "v": "via",
    "x": "session-expires",
}
_HEADER: Final = re.compile(rf"({TCHAR}++)[ \t]*+:[ \t]*+(.*+)", re.DOTALL)
_STATUS_LINE: Final = re.compile(r"SIP/2\.0 ([1-6][0-9][0-9])(?: (.*))?", re.I | re.DOTALL)
_REQUEST_LINE: Final = re.compile(rf"({TCHAR}++) (\S++) SIP/2\.0", re.I)
_CSEQ: Final = re.compile(rf"([0-9]{{1,10}})\s++({TCHAR}++)")
_BROKEN: Final = re.compile("[\r\n\0]")
_LONE: Final = re.compile("[\ud800-\udc7f\udd00-\udfff]")


class MalformedMessage(ValueError):
    """Bytes or a header that are not SIP, or exceed a limit. The text says what is wrong."""


class Headers(tuple[tuple[str, str], ...]):
    """Header fields in their order: pairs of a name and a value.

    A name is found in any letter case and by its compact form.
    """

    __slots__ = ()

    def all(self, name: str) -> list[str]:
        """Return the value of each field of that name, in their order."""
        wanted = _canonical(name)
        return [value for each, value in self if _canonical(each) == wanted]

    def get(self, name: str) -> str | None:
        """Return the value of the first field of that name, None if there is none."""
        return next(iter(self.all(name)), None)


def _canonical(name: str) -> str:
    lower = name.lower()
    return _COMPACT.get(lower, lower)


@dataclass(frozen=True, slots=True)
class Request:
    """A request: `REGISTER sip:example.com`, its headers, its body."""

    method: str
    uri: str
    headers: Headers
    body: bytes = b""

    def __bytes__(self) -> bytes:
        return _written(f"{self.method} {self.uri} SIP/2.0", self.headers, self.body)


@dataclass(frozen=True, slots=True)
class Response:
    """A response: 200 `OK`, its headers, its body."""

    status: int
    reason: str
    headers: Headers
    body: bytes = b""

    def __bytes__(self) -> bytes:
        return _written(f"SIP/2.0 {self.status} {self.reason}", self.headers, self.body)


Message: TypeAlias = Request | Response


def _written(start_line: str, headers: Iterable[tuple[str, str]], body: bytes) -> bytes:
    """Return a message as sent. Its Content-Length is always that of the body.

    Raises `MalformedMessage` if a value would end its line.
    """
    fields = [(name, value) for name, value in headers if _canonical(name) != "content-length"]
    fields.append(("Content-Length", str(len(body))))
    lines = [start_line, *(f"{name}: {value}" for name, value in fields)]
    if any(map(_BROKEN.search, lines)):
        raise MalformedMessage("a line that is to be sent has a line end in it")
    return encoded("\r\n".join([*lines, "", ""])) + body


def encoded(text: str) -> bytes:
    """Return `text` in UTF-8; bytes that were none when it was read are again what they were.

    Raises `MalformedMessage` for half a surrogate pair.
    """
    if _LONE.search(text):
        raise MalformedMessage("a text has half a surrogate pair in it")
    return text.encode("utf-8", "surrogateescape")


def parse_message(data: bytes) -> Message:
    """Read the message of a datagram. Raises `MalformedMessage`.

    The body ends where Content-Length says, or with the datagram (RFC 3261, 18.3).
    """
    data = data.lstrip(b"\r\n")
    if len(data) > MOST_BYTES:
        raise MalformedMessage(f"the message has more than {MOST_BYTES} bytes")
    head, end, rest = data.partition(b"\r\n\r\n")
    if not end:
        raise MalformedMessage("the header has no end")
    message, length = _parse_head(head)
    if length is not None and length > len(rest):
        raise MalformedMessage("the body is shorter than Content-Length says")
    return replace(message, body=rest if length is None else rest[:length])


class Framer:
    """Find the messages in a stream, however it is cut (RFC 3261, 18.3)."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0
        self._head: tuple[Message, int] | None = None

    def feed(self, data: bytes) -> None:
        """Add what was received."""
        self._buffer += data

    def take(self) -> Message | None:
        """Return the next whole message, None if more is to be received first.

        Raises `MalformedMessage`: nothing that follows on that stream can be read then.
        """
        if self._head is None:
            self._head = self._take_head()
        if self._head is None:
            return None
        message, length = self._head
        if len(self._buffer) < length:
            return None
        body = bytes(self._buffer[:length])
        del self._buffer[:length]
        self._head = None
        return replace(message, body=body)

    def _take_head(self) -> tuple[Message, int] | None:
        if not self._searched:
            # Line ends before a message keep a connection open.
            del self._buffer[: _line_ends(self._buffer)]
        at = self._buffer.find(b"\r\n\r\n", self._searched, MOST_BYTES)
        if at < 0:
            if len(self._buffer) >= MOST_BYTES:
                raise MalformedMessage(f"the header has more than {MOST_BYTES} bytes")
            self._searched = max(0, len(self._buffer) - 3)
            return None
        message, length = _parse_head(bytes(self._buffer[:at]))
        if length is None:
            raise MalformedMessage("a message on a stream has no Content-Length")
        if at + 4 + length > MOST_BYTES:
            raise MalformedMessage(f"the message has more than {MOST_BYTES} bytes")
        del self._buffer[: at + 4]
        self._searched = 0
        return message, length


def _line_ends(buffer: bytearray) -> int:
    """Return how many line ends are at the beginning."""
    count = 0
    while count < len(buffer) and buffer[count] in b"\r\n":
        count += 1
    return count


def _parse_head(head: bytes) -> tuple[Message, int | None]:
    """Read what is before the body: the message without it, and its Content-Length if given."""
    start_line, *lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    headers = Headers(_fields(lines))
    lengths = set(headers.all("Content-Length"))
    length = lengths.pop() if lengths else None
    if lengths or not (length is None or re.fullmatch("[0-9]{1,9}", length)):
        raise MalformedMessage("Content-Length is no number, or several")
    return _started(start_line, headers), None if length is None else int(length)


def _started(line: str, headers: Headers) -> Message:
    if _BROKEN.search(line):
        raise MalformedMessage("the first line has a line end in it")
    if status := _STATUS_LINE.fullmatch(line):
        return Response(int(status[1]), status[2] or "", headers)
    if request := _REQUEST_LINE.fullmatch(line):
        return Request(request[1], request[2], headers)
    raise MalformedMessage("the first line is none of SIP/2.0")


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in _unfolded(lines):
        field = _HEADER.fullmatch(line)
        if not field or _BROKEN.search(line):
            raise MalformedMessage("a line of the header has no name, or a line end in it")
        yield field[1], field[2].rstrip(" \t")


def _unfolded(lines: list[str]) -> Iterator[str]:
    """Join the lines that begin with space to the line before them (RFC 3261, 7.3.1)."""
    parts: list[str] = []
    count = 0
    for line in lines:
        if line[:1] in (" ", "\t") and parts:
            parts.append(line.strip(" \t"))
            continue
        if parts:
            yield " ".join(parts)
        parts = [line]
        count += 1
        if count > MOST_HEADERS:
            raise MalformedMessage(f"the header has more than {MOST_HEADERS} fields")
    if parts:
        yield " ".join(parts)


def cseq_of(message: Message) -> tuple[int, str]:
    """Return the number and the method of a message's CSeq. Raises `MalformedMessage`."""
    found = _CSEQ.fullmatch(message.headers.get("CSeq") or "")
    if not found:
        raise MalformedMessage("CSeq is no number and method")
    return int(found[1]), found[2]
