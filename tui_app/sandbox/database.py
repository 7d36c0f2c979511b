"""The sandbox's SQLite file, or a database in memory, and who may use it when."""

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from tui_app.sandbox.schema import VERSION, prepare, version_of
from tui_app.storage.files import problem
from tui_app.text.escape import escape_controls

MEMORY: Final = ":memory:"
"""Used instead of a file: a database that ends with its `Database`."""

PATIENCE: Final = 5.0
"""The most seconds that a request waits for another program that is writing."""


class UnusableDatabase(Exception):
    """The file cannot be the sandbox's database; the text says why, on one safe line."""


class Database:
    """The file `database`, or memory.

    Any thread, and any number of programs, may use the same file. It is opened again for each
    request, so that a file removed or replaced meanwhile does no harm. Every method raises
    `sqlite3.Error` or `OSError` if the disk fails.
    """

    def __init__(self, database: Path | str) -> None:
        """Open `database` and try to write to it. Raises `UnusableDatabase` if that fails."""
        self._lock = threading.Lock()
        self._memory: sqlite3.Connection | None = None
        self._path = Path(database)
        if str(database) == MEMORY:
            self._memory = sqlite3.connect(MEMORY, isolation_level=None, check_same_thread=False)
            self._memory.execute("PRAGMA foreign_keys = ON")
            prepare(self._memory)
            weakref.finalize(self, self._memory.close)
        try:
            with self.transaction() as database_file:
                [sound] = database_file.execute("PRAGMA quick_check(1)").fetchone()
                database_file.execute("UPDATE connections SET id = id WHERE FALSE")
        except (sqlite3.Error, OSError) as error:
            raise UnusableDatabase(
                f"{escape_controls(str(database))}: {_reason(error, self._path)}"
            ) from None
        if sound != "ok":
            raise UnusableDatabase(
                f"{escape_controls(str(database))}: it is damaged; delete it to start over"
            )

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Open the database to write: everything is written, or nothing if an exception passes."""
        with self.reading() as database:
            # Begin now, not at the first write: two that have read could not both go on to write.
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open the database to read, or to write without a transaction."""
        if self._memory is not None:
            with self._lock:
                yield self._memory
            return
        _make_directory(self._path.parent)
        with closing(
            sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)
        ) as database:
            database.execute("PRAGMA foreign_keys = ON")
            version = version_of(database)
            if version > VERSION:
                raise UnusableDatabase(
                    f"{escape_controls(str(self._path))}: a newer telnyx-wizard made it"
                )
            if version < VERSION:
                prepare(database)
                # By name: closing our own descriptor would drop the locks that SQLite holds on the
                # file in other threads.
                self._path.chmod(0o600)
            yield database


def _make_directory(directory: Path) -> None:
    """Make the missing parts of the path to `directory`, private as XDG asks.

    Existing parts are left as they are.
    """
    for part in reversed((directory, *directory.parents)):
        if not part.exists():
            with suppress(FileExistsError):
                part.mkdir(0o700)


def _reason(error: sqlite3.Error | OSError, path: Path) -> str:
    if isinstance(error, OSError):
        return problem("", error, path).reason
    words = escape_controls(str(error))
    return (
        words
        if isinstance(error, sqlite3.OperationalError)
        else f"{words}; delete it to start over"
    )
