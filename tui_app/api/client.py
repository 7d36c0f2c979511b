"""The API's endpoints that the wizard uses. Every way in which a request can fail ends in one `ApiError`."""

import json
import os
import ssl
import time
from collections.abc import Callable, Mapping
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
    Meta,
    PushCredential,
    RegistrationStatus,
    VoiceProfile,
    read,
    read_connection,
)
from tui_app.api.target import Target
from tui_app.api.wire import Answer
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json
from tui_app.text.escape import shortened
from tui_app.text.redact import Scrubber

if TYPE_CHECKING:
    from pydantic import SecretStr

CONNECTIONS: Final = "/credential_connections"
PAGE_SIZE: Final = 250
MOST_PAGES: Final = 60
"""15,000 connections: an account may have 10,000 of all kinds (vendor's page on credentials)."""
SHORTEST_FILTER: Final = 3
"""The API's filter by name takes no fewer characters."""
LONGEST_FILTER: Final = 200
"""Characters of a name that are asked for: whatever contains all of it contains its beginning, and an address must not grow for ever."""
CONNECT_SECONDS: Final = 10.0

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a look found. `at` is the server's time of it, where it tells; `complete`: nothing in the list was left unread."""

    connections: tuple[Connection, ...]
    at: datetime | None = None
    complete: bool = True


class Listed(NamedTuple):
    """An item to choose from: its id, what it is called, a note, and whether it is disabled."""

    id: str
    name: str
    note: str
    disabled: bool = False


class Client:
    """The API at `target` with `key`: an asynchronous context manager, for one event loop.

    `timeout`: seconds for one whole answer. `transport`: what stands in for the network, as for the sandbox or in tests. A proxy or
    certificate variable that cannot be used is told by the first request, as never sent.
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
        # The sandbox's key is a word that it may say.
        self._secrets = [] if target.is_sandbox else [key.get_secret_value()]
        self._names: list[str] = []

    async def __aenter__(self) -> Self:
        # Neither a proxy nor a file of certificates has a say in what stays on this machine.
        trust = self._transport is None and not self.target.stays_here
        try:
            self._http = httpx.AsyncClient(
                verify=_certificates(trust),
                transport=self._transport,
                trust_env=trust,
                follow_redirects=False,
                timeout=httpx.Timeout(self.timeout, connect=min(CONNECT_SECONDS, self.timeout)),
                # A connection kept alive may be dead when the next request is sent: then nobody knows whether that was read.
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
        """Creates a connection: one POST, never repeated here."""
        return _one(await self._send("POST", CONNECTIONS, body), read_connection, (200, 201))

    async def find(
        self, name: str, seconds: float | None = None, *, pages: int = MOST_PAGES
    ) -> Listing:
        """The connections whose name contains `name`, whatever its case, and some others; all of them where the API's filter takes no less.

        `seconds`: the time for all of its pages, instead of the client's for one answer. `pages`: at most so many of 250, newest first.
        """
        query = {"sort": "-created_at"}
        if len(name) >= SHORTEST_FILTER:
            query["filter[connection_name][contains]"] = name[:LONGEST_FILTER]
        found = await self._all(CONNECTIONS, query, read_connection, seconds, pages)
        return Listing(tuple(found.items), found.at, found.whole)

    async def get(self, identity: str) -> Connection:
        """One connection by its id."""
        return _one(await self._send("GET", _path(identity)), read_connection)

    async def patch(self, identity: str, changes: Mapping[str, Json]) -> Connection:
        """Changes settings of a connection. Doing it twice does no harm."""
        return _one(await self._send("PATCH", _path(identity), changes), read_connection)

    async def voice_profiles(self) -> list[VoiceProfile]:
        """Every outbound voice profile of the account."""
        return (
            await self._all("/outbound_voice_profiles", {}, lambda data: read(VoiceProfile, data))
        ).items

    async def push_credentials(self, platform: str) -> list[PushCredential]:
        """Every push credential of a `platform`: "ios" or "android"."""
        query = {"filter[type]": platform}
        found = await self._all(
            "/mobile_push_credentials", query, lambda data: read(PushCredential, data)
        )
        return [each for each in found.items if each.type == platform]

    async def choices(self, lookup: str) -> list[Listed]:
        """What can be chosen for a setting whose `lookup` this is; what is disabled comes last."""
        if lookup == "outbound_voice_profiles":
            profiles = sorted(await self.voice_profiles(), key=lambda each: not each.enabled)
            return [
                Listed(
                    each.id,
                    shortened(each.name, 60),
                    "" if each.enabled else "disabled",
                    not each.enabled,
                )
                for each in profiles
            ]
        found = await self.push_credentials(lookup.partition("_")[0])
        return [
            Listed(each.id, shortened(each.alias or "", 60), shortened(each.type, 20))
            for each in found
        ]

    async def registration_status(self, identity: str) -> RegistrationStatus:
        """Whether a device has registered with the connection's credentials."""
        answer = await self._send("POST", f"{_path(identity)}/actions/check_registration_status")
        return _one(answer, lambda data: read(RegistrationStatus, data))

    async def _all(
        self,
        path: str,
        query: Mapping[str, str],
        reader: Callable[[object], _Item | None],
        seconds: float | None = None,
        pages: int = MOST_PAGES,
    ) -> "_Page[_Item]":
        """All pages of a list as one. It is not whole where a record could not be read or there were more pages than are ever read."""
        found: list[_Item] = []
        whole, at = True, None
        end = time.monotonic() + (self.timeout if seconds is None else seconds)
        for number in range(1, pages + 1):
            numbered = {**query, "page[size]": str(PAGE_SIZE), "page[number]": str(number)}
            page = _page(
                await self._send("GET", path, query=numbered, seconds=end - time.monotonic()),
                number,
                reader,
            )
            found += page.items
            whole, at = whole and page.whole, page.at
            if page.last:
                return _Page(found, True, whole, at)
        return _Page(found, False, False, at)

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
        # ASCII alone: a lone surrogate then travels as JSON's escape and cannot stop the request half way.
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
        """Remembers what a request sends of secrets, so that no answer of this client's shows them."""
        for name, value in body.items():
            if isinstance(value, str):
                (self._secrets if REQUEST.is_secret((name,)) else self._names).append(value)


