"""A server on loopback that gives back what it was sent where it should not: key and password in
each part of each kind of answer.

What it answers to a POST stands in its `script`; when that is at its end it creates, as the API
does.
"""

import gzip
import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import quote

Json = Any


class EchoServer:
    """What the server was sent, what it has, and what it is to answer next."""

    def __init__(self) -> None:
        self.script: deque[str] = deque()
        """Names of `FAULTS`, each for one POST."""
        self.looks: deque[str] = deque()
        """The same for the requests that list connections."""
        self.posts: list[dict[str, Json]] = []
        self.patches: list[dict[str, Json]] = []
        self.connections: list[dict[str, Json]] = []
        self.key = ""
        self.gate = threading.Event()
        """Shut, it keeps the answers to creates back."""
        self.gate.set()
        self.arrived = threading.Event()
        """A create has been read whole."""
        self.answered: datetime | None = None
        """When the last create was answered."""
        self.sockets = 0
        """Connections that were opened to send a create."""
        self.url = ""


def envelope(status: int, key: str, password: str) -> Json:
    """An envelope of errors that tells key and password in every text that it has."""
    words = f"user office12 with password {password} and key {key} is wrong ({status})"
    errors = [
        {"code": "10015", "title": words, "detail": words, "source": {"pointer": "/user_name"}},
        {"code": "10015", "title": f"{password}", "source": {"pointer": "/password"}},
        {
            "code": password[:20],
            "detail": f"'{json.dumps(password)[1:-1]}' {quote(password)}",
            "source": {"pointer": f"/{password}/{key}"},
        },
        {"code": key[:20], "detail": key, "source": {"parameter": key}},
    ]
    return {"errors": errors, "key": key, "password": password}


def record(body: dict[str, Json], identity: str, password: str) -> dict[str, Json]:
    return {
        **body,
        "id": identity,
        "password": password,
        "created_at": datetime.now(UTC).isoformat(),
        "record_type": "credential_connection",
    }


class Answering(BaseHTTPRequestHandler):
    """What the handlers of such servers share: each answer tells secrets beside its content."""

    protocol_version = "HTTP/1.1"
    state: EchoServer

    def take_key(self) -> None:
        self.state.key = self.headers.get("Authorization", "").removeprefix("Bearer ")

    def body(self) -> dict[str, Json]:
        found: dict[str, Json] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        return found

    def reply(self, status: int, document: Json, headers: dict[str, str] | None = None) -> None:
        self.raw(
            status,
            json.dumps(document).encode(),
            {"Content-Type": "application/json", **(headers or {})},
        )

    def raw(self, status: int, content: bytes, headers: dict[str, str], missing: int = 0) -> None:
        password = str(self.state.posts[-1]["password"]) if self.state.posts else "none"
        # The reason too: it is shown by careless clients.
        self.send_response(status, f"reason {password} {self.state.key}")
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("X-Request-Id", f"{self.state.key}{password}")
        self.send_header("Retry-After", "1")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content[: len(content) - missing] if missing else content)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


class _Handler(Answering):
    def do_GET(self) -> None:
        self.take_key()
        if "/credential_connections" in self.path:
            if self.state.looks:
                self._fault(self.state.looks.popleft(), {})
                return
            data = [{**each, "password": "********"} for each in self.state.connections]
        else:
            # A list to choose from, with the key among the names.
            data = [
                {
                    "id": "1293384261075731499",
                    "name": f"profile {self.state.key}",
                    "alias": self.state.key,
                    "type": "ios",
                }
            ]
        self.reply(
            200,
            {
                "data": data,
                "meta": {
                    "page_number": 1,
                    "page_size": 250,
                    "total_pages": 1,
                    "total_results": len(data),
                },
            },
        )

    def do_POST(self) -> None:
        self.take_key()
        if self.path.endswith("/check_registration_status"):
            # With the key where a device has its name.
            status: Json = {"status": "Registered", "user_agent": self.state.key}
            self.reply(200, {"data": status})
            return
        body = self.body()
        self.state.sockets += 1
        self.state.posts.append(body)
        self.state.arrived.set()
        if self.state.script:
            self._fault(self.state.script.popleft(), body)
            return
        self.state.gate.wait(120)
        made = record(
            body, str(1_700_000_000_000_000_000 + len(self.state.connections)), body["password"]
        )
        self.state.connections.append(made)
        self.state.answered = datetime.now(UTC)
        self.reply(201, {"data": made})

    def do_PATCH(self) -> None:
        self.take_key()
        body = self.body()
        self.state.patches.append(body)
        made = record(self.state.posts[-1], self.path.rpartition("/")[2], body["password"])
        self.reply(200, {"data": {**made, "connection_name": self.state.key}})

    def _fault(self, name: str, body: dict[str, Json]) -> None:
        key, password = self.state.key, str(body.get("password", "no-password-here"))
        told = envelope(0, key, password)
        if name.isdigit():
            self.reply(int(name), envelope(int(name), key, password))
        elif name == "redirect":
            self.reply(307, told, {"Location": f"http://127.0.0.1:1/{key}/{password}"})
        elif name == "page":
            self.raw(
                504,
                f"<html><title>{key}</title>{password} {key}</html>".encode(),
                {"Content-Type": "text/html"},
            )
        elif name == "garbage":
            self.raw(201, f"{password} {key}".encode(), {"Content-Type": "application/json"})
        elif name == "another shape":
            self.reply(
                201,
                {
                    "data": {
                        "id": {"key": key},
                        "password": [password],
                        "user_name": 5,
                        "connection_name": key,
                    }
                },
            )
        elif name == "compressed":
            self.raw(201, gzip.compress(json.dumps(told).encode()), {"Content-Encoding": "gzip"})
        elif name == "half":
            self.raw(201, json.dumps(told).encode(), {}, missing=50)
        elif name == "drop":
            self.close_connection = True
            self.connection.close()
        elif name == "names":
            # Created, with the secrets in the place of its names and as members nobody knows.
            made = record(body, "1700000000000000999", password)
            echoed = {
                "user_name": password,
                "connection_name": f"{key} {password}",
                password: key,
                "note": [password, {"of": key}],
            }
            self.reply(201, {"data": {**made, **echoed}})
        elif name == "identity":
            self.reply(201, {"data": record(body, password, password)})
        else:
            raise ValueError(f"no such fault: {name}")


FAULTS = (
    *("400", "401", "403", "404", "408", "409", "422", "429", "500", "503"),
    *("redirect", "page", "garbage", "another shape", "compressed", "half", "drop", "identity"),
)
"""What creates nothing, or nothing that can be found. `names` creates too."""


State = TypeVar("State", bound=EchoServer)


@contextmanager
def serving(state: State, handler: type[Answering]) -> Iterator[State]:
    """A server on a free port of loopback that answers by `handler`."""
    bound = type("Handler", (handler,), {"state": state})
    with ThreadingHTTPServer(("127.0.0.1", 0), bound) as server:
        server.daemon_threads = True
        # A client that goes away is what some faults are about.
        server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
        state.url = f"http://127.0.0.1:{server.server_address[1]}/v2"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield state
        finally:
            state.gate.set()
            server.shutdown()
            thread.join()


@contextmanager
def echo_server() -> Iterator[EchoServer]:
    """The server that gives back what it was sent."""
    with serving(EchoServer(), _Handler) as state:
        yield state
