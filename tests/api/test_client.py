"""The client against answers that are made up: what it asks for, what it reads, and what it makes
of everything else.
"""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tui_app.api.client import LONGEST_FILTER, MOST_PAGES, PAGE_SIZE, Client
from tui_app.api.errors import ApiError, Certainty, Failure
from tui_app.api.replies import Connection, Listed
from tui_app.api.target import Target
from tui_app.text.escape import MASK

CANARY = "canary-Winter2026"
TARGET = Target("https://api.example.com/v2", "api.example.com")
CONNECTION: dict[str, Any] = {
    "id": "1293384261075731499",
    "record_type": "credential_connection",
    "connection_name": "office",
    "user_name": "office12",
    "password": CANARY,
    "created_at": "2026-11-23T04:00:00Z",
    "inbound": {"codecs": ["G722"]},
}

Answer = Callable[[httpx.Request], httpx.Response]


class Asked:
    """A client whose requests are answered by `answer` and kept."""

    def __init__(self, answer: Answer) -> None:
        self.requests: list[httpx.Request] = []

        def note(request: httpx.Request) -> httpx.Response:
            self.requests.append(request)
            return answer(request)

        self.client = Client(TARGET, SecretStr("KEY"), transport=httpx.MockTransport(note))


def gives(status: int, document: Any, **headers: str) -> Asked:
    return Asked(
        lambda request: httpx.Response(
            status,
            json=document,
            headers={name.replace("_", "-"): text for name, text in headers.items()},
        )
    )


async def failed(asked: Asked) -> Failure:
    """How the creation fails."""
    async with asked.client as client:
        with pytest.raises(ApiError) as raised:
            await client.create({})
    assert "KEY" not in str(raised.value)
    return raised.value.failure


LIMIT = "You may only have 5 Credential Connection(s) at your account level."


@pytest.mark.parametrize("status", [400, 402, 403, 409, 422, 429, 500])
@pytest.mark.parametrize(
    "errors",
    [
        [{"code": "10015", "title": "Bad Request", "detail": LIMIT}],
        [{"title": LIMIT.replace("your", "this"), "detail": "no"}],
        [{"detail": "also"}, {"detail": LIMIT.upper()}],
        {"status": LIMIT},
    ],
    ids=["detail", "title", "second", "object"],
)
async def test_the_limit_of_an_account_is_known_by_its_text(status: int, errors: Any) -> None:
    """Whatever code and status it comes with; how certain it is that nothing was created is the
    status's to say.
    """
    failure = await failed(gives(status, {"errors": errors}))
    assert failure.kind == "limited"
    certain = status not in (409, 500)
    assert failure.certainty is (Certainty.REFUSED if certain else Certainty.UNKNOWN)
    assert not failure.is_taken


async def test_what_is_created_is_read_and_its_password_shown_nowhere() -> None:
    asked = gives(
        201,
        {
            "data": CONNECTION
            | {
                "new": {
                    "client_secret": CANARY,
                    "tokens": [CANARY],
                    "more": [{"private_key": CANARY}],
                }
            }
        },
    )
    async with asked.client as client:
        made = await client.create({"connection_name": "office", "x": "\ud800é"})
    assert (made.id, made.connection_name, made.user_name) == (
        "1293384261075731499",
        "office",
        "office12",
    )
    assert made.created_at is not None
    assert made.created_at.isoformat() == "2026-11-23T04:00:00+00:00"
    assert made.document["password"] == MASK
    assert made.document["inbound"] == {"codecs": ["G722"]}
    assert CANARY not in repr(made)
    assert made.password is not None
    assert made.password.get_secret_value() == CANARY
    assert json.loads(asked.requests[0].content) == {"connection_name": "office", "x": "\ud800é"}
    assert asked.requests[0].content.isascii()


@pytest.mark.parametrize(("identity", "read"), [(7, "7"), ("a-b_C9", "a-b_C9"), (0, "0")])
async def test_an_id_is_a_text(identity: Any, read: str) -> None:
    async with gives(201, {"data": CONNECTION | {"id": identity}}).client as client:
        assert (await client.create({})).id == read


