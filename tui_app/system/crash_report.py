"""Report a crash without the values of variables."""

import contextlib
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator

from tui_app.text.escape import escape_controls


def crash_report(error: BaseException, secrets: Iterable[str] = ()) -> str:
    """Return the traceback of `error` for a person.

    It has no values of variables, `secrets` are masked, and it holds nothing that a terminal obeys.
    """
    return safe_report("".join(traceback.format_exception(error)), secrets)


def safe_report(text: str, secrets: Iterable[str]) -> str:
    """Return `text` with `secrets` masked and nothing in it that a terminal obeys."""
    from tui_app.text.redact import Scrubber

    # An error often quotes what it failed on, or the whole text around it.
    text = Scrubber(secrets, deep=True).text(text)
    return "\n".join(map(escape_controls, text.rstrip().split("\n")))


@contextlib.contextmanager
def told_safely(secrets: Callable[[], Iterable[str]]) -> Iterator[None]:
    """Report failures of threads, tasks and objects as `crash_report` does, until the block ends.

    Otherwise Python reports them itself.
    """
    import logging

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            error = record.exc_info[1] if record.exc_info else None
            # The message beside an error quotes it cut short, and part of a secret is not found to
            # be masked.
            write(
                crash_report(error, secrets()) if error else safe_report(str(record.msg), secrets())
            )

    def write(text: str) -> None:
        # If nobody can read this any more, do not fail again.
        with contextlib.suppress(OSError, ValueError):
            print(text, file=sys.stderr)

    def thread_failed(failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None and not isinstance(failure.exc_value, SystemExit):
            write(crash_report(failure.exc_value, secrets()))

    def object_failed(failure: "sys.UnraisableHookArgs") -> None:
        if failure.exc_value is not None:
            write(crash_report(failure.exc_value, secrets()))

    handler = Handler(logging.WARNING)
    logging.getLogger().addHandler(handler)
    before = threading.excepthook, sys.unraisablehook
    threading.excepthook, sys.unraisablehook = thread_failed, object_failed
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = before
        logging.getLogger().removeHandler(handler)
