"""`update` and `delete`: what they send, what they print, and their exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tui_app.api.client import Client
from tui_app.cli import main
from tui_app.core.session import Session

CANARY = "canary-Winter2026"


@pytest.fixture
def identity(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The id of a connection in the sandbox."""
    payload = tmp_path / "p.json"
    payload.write_text(
        json.dumps(
            {
                "connection_name": "Office",
                "user_name": "office12",
                "password": "first-Passw0rd-of-it",
                "tags": ["a"],
                "outbound": {"channel_limit": 4},
            }
        )
    )
    assert main(["create", str(payload), "--sandbox", "--json"]) == 0
    return str(json.loads(capsys.readouterr().out)["connection"]["id"])


def changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], identity: str, change: Any, *options: str
) -> tuple[int, dict[str, Any], str]:
    """Run `update --sandbox --json` with a change. Return the exit code, the report, the errors."""
    file = tmp_path / "change.json"
    file.write_text(change if isinstance(change, str) else json.dumps(change))
    code = main(["update", identity, str(file), "--sandbox", "--json", *options])
    said = capsys.readouterr()
    return code, json.loads(said.out or "{}"), said.err


def shown(identity: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["show", identity, "--sandbox", "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)["connection"]
    return found


def test_one_nested_setting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], identity: str
) -> None:
    before = shown(identity, capsys)
    code, report, _ = changed(tmp_path, capsys, identity, {"inbound": {"timeout_2xx_secs": 60}})
    assert (code, report) == (
        0,
        {
            "outcome": "updated",
            "changes": [{"pointer": "/inbound/timeout_2xx_secs", "from": 90, "to": 60}],
            "problems": [],
        },
    )
    after = shown(identity, capsys)
    before["inbound"]["timeout_2xx_secs"] = 60
    assert after | {"updated_at": ""} == before | {"updated_at": ""}


def test_its_own_reply_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], identity: str
) -> None:
    reply = {"data": shown(identity, capsys)}
    code, report, _ = changed(tmp_path, capsys, identity, reply)
    assert (code, report["outcome"], report["changes"]) == (0, "unchanged", [])


def test_a_dry_run_prints_the_differences_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], identity: str
) -> None:
    before = shown(identity, capsys)
    code, report, _ = changed(tmp_path, capsys, identity, {"tags": ["b"]}, "--dry-run")
    assert code == 0
    assert report["changes"] == [{"pointer": "/tags", "from": ["a"], "to": ["b"]}]
    assert shown(identity, capsys) == before


def test_a_new_password_is_printed_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], identity: str
) -> None:
    code, report, errors = changed(tmp_path, capsys, identity, {"password": CANARY})
    assert code == 0
    assert report["changes"] == [{"pointer": "/password", "from": "********", "to": "********"}]
    assert CANARY not in json.dumps(report) + errors


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"webhook_api_version": "texml"}, "/webhook_api_version"),
        ({"inbound": {"timeout_1xx_secs": 500}}, "/inbound/timeout_1xx_secs"),
        ({"connection_name": ""}, "/connection_name"),
        ({"jitter_buffer": {"jitterbuffer_msec_min": 300}}, "/jitter_buffer/jitterbuffer_msec_min"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_what_is_invalid_is_not_sent(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    identity: str,
    change: Any,
    pointer: str,
) -> None:
    before = shown(identity, capsys)
    code, report, _ = changed(tmp_path, capsys, identity, change)
    assert (code, report["outcome"]) == (3, "invalid")
    assert pointer in [each["pointer"] for each in report["problems"]]
    assert shown(identity, capsys) == before


def test_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str], identity: str) -> None:
    file = tmp_path / "change.json"
    file.write_text(json.dumps({"inbound": {"timeout_2xx_secs": 61}}))
    assert main(["update", identity, str(file), "--sandbox"]) == 0
    said = capsys.readouterr()
    assert said.out == "2xx timeout (no answer): 90 -> 61\n"
    assert "Changed. The API says that it changed the connection." in said.err


@pytest.mark.parametrize("command", [["update"], ["delete", "--name", "x"]])
def test_what_does_not_exist_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    file = tmp_path / "change.json"
    file.write_text(json.dumps({"tags": ["b"]}))
    files = [str(file)] if command == ["update"] else []
    assert main([*command, "77", *files, "--sandbox"]) == 4


def test_a_deletion_needs_the_exact_name(capsys: pytest.CaptureFixture[str], identity: str) -> None:
    assert main(["delete", identity, "--name", "office", "--sandbox", "--json"]) == 4
    assert json.loads(capsys.readouterr().out)["outcome"] == "rejected"
    assert main(["delete", identity, "--name", "Office", "--sandbox"]) == 0
    assert capsys.readouterr().out == f"Deleted: {identity}\n"
    assert main(["show", identity, "--sandbox"]) == 4


def test_a_deletion_without_a_name_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["delete", "7", "--sandbox"])
    assert end.value.code == 2
    assert "--name" in capsys.readouterr().err


def answering(
    monkeypatch: pytest.MonkeyPatch, answer: Callable[[httpx.Request], httpx.Response]
) -> None:
    def open_client(session: Session) -> Client:
        return Client(session.target, SecretStr("KEYx"), transport=httpx.MockTransport(answer))

    monkeypatch.setattr(Session, "open_client", open_client)
    monkeypatch.setenv("TELNYX_API_KEY", "KEYx")


def test_a_refusal_of_the_api_is_on_its_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office = {"id": "7", "connection_name": "Office", "user_name": "office12", "tags": []}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"data": office})
        wrong = {"code": "10015", "detail": "no", "source": {"pointer": "/tags"}}
        return httpx.Response(422, json={"errors": [wrong]})

    answering(monkeypatch, answer)
    file = tmp_path / "change.json"
    file.write_text(json.dumps({"tags": ["b"]}))
    assert main(["update", "7", str(file), "--json"]) == 4
    report = json.loads(capsys.readouterr().out)
    assert report["outcome"] == "rejected"
    assert [each["pointer"] for each in report["problems"]] == ["/tags"]
