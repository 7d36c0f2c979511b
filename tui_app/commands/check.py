"""`check`: validate a payload file without a screen."""

import argparse

from tui_app.commands.payload import add_password, print_json, read_meant
from tui_app.core.exit_codes import DONE, INVALID
from tui_app.core.messages import FORM_WORDS, IS_CHANGE, describe_at_path
from tui_app.settings.problem import Problem, errors, warnings
from tui_app.settings.request import REQUEST
from tui_app.system.streams import put
from tui_app.text.escape import escape_controls


def run(options: argparse.Namespace) -> int:
    reading = read_meant(options.file, change=options.update)
    notes = list(reading.notes)
    request = REQUEST
    if options.update:
        from tui_app.settings.change import CHANGE

        request = CHANGE
    elif reading.change:
        notes.append(IS_CHANGE)
    answers, problems = request.read(reading.document)
    if not options.update:
        add_password(answers)
    problems += request.validate(answers, allow_unknown=options.allow_unknown)
    valid = not errors(problems)
    if options.json:
        print_json(
            {
                "valid": valid,
                "problems": [problem.as_json() for problem in problems],
                "payload": request.body(request.masked(answers)),
                "form": reading.form,
                "notes": [*notes],
            }
        )
    else:
        if reading.form != "json":
            put(f"read as {FORM_WORDS[reading.form]}")
        for note in notes:
            put(f"note: {escape_controls(note)}")
        for problem in problems:
            put(f"{problem.severity}: {describe_at_path(problem)}")
        put(_verdict(problems))
    return DONE if valid else INVALID


def _verdict(problems: list[Problem]) -> str:
    bad = len(errors(problems))
    minor = len(warnings(problems))
    counted = [
        f"{number} {noun}{'s' if number > 1 else ''}"
        for number, noun in ((bad, "error"), (minor, "warning"))
        if number
    ]
    return f"{'invalid' if bad else 'valid'}{': ' if counted else ''}{', '.join(counted)}"
