"""Starts linear mode with its draft, session and console, and ends it cleanly."""

import contextlib
import os
import signal
import sys

from tui_app import __version__
from tui_app.core.autosave import AutoSave
from tui_app.core.messages import NOTHING_SENT
from tui_app.core.startup import Options, kept_words, open_draft, open_session
from tui_app.line.app import run
from tui_app.line.console import Console, columns
from tui_app.line.ending import Ended, handle_signals
from tui_app.line.keyboard import Keyboard
from tui_app.line.wizard import Linear
from tui_app.storage.drafts import Drafts
from tui_app.storage.files import write_all
from tui_app.storage.journal import Journal
from tui_app.storage.locations import locations
from tui_app.system.crash_report import crash_report, told_safely
from tui_app.system.environment import forbid_core_dump, only_ascii
from tui_app.text.escape import escape_controls


def run_linear(options: Options) -> int:
    """Runs the wizard in lines, and returns the exit code of the process.

    Raises `BadTarget`, `NoDraft`, and `BrokenPipeError` if nobody reads its output.
    """
    _fill_closed_streams()
    session = open_session(options)
    drafts = Drafts(locations().drafts, program=__version__)
    opened = open_draft(options, drafts, session)
    # A stream is None if it was closed from the start.
    reading, writing = (
        getattr(stream, "encoding", None) or "utf-8" for stream in (sys.stdin, sys.stdout)
    )
    console = Console(
        Keyboard(0, reading),
        _write,
        ascii_only=options.ascii or only_ascii(os.environ, writing),
        width=columns,
        to_terminal=os.isatty(1),
    )
    autosave = AutoSave(drafts, lambda trouble: setattr(linear, "trouble", trouble))
    linear = Linear(
        opened.draft, session, console, autosave, Journal(locations().journal), opened.position
    )
    linear.wizard.readings = options.readings
    linear.wizard.notices += [escape_controls(notice) for notice in opened.notices]
    forbid_core_dump()
    code = 1
    try:
        with (
            told_safely(linear.wizard.secrets),
            handle_signals(console, linear.keep_now) as signals,
        ):
            linear.signals = signals
            try:
                code = run(linear)
                _say_goodbye(linear)
            except Ended as end:
                code = 128 + end.number
                with contextlib.suppress(OSError):
                    _say_goodbye(linear)
            except BrokenPipeError:
                raise
            except OSError:
                # The terminal is gone, so nobody can read a message.
                code = 128 + signal.SIGHUP
            except Exception as error:  # noqa: BLE001 - reported without secrets
                linear.keep_now()
                print(crash_report(error, linear.wizard.secrets()), file=sys.stderr)
    finally:
        console.keyboard.stop_hiding()
        linear.keep_now()
        autosave.close()
    return code


def _say_goodbye(linear: Linear) -> None:
    linear.keep_now()
    if not linear.draft.created:
        # The outcome of a submission was said when it ended.
        sent = "" if linear.sent or linear.outcome else NOTHING_SENT
        kept = kept_words(linear.wizard.autosave, linear.session)
        linear.console.say(*filter(None, [f"{sent} {kept}".strip()]))


def _write(text: str) -> None:
    # Bypass Python's buffer: it would retry at the end of the process what could not be written.
    write_all(1, text.encode(errors="backslashreplace"))


def _fill_closed_streams() -> None:
    """Opens /dev/null for each closed standard stream.

    Otherwise a draft's file could get its number, and output would be written into the draft.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
