"""Serve the sandbox on a port of this machine until it is interrupted."""

import logging
import os
import signal
import socket
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Unpack

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from tui_app.sandbox.app import BASE, Behaviour, create_app
from tui_app.sandbox.bindings import Bindings
from tui_app.sandbox.middleware import HANG_UP
from tui_app.sandbox.registrar import BOTH, OLDER, Registrar
from tui_app.sandbox.sip_server import SipServer, bind
from tui_app.sandbox.store import default_database
from tui_app.system.signals import handled

LOOPBACK: Final = "127.0.0.1"
ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FAILED: Final = 1
PATIENCE: Final = 1
"""The most seconds that requests under way may take at the end."""


class _Server(uvicorn.Server):
    """Prints where it listens once it does, and remembers the signal that ended it.

    `sip` is served beside HTTP, on its own sockets.
    """

    ended_by: int | None = None

    def __init__(self, config: uvicorn.Config, sip: SipServer | None) -> None:
        super().__init__(config)
        self._sip = sip

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        for listening in sockets or ():
            host, port = listening.getsockname()
            print(f"http://{host}:{port}{BASE}", flush=True)
        if self._sip:
            host, port = await self._sip.start()
            print(f"sip:{host}:{port}", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._sip:
            await self._sip.stop()
        await super().shutdown(sockets=sockets)

    def end(self, number: int) -> None:
        """Handle a signal: end the server, not the process. The exit code reports the signal."""
        self.ended_by = self.ended_by or number
        self.should_exit = True


class _Protocol(H11Protocol):
    """Lets the application close a connection without an answer."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        app = self.app

        async def hanging_up(scope: Scope, receive: Receive, send: Send) -> None:
            async def hang_up() -> None:
                self.transport.close()
                while (await receive())["type"] != "http.disconnect":
                    pass

            await app({**scope, "extensions": {HANG_UP: hang_up}}, receive, send)

        self.app = hanging_up


def serve(
    port: int,
    *,
    sip_port: int | None = None,
    sha256: bool = False,
    host: str = LOOPBACK,
    database: Path | str | None = None,
    **behaviour: Unpack[Behaviour],
) -> int:
    """Serve the sandbox on `port` (0: any free one) until a signal comes. Return the exit code.

    `sip_port`: serve the SIP registrar too, over UDP and TCP; `sha256`: it offers this digest
    before MD5, which not every device takes. `database`: its connections, default the program's own
    file. `behaviour`: see `create_app`. Call it in the main thread.

    The first line on standard output is the base URL, printed once connections are accepted, the
    second the registrar's URI. The exit code is 128 plus the signal's number, or 1, with a line on
    standard error, if a port cannot be used.
    """
    asked = port
    with ExitStack() as sockets:
        try:
            listening = sockets.enter_context(_listen(host, port))
            asked = sip_port or 0
            sip_sockets = () if sip_port is None else bind(host, sip_port)
        except OSError as error:
            print(
                f"telnyx-wizard: cannot listen on {host} port {asked}: "
                f"{os.strerror(error.errno or 0)}",
                file=sys.stderr,
            )
            return FAILED
        for each in sip_sockets:
            sockets.enter_context(each)
        app = create_app(default_database() if database is None else database, **behaviour)
        if app.state.notice:
            print(f"telnyx-wizard: {app.state.notice}", file=sys.stderr)
        bindings = Bindings(app.state.store.database)
        registrar = Registrar(bindings, time.time_ns, BOTH if sha256 else OLDER)
        server = _Server(_config(app), SipServer(registrar, *sip_sockets) if sip_sockets else None)
        # Requests cut off at the end are no errors; before that, every error is logged with its
        # traceback.
        logging.getLogger("uvicorn.error").addFilter(lambda record: not server.should_exit)
        # uvicorn passes the signals that it receives on to this handler.
        with handled(server.end, ENDING, even_ignored=True):
            server.run(sockets=[listening])
    return 128 + server.ended_by if server.ended_by else FAILED


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket()
    # A port that was served a moment ago can be used at once; one that is being served cannot.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="asyncio",
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        timeout_graceful_shutdown=PATIENCE,
    )
