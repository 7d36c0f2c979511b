"""The command line: reads arguments, then imports only what the command needs."""

import sys

try:
    import argparse
    import gc
    import io
    import json
    import os
    import re
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from typing import TYPE_CHECKING, Any, NoReturn

    from tui_app import __version__
    from tui_app.core.messages import FORM_WORDS, IS_CHANGE, pointed
    from tui_app.settings.misplaced import find
    from tui_app.settings.problem import Answer, Problem, errors, warnings
    from tui_app.settings.problem import Path as SettingPath
    from tui_app.settings.request import REQUEST
    from tui_app.settings.types import nearest
    from tui_app.system.streams import OutputLost, let_go_of_output, put, say
    from tui_app.text.document import Json, UnreadableDocument
    from tui_app.text.escape import MASK, visible

    if TYPE_CHECKING:
        from tui_app.readers import Reading
except KeyboardInterrupt:
    # While all this is loaded nothing was begun, and a trace-back would tell nobody anything.
    sys.exit(130)

DONE, FAILED, USAGE, INVALID = 0, 1, 2, 3

DESCRIPTION = "A wizard that sets up a Telnyx credential connection (a SIP trunk with user name and password)."
EPILOG = """\
without a command the wizard opens:
  telnyx-wizard --sandbox        try it: no account, no key, no network
  telnyx-wizard --from FILE      begin with the answers of a payload file

environment:
  TELNYX_API_KEY       the API key (never an argument; --api-key-file reads it from a file)
  TELNYX_BASE_URL      API base URL, default https://api.telnyx.com/v2
  TELNYX_SIP_PASSWORD  the SIP password, where a payload file leaves it out (check, create)
  ACCESSIBLE           set to anything: linear mode, as is TERM=dumb

exit codes: 0 done, 1 program error, 2 usage or unreadable file, 3 invalid payload, 4 refused by the API,
5 not reached or busy, 6 unknown: it may have been created, 128+n ended by signal n
"""


class UsageError(Exception):
    """The command cannot be carried out as it was called; the text says why."""


class Parser(argparse.ArgumentParser):
    """An argument parser that names what was most likely meant, and whose errors carry no escape sequence or secret."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        self.options: list[str] = []
        self.commands: dict[str, Parser] = {}
        self._given: list[str] = []
        super().__init__(*arguments, **more)

    def add_argument(self, *arguments: Any, **more: Any) -> argparse.Action:
        action = super().add_argument(*arguments, **more)
        self.options += [name for name in action.option_strings if name.startswith("--")]
        return action

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Reads the arguments; those that are unknown are an error that names the nearest option."""
        self._given = list(sys.argv[1:] if args is None else args)
        found, unknown = self.parse_known_args(args, namespace)
        if unknown:
            command = self.commands.get(getattr(found, "command", None) or "")
            options = [*self.options, *(command.options if command else ())]
            shown = " ".join(MASK if find(each) else each for each in unknown)
            if find(" ".join(unknown)):
                shown = unknown[0].partition("=")[0]
            meant = [nearest(each.partition("=")[0], options) for each in unknown]
            self.error(f"unrecognized arguments: {shown}{_did_you_mean(meant)}")
        return found

    def error(self, message: str) -> NoReturn:
        wrong = re.search(r"argument COMMAND: invalid choice: '(.*)' \(choose from", message)
        if wrong:
            message = self._no_command(wrong[1])
        say(f"{self.format_usage()}{self.prog}: {visible(message)}")
        self.exit(USAGE)

    def _no_command(self, said: str) -> str:
        """What is wrong with arguments whose command is unknown: an option before it, most likely, if that is unknown too."""
        before = self._given[: self._given.index(said)] if said in self._given else []
        names = [each.partition("=")[0] for each in before if each.startswith("--")]
        unknown = next((each for each in names if each not in self.options), None)
        if unknown:
            meant = nearest(unknown, self.options)
            return f"unrecognized arguments: {unknown}{_did_you_mean([meant])}"
        there = f" (there are {', '.join(self.commands)})"
        return f"no such command: {said}{_did_you_mean([nearest(said, self.commands)]) or there}"

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        # What a --help prints is to be out, or told not to be, before the end of the process.
        if not status:
            put(end="")
        super().exit(status, message)


