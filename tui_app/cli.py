"""The command line: read arguments, then import only what the command needs."""

import sys

try:
    import argparse
    import io
    import os
    from collections.abc import Sequence
    from importlib import import_module

    from tui_app.commands.arguments import UsageError
    from tui_app.commands.options import parser_of_all
    from tui_app.core.exit_codes import FAILED, USAGE
    from tui_app.system.streams import OutputLost, let_go_of_output, put, say
    from tui_app.text.document import UnreadableDocument
except KeyboardInterrupt:
    # Nothing has begun while this is loaded, so a traceback would help nobody.
    sys.exit(130)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in `arguments` (default: the process's own). Return the exit code.

    `--help` lists the exit codes.
    """
    _write_any_text()
    try:
        parser = parser_of_all()
        if "_ARGCOMPLETE" in os.environ:
            from tui_app.commands.completion import answer

            answer(parser)
        options = parser.parse_args(arguments)
        if options.ascii and options.command:
            _write_any_text("ascii")
        code = _run(options)
        put(end="")
        return code
    except (UnreadableDocument, UsageError) as error:
        say(f"telnyx-wizard: {error}")
        return USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader is gone, as with `| head`: print no traceback, and flush nothing at the end.
        let_go_of_output()
        return 141
    except OutputLost as error:
        let_go_of_output()
        say(f"telnyx-wizard: standard output cannot be written: {error}")
        return FAILED


def _write_any_text(encoding: str | None = None) -> None:
    """Make the streams escape what their encoding, or `encoding` instead of it, cannot write.

    Otherwise writing such text fails.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _run(options: argparse.Namespace) -> int:
    """Run the command, importing only what it needs. Return its exit code."""
    name = (options.command or "wizard").replace("-", "_")
    code: int = import_module(f"tui_app.commands.{name}").run(options)
    return code
