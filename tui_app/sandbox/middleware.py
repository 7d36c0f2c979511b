"""What the sandbox does with every request, whatever its path."""

import re
import secrets

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from tui_app.sandbox.exchange import reply
from tui_app.sandbox.refusal import entry


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
