"""The devices themselves read their configurations, and register with the password in it.

Each is skipped if its program is not installed.
"""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.support.registrar import Judge, reply, serving
from tui_app.devices import render
from tui_app.devices.account import account_of
from tui_app.sip.message import Request
from tui_app.sip.register import Registrar

pytestmark = [pytest.mark.long, pytest.mark.served]

USER = "lab2027"
SECONDS = 30
MODULES = (
    *("res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb", "res_pjproject"),
    *("res_pjsip", "res_pjsip_session", "res_pjsip_outbound_registration"),
    *("res_pjsip_outbound_authenticator_digest", "res_pjsip_endpoint_identifier_ip"),
    *("res_pjsip_nat", "res_rtp_asterisk", "chan_pjsip", "codec_ulaw", "codec_alaw", "codec_g722"),
)
"""What Asterisk loads: pjsip, and the codecs."""

BARESIP_MODULES = [
    each for one in ("", "*/") for each in Path("/usr/lib").glob(f"{one}baresip/modules")
]


def needs(program: str) -> str:
    """The path of a program. Skips the test if there is none."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


@asynccontextmanager
async def registering(password: str) -> AsyncIterator[tuple[Registrar, "asyncio.Future[Request]"]]:
    """A registrar that takes `password`, and the request with which a device registered."""
    judge, registered = Judge(USER, password), asyncio.get_running_loop().create_future()

    def script(request: Request) -> list[bytes]:
        if request.method != "REGISTER":
            return [reply(request, 200)]
        answers = judge(request)
        if answers[0].startswith(b"SIP/2.0 200"):
            contact = str(request.headers.get("Contact"))
            answers = [reply(request, 200, ("Contact", f"{contact};expires=180"))]
            if not registered.done():
                registered.set_result(request)
        return answers

    async with serving(script) as served:
        yield served.registrar, registered


@asynccontextmanager
async def running(*command: str, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A program that runs meanwhile, its input open."""
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=nothing, stderr=nothing, env=environment
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        # The pipe's transport is closed in a turn of the loop.
        if process.stdin is not None:
            process.stdin.close()
        await asyncio.sleep(0)


def configuration(name: str, password: str, registrar: Registrar) -> str:
    held = {"connection_name": "Lab", "user_name": USER}
    account = account_of(held, SecretStr(password), registrar.host, port=registrar.port)
    return render(name, account)


async def output(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    written, _ = await process.communicate()
    return written.decode()


Ask = Callable[[str], Awaitable[str]]


@asynccontextmanager
async def asterisk(home: Path, pjsip: str) -> AsyncIterator[Ask]:
    """Asterisk with that pjsip.conf. What it yields runs a command of its console."""
    program = needs("asterisk")
    kinds = ("etc", "db", "key", "spool", "run", "log", "agi", "varlib")
    folders = "".join(f"ast{kind}dir => {home}\n" for kind in kinds)
    files = {
        "asterisk.conf": f"[directories]\n{folders}",
        "modules.conf": "[modules]\nautoload = no\n" + "".join(f"load = {m}\n" for m in MODULES),
        "logger.conf": "[logfiles]\nmessages.log => notice,warning,error\n",
        # Any port of this machine that is free: the usual one may be taken.
        "pjsip.conf": re.sub(r"0\.0\.0\.0:506[01]", "127.0.0.1:0", pjsip),
        **dict.fromkeys(("extensions.conf", "sorcery.conf", "pjproject.conf", "rtp.conf"), ""),
        **dict.fromkeys(("cdr.conf", "cel.conf", "features.conf", "udptl.conf", "acl.conf"), ""),
    }
    for name, text in files.items():
        (home / name).write_text(text)
    main = str(home / "asterisk.conf")

    async def ask(command: str) -> str:
        return await output(program, "-C", main, "-rx", command)

    async with running(program, "-f", "-C", main), asyncio.timeout(SECONDS):
        while "fully booted" not in await ask("core waitfullybooted"):
            pass
        yield ask
    log = (home / "messages.log").read_text()
    assert "pjsip.conf" not in log, log
    assert "Could not create" not in log, log


@pytest.mark.parametrize("password", [">Otter;-;--lamp\\;<&\"'=x\\", "Otter é☎ lamp # [x]"])
async def test_asterisk_reads_every_section_and_registers(tmp_path: Path, password: str) -> None:
    async with registering(password) as (registrar, registered):
        async with asterisk(tmp_path, configuration("asterisk", password, registrar)) as ask:
            request = await registered
            registrations = await ask("pjsip show registrations")
            endpoint = await ask("pjsip show endpoint telnyx")
    assert request.headers.get("Expires") == "180"
    assert f"telnyx/sip:127.0.0.1:{registrar.port}" in registrations
    for line in ("(g722|ulaw|alaw|g729)", "from-pstn", "rfc4733", "OutAuth:  telnyx/lab2027"):
        assert line in endpoint


async def test_asterisk_reads_what_encrypted_calls_need(tmp_path: Path) -> None:
    held = {"user_name": USER, "encrypted_media": "SRTP", "dtmf_type": "SIP INFO"}
    text = render("asterisk", account_of(held, None, "127.0.0.1", port=9))
    async with asterisk(tmp_path, text) as ask:
        registrations = await ask("pjsip show registrations")
        endpoint = await ask("pjsip show endpoint telnyx")
        transport = await ask("pjsip show transport transport-tls")
    assert "telnyx/sip:127.0.0.1:9;transport=tls" in registrations
    assert re.search("media_encryption +: sdes", endpoint)
    assert re.search("dtmf_mode +: info", endpoint)
    assert re.search("allow +: .g722.ulaw.alaw.g729.opus.h264", endpoint)
    assert re.search("method +: tlsv1_2", transport)


@pytest.mark.parametrize("password", [" Otter;<lamp>\\x é☎ ", "Otter,lamp=@~#%'[]{}"])
async def test_baresip_reads_its_line_and_registers(tmp_path: Path, password: str) -> None:
    baresip = needs("baresip")
    lines = [f"module_path {folder}" for folder in BARESIP_MODULES]
    lines += ["module g711.so", "module_app account.so", "sip_listen 127.0.0.1:0"]
    (tmp_path / "config").write_text("".join(f"{line}\n" for line in lines))
    (tmp_path / "contacts").touch()
    async with registering(password) as (registrar, registered):
        (tmp_path / "accounts").write_text(configuration("baresip", password, registrar))
        async with running(baresip, "-f", str(tmp_path)), asyncio.timeout(SECONDS):
            request = await registered
    assert str(request.headers.get("Contact")).endswith(";expires=180")


async def test_linphone_loads_its_file_and_registers(tmp_path: Path) -> None:
    linphone = needs("linphonec")
    password = " >Otter;\\;--x <&\"'#=[]é% \\"
    folder = tmp_path / ".local" / "share" / "linphone"
    folder.mkdir(parents=True)
    async with registering(password) as (registrar, registered):
        loaded = tmp_path / "telnyx.xml"
        loaded.write_text(configuration("linphone", password, registrar), "utf-8")
        (tmp_path / "linphonerc").write_text(
            f"[misc]\nconfig-uri=file://{loaded}\n"
            "[sip]\nsip_port=-1\nsip_tcp_port=-1\nsip_tls_port=-1\n"
            "register_only_when_network_is_up=0\n"
        )
        command = (linphone, "-c", str(tmp_path / "linphonerc"))
        async with running(*command, HOME=str(tmp_path)), asyncio.timeout(SECONDS):
            request = await registered
    assert request.headers.get("Expires") == "180"
