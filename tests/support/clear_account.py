"""An account on loopback whose API keeps nothing back: each connection comes with its password in
clear, a certificate and a private key, and each name is foreign text.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.support.echo_server import Answering, EchoServer, Json, envelope, serving
from tests.support.sandbox import ANDROID, IOS


class ClearAccount(EchoServer):
    """What the account has. `secrets` are what its answers give away.

    `script` has the faults of the next PATCH and DELETE requests.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        super().__init__()
        self.secrets = dict(secrets)
        self.deleted: list[str] = []

    def fill(self, count: int) -> None:
        """Have `count` connections."""
        self.connections = [self._made(number) for number in range(count)]

    def _made(self, number: int) -> dict[str, Json]:
        return {
            "id": str(1_700_000_000_000_000_000 + number),
            "record_type": "credential_connection",
            "active": True,
            "connection_name": f"office {number}",
            "user_name": f"user{number}",
            "created_at": "2026-11-25T10:00:00Z",
            "inbound": {"codecs": ["G722"], "channel_limit": None},
            "outbound": {"localization": "US"},
            "tags": ["lab"],
            **self.leaking(),
        }

    def leaking(self) -> dict[str, Json]:
        """Members with the secrets, at several depths."""
        return {**self.secrets, "meta": dict(self.secrets), "devices": [{"of": self.secrets}]}

    def one(self, identity: str) -> dict[str, Json] | None:
        """The connection of this id."""
        return next((each for each in self.connections if each["id"] == identity), None)


class _Handler(Answering):
    state: ClearAccount

    def do_GET(self) -> None:  # noqa: N802
        self.take_key()
        path = self.path.partition("?")[0]
        if path.endswith("/credential_connections"):
            self._listed(self.state.connections)
        elif "/credential_connections/" in path:
            self._one(path)
        elif "push" in path:
            self._listed(
                [
                    {"id": IOS, "alias": "phones", "type": "ios", **self.state.leaking()},
                    {"id": ANDROID, "alias": "tablets", "type": "android", **self.state.leaking()},
                ]
            )
        else:
            profile = {"id": "1293384261075731499", "name": "profile", **self.state.leaking()}
            self._listed([profile])

    def do_POST(self) -> None:  # noqa: N802
        self.take_key()
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status = {"status": "Registered", "user_agent": "phone", **self.state.leaking()}
        self.reply(200, {"data": status})

    def do_PATCH(self) -> None:  # noqa: N802
        self.take_key()
        body = self.body()
        self.state.patches.append(body)
        found = self.state.one(self.path.rpartition("/")[2])
        if self._failed(str(body.get("password", ""))) or found is None:
            return
        for name, value in body.items():
            if isinstance(value, dict) and isinstance(found.get(name), dict):
                found[name] = found[name] | value
            else:
                found[name] = value
        self.reply(200, {"data": {**found, **self.state.leaking()}})

    def do_DELETE(self) -> None:  # noqa: N802
        self.take_key()
        identity = self.path.rpartition("/")[2]
        found = self.state.one(identity)
        if self._failed("") or found is None:
            return
        self.state.connections.remove(found)
        self.state.deleted.append(identity)
        self.reply(200, {"data": found})

    def _failed(self, password: str) -> bool:
        if not self.state.script:
            return False
        status = int(self.state.script.popleft())
        told = password or next(iter(self.state.secrets.values()))
        self.reply(status, envelope(status, self.state.key, told))
        return True

    def _one(self, path: str) -> None:
        found = self.state.one(path.rpartition("/")[2])
        if found is None:
            self.reply(404, envelope(404, self.state.key, next(iter(self.state.secrets.values()))))
        else:
            self.reply(200, {"data": found})

    def _listed(self, data: list[dict[str, Any]]) -> None:
        meta = {"page_number": 1, "page_size": 250, "total_pages": 1, "total_results": len(data)}
        self.reply(200, {"data": data, "meta": meta})


@contextmanager
def clear_account(secrets: Mapping[str, str]) -> Iterator[ClearAccount]:
    """The server on a free port of loopback."""
    with serving(ClearAccount(secrets), _Handler) as state:
        yield state
