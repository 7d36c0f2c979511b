"""`verify` against a real registrar: Kamailio with digest authentication, on loopback."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme
from pydantic import SecretStr

from tui_app.sip.hosts import PORTS, Transport
from tui_app.sip.register import Login, Registrar, Verdict
from tui_app.sip.verify import verify

KAMAILIO = shutil.which("kamailio", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
SIPSAK = shutil.which("sipsak")
LOGIN = Login("office123", SecretStr("Wq7Nz2Lm9Rx"))

pytestmark = pytest.mark.skipif(KAMAILIO is None, reason="kamailio is not installed")

CONFIG = """
children=1
tcp_children=1
log_stderror=yes
debug=1
dns=no
rev_dns=no
listen=udp:127.0.0.1:{port}
listen=tcp:127.0.0.1:{port}
{tls_listen}
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
{tls_module}
modparam("auth", "algorithm", "{algorithm}")
modparam("auth", "nonce_count", 1)
modparam("auth", "qop", "auth")

event_route[core:worker-one-init] {{
    xlog("L_ALERT", "it listens\\n");
}}
request_route {{
    if ($rU == "nobody" || $tU == "nobody") {{
        sl_send_reply("404", "Not Found");
        exit;
    }}
    if (!pv_www_authenticate("$td", "Wq7Nz2Lm9Rx", "0") || $au != "office123") {{
        www_challenge("$td", "1");
        exit;
    }}
    save("location");
}}
"""
TLS = """
[server:default]
method = TLSv1.2+
verify_certificate = no
require_certificate = no
certificate = {directory}/server.pem
private_key = {directory}/server.key
"""


@dataclass
class Served:
    """A Kamailio that listens: UDP and TCP on one port, TLS on another if it has the module."""

    port: int
    tls_port: int | None
    context: ssl.SSLContext

    async def verified(self, transport: Transport, login: Login = LOGIN) -> Verdict:
        port = self.tls_port if transport == "tls" else self.port
        registrar = Registrar("127.0.0.1", port)
        return await verify(login, registrar, transport, context=self.context)


def free_ports() -> tuple[int, int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(closing(socket.socket())) for _ in range(2)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return sockets[0].getsockname()[1], sockets[1].getsockname()[1]


def has_tls() -> bool:
    return any(Path("/usr").glob("lib*/**/kamailio/modules/tls.so"))


@pytest.fixture(scope="module", params=["MD5", "SHA-256"])
def kamailio(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    assert KAMAILIO is not None
    directory = tmp_path_factory.mktemp("kamailio")
    port, tls_port = free_ports()
    authority = trustme.CA()
    server = authority.issue_cert("127.0.0.1")
    server.private_key_pem.write_to_path(directory / "server.key")
    for number, each in enumerate(server.cert_chain_pems):
        each.write_to_path(directory / "server.pem", append=number > 0)
    (directory / "tls.cfg").write_text(TLS.format(directory=directory))
    module = f'loadmodule "tls.so"\nmodparam("tls", "config", "{directory}/tls.cfg")\n'
    (directory / "kamailio.cfg").write_text(
        CONFIG.format(
            port=port,
            algorithm=request.param,
            tls_listen=f"enable_tls=yes\nlisten=tls:127.0.0.1:{tls_port}" if has_tls() else "",
            tls_module=module if has_tls() else "",
        )
    )
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with subprocess.Popen(
        [KAMAILIO, "-f", "kamailio.cfg", "-DD", "-E", "-m", "32", "-M", "8", "-Y", str(directory)],
        cwd=directory,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            said: list[str] = []
            while "it listens" not in "".join(said[-1:]):
                said.append(process.stderr.readline())
                assert said[-1], "".join(said)
            yield Served(port, tls_port if has_tls() else None, context)
        finally:
            process.terminate()
            process.communicate(timeout=20)


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
async def test_it_tells_right_logins_from_wrong_ones(
    kamailio: Served, transport: Transport
) -> None:
    if transport == "tls" and kamailio.tls_port is None:
        pytest.skip("kamailio-tls-modules is not installed")
    verdict = await kamailio.verified(transport)
    assert (verdict.outcome, verdict.transport) == ("accepted", transport), verdict
    assert "No device is registered with it." in verdict.detail
    for wrong, status in (
        (Login("office123", SecretStr("Winter2026y")), 401),
        (Login("office124", LOGIN.password), 401),
        (Login("nobody", LOGIN.password), 404),
    ):
        verdict = await kamailio.verified(transport, wrong)
        assert verdict.outcome == "refused"
        assert f"answers {status} " in verdict.detail


def register(contact: str, port: int) -> None:
    """Register a device with sipsak, which knows MD5 alone."""
    assert SIPSAK is not None
    user, password = LOGIN.user, LOGIN.password.get_secret_value()
    server = f"sip:{user}@127.0.0.1:{port}"
    done = subprocess.run(
        [SIPSAK, "-U", "-C", contact, "-x", "600", "-s", server, "-u", user, "-a", password],
        check=False,
        timeout=20,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(SIPSAK is None, reason="sipsak is not installed")
@pytest.mark.parametrize("kamailio", ["MD5"], indirect=True)
async def test_a_device_that_is_registered_is_told_and_stays_so(kamailio: Served) -> None:
    register("sip:phone@127.0.0.1:9", kamailio.port)
    for transport in PORTS:
        if transport == "tls" and kamailio.tls_port is None:
            continue
        verdict = await kamailio.verified(transport)
        [binding] = verdict.bindings
        assert binding.uri == "sip:phone@127.0.0.1:9"
        assert binding.expires is not None
