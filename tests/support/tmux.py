"""The wizard in tmux: what is typed into it, and what it shows."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

TMUX = shutil.which("tmux")


def run_tmux(socket: Path, *arguments: str) -> str:
    """Run a command of tmux on a server of its own. Return what it prints."""
    command = (TMUX or "tmux", "-S", str(socket), "-f", "/dev/null", "-u", *arguments)
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=20, env=environ
    )
    return done.stdout


def shown_in_tmux(socket: Path, number: int, holds: Callable[[str], bool]) -> str:
    """Return a line of the pane, from 0, once it is as `holds` wants it.

    It is asked for again and again, since tmux tells of no change.
    """
    deadline = time.monotonic() + 20
    line = ""
    while time.monotonic() < deadline:
        lines = run_tmux(socket, "capture-pane", "-p").splitlines()
        line = [*lines, *[""] * (number + 1)][number]
        if holds(line):
            return line
    raise TimeoutError(line)
