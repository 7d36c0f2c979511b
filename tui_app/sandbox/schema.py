"""The tables of the sandbox's database, and how older files are brought up to date."""

import json
import re
import sqlite3
from typing import Final, NamedTuple

from tui_app.text.document import Json

VERSION: Final = 2
"""1 had only the first five columns of `connections`; 0 is an empty file."""

# `name`, `active` and `profile` repeat what is in `settings`, for filters and orders. The index of
# the times also orders by id, which every index of SQLite ends with.
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS connections (
    id INTEGER PRIMARY KEY,
    user_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    settings TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    name BLOB NOT NULL,
    active INTEGER NOT NULL,
    profile TEXT,
    md5 TEXT,
    sha256 TEXT
);
CREATE INDEX IF NOT EXISTS connections_by_time ON connections (created_at);
CREATE INDEX IF NOT EXISTS connections_by_name ON connections (name);
CREATE INDEX IF NOT EXISTS connections_by_active ON connections (active);
CREATE INDEX IF NOT EXISTS connections_by_profile ON connections (profile);
CREATE TABLE IF NOT EXISTS assignments (
    phone_number TEXT PRIMARY KEY,
    connection INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS assignments_by_connection ON assignments (connection);
CREATE TABLE IF NOT EXISTS bindings (
    connection INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
    contact TEXT NOT NULL,
    call_id TEXT NOT NULL,
    cseq INTEGER NOT NULL,
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL,
    port INTEGER NOT NULL,
    transport TEXT NOT NULL,
    registered_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    PRIMARY KEY (connection, contact)
);
"""


class Columns(NamedTuple):
    """The columns that the settings of a connection fill."""

    user_name: Json
    settings: str
    name: bytes
    active: Json
    profile: Json


def columns(settings: dict[str, Json]) -> Columns:
    """Return what is stored for `settings`."""
    outbound = settings.get("outbound")
    return Columns(
        settings["user_name"],
        json.dumps(settings),
        folded(str(settings.get("connection_name", ""))),
        settings.get("active", True),
        outbound.get("outbound_voice_profile_id") if isinstance(outbound, dict) else None,
    )


def folded(text: str) -> bytes:
    """Return a text so that bytes compare, and contain each other, as texts do in any case."""
    return text.casefold().encode("utf-8", "surrogatepass")


def prepare(database: sqlite3.Connection) -> None:
    """Make the tables that are missing, and bring those of an older version up to date."""
    database.execute("BEGIN IMMEDIATE")
    try:
        # Another program may have done it since the version was read.
        if version_of(database) < VERSION:
            older = _set_aside(database)
            for statement in SCHEMA.split(";"):
                database.execute(statement)
            if older:
                _take_over(database)
            database.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def version_of(database: sqlite3.Connection) -> int:
    """Return the version that the file says it has."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def insert(database: sqlite3.Connection, number: int, made: Columns, *times: str) -> None:
    """Add a row; `times` are when it was created and changed.

    Raises `sqlite3.IntegrityError` if the user name or the id is taken.
    """
    database.execute(
        "INSERT INTO connections (id, user_name, settings, name, active, profile, created_at, "
        "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, *made, *times),
    )


def _set_aside(database: sqlite3.Connection) -> bool:
    if version_of(database) == 0:
        return False
    database.execute("ALTER TABLE connections RENAME TO older")
    return True


def _take_over(database: sqlite3.Connection) -> None:
    rows = database.execute("SELECT id, settings, created_at, updated_at FROM older").fetchall()
    for number, settings, *times in rows:
        # Until November 2026 the times had a fraction.
        to_the_second = (re.sub(r"\.[0-9]+Z$", "Z", time) for time in times)
        try:
            made = columns(json.loads(settings))
        except (ValueError, LookupError, TypeError, AttributeError):
            raise sqlite3.DatabaseError("a connection in it cannot be read") from None
        insert(database, number, made, *to_the_second)
    database.execute("DROP TABLE older")
