"""An account with many connections, made as they are asked for: its API, and a list of rows."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from tui_app.api.target import check_key, find_target
from tui_app.core.session import Session
from tui_app.core.table import Column, PageFailed, Row, RowAction, Rows, Table

MANY = 10_000
SHOW = RowAction("show", "enter", "show")
ALL = RowAction("all", "a", "all", several=True)


def record(number: int, **more: Any) -> dict[str, Any]:
    """Connection `number`, from 1, as the API has it. Three of four have the default profile."""
    profile = None if number % 4 == 0 else "2241870351094581633"
    return {
        "id": str(number),
        "record_type": "credential_connection",
        "active": number % 10 != 0,
        "connection_name": f"office {number:05}",
        "user_name": f"user{number}",
        "password": "hunter2hunter2",
        "created_at": "2026-11-25T10:00:00Z",
        "inbound": {"codecs": ["G722"], "channel_limit": None},
        "outbound": {"outbound_voice_profile_id": profile, "localization": "US"},
        **more,
    }


class Account:
    """The API of an account with `count` connections, the newest first. `requests` are kept.

    `fails` says with which status a request fails; None: it does not.
    """

    def __init__(self, count: int = MANY) -> None:
        self.numbers = list(range(count, 0, -1))
        self.changed: dict[str, dict[str, Any]] = {}
        self.requests: list[httpx.Request] = []
        self.fails: Callable[[httpx.Request], int | None] = lambda request: None

    @property
    def session(self) -> Session:
        return Session(
            find_target("https://api.example.com/v2", {}),
            check_key("KEY0123456789"),
            transport=lambda: httpx.MockTransport(self.answer),
        )

    @property
    def pages(self) -> list[tuple[str, str]]:
        """The pages that were asked for: the text of the filter, and the number."""
        return [
            (
                request.url.params.get("filter[connection_name][contains]", ""),
                request.url.params["page[number]"],
            )
            for request in self.requests
            if "page[number]" in request.url.params
        ]

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        status = self.fails(request)
        if status is not None:
            return httpx.Response(status, json={"errors": [{"code": "10007", "title": "No"}]})
        path = request.url.path.removeprefix("/v2/credential_connections")
        return self._listed(request.url.params) if not path else self._one(request, path[1:])

    def _listed(self, asked: httpx.QueryParams) -> httpx.Response:
        text = asked.get("filter[connection_name][contains]", "").casefold()
        found = [each for each in self.numbers if text in f"office {each:05}"]
        size, number = int(asked["page[size]"]), int(asked["page[number]"])
        meta = {"page_number": number, "total_results": len(found)}
        meta["total_pages"] = -(-len(found) // size)
        shown = [self.record(each) for each in found[(number - 1) * size : number * size]]
        return httpx.Response(200, json={"data": shown, "meta": meta})

    def _one(self, request: httpx.Request, path: str) -> httpx.Response:
        identity, _, action = path.partition("/")
        if int(identity) not in self.numbers:
            return httpx.Response(404, json={"errors": [{"code": "10005", "title": "Not found"}]})
        if action:
            return httpx.Response(200, json={"data": {"status": "Registered", "port": 5060}})
        return httpx.Response(200, json={"data": self.record(int(identity))})

    def record(self, number: int) -> dict[str, Any]:
        return record(number) | self.changed.get(str(number), {})


class Source:
    """What a list reads: `count` rows, `size` a page. `asked` are the pages, `fails` those that
    fail from now on. Each waits for `gate`, if there is one.
    """

    def __init__(self, count: int, size: int = 10, *, shortest: int = 0) -> None:
        self.rows = [Row(str(n), (f"office {n:05}", f"user{n}")) for n in range(count)]
        self.size, self.shortest = size, shortest
        self.asked: list[tuple[str, int]] = []
        self.fails: set[tuple[str, int]] = set()
        self.gate: asyncio.Event | None = None

    async def read(self, search: str, number: int) -> Rows:
        self.asked.append((search, number))
        if self.gate is not None:
            await self.gate.wait()
        if (search, number) in self.fails:
            raise PageFailed("The API did not answer.")
        wanted = search if self.shortest else ""
        found = [row for row in self.rows if wanted in row.cells[0]]
        start = (number - 1) * self.size
        return Rows(found[start : start + self.size], start + self.size >= len(found), len(found))

    def table(self, *actions: RowAction, **more: Any) -> Table:
        return Table(
            title="Offices",
            columns=(Column("Name", 14), Column("User name", 12, leave=1)),
            read=self.read,
            actions=actions or (SHOW,),
            nothing="There are no offices.",
            shortest=self.shortest,
            searched="name",
            **more,
        )
