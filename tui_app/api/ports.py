"""What a submission needs of the client and the journal, so that tests can replace them."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from tui_app.api.client import Listing
from tui_app.api.replies import Connection
from tui_app.api.target import Target
from tui_app.storage.files import StorageProblem
from tui_app.storage.journal import Intent
from tui_app.text.document import Json


class Api(Protocol):
    """What a submission needs of `client.Client`."""

    @property
    def target(self) -> Target: ...

    async def create(self, body: Mapping[str, Json]) -> Connection: ...

    async def find(
        self, name: str, seconds: float | None = None, *, pages: int = ...
    ) -> Listing: ...


class ApiOfOne(Protocol):
    """What a change or a deletion of one connection needs of `client.Client`."""

    @property
    def target(self) -> Target: ...

    async def get(self, identity: str) -> Connection: ...

    async def patch(self, identity: str, changes: Mapping[str, Json]) -> Connection: ...

    async def delete(self, identity: str) -> Connection: ...


class Journal(Protocol):
    """What a submission needs of `storage.journal.Journal`.

    A failed write is returned, not raised.
    """

    def begin(self, intent: Intent) -> StorageProblem | None: ...

    def end(
        self, intent: Intent, outcome: str, identity: str | None = None
    ) -> StorageProblem | None: ...

    def unfinished(self) -> list[Intent]: ...


class NoJournal:
    """Remembers nothing: for the sandbox, whose connections cost nothing."""

    def begin(self, intent: Intent) -> StorageProblem | None:
        return None

    def end(
        self, intent: Intent, outcome: str, identity: str | None = None
    ) -> StorageProblem | None:
        return None

    def unfinished(self) -> list[Intent]:
        return []


OpenApi = Callable[[], AbstractAsyncContextManager[Api]]
"""Make a client for one event loop."""
OpenApiOfOne = Callable[[], AbstractAsyncContextManager[ApiOfOne]]
