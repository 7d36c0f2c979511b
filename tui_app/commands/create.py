"""`create`: the wizard's own submission without a screen."""

import argparse
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tui_app.api.target import SANDBOX, BadTarget, find_key, find_target
from tui_app.commands.arguments import UsageError, drops
from tui_app.commands.following import STOPPING, followed
from tui_app.commands.payload import add_password, read_meant
from tui_app.core.exit_codes import OUTCOME_CODES
from tui_app.core.messages import FORM_WORDS, IS_CHANGE, KEY_NOT_USED, describe_at_path
from tui_app.core.session import NO_KEY, SANDBOX_ALONE, Session
from tui_app.settings.problem import Answer, Problem, errors
from tui_app.settings.problem import Path as SettingPath
from tui_app.settings.request import REQUEST
from tui_app.system.environment import forbid_core_dump, scrub_environment
from tui_app.system.streams import OutputLost, let_go_of_output, put, say
from tui_app.text.document import Json
from tui_app.text.escape import escape_controls

if TYPE_CHECKING:
    from tui_app.api.progress import Decision, Event, Outcome
    from tui_app.api.submission import Submission

CUT_OFF = (
    "Ended by a signal. If the request had left, the connection may have been created: the "
    "journal remembers it."
)
TITLES = {
    "created": "Created",
    "found": "Created (confirmed by look-up)",
    "invalid": "Invalid",
    "rejected": "Refused",
    "not_created": "Not created",
    "unknown": "Unknown",
}


def run(options: argparse.Namespace) -> int:
    """Create the connection in the file that `options` name. Return the exit code."""
    reading = read_meant(options.file)
    if reading.form != "json":
        say(f"read as {FORM_WORDS[reading.form]}")
    for note in (*reading.notes, *([IS_CHANGE] if reading.change else [])):
        say(f"note: {escape_controls(note)}")
    answers, problems = REQUEST.read(reading.document)
    add_password(answers)
    problems += REQUEST.validate(answers, allow_unknown=options.allow_unknown)
    try:
        return create(
            answers,
            problems,
            sandbox=options.sandbox,
            base_url=options.base_url,
            api_key_file=Path(options.api_key_file) if options.api_key_file else None,
            timeout=options.timeout,
            settle=options.settle,
            dry_run=options.dry_run,
            as_json=options.json,
            drops=drops(options),
            held_key=reading.api_key is not None,
        )
    except BadTarget as error:
        raise UsageError(str(error)) from None


def create(
    answers: Mapping[SettingPath, Answer],
    problems: list[Problem],
    *,
    sandbox: bool,
    base_url: str | None,
    api_key_file: Path | None,
    timeout: float,
    settle: float,
    dry_run: bool,
    as_json: bool,
    drops: bool = False,
    held_key: bool = False,
) -> int:
    """Create the connection of `answers`, already validated as `problems`. Return the exit code.

    Progress goes to standard error. `held_key`: the text of the answers held an API key; it is
    never used here.

    Raises `BadTarget` if the base URL or the key cannot be used, or there is no key.
    """
    if sandbox and (base_url or api_key_file):
        raise BadTarget(SANDBOX_ALONE)
    if errors(problems):
        return _finish("invalid", "Nothing was sent.", None, problems, 0, as_json)
    session = Session(
        SANDBOX if sandbox else find_target(base_url, os.environ),
        timeout=timeout,
        settle=settle,
        drops=drops,
    )
    if dry_run:
        (say if as_json else put)(json.dumps(REQUEST.body(REQUEST.masked(answers)), indent=2))
        words = (
            f"Dry run: this would be sent to {escape_controls(session.target.host)}; nothing was."
        )
        _finish("not_created", words, None, problems, 0, as_json, quiet=True)
        return 0
    session.key = None if sandbox else find_key(api_key_file, os.environ)
    if not session.is_ready:
        held = f". {KEY_NOT_USED}" if held_key else ""
        raise BadTarget(f"{NO_KEY}{held}")
    scrub_environment(os.environ)
    forbid_core_dump()
    return _submit(answers, problems, session, as_json)


def _submit(
    answers: Mapping[SettingPath, Answer], problems: list[Problem], session: Session, as_json: bool
) -> int:
    from tui_app.api.background import headless
    from tui_app.api.submission import Submission
    from tui_app.storage.journal import Journal
    from tui_app.storage.locations import locations

    asked: list[Decision] = []

    def decide(decision: "Decision") -> bool:
        asked.append(decision)
        return headless(decision)

    def begin(emit: "Callable[[Event], None]") -> "Submission":
        return Submission(
            REQUEST.body(answers),
            session.open_client,
            emit,
            journal=Journal(locations().journal),
            decide=decide,
            pace=session.pace,
        )

    host, label = escape_controls(session.target.host), escape_controls(session.target.label)
    with followed(begin, f"Creating on {host} ({label}).", STOPPING) as end:
        outcome = end.outcome
        if outcome is None:
            say(CUT_OFF, at_once=True)
            return end.code(0)
        if session.notice:
            say(f"note: {escape_controls(session.notice)}")
        for remark in outcome.notes:
            say(f"note: {escape_controls(remark)}")
        reported = [*problems, *_spoken_against(asked), *outcome.problems]
        code = _finish(outcome.kind, outcome.words, outcome, reported, outcome.attempts, as_json)
    return end.code(code)


def _spoken_against(asked: "list[Decision]") -> list[Problem]:
    """Return the problems that nobody could be asked about: a warning if it was sent all the same.

    The outcome itself reports what was refused.
    """
    reported = [
        decision.problem
        for decision in asked
        if decision.problem and decision.kind in ("same_name", "unrecorded")
    ]
    return [
        problem._replace(severity="warning") if problem.path else problem for problem in reported
    ]


def _finish(
    kind: str,
    words: str,
    outcome: "Outcome | None",
    problems: list[Problem],
    attempts: int,
    as_json: bool,
    *,
    quiet: bool = False,
) -> int:
    """Print the outcome. Return its exit code."""
    connection = outcome.connection if outcome else None
    made = f"{TITLES[kind]}: {escape_controls(connection.id)}" if connection else ""
    report: dict[str, Json] = {
        "outcome": kind,
        "connection": connection.document if connection else None,
        "problems": [problem.as_json() for problem in problems],
        "attempts": attempts,
    }
    if not as_json:
        for problem in problems:
            say(f"{problem.severity}: {describe_at_path(problem)}")
    try:
        if as_json or made:
            put(json.dumps(report, indent=2) if as_json else made)
    except (BrokenPipeError, OutputLost) as error:
        # The exit code still tells what became of the connection, and this line what would be lost.
        let_go_of_output()
        reason = "nobody reads it" if isinstance(error, BrokenPipeError) else error
        say(f"telnyx-wizard: standard output cannot be written ({reason}). {made}".rstrip())
    title = "" if quiet else f"{TITLES[kind]}. "
    say(f"{title}{escape_controls(words)}")
    return OUTCOME_CODES[kind]
