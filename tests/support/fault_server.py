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

from tests.support.faults import DELETING, FAULTS, Fault, Json, Wire, answer
from tui_app.text.escape import MASK

LARGEST: int = 1 << 20


class FaultServer:
    """Serves `/v2/credential_connections`: lists, reads, creates, changes and deletes. A context
    manager.

    `faults` are what befalls the next requests that create, change or delete, by name, one each;
    after them all is well. `read_faults`: the same for those that read one connection. `lag` is how
    many lists still leave out a connection after it was committed. `unique`: a user name that is
    taken is refused, as by the API. `keeps`: values that every connection has, whatever was sent.
    """

    def __init__(
        self, *faults: str, lag: int = 0, unique: bool = True, keeps: Json | None = None
    ) -> None:
        self.faults = deque(faults)
        self.read_faults: deque[str] = deque()
        self.lag = lag
        self.unique = unique
        self.keeps = keeps or {}
        self.posts: list[Json] = []
        """The bodies of every request that was to create, read whole."""
        self.connections: list[Json] = []
        self.lists = 0
        self.patches: list[Json] = []
        self.deletions = 0
        self.reads = 0
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
            elif begins == b"GET " and b"/credential_connections" not in line:
                # What else the account has, which no fault is about.
                _request(connection)
                connection.sendall(answer(403, {"errors": []}))
            elif begins in (b"POST", b"PATC", b"DELE"):
                self._write(connection)
            elif begins == b"GET ":
                self._read(connection)
            else:
                # As a web server tells one that comes with TLS.
                connection.recv(65536)
                connection.sendall(answer(400, b""))

    def _write(self, connection: socket.socket) -> None:
        fault = self._next(self.faults)
        if fault.unread:
            fault.act(Wire(connection, self._gone, {}))
            return
        head, body = _request(connection)
        method, target, _ = head.split("\r\n")[0].split(" ")
        document = json.loads(body or b"{}")
        with self._lock:
            self.requests.append(head)
            record, refusal = (
                self._create(document, fault)
                if method == "POST"
                else self._alter(method, target, document, commits=fault.commits)
            )
        success = 201 if method == "POST" else 200
        (refusal or fault).act(Wire(connection, self._gone, record, success))

    def _next(self, faults: deque[str]) -> Fault:
        """What befalls this request."""
        with self._lock:
            fault = DELETING.get(faults[0]) or FAULTS[faults[0]] if faults else FAULTS["none"]
            if faults and fault.once:
                faults.popleft()
        return fault

    def _create(self, document: Json, fault: Fault) -> tuple[Json, Fault | None]:
        self.posts.append(document)
        taken = self.unique and any(_same(document, each) for each in self.connections)
        record = _record(document | self.keeps, len(self.posts) - 1)
        if fault.commits and taken:
            return record, FAULTS["422 taken"]
        if fault.commits:
            self.connections.append(record)
            self.hidden[record["id"]] = max(self.lag, fault.lag)
        return record, None

    def _alter(
        self, method: str, target: str, document: Json, *, commits: bool
    ) -> tuple[Json, Fault | None]:
        """Change or delete a connection, and return it as a reply shows it."""
        if method == "PATCH":
            self.patches.append(document)
        else:
            self.deletions += 1
        record = self._find(target)
        if record is None:
            return {}, FAULTS["404"]
        if commits and method == "PATCH":
            _merge(record, document | ({"password": MASK} if "password" in document else {}))
        elif commits:
            self.connections.remove(record)
        return record, None

    def _find(self, target: str) -> Json | None:
        return next((each for each in self.connections if target.endswith(f"/{each['id']}")), None)

    def _read(self, connection: socket.socket) -> None:
        head, _ = _request(connection)
        target = urlsplit(head.split(" ")[1])
        with self._lock:
            self.requests.append(head)
        if target.path.endswith("/credential_connections"):
            self._show_list(connection, target.query)
            return
        fault = self._next(self.read_faults)
        with self._lock:
            self.reads += 1
            record = self._find(target.path)
        if record is None and fault is FAULTS["none"]:
            fault = FAULTS["404"]
        fault.act(Wire(connection, self._gone, record or {}, 200))

    def _show_list(self, connection: socket.socket, query: str) -> None:
        with self._lock:
            reply = self._list(parse_qs(query))
        if self.fault_for_lists:
            FAULTS[self.fault_for_lists].act(Wire(connection, self._gone, {}))
        else:
            date = format_datetime(datetime.now(UTC), usegmt=True)
            connection.sendall(answer(200, reply, Date=date))

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


def _merge(record: Json, changes: Json) -> None:
    """Change a record as the API does: objects member by member."""
    for name, value in changes.items():
        if isinstance(record.get(name), dict) and isinstance(value, dict):
            _merge(record[name], value)
        else:
            record[name] = value


def _record(document: Json, place: int) -> Json:
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return {
        "record_type": "credential_connection",
        "id": str(10**18 + place),
        "created_at": now,
        **document,
        "password": MASK,
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
