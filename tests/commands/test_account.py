"""`list` and `show`: what the account has, read only, and what is said if it cannot be read."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tui_app.api.client import PAGE_SIZE, Client
from tui_app.api.target import find_target
from tui_app.cli import main
from tui_app.core.session import Session

Answer = Callable[[httpx.Request], httpx.Response]
TARGET = find_target("https://api.example.com/v2", {})


def record(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "connection_name": f"Office {number}",
        "user_name": f"office{number}",
        "password": "hunter2hunter2",
        "created_at": "2026-11-25T10:00:00Z",
        **more,
    }


def answering(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> list[httpx.Request]:
    """Have the commands speak with a made-up API. Return the requests that it gets."""
    asked: list[httpx.Request] = []

    def note(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer(request)

    def open_client(session: Session) -> Client:
        return Client(session.target, SecretStr("KEYx"), transport=httpx.MockTransport(note))

    monkeypatch.setattr(Session, "open_client", open_client)
    monkeypatch.setenv("TELNYX_API_KEY", "KEYx")
    return asked


def pages(*each: list[dict[str, Any]]) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page[number]"])
        meta = {"page_number": number, "total_pages": len(each)}
        return httpx.Response(200, json={"data": each[number - 1], "meta": meta})

    return answer


def test_a_line_for_each_connection(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = record(2, connection_name="a\x1b[2Jb", active=False)
    answering(monkeypatch, pages([record(1)], [hostile]))
    assert main(["list"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.split() == ["1", "Office", "1", "office1", "active", "2026-11-25"]
    assert "inactive" in second
    assert "\x1b" not in second


def test_as_json_it_is_one_object_a_line_without_a_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, pages([record(1), record(2)]))
    assert main(["list", "--json"]) == 0
    out = capsys.readouterr().out
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["1", "2"]
    assert "hunter2" not in out


def test_a_name_is_filtered_by_the_api_and_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = answering(monkeypatch, pages([record(1), record(12)]))
    assert main(["list", "--name", "OFFICE 12"]) == 0
    assert capsys.readouterr().out.startswith("12 ")
    assert asked[0].url.params["filter[connection_name][contains]"] == "OFFICE 12"
    assert main(["list", "--name", "12"]) == 0
    assert "filter[connection_name][contains]" not in asked[-1].url.params, "too short for the API"
    assert main(["list", "--name", "nobody"]) == 0
    assert "No connection has such a name." in capsys.readouterr().out


async def test_a_page_does_not_wait_for_the_next_and_nothing_comes_twice() -> None:
    asked: list[int] = []
    answer = pages([record(1), record(2)], [record(2), record(3)])

    def note(request: httpx.Request) -> httpx.Response:
        asked.append(int(request.url.params["page[number]"]))
        assert request.url.params["page[size]"] == str(PAGE_SIZE)
        return answer(request)

    async with Client(TARGET, SecretStr("K"), transport=httpx.MockTransport(note)) as client:
        found = client.pages()
        assert [each.id for each in await anext(found)] == ["1", "2"]
        assert asked == [1]
        assert [[each.id for each in page] async for page in found] == [["3"]]
        assert asked == [1, 2]


def test_a_connection_is_shown_with_its_registration_and_no_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status = {
        "status": "Registered",
        "ip_address": "192.0.2.7",
        "port": 5060,
        "transport": "UDP",
        "user_agent": "phone\x1b[2J",
    }

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": status if request.method == "POST" else shown})

    shown = record(7, inbound={"codecs": ["G722", "G711A"]}, dtmf_type="Inband")
    answering(monkeypatch, answer)
    assert main(["show", "7"]) == 0
    out = capsys.readouterr().out
    rows = {line[:28].strip(): line[28:] for line in out.splitlines()}
    assert rows["Connection ID"] == "7"
    assert rows["Password"] == "********"
    assert rows["Codecs"] == "G722, G711A"
    assert rows["Registration"] == "Registered"
    assert "192.0.2.7:5060 over UDP" in rows["Device"]
    assert "\x1b" not in out
    assert "hunter2" not in out
    assert main(["show", "7", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["connection"]["password"] == "********"
    assert found["registration"]["status"] == "Registered"


def test_without_its_registration_a_connection_is_shown_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(
        monkeypatch,
        lambda request: httpx.Response(
            403 if request.method == "POST" else 200, json={"data": record(7)}
        ),
    )
    assert main(["show", "7", "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["registration"] is None
    assert "note: its registration is not known:" in said.err


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [(401, 4, "401"), (404, 4, "404"), (429, 5, ""), (500, 5, "500")],
)
@pytest.mark.parametrize("command", [["list"], ["show", "7"]])
def test_what_cannot_be_read_is_said(
    command: list[str],
    status: int,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answering(monkeypatch, lambda request: httpx.Response(status, json={"errors": []}))
    assert main(command) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("telnyx-wizard: ")
    assert words in said.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "../x"], "is no id of a connection"),
        (["list"], "there is no API key"),
        (["list", "--sandbox", "--base-url", "https://x.example"], "--sandbox goes with neither"),
        (["list", "--base-url", "http://x.example"], "https://"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_sent(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


def test_the_sandbox_lists_what_it_made(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--sandbox"]) == 0
    assert capsys.readouterr().out == "There are no connections.\n"
    payload = tmp_path / "p.json"
    payload.write_text(
        json.dumps(
            {
                "connection_name": "Lab",
                "user_name": "lab2027",
                "password": "Otter-lamp-42-rain",
            }
        )
    )
    assert main(["create", str(payload), "--sandbox"]) == 0
    identity = capsys.readouterr().out.split()[1]
    assert main(["list", "--sandbox", "--json", "--name", "lab"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == identity
    assert main(["show", identity, "--sandbox"]) == 0
    assert "Not Registered" in capsys.readouterr().out
