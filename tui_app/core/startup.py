"""What happens before the first question, in every mode: the target, the key, and the draft."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui_app.api.target import PRODUCTION_URL, SANDBOX, BadTarget, find_key, find_target
from tui_app.core.autosave import AutoSave, Position, begun_for, from_document, left_out_of
from tui_app.core.draft import Draft
from tui_app.core.messages import FORM_WORDS, IS_CHANGE, describe_at_path, target_words
from tui_app.core.original import Original
from tui_app.core.session import SANDBOX_ALONE, Session
from tui_app.settings.request import REQUEST
from tui_app.storage.drafts import Drafts
from tui_app.text.document import Json
from tui_app.text.escape import escape_controls

if TYPE_CHECKING:
    from tui_app.api.replies import Connection
    from tui_app.readers import Reading


class NoDraft(Exception):
    """There is nothing to resume; the text says so."""


class Options(NamedTuple):
    """What the command line asked for; times in seconds.

    `readings`: the connections in the file to begin with: none, one, or several to choose from.
    `edit`: the connection to edit.
    """

    readings: "tuple[Reading, ...]"
    sandbox: bool
    base_url: str | None
    api_key_file: Path | None
    timeout: float
    settle: float
    allow_unknown: bool
    resume: bool
    ascii: bool = False
    mouse: bool = True
    drops: bool = False
    edit: "Connection | None" = None


class Opened(NamedTuple):
    """A draft to begin with.

    `position` is its user's position (None: none yet); `notices` say what was left out of the
    payload from which it was made.
    """

    draft: Draft
    position: Position | None
    notices: list[str]


def open_session(options: Options) -> Session:
    """Return the target and its key.

    Raises `BadTarget` if the base URL or the key cannot be used.
    """
    if options.sandbox and (options.base_url or options.api_key_file):
        raise BadTarget(SANDBOX_ALONE)
    target = SANDBOX if options.sandbox else find_target(options.base_url, os.environ)
    session = Session(target, timeout=options.timeout, settle=options.settle, drops=options.drops)
    if not options.sandbox:
        session.key = find_key(options.api_key_file, os.environ)
    return session


def open_draft(options: Options, drafts: Drafts, session: Session) -> Opened:
    """Return the draft with which a wizard begins. Raises `NoDraft` if there is none to resume."""
    if options.resume:
        return _resumed(drafts, session)
    if options.edit is not None:
        original = Original.of(options.edit, session.target.host)
        return Opened(Draft.edit(original), None, [])
    # If there are several, the user chooses one in the wizard.
    if len(options.readings) != 1:
        return Opened(Draft(allow_unknown=options.allow_unknown), None, [])
    draft, words = draft_of(options.readings[0], allow_unknown=options.allow_unknown)
    return Opened(draft, None, words)


def draft_of(reading: "Reading", *, allow_unknown: bool) -> tuple[Draft, list[str]]:
    """Return a draft filled from what was read, and the messages about that."""
    draft, dropped = Draft.of(reading.document, allow_unknown=allow_unknown)
    return draft, [*map(escape_controls, read_words(reading)), *map(describe_at_path, dropped)]


def read_words(reading: "Reading") -> list[str]:
    """Return the messages about a text that was read: its form (unless JSON) and the notes."""
    form = [] if reading.form == "json" else [f"Read as {FORM_WORDS[reading.form]}."]
    return [*form, *reading.notes, *([IS_CHANGE] if reading.change else [])]


def _resumed(drafts: Drafts, session: Session) -> Opened:
    found = drafts.find()
    notices = [aside.message for aside in found.set_aside]
    if found.problem is not None:
        notices.append(found.problem.message)
    saved = drafts.resume(found.newest.name) if found.newest else None
    if saved is None:
        left_out = "".join(f"\n{notice}" for notice in notices)
        raise NoDraft(
            "there is no draft to resume: telnyx-wizard without --resume begins a new one"
            f"{left_out}"
        )
    notices += resumed_words(saved.document, session)
    draft, position = from_document(saved.document)
    return Opened(draft, position, notices)


def resumed_words(document: Mapping[str, Json], session: Session) -> list[str]:
    """Return the messages about a draft that is resumed.

    It was begun for another host than the session's, or lacks an answer that holds a secret.
    """
    words: list[str] = []
    host = begun_for(document)
    if host and host != session.target.host:
        words.append(
            f"This draft was started for {escape_controls(host)}; "
            f"what you create now goes to {target_words(session.target)}."
        )
    labels = [
        REQUEST.settings[path].label for path in left_out_of(document) if path in REQUEST.settings
    ]
    if labels:
        words.append(
            f"Enter {' and '.join(labels)} again: the draft leaves out what holds a secret."
        )
    return words


def kept_words(autosave: AutoSave | None, session: Session) -> str:
    """Say what happened to the answers, for the command line; "" if there are none on disk."""
    if autosave is None or not autosave.drafts.name:
        return ""
    if autosave.trouble is None:
        resume = f"telnyx-wizard {_options(session)}--resume"
        return f"Answers kept, not the password: {resume} reopens them."
    return f"telnyx-wizard: {escape_controls(autosave.trouble.message)}"


def _options(session: Session) -> str:
    """Return the options that lead to the same host again."""
    if session.target.is_sandbox:
        return "--sandbox "
    return (
        ""
        if session.target.base_url == PRODUCTION_URL
        else f"--base-url {shlex.quote(session.target.base_url)} "
    )
