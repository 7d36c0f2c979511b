"""Read the sandbox's requests and make its replies: what all endpoints share."""

import json
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, cast

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from tui_app.sandbox.database import UnusableDatabase
from tui_app.sandbox.refusal import Refusal, entry, refusal
from tui_app.text.document import Json, UnreadableDocument, parse_document

LARGEST_BODY: Final = 1 << 20

Handler = Callable[[Request], Awaitable[Response]]


def route(path: str, **handlers: Handler) -> Route:
    """Return a route with a handler per method; other methods get 405 and the list of these."""

    async def dispatch(request: Request) -> Response:
        return await handlers["GET" if request.method == "HEAD" else request.method](request)

    return Route(path, dispatch, methods=list(handlers))


async def body_of(request: Request) -> Mapping[str, Json]:
    """Return the JSON object in the body, read as strictly as a payload file.

    What parsers read in different ways is refused.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise refusal(400, "10029", "the body must come with Content-Type: application/json")
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > LARGEST_BODY:
            raise refusal(413, "10015", f"the body is larger than {LARGEST_BODY} bytes")
    try:
        return await run_in_threadpool(parse_document, bytes(data), "the body")
    except UnreadableDocument as error:
        raise refusal(400, "10023", str(error)) from None


def reply(
    body: Mapping[str, Json], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the reply with the JSON object `body`."""
    # ASCII only, so that any text can be sent.
    return Response(json.dumps(body, allow_nan=False), status, headers, "application/json")


async def _refused(request: Request, error: Exception) -> Response:
    told = cast(Refusal, error)
    return reply(told.body, told.status)


async def _no_such_route(request: Request, error: Exception) -> Response:
    found = cast(HTTPException, error)
    code, words = (
        ("10005", "there is nothing here")
        if found.status_code == 404
        else ("10015", f"{request.method} is not possible here")
    )
    return reply({"errors": [entry(code, words)]}, found.status_code, found.headers)


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=400)


async def _disk_failed(request: Request, error: Exception) -> Response:
    return reply({"errors": [entry("10007", "the sandbox cannot read or write its database")]}, 500)


HANDLERS: Final = {
    Refusal: _refused,
    HTTPException: _no_such_route,
    ClientDisconnect: _gone,
    sqlite3.Error: _disk_failed,
    OSError: _disk_failed,
    UnusableDatabase: _disk_failed,
}
"""What answers a request that ended in an exception."""
