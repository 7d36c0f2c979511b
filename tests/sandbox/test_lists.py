"""The sandbox's lists: filters, order, pages, and what there is to choose from."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.support.answers import UUID
from tests.support.sandbox import asking, made, refused
from tui_app.sandbox.app import create_app
from tui_app.sandbox.seeds import PUSH_CREDENTIALS, VOICE_PROFILES
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json
from tui_app.text.escape import MASK

NAMES = ["Bravo", "alpha", "charlie", "Alpha", "Äpfel 電話", "brÄvo"]
FIRST, SECOND = (str(profile["id"]) for profile in VOICE_PROFILES[:2])


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A sandbox with a connection for each of NAMES, made in this order; the even ones are active,
    the first two have a profile.
    """
    async with asking() as asked:
        for number, name in enumerate(NAMES):
            outbound: dict[str, Json] = (
                {"outbound_voice_profile_id": (FIRST, SECOND)[number]} if number < 2 else {}
            )
            await made(
                asked,
                connection_name=name,
                user_name=f"user{number}",
                active=number % 2 == 0,
                outbound=outbound,
            )
        yield asked


async def listed(client: httpx.AsyncClient, **query: str) -> dict[str, Any]:
    reply = await client.get("credential_connections", params=query)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def names(body: dict[str, Any]) -> list[str]:
    return [each["connection_name"] for each in body["data"]]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (None, ["brÄvo", "Äpfel 電話", "Alpha", "charlie", "alpha", "Bravo"]),
        ("-created_at", ["brÄvo", "Äpfel 電話", "Alpha", "charlie", "alpha", "Bravo"]),
        ("created_at", NAMES),
        ("connection_name", ["alpha", "Alpha", "Bravo", "brÄvo", "charlie", "Äpfel 電話"]),
        ("-connection_name", ["Äpfel 電話", "charlie", "brÄvo", "Bravo", "Alpha", "alpha"]),
        ("active", ["alpha", "Alpha", "brÄvo", "Bravo", "charlie", "Äpfel 電話"]),
        ("-active", ["Äpfel 電話", "charlie", "Bravo", "brÄvo", "Alpha", "alpha"]),
    ],
)
async def test_the_order(client: httpx.AsyncClient, sort: str | None, expected: list[str]) -> None:
    assert names(await listed(client, **({} if sort is None else {"sort": sort}))) == expected


@pytest.mark.parametrize("sort", ["", "-", "--active", "user_name", "ACTIVE", "active,created_at"])
async def test_another_order_is_refused(client: httpx.AsyncClient, sort: str) -> None:
    reply = await client.get("credential_connections", params={"sort": sort})
    assert refused(reply, 400) == [("10015", None)]
    assert reply.json()["errors"][0]["source"] == {"parameter": "sort"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alp", ["alpha", "Alpha"]),
        ("ALPHA", ["alpha", "Alpha"]),
        ("räv", ["brÄvo"]),
        ("l 電", ["Äpfel 電話"]),
        ("%_%", []),
        ("zzz", []),
    ],
)
async def test_names_that_contain_a_text(
    client: httpx.AsyncClient, text: str, expected: list[str]
) -> None:
    reply = await client.get(
        "credential_connections",
        params={"filter[connection_name][contains]": text, "sort": "created_at"},
    )
    assert names(reply.json()) == expected
    assert reply.json()["meta"]["total_results"] == len(expected)


@pytest.mark.parametrize("text", ["", "a", "ab"])
async def test_fewer_than_three_characters_are_refused(
    client: httpx.AsyncClient, text: str
) -> None:
    reply = await client.get(
        "credential_connections", params={"filter[connection_name][contains]": text}
    )
    assert refused(reply, 400) == [("10015", None)]
    assert reply.json()["errors"][0]["source"] == {"parameter": "filter[connection_name][contains]"}


@pytest.mark.parametrize(
    "name", ["filter[outbound_voice_profile_id]", "filter[outbound.outbound_voice_profile_id]"]
)
async def test_connections_of_a_voice_profile(client: httpx.AsyncClient, name: str) -> None:
    for value, expected in ((FIRST, ["Bravo"]), (SECOND, ["alpha"]), ("1", [])):
        assert (
            names((await client.get("credential_connections", params={name: value})).json())
            == expected
        )


async def test_no_connection_has_a_host_name(client: httpx.AsyncClient) -> None:
    assert (
        names(
            (
                await client.get("credential_connections", params={"filter[fqdn]": "example.com"})
            ).json()
        )
        == []
    )


@pytest.mark.parametrize(
    ("number", "size", "expected", "pages"),
    [
        (1, 4, NAMES[:4], 2),
        (2, 4, NAMES[4:], 2),
        (3, 4, [], 2),
        (1, 6, NAMES, 1),
        (2, 3, NAMES[3:], 2),
        (6, 1, NAMES[5:], 6),
        (1, 250, NAMES, 1),
    ],
)
async def test_pages(
    client: httpx.AsyncClient, number: int, size: int, expected: list[str], pages: int
) -> None:
    query = {"page[number]": str(number), "page[size]": str(size), "sort": "created_at"}
    body = (await client.get("credential_connections", params=query)).json()
    assert names(body) == expected
    assert body["meta"] == {
        "page_number": number,
        "page_size": size,
        "total_pages": pages,
        "total_results": 6,
    }


