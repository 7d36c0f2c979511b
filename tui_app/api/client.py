"""Call the API's endpoints that the wizard uses. Every failed request raises one `ApiError`."""

import json
import os
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, Self, TypeVar
from urllib.parse import quote

import httpx

from tui_app import __version__
from tui_app.api import wire
from tui_app.api.errors import ApiError, Certainty, Failure
from tui_app.api.replies import (
    Connection,
    Listed,
    Meta,
    PhoneNumber,
    RegistrationStatus,
    VoiceProfile,
    read,
    read_connection,
    read_profile,
    read_push,
)
from tui_app.api.target import Target
from tui_app.api.wire import Answer
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json
from tui_app.text.redact import Scrubber

if TYPE_CHECKING:
    from pydantic import SecretStr

CONNECTIONS: Final = "/credential_connections"
PAGE_SIZE: Final = 250
MOST_PAGES: Final = 60
"""15,000 connections: an account may have 10,000 of all kinds (vendor's page on credentials)."""
PROFILES: Final = "outbound_voice_profiles"
SHORTEST_FILTER: Final = 3
"""The fewest characters that the API's filter by name takes."""
LONGEST_FILTER: Final = 200
"""The most characters of a name that are sent as a filter, so that a URL cannot grow without limit.

A name that contains the whole text also contains its beginning.
"""
CONNECT_SECONDS: Final = 10.0

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Listing:
    """What one lookup found.

    `at`: the server's time of the lookup, if the server sends it. `complete`: every record of the
    list was read.
    """

    connections: tuple[Connection, ...]
    at: datetime | None = None
    complete: bool = True


class Page(NamedTuple, Generic[_Item]):
    """A page of a list.

    `last`: no page follows. `whole`: every record on it could be read. `at`: the server's time, if
    the server sends it. `total`: how many records the whole list has, if the API says it.
    """

    items: list[_Item]
    last: bool
    whole: bool
    at: datetime | None
    total: int | None = None