def _did_you_mean(meant: Iterable[str | None]) -> str:
    found = list(dict.fromkeys(filter(None, meant)))
    return f": did you mean {', '.join(found)}?" if found else ""


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="telnyx-wizard",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        help="fill the wizard from what a connection is held in: JSON, a reply, curl, an SDK call, .env ...; - is standard input",
    )
    parser.add_argument("--resume", action="store_true", help="go on with the newest draft")
    parser.add_argument(
        "--linear",
        action="store_true",
        help="plain lines and prompts: for screen readers, serial lines, logs and pipes (also by ACCESSIBLE)",
    )
    parser.add_argument("--sandbox", action="store_true", help=SANDBOX)
    parser.add_argument("--drop-values", action="store_true", help=DROPS)
    parser.add_argument("--settle", type=_seconds, default=60.0, metavar="SECONDS", help=SETTLE)
    parser.set_defaults(
        **dict.fromkeys(("json", "ascii", "no_mouse", "allow_unknown"), False),
        base_url=None,
        api_key_file=None,
        timeout=60.0,
    )
    _add_common(parser, set(COMMON))

    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", parser_class=Parser
    )

    def command(name: str, words: str, *known: str) -> argparse.ArgumentParser:
        """A command, with the common options that it heeds in its help."""
        # Without defaults of its own, it sets what is given after it alone: that wins, and what stands before it is kept.
        made = commands.add_parser(
            name, allow_abbrev=False, help=words, argument_default=argparse.SUPPRESS
        )
        parser.commands[name] = made
        _add_common(made, set(known))
        return made

    check = command(
        "check", "validate a payload file without a screen", "--json", "--allow-unknown", "--ascii"
    )
    check.add_argument("file", metavar="FILE", help=FILE)
    check.add_argument(
        "--update",
        action="store_true",
        default=False,
        help="judge FILE as a change (PATCH): nothing is required",
    )
    create = command(
        "create",
        "create the connection of a payload file without a screen",
        *(COMMON.keys() - {"--no-mouse", "--version"}),
    )
    create.add_argument("file", metavar="FILE", help=FILE)
    create.add_argument(
        "--dry-run", action="store_true", default=False, help="stop before anything is sent"
    )
    create.add_argument("--sandbox", action="store_true", help=SANDBOX)
    create.add_argument("--drop-values", action="store_true", help=DROPS)
    create.add_argument("--settle", type=_seconds, metavar="SECONDS", help=SETTLE)
    command("schema", "print the JSON Schema of the payload")
    _add_drafts(command("drafts", DRAFTS, "--json", "--ascii"))
    sandbox = command("sandbox", "serve the sandbox on loopback until interrupted")
    sandbox.add_argument(
        "--port",
        type=_port,
        default=8080,
        metavar="N",
        help="port on 127.0.0.1; 0 picks one (default 8080)",
    )
    sandbox.add_argument("--drop-values", action="store_true", help=DROPS)
    return parser


def _add_drafts(drafts: argparse.ArgumentParser) -> None:
    """Adds what `drafts` can be told to do; by itself it lists."""
    drafts.description = (
        "Lists the drafts, the newest first: file, connection name, answers, step, host, age. With "
        "--json one object a line: file, name, answers, step, host, saved_at, age_secs, in_use."
    )
    drafts.set_defaults(remove=None)
    orders = drafts.add_subparsers(dest="order", metavar="ORDER", parser_class=Parser)
    remove = orders.add_parser(
        "remove", allow_abbrev=False, help="remove a draft", argument_default=argparse.SUPPRESS
    )
    _add_common(remove, {"--json", "--ascii"})
    remove.add_argument(
        "remove", metavar="NAME", help="its file name without .json, or how only that begins"
    )


