"""The sandbox as an ASGI application: the API's endpoints that the wizard uses, below `/v2`.

It keeps nothing that belongs to an event loop or a thread, and needs no start-up. So one
application serves both uvicorn and httpx's ASGI transport, in any thread.
"""

import re
import sqlite3
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypedDict

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tui_app.sandbox.account import Account
from tui_app.sandbox.bindings import NEVER, Binding, Bindings, Registration, registration
from tui_app.sandbox.connections import Associated, changed, created, shown
from tui_app.sandbox.database import MEMORY, UnusableDatabase
from tui_app.sandbox.exchange import HANDLERS, body_of, reply, route
from tui_app.sandbox.listing import Item, order, page, wanted_text
from tui_app.sandbox.middleware import BearerCheck, Lossy, Slow
from tui_app.sandbox.refusal import Refusal, refusal
from tui_app.sandbox.seeding import fill
from tui_app.sandbox.seeds import PUSH_CREDENTIALS, VOICE_PROFILES
from tui_app.sandbox.store import (
    ORDERS,
    Clock,
    Record,
    Store,
    UserNameTaken,
    Wanted,
    stamp,
)
from tui_app.settings.types import INT64
from tui_app.text.document import Json
from tui_app.text.escape import MASK

BASE: Final = "/v2"
NOTHING_LOST: Final[Mapping[str, int | None]] = MappingProxyType({})
PROFILE_FILTERS: Final = (
    "filter[outbound_voice_profile_id]",
    "filter[outbound.outbound_voice_profile_id]",
)


class Behaviour(TypedDict, total=False):
    """The keywords of `create_app` that say how the sandbox behaves; explained there."""

    drops: bool
    seed: int
    restricted: bool
    slow: float
    lose: Mapping[str, int | None]


def create_app(
    database: Path | str = MEMORY,
    *,
    api_key: str | None = None,
    clock: Clock = time.time_ns,
    voice_profiles: Sequence[Item] = VOICE_PROFILES,
    push_credentials: Sequence[Item] = PUSH_CREDENTIALS,
    drops: bool = False,
    seed: int = 0,
    restricted: bool = False,
    slow: float = 0,
    lose: Mapping[str, int | None] = NOTHING_LOST,
) -> Starlette:
    """Return the sandbox over the SQLite file `database`.

    `:memory:` is a database that ends with the application. `api_key`: the only bearer token that
    is accepted; None accepts any. If the file cannot be used, the connections are kept in memory
    and `app.state.notice` says so on one line that is safe to show; otherwise it is "".
    `app.state.store` is the store that is used. `drops`:
    drop with success what the API was seen to drop without a message, instead of refusing it.
    `seed`: add made-up connections until there are so many. `restricted`: refuse to show voice
    profiles and push credentials, as to a key without the permission. `slow`: send each answer so
    many seconds late. `lose`: see `Lossy`.
    """
    store, notice = _open(database, clock, seed)
    connections = _Connections(store, Associated(voice_profiles, push_credentials), drops, clock)
    account = Account(store, voice_profiles, push_credentials, restricted)
    app = Starlette(
        routes=[*connections.routes(), *account.routes(BASE)],
        middleware=[
            Middleware(Slow, seconds=slow),
            Middleware(BearerCheck, api_key=api_key),
            Middleware(Lossy, lose=lose),
        ],
        exception_handlers=HANDLERS,
    )
    app.router.redirect_slashes = False
    app.state.notice = notice
    app.state.store = store
    return app


def _open(database: Path | str, clock: Clock, seed: int) -> tuple[Store, str]:
    """Return the store, and the notice if it is in memory instead of in `database`."""
    try:
        store = Store(database, clock)
        fill(store, seed)
    except (UnusableDatabase, sqlite3.Error, OSError) as error:
        store = Store(MEMORY, clock)
        fill(store, seed)
        return store, f"the sandbox keeps its connections in memory only: {error}"
    return store, ""


