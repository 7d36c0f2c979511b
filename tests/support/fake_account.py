"""One connection in memory, which others change too, and an API that fails as it is told."""

import asyncio
import copy
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Literal, Self

from tests.support.clock import InstantClock
from tui_app.api.errors import ApiError, Certainty, Failure
from tui_app.api.replies import Connection
from tui_app.api.target import Target
from tui_app.settings.problem import Problem
from tui_app.text.document import Json
from tui_app.text.escape import MASK

Way = Literal[
    "done", "never sent", "refused", "busy", "lost", "done then lost", "lost then done",
    "hangs", "hangs then done", "hangs then refused", "done then hangs", "gone", "done then gone",
]  # fmt: skip
WAYS: Final[tuple[Way, ...]] = (
    "done", "never sent", "refused", "busy", "lost", "done then lost", "lost then done",
    "hangs", "hangs then done", "hangs then refused", "done then hangs", "gone", "done then gone",
)  # fmt: skip
"""What can become of a PATCH or a DELETE.

`lost then done`: done after the client gave up. `gone`: the answer says so, and it is not.
"""
ReadWay = Literal["well", "never sent", "lost", "busy", "refused"]
READ_WAYS: Final[tuple[ReadWay, ...]] = ("well", "never sent", "lost", "busy", "refused")

_FAILURES: Final[dict[str, Failure]] = {
    "lost": Failure("lost", Certainty.UNKNOWN),
    "never sent": Failure("dns", Certainty.NEVER_SENT),
    "refused": Failure(
        "invalid",
        Certainty.REFUSED,
        422,
        (Problem(("dtmf_type",), "error", "api_10015", "was refused: no"),),
    ),
    "busy": Failure("busy", Certainty.REFUSED, 429, retry_after=3.0),
    "gone": Failure("not_found", Certainty.REFUSED, 404),
    "hangs": Failure("timeout", Certainty.UNKNOWN),
}
HANG_SECONDS: Final = 60.0
OFFICE: Final[dict[str, Json]] = {
    "id": "7",
    "connection_name": "office",
    "user_name": "office12",
    "password": MASK,
    "dtmf_type": "RFC 2833",
    "tags": [],
    "inbound": {"timeout_1xx_secs": 3, "timeout_2xx_secs": 90},
    "updated_at": "2026-11-01T10:00:00Z",
}


class FakeAccount:
    """What `ports.ApiOfOne` asks for.

    `ways` are used up one a request that alters, `read_ways` one a read; then all is well.
    `on_step` is called before each request with "get", "patch" or "delete".
    """

    def __init__(self, clock: InstantClock, **settings: Json) -> None:
        self.target = Target("https://api.example.com/v2", "api.example.com")
        self.clock = clock
        self.document: dict[str, Json] | None = copy.deepcopy(OFFICE | settings)
        self.ways: deque[Way] = deque()
        self.read_ways: deque[ReadWay] = deque()
        self.sent: list[Mapping[str, Json]] = []
        """The body of each PATCH; {} for a DELETE."""
        self.done: list[Mapping[str, Json]] = []
        """Those that were carried out."""
        self.steps: list[str] = []
        self.on_step: Callable[[str, int], None] = lambda step, number: None
        self.hang: Callable[[], Awaitable[object]] = lambda: clock.sleep(HANG_SECONDS)
        self.passwords: list[Json] = []
        self.read: dict[str, Json] = {}
        """What the last read showed."""
        self._later: list[Callable[[], object]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    def shown(self) -> Connection:
        """The connection as the API shows it. Raises `ApiError` if it is gone."""
        if self.document is None:
            raise ApiError(_FAILURES["gone"])
        document = copy.deepcopy(self.document)
        return Connection(
            str(document["id"]),
            str(document["connection_name"]),
            str(document["user_name"]),
            None,
            None,
            document,
        )

    def merge(self, changes: Mapping[str, Json]) -> None:
        """Change the connection as the API does: objects member by member."""
        assert self.document is not None
        for name, value in copy.deepcopy(dict(changes)).items():
            here = self.document.get(name)
            if name == "password":
                self.passwords.append(value)
            elif isinstance(here, dict) and isinstance(value, dict):
                here.update(value)
            else:
                self.document[name] = value

    async def get(self, identity: str) -> Connection:
        self._step("get")
        await asyncio.sleep(0)
        if self.steps.count("get") % 2 == 0:
            while self._later:
                self._later.pop()()
        way = self.read_ways.popleft() if self.read_ways else "well"
        if way != "well":
            raise ApiError(_FAILURES[way])
        shown = self.shown()
        self.read = shown.document
        return shown

    async def patch(self, identity: str, changes: Mapping[str, Json]) -> Connection:
        self._step("patch")

        def change() -> None:
            if self.document is not None:
                self.merge(changes)
                self.done.append(changes)

        self.sent.append(changes)
        await self._befall(change)
        return self.shown()

    async def delete(self, identity: str) -> Connection:
        self._step("delete")
        before = self.document

        def remove() -> None:
            if self.document is not None:
                self.document = None
                self.done.append({})

        self.sent.append({})
        await self._befall(remove)
        after, self.document = self.document, before
        shown = self.shown()
        self.document = after
        return shown

    async def _befall(self, carry_out: Callable[[], None]) -> None:
        way = self.ways.popleft() if self.ways else "done"
        await asyncio.sleep(0)
        if way.startswith("hangs"):
            await self.hang()
        if self.document is None:
            raise ApiError(_FAILURES["gone"])
        if way in ("done", "hangs then done"):
            carry_out()
            return
        if way.startswith("done then"):
            carry_out()
        if way == "done then hangs":
            await self.hang()
        if way == "lost then done":
            self._later.append(carry_out)
        raise ApiError(_FAILURES[next(kind for kind in _FAILURES if kind in way.split(" then "))])

    def _step(self, step: str) -> None:
        self.steps.append(step)
        self.on_step(step, self.steps.count(step))
