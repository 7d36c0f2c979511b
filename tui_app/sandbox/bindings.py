"""Which device a connection is registered from, and what lets it: in the sandbox's database."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from tui_app.sandbox.database import Database
from tui_app.sip.digest import ha1

REALM: Final = "sip.telnyx.com"

READ: Final = (
    "SELECT connection, contact, call_id, cseq, user_agent, address, port, transport, "
    "registered_at, expires_at, removed FROM bindings "
    "WHERE connection IN (SELECT value FROM json_each(?))"
)
"""Read the bindings of the connections in a JSON list of ids."""


class Binding(NamedTuple):
    """That calls go to the device at the URI `contact`. Times are nanoseconds since 1970.

    `address`, `port` and `transport` are where its last REGISTER came from. It is kept after its
    end, until another follows: `removed` if the device ended it.
    """

    contact: str
    call_id: str
    cseq: int
    user_agent: str
    address: str
    port: int
    transport: str
    registered_at: int
    expires_at: int
    removed: bool = False

    def is_live(self, now: int) -> bool:
        """Whether calls go there at the time `now`."""
        return not self.removed and self.expires_at > now


@dataclass(frozen=True)
class Login:
    """A connection as the registrar sees it: who may register, and how often at once.

    `secrets`: H(user:realm:password) by algorithm, empty if no password is known for it.
    """

    id: int
    user_name: str
    active: bool
    several: bool
    secrets: dict[str, str] = field(repr=False)


def hashes(user_name: str, password: str) -> tuple[str, str]:
    """Return what is stored of a password, for MD5 and for SHA-256."""
    return ha1("MD5", user_name, REALM, password), ha1("SHA-256", user_name, REALM, password)


def newest_first(bindings: Collection[Binding]) -> list[Binding]:
    """Return the bindings, the one that was registered last first."""
    return sorted(bindings, key=lambda each: each.registered_at, reverse=True)


Status = Literal["Not Registered", "Registered", "Expired", "Unregistered"]


class Registration(NamedTuple):
    """How a connection is registered, and the binding that says so."""

    status: Status
    last: Binding | None


NEVER: Final = Registration("Not Registered", None)


def registration(bindings: Collection[Binding], now: int) -> Registration:
    """Return how a connection with these bindings is registered at the time `now`."""
    live = [each for each in bindings if each.is_live(now)]
    for last in newest_first(live or bindings):
        ended: Status = "Unregistered" if last.removed else "Expired"
        return Registration("Registered" if live else ended, last)
    return NEVER


class Bindings:
    """The bindings in `database`. They end with their connection.

    Every method raises `sqlite3.Error` or `OSError` if the disk fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def login(self, user_name: str) -> Login | None:
        """Return the connection with this user name, in any case; None if there is none."""
        with self._database.reading() as database:
            row = database.execute(
                "SELECT id, user_name, active, settings, md5, sha256 FROM connections "
                "WHERE user_name = ?",
                (user_name,),
            ).fetchone()
        if row is None:
            return None
        number, name, active, settings, md5, sha256 = row
        inbound = json.loads(settings).get("inbound", {})
        secrets = {"MD5": md5, "SHA-256": sha256} if md5 else {}
        return Login(
            number, name, bool(active), inbound.get("simultaneous_ringing") == "enabled", secrets
        )

    def of(self, connections: Collection[int]) -> dict[int, list[Binding]]:
        """Return the bindings of each of the connections that has any, by its id."""
        found: dict[int, list[Binding]] = {}
        with self._database.reading() as database:
            for number, *row in database.execute(READ, (json.dumps(list(connections)),)):
                found.setdefault(number, []).append(_binding(row))
        return found

    def change(
        self, connection: int, change: Callable[[list[Binding]], list[Binding]]
    ) -> list[Binding]:
        """Replace the bindings of a connection by the result of `change`, and return that.

        An exception of `change` is passed on, and the bindings stay as they were. If the connection
        was deleted meanwhile, `sqlite3.IntegrityError` is raised.
        """
        with self._database.transaction() as database:
            rows = database.execute(READ, (json.dumps([connection]),)).fetchall()
            new = change([_binding(row[1:]) for row in rows])
            database.execute("DELETE FROM bindings WHERE connection = ?", (connection,))
            database.executemany(
                "INSERT INTO bindings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(connection, *each) for each in new],
            )
        return new


def _binding(row: Sequence[Any]) -> Binding:
    return Binding._make((*row[:-1], bool(row[-1])))
