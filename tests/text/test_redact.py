"""Known secrets are taken out of foreign text, however that quotes them, and nothing else is."""

import base64
import html
import json
import secrets
from urllib.parse import quote, quote_plus

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from tui_app.api.client import Client
from tui_app.api.errors import ApiError
from tui_app.api.target import find_target
from tui_app.text.document import Json
from tui_app.text.escape import MASK
from tui_app.text.redact import Scrubber

PASSWORD = "p\"a's\\s/w<ö%r&d+"
KEY = "KEY0123456789"
SENT = {"connection_name": "office", "user_name": "office12", "password": PASSWORD}


@pytest.mark.parametrize(
    "quoted",
    [str, json.dumps, repr, quote, quote_plus, html.escape, lambda text: quote(text, safe="")],
)
def test_a_secret_is_masked_however_it_is_quoted(quoted) -> None:  # type: ignore[no-untyped-def]
    told = Scrubber([PASSWORD, KEY]).text(f"no [{quoted(PASSWORD)}] or [{quoted(KEY)}]")
    assert told.replace('"', "").replace("'", "") == f"no [{MASK}] or [{MASK}]"


@pytest.mark.parametrize("first", [str, json.dumps, repr])
@pytest.mark.parametrize("second", [str, json.dumps, repr])
def test_an_error_that_quotes_what_was_quoted_shows_nothing_either(first, second) -> None:  # type: ignore[no-untyped-def]
    told = Scrubber([PASSWORD], deep=True).text(
        second(f"body {first({'password': PASSWORD} if first is not str else PASSWORD)}")
    )
    assert MASK in told
    assert "/w<" not in told


@given(st.text(min_size=6, max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_secret_is_masked(secret: str, before: str, after: str) -> None:
    told = Scrubber([secret]).text(before + secret + after)
    assert secret not in told or secret in before + MASK + after


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_what_holds_no_secret_stays_as_it_is(document) -> None:  # type: ignore[no-untyped-def]
    assert Scrubber([secrets.token_hex(), ""]).json(document) == document


def test_a_short_secret_masks_nothing_by_chance() -> None:
    assert Scrubber(["", "a", "12345"]).text("a 12345") == "a 12345"


def test_the_longer_of_two_secrets_is_masked_whole() -> None:
    assert Scrubber(["secret", "secret-and-more"]).text("secret-and-more") == MASK


def test_names_that_were_asked_for_and_ids_stay() -> None:
    scrubber = Scrubber(["office12"], kept=["Office12"])
    record: Json = {
        "id": "1office123",
        "user_name": "office12",
        "office12": ["no office12"],
        "other_id": "office12",
    }
    assert scrubber.json(record) == {
        "id": "1office123",
        "user_name": "office12",
        "office12": [f"no {MASK}"],
        "other_id": MASK,
    }


def test_what_is_nested_too_deeply_is_dropped() -> None:
    document: object = PASSWORD
    for _ in range(500):
        document = [document]
    assert PASSWORD not in json.dumps(Scrubber([PASSWORD]).json(document))  # type: ignore[arg-type]


def answering(status: int, document: object, headers: dict[str, str] | None = None) -> Client:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json=document, headers=headers)

    target = find_target("http://127.0.0.1:9/v2", {})
    return Client(target, SecretStr(KEY), transport=httpx.MockTransport(answer))


async def test_a_refusal_that_echoes_the_request_is_told_without_its_secrets() -> None:
    detail = f"{json.dumps(SENT)} from Bearer {KEY}"
    document = {
        "errors": [
            {"code": KEY, "detail": detail, "source": {"pointer": f"/{KEY}"}},
            {"title": PASSWORD},
        ]
    }
    async with answering(
        500, document, {"X-Request-Id": f"{KEY}-{PASSWORD.encode('ascii', 'replace').decode()}"}
    ) as client:
        with pytest.raises(ApiError) as caught:
            await client.create(SENT)
    told = repr(caught.value.failure) + caught.value.failure.words
    assert MASK in told
    assert KEY not in told
    assert "/w<" not in told.replace(f"{MASK}-", "")[: told.find("request_id")]


async def test_a_created_connection_that_echoes_them_is_no_other_connection() -> None:
    made = {
        "id": "17",
        "connection_name": KEY,
        "user_name": "office12",
        "password": PASSWORD,
        "note": f"of {PASSWORD}",
    }
    async with answering(201, {"data": made}) as client:
        connection = await client.create(SENT)
    assert (connection.id, connection.user_name, connection.connection_name) == (
        "17",
        "office12",
        MASK,
    )
    assert PASSWORD not in str(connection)
    assert KEY not in str(connection)


async def test_a_user_name_that_is_the_password_is_found_all_the_same() -> None:
    sent = {"connection_name": "office12", "user_name": "office12", "password": "office12"}
    async with answering(
        200, {"data": [{"id": "17", **sent, "password": "********"}], "meta": {"total_pages": 1}}
    ) as client:
        with pytest.raises(ApiError):
            await client.create(sent)
        listing = await client.find("office12")
    assert [(each.connection_name, each.user_name) for each in listing.connections] == [
        ("office12", "office12")
    ]


def test_base64_is_beyond_it() -> None:
    """A server can always disguise what it was sent; what is masked is what an honest one that
    quotes its input would tell.
    """
    assert Scrubber([PASSWORD]).text(base64.b64encode(PASSWORD.encode()).decode()) != MASK
