"""The sandbox's database: on disk, private, without secrets, shared by several programs, whole or
told.
"""

import asyncio
import json
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.sandbox import LEAST, PASSWORD, asking, connections_in, made, refused
from tui_app.sandbox.app import create_app
from tui_app.sandbox.bindings import Bindings
from tui_app.sandbox.database import UnusableDatabase
from tui_app.sandbox.store import (
    Record,
    Store,
    UserNameTaken,
    Wanted,
    default_database,
)
from tui_app.text.document import Json


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "some" / "where" / "sandbox.db"


def contents(directory: Path) -> Iterator[bytes]:
    return (file.read_bytes() for file in directory.rglob("*") if file.is_file())


def settings(name: str) -> dict[str, Json]:
    return {"connection_name": "office", "user_name": name}


async def test_connections_outlive_the_application(database: Path) -> None:
    async with asking(create_app(database)) as client:
        before = await made(client)
    async with asking(create_app(database)) as client:
        [after] = (await client.get("credential_connections")).json()["data"]
        assert after["id"] == before["id"]
        assert refused(await client.post("credential_connections", json=LEAST), 422) == [
            ("10015", "/user_name")
        ]


async def test_the_database_never_holds_a_password(database: Path) -> None:
    async with asking(create_app(database)) as client:
        connection = await made(client)
        found = list(contents(database.parent))
        address = f"credential_connections/{connection['id']}"
        assert (
            await client.patch(address, json={"password": "another-secret-2"})
        ).status_code == 200
        found += contents(database.parent)
        # The positive control: what is kept can be found there.
        assert any(b"office1" in content for content in found)
        assert not any(
            secret in content
            for content in found
            for secret in (PASSWORD.encode(), b"another-secret-2", b"password")
        )
        assert (await client.delete(address)).status_code == 200
    assert not any(PASSWORD.encode() in content for content in contents(database.parent))


def test_what_is_made_is_private(private_environment: Path) -> None:
    Store(default_database()).create(settings("office1"))
    path = private_environment / "data" / "telnyx-wizard" / "sandbox.db"
    assert default_database() == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (
        stat.S_IMODE(path.parent.stat().st_mode)
        == stat.S_IMODE(path.parent.parent.stat().st_mode)
        == 0o700
    )


def test_nothing_is_made_beside_the_directory_of_another_name(tmp_path: Path) -> None:
    """A directory that exists keeps its mode: it is not ours to change."""
    tmp_path.chmod(0o755)
    Store(tmp_path / "sandbox.db")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "sandbox.db").stat().st_mode) == 0o600


def test_several_programs_may_write_at_once(database: Path) -> None:
    stores = [Store(database) for _ in range(3)]

    def write(number: int) -> str:
        try:
            stores[number % 3].create(settings(f"user{number % 20}"))
        except UserNameTaken:
            return "taken"
        return "made"

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(write, range(40)))
    assert sorted(outcomes) == ["made"] * 20 + ["taken"] * 20
    assert {record.settings["user_name"] for record in stores[0].page()[0]} == {
        f"user{n}" for n in range(20)
    }


def test_programs_that_make_the_database_at_the_same_time(database: Path) -> None:
    program = (
        "from tui_app.sandbox.store import Store; import os; "
        f"Store({str(database)!r}).create({{'user_name': f'user{{os.getpid()}}'}})"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE) for _ in range(3)
    ]
    assert [process.communicate(timeout=60)[1] for process in started] == [b""] * 3
    assert Store(database).page()[1] == 3


def test_changes_at_the_same_time_are_all_kept(database: Path) -> None:
    number = Store(database).create(settings("office1") | {"tags": []}).id

    def add(tag: str) -> None:
        def change(record: Record) -> dict[str, Json]:
            tags = record.settings["tags"]
            assert isinstance(tags, list)
            return record.settings | {"tags": [*tags, tag]}

        assert Store(database).update(number, change) is not None

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, "abcdefgh"))
    record = Store(database).get(number)
    assert record is not None
    tags = record.settings["tags"]
    assert isinstance(tags, list)
    assert set(tags) == set("abcdefgh")
    assert len(tags) == 8


def test_a_change_that_fails_leaves_everything(database: Path) -> None:
    store = Store(database)
    before = store.create(settings("office1"))

    def change(record: Record) -> dict[str, Json]:
        raise LookupError

    with pytest.raises(LookupError):
        store.update(before.id, change)
    assert store.get(before.id) == before
    assert store.create(settings("office2")).id > before.id


def test_memory_is_shared_by_threads_and_ends_with_the_store() -> None:
    store = Store(":memory:")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: store.create(settings(f"user{number}")), range(20)))
    assert store.page()[1] == 20
    assert Store(":memory:").page() == ([], 0)
    assert not Path(":memory:").exists()


# Of an older version

FIRST_VERSION = """
CREATE TABLE connections (
    id INTEGER PRIMARY KEY,
    user_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    settings TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
PRAGMA user_version = 1;
"""


