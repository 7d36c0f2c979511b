"""The sandbox on a port: what it says, when it ends, and how."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.support.sandbox import LEAST, PASSWORD, served

HEADERS = {"Authorization": "Bearer KEY-that-is-secret"}
REQUEST_WITHOUT_ITS_BODY = (
    b"POST /v2/credential_connections HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n"
    b"Content-Type: application/json\r\nContent-Length: 10\r\n\r\n"
)


def port_of(base: str) -> int:
    return int(base.removesuffix("/v2").rpartition(":")[2])


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=["interrupt", "terminate", "hang-up"],
)
def test_it_serves_until_a_signal_and_says_nothing_else(
    private_environment: Path, number: signal.Signals, code: int
) -> None:
    with served() as (process, base):
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]{4,5}/v2", base)
        with httpx.Client(base_url=base, headers=HEADERS) as client:
            # At once, without waiting: the line is said when it listens.
            assert client.post("/credential_connections", json=LEAST).status_code == 201
            assert client.get("/credential_connections").json()["meta"]["total_results"] == 1
            assert client.get("/nothing?key=secret").status_code == 404
            assert (
                client.post(
                    "/credential_connections",
                    content=b"\xff",
                    headers={"Content-Type": "application/json"},
                ).status_code
                == 400
            )
        process.send_signal(number)
        said, complained = process.communicate(timeout=30)
    assert (process.returncode, said, complained) == (code, "", "")
    [database] = [file for file in private_environment.rglob("*") if file.is_file()]
    assert database == private_environment / "data" / "telnyx-wizard" / "sandbox.db"
    assert PASSWORD.encode() not in database.read_bytes()


@pytest.mark.parametrize(
    "sent", [b"", b"POST /v2/", REQUEST_WITHOUT_ITS_BODY], ids=["nothing", "half a line", "no body"]
)
def test_a_client_that_stalls_does_not_hold_the_end_up(sent: bytes) -> None:
    with (
        served() as (process, base),
        socket.create_connection(("127.0.0.1", port_of(base))) as stalled,
    ):
        stalled.sendall(sent)
        # By then the server has taken the connection before this one.
        assert httpx.get(f"{base}/credential_connections", headers=HEADERS).status_code == 200
        process.send_signal(signal.SIGTERM)
        said, complained = process.communicate(timeout=30)
    assert (process.returncode, said) == (143, "")
    assert complained == ""


def test_it_listens_on_this_machine_alone() -> None:
    with served() as (_, base):
        with socket.socket() as other, pytest.raises(ConnectionRefusedError):
            # Another address of the loopback network reaches what listens on all addresses.
            other.connect(("127.0.0.2", port_of(base)))


def test_a_port_in_use_is_one_line_and_code_1() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "tui_app", "sandbox", "--port", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    words = f"telnyx-wizard: cannot listen on 127.0.0.1 port {port}: Address already in use\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", words)


def test_a_database_that_cannot_be_used_is_told(private_environment: Path) -> None:
    database = private_environment / "data" / "telnyx-wizard" / "sandbox.db"
    database.parent.mkdir(parents=True)
    database.write_text("not a database, whatever its name says\n" * 30)
    with served() as (process, base):
        assert (
            httpx.post(f"{base}/credential_connections", json=LEAST, headers=HEADERS).status_code
            == 201
        )
        process.send_signal(signal.SIGINT)
        _, complained = process.communicate(timeout=30)
    assert complained.count("\n") == 1
    assert f"in memory only: {database}: " in complained
