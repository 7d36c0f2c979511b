"""Send one request once, and read its answer within limits.

Every failure on the wire is reported by its kind and by what is certain.
"""

import asyncio
import errno
import json
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import httpx

from tui_app.api import envelope, waits
from tui_app.api.errors import ApiError, Certainty, Failure
from tui_app.api.explain import Kind
from tui_app.text.document import Json
from tui_app.text.escape import shortened

LARGEST_ANSWER: Final = 1 << 20
"""Bytes. A page of 250 connections is about half of it."""

# Everything that httpx was seen to raise for a request: its own errors, and those of a header, a
# port or a codec that it does not catch.
FAULTS: Final = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    OSError,
    ValueError,
    ExceptionGroup,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer: its HTTP status, and its body if that is JSON (`is_json`)."""

    status: int
    headers: Mapping[str, str]
    document: Json
    is_json: bool

    @property
    def request_id(self) -> str | None:
        """The server's id of the request.

        No vendor page names the header, so any usual one is taken.
        """
        found = next(
            (
                value
                for name, value in self.headers.items()
                if name.endswith("request-id") and value
            ),
            None,
        )
        return shortened(found, 80) if found else None

    @property
    def date(self) -> datetime | None:
        """The server's time when it answered."""
        return waits.date(self.headers)


class Watch:
    """Sees whether the first byte of a request may have been sent.

    httpx calls it for each step on the wire (its `trace` extension).
    """

    def __init__(self, *, blind: bool) -> None:
        """`blind`: the transport does not report its steps, so the worst is assumed."""
        self.blind = blind
        self.started = False

    async def __call__(self, event: str, info: Mapping[str, object]) -> None:
        # A proxy is asked for a tunnel first, by its own request.
        tunnel = getattr(info.get("request"), "method", b"") == b"CONNECT"
        self.started |= event.endswith("send_request_headers.started") and not tunnel


async def exchange(
    http: httpx.AsyncClient, request: httpx.Request, seconds: float, *, blind: bool = False
) -> Answer:
    """Send `request` once and read the answer. Raises `ApiError`.

    Limits for the whole exchange: `seconds` and 1 MiB. `blind`: the client's transport does not
    support httpx's trace extension.
    """
    watch = Watch(blind=blind)
    request.extensions = {**request.extensions, "trace": watch}
    try:
        async with asyncio.timeout(seconds):
            response = await http.send(request, stream=True)
            try:
                return await _answer(response)
            finally:
                await response.aclose()
    except TimeoutError:
        raise _fault("timeout" if watch.started or blind else "connect_timeout", watch) from None
    except FAULTS as error:
        # From None: httpx puts headers, and so the key, into the text of some errors.
        raise _fault(_kind(error, watch), watch, _detail(error)) from None


async def _answer(response: httpx.Response) -> Answer:
    if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        # The request did not ask for compression, and a few bytes can unfold without limit.
        raise _unreadable(response, "garbled", "the body is compressed")
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise _unreadable(response, "too_large", f"more than {LARGEST_ANSWER >> 20} MiB")
    try:
        document, is_json = json.loads(body.decode("utf-8-sig")), True
    except (ValueError, RecursionError):
        document, is_json = None, False
    return Answer(response.status_code, response.headers, document, is_json)


def _unreadable(response: httpx.Response, kind: Kind, detail: str) -> ApiError:
    return ApiError(Failure(kind, Certainty.UNKNOWN, response.status_code, detail=detail))


def _fault(kind: Kind, watch: Watch, detail: str = "") -> ApiError:
    certain = not watch.started and (not watch.blind or kind in BEFORE)
    return ApiError(
        Failure(kind, Certainty.NEVER_SENT if certain else Certainty.UNKNOWN, detail=detail)
    )


BEFORE: Final[frozenset[Kind]] = frozenset(
    {"setup", "dns", "refused", "no_route", "tls", "connect_timeout", "proxy", "not_connected"}
)
"""What can only happen before a request is sent."""

_ROUTES: Final = frozenset(
    {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}
)


def _kind(error: BaseException, watch: Watch) -> Kind:
    if watch.started:
        return "timeout" if isinstance(error, httpx.TimeoutException) else "lost"
    if isinstance(error, httpx.ProxyError):
        return "proxy"
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return "connect_timeout"
    if watch.blind and not isinstance(error, httpx.ConnectError):
        return "timeout" if isinstance(error, httpx.TimeoutException) else "lost"
    return next((kind for cause in causes(error) if (kind := _cause_kind(cause))), "not_connected")


def _cause_kind(error: BaseException) -> Kind | None:
    if isinstance(error, socket.gaierror):
        return "dns"
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    return "no_route" if isinstance(error, OSError) and error.errno in _ROUTES else None


def causes(error: BaseException, depth: int = 0) -> Iterator[BaseException]:
    """Yield `error` and everything that led to it."""
    if depth > 10:
        return
    yield error
    for cause in (
        *(error.exceptions if isinstance(error, BaseExceptionGroup) else ()),
        error.__cause__ or error.__context__,
    ):
        if cause is not None:
            yield from causes(cause, depth + 1)


def _detail(error: BaseException) -> str:
    """Return what is safe to show of an error.

    Never its text: httpx puts headers, and so the key, in some.
    """
    if isinstance(error, httpx.ProxyError):
        status = str(error).partition(" ")[0]
        return (
            f"it answered {status}"
            if status.isascii() and status.isdigit() and len(status) == 3
            else ""
        )
    for cause in causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return shortened(cause.verify_message, 120)
    return ""


# 408 and 409 are not here: 408 says that something took too long, 409 that something is there
# already, perhaps because a proxy sent the request twice. Neither says that nothing was done.
REFUSING: Final = frozenset(
    {400, 401, 402, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422, 429, 431}
)
"""The statuses that say for certain that a request was not carried out.

They count only with the API's own envelope of errors.
"""

_BY_STATUS: Final[dict[int, Kind]] = {
    400: "invalid",
    401: "unauthorized",
    402: "account",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    413: "invalid",
    422: "invalid",
    429: "busy",
}
_LIMITED: Final = frozenset({"10038", "10039"})
_AT_LEVEL: Final = re.compile(r"\bat\s+(?:your|this)\s+account\s+level\b", re.IGNORECASE)
"""What the API says if an account's level allows no more (a captured reply).

It may come with any status and code.
"""


def refusal(answer: Answer) -> ApiError:
    """Return the error for an answer that is no success."""
    enveloped = bool(envelope.entries(answer.document))
    certain = enveloped and answer.status in REFUSING
    codes = envelope.codes(answer.document)
    limited = any(map(_AT_LEVEL.search, envelope.texts(answer.document)))
    failure = Failure(
        "limited" if limited else _status_kind(answer.status, enveloped, codes),
        Certainty.REFUSED if certain else Certainty.UNKNOWN,
        answer.status,
        tuple(envelope.problems(answer.document, refused=certain)),
        waits.retry_after(answer.headers, datetime.fromtimestamp(time.time(), UTC)),
        answer.request_id,
        codes,
    )
    return ApiError(failure)


def _status_kind(status: int, enveloped: bool, codes: tuple[str, ...]) -> Kind:
    if 300 <= status < 400:
        return "redirect"
    if status >= 500:
        return "server" if enveloped else "page"
    if not enveloped:
        return "garbled" if status < 300 else "page"
    if status >= 400:
        if _LIMITED.intersection(codes):
            return "limited"
        if any(len(code) == 5 and code.startswith("20") for code in codes):
            return "account"
    return _BY_STATUS.get(status, "status")
