"""Asking the sandbox, in process or on a port."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from tui_app.sandbox.app import create_app
from tui_app.sandbox.seeds import PUSH_CREDENTIALS, VOICE_PROFILES
from tui_app.text.document import Json

PASSWORD = "Wq7Nz2Lm9Rx-secret"
LEAST: dict[str, Json] = {"connection_name": "office", "user_name": "office1", "password": PASSWORD}
SECOND = 10**9
PROFILE = str(VOICE_PROFILES[0]["id"])
IOS, ANDROID = (
    next(str(each["id"]) for each in PUSH_CREDENTIALS if each["type"] == kind)
    for kind in ("ios", "android")
)

ON_ITS_OWN: dict[str, Json] = {
    "registration_status": "Not Registered",
    "registration_status_updated_at": None,
    "third_party_control_enabled": False,
}
"""What a captured reply (August 2025) has beyond the schemas."""


def asking(app: Starlette | None = None, key: str | None = "KEY123") -> httpx.AsyncClient:
    """A client of the sandbox in process: `app`, or a new one in memory.

    Paths are relative to the base URL.
    """
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    transport = httpx.ASGITransport(app=app or create_app())
    return httpx.AsyncClient(
        transport=transport, base_url="http://sandbox.test/v2/", headers=headers
    )


async def made(client: httpx.AsyncClient, **settings: Json) -> dict[str, Any]:
    """A connection that was created: the reply's `data`."""
    reply = await client.post("credential_connections", json=LEAST | settings)
    assert reply.status_code == 201, reply.text
    return dict(reply.json()["data"])


def connections_in(home: Path) -> int:
    """How many connections the database under `home` holds, which a wizard may be making now."""
    path = home / "data/telnyx-wizard/sandbox.db"
    if not path.exists():
        return 0
    with sqlite3.connect(path) as database:
        # The file is there before its tables are.
        if not database.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'connections'"
        ).fetchone():
            return 0
        return int(database.execute("SELECT count(*) FROM connections").fetchone()[0])


def refusals(reply: httpx.Response) -> Iterator[tuple[str, str | None]]:
    """Code and pointer of each error in a reply, its envelope's form checked."""
    body = reply.json()
    assert list(body) == ["errors"]
    assert body["errors"]
    for error in body["errors"]:
        assert set(error) - {"source"} == {"code", "title", "detail", "meta"}
        assert all(
            isinstance(error[name], str) and error[name] for name in ("code", "title", "detail")
        )
        assert error["meta"] == {
            "url": f"https://developers.telnyx.com/docs/overview/errors/{error['code']}"
        }
        yield error["code"], error.get("source", {}).get("pointer")


def refused(reply: httpx.Response, status: int) -> list[tuple[str, str | None]]:
    assert reply.status_code == status, reply.text
    return list(refusals(reply))


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command `telnyx-wizard sandbox` on a free port: its process and the base URL that it
    says.
    """
    command = [sys.executable, "-m", "tui_app", "sandbox", "--port", "0", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().removesuffix("\n")
        finally:
            process.kill()


def at(document: Any, path: tuple[str, ...]) -> Any:
    """What a document holds at a path."""
    for name in path:
        document = document[name]
    return document
