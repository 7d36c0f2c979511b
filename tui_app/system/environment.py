"""Set up the process before Textual is imported: environment, terminal, core dumps.

Nothing here imports Textual, which reads its variables once, when it is imported.
"""

import os
import resource
from collections.abc import Mapping, MutableMapping

# Textual's harmless variables. All others log what is typed, take screenshots, press keys, load
# code or talk to a console.
_HARMLESS = frozenset(
    {
        "TEXTUAL_ANIMATIONS",
        "TEXTUAL_DISABLE_KITTY_KEY",
        "TEXTUAL_FILTERS",
        "TEXTUAL_FPS",
        "TEXTUAL_SMOOTH_SCROLL",
    }
)
# The first makes TLS write its keys to a file. If a shell exports the other two, they override the
# true size and stop every resize.
_UNWANTED = frozenset({"SSLKEYLOGFILE", "COLUMNS", "LINES"})

# What Textual reads from, takes the size of, and draws on.
_STREAMS = (("standard input", 0), ("standard output", 1), ("standard error", 2))


# Terminals from before UTF-8, by the beginning of their names.
_OLD_TERMINALS = ("vt52", "vt1", "vt2", "vt3", "vt4", "vt5", "ansi", "cons25", "wyse", "adm3a")


def scrub_environment(environ: MutableMapping[str, str]) -> None:
    """Remove from `environ` what would write secrets to files, press keys or load code.

    Call it before Textual is imported.
    """
    for name in list(environ):
        textual = name == "TEXTUAL" or name.startswith("TEXTUAL_")
        if name in _UNWANTED or (textual and name not in _HARMLESS):
            del environ[name]
    if environ.get("NO_COLOR") == "":
        # Empty means colours, by convention; Textual asks only whether the variable is set.
        del environ["NO_COLOR"]
    if is_old_terminal(environ):
        # It has no colours, and would show as plain text what only a background marks.
        environ["NO_COLOR"] = "1"


def terminal_problem() -> str | None:
    """Return why no screen can be drawn here, on one line; None if one can. Writes nothing."""
    for name, descriptor in _STREAMS:
        # Textual would start, then spin on a pipe or draw its screen into a file.
        if not os.isatty(descriptor):
            return f"the wizard needs a terminal, and {name} is none"
    return None


def ways_to_paste(environ: Mapping[str, str]) -> str:
    """Say how to paste in the terminal of `environ`: as exactly as its variables allow.

    A multiplexer's own way is named after the terminal's, because it has its own clipboard.
    """
    programs = {environ.get("TERM_PROGRAM", ""), environ.get("LC_TERMINAL", "")}
    if programs & {"Apple_Terminal", "iTerm.app", "iTerm2"}:
        ways = "Cmd+V"
    elif environ.get("WT_SESSION"):
        ways = "Ctrl+Shift+V or the right mouse button"
    elif environ.get("TERM") == "linux":
        ways = "the middle mouse button, if gpm runs"
    elif any(map(environ.get, ("VTE_VERSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION"))):
        ways = "Ctrl+Shift+V"
    else:
        ways = "Shift+Insert, Ctrl+Shift+V or Shift+middle mouse button; on a Mac Cmd+V"
    for variable, name in (("TMUX", "tmux"), ("STY", "screen")):
        if environ.get(variable):
            ways += f"; what {name} copied: its prefix, then ]"
    return ways


def asks_for_linear(environ: Mapping[str, str]) -> bool:
    """Whether the environment asks for lines instead of a screen.

    It does by `ACCESSIBLE`, or by a terminal that cannot position text.
    """
    return bool(environ.get("ACCESSIBLE")) or environ.get("TERM") == "dumb"


def take_input_from_terminal() -> None:
    """Point standard input at the terminal of the session.

    For a wizard whose standard input was a pipe, after that was read. Changes nothing if there is
    no such terminal; `terminal_problem` then reports it.
    """
    if os.isatty(0):
        return
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return
    os.dup2(terminal, 0)
    os.close(terminal)


def speaks_utf8(environ: Mapping[str, str], encoding: str) -> bool:
    """Whether UTF-8 text arrives unchanged.

    It does if the locale names UTF-8 (tmux needs that) and the stream writes it (`encoding`).
    """
    kind = environ.get("LC_CTYPE", "")
    if kind in ("C.UTF-8", "C.utf8"):
        # Set by Python itself, in place of a locale that says less (PEP 538).
        kind = ""
    # macOS sets LC_CTYPE to the name of the encoding only.
    locale = (
        environ.get("LC_ALL") or (f".{kind}" if _is_utf8(kind) else kind) or environ.get("LANG", "")
    )
    return _is_utf8(encoding) and _is_utf8(locale.partition(".")[2].partition("@")[0])


def _is_utf8(name: str) -> bool:
    return name.lower().replace("-", "").replace("_", "") == "utf8"


def only_ascii(environ: Mapping[str, str], encoding: str | None) -> bool:
    """Whether only ASCII can be shown by the terminal, the locale or the stream.

    `encoding`: the encoding of the stream that is written to.
    """
    return not speaks_utf8(environ, encoding or "") or is_old_terminal(environ)


def is_old_terminal(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is, or emulates, one from before UTF-8 and character erase."""
    return environ.get("TERM", "").startswith(_OLD_TERMINALS)


def is_light(environ: Mapping[str, str]) -> bool:
    """Whether the terminal says that its background is light.

    Many set COLORFGBG to the numbers of their two colours, the background's last: 7 and 9 to 15
    are light ones.
    """
    number = environ.get("COLORFGBG", "").rpartition(";")[2]
    return number.isascii() and number.isdigit() and int(number) in (7, *range(9, 16))


def forbid_core_dump() -> None:
    """Forbid core dumps: a crash of the interpreter must leave no secrets in a file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
