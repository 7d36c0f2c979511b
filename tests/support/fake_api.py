"""The API in memory, which fails as it is told: for the submission's own logic, without a wire."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final, Literal, Self

from tests.support.clock import InstantClock
from tui_app.api.client import Listing
from tui_app.api.errors import ApiError, Certainty, Failure
from tui_app.api.replies import Connection
from tui_app.api.target import Target
from tui_app.settings.problem import Problem
from tui_app.text.document import Json
from tui_app.text.escape import MASK

Way = Literal[
    "created", "never sent", "refused", "busy", "lost", "commit then lost", "lost then commit", "garbled", "commit then garbled", "hangs",
    "hangs then created", "hangs then lost", "hangs then commit then lost", "commit then taken", "hangs then commit then taken",
    "hangs then taken",
]  # fmt: skip
WAYS: Final[tuple[Way, ...]] = (
    "created", "never sent", "refused", "busy", "lost", "commit then lost", "lost then commit", "garbled", "commit then garbled", "hangs",
    "hangs then created", "hangs then lost", "hangs then commit then lost", "commit then taken", "hangs then commit then taken",
    "hangs then taken",
)  # fmt: skip
"""What can become of a request that creates.

`lost then commit`: the server carries it out after the client has given up. `commit then taken`:
something on the way sends it twice, and the second answer arrives.
"""

LookWay = Literal["well", "never sent", "lost", "refused", "busy", "page"]
LOOK_WAYS: Final[tuple[LookWay, ...]] = ("well", "never sent", "lost", "refused", "busy", "page")

_FAILURES: Final[dict[str, Failure]] = {
    "lost": Failure("lost", Certainty.UNKNOWN),
    "never sent": Failure("dns", Certainty.NEVER_SENT),
    "refused": Failure(
        "unauthorized",
        Certainty.REFUSED,
        401,
        (Problem((), "error", "api_10009", "was refused: no"),),
    ),
    "busy": Failure("busy", Certainty.REFUSED, 429, retry_after=3.0),
    "garbled": Failure("garbled", Certainty.UNKNOWN, 201),
    "page": Failure("page", Certainty.UNKNOWN, 403),
}
TAKEN: Final = Failure(
    "invalid",
    Certainty.REFUSED,
    422,
    (Problem(("user_name",), "error", "api_10015", "was refused: has already been taken [10015]"),),
)
HANG_SECONDS: Final = 60.0


class FakeApi:
    """What `ports.Api` asks for.

    `ways` and `look_ways` are used up one a request, then all is well.

    `lag`: so many looks after its commit leave a connection out. `unique`: a user name that is
    taken is refused. `on_step` is called before each request with what it is; `hang` is waited for
    by a way that hangs.
    """

    def __init__(self, clock: InstantClock, *, lag: int = 0, unique: bool = True) -> None:
        self.target = Target("https://api.example.com/v2", "api.example.com")
        self.clock = clock
        self.lag = lag
        self.unique = unique
        self.ways: deque[Way] = deque()
        self.look_ways: deque[LookWay] = deque()
        self.posts: list[Way] = []
        self.looks = 0
        self.connections: list[Connection] = []
        self.on_step: Callable[[str], None] = lambda step: None
        self.hang: Callable[[], Awaitable[object]] = lambda: clock.sleep(HANG_SECONDS)
        self.hidden: dict[str, int] = {}
        self._later: list[tuple[int, Mapping[str, Json]]] = []
        self.run = 0
        """Which run of the program is asking; `made_by` keeps the one that each connection comes
        from.
        """
        self.made_by: dict[str, int] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def create(self, body: Mapping[str, Json]) -> Connection:
        self.on_step("create")
        way = self.ways.popleft() if self.ways else "created"
        self.posts.append(way)
        await asyncio.sleep(0)
        if way.startswith("hangs"):
            await self.hang()
        if way in ("created", "hangs then created"):
            return self.commit(body)
        if "commit then" in way:
            # Whoever says that a name is taken takes none twice.
            self.commit(body, unique=self.unique or way.endswith("taken"))
        if way == "lost then commit":
            self._later.append((self.run, body))
        if way.endswith("taken"):
            raise ApiError(TAKEN)
        raise ApiError(_FAILURES[next(kind for kind in _FAILURES if kind in way or way == "hangs")])

    def commit(self, body: Mapping[str, Json], *, unique: bool | None = None) -> Connection:
        """Carries out a request to create. Raises `ApiError` where the user name is taken."""
        name, user_name = str(body["connection_name"]), str(body["user_name"])
        if (self.unique if unique is None else unique) and any(
            each.user_name.casefold() == user_name.casefold() for each in self.connections
        ):
            raise ApiError(TAKEN)
        made = Connection(
            str(1000 + len(self.connections)),
            name,
            user_name,
            None,
            self.clock.now(),
            {"id": str(1000 + len(self.connections)), **body, "password": MASK},
        )
        self.connections.append(made)
        self.hidden[made.id] = self.lag
        self.made_by[made.id] = self.run
        return made

    def commit_what_was_lost(self) -> None:
        """Carries out what came late, unless it cannot be any more."""
        while self._later:
            run, body = self._later.pop()
            if not any(each.user_name == body["user_name"] for each in self.connections):
                self.made_by[self.commit(body).id] = run

    async def find(self, name: str, seconds: float | None = None, *, pages: int = 60) -> Listing:
        self.on_step("look")
        self.looks += 1
        await asyncio.sleep(0)
        if self.looks % 2 == 0:
            self.commit_what_was_lost()
        way = self.look_ways.popleft() if self.look_ways else "well"
        if way != "well":
            raise ApiError(_FAILURES[way])
        seen = [
            each
            for each in self.connections
            if not self.hidden[each.id] and name.casefold() in each.connection_name.casefold()
        ]
        self.hidden = {identity: max(0, left - 1) for identity, left in self.hidden.items()}
        return Listing(tuple(seen), self.now())

    def now(self) -> datetime:
        return self.clock.now()
