"""The sandbox's registrar on a port, over UDP and TCP, beside the API on the same database."""

import json
import random
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.registering import (
    CONTACT,
    HEADERS,
    Phone,
    answers,
    ask,
    datagrams,
    register,
    registrar,
    stream,
)
from tests.support.sandbox import LEAST, PASSWORD, served
from tui_app.cli import main
from tui_app.sandbox.sip_server import bind
from tui_app.sip.message import MOST_BYTES


def status(client: httpx.Client, number: str) -> dict[str, Any]:
    path = f"credential_connections/{number}/actions/check_registration_status"
    return dict(client.post(path).json()["data"])


def create(client: httpx.Client) -> str:
    reply = client.post("credential_connections", json=LEAST)
    assert reply.status_code == 201
    return str(reply.json()["data"]["id"])


def test_a_device_registers_over_both_transports_and_the_api_tells(
    private_environment: Path,
) -> None:
    with (
        registrar() as (_, client, address),
        served() as (_, other_base),
        httpx.Client(base_url=f"{other_base}/", headers=HEADERS) as other,
    ):
        number = create(client)
        assert status(other, number)["status"] == "Not Registered"
        for opened, name in ((datagrams, "UDP"), (stream, "TCP")):
            with opened(address) as device:
                phone = Phone(lambda request, to=device: ask(to, request))  # type: ignore[misc]
                assert phone.ask(("Contact", CONTACT), call_id=name).status == 200
                # Another program on the same database tells it too.
                for each in (client, other):
                    told = status(each, number)
                    assert told.pop("last_registration").endswith("Z")
                    assert told == {
                        "record_type": "registration_status",
                        "status": "Registered",
                        "sip_username": "office1",
                        "ip_address": "127.0.0.1",
                        "port": device.getsockname()[1],
                        "transport": name,
                        "user_agent": "Test phone 1.0",
                    }
                shown = other.get(f"credential_connections/{number}").json()["data"]
                assert shown["registration_status"] == "Registered"
                assert shown["registration_status_updated_at"].endswith("Z")
                phone.ask(("Contact", f"{CONTACT};expires=0"), call_id=name)
                assert status(other, number)["status"] == "Unregistered"
                wrong = Phone(phone.send, password="not-the-password")
                assert wrong.ask(("Contact", CONTACT)).status == 403
        # A password that is set through the other program counts at once.
        other.patch(f"credential_connections/{number}", json={"password": "another-secret-2"})
        with datagrams(address) as device:
            phone = Phone(lambda request: ask(device, request), password="another-secret-2")
            assert phone.ask(("Contact", CONTACT)).status == 200


def test_a_stream_may_be_cut_anywhere(private_environment: Path) -> None:
    with registrar() as (_, _, address), stream(address) as device:
        request = bytes(register((), method="OPTIONS"))
        for at in range(0, len(request), 7):
            device.sendall(request[at : at + 7])
        assert [each.status for each in answers(device, 1)] == [200]
        # Line ends between messages keep the connection open.
        device.sendall(b"\r\n\r\n" + request + b"\r\n" + request)
        assert [each.status for each in answers(device, 2)] == [200, 200]


def noise(seed: int) -> bytes:
    """Bytes that are no message, or a message with some bytes changed."""
    chance = random.Random(seed)
    if seed % 3 == 0:
        return chance.randbytes(chance.randrange(1, 2000))
    data = bytearray(bytes(register(method=("REGISTER", "INVITE")[seed % 2])))
    for _ in range(chance.randrange(1, 12)):
        data[chance.randrange(len(data))] = chance.choice(b'\0\r\n "<>;,=\xff*:/')
    return bytes(data[: chance.randrange(len(data))] if seed % 5 == 0 else data)


def test_nothing_that_is_sent_stops_it(private_environment: Path) -> None:
    with registrar() as (process, client, address):
        create(client)
        sent = [b"", b"\0" * 60_000, b"\r\n" * 500, b"SIP/2.0 200 OK\r\n\r\n"]
        sent += map(noise, range(400))
        with datagrams(address) as device:
            for each in sent:
                device.send(each)
        for each in sent[:60]:
            with stream(address) as device:
                device.sendall(each)
        with stream(address) as device:
            device.sendall(b"x" * (MOST_BYTES + 1))
            # What is no SIP ends the connection, not the server.
            assert is_closed(device)
        for opened in (datagrams, stream):
            with opened(address) as device:
                phone = Phone(lambda request, to=device: ask(to, request))  # type: ignore[misc]
                assert phone.ask(("Contact", CONTACT)).status == 200
        process.terminate()
        assert process.communicate(timeout=30) == ("", "")


def is_closed(device: socket.socket) -> bool:
    """Whether the other side closes a stream without another byte."""
    try:
        return device.recv(1) == b""
    except ConnectionResetError:
        return True


def test_one_stream_that_stalls_holds_nobody_up(private_environment: Path) -> None:
    with registrar() as (process, client, address), stream(address) as stalled:
        create(client)
        stalled.sendall(b"REGISTER sip:x SIP/2.0\r\nVia: ")
        with stream(address) as device:
            phone = Phone(lambda request: ask(device, request))
            assert phone.ask(("Contact", CONTACT)).status == 200
            process.send_signal(signal.SIGTERM)
            assert process.communicate(timeout=30) == ("", "")
            assert process.returncode == 143
            assert is_closed(device)


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM], ids=["TCP", "UDP"])
def test_a_port_in_use_is_one_line_and_code_1(kind: socket.SocketKind) -> None:
    with socket.socket(type=kind) as taken:
        taken.bind(("127.0.0.1", 0))
        if kind == socket.SOCK_STREAM:
            taken.listen()
        port = taken.getsockname()[1]
        command = [
            *(sys.executable, "-m", "tui_app", "sandbox", "--port", "0", "--sip-port"),
            str(port),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    words = f"telnyx-wizard: cannot listen on 127.0.0.1 port {port}: Address already in use\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", words)


def test_a_port_that_is_free_for_tcp_alone_is_not_picked(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    class Taken(socket.socket):
        def bind(self, address: Any) -> None:
            if self.type == socket.SOCK_DGRAM:
                tried.append(address[1])
                if len(tried) < 3:
                    raise OSError("taken")
            super().bind(address)

    monkeypatch.setattr("tui_app.sandbox.sip_server.socket.socket", Taken)
    for each in bind("127.0.0.1", 0):
        assert each.getsockname() == ("127.0.0.1", tried[2])
        each.close()
    assert len(tried) == 3


@pytest.mark.parametrize("options", [[], ["--sip-sha256"]], ids=["MD5", "SHA-256"])
def test_what_the_wizard_made_in_its_own_sandbox_registers_beside_it(
    options: list[str],
    private_environment: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The embedded sandbox and `sandbox` use the same database; `verify` tries both digests."""
    payload = tmp_path / "payload.json"
    payload.write_text(json.dumps(LEAST))

    def run(*arguments: str, password: str = PASSWORD) -> dict[str, Any]:
        monkeypatch.setenv("TELNYX_SIP_PASSWORD", password)
        main([*arguments, "--sandbox", "--json"])
        return dict(json.loads(capsys.readouterr().out))

    with registrar(*options) as (_, client, address):
        number = run("create", str(payload))["connection"]["id"]
        assert status(client, number)["status"] == "Not Registered"
        where = ["verify", number, "--sip-host", f"{address[0]}:{address[1]}", "--transport"]
        for transport in ("udp", "tcp"):
            assert run(*where, transport)["outcome"] == "accepted"
            assert run(*where, transport, password="not-the-password")["outcome"] == "refused"
