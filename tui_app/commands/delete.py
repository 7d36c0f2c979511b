"""`delete ID --name NAME`: delete a connection if it still has exactly this name."""

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui_app.commands.account import identity_of, session_of
from tui_app.commands.following import STOPPING, followed
from tui_app.core.exit_codes import DONE, OUTCOME_CODES
from tui_app.core.messages import TITLES, describe_at_path
from tui_app.system.streams import put, say
from tui_app.text.escape import escape_controls

if TYPE_CHECKING:
    from tui_app.api.progress import Event
    from tui_app.api.removal import Removal

CUT_OFF = "Ended by a signal. If the request had left, it may be deleted: show says whether."


def run(options: argparse.Namespace) -> int:
    """Delete the connection that `options` name. Return the exit code.

    With `--json`: `{"outcome", "problems"}` on standard output.
    """
    from tui_app.storage.journal import Journal
    from tui_app.storage.locations import locations

    identity = identity_of(options)
    session = session_of(options)

    def begin(emit: "Callable[[Event], None]") -> "Removal":
        from tui_app.api.removal import Removal

        return Removal(
            identity,
            options.name,
            "",
            session.open_client,
            emit,
            journal=Journal(locations().journal),
            pace=session.pace,
        )

    host = escape_controls(session.target.host)
    with followed(begin, f"Deleting {identity} on {host}.", STOPPING) as end:
        outcome = end.outcome
        if outcome is None:
            say(CUT_OFF, at_once=True)
            return end.code(DONE)
        for remark in outcome.notes:
            say(f"note: {escape_controls(remark)}")
        if options.json:
            problems = [problem.as_json() for problem in outcome.problems]
            put(json.dumps({"outcome": outcome.kind, "problems": problems}, indent=2))
        else:
            for problem in outcome.problems:
                say(f"{problem.severity}: {describe_at_path(problem)}")
            if outcome.kind == "deleted":
                put(f"Deleted: {identity}")
        say(f"{TITLES[outcome.kind]}. {escape_controls(outcome.words)}")
    return end.code(OUTCOME_CODES[outcome.kind])
