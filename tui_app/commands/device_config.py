"""`device-config ID --for FORMAT`: print the configuration of a device for a connection."""

import argparse
import os
from typing import TYPE_CHECKING

from tui_app.commands.account import ask, identity_of, read_connection, session_of
from tui_app.commands.arguments import UsageError
from tui_app.commands.registrar import registrar_of
from tui_app.core.exit_codes import DONE, OUTCOME_CODES
from tui_app.system.streams import put, say

if TYPE_CHECKING:
    from tui_app.api.client import Client

VARIABLE = "TELNYX_SIP_PASSWORD"
MASKED = (
    f"note: the password is not known here (the API masks it): a placeholder stands for it; "
    f"set {VARIABLE} to have it written"
)


def run(options: argparse.Namespace) -> int:
    """Print the configuration for the connection that `options` name. Return the exit code.

    The password is that of the environment. Raises `UsageError` if the format cannot hold it.
    """
    from tui_app.core.device import account_for

    identity, given = identity_of(options), os.environ.get(VARIABLE, "")
    registrar = registrar_of(options)

    async def conversation(client: "Client") -> int:
        connection = await read_connection(client, identity)
        if connection is None:
            return OUTCOME_CODES["rejected"]
        from pydantic import SecretStr

        from tui_app.devices import DEVICES, render
        from tui_app.devices.account import CannotHold

        password = SecretStr(given) if given else None
        account = account_for(connection, password, registrar, transport=options.transport)
        try:
            text = render(options.format, account)
        except CannotHold as error:
            title = DEVICES[options.format].title
            raise UsageError(f"no configuration for {title}: {error}") from None
        put(text, end="")
        if password is None:
            say(MASKED)
        return DONE

    return ask(session_of(options), conversation)
