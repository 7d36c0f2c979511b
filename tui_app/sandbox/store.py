"""The sandbox's connections in SQLite. No password is stored, only hashes to register with."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple, cast

from tui_app.sandbox.bindings import hashes
from tui_app.sandbox.database import Database
from tui_app.sandbox.schema import columns, folded, insert
from tui_app.storage.locations import locations
from tui_app.text.document import Json

SECOND: Final = 10**9

Clock = Callable[[], int]
"""Return nanoseconds since 1970."""


class UserNameTaken(Exception):
    """Another connection has this user name, in any case."""


class Record(NamedTuple):
    """A connection: its given settings, nested as in a payload, without the password."""

    id: int
    settings: dict[str, Json]
    created_at: str
    updated_at: str


SELECT: Final = "SELECT id, settings, created_at, updated_at FROM connections"
COUNT: Final = "SELECT count(*) FROM connections"

ORDERS: Final = {"created_at": "created_at", "connection_name": "name", "active": "active"}
"""What a list can be ordered by: the API's word, and the column."""


class Wanted(NamedTuple):
    """Which connections, in which order, and which part of the list.

    `containing`: only those whose name contains it, in any case. `profiles`: only those with all of
    these outbound voice profiles, of which a connection has one at most. `order` is one of
    `ORDERS`; equal ones are in the order of their creation, or in its reverse if `descending`.
    `size` -1 is the rest of the list.
    """

    containing: str = ""
    profiles: tuple[str, ...] = ()
    order: str = "created_at"
    descending: bool = False
    start: int = 0
    size: int = -1

    @property
    def condition(self) -> str:
        """Which rows, in SQL; `values` are those of its parameters."""
        terms = ["instr(name, ?)"] * bool(self.containing) + ["profile = ?"] * len(self.profiles)
        return f" WHERE {' AND '.join(terms)}" if terms else ""

    @property
    def values(self) -> tuple[bytes | str, ...]:
        return (*([folded(self.containing)] if self.containing else ()), *self.profiles)

    @property
    def ordering(self) -> str:
        """The order and the part, in SQL; the parameters are `size` and `start`."""
        direction = "DESC" if self.descending else "ASC"
        return f" ORDER BY {ORDERS[self.order]} {direction}, id {direction} LIMIT ? OFFSET ?"


EVERYTHING: Final = Wanted()


def default_database() -> Path:
    """Return the sandbox's own file: `$XDG_DATA_HOME/telnyx-wizard/sandbox.db`."""
    return locations().sandbox


class Store:
    """The connections in the file `database`, or in memory; see `Database`.

    Every method raises `sqlite3.Error` or `OSError` if the disk fails.
    """

    def __init__(self, database: Path | str, clock: Clock = time.time_ns) -> None:
        """Open `database`. Raises `UnusableDatabase`."""
        self._clock = clock
        self.database = Database(database)

    def create(self, settings: dict[str, Json], password: str | None = None) -> Record:
        """Add a connection; nobody can register with it without a `password`.

        Raises `UserNameTaken`.
        """
        with self.database.transaction() as database:
            now = self._clock()
            # The time in nanoseconds has 19 digits, as the API's ids have; ids grow even if the
            # clock goes back.
            [last] = database.execute("SELECT coalesce(max(id), 0) FROM connections").fetchone()
            record = Record(max(now, last + 1), settings, stamp(now), stamp(now))
            with _uniqueness():
                insert(database, record.id, columns(settings), record.created_at, record.updated_at)
            if password is not None:
                _set_password(database, record, password)
        return record

    def fill(self, records: Iterable[Record], wanted: int) -> None:
        """Add `records`, without those whose id or user name is taken, until there are `wanted`."""
        with self.database.transaction() as database:
            [there] = database.execute(COUNT).fetchone()
            for record in records:
                if there >= wanted:
                    break
                with suppress(sqlite3.IntegrityError):
                    insert(database, record.id, columns(record.settings), *record[2:])
                    there += 1

    def update(
        self,
        number: int,
        change: Callable[[Record], dict[str, Json]],
        password: str | None = None,
    ) -> Record | None:
        """Replace the settings of a connection by the result of `change`; None if there is none.

        With a new user name but no `password` nobody can register any more: the hashes hold both.
        An exception of `change` is passed on, and the connection stays as it was. Raises
        `UserNameTaken`.
        """
        with self.database.transaction() as database:
            old = _found(database, number)
            if old is None:
                return None
            # It moves with each change, also with two in the same second.
            now = max(stamp(self._clock()), stamp(_nanoseconds(old.updated_at) + SECOND))
            new = old._replace(settings=change(old), updated_at=now)
            with _uniqueness():
                database.execute(
                    "UPDATE connections SET user_name = ?, settings = ?, name = ?, active = ?, "
                    "profile = ?, updated_at = ? WHERE id = ?",
                    (*columns(new.settings), now, number),
                )
            if password is not None or new.settings["user_name"] != old.settings["user_name"]:
                _set_password(database, new, password)
        return new

    def delete(self, number: int) -> Record | None:
        """Remove a connection. Return what it was; None if there was none."""
        with self.database.transaction() as database:
            old = _found(database, number)
            database.execute("DELETE FROM connections WHERE id = ?", (number,))
        return old

    def get(self, number: int) -> Record | None:
        """Return one connection; None if there is none."""
        with self.database.reading() as database:
            return _found(database, number)

    def page(self, wanted: Wanted = EVERYTHING) -> tuple[list[Record], int]:
        """Return a page of the connections that are `wanted`, and how many there are of them."""
        with self.database.reading() as database:
            rows = database.execute(
                SELECT + wanted.condition + wanted.ordering,
                (*wanted.values, wanted.size, wanted.start),
            ).fetchall()
            [total] = database.execute(COUNT + wanted.condition, wanted.values).fetchone()
        return [_record(row) for row in rows], total

    def profiles_in_use(self) -> dict[str, int]:
        """Return how many connections each outbound voice profile has, if it has any."""
        with self.database.reading() as database:
            return dict(
                database.execute(
                    "SELECT profile, count(*) FROM connections WHERE profile NOT NULL "
                    "GROUP BY profile"
                ).fetchall()
            )


def _set_password(database: sqlite3.Connection, record: Record, password: str | None) -> None:
    user_name = str(record.settings["user_name"])
    made = (None, None) if password is None else hashes(user_name, password)
    database.execute("UPDATE connections SET md5 = ?, sha256 = ? WHERE id = ?", (*made, record.id))


@contextmanager
def _uniqueness() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError:
        raise UserNameTaken from None


def _found(database: sqlite3.Connection, number: int) -> Record | None:
    row = database.execute(SELECT + " WHERE id = ?", (number,)).fetchone()
    return None if row is None else _record(row)


def _record(row: tuple[int, str, str, str]) -> Record:
    return Record(row[0], cast(dict[str, Json], json.loads(row[1])), row[2], row[3])


def stamp(nanoseconds: int) -> str:
    """Return a time as the API writes it: ISO 8601 in UTC, to the second.

    Two times in the same second are in the order of their ids.
    """
    return f"{datetime.fromtimestamp(nanoseconds // SECOND, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _nanoseconds(stamp: str) -> int:
    return int(datetime.fromisoformat(stamp).timestamp()) * SECOND
