"""Open the wizard, on a screen or in lines, if no command is given."""

import argparse
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui_app.commands.arguments import UsageError, drops
from tui_app.commands.payload import read

if TYPE_CHECKING:
    from tui_app.api.replies import Connection
    from tui_app.readers import Reading


def _read_all(name: str) -> "tuple[Reading, ...]":
    """Read the connections in the file `name`, one of which is chosen later.

    Raises `UnreadableDocument`.
    """
    from tui_app.readers import Several

    try:
        return (read(name),)
    except Several as several:
        return several.readings


def _of_template(key: str) -> "Reading":
    """Return the template `key` as what was read. Raises `UsageError` if there is none."""
    from tui_app.core.draft import Draft
    from tui_app.core.templates import asked_words, find_template, templates
    from tui_app.readers import Reading
    from tui_app.storage.locations import locations

    chosen = find_template(templates(locations().templates)[0], key)
    if isinstance(chosen, str):
        raise UsageError(chosen)
    note = f"Template {chosen.key}. telnyx-wizard templates show {chosen.key} says why."
    return Reading(chosen.body, "json", (note, asked_words(chosen, Draft.of(chosen.body)[0])))


def _connection(options: argparse.Namespace) -> "Connection | int":
    """Return the connection that `--clone` or `--edit` names, or the exit code if there is none.

    Why there is none is then said. Raises `UsageError`.
    """
    from tui_app.commands.account import check_identity, fetch, session_of

    identity = check_identity(options.clone or options.edit)
    return fetch(session_of(options), identity)


def _clone(found: "Connection") -> "Reading":
    from tui_app.core.clone import clone_of, clone_words
    from tui_app.readers import Reading
    from tui_app.settings.request import REQUEST

    body = REQUEST.body(clone_of(found.document))
    return Reading(body, "json", (clone_words(found.connection_name),))


def _check(options: argparse.Namespace) -> None:
    """Raise `UsageError` if the options contradict each other."""
    if options.json:
        raise UsageError("--json is for check and create: the wizard has a screen")
    starts = {
        "--from": options.source,
        "--template": options.template,
        "--clone": options.clone,
        "--edit": options.edit,
        "--resume": options.resume,
    }
    given = [name for name, value in starts.items() if value]
    if len(given) > 1:
        raise UsageError(
            f"{given[0]} and {given[1]} exclude each other: the wizard begins with one of them"
        )
    if options.source == "-" and sys.stdin is not None and sys.stdin.isatty():
        raise UsageError(
            "--from - reads a payload from standard input, which is a terminal here: pipe it "
            "in, or name its file"
        )


def run(options: argparse.Namespace) -> int:
    from tui_app.system.environment import (
        asks_for_linear,
        scrub_environment,
        take_input_from_terminal,
        terminal_problem,
    )

    _check(options)
    readings = _read_all(options.source) if options.source else ()
    if options.template:
        readings = (_of_template(options.template),)
    if options.source == "-":
        take_input_from_terminal()
    linear = options.linear or asks_for_linear(os.environ)
    problem = None if options.linear else terminal_problem()
    if problem:
        raise UsageError(
            f"{problem}; without one there are telnyx-wizard check FILE, create FILE and --linear"
        )
    edited = None
    if options.clone or options.edit:
        found = _connection(options)
        if isinstance(found, int):
            return found
        if options.edit:
            edited = found
        else:
            readings = (_clone(found),)
    scrub_environment(os.environ)
    from tui_app.api.target import BadTarget
    from tui_app.core.startup import NoDraft, Options

    wanted = Options(
        readings,
        sandbox=options.sandbox,
        base_url=options.base_url,
        api_key_file=Path(options.api_key_file) if options.api_key_file else None,
        timeout=options.timeout,
        settle=options.settle,
        allow_unknown=options.allow_unknown,
        resume=options.resume,
        ascii=options.ascii,
        mouse=not options.no_mouse,
        drops=drops(options),
        edit=edited,
    )
    try:
        if linear:
            from tui_app.line.start import run_linear

            return run_linear(wanted)
        # What is loaded now stays. Checking it for garbage repeatedly would take a fifth of the
        # start.
        gc.disable()
        from tui_app.tui.start import run_wizard  # Textual: 200 ms

        return run_wizard(wanted)
    except (BadTarget, NoDraft) as error:
        raise UsageError(str(error)) from None
