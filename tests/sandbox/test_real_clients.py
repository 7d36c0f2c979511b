"""Programs that people make calls with register at the sandbox, and one that floods it does not
stop it. Skipped where they are not installed: the packages are baresip-core,
linphone-cli, sipsak, sip-tester.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tests.support.registering import Address, ask, registrar, stream
from tests.support.registering import register as options
from tests.support.sandbox import LEAST, PASSWORD
from tui_app.devices import render
from tui_app.devices.account import account_of
from tui_app.sip.hosts import Transport

TRANSPORTS: list[Transport] = ["udp", "tcp"]
PASSWORDS = pytest.mark.parametrize(
    ("password", "right"), [(PASSWORD, True), ("not-the-password", False)], ids=["right", "wrong"]
)


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


class Account:
    """A connection on the sandbox whose registration is asked for."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        reply = client.post("credential_connections", json=LEAST)
        assert reply.status_code == 201
        self._path = f"credential_connections/{reply.json()['data']['id']}"

    def registration(self) -> dict[str, Any]:
        reply = self._client.post(f"{self._path}/actions/check_registration_status")
        return dict(reply.json()["data"])


@pytest.fixture
def served(private_environment: Path) -> Iterator[tuple[Account, Address]]:
    with registrar() as (process, client, address):
        yield Account(client), address
        process.terminate()
        assert process.communicate(timeout=30) == ("", "")


def sipsak(address: Address, transport: str, password: str, expires: int) -> int:
    """The exit code of sipsak, told to register."""
    command = ["sipsak", "-U", "-i", "-E", transport, "-x", str(expires)]
    command += ["-C", "sip:office1@127.0.0.1:5999", "-u", "office1", "-a", password]
    command += ["-s", f"sip:office1@{address[0]}:{address[1]}"]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode


@needs("sipsak")
@pytest.mark.parametrize("transport", TRANSPORTS)
@PASSWORDS
def test_sipsak(
    served: tuple[Account, Address], transport: str, password: str, right: bool
) -> None:
    account, address = served
    assert (sipsak(address, transport, password, 60) == 0) is right
    told = account.registration()
    if right:
        assert (told["status"], told["transport"]) == ("Registered", transport.upper())
        assert told["user_agent"].startswith("sipsak ")
        assert sipsak(address, transport, password, 0) == 0
        assert account.registration()["status"] == "Unregistered"
    else:
        assert told["status"] == "Not Registered"


def modules() -> Path:
    """Where baresip's modules are, which differs from system to system."""
    return next(Path("/usr/lib").glob("**/baresip/modules"))