@pytest.mark.parametrize(
    "identity",
    ["", "..", "a/b", "a?b", "a#b", "%2e", "x" * 65, "a\n", "é", True, None, 1.5, [], {}, 1 << 70],
)
async def test_what_could_change_a_path_is_no_id(identity: Any) -> None:
    failure = await failed(gives(201, {"data": CONNECTION | {"id": identity}}))
    assert (failure.kind, failure.certainty) == ("garbled", Certainty.UNKNOWN)


@pytest.mark.parametrize("time", ["soon", "", None, "2026-13-40T00:00:00Z", "9" * 100])
async def test_a_time_that_cannot_be_read_is_none(time: Any) -> None:
    async with gives(201, {"data": CONNECTION | {"created_at": time}}).client as client:
        assert (await client.create({})).created_at is None


@pytest.mark.parametrize(
    ("status", "document", "kind", "certainty"),
    [
        (201, {}, "garbled", Certainty.UNKNOWN),
        (201, [], "garbled", Certainty.UNKNOWN),
        (201, {"data": None}, "garbled", Certainty.UNKNOWN),
        (201, {"data": {"id": "1"}}, "garbled", Certainty.UNKNOWN),
        (202, {"data": CONNECTION}, "garbled", Certainty.UNKNOWN),
        (200, {"errors": [{"code": "10015"}]}, "garbled", Certainty.UNKNOWN),
        (401, {"errors": [{"code": "10009"}]}, "unauthorized", Certainty.REFUSED),
        (403, {"errors": [{"code": "10010"}]}, "forbidden", Certainty.REFUSED),
        (403, {"errors": [{"code": "10039"}]}, "limited", Certainty.REFUSED),
        (403, {"errors": [{"code": "10038"}]}, "limited", Certainty.REFUSED),
        (403, {"errors": [{"code": "20012"}]}, "account", Certainty.REFUSED),
        (401, {"errors": [{"code": "20002"}]}, "account", Certainty.REFUSED),
        (404, {"errors": [{"code": "10005"}]}, "not_found", Certainty.REFUSED),
        (408, {"errors": [{"code": "10008"}]}, "status", Certainty.UNKNOWN),
        (409, {"errors": [{"code": "10012"}]}, "conflict", Certainty.UNKNOWN),
        (422, {"errors": [{"code": "10015"}]}, "invalid", Certainty.REFUSED),
        (422, {"errors": ["no"]}, "page", Certainty.UNKNOWN),
        (422, {}, "page", Certainty.UNKNOWN),
        (429, {"errors": [{"code": "10011"}]}, "busy", Certainty.REFUSED),
        (500, {"errors": [{"code": "10007"}]}, "server", Certainty.UNKNOWN),
        (503, {}, "page", Certainty.UNKNOWN),
        (307, {}, "redirect", Certainty.UNKNOWN),
        (418, {"errors": [{"code": "10015"}]}, "status", Certainty.UNKNOWN),
        (422, {"errors": [{}]}, "page", Certainty.UNKNOWN),
    ],
)
async def test_what_an_answer_means(
    status: int, document: Any, kind: str, certainty: Certainty
) -> None:
    failure = await failed(gives(status, document))
    assert (failure.kind, failure.certainty, failure.status) == (kind, certainty, status)


async def test_what_else_an_answer_tells_is_kept_for_the_screen() -> None:
    errors = [{"code": "10015", "detail": "no", "source": {"pointer": "/user_name"}}]
    failure = await failed(
        gives(429, {"errors": errors}, retry_after="9", x_request_id="req\x7f-1")
    )
    assert failure.retry_after == 9.0
    assert failure.codes == ("10015",)
    assert failure.request_id == "req^?-1"
    assert [problem.path for problem in failure.problems] == [("user_name",)]


