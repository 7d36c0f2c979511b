"""The sandbox filled with made-up connections."""

import sqlite3
from pathlib import Path

import pytest

from tests.support.sandbox import asking, made
from tui_app.sandbox.app import create_app
from tui_app.sandbox.connections import PASSWORD
from tui_app.sandbox.schema import SCHEMA
from tui_app.sandbox.seeding import fill
from tui_app.sandbox.store import COUNT, ORDERS, SELECT, Record, Store, Wanted
from tui_app.settings.problem import errors
from tui_app.settings.request import REQUEST


@pytest.fixture(scope="module")
def records() -> list[Record]:
    store = Store(":memory:")
    fill(store, 10_000)
    return store.page()[0]


def test_there_are_as_many_as_wanted_and_all_are_sound(records: list[Record]) -> None:
    assert len(records) == 10_000
    assert len({str(record.settings["user_name"]).casefold() for record in records}) == 10_000
    for record in records[::40]:
        answers, unknown = REQUEST.read(record.settings)
        assert not unknown
        assert not list(errors(REQUEST.validate({**answers, PASSWORD: "Wq7Nz2Lm9Rx"})))
        assert record.created_at <= record.updated_at


def test_they_differ_as_those_of_an_account(records: list[Record]) -> None:
    active = sum(record.settings.get("active", True) is True for record in records)
    with_profile = sum("outbound" in record.settings for record in records)
    assert 8_000 < active < 10_000
    assert 4_000 < with_profile < 8_000
    assert len({record.created_at[:7] for record in records}) > 40


def test_they_are_always_the_same() -> None:
    first, second = Store(":memory:"), Store(":memory:")
    fill(first, 50)
    fill(second, 30)
    fill(second, 50)
    assert first.page() == second.page()


async def test_they_are_added_up_to_the_number_beside_what_is_there(
    records: list[Record], tmp_path: Path
) -> None:
    database = tmp_path / "sandbox.db"
    async with asking(create_app(database)) as client:
        own = await made(client)
        # The user name of one that would be made up.
        await made(client, user_name=str(records[0].settings["user_name"]).upper())
    for wanted, there in ((7, 7), (7, 7), (3, 7), (20, 20)):
        async with asking(create_app(database, seed=wanted)) as client:
            body = (await client.get("credential_connections")).json()
            assert body["meta"]["total_results"] == there
            # The newest first: what is made up is older.
            assert body["data"][1]["id"] == own["id"]


BY = {"created_at": "time", "connection_name": "name", "active": "active"}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("descending", [False, True])
def test_a_page_reads_no_more_than_itself(order: str, descending: bool) -> None:
    """SQLite walks along an index: it sorts nothing, whatever the number of connections."""
    database = sqlite3.connect(":memory:")
    database.executescript(SCHEMA)
    wanted = Wanted(order=order, descending=descending, size=20)
    plan = database.execute(f"EXPLAIN QUERY PLAN {SELECT}{wanted.ordering}", (20, 0)).fetchall()
    assert [row[3] for row in plan] == [f"SCAN connections USING INDEX connections_by_{BY[order]}"]
    plan = database.execute(f"EXPLAIN QUERY PLAN {COUNT}").fetchall()
    assert [row[3] for row in plan] == [
        "SCAN connections USING COVERING INDEX connections_by_active"
    ]
    database.close()
