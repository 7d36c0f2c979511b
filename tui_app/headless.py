"""`create`: the wizard's own submission without a screen."""

import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from tui_app.api.target import SANDBOX, BadTarget, find_key, find_target
from tui_app.connection import REQUEST
from tui_app.environment import forbid_core_dump, scrub_environment
from tui_app.hygiene import visible
from tui_app.outcome_codes import OUTCOME_CODES
from tui_app.problem import Answer, Json, Problem, errors
from tui_app.problem import Path as SettingPath
from tui_app.session import Session
from tui_app.words import pointed, progress

if TYPE_CHECKING:
    from tui_app.api.progress import Event, Outcome

TITLES = {
    "created": "Created",
    "found": "Created (confirmed by look-up)",
    "invalid": "Invalid",
    "rejected": "Refused",
    "not_created": "Not created",
    "unknown": "Unknown",
}


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
) -> int:
    """Creates the connection that `answers` make, judged before as `problems`. Progress goes to standard error. The exit code.

    Raises `BadTarget` where the base URL or the key cannot be used, or there is no key.
    """
    if sandbox and (base_url or api_key_file):
        raise BadTarget("--sandbox goes with neither --base-url nor --api-key-file")
    if errors(problems):
        return _finish("invalid", "Nothing was sent.", None, problems, 0, as_json)
    session = Session(SANDBOX if sandbox else find_target(base_url, os.environ), timeout=timeout, settle=settle)
    if dry_run:
        print(json.dumps(REQUEST.body(REQUEST.masked(answers)), indent=2), file=sys.stderr if as_json else sys.stdout)
        words = f"Dry run: this would be sent to {visible(session.target.host)}; nothing was."
        _finish("not_created", words, None, problems, 0, as_json, quiet=True)
        return 0
    session.key = None if sandbox else find_key(api_key_file, os.environ)
    if not session.is_ready:
        raise BadTarget("there is no API key: set TELNYX_API_KEY or give --api-key-file; --sandbox needs none")
    scrub_environment(os.environ)
    forbid_core_dump()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ended)
    return _submit(answers, problems, session, as_json)


def _submit(answers: Mapping[SettingPath, Answer], problems: list[Problem], session: Session, as_json: bool) -> int:
    from tui_app.api.submission import Submission
    from tui_app.storage.journal import Journal
    from tui_app.storage.places import places

    submission = Submission(REQUEST.body(answers), session.open_client, _tell, journal=Journal(places().journal), pace=session.pace)
    print(f"Creating on {visible(session.target.host)} ({visible(session.target.label)}). Ctrl+C stops waiting.", file=sys.stderr)
    outcome = submission.run()
    if session.notice:
        print(f"note: {visible(session.notice)}", file=sys.stderr)
    for note in outcome.notes:
        print(f"note: {visible(note)}", file=sys.stderr)
    code = _finish(outcome.kind, outcome.words, outcome, [*problems, *outcome.problems], outcome.attempts, as_json)
    return 128 + signal.SIGINT if outcome.stopped else code


def _tell(event: "Event") -> None:
    words = progress(event)
    if words:
        print(f"{words} ...", file=sys.stderr, flush=True)


def _finish(
    kind: str, words: str, outcome: "Outcome | None", problems: list[Problem], attempts: int, as_json: bool, *, quiet: bool = False
) -> int:
    """Prints the outcome; its exit code."""
    connection = outcome.connection if outcome else None
    if as_json:
        told: dict[str, Json] = {
            "outcome": kind,
            "connection": connection.document if connection else None,
            "problems": [problem.as_json() for problem in problems],
            "attempts": attempts,
        }
        print(json.dumps(told, indent=2))
    else:
        for problem in problems:
            print(f"{problem.severity}: {pointed(problem)}", file=sys.stderr)
        if connection is not None:
            print(f"{TITLES[kind]}: {visible(connection.id)}")
    title = "" if quiet else f"{TITLES[kind]}. "
    print(f"{title}{visible(words)}", file=sys.stderr)
    return OUTCOME_CODES[kind]


def _ended(number: int, frame: FrameType | None) -> None:
    del frame
    print("Ended by a signal. If the request had left, the connection may have been created: the journal remembers it.", file=sys.stderr)
    raise SystemExit(128 + number)
