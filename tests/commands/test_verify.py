"""`verify`: the login of a connection, asked of a registrar on loopback."""

import json
import os
import socket
import sys
from pathlib import Path

import httpx
import pytest

from tests.commands.test_account import answering, record
from tests.support.paths import ROOT
from tests.support.pty import CTRL_C, ENTER, Terminal
from tests.support.registrar import Judge, Script, reply, serving_apart
from tui_app.cli import main
from tui_app.sip.hosts import Transport

PASSWORD = "Wq7Nz2Lm9Rx"


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """An account with one connection, and its password in the environment."""
    monkeypatch.setenv("TELNYX_SIP_PASSWORD", PASSWORD)

    def answer(request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/7"):
            return httpx.Response(404, json={"errors": []})
        return httpx.Response(200, json={"data": record(7, user_name="office123")})

    return answering(monkeypatch, answer)


@pytest.mark.parametrize("transport", ["udp", "tcp"])
@pytest.mark.parametrize(
    ("script", "code", "words"),
    [
        (Judge(), 0, "Accepted over {}: {} takes this login. No device is registered with it."),
        (
            Judge(password="other"),
            4,
            "Refused over {}: {} answers 401 Said: the user name or the password is wrong.",
        ),
        (
            lambda request: [reply(request, 500)],
            5,
            "Unreachable: {}: {} answers 500 Said: this says nothing about the login.",
        ),
    ],
)
def test_the_verdict_is_told_with_its_exit_code(
    script: Script,
    code: int,
    words: str,
    transport: Transport,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with serving_apart(script, transport) as served:
        arguments = ["verify", "7", "--sip-host", str(served.registrar), "--transport", transport]
        assert main(arguments) == code
        said = capsys.readouterr()
        assert said.out == words.format(transport.upper(), served.registrar) + "\n"
        assert said.err == f"Asking {served.registrar} over {transport.upper()} ...\n"
        monkeypatch.setenv("TELNYX_SIP_PASSWORD", PASSWORD)
        assert main([*arguments, "--json"]) == code
    report = json.loads(capsys.readouterr().out)
    assert set(report) == {"outcome", "detail", "transport"}
    assert report["transport"] == transport
    assert report["outcome"] == words.partition(" ")[0].strip(":").lower()


def test_the_password_is_taken_out_of_the_environment_and_never_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with serving_apart(Judge(password="other")) as served:
        assert main(["verify", "7", "--sip-host", str(served.registrar), "--transport", "udp"]) == 4
    said = capsys.readouterr()
    assert "TELNYX_SIP_PASSWORD" not in os.environ
    assert PASSWORD not in said.out + said.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["../x"], "is no id of a connection"),
        (["7", "--sandbox"], "give --sip-host"),
        (["7", "--base-url", "http://127.0.0.1:1/v2"], "give --sip-host"),
        (["7", "--region", "eu", "--sip-host", "a"], "exclude each other"),
        (["7", "--sip-host", "a b"], "--sip-host must be HOST or HOST:PORT"),
        (["7", "--sip-host", "a:0"], "--sip-host must have a port from 1 to 65535"),
        (["7", "--region", "xx"], "argument --region: invalid choice: 'xx'"),
        (["7", "--transport", "sctp"], "argument --transport: invalid choice: 'sctp'"),
        ([], "the following arguments are required: ID"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_sent(
    arguments: list[str],
    words: str,
    account: list[httpx.Request],
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        code: object = main(["verify", *arguments])
    except SystemExit as end:
        code = end.code
    assert code == 2
    assert words in capsys.readouterr().err
    assert account == []


def test_without_a_password_and_a_terminal_nothing_is_sent(
    account: list[httpx.Request],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("TELNYX_SIP_PASSWORD")
    assert main(["verify", "7"]) == 2
    assert "there is no SIP password" in capsys.readouterr().err
    assert account == []


def test_an_unknown_connection_is_refused_by_the_api(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "8", "--sip-host", "127.0.0.1:1"]) == 4
    said = capsys.readouterr()
    assert said.out == ""
    assert "there is no connection 8 here" in said.err


def test_the_registrar_of_the_region_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No name is resolved in tests, so each is unreachable by its name."""

    def fails(*arguments: object, **more: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    for region, host in (([], "sip.telnyx.com"), (["--region", "au"], "sip.telnyx.com.au")):
        monkeypatch.setenv("TELNYX_SIP_PASSWORD", PASSWORD)
        assert main(["verify", "7", *region, "--json"]) == 5
        report = json.loads(capsys.readouterr().out)
        assert report["detail"] == f"{host} has no address: Name or service not known."


@pytest.fixture
def made(tmp_path: Path) -> tuple[str, Path]:
    """A connection in the sandbox below a home directory: its id, and that directory."""
    payload = tmp_path / "payload.json"
    payload.write_text(
        json.dumps({"connection_name": "a", "user_name": "office123", "password": PASSWORD})
    )
    with Terminal(
        *(sys.executable, "-m", "tui_app", "create", str(payload), "--sandbox"),
        home=tmp_path,
        directory=ROOT,
    ) as terminal:
        assert terminal.wait(20) == 0
        [line] = [each for each in terminal.lines() if each.startswith("Created: ")]
    return line.split()[1], tmp_path


def asking(identity: str, home: Path, registrar: object) -> Terminal:
    return Terminal(
        *(sys.executable, "-m", "tui_app", "verify", identity, "--sandbox"),
        *("--sip-host", str(registrar), "--transport", "tcp"),
        home=home,
        directory=ROOT,
        environ={"TELNYX_SIP_PASSWORD": None},
    )


def test_the_password_is_asked_for_unseen(made: tuple[str, Path]) -> None:
    with serving_apart(Judge(), "tcp") as served, asking(*made, served.registrar) as terminal:
        terminal.wait_for("SIP password of office123 (not shown):", 20)
        terminal.send(PASSWORD, ENTER)
        assert terminal.wait(20) == 0
        assert "Accepted over TCP" in terminal.screen_text()
        assert PASSWORD not in terminal.screen_text()
        assert terminal.restored()


def test_ctrl_c_at_the_prompt_ends_it_with_the_terminal_as_it_was(made: tuple[str, Path]) -> None:
    with serving_apart(Judge(), "tcp") as served, asking(*made, served.registrar) as terminal:
        terminal.wait_for("(not shown):", 20)
        terminal.send(CTRL_C)
        assert terminal.wait(20) == 130
        assert terminal.restored()
        assert served.requests == []


def test_nothing_is_asked_if_the_question_would_not_be_seen(made: tuple[str, Path]) -> None:
    identity, home = made
    command = (
        f"exec {sys.executable} -m tui_app verify {identity} --sandbox --sip-host a 2>/dev/null"
    )
    with Terminal(
        *("/bin/sh", "-c", command),
        home=home,
        directory=ROOT,
        environ={"TELNYX_SIP_PASSWORD": None},
    ) as terminal:
        assert terminal.wait(20) == 2
