"""The sandbox as an ASGI application: the API's endpoints that the wizard uses, below `/v2`.

It keeps nothing that belongs to an event loop or a thread, and needs no start-up. So one
application serves both uvicorn and httpx's ASGI transport, in any thread.
"""

import json
import re
import secrets
import sqlite3
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tui_app.sandbox.connections import Associated, changed, created, shown
from tui_app.sandbox.listing import containing, equal, paged, sorted_by
from tui_app.sandbox.refusal import Refusal, entry, refusal
from tui_app.sandbox.seeds import PUSH_CREDENTIALS, VOICE_PROFILES
from tui_app.sandbox.store import MEMORY, Clock, Record, Store, UnusableDatabase, UserNameTaken
from tui_app.settings.types import INT64
from tui_app.text.document import Json, UnreadableDocument, parse_document

BASE: Final = "/v2"
LARGEST_BODY: Final = 1 << 20

Handler = Callable[[Request], Awaitable[Response]]
Item = dict[str, Json]


def create_app(
    database: Path | str = MEMORY,
    *,
    api_key: str | None = None,
    clock: Clock = time.time_ns,
    voice_profiles: Sequence[Item] = VOICE_PROFILES,
    push_credentials: Sequence[Item] = PUSH_CREDENTIALS,
    drops: bool = False,
) -> Starlette:
    """Return the sandbox over the SQLite file `database`.

    `:memory:` is a database that ends with the application. `api_key`: the only bearer token that
    is accepted; None accepts any. If the file cannot be used, the connections are kept in memory
    and `app.state.notice` says so on one line that is safe to show; otherwise it is "". `drops`:
    drop with success what the API was seen to drop without a message, instead of refusing it.
    """
    notice = ""
    try:
        store = Store(database, clock)
    except UnusableDatabase as error:
        store = Store(MEMORY, clock)
        notice = f"the sandbox keeps its connections in memory only: {error}"
    sandbox = _Sandbox(store, voice_profiles, push_credentials, drops)
    app = Starlette(
        routes=sandbox.routes(),
        middleware=[Middleware(_BearerCheck, api_key=api_key)],
        exception_handlers={
            Refusal: _refused,
            HTTPException: _no_such_route,
            ClientDisconnect: _gone,
            sqlite3.Error: _disk_failed,
            OSError: _disk_failed,
            UnusableDatabase: _disk_failed,
        },
    )
    app.router.redirect_slashes = False
    app.state.notice = notice
    return app


class _Sandbox:
    """The endpoints.

    Each reads its body, and uses the disk, in its own thread: a large body or a busy file delays no
    other request.
    """

    def __init__(
        self,
        store: Store,
        voice_profiles: Sequence[Item],
        push_credentials: Sequence[Item],
        drops: bool,
    ) -> None:
        self._store = store
        self._drops = drops
        self._profiles = sorted(voice_profiles, key=lambda each: str(each["created_at"]))
        self._push = sorted(push_credentials, key=lambda each: str(each["created_at"]))
        self._associated = Associated(voice_profiles, push_credentials)

    def routes(self) -> list[Route]:
        connections = f"{BASE}/credential_connections"
        one = connections + "/{id}"
        return [
            _route(connections, GET=self._list, POST=self._create),
            _route(one, GET=self._read, PATCH=self._change, DELETE=self._delete),
            _route(f"{one}/actions/check_registration_status", POST=self._registration),
            _route(f"{BASE}/outbound_voice_profiles", GET=self._list_profiles),
            _route(f"{BASE}/mobile_push_credentials", GET=self._list_push),
        ]

    async def _create(self, request: Request) -> Response:
        settings, password = await run_in_threadpool(
            created, await _document(request), self._associated, self._drops
        )
        try:
            record = await run_in_threadpool(self._store.create, settings)
        except UserNameTaken:
            raise _taken() from None
        return _reply({"data": shown(record, password)}, 201)

    async def _list(self, request: Request) -> Response:
        query = request.query_params
        items = [shown(record) for record in await run_in_threadpool(self._store.every)]
        items = containing(items, query, "connection_name", 3)
        for parameter in (
            "filter[outbound_voice_profile_id]",
            "filter[outbound.outbound_voice_profile_id]",
        ):
            items = equal(items, query, parameter, _profile_of)
        # A connection of this kind has no host name.
        items = equal(items, query, "filter[fqdn]", lambda item: None)
        items = sorted_by(items, query, ("created_at", "connection_name", "active"), "-created_at")
        return _reply(paged(items, query, 250))

    async def _read(self, request: Request) -> Response:
        record = await run_in_threadpool(self._store.get, _number(request))
        return _reply({"data": shown(_existing(record))})

    async def _change(self, request: Request) -> Response:
        number = _number(request)
        document = await _document(request)
        try:
            record = await run_in_threadpool(
                self._store.update,
                number,
                lambda old: changed(old, document, self._associated, self._drops),
            )
        except UserNameTaken:
            raise _taken() from None
        found = _existing(record)
        return _reply(
            {"data": shown(found, document["password"]) if "password" in document else shown(found)}
        )

    async def _delete(self, request: Request) -> Response:
        record = await run_in_threadpool(self._store.delete, _number(request))
        return _reply({"data": shown(_existing(record))})

    async def _registration(self, request: Request) -> Response:
        record = _existing(await run_in_threadpool(self._store.get, _number(request)))
        # Nothing can register with a sandbox.
        data: Item = {
            "record_type": "registration_status",
            "status": "Not Registered",
            "sip_username": record.settings["user_name"],
            "ip_address": None,
            "port": None,
            "transport": None,
            "user_agent": None,
            "last_registration": None,
        }
        return _reply({"data": data})

    async def _list_profiles(self, request: Request) -> Response:
        query = request.query_params
        used = [_profile_of(shown(record)) for record in await run_in_threadpool(self._store.every)]
        items: list[Item] = [
            {**profile, "connections_count": used.count(profile["id"])}
            for profile in self._profiles
        ]
        items = containing(items, query, "name")
        members = (
            "created_at",
            "name",
            "enabled",
            "service_plan",
            "traffic_type",
            "usage_payment_method",
        )
        return _reply(paged(sorted_by(items, query, members, "-created_at"), query, 20))

    async def _list_push(self, request: Request) -> Response:
        query = request.query_params
        items = equal(self._push, query, "filter[type]", lambda item: item["type"])
        items = equal(items, query, "filter[alias]", lambda item: item["alias"])
        return _reply(paged(items, query, 20))