class _Connections:
    """The endpoints of the connections.

    Each reads its body, and uses the disk, in its own thread: a large body or a busy file delays no
    other request.
    """

    def __init__(self, store: Store, associated: Associated, drops: bool, clock: Clock) -> None:
        self._store = store
        self._bindings = Bindings(store.database)
        self._clock = clock
        self._associated = associated
        self._drops = drops

    def routes(self) -> list[Route]:
        connections = f"{BASE}/credential_connections"
        one = connections + "/{id}"
        return [
            route(connections, GET=self._list, POST=self._create),
            route(one, GET=self._read, PATCH=self._change, DELETE=self._delete),
            route(f"{one}/actions/check_registration_status", POST=self._registration),
        ]

    async def _create(self, request: Request) -> Response:
        settings, password = await run_in_threadpool(
            created, await body_of(request), self._associated, self._drops
        )
        try:
            record = await run_in_threadpool(self._store.create, settings, str(password))
        except UserNameTaken:
            raise _taken() from None
        return reply({"data": (await self._shown([record], password))[0]}, 201)

    async def _list(self, request: Request) -> Response:
        query = request.query_params
        asked = page(query, 250)
        member, descending = order(query, ORDERS, "-created_at")
        wanted = Wanted(
            wanted_text(query, "filter[connection_name][contains]", 3),
            tuple(query[each] for each in PROFILE_FILTERS if each in query),
            member,
            descending,
            asked.start,
            asked.size,
        )
        if "filter[fqdn]" in query:
            # A connection of this kind has no host name.
            return reply(asked.reply([], 0))
        records, total = await run_in_threadpool(self._store.page, wanted)
        return reply(asked.reply(await self._shown(records), total))

    async def _read(self, request: Request) -> Response:
        record = await run_in_threadpool(self._store.get, _number(request))
        return await self._one(record)

    async def _change(self, request: Request) -> Response:
        number = _number(request)
        document = await body_of(request)
        try:
            record = await run_in_threadpool(
                self._store.update,
                number,
                lambda old: changed(old, document, self._associated, self._drops),
                str(document["password"]) if "password" in document else None,
            )
        except UserNameTaken:
            raise _taken() from None
        return await self._one(record, document.get("password", MASK))

    async def _delete(self, request: Request) -> Response:
        return await self._one(await run_in_threadpool(self._store.delete, _number(request)))

    async def _one(self, record: Record | None, password: Json = MASK) -> Response:
        """Return the reply with one connection, or that there is none."""
        return reply({"data": (await self._shown([_existing(record)], password))[0]})

    async def _shown(self, records: Sequence[Record], password: Json = MASK) -> list[Item]:
        bindings = await run_in_threadpool(self._bindings.of, [record.id for record in records])
        return [
            shown(record, self._registered(bindings.get(record.id, ())), password)
            for record in records
        ]

    def _registered(self, bindings: Sequence[Binding]) -> Registration:
        return registration(bindings, self._clock()) if bindings else NEVER

    async def _registration(self, request: Request) -> Response:
        record = _existing(await run_in_threadpool(self._store.get, _number(request)))
        bindings = await run_in_threadpool(self._bindings.of, [record.id])
        status, last = self._registered(bindings.get(record.id, ()))
        data: Item = {
            "record_type": "registration_status",
            "status": status,
            "sip_username": record.settings["user_name"],
            "ip_address": last.address if last else None,
            "port": last.port if last else None,
            "transport": last.transport if last else None,
            "user_agent": last.user_agent if last else None,
            "last_registration": stamp(last.registered_at) if last else None,
        }
        return reply({"data": data})


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


def _not_found() -> Refusal:
    return refusal(404, "10005", "there is no credential connection with this id")


def _taken() -> Refusal:
    return refusal(
        422, "10015", "user_name is already taken by another connection", pointer="/user_name"
    )
