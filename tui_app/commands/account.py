"""What the commands share that read the account: the session, and a failed request in words."""

import argparse
import asyncio
import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tui_app.api.target import SANDBOX, BadTarget, find_key, find_target
from tui_app.commands.arguments import UsageError
from tui_app.core.exit_codes import DONE, OUTCOME_CODES
from tui_app.core.session import NO_KEY, SANDBOX_ALONE, Session
from tui_app.system.environment import forbid_core_dump, scrub_environment
from tui_app.system.streams import say
from tui_app.text.escape import escape_controls, quoted

if TYPE_CHECKING:
    from tui_app.api.client import Client
    from tui_app.api.replies import Connection

TOO_MANY = 429
NOT_FOUND = 404
IDENTITY = re.compile("[A-Za-z0-9_-]{1,64}")


def identity_of(options: argparse.Namespace) -> str:
    """Return the id of a connection in `options`. Raises `UsageError` if it can be none."""
    return check_identity(options.id)


def check_identity(identity: str) -> str:
    """Return `identity`. Raises `UsageError` if it can be no id of a connection."""
    if not IDENTITY.fullmatch(identity):
        raise UsageError(f"{quoted(identity)} is no id of a connection; list prints them")
    return identity


async def read_connection(client: "Client", identity: str) -> "Connection | None":
    """Read a connection. None, and said, if there is none with that id. Raises `ApiError`."""
    from tui_app.api.errors import ApiError

    try:
        return await client.get(identity)
    except ApiError as error:
        if error.failure.status != NOT_FOUND:
            raise
    say(f"telnyx-wizard: there is no connection {identity} here (HTTP {NOT_FOUND})")
    return None


def fetch(session: Session, identity: str) -> "Connection | int":
    """Return a connection, or the exit code if it cannot be read, which is then said."""
    found: list[Connection] = []

    async def conversation(client: "Client") -> int:
        connection = await read_connection(client, identity)
        if connection is None:
            return OUTCOME_CODES["rejected"]
        found.append(connection)
        return DONE

    code = ask(session, conversation)
    return found[0] if found else code


def session_of(options: argparse.Namespace) -> Session:
    """Return the session that the options name. Raises `UsageError` if it cannot be used."""
    if options.sandbox and (options.base_url or options.api_key_file):
        raise UsageError(SANDBOX_ALONE)
    try:
        target = SANDBOX if options.sandbox else find_target(options.base_url, os.environ)
        session = Session(target, timeout=options.timeout, settle=options.settle)
        file = Path(options.api_key_file) if options.api_key_file else None
        session.key = None if options.sandbox else find_key(file, os.environ)
    except BadTarget as error:
        raise UsageError(str(error)) from None
    if not session.is_ready:
        raise UsageError(NO_KEY)
    scrub_environment(os.environ)
    forbid_core_dump()
    return session


def ask(session: Session, conversation: "Callable[[Client], Awaitable[int]]") -> int:
    """Run requests with a client of `session`. Return the exit code.

    A failed request is said on standard error: 4 if the API refused it, 5 if it could not be
    reached, stayed busy or answered something else.
    """
    from tui_app.api.errors import ApiError

    async def run() -> int:
        async with session.open_client() as client:
            return await conversation(client)

    try:
        code = asyncio.run(run())
    except ApiError as error:
        say(f"telnyx-wizard: {escape_controls(error.failure.words)}")
        # Nothing is at stake in reading: whoever answered so, it was refused, unless too early.
        refused = (error.failure.status or 0) in {*range(400, 500)} - {TOO_MANY}
        return OUTCOME_CODES["rejected" if refused else "not_created"]
    if session.notice:
        say(f"note: {escape_controls(session.notice)}")
    return code