class Client:
    """The API at `target` with `key`: an asynchronous context manager, for one event loop.

    `timeout`: seconds for one whole answer. `transport`: replaces the network, for the sandbox or
    in tests. If a proxy or certificate variable cannot be used, the first request raises `ApiError`
    with `NEVER_SENT`.
    """

    def __init__(
        self,
        target: Target,
        key: "SecretStr",
        *,
        timeout: float = 60.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.target = target
        self.timeout = timeout
        self._key = key
        self._transport = transport
        self._http: httpx.AsyncClient | None = None
        self._fault = Failure("setup", Certainty.NEVER_SENT, detail="the client is not open")
        # The sandbox's key is a word that the sandbox may say itself.
        self._secrets = [] if target.is_sandbox else [key.get_secret_value()]
        self._names: list[str] = []

    async def __aenter__(self) -> Self:
        # Ignore proxies and certificate files if requests stay on this machine.
        trust = self._transport is None and not self.target.stays_here
        try:
            self._http = httpx.AsyncClient(
                verify=_certificates(trust),
                transport=self._transport,
                trust_env=trust,
                follow_redirects=False,
                timeout=httpx.Timeout(self.timeout, connect=min(CONNECT_SECONDS, self.timeout)),
                # A kept-alive connection may be dead when the next request is sent. Then nobody
                # knows whether that request was read.
                limits=httpx.Limits(max_keepalive_connections=0),
                headers={
                    "User-Agent": f"telnyx-wizard/{__version__}",
                    "Accept": "application/json",
                    # A small compressed answer could unfold to fill the memory.
                    "Accept-Encoding": "identity",
                },
            )
        except (httpx.InvalidURL, ImportError, OSError, ValueError) as error:
            self._fault = Failure("setup", Certainty.NEVER_SENT, detail=_setup_fault(error))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._http:
            await self._http.aclose()
            self._http = None

    async def create(self, body: Mapping[str, Json]) -> Connection:
        """Create a connection: one POST, never repeated here."""
        return _one(await self._send("POST", CONNECTIONS, body), read_connection, (200, 201))

    async def find(
        self, name: str, seconds: float | None = None, *, pages: int = MOST_PAGES
    ) -> Listing:
        """Find the connections whose name contains `name`, in any case, and some others.

        All connections are returned if `name` is shorter than the API's filter takes. `seconds`:
        the time for all pages, instead of the client's time for one answer. `pages`: the most pages
        to read, 250 connections each, newest first.
        """
        found: list[Connection] = []
        whole, at = True, None
        end = time.monotonic() + (self.timeout if seconds is None else seconds)
        for number in range(1, pages + 1):
            left = end - time.monotonic()
            page = await self._read(CONNECTIONS, _named(name), read_connection, number, left)
            found += page.items
            whole, at = whole and page.whole, page.at
            if page.last:
                return Listing(tuple(found), at, whole)
        return Listing(tuple(found), at, False)

    async def connections(self, name: str, number: int) -> "Page[Connection]":
        """Get page `number`, from 1, of the connections whose name contains `name`, in any case.

        A page has 250 connections or less, the newest first.
        """
        page = await self._read(CONNECTIONS, _named(name), read_connection, number)
        wanted = name.casefold()
        items = [each for each in page.items if wanted in each.connection_name.casefold()]
        return page._replace(items=items)

    async def pages(self, name: str = "") -> AsyncIterator[tuple[Connection, ...]]:
        """Yield the connections whose name contains `name`, in any case, page by page.

        A page is requested once the one before is taken. One that moves to a later page meanwhile
        is yielded once.
        """
        seen: set[str] = set()
        for number in range(1, MOST_PAGES + 1):
            page = await self.connections(name, number)
            yield tuple(each for each in page.items if each.id not in seen)
            seen.update(each.id for each in page.items)
            if page.last:
                return

    async def get(self, identity: str) -> Connection:
        """Get one connection by its id."""
        return await self._one_of(identity, "GET")

    async def patch(self, identity: str, changes: Mapping[str, Json]) -> Connection:
        """Change settings of a connection. Doing it twice does no harm."""
        return await self._one_of(identity, "PATCH", changes)

    async def delete(self, identity: str) -> Connection:
        """Delete a connection: one request, never repeated here. Return it as it was."""
        return await self._one_of(identity, "DELETE")

    async def _one_of(
        self, identity: str, method: str, body: Mapping[str, Json] | None = None
    ) -> Connection:
        answer = await self._send(method, _path(identity), body)
        return _one(answer, lambda data: read_connection(data, identity))

    async def choices(self, lookup: str, name: str, number: int) -> "Page[Listed]":
        """Get page `number`, from 1, of the choices for a setting with this `lookup`.

        The API leaves out the profiles whose name does not contain `name`; for push credentials it
        has no such filter. What it sends beside the named members is not kept.
        """
        if lookup == PROFILES:
            query = {"filter[name][contains]": name[:LONGEST_FILTER]} if name else {}
            return await self._read(f"/{PROFILES}", query, read_profile, number)
        platform = lookup.partition("_")[0]
        query = {"filter[type]": platform}
        page = await self._read("/mobile_push_credentials", query, read_push, number)
        return page._replace(items=[each for each in page.items if each.note == platform])

    async def registration_status(self, identity: str) -> RegistrationStatus:
        """Get whether a device has registered with the connection's credentials."""
        answer = await self._send("POST", f"{_path(identity)}/actions/check_registration_status")
        return _one(answer, lambda data: read(RegistrationStatus, data))

    async def voice_profile(self, identity: str) -> VoiceProfile:
        """Get one outbound voice profile by its id."""
        answer = await self._send("GET", f"/{PROFILES}/{quote(identity, safe='')}")
        return _one(answer, lambda data: read(VoiceProfile, data))

    async def numbers_of(self, identity: str) -> list[PhoneNumber]:
        """List the phone numbers that are assigned to a connection: the first page alone."""
        query = {"filter[connection_id]": identity}
        page = await self._read("/phone_numbers", query, lambda data: read(PhoneNumber, data), 1)
        return page.items

    async def _read(
        self,
        path: str,
        query: Mapping[str, str],
        reader: Callable[[object], _Item | None],
        number: int,
        seconds: float | None = None,
    ) -> "Page[_Item]":
        """Read page `number` of a list."""
        numbered = {**query, "page[size]": str(PAGE_SIZE), "page[number]": str(number)}
        answer = await self._send("GET", path, query=numbered, seconds=seconds)
        return _page(answer, number, reader)

    async def _send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Json] | None = None,
        *,
        query: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Answer:
        if self._http is None:
            raise ApiError(self._fault)
        # ASCII only: a lone surrogate then travels as JSON's escape and cannot stop the request
        # half way.
        content = (
            None if body is None else json.dumps(body, ensure_ascii=True, allow_nan=False).encode()
        )
        headers = {"Authorization": f"Bearer {self._key.get_secret_value()}", "Connection": "close"}
        if content is not None:
            headers["Content-Type"] = "application/json"
        self._note(body or {})
        try:
            request = self._http.build_request(
                method, self.target.base_url + path, params=query, content=content, headers=headers
            )
        except (httpx.InvalidURL, ValueError):
            raise ApiError(
                Failure(
                    "setup", Certainty.NEVER_SENT, detail="the base URL or the key cannot be used"
                )
            ) from None
        limit = self.timeout if seconds is None else seconds
        answer = await wire.exchange(self._http, request, limit, blind=self._transport is not None)
        return scrubbed(answer, Scrubber(self._secrets, self._names))

    def _note(self, body: Mapping[str, Json]) -> None:
        """Remember the secrets that a request sends. No answer of this client then shows them."""
        for name, value in body.items():
            if isinstance(value, str):
                (self._secrets if REQUEST.is_secret((name,)) else self._names).append(value)


