"""`completion`: print a shell's completion script, and answer when that script asks."""

import argparse
import asyncio
import os
import signal
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import argcomplete
from argcomplete.completers import SuppressCompleter

from tui_app.commands.account import IDENTITY, session_of
from tui_app.commands.arguments import UsageError
from tui_app.core.exit_codes import DONE
from tui_app.core.templates import templates
from tui_app.storage.drafts import SUFFIX, Drafts
from tui_app.storage.locations import locations
from tui_app.system.streams import put
from tui_app.text.escape import escape_controls, shortened

LONGEST: Final = 2.0
"""Seconds after which an answer is given up: who pressed Tab waits for it."""

Found = Mapping[str, str] | Iterable[str]
"""What a word may become, with a description of each if there is one."""


def run(options: argparse.Namespace) -> int:
    """Print the completion script of `options.shell`. Return the exit code."""
    # Without bash's own file names: what a FILE may be is answered as in the other shells.
    script = argcomplete.shell_integration.shellcode(
        ["telnyx-wizard"], shell=options.shell, complete_arguments=["-o", "nospace"]
    )
    put(script.strip("\n"))
    return DONE


def answer(parser: argparse.ArgumentParser) -> None:
    """Answer the completion script: what the word at the cursor may become. End the process.

    It ends without an answer after `LONGEST` seconds, or if anything fails.
    """
    # Also stops what waits in a thread, as a look-up of a host's name does.
    signal.signal(signal.SIGALRM, lambda *_: os._exit(1))
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    _add_completers(parser)
    try:
        argcomplete.autocomplete(
            parser, always_complete_options=False, default_completer=SuppressCompleter()
        )
    except Exception:  # noqa: BLE001 - whatever it is, a prompt is no place to say so
        os._exit(1)


def _add_completers(parser: argparse.ArgumentParser) -> None:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                _add_completers(command)
        completer = BY_DEST.get(action.dest) or BY_METAVAR.get(str(action.metavar))
        if completer is not None:
            action.completer = completer  # type: ignore[attr-defined]


def files(prefix: str, **_: Any) -> list[str]:
    """Return the files and directories that begin with `prefix`, a directory with / at its end.

    Hidden ones only after a dot, and none whose name would steer a terminal. Nothing if the
    directory cannot be read.
    """
    above, slash, begun = prefix.rpartition("/")
    try:
        with os.scandir(Path(above + slash or ".").expanduser()) as found:
            return sorted(
                above + slash + each.name + ("/" if each.is_dir() else "")
                for each in found
                if each.name.startswith(begun)
                and (begun or not each.name.startswith("."))
                and each.name.isprintable()
            )
    except (OSError, RuntimeError):
        return []


def template_names(parsed_args: argparse.Namespace, **_: Any) -> dict[str, str]:
    """Return the templates' names; to be removed, only the user's own."""
    found, _problems = templates(locations().templates)
    removes = getattr(parsed_args, "order", None) == "remove"
    return {each.key: escape_controls(each.name) for each in found if each.own or not removes}


def draft_names(**_: Any) -> list[str]:
    """Return the drafts' names as `drafts remove` takes them."""
    return [each.name.removesuffix(SUFFIX) for each in Drafts(locations().drafts).find().drafts]


def connection_ids(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> dict[str, str]:
    """Return the ids of the account's connections that begin with `prefix`, with their names.

    The account is asked only once a character is there: Tab alone sends nothing.
    """
    if not prefix:
        return {}

    async def read() -> dict[str, str]:
        found: dict[str, str] = {}
        async with session_of(parsed_args).open_client() as client:
            async for page in client.pages():
                found.update((each.id, shortened(each.connection_name)) for each in page)
        return found

    try:
        found = asyncio.run(read())
    except UsageError:
        return {}
    # Whatever a server calls an id, only what can be one comes onto the command line.
    return {each: name for each, name in found.items() if IDENTITY.fullmatch(each)}


BY_METAVAR: Final[dict[str, Callable[..., Found]]] = {"FILE": files, "ID": connection_ids}
BY_DEST: Final[dict[str, Callable[..., Found]]] = {
    "template": template_names,
    "template_name": template_names,
    "remove": draft_names,
}
"""Whose values are looked up; choices and options are known without."""
