"""`device-config`: what is printed for a device, and what the password becomes."""

from contextlib import suppress
from html import unescape
from typing import Any

import httpx
import pytest

from tests.commands.test_account import answering, record
from tui_app.cli import main
from tui_app.devices import DEVICES
from tui_app.devices.account import PLACEHOLDER

CONFIG = ["device-config", "7", "--for"]
VARIABLE = "TELNYX_SIP_PASSWORD"


@pytest.fixture(autouse=True)
def connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection whose password the API masks."""
    monkeypatch.delenv(VARIABLE, raising=False)
    held = record(7, password="********", encrypted_media="SRTP")
    answering(monkeypatch, lambda request: httpx.Response(200, json={"data": held}))


@pytest.mark.parametrize("name", DEVICES)
def test_a_placeholder_stands_for_a_password_that_nobody_gave(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*CONFIG, name]) == 0
    printed = capsys.readouterr()
    assert "office7" in printed.out
    assert "********" not in printed.out
    assert PLACEHOLDER in unescape(printed.out)
    assert VARIABLE in printed.err


@pytest.mark.parametrize("name", DEVICES)
def test_the_password_of_the_environment_is_written(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, "Otter-lamp-42-rain")
    assert main([*CONFIG, name]) == 0
    printed = capsys.readouterr()
    assert "Otter-lamp-42-rain" in printed.out
    assert PLACEHOLDER not in unescape(printed.out)
    assert printed.err == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "sip.telnyx.com:5061"),
        (["--region", "eu"], "sip.telnyx.eu:5061"),
        (["--region", "me", "--transport", "tcp"], "@sip.telnyx.me;transport=tcp"),
        (["--sip-host", "127.0.0.1:5070", "--transport", "udp"], "@127.0.0.1:5070;transport=udp"),
        (["--sip-host", "[::1]:5070"], "@[::1]:5070;transport=tls"),
    ],
)
def test_the_registrar_is_the_one_asked_for(
    options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*CONFIG, "baresip", *options]) == 0
    assert words in capsys.readouterr().out


def test_a_format_that_cannot_hold_the_password_is_said_without_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, 'Otter"lamp-42')
    assert main([*CONFIG, "baresip"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "no configuration for baresip" in printed.err
    assert "lamp-42" not in printed.err


def ended(arguments: list[str]) -> object:
    """The exit code, whether the arguments or the command are wrong."""
    with suppress(SystemExit):
        return main(arguments)
    return 2


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["device-config", "../x", "--for", "table"], 2, "no id of a connection"),
        (["device-config", "7"], 2, "--for"),
        ([*CONFIG, "tabel"], 2, "invalid choice"),
        ([*CONFIG, "table", "--region", "mars"], 2, "invalid choice"),
        ([*CONFIG, "table", "--sip-host", "a b"], 2, "must be HOST"),
    ],
)
def test_what_cannot_be_printed(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(arguments) == code
    assert words in capsys.readouterr().err


def test_a_connection_that_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer: Any = httpx.Response(404, json={"errors": []})
    answering(monkeypatch, lambda request: answer)
    assert main([*CONFIG, "table"]) == 4
    assert "there is no connection 7" in capsys.readouterr().err
