"""Which phone number belongs to which connection, in the sandbox's database."""

import json
import sqlite3
from typing import NamedTuple

from tui_app.sandbox.database import Database
from tui_app.text.document import Json


class Assigned(NamedTuple):
    """The connection of a phone number."""

    id: int
    name: Json


class Assignments:
    """The assignments in `database`. One ends when its connection is deleted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> dict[str, Assigned]:
        """Return the connection of each phone number that has one, by the number's id."""
        with self._database.reading() as database:
            rows = database.execute(
                "SELECT phone_number, id, settings FROM assignments "
                "JOIN connections ON id = connection"
            ).fetchall()
        return {
            phone_number: Assigned(number, json.loads(settings)["connection_name"])
            for phone_number, number, settings in rows
        }

    def assign(self, phone_number: str, connection: int | None) -> bool:
        """Give a phone number, by its id, to a connection, or to none.

        Return whether that is done: False if there is no such connection.
        """
        with self._database.transaction() as database:
            if connection is None:
                database.execute("DELETE FROM assignments WHERE phone_number = ?", (phone_number,))
                return True
            try:
                database.execute(
                    "INSERT INTO assignments VALUES (?, ?) ON CONFLICT (phone_number) "
                    "DO UPDATE SET connection = excluded.connection",
                    (phone_number, connection),
                )
            except sqlite3.IntegrityError:
                return False
        return True