DRAFTS = "list the drafts; drafts remove NAME removes one"
FILE = (
    "the body of the request as JSON, or what holds it: a reply of the API, curl, a raw HTTP request, Python, JavaScript, "
    "TypeScript, PHP, Ruby, .env, YAML, Terraform, Postman, the telnyx CLI; nothing in it is executed; - is standard input"
)
SANDBOX = "use the embedded sandbox instead of the API"
DROPS = (
    "the sandbox drops unusable values and answers 201, as the API does, instead of refusing them"
)
SETTLE = "how long a connection is looked for whose answer was lost, default 60"


def _add_common(parser: argparse.ArgumentParser, shown: set[str]) -> None:
    """Adds all common options, so that an alias may hold any of them; `shown` are those that the help tells of."""
    for name, (words, how) in COMMON.items():
        parser.add_argument(
            name,
            **how,
            default=argparse.SUPPRESS,
            help=words if name in shown else argparse.SUPPRESS,
        )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 1 <= seconds <= 3600:
        raise argparse.ArgumentTypeError("must be a number of seconds from 1 to 3600")
    return seconds


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535):
        raise argparse.ArgumentTypeError("must be a port from 0 to 65535")
    return int(text)


COMMON: dict[str, tuple[str, dict[str, Any]]] = {
    "--version": (
        "show the program's version and leave",
        {"action": "version", "version": f"telnyx-wizard {__version__}"},
    ),
    "--json": (
        "print one JSON object on standard output, nothing else (check, create)",
        {"action": "store_true"},
    ),
    "--base-url": ("API base URL (wins over TELNYX_BASE_URL)", {"metavar": "URL"}),
    "--api-key-file": ("read the API key from this file", {"metavar": "FILE"}),
    "--timeout": (
        "longest wait for one answer, default 60",
        {"metavar": "SECONDS", "type": _seconds},
    ),
    "--allow-unknown": (
        "send members that are not known here as they are, with a warning",
        {"action": "store_true"},
    ),
    "--ascii": (
        "write nothing outside ASCII (by itself where the terminal can do no better)",
        {"action": "store_true"},
    ),
    "--no-mouse": (
        "leave the mouse to the terminal: selecting text works as elsewhere",
        {"action": "store_true"},
    ),
}
"""What every command takes, and the wizard: its help, and how it is read."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command that `arguments` (default: the process's own) name. The exit code, as the README lists them."""
    commands: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: _wizard,
        "check": _check,
        "create": _create,
        "schema": _schema,
        "drafts": _drafts,
        "sandbox": _sandbox,
    }
    _write_any_text()
    try:
        options = _parser().parse_args(arguments)
        if options.ascii and options.command:
            _write_any_text("ascii")
        code = commands[options.command](options)
        put(end="")
        return code
    except (UnreadableDocument, UsageError) as error:
        say(f"telnyx-wizard: {error}")
        return USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away, as `| head` does: no trace-back, and nothing more to be flushed at the end.
        let_go_of_output()
        return 141
    except OutputLost as error:
        let_go_of_output()
        say(f"telnyx-wizard: standard output cannot be written: {error}")
        return FAILED