def older(database: Path) -> None:
    """Makes a database as the first version did, with two connections."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(database)) as made:
        made.executescript(FIRST_VERSION)
        for number, more in (
            (7, {"outbound": {"outbound_voice_profile_id": "55"}}),
            (8, {"active": False}),
        ):
            times = (f"2025-01-01T00:00:0{number}.125Z", f"2025-01-01T00:00:0{number}Z")
            row = json.dumps({**settings(f"user{number}"), **more})
            made.execute(
                "INSERT INTO connections VALUES (?, ?, ?, ?, ?)",
                (number, f"user{number}", row, *times),
            )
        made.commit()


def test_a_database_of_the_first_version_is_brought_up_to_date(database: Path) -> None:
    older(database)
    store = Store(database)
    [first, second] = store.page()[0]
    assert first.settings == settings("user7") | {"outbound": {"outbound_voice_profile_id": "55"}}
    assert (first.id, first.created_at, first.updated_at) == (
        7,
        "2025-01-01T00:00:07Z",
        "2025-01-01T00:00:07Z",
    )
    # They are found by what was not in columns of their own.
    assert store.page(Wanted(profiles=("55",))) == ([first], 1)
    assert store.page(Wanted(order="active")) == ([second, first], 2)
    assert store.page(Wanted(containing="OFF"))[1] == 2
    with pytest.raises(UserNameTaken):
        store.create(settings("USER7"))
    assert Store(database).page()[0] == [first, second]
    # Nobody knows their passwords: they register once they get new ones.
    bindings = Bindings(store.database)
    for password, known in ((None, []), (PASSWORD, ["MD5", "SHA-256"])):
        store.update(7, lambda old: old.settings, password)
        login = bindings.login("user7")
        assert login is not None
        assert list(login.secrets) == known


def test_programs_that_bring_it_up_to_date_at_the_same_time(database: Path) -> None:
    older(database)
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: Store(database).page()[1], range(8)))
    assert counts == [2] * 8


def test_a_database_that_cannot_be_brought_up_to_date_is_left_as_it_was(database: Path) -> None:
    older(database)
    with closing(sqlite3.connect(database)) as made:
        made.execute("UPDATE connections SET settings = '{}' WHERE id = 8")
        made.commit()
    before = content_of(database)
    with pytest.raises(UnusableDatabase):
        Store(database)
    assert content_of(database) == before


# What cannot be used

NO_DATABASE = b"not a database, whatever its name says\n" * 30


def content_of(database: Path) -> bytes | None:
    return database.read_bytes() if database.is_file() else None


def overwrite(database: Path, content: bytes) -> None:
    database.write_bytes(content)


def remove(database: Path) -> None:
    database.unlink()


def damage(database: Path, how: str) -> None:
    if how == "a directory":
        database.mkdir(parents=True)
        return
    if how == "in a file's place":
        database.parent.parent.mkdir(parents=True, exist_ok=True)
        database.parent.write_text("")
        return
    store = Store(database)
    for number in range(6):
        store.create(settings(f"user{number}") | {"connection_name": "x" * 8000})
    content = bytearray(database.read_bytes())
    if how == "no database":
        content = bytearray(NO_DATABASE)
    elif how == "torn":
        content = content[: len(content) // 2]
    elif how == "damaged":
        content[4096:8192] = b"\xff" * 4096
    elif how == "read-only":
        # A file format that is newer than this SQLite, which it then only reads: so for every user,
        # root too.
        content[18] = 9
    database.write_bytes(content)
    if how == "of a newer version":
        connection = sqlite3.connect(database)
        connection.execute("PRAGMA user_version = 99")
        connection.close()


UNUSABLE = [
    "a directory",
    "in a file's place",
    "no database",
    "torn",
    "damaged",
    "read-only",
    "of a newer version",
]


@pytest.mark.parametrize("how", UNUSABLE)
async def test_a_file_that_cannot_be_used_is_told_and_left_alone(database: Path, how: str) -> None:
    damage(database, how)
    before = content_of(database)
    with pytest.raises(UnusableDatabase, match=f"^{database}: [^\n]+$"):
        Store(database)
    app = create_app(database)
    assert str(database) in app.state.notice
    assert "memory" in app.state.notice
    async with asking(app) as client:
        await made(client)
        assert (await client.get("credential_connections")).json()["meta"]["total_results"] == 1
    assert content_of(database) == before


def test_a_sound_file_needs_no_notice(database: Path) -> None:
    assert create_app(database).state.notice == ""
    assert create_app().state.notice == ""


async def test_a_file_that_is_removed_meanwhile_is_made_again(database: Path) -> None:
    async with asking(create_app(database)) as client:
        await made(client)
        remove(database)
        assert (await client.get("credential_connections")).json()["data"] == []
        await made(client)


async def test_a_file_that_breaks_meanwhile_is_an_error_of_the_server(database: Path) -> None:
    async with asking(create_app(database)) as client:
        await made(client)
        overwrite(database, NO_DATABASE)
        assert refused(await client.get("credential_connections"), 500) == [("10007", "/")]
        assert refused(await client.post("credential_connections", json=LEAST), 500) == [
            ("10007", "/")
        ]


async def test_a_request_waits_for_another_program_that_is_writing(database: Path) -> None:
    async with asking(create_app(database)) as client:
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        posted = asyncio.create_task(client.post("credential_connections", json=LEAST))
        done, _ = await asyncio.wait({posted}, timeout=0.2)
        assert not done
        other.execute("COMMIT")
        other.close()
        assert (await posted).status_code == 201


def test_the_count_of_a_database_that_is_being_made_is_none(tmp_path: Path) -> None:
    path = tmp_path / "data" / "telnyx-wizard" / "sandbox.db"
    assert connections_in(tmp_path) == 0
    path.parent.mkdir(parents=True)
    path.touch()
    assert connections_in(tmp_path) == 0
    Store(path)
    assert connections_in(tmp_path) == 0
