"""`show ID`: print one connection and whether a device has registered with it."""

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui_app.commands.account import ask, identity_of, read_connection, session_of
from tui_app.core.exit_codes import DONE, OUTCOME_CODES
from tui_app.settings.compare import at
from tui_app.settings.problem import Unset
from tui_app.settings.request import REQUEST
from tui_app.system.streams import put, say
from tui_app.text.escape import MASK, escape_controls

if TYPE_CHECKING:
    from tui_app.api.client import Client
    from tui_app.api.replies import Connection, RegistrationStatus


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
            for text in (*facts(connection), *settings(connection), *registered(registration)):
                put(text)
        return DONE

    return ask(session_of(options), conversation)


def facts(connection: "Connection") -> Iterator[str]:
    """Yield what identifies a connection, a line each."""
    yield row("Connection ID", connection.id)
    if connection.created_at:
        yield row("Created", f"{connection.created_at:%Y-%m-%d %H:%M} UTC")


def settings(connection: "Connection") -> Iterator[str]:
    """Yield every setting that the reply holds, by step. The password is always masked."""
    for group in REQUEST.groups:
        for setting in group.settings:
            value = at(connection.document, setting.path)
            if value is not None and not isinstance(value, Unset):
                shown = MASK if setting.secret else escape_controls(setting.shown(value))
                yield row(setting.label, shown)


def registered(status: "RegistrationStatus | None") -> Iterator[str]:
    """Yield whether a device has registered, and from where."""
    if status is None:
        return
    yield row("Registration", status.status)
    port = "" if status.port is None else f":{status.port}"
    if status.ip_address:
        transport = f" over {status.transport}" if status.transport else ""
        yield row("Device", f"{status.user_agent or ''} {status.ip_address}{port}{transport}")
    if status.last_registration:
        yield row("Last registered", status.last_registration)


def row(label: str, text: str) -> str:
    return f"{label:28}{escape_controls(text).strip()}"