@pytest.mark.parametrize(
    ("error", "certainty"),
    [
        (httpx.ConnectError("KEY"), Certainty.NEVER_SENT),
        (httpx.ConnectTimeout("KEY"), Certainty.NEVER_SENT),
        (httpx.ProxyError("403 \x1b[2J"), Certainty.NEVER_SENT),
        (httpx.ReadTimeout("KEY"), Certainty.UNKNOWN),
        (httpx.WriteError("KEY"), Certainty.UNKNOWN),
        (httpx.RemoteProtocolError("KEY"), Certainty.UNKNOWN),
        (httpx.LocalProtocolError("KEY"), Certainty.UNKNOWN),
        (httpx.InvalidURL("KEY"), Certainty.UNKNOWN),
        (UnicodeEncodeError("ascii", "KEY", 0, 1, "KEY"), Certainty.UNKNOWN),
        (ExceptionGroup("KEY", [OverflowError("KEY")]), Certainty.UNKNOWN),
        (ConnectionResetError("KEY"), Certainty.UNKNOWN),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
async def test_no_error_of_httpx_comes_through_and_none_gives_the_key_away(
    error: Exception, certainty: Certainty
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    failure = await failed(Asked(answer))
    assert failure.certainty is certainty
    assert "KEY" not in repr(failure)
    assert "\x1b" not in repr(failure) + failure.explained().text


async def test_a_client_that_was_not_opened_sends_nothing() -> None:
    with pytest.raises(ApiError) as raised:
        await gives(201, {}).client.create({})
    assert raised.value.failure.certainty is Certainty.NEVER_SENT


# Lists


def listing(*names: str, page: int = 1, pages: int = 1) -> dict[str, Any]:
    data = [
        CONNECTION | {"id": str(number), "connection_name": name}
        for number, name in enumerate(names)
    ]
    return {
        "data": data,
        "meta": {
            "page_number": page,
            "page_size": PAGE_SIZE,
            "total_pages": pages,
            "total_results": len(data),
        },
    }


async def test_a_name_is_looked_for_by_the_api() -> None:
    asked = gives(200, listing("office"), Date="Mon, 23 Nov 2026 04:00:00 GMT")
    async with asked.client as client:
        found = await client.find("off ice&x")
    assert [each.connection_name for each in found.connections] == ["office"]
    assert found.complete
    assert found.at is not None
    query = asked.requests[0].url.params
    assert query["filter[connection_name][contains]"] == "off ice&x"
    assert query["page[size]"] == "250"


async def test_of_a_long_name_only_the_beginning_is_asked_for() -> None:
    """Else the address of the request grows until nobody takes it any more."""
    name = "\u4e2d" * 100_000
    asked = gives(200, listing(name))
    async with asked.client as client:
        found = await client.find(name)
    assert [each.connection_name for each in found.connections] == [name]
    assert (
        asked.requests[0].url.params["filter[connection_name][contains]"] == name[:LONGEST_FILTER]
    )
    assert len(str(asked.requests[0].url)) < 4000


async def test_a_short_name_is_looked_for_in_every_page() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert "filter[connection_name][contains]" not in request.url.params
        page = int(request.url.params["page[number]"])
        return httpx.Response(200, json=listing(f"n{page}", page=page, pages=3))

    asked = Asked(answer)
    async with asked.client as client:
        found = await client.find("n3")
        first = await client.find("", pages=1)
    assert [each.connection_name for each in found.connections] == ["n1", "n2", "n3"]
    assert found.complete
    assert not first.complete
    assert len(asked.requests) == 4


async def test_a_list_without_end_has_one_here() -> None:
    asked = gives(200, listing("n", pages=10**9))
    async with asked.client as client:
        found = await client.find("")
    assert len(asked.requests) == MOST_PAGES
    assert not found.complete


@pytest.mark.parametrize("meta", [None, {}, [], {"total_pages": "x"}, {"total_pages": True}])
async def test_a_list_that_does_not_say_how_long_it_is_ends_with_a_page_that_is_not_full(
    meta: Any,
) -> None:
    asked = gives(200, listing("n") | {"meta": meta})
    async with asked.client as client:
        assert len((await client.find("n")).connections) == 1
    assert len(asked.requests) == 1


async def test_a_record_that_cannot_be_read_is_left_out_and_that_is_known() -> None:
    document = listing("office")
    document["data"] += [None, {}, 7, {"id": "../x", "connection_name": "x", "user_name": "x"}]
    async with gives(200, document).client as client:
        found = await client.find("office")
    assert len(found.connections) == 1
    assert not found.complete


@pytest.mark.parametrize("document", [{}, {"data": {}}, {"data": None}, [], "x", None])
async def test_a_list_of_another_shape_is_told(document: Any) -> None:
    async with gives(200, document).client as client:
        with pytest.raises(ApiError) as raised:
            await client.find("office")
    assert raised.value.failure.kind == "garbled"


# What there is to choose, and the rest


async def test_the_voice_profiles_are_listed_page_by_page_and_filtered_by_the_api() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params["page[number]"])
        items = [{"id": page, "name": f"p{page}", "enabled": page == 2}]
        meta = {"total_pages": 2, "total_results": 2}
        return httpx.Response(200, json={"data": items, "meta": meta})

    asked = Asked(answer)
    async with asked.client as client:
        first = await client.choices("outbound_voice_profiles", "", 1)
        second = await client.choices("outbound_voice_profiles", "p" * 300, 2)
    assert (first.items, first.last) == ([Listed("1", "p1", "disabled", disabled=True)], False)
    assert (second.items, second.last, second.total) == ([Listed("2", "p2", "")], True, 2)
    queries = [request.url.params.get("filter[name][contains]") for request in asked.requests]
    assert queries == [None, "p" * LONGEST_FILTER]


@pytest.mark.parametrize("total", [None, "2", 2.5, [], {}, True, -1, 10**30])
async def test_a_total_that_is_no_number_is_not_told(total: Any) -> None:
    meta = {"total_pages": 1, "total_results": total}
    async with gives(200, {"data": [CONNECTION], "meta": meta}).client as client:
        page = await client.connections("", 1)
    assert (len(page.items), page.last, page.total) == (1, True, None)


async def test_of_push_credentials_no_secret_is_kept_and_only_the_kind_that_was_asked_for() -> None:
    secret = {
        "certificate": CANARY,
        "private_key": CANARY,
        "project_account_json_file": {"x": CANARY},
    }
    items = [
        {"id": "a", "alias": "Phone", "type": "ios", **secret},
        {"id": "b", "alias": None, "type": "android", **secret},
    ]
    asked = gives(200, {"data": items, "meta": {"total_pages": 1}})
    async with asked.client as client:
        found = await client.choices("ios_push_credentials", "", 1)
        choices = await client.choices("android_push_credentials", "", 1)
    assert CANARY not in repr(found)
    assert found.items == [Listed("a", "Phone", "ios")]
    assert choices.items == [Listed("b", "", "android")]
    assert asked.requests[0].url.params["filter[type]"] == "ios"


async def test_the_registration_is_asked_for_with_a_post_that_changes_nothing() -> None:
    asked = gives(
        200,
        {
            "data": {
                "status": "Registered",
                "port": 5060,
                "sip_username": "office12",
                "ip_address": "192.0.2.1",
            }
        },
    )
    async with asked.client as client:
        status = await client.registration_status("12")
    assert (status.status, status.port) == ("Registered", 5060)
    assert asked.requests[0].method == "POST"
    assert (
        asked.requests[0].url.path
        == "/v2/credential_connections/12/actions/check_registration_status"
    )
    assert asked.requests[0].content == b""


@pytest.mark.parametrize("call", ["get", "patch", "delete"])
async def test_one_connection_is_read_changed_and_deleted_by_its_id(call: str) -> None:
    asked = gives(200, {"data": CONNECTION})
    identity = str(CONNECTION["id"])
    async with asked.client as client:

        async def one(of: str) -> Connection:
            if call == "get":
                return await client.get(of)
            return await (
                client.delete(of) if call == "delete" else client.patch(of, {"active": False})
            )

        assert (await one(identity)).id == identity
        # The record of another connection is no answer.
        with pytest.raises(ApiError) as caught:
            await one("a/../b")
    assert caught.value.failure.kind == "garbled"
    assert asked.requests[1].url.raw_path == b"/v2/credential_connections/a%2F..%2Fb"
