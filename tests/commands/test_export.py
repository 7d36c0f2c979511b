"""`export`: what it prints, what it refuses, and that it holds no secret."""

import io
import json
from pathlib import Path

import pytest

from tui_app.cli import main
from tui_app.exports import EXPORTS

PASSWORD = "Zq7-correct-horse"
BODY = {
    "connection_name": "Büro 😀",
    "user_name": "office1",
    "password": PASSWORD,
    "webhook_event_url": "https://hook:Kw9secret@example.com/x",
    "inbound": {"codecs": ["G722"]},
}
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "payload.json"
    path.write_text(json.dumps(BODY))
    return path


@pytest.mark.parametrize("name", EXPORTS)
def test_no_secret_is_exported(name: str, file: Path, capsys: Printed) -> None:
    assert main(["export", str(file), "--to", name]) == 0
    printed = capsys.readouterr()
    assert "office1" in printed.out
    for secret in (PASSWORD, "Kw9secret"):
        assert secret not in printed.out + printed.err
    assert "note: Left out, since it holds a secret: webhook_event_url." in printed.err
    if name != "json":
        assert "since it holds a secret: webhook_event_url" in printed.out
        assert "TELNYX_API_KEY" in printed.out
        assert "TELNYX_SIP_PASSWORD" in printed.out
        assert "second connection" in printed.out or "two connections" in printed.out


@pytest.mark.parametrize("name", EXPORTS)
def test_a_file_without_password_is_no_problem(name: str, tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "payload.json"
    path.write_text(json.dumps({"connection_name": "x", "user_name": "office1"}))
    assert main(["export", str(path), "--to", name]) == 0
    assert "password" not in capsys.readouterr().err


def test_what_is_invalid_is_not_exported(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "payload.json"
    path.write_text('{"connection_name": "x", "user_name": "a-b"}')
    assert main(["export", str(path), "--to", "curl"]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "error: /user_name" in printed.err


def test_an_unknown_setting_is_sent_if_allowed(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "payload.json"
    body = {"connection_name": "x", "user_name": "office1", "sip_region": "EU", "new": {"a": [1]}}
    path.write_text(json.dumps(body))
    assert main(["export", str(path), "--to", "json"]) == 3
    said = {
        "python": 'extra_body={\n        "sip_region": "EU",',
        "go": 'SetExtraFields(map[string]any{"sip_region": "EU", "new": json.RawMessage("{',
        "terraform": "must be set otherwise: sip_region, new\n",
    }
    for name, words in said.items():
        assert main(["export", str(path), "--to", name, "--allow-unknown"]) == 0
        assert words in capsys.readouterr().out


@pytest.mark.parametrize("name", [name for name in EXPORTS if name not in ("json", "terraform")])
def test_a_change_names_the_connection(name: str, tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "change.json"
    path.write_text('{"inbound": {"channel_limit": 4}}')
    assert main(["export", str(path), "--to", name, "--update", "129338"]) == 0
    printed = capsys.readouterr().out
    assert "129338" in printed
    assert "SIP_PASSWORD" not in printed
    assert "channel_limit" in printed or "ChannelLimit" in printed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--to", "terraform", "--update", "1"], "cannot say a change"),
        (["--to", "curl", "--update", "a/b"], "is no id of a connection"),
        (["--to", "perl"], "invalid choice: 'perl'"),
        ([], "required: --to"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str, file: Path, capsys: Printed) -> None:
    try:
        code = main(["export", str(file), *arguments])
    except SystemExit as end:
        code = int(str(end.code))
    assert code == 2
    assert words in capsys.readouterr().err


def test_a_change_that_is_read_needs_the_id(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "change.sh"
    path.write_text("telnyx credential-connections update --id 129 --active=false")
    assert main(["export", str(path), "--to", "json"]) == 2
    assert "--update ID" in capsys.readouterr().err


@pytest.mark.parametrize("name", EXPORTS)
def test_a_terminal_without_utf_8_gets_ascii(
    name: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Escapes that mean the same, not the ones that Python prints instead."""
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding="latin-1"))
    assert main(["export", str(file), "--to", name]) == 0
    text = written.getvalue().decode("ascii")
    assert "B\\u00fcro \\" in text
    assert "\\xfc" not in text
