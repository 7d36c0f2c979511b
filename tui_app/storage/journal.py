"""The journal: one JSON line for each creation, change or deletion begun, and for each one ended.

It is an operator's audit trail, and the program's memory of what it may have created without
knowing. It never holds a secret. The lines are ASCII with every control character escaped, so that
`cat` is safe, and the names in them read back exactly.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, NamedTuple, cast, get_args

from tui_app.storage.files import (
    StorageProblem,
    lock,
    open_own,
    private_directory,
    problem,
    sync_directory,
    write_all,
)
from tui_app.text.document import Json

Action = Literal["create", "update", "delete"]
ACTIONS: Final = get_args(Action)
MAX_TEXT = 1000
"""The characters of a name that are kept, and by which it is recognised."""
MAX_LINE = 64 << 10
PATIENCE = 2.0
"""Seconds that another program may hold the journal before its lock is ignored."""
UNKNOWN = "unknown"
"""The outcome that settles nothing: the intent stays unfinished until a later end says more."""


class Intent(NamedTuple):
    """Something that was begun: a creation, or the change or deletion of a connection.

    `attempt`: its id. `at`: the time it began (aware). `host`: where it was sent. `identity`: the
    id of the connection, unless it is to be created. `body`: what a change sends, without secrets.
    """

    attempt: str
    at: datetime
    host: str
    connection_name: str
    user_name: str
    action: Action = "create"
    identity: str = ""
    body: Mapping[str, Json] | None = None


class Journal:
    """The journal in one file. Several programs may write it at once."""

    def __init__(
        self, path: Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.path = path
        self._clock = clock

    def begin(self, intent: Intent) -> StorageProblem | None:
        """Record that something begins.

        If this returns None, the record is on disk: only then may the first byte be sent.
        """
        record: dict[str, Json] = {
            "event": "begin",
            "at": intent.at.isoformat(),
            "attempt": intent.attempt,
            "host": intent.host,
            "connection_name": intent.connection_name,
            "user_name": intent.user_name,
        }
        if intent.action != "create":
            record |= {"action": intent.action, "id": intent.identity}
        if intent.body is not None and len(json.dumps(intent.body)) < MAX_LINE // 2:
            record["body"] = dict(intent.body)
        return self._append(record)

    def end(
        self, intent: Intent, outcome: str, identity: str | None = None
    ) -> StorageProblem | None:
        """Record how something ended: `outcome` in one word, and the connection's id if any."""
        return self._append(
            {
                "event": "end",
                "at": self._clock().isoformat(),
                "attempt": intent.attempt,
                "host": intent.host,
                "connection_name": intent.connection_name,
                "user_name": intent.user_name,
                "outcome": outcome,
                "id": identity,
            }
        )

    def unfinished(self) -> list[Intent]:
        """List what was begun and never settled, oldest first.

        Empty if there is no journal that can be read.
        """
        open_intents: dict[str, Intent] = {}
        for record in self.records():
            attempt = str(record["attempt"])
            if record["event"] == "begin":
                intent = _intent(record)
                if intent:
                    open_intents[attempt] = intent
            elif record.get("outcome") != UNKNOWN:
                open_intents.pop(attempt, None)
        return list(open_intents.values())

    def records(self) -> Iterator[dict[str, Json]]:
        """Yield every record, oldest first. Skips lines that are torn, too long or no record."""
        try:
            with private_directory(self.path.parent, make=False) as directory:
                descriptor = open_own(self.path.name, os.O_RDONLY, directory)
        except OSError:
            return
        with os.fdopen(descriptor, "rb") as file:
            whole = True
            while line := file.readline(MAX_LINE):
                complete = line.endswith(b"\n")
                record = _record(line) if whole and complete else None
                whole = complete
                if record:
                    yield record

    def _append(self, record: dict[str, Json]) -> StorageProblem | None:
        short = {
            name: value[:MAX_TEXT] if isinstance(value, str) else value
            for name, value in record.items()
        }
        line = json.dumps(short).encode() + b"\n"
        try:
            with private_directory(self.path.parent) as directory:
                descriptor = open_own(
                    self.path.name, os.O_RDWR | os.O_APPEND | os.O_CREAT, directory
                )
                try:
                    # A program stopped while it holds the lock must not stop this one: lines are
                    # appended whole either way.
                    alone = lock(descriptor, patience=PATIENCE)
                    os.fchmod(descriptor, 0o600)
                    _add_line(descriptor, line, alone)
                    sync_directory(directory)
                finally:
                    os.close(descriptor)
        except OSError as error:
            return problem("the journal cannot be written", error, self.path)
        return None


def _add_line(descriptor: int, line: bytes, alone: bool) -> None:
    """Append a line and force it to the disk, after ending a torn line. Raises `OSError`.

    On an error the file is as it was before, if no other program is writing.
    """
    size = os.fstat(descriptor).st_size
    torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
    try:
        write_all(descriptor, b"\n" + line if torn else line)
        os.fsync(descriptor)
    except OSError:
        if alone:
            os.ftruncate(descriptor, size)
        raise


def _record(line: bytes) -> dict[str, Json] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    known = (
        isinstance(record, dict)
        and record.get("event") in ("begin", "end")
        and isinstance(record.get("attempt"), str)
    )
    return record if known else None


def _intent(record: dict[str, Json]) -> Intent | None:
    """Return the intent of a begin. None if its time cannot be read or a name is missing."""
    attempt, at, *names = (
        record.get(name) for name in ("attempt", "at", "host", "connection_name", "user_name")
    )
    if (
        not isinstance(attempt, str)
        or not isinstance(at, str)
        or not all(isinstance(name, str) for name in names)
    ):
        return None
    try:
        began = datetime.fromisoformat(at)
    except ValueError:
        return None
    action, identity, body = record.get("action", "create"), record.get("id"), record.get("body")
    if action not in ACTIONS or (action != "create" and not isinstance(identity, str)):
        return None
    host, connection_name, user_name = map(str, names)
    return Intent(
        attempt,
        began if began.tzinfo else began.replace(tzinfo=UTC),
        host,
        connection_name,
        user_name,
        cast(Action, action),
        identity if isinstance(identity, str) else "",
        body if isinstance(body, dict) else None,
    )
