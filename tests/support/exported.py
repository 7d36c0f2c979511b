"""Payloads that are hard to quote, and programs that are exported and run as they are."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import strategies as st

from tests.support.payloads import payloads
from tests.support.written import Payload
from tui_app.exports.plan import Plan, plan_of
from tui_app.settings.change import CHANGE
from tui_app.settings.problem import Answer
from tui_app.settings.problem import Path as SettingPath
from tui_app.settings.request import REQUEST
from tui_app.settings.types import Integer, TextList

KEY = "KEYexample"
IDENTITY = "1293384261075731499"
HARD = (
    """it's "so" $HOME ${x} $(id) `id` \\ \\\\ \\n %s !! @ # ~ * \n\tnext line\r\n é ß 日本 😀 end\n\n""",
    "@secret.txt",
    "\\",
    "'\"$`\\\n@!",
    "JSON\nHEADERS\nJSON\n",
    "\x01\x1b[31m\x7f\x85\u2028\ufeff\u202e\U000e0001\U0001f468\u200d\U0001f469",
    "-n -e %d %n {{x}} ${y} %{z} $${w}",
)
"""Texts that a shell, a language or a format may take for something else."""
texts = st.sampled_from(HARD) | st.text(
    st.characters(codec="utf-8", exclude_characters="\0\ue000\ue001"), min_size=1, max_size=20
)
hard_payloads = payloads(texts, texts.filter(str.strip), texts)


def everything() -> Payload:
    """A payload with every setting."""
    answers: dict[SettingPath, Answer] = {("connection_name",): "all", ("user_name",): "office1"}
    for path, setting in REQUEST.settings.items():
        some: Answer = 7 if isinstance(setting.kind, Integer) else "some"
        some = ["a"] if isinstance(setting.kind, TextList) else some
        answers.setdefault(path, setting.default if isinstance(setting.default, bool) else some)
    return REQUEST.body(answers)


HARD_ONES: list[Payload] = [
    {"connection_name": text, "user_name": "office1", "password": text, "tags": [text, "x"]}
    for text in HARD
]
WORST: Payload = everything() | {
    "connection_name": " ".join(HARD),
    "password": "@" + "".join(HARD),
    "encrypted_media": None,
    "tags": [*HARD[:2], *HARD[3:]],
}
"""A payload with every setting, and all that is hard."""


def plan_for(payload: Payload, *, update: bool = False) -> Plan:
    request = CHANGE if update else REQUEST
    return plan_of(request.read(payload)[0], update=IDENTITY if update else "")


def sent(plan: Plan, payload: Payload) -> Payload:
    """What is to arrive: the plan, with the password that the environment has."""
    return {**plan.members, "password": payload["password"]}


def run(
    command: list[str],
    payload: Payload,
    url: str,
    more: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> str:
    """Run an exported program in `folder`. Fails if it does. Return what it prints."""
    environment = {**os.environ, "TELNYX_API_KEY": KEY, "TELNYX_BASE_URL": url, **(more or {})}
    environment["TELNYX_SIP_PASSWORD"] = payload["password"]
    done = subprocess.run(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Taken(NamedTuple):
    """A request that arrived."""

    method: str
    path: str
    key: str
    body: Payload


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    taken: list[Taken]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers["Authorization"].removeprefix("Bearer ")
        self.taken.append(Taken(self.command, self.path, key, body))
        self.close_connection = True
        if self.path.startswith("/silent"):
            return
        reply = json.dumps({"data": {**body, "id": IDENTITY}}).encode()
        self.send_response(201 if self.command == "POST" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def do_PATCH(self) -> None:
        self.do_POST()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@contextmanager
def taking_server() -> Iterator[tuple[str, list[Taken]]]:
    """A server on a free port of loopback: its URL, and what it was sent.

    Under `/silent` it hangs up without an answer.
    """
    taken: list[Taken] = []
    handler = type("Handler", (_Handler,), {"taken": taken})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", taken
        finally:
            server.shutdown()
            thread.join()


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def installed_for_node(folder: Path) -> None:
    """Install the vendor's SDK for Node.js in `folder`, once. Skips the test if that cannot be."""
    if (folder / "node_modules" / "telnyx").is_dir():
        return
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("Node.js and npm are not installed")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "telnyx@7"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=60, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip("npm cannot reach its registry in time")
    if done.returncode:
        pytest.skip(f"npm cannot install the SDK: {done.stderr[-200:]}")
