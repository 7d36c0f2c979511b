"""Parse the arguments of the command line: a parser whose errors help, and types of values."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from tui_app.core.exit_codes import USAGE
from tui_app.settings.misplaced import find
from tui_app.settings.types import nearest
from tui_app.system.streams import put, say
from tui_app.text.escape import MASK, escape_controls

_WRONG_CHOICE = re.compile(
    r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", re.DOTALL
)
LOSABLE = ("POST", "PATCH", "DELETE")


class UsageError(Exception):
    """The command cannot run with these arguments; the text says why."""


class Parser(argparse.ArgumentParser):
    """An argument parser that suggests what was most likely meant.

    Its errors hold no escape sequence and no secret.
    """

    def __init__(self, *arguments: Any, **more: Any) -> None:
        self.commands: dict[str, Parser] = {}
        self._given: list[str] = []
        super().__init__(*arguments, **more)

    @property
    def options(self) -> list[str]:
        """The long names of its options."""
        names = (name for action in self._actions for name in action.option_strings)
        return [name for name in names if name.startswith("--")]

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Read the arguments. Unknown ones are an error that names the nearest option."""
        found, unknown = self.parse_known_args(args, namespace)
        if unknown:
            command = self.commands.get(getattr(found, "command", None) or "")
            self.error(
                _unrecognized(unknown, [*self.options, *(command.options if command else ())])
            )
        return found

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        # The parser of a command gets those that follow its name.
        self._given = list(sys.argv[1:] if args is None else args)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        wrong = _WRONG_CHOICE.fullmatch(message)
        if wrong and wrong[1] == "COMMAND":
            message = self._no_command(wrong[2])
        elif wrong:
            meant = nearest(wrong[2], re.findall(r"[\w.-]+", wrong[3]))
            alone = f"; {self.prog} alone lists them" if wrong[1] == "ORDER" else ""
            message += _did_you_mean([meant]) or alone
        elif message.startswith("the following arguments are required"):
            # An option that is missing may be one that is misspelt.
            unknown = self._unknown_options(self._given)
            if unknown:
                wrong_options = _unrecognized(unknown, self.options)
                message = wrong_options + ("" if wrong_options.endswith("?") else f"; {message}")
        say(f"{self.format_usage()}{self.prog}: {escape_controls(message)}")
        self.exit(USAGE)

    def _no_command(self, said: str) -> str:
        """Return what is wrong if the command is unknown.

        If an option before it is unknown too, that option is most likely the mistake.
        """
        before = self._given[: self._given.index(said)] if said in self._given else []
        unknown = self._unknown_options(before)
        if unknown:
            return _unrecognized(unknown[:1], self.options)
        there = f" (there are {', '.join(self.commands)})"
        meant = nearest(said, [*self.commands, *self.options])
        return f"no such command: {said}{_did_you_mean([meant]) or there}"

    def _unknown_options(self, given: list[str]) -> list[str]:
        names = (each.partition("=")[0] for each in given if each.startswith("--") and each != "--")
        return [each for each in names if each not in self.options]

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        # Write the output of --help, or report that it failed, before the process ends.
        if not status:
            put(end="")
        super().exit(status, message)


def _unrecognized(unknown: list[str], options: list[str]) -> str:
    """Return what is wrong if the arguments `unknown` are, with the nearest of `options`."""
    shown = " ".join(MASK if find(each) else each for each in unknown)
    if find(" ".join(unknown)):
        shown = unknown[0].partition("=")[0]
    meant = [nearest(each.partition("=")[0], options) for each in unknown]
    return f"unrecognized arguments: {shown}{_did_you_mean(meant)}"


def _did_you_mean(meant: Iterable[str | None]) -> str:
    found = list(dict.fromkeys(filter(None, meant)))
    return f": did you mean {', '.join(found)}?" if found else ""


def seconds(text: str, least: float = 1) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not least <= seconds <= 3600:
        raise argparse.ArgumentTypeError(f"must be a number of seconds from {least} to 3600")
    return seconds


def pause(text: str) -> float:
    return seconds(text, least=0)


def lost(text: str) -> tuple[str, int | None]:
    """Read METHOD or METHOD:N: the answers to a method that are lost, all or the first N."""
    method, colon, number = text.partition(":")
    if method not in LOSABLE or (colon and not number):
        raise argparse.ArgumentTypeError(f"must be {', '.join(LOSABLE)}, or one with :N after it")
    return method, count(number) if colon else None


def port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535):
        raise argparse.ArgumentTypeError("must be a port from 0 to 65535")
    return int(text)


def count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) <= 100_000):
        raise argparse.ArgumentTypeError("must be a whole number from 0 to 100000")
    return int(text)


def drops(options: argparse.Namespace) -> bool:
    """Whether the sandbox drops values. Raises `UsageError` if no sandbox is used."""
    if options.drop_values and not options.sandbox:
        raise UsageError("--drop-values is for the sandbox: it goes with --sandbox")
    return bool(options.drop_values)
