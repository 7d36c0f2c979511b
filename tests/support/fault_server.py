"""A raw server on loopback that does what a fault says, and keeps count.

No web server is rude enough for this.
"""

import json
import socket
import threading
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.support.faults import FAULTS, Fault, Json, Wire, answer

LARGEST: int = 1 << 20


class FaultServer:
    """Serves `/v2/credential_connections`: lists what was committed, creates, and changes
    passwords. A context manager.

    `faults` are what befalls the next requests that create, by name, one each; after them all is
    well. `lag` is how many lists still leave out a connection after it was committed. `unique`: a
    user name that is taken is refused, as by the API. `keeps`: values that every connection has,
    whatever was sent.
    """

    def __init__(
        self, *faults: str, lag: int = 0, unique: bool = True, keeps: Json | None = None
    ) -> None:
        self.faults = deque(faults)
        self.lag = lag
        self.unique = unique
        self.keeps = keeps or {}
        self.posts: list[Json] = []
        """The bodies of every request that was to create, read whole."""
        self.connections: list[Json] = []
        self.lists = 0
        self.patches: list[Json] = []
        self.requests: list[str] = []
        self.fault_for_lists: str | None = None
        self.hidden: dict[str, int] = {}
        self._gone = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._listening = socket.create_server(("127.0.0.1", 0))

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v2"

    @property
    def port(self) -> int:
        return int(self._listening.getsockname()[1])

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._gone.set()
        self.refuse()
        for thread in self._threads:
            thread.join(10)

    def refuse(self) -> None:
        """From now on nobody listens."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _start(self, target: Any, *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        # A client that goes away in the middle is what many faults are about.
        with connection, suppress(OSError):
            connection.settimeout(10)
            line = connection.recv(200, socket.MSG_PEEK).partition(b"\r\n")[0]
            begins = line[:4]
            if b"/check_registration_status " in line:
                _request(connection)
                connection.sendall(answer(200, {"data": {"status": "Not Registered"}}))
            elif begins == b"POST":
                self._create(connection)
            elif begins in (b"GET ", b"PATC"):
                self._read_or_change(connection)
            else:
                # As a web server tells one that comes with TLS.
                connection.recv(65536)
                connection.sendall(answer(400, b""))

    def _create(self, connection: socket.socket) -> None:
        with self._lock:
            name = self.faults[0] if self.faults else "none"
            fault = FAULTS[name]
            if self.faults and fault.once:
                self.faults.popleft()
        if fault.unread:
            fault.act(Wire(connection, self._gone, {}))
            return
        head, body = _request(connection)
        document = json.loads(body)
        with self._lock:
            self.requests.append(head)
            self.posts.append(document)
            taken = self.unique and any(_same(document, each) for each in self.connections)
            record = _record(document | self.keeps, len(self.connections))
            if fault.commits and not taken:
                self.connections.append(record)
                self.hidden[record["id"]] = max(self.lag, fault.lag)
        (FAULTS["422 taken"] if fault.commits and taken else fault).act(
            Wire(connection, self._gone, record)
        )

    def _read_or_change(self, connection: socket.socket) -> None:
        head, body = _request(connection)
        method, target, _ = head.split("\r\n")[0].split(" ")
        if "/credential_connections" not in target:
            # What else the account has, which no fault is about.
            connection.sendall(answer(403, {"errors": []}))
            return
        with self._lock:
            self.requests.append(head)
            reply = (
                self._change(target, json.loads(body))
                if method == "PATCH"
                else self._list(parse_qs(urlsplit(target).query))
            )
        fault: Fault | None = (
            FAULTS[self.fault_for_lists] if method == "GET" and self.fault_for_lists else None
        )
        if fault:
            fault.act(Wire(connection, self._gone, {}))
        else:
            connection.sendall(
                answer(200, reply, Date=format_datetime(datetime.now(UTC), usegmt=True))
            )

    def _list(self, query: dict[str, list[str]]) -> Json:
        self.lists += 1
        part = query.get("filter[connection_name][contains]", [""])[0]
        size, number = int(query["page[size]"][0]), int(query["page[number]"][0])
        seen = [each for each in self.connections if not self.hidden.get(each["id"])]
        self.hidden = {identity: max(0, left - 1) for identity, left in self.hidden.items()}
        named = [
            each for each in reversed(seen) if part.casefold() in each["connection_name"].casefold()
        ]
        pages = -(-len(named) // size)
        return {
            "data": named[(number - 1) * size : number * size],
            "meta": {"page_number": number, "total_pages": pages},
        }

    def _change(self, target: str, changes: Json) -> Json:
        self.patches.append(changes)
        record = next(each for each in self.connections if target.endswith(each["id"]))
        return {"data": record}


def _record(document: Json, place: int) -> Json:
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return {
        "record_type": "credential_connection",
        "id": str(10**18 + place),
        "created_at": now,
        **document,
        "password": "********",
    }


def _same(one: Json, other: Json) -> bool:
    return str(one["user_name"]).casefold() == str(other["user_name"]).casefold()


def _request(connection: socket.socket) -> tuple[str, bytes]:
    """Head and body of one request, read whole. Raises `OSError` where it never comes whole."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection, data)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [
        line.split(b":")[1]
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    while len(body) < int(lengths[0] if lengths else 0):
        body += _more(connection, body)
    return head.decode("latin-1"), body


def _more(connection: socket.socket, data: bytes) -> bytes:
    chunk = connection.recv(65536)
    if not chunk or len(data) > LARGEST:
        raise ConnectionError("the request ended early or never")
    return chunk