async def test_the_page_when_none_is_asked_for(client: httpx.AsyncClient) -> None:
    assert (await listed(client))["meta"] == {
        "page_number": 1,
        "page_size": 250,
        "total_pages": 1,
        "total_results": 6,
    }
    async with asking() as empty:
        body = await listed(empty)
        assert body == {
            "data": [],
            "meta": {"page_number": 1, "page_size": 250, "total_pages": 0, "total_results": 0},
        }


@pytest.mark.parametrize(
    "path", ["credential_connections", "outbound_voice_profiles", "mobile_push_credentials"]
)
@pytest.mark.parametrize(
    "query",
    [{"page[size]": size} for size in ("0", "251", "-1", "", "x", "1.0", "٣", " 1", "1" * 5000)]
    + [{"page[number]": n} for n in ("0", "-1", "x")],
    ids=lambda query: str(query)[:24],
)
async def test_another_page_is_refused(path: str, query: dict[str, str]) -> None:
    async with asking() as client:
        reply = await client.get(path, params=query)
        assert refused(reply, 400) == [("10033", None)]
        assert reply.json()["errors"][0]["source"] == {"parameter": next(iter(query))}


async def test_voice_profiles_to_choose_from(client: httpx.AsyncClient) -> None:
    """More than the page that is sent if none is asked for, the newest first."""
    newest_first = sorted(VOICE_PROFILES, key=lambda each: str(each["created_at"]), reverse=True)
    ids = [profile["id"] for profile in newest_first]
    assert len(set(ids)) == 45
    body = (await client.get("outbound_voice_profiles")).json()
    assert [each["id"] for each in body["data"]] == ids[:20]
    assert body["meta"] == {
        "page_number": 1,
        "page_size": 20,
        "total_pages": 3,
        "total_results": 45,
    }
    last = (await client.get("outbound_voice_profiles", params={"page[number]": "3"})).json()
    assert [each["id"] for each in last["data"]] == ids[40:]
    assert {
        each["id"]: each["connections_count"] for each in body["data"] if each["connections_count"]
    } == {FIRST: 1, SECOND: 1}
    assert 1 < sum(not profile["enabled"] for profile in VOICE_PROFILES) < 10


async def test_one_voice_profile(client: httpx.AsyncClient) -> None:
    reply = await client.get(f"outbound_voice_profiles/{FIRST}")
    assert reply.json() == {"data": {**VOICE_PROFILES[0], "connections_count": 1}}
    assert refused(await client.get("outbound_voice_profiles/1"), 404) == [("10005", "/")]


async def test_voice_profiles_by_name() -> None:
    async with asking() as client:
        for text, expected in (("EUROPE", [SECOND]), ("eu", [SECOND]), ("nothing like it", [])):
            body = (
                await client.get("outbound_voice_profiles", params={"filter[name][contains]": text})
            ).json()
            assert [each["id"] for each in body["data"]] == expected
        query = {"sort": "name", "page[size]": "250"}
        body = (await client.get("outbound_voice_profiles", params=query)).json()
        assert [each["name"] for each in body["data"]] == sorted(
            str(profile["name"]) for profile in VOICE_PROFILES
        )


async def test_the_first_page_hides_the_twenty_first_voice_profile() -> None:
    profiles = [
        {**VOICE_PROFILES[0], "id": str(10**18 + n), "created_at": f"2025-01-01T00:00:{n:02}.000Z"}
        for n in range(21)
    ]
    async with asking(create_app(voice_profiles=profiles)) as client:
        first = (await client.get("outbound_voice_profiles")).json()
        second = (await client.get("outbound_voice_profiles", params={"page[number]": "2"})).json()
        assert len(first["data"]) == 20
        assert [each["id"] for each in second["data"]] == [profiles[0]["id"]]
        await made(client, outbound={"outbound_voice_profile_id": str(profiles[0]["id"])})


async def test_push_credentials_show_no_secret() -> None:
    async with asking() as client:
        for kind in ("ios", "android"):
            body = (
                await client.get(
                    "mobile_push_credentials",
                    params={"filter[type]": kind, "page[size]": "250"},
                )
            ).json()
            assert body["meta"]["total_results"] == 25
            assert [each["id"] for each in body["data"]] == [
                each["id"] for each in PUSH_CREDENTIALS if each["type"] == kind
            ]
            for each in body["data"]:
                apple = {
                    "certificate": MASK,
                    "private_key": MASK,
                    "project_account_json_file": None,
                }
                firebase = {
                    "certificate": None,
                    "private_key": None,
                    "project_account_json_file": {"type": "service_account", "private_key": MASK},
                }
                assert each | (apple if kind == "ios" else firebase) == each
        alias = {"filter[alias]": "Kiosk tablets"}
        assert len((await client.get("mobile_push_credentials", params=alias)).json()["data"]) == 1
        assert (await client.get("mobile_push_credentials")).json()["meta"]["total_results"] == len(
            PUSH_CREDENTIALS
        )


def test_what_there_is_to_choose_from_are_sound_answers() -> None:
    profile = REQUEST.settings[("outbound", "outbound_voice_profile_id")]
    ids = [each["id"] for each in VOICE_PROFILES]
    assert all(not list(profile.problems(each)) and len(str(each)) == 19 for each in ids)
    push = REQUEST.settings[("ios_push_credential_id",)]
    assert all(
        not list(push.problems(each["id"])) and len(str(each["id"])) == len(UUID)
        for each in PUSH_CREDENTIALS
    )
