"""Declare the commands and options of the command line."""

import argparse
from collections.abc import Callable
from typing import Any

from tui_app import __version__
from tui_app.commands.arguments import Parser, count, lost, pause, port, seconds
from tui_app.commands.epilogs import (
    CHECK_EPILOG,
    CREATE_EPILOG,
    DELETE_EPILOG,
    DESCRIPTION,
    EPILOG,
    EXPORT_EPILOG,
    SANDBOX_EPILOG,
    UPDATE_EPILOG,
    VERIFY_EPILOG,
)
from tui_app.commands.help import OPENING, Screen
from tui_app.commands.registrar import add_registrar
from tui_app.devices import DEVICES
from tui_app.exports import EXPORTS


def parser_of_all() -> Parser:
    """Return the parser of the whole command line."""
    parser = Screen(
        prog=PROGRAM,
        usage="%(prog)s [OPTION ...] [COMMAND ...]",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    opening = parser.add_argument_group(OPENING)
    opening.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        help="begin with what FILE holds: JSON, curl, an SDK call ...",
    )
    opening.add_argument(
        "--template", metavar="NAME", help="begin with a template; templates lists them"
    )
    opening.add_argument(
        "--clone",
        metavar="ID",
        help="begin with connection ID, but no login; list prints ids",
    )
    opening.add_argument(
        "--edit", metavar="ID", help="edit connection ID: only what you change is sent"
    )
    opening.add_argument("--resume", action="store_true", help="reopen the newest draft")
    opening.add_argument(
        "--linear", action="store_true", help="plain lines: for screen readers, logs and pipes"
    )
    opening.add_argument(
        "--sandbox", action="store_true", help="use the embedded sandbox: no account, no key"
    )
    parser.add_argument("--drop-values", action="store_true", help=DROPS)
    parser.add_argument("--settle", type=seconds, default=60.0, metavar="SECONDS", help=SETTLE)
    parser.set_defaults(
        **dict.fromkeys(("json", "ascii", "no_mouse", "allow_unknown"), False),
        base_url=None,
        api_key_file=None,
        timeout=60.0,
    )
    _add_common(parser, set(COMMON))

    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", prog=PROGRAM, parser_class=Parser
    )

    def command(
        name: str, words: str, *known: str, epilog: str | None = None
    ) -> argparse.ArgumentParser:
        """Add a command whose help shows the common options that it uses."""
        # Without its own defaults it sets only the options given after it: those win, and those
        # before it are kept.
        made = commands.add_parser(
            name,
            allow_abbrev=False,
            help=words,
            argument_default=argparse.SUPPRESS,
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter
            if epilog
            else argparse.HelpFormatter,
        )
        parser.commands[name] = made
        _add_common(made, set(known))
        return made

    check = command(
        "check",
        "validate a payload file without a screen",
        *("--json", "--allow-unknown", "--ascii"),
        epilog=CHECK_EPILOG,
    )
    check.add_argument("file", metavar="FILE", help=FILE)
    check.add_argument(
        "--update",
        action="store_true",
        default=False,
        help="check FILE as a change (PATCH): nothing is required",
    )
    create = command(
        "create",
        "create the connection of a payload file without a screen",
        *(COMMON.keys() - {"--no-mouse", "--version"}),
        epilog=CREATE_EPILOG,
    )
    create.add_argument("file", metavar="FILE", help=FILE)
    create.add_argument(
        "--dry-run", action="store_true", default=False, help="stop before anything is sent"
    )
    create.add_argument("--sandbox", action="store_true", help=SANDBOX)
    create.add_argument("--drop-values", action="store_true", help=DROPS)
    create.add_argument("--settle", type=seconds, metavar="SECONDS", help=SETTLE)
    _add_export(command)
    _add_account(command)
    command("schema", "print the JSON Schema of the payload")
    _add_drafts(command("drafts", DRAFTS, "--json", "--ascii"))
    _add_templates(command("templates", TEMPLATES, "--json", "--ascii"))
    _add_sandbox(command)
    completion = command("completion", "print the completion script of a shell")
    completion.add_argument("shell", choices=SHELLS, help="the shell")
    return parser


