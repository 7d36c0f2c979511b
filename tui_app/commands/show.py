"""`show ID`: print one connection and whether a device has registered with it."""

import argparse
import json
from typing import TYPE_CHECKING

from tui_app.commands.account import ask, identity_of, read_connection, session_of
from tui_app.core.details import details
from tui_app.core.exit_codes import DONE, OUTCOME_CODES
from tui_app.system.streams import put, say
from tui_app.text.escape import escape_controls

if TYPE_CHECKING:
    from tui_app.api.client import Client


def run(options: argparse.Namespace) -> int:
    """Print the connection that `options` name. Return the exit code.

    With `--json`: `{"connection": the API's record, "registration": the API's record or null}`,
    every secret masked. If the registration cannot be read, that is said on standard error.
    """
    identity = identity_of(options)

    async def conversation(client: "Client") -> int:
        from tui_app.api.errors import ApiError

        connection = await read_connection(client, identity)
        if connection is None:
            return OUTCOME_CODES["rejected"]
        registration = None
        try:
            registration = await client.registration_status(identity)
        except ApiError as error:
            say(f"note: its registration is not known: {escape_controls(error.failure.words)}")
        if options.json:
            status = registration.model_dump() if registration else None
            put(json.dumps({"connection": connection.document, "registration": status}, indent=2))
        else:
            for text in details(connection, registration):
                put(text)
        return DONE

    return ask(session_of(options), conversation)
