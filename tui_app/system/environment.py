"""What must be settled about the process before Textual is imported: its environment, its terminal, its core dumps.

Nothing here imports Textual, which reads its variables once, when it is imported.
"""

import os
import resource
from collections.abc import Mapping, MutableMapping

# Textual's variables that can do no harm. All others log what is typed, take pictures, press keys, load code or talk to a console.
_HARMLESS = frozenset(
    {
        "TEXTUAL_ANIMATIONS",
        "TEXTUAL_DISABLE_KITTY_KEY",
        "TEXTUAL_FILTERS",
        "TEXTUAL_FPS",
        "TEXTUAL_SMOOTH_SCROLL",
    }
)
# The first has TLS write its keys to a file. The other two, where a shell exports them, win over the true size and stop every resize.
_UNWANTED = frozenset({"SSLKEYLOGFILE", "COLUMNS", "LINES"})

# What Textual reads from, takes the size of, and draws on.
_STREAMS = (("standard input", 0), ("standard output", 1), ("standard error", 2))


# Terminals from before UTF-8, by the beginning of their names.
_OLD_TERMINALS = ("vt52", "vt1", "vt2", "vt3", "vt4", "vt5", "ansi", "cons25", "wyse", "adm3a")


def scrub_environment(environ: MutableMapping[str, str]) -> None:
    """Takes out of `environ` what would write secrets to files, press keys or load code. Call it before Textual is imported."""
    for name in list(environ):
        textual = name == "TEXTUAL" or name.startswith("TEXTUAL_")
        if name in _UNWANTED or (textual and name not in _HARMLESS):
            del environ[name]
    if environ.get("NO_COLOR") == "":
        # Empty means colours, as the convention says; Textual asks only whether it is there.
        del environ["NO_COLOR"]
    if is_old_terminal(environ):
        # It has none, and would show what is told by a background as plain text.
        environ["NO_COLOR"] = "1"


def terminal_problem() -> str | None:
    """Why no screen can be drawn here, on one line; `None` where one can. Writes nothing."""
    for name, descriptor in _STREAMS:
        # Textual starts all the same, then spins on a pipe or draws its screen into a file.
        if not os.isatty(descriptor):
            return f"the wizard needs a terminal, and {name} is none"
    return None


def ways_to_paste(environ: Mapping[str, str]) -> str:
    """How the terminal that `environ` tells of pastes, in words: as exact as its variables allow.

    A multiplexer's own way is named beside the terminal's, since it has a clipboard of its own.
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
    """Whether the surroundings want lines instead of a screen: by `ACCESSIBLE`, or a terminal that cannot place text."""
    return bool(environ.get("ACCESSIBLE")) or environ.get("TERM") == "dumb"


def take_input_from_terminal() -> None:
    """Points standard input at the terminal of the session: for a wizard whose standard input was a pipe, once that is read.

    Leaves things as they are where there is no such terminal; `terminal_problem` then tells.
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
    """Whether what is drawn arrives as it is: the locale names UTF-8, as for tmux, and the stream writes it (`encoding`)."""
    kind = environ.get("LC_CTYPE", "")
    if kind in ("C.UTF-8", "C.utf8"):
        # Python's own doing, in place of a locale that says less (PEP 538).
        kind = ""
    # macOS sets LC_CTYPE to the name of the encoding alone.
    locale = (
        environ.get("LC_ALL") or (f".{kind}" if _is_utf8(kind) else kind) or environ.get("LANG", "")
    )
    return _is_utf8(encoding) and _is_utf8(locale.partition(".")[2].partition("@")[0])


def _is_utf8(name: str) -> bool:
    return name.lower().replace("-", "").replace("_", "") == "utf8"


def only_ascii(environ: Mapping[str, str], encoding: str | None) -> bool:
    """Whether the terminal, the locale, or the stream that is written to in `encoding`, can do no better than ASCII."""
    return not speaks_utf8(environ, encoding or "") or is_old_terminal(environ)


def is_old_terminal(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is, or acts, one from before UTF-8 and the erasing of characters."""
    return environ.get("TERM", "").startswith(_OLD_TERMINALS)


def forbid_core_dump() -> None:
    """A crash of the interpreter must not leave the memory, with its secrets, in a file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
