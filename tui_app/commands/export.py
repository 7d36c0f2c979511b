"""`export FILE --to FORMAT`: print a payload as what creates a connection, or changes one."""

import argparse
import codecs
import sys

from tui_app.commands.account import check_identity
from tui_app.commands.arguments import UsageError
from tui_app.commands.payload import read_meant
from tui_app.core.exit_codes import DONE, INVALID
from tui_app.core.messages import FORM_WORDS, describe_at_path, left_out_of_export
from tui_app.exports import EXPORTS, export
from tui_app.exports.plan import PASSWORD_PATH, plan_of
from tui_app.settings.change import CHANGE
from tui_app.settings.problem import errors
from tui_app.settings.request import REQUEST
from tui_app.system.streams import put, say
from tui_app.text.escape import escape_controls


def run(options: argparse.Namespace) -> int:
    """Print the export on standard output, all else on standard error. Return the exit code."""
    identity = check_identity(options.update) if options.update else ""
    if identity and not EXPORTS[options.to].changes:
        raise UsageError(f"{options.to} describes a whole connection and cannot say a change")
    reading = read_meant(options.file, change=bool(identity))
    if reading.change and not identity:
        raise UsageError(f"{options.file} is a change: name the connection with --update ID")
    request = CHANGE if identity else REQUEST
    answers, problems = request.read(reading.document)
    problems += request.validate(answers, allow_unknown=options.allow_unknown)
    # The password is not exported, so that it may be missing and nobody need judge it.
    problems = [problem for problem in problems if problem.path != PASSWORD_PATH]
    if reading.form != "json":
        say(f"read as {FORM_WORDS[reading.form]}")
    for note in reading.notes:
        say(f"note: {escape_controls(note)}")
    for problem in problems:
        say(f"{problem.severity}: {describe_at_path(problem)}")
    if errors(problems):
        say("Invalid. Nothing was exported.")
        return INVALID
    plan = plan_of(answers, update=identity)
    if plan.left_out:
        say(f"note: {left_out_of_export(plan.left_out)}")
    put(export(options.to, plan, ascii_only=options.ascii or not _writes_utf8()), end="")
    return DONE


def _writes_utf8() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return codecs.lookup(encoding).name == "utf-8"
