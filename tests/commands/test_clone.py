"""`--clone ID`: the wizard begins with a connection; what is wrong is said before it opens."""

import json
from typing import Any

import httpx
import pytest

from tests.commands.test_account import answering, record
from tests.support.linear_program import LINEAR, piped
from tui_app.cli import main


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--clone", "../x"], "is no id of a connection"),
        (["--clone", "7"], "there is no API key"),
        (["--clone", "7", "--resume"], "exclude each other"),
        (["--clone", "7", "--from", "x"], "exclude each other"),
        (["--clone", "7", "--template", "pbx"], "exclude each other"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_sent(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--linear"]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(("status", "code"), [(401, 4), (403, 4), (404, 4), (429, 5), (500, 5)])
def test_what_cannot_be_read_is_said_before_a_screen_opens(
    status: int, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, lambda request: httpx.Response(status, json={"errors": []}))
    assert main(["--clone", "7", "--linear"]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("telnyx-wizard: ")
    if status == 404:
        assert "there is no connection 7 here" in said.err


def test_an_api_that_cannot_be_reached_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def offline(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    answering(monkeypatch, offline)
    assert main(["--clone", "7", "--linear"]) == 5
    assert capsys.readouterr().err.startswith("telnyx-wizard: ")


def test_the_wizard_is_filled_but_for_user_name_and_password(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    payload = tmp_path / "p.json"
    settings = record(1, password="Otter-lamp-42-rain", dtmf_type="Inband", active=True)
    payload.write_text(json.dumps({**settings, "user_name": "lab2027"}))
    assert main(["create", str(payload), "--sandbox"]) == 0
    identity = capsys.readouterr().out.split()[1]
    done = piped("/show", "/quit", arguments=(*LINEAR, "--clone", identity))
    said = " ".join(done.stdout.decode().split())
    assert "Filled from Office 1, its name too." in said
    assert '"connection_name": "Office 1"' in said
    assert '"dtmf_type": "Inband"' in said
    assert "lab2027" not in said
    assert '"active"' not in said