class _BearerCheck:
    """Answers 401 to every request without a bearer token, for any path."""

    def __init__(self, app: ASGIApp, api_key: str | None) -> None:
        self._app = app
        self._key = api_key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._accepts(
            Request(scope).headers.get("authorization", "")
        ):
            await self._app(scope, receive, send)
        else:
            refused = entry(
                "10009",
                "the request carries no usable API key: send Authorization: Bearer <key>",
                pointer=None,
            )
            await _reply({"errors": [refused]}, 401)(scope, receive, send)

    def _accepts(self, header: str) -> bool:
        match = re.fullmatch(r"[Bb][Ee][Aa][Rr][Ee][Rr] +([\x21-\x7e]+)", header)
        return match is not None and (
            self._key is None or secrets.compare_digest(match[1].encode(), self._key.encode())
        )


def _route(path: str, **handlers: Handler) -> Route:
    """Return a route with a handler per method; other methods get 405 and the list of these."""

    async def dispatch(request: Request) -> Response:
        return await handlers["GET" if request.method == "HEAD" else request.method](request)

    return Route(path, dispatch, methods=list(handlers))


async def _document(request: Request) -> Mapping[str, Json]:
    """Return the JSON object in the body, read as strictly as a payload file.

    What parsers read in different ways is refused.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise refusal(400, "10029", "the body must come with Content-Type: application/json")
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > LARGEST_BODY:
            raise refusal(413, "10015", f"the body is larger than {LARGEST_BODY} bytes")
    try:
        return await run_in_threadpool(parse_document, bytes(data), "the body")
    except UnreadableDocument as error:
        raise refusal(400, "10023", str(error)) from None


def _number(request: Request) -> int:
    """Return the id in the path. What cannot be an id is not found."""
    text = request.path_params["id"]
    if not re.fullmatch("[1-9][0-9]{0,18}", text) or int(text) > INT64:
        raise _not_found()
    return int(text)


def _existing(found: Record | None) -> Record:
    if found is None:
        raise _not_found()
    return found


def _profile_of(connection: Item) -> Json:
    return cast(Item, connection["outbound"])["outbound_voice_profile_id"]


def _not_found() -> Refusal:
    return refusal(404, "10005", "there is no credential connection with this id")


def _taken() -> Refusal:
    return refusal(
        422, "10015", "user_name is already taken by another connection", pointer="/user_name"
    )


def _reply(
    body: Mapping[str, Json], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    # ASCII only, so that any text can be sent.
    return Response(json.dumps(body, allow_nan=False), status, headers, "application/json")


async def _refused(request: Request, error: Exception) -> Response:
    refused = cast(Refusal, error)
    return _reply(refused.body, refused.status)


async def _no_such_route(request: Request, error: Exception) -> Response:
    found = cast(HTTPException, error)
    code, words = (
        ("10005", "there is nothing here")
        if found.status_code == 404
        else ("10015", f"{request.method} is not possible here")
    )
    return _reply({"errors": [entry(code, words)]}, found.status_code, found.headers)


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=400)


async def _disk_failed(request: Request, error: Exception) -> Response:
    return _reply(
        {"errors": [entry("10007", "the sandbox cannot read or write its database")]}, 500
    )