def scrubbed(answer: Answer, scrubber: Scrubber) -> Answer:
    """`answer` without the secrets that it was asked with."""
    headers = httpx.Headers(
        [(name, scrubber.text(value)) for name, value in answer.headers.items()]
    )
    return replace(answer, document=scrubber.json(answer.document), headers=headers)


def _certificates(trust_environment: bool) -> ssl.SSLContext:
    context = httpx.create_ssl_context(trust_env=trust_environment)
    # Where SSLKEYLOGFILE is set, Python has TLS write its keys there.
    if context.keylog_filename:
        context.keylog_filename = None  # type: ignore[assignment]
    return context


class _Page(NamedTuple, Generic[_Item]):
    items: list[_Item]
    last: bool
    whole: bool
    at: datetime | None


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
    """The record in an answer of one. Raises `ApiError`."""
    if answer.status not in statuses:
        raise wire.refusal(answer)
    found = reader(_data(answer))
    if found is None:
        raise _garbled(answer)
    return found


def _page(answer: Answer, number: int, reader: Callable[[object], _Item | None]) -> _Page[_Item]:
    """Page `number` of a list. A record that cannot be read is left out, and the page is then not `whole`. Raises `ApiError`."""
    if answer.status != 200:
        raise wire.refusal(answer)
    data = _data(answer)
    if not isinstance(data, list):
        raise _garbled(answer)
    items = [item for record in data if (item := reader(record)) is not None]
    meta = read(Meta, answer.document.get("meta") if isinstance(answer.document, dict) else None)
    last = not data or (number >= meta.total_pages if meta else len(data) < PAGE_SIZE)
    return _Page(items, last, len(items) == len(data), answer.date)


_PROXIES: Final = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
_CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def _setup_fault(error: BaseException) -> str:
    """Why httpx could not make its client, by the names of the variables that have a say in it. Their values may hold passwords."""
    if isinstance(error, OSError):
        return f"{_set(_CERTIFICATES)} names no readable certificates"
    if isinstance(error, ImportError):
        return f"{_set(_PROXIES)} asks for a SOCKS proxy, which is not supported"
    return f"{_set(_PROXIES)} holds no usable proxy"


def _set(names: tuple[str, ...]) -> str:
    return " or ".join(
        name for name in names if name in os.environ or name.lower() in os.environ
    ) or " or ".join(names)
