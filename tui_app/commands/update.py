"""`update ID FILE`: change what FILE holds and what differs from the connection."""

import argparse
import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from tui_app.commands.account import fetch, identity_of, session_of
from tui_app.commands.following import STOPPING, followed
from tui_app.commands.payload import read_meant
from tui_app.core.draft import Draft
from tui_app.core.edit_messages import (
    difference,
)
from tui_app.core.exit_codes import DONE, OUTCOME_CODES
from tui_app.core.messages import (
    FORM_WORDS,
    TITLES,
    describe_at_path,
)
from tui_app.core.original import Original
from tui_app.settings.change import CHANGE, EDIT
from tui_app.settings.compare import Difference
from tui_app.settings.problem import Answer, Path, Problem, errors
from tui_app.system.streams import put, say
from tui_app.text.escape import MASK, escape_controls

if TYPE_CHECKING:
    from tui_app.api.change import Change
    from tui_app.api.progress import Event
    from tui_app.core.session import Session

PASSWORD: Path = ("password",)
MASKED_LEFT_OUT = "The password in it is masked: it is left out, so the connection keeps its own."
CUT_OFF = (
    "Ended by a signal. If the request had left, the change may have been made: show says whether."
)


def run(options: argparse.Namespace) -> int:
    """Change the connection that `options` name. Return the exit code.

    With `--json`: `{"outcome", "changes": [{"pointer", "from", "to"}], "problems"}` on standard
    output; all else goes to standard error.
    """
    identity = identity_of(options)
    answers, problems = _read(options.file, identity)
    problems += CHANGE.validate(answers, allow_unknown=options.allow_unknown)
    if errors(problems):
        return _finish("invalid", "Nothing was sent.", (), problems, options.json)
    session = session_of(options)
    connection = fetch(session, identity)
    if isinstance(connection, int):
        return connection
    original = Original.of(connection, session.target.host)
    draft = Draft.edit(original)
    draft.allow_unknown = options.allow_unknown
    for path, answer in answers.items():
        draft.set(path, answer)
    problems = [*problems, *_of_the_whole(draft, answers, problems)]
    differences = original.differences(draft.answers)
    if draft.blocking_errors:
        return _finish("invalid", "Nothing was sent.", differences, problems, options.json)
    if not differences:
        words = "The connection holds all of it already. Nothing was sent."
        return _finish("unchanged", words, (), problems, options.json)
    if options.dry_run:
        host = escape_controls(session.target.host)
        words = f"Dry run: this would be changed on {host}; nothing was."
        _finish("not_updated", words, differences, problems, options.json)
        return DONE
    return _send(original, draft, session, problems, as_json=options.json)


def _read(file: str, identity: str) -> tuple[dict[Path, Answer], list[Problem]]:
    """Read the change in `file`. Raises `UnreadableDocument`."""
    reading = read_meant(file, change=True)
    notes = list(reading.notes)
    if reading.form != "json":
        say(f"read as {FORM_WORDS[reading.form]}")
    if reading.identity and reading.identity != identity:
        notes.append(f"It is of the connection {reading.identity}; {identity} is changed.")
    answers, problems = CHANGE.read(reading.document)
    if answers.get(PASSWORD) == MASK:
        del answers[PASSWORD]
        notes.append(MASKED_LEFT_OUT)
    for note in notes:
        say(f"note: {escape_controls(note)}")
    return answers, problems


def _of_the_whole(
    draft: Draft, answers: Mapping[Path, Answer], known: Iterable[Problem]
) -> list[Problem]:
    """Return what is wrong with the connection as it would be, of the settings that change."""
    said = {(each.path, each.code) for each in known}
    return [
        each
        for each in draft.problems
        if (each.path, each.code) not in said
        and not answers.keys().isdisjoint((each.path, *each.related))
    ]


def _send(
    original: Original,
    draft: Draft,
    session: "Session",
    problems: list[Problem],
    *,
    as_json: bool,
) -> int:
    from tui_app.api.background import headless
    from tui_app.core.changing import change_of
    from tui_app.storage.journal import Journal
    from tui_app.storage.locations import locations

    def begin(emit: "Callable[[Event], None]") -> "Change":
        journal = Journal(locations().journal)
        return change_of(original, draft.chosen(), session, emit, journal, headless)

    host = escape_controls(session.target.host)
    with followed(begin, f"Changing {original.id} on {host}.", STOPPING) as end:
        outcome = end.outcome
        if outcome is None:
            say(CUT_OFF, at_once=True)
            return end.code(DONE)
        for remark in outcome.notes:
            say(f"note: {escape_controls(remark)}")
        code = _finish(
            outcome.kind,
            outcome.words,
            outcome.changes,
            [*problems, *outcome.problems],
            as_json,
        )
    return end.code(code)


def _finish(
    kind: str,
    words: str,
    differences: Iterable[Difference],
    problems: list[Problem],
    as_json: bool,
) -> int:
    """Print the outcome. Return its exit code."""
    if as_json:
        report = {
            "outcome": kind,
            "changes": [each.as_json() for each in differences],
            "problems": [problem.as_json() for problem in problems],
        }
        put(json.dumps(report, indent=2))
    else:
        for problem in problems:
            say(f"{problem.severity}: {describe_at_path(problem)}")
        for each in differences:
            put(difference(each, EDIT.settings))
    say(f"{TITLES.get(kind, 'Invalid')}. {escape_controls(words)}")
    return OUTCOME_CODES[kind]
