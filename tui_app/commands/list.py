"""`list`: print the account's connections page by page, as they come."""

import argparse
import json
from typing import TYPE_CHECKING

from tui_app.commands.account import ask, session_of
from tui_app.core.exit_codes import DONE
from tui_app.system.streams import put
from tui_app.text.escape import shortened

if TYPE_CHECKING:
    from tui_app.api.client import Client
    from tui_app.api.replies import Connection

NAME_WIDTH, USER_WIDTH = 30, 20


def run(options: argparse.Namespace) -> int:
    """Print a line for each connection, the newest first. Return the exit code.

    A line holds id, name, user name, "active" or "inactive", and the day of its creation (UTC).
    With `--json` it is the API's record as one object, every secret in it masked. `--name`: only
    the connections whose name contains this text, in any case.
    """
    name: str = options.name

    async def conversation(client: "Client") -> int:
        found = False
        async for page in client.pages(name):
            for connection in page:
                found = True
                put(json.dumps(connection.document) if options.json else line(connection))
        if not (found or options.json):
            put("No connection has such a name." if name else "There are no connections.")
        return DONE

    return ask(session_of(options), conversation)


def line(connection: "Connection") -> str:
    """Return a connection in one line of text. No terminal obeys anything in it."""
    active = "inactive" if connection.document.get("active") is False else "active"
    created = f"{connection.created_at:%Y-%m-%d}" if connection.created_at else ""
    name = shortened(connection.connection_name, NAME_WIDTH)
    user = shortened(connection.user_name, USER_WIDTH)
    cells = (connection.id, f"{name:{NAME_WIDTH}}", f"{user:{USER_WIDTH}}", f"{active:8}", created)
    return "  ".join(cells).rstrip()