def scrubbed(answer: Answer, scrubber: Scrubber) -> Answer:
    """Return `answer` without the secrets of its request."""
    headers = httpx.Headers(
        [(name, scrubber.text(value)) for name, value in answer.headers.items()]
    )
    return replace(answer, document=scrubber.json(answer.document), headers=headers)


def _certificates(trust_environment: bool) -> ssl.SSLContext:
    context = httpx.create_ssl_context(trust_env=trust_environment)
    # If SSLKEYLOGFILE is set, Python makes TLS write its keys there.
    if context.keylog_filename:
        context.keylog_filename = None  # type: ignore[assignment]
    return context


def _named(name: str) -> dict[str, str]:
    """Return the query for connections by name, newest first; all if it is too short to filter."""
    query = {"sort": "-created_at"}
    if len(name) >= SHORTEST_FILTER:
        query["filter[connection_name][contains]"] = name[:LONGEST_FILTER]
    return query


def _path(identity: str) -> str:
    return f"{CONNECTIONS}/{quote(identity, safe='')}"


def _data(answer: Answer) -> Json:
    return answer.document.get("data") if isinstance(answer.document, dict) else None


def _garbled(answer: Answer) -> ApiError:
    detail = "JSON of another shape" if answer.is_json else "not JSON"
    return ApiError(
        Failure(
            "garbled", Certainty.UNKNOWN, answer.status, request_id=answer.request_id, detail=detail
        )
    )


def _one(
    answer: Answer, reader: Callable[[object], _Item | None], statuses: tuple[int, ...] = (200,)
) -> _Item:
    """Return the record in an answer that holds one. Raises `ApiError`."""
    if answer.status not in statuses:
        raise wire.refusal(answer)
    found = reader(_data(answer))
    if found is None:
        raise _garbled(answer)
    return found


def _page(answer: Answer, number: int, reader: Callable[[object], _Item | None]) -> Page[_Item]:
    """Read page `number` of a list. Raises `ApiError`.

    A record that cannot be read is left out, and the page is then not `whole`.
    """
    if answer.status != 200:
        raise wire.refusal(answer)
    data = _data(answer)
    if not isinstance(data, list):
        raise _garbled(answer)
    items = [item for record in data if (item := reader(record)) is not None]
    meta = read(Meta, answer.document.get("meta") if isinstance(answer.document, dict) else None)
    last = not data or (number >= meta.total_pages if meta else len(data) < PAGE_SIZE)
    total = meta.total_results if meta else None
    if not isinstance(total, int) or isinstance(total, bool) or not 0 <= total < 1 << 31:
        total = None
    return Page(items, last, len(items) == len(data), answer.date, total)


_PROXIES: Final = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
_CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def _setup_fault(error: BaseException) -> str:
    """Say why httpx could not make its client, by the names of the variables that it reads.

    Their values are left out: they may hold passwords.
    """
    if isinstance(error, OSError):
        return f"{_set(_CERTIFICATES)} names no readable certificates"
    if isinstance(error, ImportError):
        return f"{_set(_PROXIES)} asks for a SOCKS proxy, which is not supported"
    return f"{_set(_PROXIES)} holds no usable proxy"


def _set(names: tuple[str, ...]) -> str:
    return " or ".join(
        name for name in names if name in os.environ or name.lower() in os.environ
    ) or " or ".join(names)
