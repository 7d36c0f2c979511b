"""A change or a deletion over a real client, on a server with faults."""

import time
from typing import Final, Literal

from pydantic import SecretStr

from tests.support.clock import InstantClock, MemoryJournal
from tests.support.fault_server import FaultServer
from tests.support.faults import ALTERING, DELETING, Fault, Json
from tui_app.api.altering import Altering
from tui_app.api.change import Change
from tui_app.api.client import Client
from tui_app.api.progress import Event, Kind, Outcome, Pace
from tui_app.api.removal import Removal
from tui_app.api.target import Target
from tui_app.settings.problem import Answer, Path

Work = Literal["change", "deletion"]
OFFICE: Final[Json] = {
    "record_type": "credential_connection",
    "id": "7",
    "connection_name": "office",
    "user_name": "office12",
    "password": "********",
    "created_at": "2026-11-01T10:00:00Z",
    "inbound": {"timeout_1xx_secs": 3, "timeout_2xx_secs": 90},
    "tags": [],
}
NEW_PASSWORD: Final = "canary-Winter2026"
WANTED: Final[dict[Path, Answer]] = {
    ("inbound", "timeout_2xx_secs"): 60,
    ("tags",): ["mine"],
    ("password",): SecretStr(NEW_PASSWORD),
}
BODY: Final[Json] = {
    "password": NEW_PASSWORD,
    "inbound": {"timeout_2xx_secs": 60},
    "tags": ["mine"],
}
BOUND: Final = 15.0
ANSWER_SECONDS: Final = 1.0
ENDS: Final[dict[Work, dict[str, Kind]]] = {
    "change": {"created": "updated", "found": "updated", "not_created": "not_updated"},
    "deletion": {"created": "deleted", "found": "deleted", "not_created": "not_deleted"},
}
"""The outcomes of a change and a deletion that have the place of those of a creation."""
DONE: Final[dict[Work, Kind]] = {"change": "updated", "deletion": "deleted"}
FAULTS_OF: Final[dict[Work, dict[str, Fault]]] = {"change": ALTERING, "deletion": DELETING}


class Row:
    """What became of a change or a deletion of the office's connection on a server with faults.

    `faults` befall what is sent, `reads` the reads. Waits take no time.
    """

    def __init__(
        self, work: Work, *faults: str, reads: tuple[str, ...] = (), stops: bool = False
    ) -> None:
        self.work = work
        self.events: list[Event] = []
        self.journal = MemoryJournal()
        with FaultServer(*faults) as server:
            server.connections.append({**OFFICE, "inbound": dict(OFFICE["inbound"])})
            server.read_faults.extend(reads)
            altering = self._altering(Target(server.base_url, "test"))
            since = time.monotonic()
            self.outcome: Outcome = altering.run()
            assert altering.join(10)
            self.seconds = time.monotonic() - since
            assert altering.error is None
            self.sent = server.patches if work == "change" else [{}] * server.deletions
            self.left = server.connections
            assert server.posts == []
        self.done = self._is_done()

    def _altering(self, target: Target) -> Altering:
        def client() -> Client:
            return Client(target, SecretStr("KEY-canary"), timeout=ANSWER_SECONDS)

        names = ("7", "office", "office12")
        clock, pace = InstantClock(), Pace(look_seconds=ANSWER_SECONDS)
        if self.work == "change":
            return Change(
                *names,
                WANTED,
                client,
                self.events.append,
                known=OFFICE,
                journal=self.journal,
                clock=clock,
                pace=pace,
            )
        return Removal(
            *names, client, self.events.append, journal=self.journal, clock=clock, pace=pace
        )

    def _is_done(self) -> bool:
        """Whether the server did what was asked."""
        if self.work == "deletion":
            return self.left == []
        [record] = self.left
        return bool(record["tags"] == ["mine"])

    def check(self) -> None:
        """What holds whatever happens."""
        kind = self.outcome.kind
        assert kind in (DONE[self.work], "rejected", "unknown", ENDS[self.work]["not_created"])
        if kind != "unknown":
            assert self.done == (kind == DONE[self.work]), "told what is not so"
        if self.done:
            assert "othing was" not in self.outcome.words, self.outcome.words
        if self.sent:
            assert "Nothing was sent" not in self.outcome.words
        assert self.seconds < BOUND
        assert all(each in (BODY, {}) for each in self.sent)
        assert self.events[-1] == self.outcome
        assert [each[1] for each in self.journal.ended] == [kind] * len(self.journal.begun)
        assert bool(self.journal.unfinished()) == (kind == "unknown")
        told = repr((self.outcome, self.events, self.journal.begun, self.journal.ended))
        for secret in (NEW_PASSWORD, "KEY-canary", "\x1b"):
            assert secret not in told


WORKS: Final = [(work, name) for work, faults in FAULTS_OF.items() for name in faults]
