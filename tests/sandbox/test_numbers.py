"""The sandbox's phone numbers, and which connection they belong to."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.sandbox import asking, made, refused
from tui_app.sandbox.app import create_app
from tui_app.sandbox.seeds import PHONE_NUMBERS
from tui_app.text.document import Json

FIRST, SECOND = (str(each["id"]) for each in PHONE_NUMBERS[:2])


async def listed(client: httpx.AsyncClient, **query: str) -> list[dict[str, Any]]:
    reply = await client.get("phone_numbers", params=query)
    assert reply.status_code == 200, reply.text
    return list(reply.json()["data"])


async def assign(client: httpx.AsyncClient, number: str, connection: Json) -> httpx.Response:
    return await client.patch(f"phone_numbers/{number}", json={"connection_id": connection})


async def test_the_first_page_holds_twenty_the_newest_first() -> None:
    async with asking() as client:
        body = (await client.get("phone_numbers")).json()
        assert body["meta"] == {
            "page_number": 1,
            "page_size": 20,
            "total_pages": 2,
            "total_results": len(PHONE_NUMBERS),
        }
        assert [each["id"] for each in body["data"]] == [
            each["id"] for each in PHONE_NUMBERS[:-21:-1]
        ]
        for each in body["data"]:
            assert each["phone_number"].startswith("+1")
            assert (each["connection_id"], each["connection_name"]) == (None, None)
        assert refused(await client.get("phone_numbers", params={"page[size]": "251"}), 400) == [
            ("10033", None)
        ]


async def test_a_number_is_assigned_moved_and_taken_away(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.db"
    async with asking(create_app(database)) as client:
        office, branch = [
            await made(client, user_name=f"user{n}", connection_name=f"name {n}") for n in (1, 2)
        ]
        reply = await assign(client, FIRST, office["id"])
        assert reply.status_code == 200
        data = reply.json()["data"]
        assert (data["id"], data["connection_id"]) == (FIRST, office["id"])
        assert data["connection_name"] == "name 1"
        await assign(client, SECOND, office["id"])
    # It is kept.
    async with asking(create_app(database)) as client:
        mine = {"filter[connection_id]": office["id"]}
        assert [each["id"] for each in await listed(client, **mine)] == [SECOND, FIRST]
        assert (await assign(client, FIRST, branch["id"])).json()["data"]["connection_name"] == (
            "name 2"
        )
        assert [each["id"] for each in await listed(client, **mine)] == [SECOND]
        for nobody in (None, ""):
            assert (await assign(client, SECOND, nobody)).json()["data"]["connection_id"] is None
        # A change of something else leaves it.
        reply = await client.patch(f"phone_numbers/{FIRST}", json={"tags": ["x"]})
        assert reply.json()["data"]["connection_id"] == branch["id"]


async def test_a_deleted_connection_loses_its_numbers() -> None:
    async with asking() as client:
        connection = await made(client)
        await assign(client, FIRST, connection["id"])
        assert (
            await client.delete(f"credential_connections/{connection['id']}")
        ).status_code == 200
        [number] = [
            each for each in await listed(client, **{"page[size]": "250"}) if each["id"] == FIRST
        ]
        assert (number["connection_id"], number["connection_name"]) == (None, None)


@pytest.mark.parametrize(
    ("connection", "code"),
    [("1", "10017"), ("office", "10017"), ("9" * 30, "10017"), ("-1", "10017"), (7, "10026")],
)
async def test_what_is_no_connection_is_refused(connection: Json, code: str) -> None:
    async with asking() as client:
        before = await listed(client)
        assert refused(await assign(client, FIRST, connection), 422) == [(code, "/connection_id")]
        assert await listed(client) == before


async def test_a_number_that_does_not_exist() -> None:
    async with asking() as client:
        for reply in (await client.get("phone_numbers/1"), await assign(client, "1", None)):
            assert refused(reply, 404) == [("10005", "/")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"filter[status]": "port-pending"}, ["+12125550103"]),
        ({"filter[phone_number]": "3125550"}, ["+13125550100"]),
        ({"filter[phone_number]": "+13125550100"}, []),
        ({"filter[phone_number]": "800", "filter[status]": "active"}, ["+18005550102"]),
        ({"filter[phone_number]": "800", "filter[status]": "deleted"}, []),
        ({"filter[connection_id]": "12"}, []),
    ],
)
async def test_filters(query: dict[str, str], expected: list[str]) -> None:
    async with asking() as client:
        assert [each["phone_number"] for each in await listed(client, **query)] == expected


async def test_too_few_digits_and_the_order() -> None:
    async with asking() as client:
        reply = await client.get("phone_numbers", params={"filter[phone_number]": "31"})
        assert refused(reply, 400) == [("10015", None)]
        numbers = [
            each["phone_number"]
            for each in await listed(client, sort="phone_number", **{"page[size]": "250"})
        ]
        assert numbers == sorted(numbers)
        assert len(set(numbers)) == len(PHONE_NUMBERS)