@contextmanager
def running(command: list[str], home: Path) -> Iterator[subprocess.Popen[str]]:
    """A program at work, killed at the end, or after a minute."""
    with subprocess.Popen(
        command,
        env={**os.environ, "HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as program:
        late = threading.Timer(60, program.kill)
        late.start()
        try:
            yield program
        finally:
            late.cancel()
            program.kill()


@contextmanager
def baresip(home: Path, address: Address, transport: Transport, password: str) -> Iterator[str]:
    """Runs baresip as the product configures it, and yields how its REGISTER ended."""
    home.mkdir()
    (home / "config").write_text(
        f"sip_listen 127.0.0.1:0\nmodule_path {modules()}\n"
        "module_tmp account.so\nmodule_app menu.so\n"
    )
    host, port = address
    login = {"user_name": "office1"}
    account = account_of(login, SecretStr(password), host, port=port, transport=transport)
    (home / "accounts").write_text(render("baresip", account))
    with running(["baresip", "-f", str(home)], home) as phone:
        assert phone.stdout is not None
        yield next(
            (line for line in phone.stdout if "200 OK" in line or "reg: " in line), "nothing"
        )
        phone.terminate()
        phone.communicate()


@needs("baresip")
@pytest.mark.parametrize("transport", TRANSPORTS)
@PASSWORDS
def test_baresip(
    served: tuple[Account, Address],
    tmp_path: Path,
    transport: Transport,
    password: str,
    right: bool,
) -> None:
    account, address = served
    with baresip(tmp_path / "baresip", address, transport, password) as said:
        told = account.registration()
        if right:
            assert "[1 binding]" in said
            assert (told["status"], told["transport"]) == ("Registered", transport.upper())
            assert told["user_agent"].startswith("baresip ")
        else:
            assert "403 Forbidden" in said
            assert told["status"] == "Not Registered"
    # It takes itself off as it ends.
    assert account.registration()["status"] == ("Unregistered" if right else "Not Registered")


LINPHONE = """
[sip]
default_proxy=0
sip_port=-1
sip_tcp_port=-1
sip_tls_port=-1
[proxy_0]
reg_proxy=<sip:{host}:{port};transport={transport}>
reg_identity=sip:office1@{host}
reg_expires=60
reg_sendregister=1
[auth_info_0]
username=office1
passwd={password}
realm=sip.telnyx.com
"""


@needs("linphonec")
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_linphone(served: tuple[Account, Address], tmp_path: Path, transport: str) -> None:
    """With the right password alone: with a wrong one it asks for another until it is ended."""
    account, (host, port) = served
    # It starts no account without a directory for its own database.
    (tmp_path / ".local/share/linphone").mkdir(parents=True)
    configuration = tmp_path / "linphonerc"
    configuration.write_text(
        LINPHONE.format(host=host, port=port, transport=transport, password=PASSWORD)
    )
    with running(["linphonec", "-c", str(configuration)], tmp_path) as phone:
        while (told := account.registration())["status"] != "Registered":
            assert phone.poll() is None, "it ended, or was ended, without a registration"
        said, _ = phone.communicate("status register\nquit\n")
    assert "registered, identity=sip:office1@127.0.0.1 duration=60" in said
    assert told["transport"] == transport.upper()
    assert told["user_agent"].startswith("Linphonec/")
    assert account.registration()["status"] == "Unregistered"


SCENARIO = """<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="register">
  <send retrans="500"><![CDATA[{first}]]></send>
  <recv response="401" auth="true"></recv>
  <send retrans="500"><![CDATA[{second}]]></send>
  <recv response="{status}"></recv>
</scenario>
"""
REGISTER = """
REGISTER sip:[remote_ip] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:office1@[remote_ip]>;tag=[call_number]
To: <sip:office1@[remote_ip]>
Call-ID: [call_id]
CSeq: {cseq} REGISTER
Contact: <sip:office1@[local_ip]:[local_port];transport=[transport]>
Expires: 60
User-Agent: SIPp
{proof}Content-Length: 0

"""


def sipp(address: Address, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = ["sipp", *options, "-nostdin", "-i", "127.0.0.1", f"{address[0]}:{address[1]}"]
    return subprocess.run(command, capture_output=True, timeout=90, check=False)


@needs("sipp")
@pytest.mark.parametrize("transport", TRANSPORTS)
@PASSWORDS
def test_sipp_registers_many_times_at_once(
    served: tuple[Account, Address], tmp_path: Path, transport: str, password: str, right: bool
) -> None:
    account, address = served
    proof = f"[authentication username=office1 password={password}]\n"
    scenario = tmp_path / "register.xml"
    scenario.write_text(
        SCENARIO.format(
            first=REGISTER.format(cseq=1, proof=""),
            second=REGISTER.format(cseq=2, proof=proof),
            status=200 if right else 403,
        )
    )
    many = ["-m", "60", "-r", "60", "-t", {"udp": "u1", "tcp": "t1"}[transport]]
    done = sipp(address, "-sf", str(scenario), *many)
    assert done.returncode == 0, done.stdout[-2000:]
    told = account.registration()
    assert (told["status"], told["transport"]) == (
        ("Registered", transport.upper()) if right else ("Not Registered", None)
    )


@needs("sipp")
@pytest.mark.parametrize("transport", ["u1", "t1"])
def test_a_flood_of_calls_does_not_stop_it(served: tuple[Account, Address], transport: str) -> None:
    _, address = served
    # It takes no calls, so every one fails.
    assert sipp(address, "-sn", "uac", "-m", "500", "-r", "1000", "-t", transport).returncode != 0
    with stream(address) as device:
        assert ask(device, options((), method="OPTIONS")).status == 200
