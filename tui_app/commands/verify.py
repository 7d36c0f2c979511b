"""`verify ID`: ask the SIP registrar whether it takes a connection's user name and password."""

import argparse
import asyncio
import json
import os
from typing import TYPE_CHECKING

from tui_app.commands.account import fetch, identity_of, session_of
from tui_app.commands.arguments import UsageError
from tui_app.commands.registrar import registrar_of
from tui_app.core.exit_codes import VERDICT_CODES
from tui_app.line.secret import ask_for_secret, can_ask
from tui_app.sip.hosts import Transport
from tui_app.sip.register import Login, Registrar, Verdict
from tui_app.sip.verify import Timing, verify
from tui_app.system.streams import put, say
from tui_app.text.escape import shortened

if TYPE_CHECKING:
    from pydantic import SecretStr


NONE_GIVEN = "there is no SIP password: set TELNYX_SIP_PASSWORD, or type it at a terminal"
OTHER_REGISTRAR = (
    "Telnyx does not know a login of the sandbox: give --sip-host with the registrar that "
    "telnyx-wizard sandbox --sip-port serves"
)


def run(options: argparse.Namespace) -> int:
    """Verify the login of the connection that `options` name. Return the exit code.

    With `--json`: `{"outcome", "detail", "transport"}`. Progress goes to standard error.
    """
    # Taken out: no program that this one starts needs it.
    given = os.environ.pop("TELNYX_SIP_PASSWORD", None)
    identity = identity_of(options)
    session = session_of(options)
    registrar = registrar_of(options)
    if options.sip_host is None and (session.target.is_sandbox or session.target.stays_here):
        raise UsageError(OTHER_REGISTRAR)
    if not given and not can_ask():
        raise UsageError(NONE_GIVEN)
    connection = fetch(session, identity)
    if isinstance(connection, int):
        return connection
    password = _password(given, connection.user_name)
    verdict = _asked(connection.user_name, password, registrar, options)
    if options.json:
        fields = ("outcome", "detail", "transport")
        put(json.dumps({name: getattr(verdict, name) for name in fields}, indent=2))
    else:
        over = "" if verdict.outcome == "unreachable" else f" over {verdict.transport.upper()}"
        put(f"{verdict.outcome.capitalize()}{over}: {verdict.detail}")
    return VERDICT_CODES[verdict.outcome]


def _password(given: str | None, user: str) -> "SecretStr":
    """Return the password from the environment or the terminal. Raises `UsageError`."""
    from pydantic import SecretStr

    typed = given or ask_for_secret(f"SIP password of {shortened(user)} (not shown):")
    if not typed:
        raise UsageError(NONE_GIVEN)
    return SecretStr(typed)


def _asked(
    user: str, password: "SecretStr", registrar: Registrar, options: argparse.Namespace
) -> Verdict:
    def begins(transport: Transport) -> None:
        say(f"Asking {shortened(str(registrar), 80)} over {transport.upper()} ...")

    return asyncio.run(
        verify(
            Login(user, password),
            registrar,
            options.transport,
            timing=Timing(limit=min(options.timeout, Timing().limit)),
            on_begin=begins,
        )
    )
