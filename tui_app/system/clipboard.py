"""Reach the clipboard of the terminal: the sequence OSC 52, as each multiplexer passes it on.

As tmux 3.3a and screen 4.9 were seen to do it: tmux takes the plain sequence with `set-clipboard
on`, keeps the text in a buffer and passes it on, nested too. Otherwise it drops it, but passes on
what is wrapped if `allow-passthrough` is on. screen drops a short plain sequence, prints a long one
on the screen, and passes on what is wrapped in pieces.
"""

import base64
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from tui_app.system.environment import is_old_terminal

MOST: Final = 74_994
"""Bytes of text that terminals take: the sequence then has 100,000, where several of them stop."""
PIECE: Final = 76
"""Bytes of a piece for screen, whose versions before 4.9 take no string of more than 256."""
PATIENCE: Final = 2.0
"""Seconds in which tmux has to say what it passes on."""


class NoClipboard(Exception):
    """The text would reach no clipboard; `reason` says why, as the end of a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TmuxOptions(NamedTuple):
    """Whether tmux takes OSC 52 from programs, and whether it passes on what is wrapped for it."""

    takes: bool
    passes: bool


def clipboard_sequence(
    text: str,
    environ: Mapping[str, str],
    ask_tmux: "Callable[[], TmuxOptions | None] | None" = None,
) -> str:
    """Return what to write to the terminal of `environ`, so that `text` is in its clipboard.

    `ask_tmux` is called inside tmux only; None means that it does not answer. Raises `NoClipboard`
    if this terminal is known to take no such thing, or not so much.
    """
    data = text.encode("utf-8", "backslashreplace")
    if len(data) > MOST:
        raise NoClipboard("it is longer than terminals take")
    plain = f"\x1b]52;c;{base64.b64encode(data).decode()}\x07"
    terminal = environ.get("TERM", "")
    if terminal.startswith("tmux") or (environ.get("TMUX") and not environ.get("STY")):
        options = (ask_tmux or tmux_options)() if environ.get("TMUX") else None
        return _for_tmux(plain, options)
    if terminal.startswith("screen") or environ.get("STY"):
        return _for_screen(plain)
    if (
        terminal in ("", "dumb", "linux")
        or is_old_terminal(environ)
        or environ.get("TERM_PROGRAM") == "Apple_Terminal"
        or environ.get("VTE_VERSION")
    ):
        raise NoClipboard("this terminal lets no program fill the clipboard")
    return plain


def _for_tmux(plain: str, options: TmuxOptions | None) -> str:
    doubled = plain.replace("\x1b", "\x1b\x1b")
    wrapped = f"\x1bPtmux;{doubled}\x1b\\"
    if options is None:
        # It is on another machine. It takes one of the two, or the same text twice.
        return plain + wrapped
    if options.takes:
        return plain
    if options.passes:
        return wrapped
    raise NoClipboard("tmux takes it only with its option set-clipboard on")


def _for_screen(plain: str) -> str:
    pieces = (plain[at : at + PIECE] for at in range(0, len(plain), PIECE))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


def tmux_options() -> TmuxOptions | None:
    """Ask the tmux around this process. None if it does not answer in `PATIENCE` seconds."""
    import subprocess  # only inside tmux

    command = ["tmux", "display-message", "-p", "#{set-clipboard} #{allow-passthrough}"]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    takes, _, passes = done.stdout.strip().partition(" ")
    # 3.3 says 0 for off. Before 3.3 there was no such option, and what was wrapped was passed on.
    return TmuxOptions(takes == "on", passes not in ("0", "off"))