def _add_export(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command that writes a payload for elsewhere."""
    made = command(
        "export",
        "print a payload as a script, a program or Terraform",
        *("--allow-unknown", "--ascii"),
        epilog=EXPORT_EPILOG,
    )
    made.add_argument("file", metavar="FILE", help=FILE)
    made.add_argument(
        "--to", required=True, choices=tuple(EXPORTS), metavar="FORMAT", help=", ".join(EXPORTS)
    )
    made.add_argument(
        "--update",
        metavar="ID",
        default="",
        help="FILE is a change (PATCH) of connection ID: nothing is required",
    )


def _add_account(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that read and change the account."""
    shown = ("--json", "--base-url", "--api-key-file", "--timeout", "--ascii")
    listing = command("list", "list the connections of the account", *shown)
    listing.description = (
        "Lists the connections, the newest first: id, name, user name, active, created. With "
        "--json one object a line, as the API has it, secrets masked."
    )
    listing.add_argument(
        "--name", default="", metavar="TEXT", help="only those whose name contains TEXT"
    )
    show = command("show", "show a connection and its registration", *shown)
    show.description = (
        "Shows one connection: every setting, the password masked, and whether a device has "
        'registered. --json prints {"connection", "registration"}.'
    )
    shared = (*shown, "--allow-unknown")
    update = command(
        "update", "change a connection to what a file holds", *shared, epilog=UPDATE_EPILOG
    )
    update.add_argument(
        "--dry-run", action="store_true", default=False, help="print only the differences"
    )
    delete = command("delete", "delete a connection that has a name", *shown, epilog=DELETE_EPILOG)
    delete.add_argument(
        "--name", required=True, metavar="NAME", help="its exact name, so that no other is deleted"
    )
    verify = command(
        "verify", "ask the SIP registrar whether a login works", *shown, epilog=VERIFY_EPILOG
    )
    configuration = command("device-config", "print a configuration for a device", *shown[1:])
    configuration.description = (
        "Prints what makes a device use the connection, to be pasted or saved. The password is "
        "that of TELNYX_SIP_PASSWORD; without it a placeholder stands in its place."
    )
    configuration.add_argument(
        "--for", dest="format", required=True, choices=tuple(DEVICES), help="the device"
    )
    for each in (show, update, delete, verify, configuration):
        each.add_argument("id", metavar="ID", help="its id, as list prints it")
    update.add_argument("file", metavar="FILE", help=FILE)
    for each in (update, delete):
        each.add_argument("--settle", type=seconds, metavar="SECONDS", help=SETTLE)
    add_registrar(
        verify, transport="how it is asked; by default each in turn until one is answered"
    )
    add_registrar(configuration, transport="default: what the settings need")
    for each in (listing, show, update, delete, verify, configuration):
        each.add_argument("--sandbox", action="store_true", help=SANDBOX)


def _add_sandbox(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command that serves the sandbox."""
    sandbox = command(
        "sandbox", "serve the sandbox on loopback until interrupted", epilog=SANDBOX_EPILOG
    )
    sandbox.add_argument(
        "--port",
        type=port,
        default=8080,
        metavar="N",
        help="port on 127.0.0.1; 0 picks one (default 8080)",
    )
    sandbox.add_argument(
        "--sip-port",
        type=port,
        default=None,
        metavar="M",
        help="serve the SIP registrar too, over UDP and TCP on 127.0.0.1; 0 picks a port",
    )
    sandbox.add_argument(
        "--sip-sha256",
        action="store_true",
        default=False,
        help="the registrar offers SHA-256 before MD5; older devices then register with neither",
    )
    sandbox.add_argument(
        "--seed",
        type=count,
        default=0,
        metavar="N",
        help="add made-up connections until there are N",
    )
    sandbox.add_argument("--drop-values", action="store_true", help=DROPS)
    sandbox.add_argument(
        "--no-profiles",
        action="store_true",
        default=False,
        help="answer 403 for voice profiles and push credentials, as to a restricted key",
    )
    sandbox.add_argument(
        "--slow", type=pause, default=0.0, metavar="SECONDS", help="send every answer so late"
    )
    sandbox.add_argument(
        "--lose",
        type=lost,
        action="append",
        default=[],
        metavar="METHOD[:N]",
        help="do what POST, PATCH or DELETE asks, then hang up without an answer: always, or the "
        "first N times; may be repeated",
    )


def _add_drafts(drafts: argparse.ArgumentParser) -> None:
    """Add the orders of `drafts`; without one it lists."""
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


def _add_templates(made: argparse.ArgumentParser) -> None:
    """Add the orders of `templates`; without one it lists."""
    made.set_defaults(order=None)
    orders = made.add_subparsers(dest="order", metavar="ORDER", parser_class=Parser)
    for order, words in (("show", "say what it sets and why"), ("remove", "remove your own")):
        each = orders.add_parser(
            order, allow_abbrev=False, help=words, argument_default=argparse.SUPPRESS
        )
        _add_common(each, {"--json", "--ascii"})
        each.add_argument("template_name", metavar="NAME", help="its name, as templates lists it")


PROGRAM = "telnyx-wizard"
SHELLS = ("bash", "zsh", "fish")
TEMPLATES = "list the templates; templates show NAME, templates remove NAME"
DRAFTS = "list the drafts; drafts remove NAME removes one"
FILE = (
    "the body of the request as JSON, or what holds it: a reply of the API, curl, "
    "a raw HTTP request, Python, JavaScript, TypeScript, PHP, Ruby, .env, YAML, Terraform, "
    "Postman, the telnyx CLI; nothing in it is executed; - is standard input"
)
SANDBOX = "use the embedded sandbox instead of the API"
DROPS = (
    "the sandbox drops unusable values and answers 201, as the API does, instead of refusing them"
)
SETTLE = "how long to look for a connection whose answer was lost, default 60"


def _add_common(parser: argparse.ArgumentParser, shown: set[str]) -> None:
    """Add all common options, so that an alias may hold any of them; help lists only `shown`."""
    for name, (words, how) in COMMON.items():
        parser.add_argument(
            name,
            **how,
            default=argparse.SUPPRESS,
            help=words if name in shown else argparse.SUPPRESS,
        )


COMMON: dict[str, tuple[str, dict[str, Any]]] = {
    "--version": (
        "show the program's version and leave",
        {"action": "version", "version": f"{PROGRAM} {__version__}"},
    ),
    "--json": (
        "print one JSON object on standard output, nothing else (check, create)",
        {"action": "store_true"},
    ),
    "--base-url": ("API base URL (wins over TELNYX_BASE_URL)", {"metavar": "URL"}),
    "--api-key-file": ("read the API key from this file", {"metavar": "FILE"}),
    "--timeout": (
        "longest wait for one answer, default 60",
        {"metavar": "SECONDS", "type": seconds},
    ),
    "--allow-unknown": (
        "send unknown fields as they are, with a warning",
        {"action": "store_true"},
    ),
    "--ascii": (
        "write nothing outside ASCII (by itself if the terminal can do no better)",
        {"action": "store_true"},
    ),
    "--no-mouse": (
        "leave the mouse to the terminal: selecting text works as elsewhere",
        {"action": "store_true"},
    ),
}
"""The options of every command and of the wizard: help text, and arguments of `add_argument`."""
