"""What the sandbox does with every request, whatever its path."""

import asyncio
import re
import secrets
from collections.abc import Mapping
from itertools import repeat
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tui_app.sandbox.exchange import reply
from tui_app.sandbox.refusal import entry

HANG_UP: Final = "telnyx_wizard.hang_up"
"""The ASGI extension of a server that can close the connection without an answer.

Its value is an async function without arguments.
"""


class Slow:
    """Sends every answer `seconds` late."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def late(message: Message) -> None:
            if message["type"] == "http.response.start":
                await asyncio.sleep(self._seconds)
            await send(message)

        await self._app(scope, receive, late)


class Lossy:
    """Does what is asked, but loses the answers to some methods.

    `lose`: how many answers of each method are lost, the first ones; None means all. Without a
    server that can hang up, `ConnectionResetError` is raised.
    """

    def __init__(self, app: ASGIApp, lose: Mapping[str, int | None]) -> None:
        self._app = app
        self._left = {
            method: repeat(True) if number is None else repeat(True, number)
            for method, number in lose.items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not next(self._left.get(scope["method"], NOTHING), False):
            await self._app(scope, receive, send)
            return

        async def lost(message: Message) -> None:
            pass

        await self._app(scope, receive, lost)
        hang_up = scope.get("extensions", {}).get(HANG_UP)
        if hang_up is None:
            raise ConnectionResetError("the sandbox was told to lose this answer")
        await hang_up()


NOTHING: Final = repeat(True, 0)


class BearerCheck:
    """Answers 401 to every request without a bearer token, for any path."""

    def __init__(self, app: ASGIApp, api_key: str | None) -> None:
        self._app = app
        self._key = api_key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._accepts(
            Request(scope).headers.get("authorization", "")
        ):
            await self._app(scope, receive, send)
        else:
            refused = entry(
                "10009",
                "the request carries no usable API key: send Authorization: Bearer <key>",
                pointer=None,
            )
            await reply({"errors": [refused]}, 401)(scope, receive, send)

    def _accepts(self, header: str) -> bool:
        match = re.fullmatch(r"[Bb][Ee][Aa][Rr][Ee][Rr] +([\x21-\x7e]+)", header)
        return match is not None and (
            self._key is None or secrets.compare_digest(match[1].encode(), self._key.encode())
        )
