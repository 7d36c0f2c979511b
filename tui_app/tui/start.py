"""Start the wizard: put draft, session and app together, and end the app in good order."""

import os
import sys
from functools import partial

from tui_app import __version__
from tui_app.core.autosave import AutoSave
from tui_app.core.exit_codes import OUTCOME_CODES
from tui_app.core.messages import CUT_OFF, STILL_UNDER_WAY, describe_at_path
from tui_app.core.session import Session
from tui_app.core.startup import Options, kept_words, open_draft, open_session
from tui_app.storage.drafts import Drafts
from tui_app.storage.journal import Journal
from tui_app.storage.locations import locations
from tui_app.storage.preferences import load_preferences, save_preferences
from tui_app.system.environment import forbid_core_dump, is_old_terminal, only_ascii
from tui_app.text.escape import escape_controls
from tui_app.tui.app import WizardApp
from tui_app.tui.terminal import Guardian, handle_signals


def run_wizard(options: Options) -> int:
    """Run the wizard and return the exit code of the process.

    Raise `BadTarget`, or `NoDraft` if there is no draft to resume.
    """
    app = _app(options, open_session(options))
    forbid_core_dump()
    with (
        Guardian() as guardian,
        handle_signals(app, lambda number: app.keep_now(), at_last=guardian.dismiss),
    ):
        result = app.run(mouse=options.mouse and app.preferences.mouse)
        app.keep_now()
    for connection in app.wizard.made:
        print(
            f"Created: {escape_controls(connection.id)}  "
            f"{escape_controls(connection.connection_name)}"
        )
    code = app.return_code or 0 if result is None else result
    if app.is_sending:
        code = _wait(app, code)
    kept = "" if app.draft.created else kept_words(app.wizard.autosave, app.session)
    if kept:
        print(kept, file=sys.stderr)
    return code


def _app(options: Options, session: Session) -> WizardApp:
    drafts = Drafts(locations().drafts, program=__version__)
    autosave = AutoSave(drafts, lambda trouble: app.drafts_fail(trouble))
    opened = open_draft(options, drafts, session)
    preferences, ignored = load_preferences(locations().preferences)
    remember = partial(save_preferences, locations().preferences)
    app = WizardApp(
        opened.draft,
        session,
        autosave,
        Journal(locations().journal),
        opened.position,
        preferences,
        remember,
    )
    app.ascii = (
        app.ascii
        or options.ascii
        or only_ascii(os.environ, getattr(sys.__stderr__, "encoding", None))
    )
    app.erases = not is_old_terminal(os.environ)
    app.wizard.readings = options.readings
    app.wizard.notices += [*opened.notices, *ignored]
    return app


def _wait(app: WizardApp, code: int) -> int:
    """Show the outcome of a request that was running when the user left. Return the exit code."""
    submission = app.submission
    if submission is None:
        return code
    if code:
        # After a signal or a crash the process must end now. The journal remembers the attempt.
        print(CUT_OFF, file=sys.stderr)
        return code
    print(STILL_UNDER_WAY, file=sys.stderr)
    outcome = submission.run()
    made = f" Its id is {escape_controls(outcome.connection.id)}." if outcome.connection else ""
    print(f"{outcome.kind}: {escape_controls(outcome.words)}{made}", file=sys.stderr)
    for note in outcome.notes:
        print(f"note: {escape_controls(note)}", file=sys.stderr)
    for problem in outcome.problems if outcome.connection is not None else ():
        print(f"{problem.severity}: {describe_at_path(problem)}", file=sys.stderr)
    if outcome.made is not None and not outcome.earlier:
        app.wizard.finish(outcome.made)
    return OUTCOME_CODES[outcome.kind]