def _write_any_text(encoding: str | None = None) -> None:
    """Has what the streams' encoding, or `encoding` in its place, does not know written as an escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _check(options: argparse.Namespace) -> int:
    reading = _read(options.file)
    notes = list(reading.notes)
    request = REQUEST
    if options.update:
        from tui_app.settings.change import CHANGE

        request = CHANGE
    elif reading.change:
        notes.append(IS_CHANGE)
    answers, problems = request.read(reading.document)
    if not options.update:
        _add_password(answers)
    problems += request.judge(answers, allow_unknown=options.allow_unknown)
    valid = not errors(problems)
    if options.json:
        _print_json(
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
            put(f"note: {visible(note)}")
        for problem in problems:
            put(f"{problem.severity}: {pointed(problem)}")
        put(_verdict(problems))
    return DONE if valid else INVALID


def _read(name: str) -> "Reading":
    """The connection that the file `name` holds, in whatever form. Raises `UnreadableDocument`."""
    from tui_app.readers import read_file, read_text

    return read_text(*read_file(name))


def _create(options: argparse.Namespace) -> int:
    from tui_app.api.target import BadTarget
    from tui_app.commands.create import create

    reading = _read(options.file)
    if reading.form != "json":
        say(f"read as {FORM_WORDS[reading.form]}")
    for note in (*reading.notes, *([IS_CHANGE] if reading.change else [])):
        say(f"note: {visible(note)}")
    answers, problems = REQUEST.read(reading.document)
    _add_password(answers)
    problems += REQUEST.judge(answers, allow_unknown=options.allow_unknown)
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
            drops=_drops(options),
            held_key=reading.api_key is not None,
        )
    except BadTarget as error:
        raise UsageError(str(error)) from None


def _drops(options: argparse.Namespace) -> bool:
    if options.drop_values and not options.sandbox:
        raise UsageError("--drop-values is for the sandbox: it goes with --sandbox")
    return bool(options.drop_values)


def _add_password(answers: dict[SettingPath, Answer]) -> None:
    """Takes the SIP password from the environment where the payload leaves it out."""
    password = os.environ.get("TELNYX_SIP_PASSWORD")
    if password and ("password",) not in answers:
        answers[("password",)] = password


def _verdict(problems: list[Problem]) -> str:
    bad = len(errors(problems))
    minor = len(warnings(problems))
    counted = [
        f"{number} {noun}{'s' if number > 1 else ''}"
        for number, noun in ((bad, "error"), (minor, "warning"))
        if number
    ]
    return f"{'invalid' if bad else 'valid'}{': ' if counted else ''}{', '.join(counted)}"


def _schema(options: argparse.Namespace) -> int:
    _print_json(REQUEST.json_schema())
    return DONE


def _drafts(options: argparse.Namespace) -> int:
    from tui_app.commands.drafts import list_drafts, remove_draft

    if options.remove is not None:
        return remove_draft(options.remove, as_json=options.json)
    return list_drafts(as_json=options.json)


def _print_json(value: Json) -> None:
    # ASCII only: safe in every locale, and no control character of a payload reaches the terminal.
    put(json.dumps(value, indent=2))


def _sandbox(options: argparse.Namespace) -> int:
    from tui_app.sandbox.serve import serve  # Starlette and uvicorn: 150 ms

    return serve(options.port, drops=options.drop_values)


def _read_any(name: str) -> "tuple[Reading, ...]":
    """The connections that the file `name` holds, of which one is to be chosen. Raises `UnreadableDocument`."""
    from tui_app.readers import Several

    try:
        return (_read(name),)
    except Several as several:
        return several.readings


def _wizard(options: argparse.Namespace) -> int:
    from tui_app.system.environment import (
        asks_for_linear,
        scrub_environment,
        take_input_from_terminal,
        terminal_problem,
    )

    if options.json:
        raise UsageError("--json is for check and create: the wizard has a screen")
    if options.source and options.resume:
        raise UsageError("--from and --resume exclude each other: a draft has its own answers")
    if options.source == "-" and sys.stdin is not None and sys.stdin.isatty():
        raise UsageError(
            "--from - reads a payload from standard input, which is a terminal here: pipe it in, or name its file"
        )
    readings = _read_any(options.source) if options.source else ()
    if options.source == "-":
        take_input_from_terminal()
    linear = options.linear or asks_for_linear(os.environ)
    problem = None if options.linear else terminal_problem()
    if problem:
        raise UsageError(
            f"{problem}; without one there are telnyx-wizard check FILE, create FILE and --linear"
        )
    scrub_environment(os.environ)
    from tui_app.api.target import BadTarget
    from tui_app.core.startup import NoDraft, Wanted

    wanted = Wanted(
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
        drops=_drops(options),
    )
    try:
        if linear:
            from tui_app.line.start import run_linear

            return run_linear(wanted)
        # What is loaded now stays: looking through it for garbage, again and again, would take a fifth of the start.
        gc.disable()
        from tui_app.tui.start import run_wizard  # Textual: 200 ms

        return run_wizard(wanted)
    except (BadTarget, NoDraft) as error:
        raise UsageError(str(error)) from None
