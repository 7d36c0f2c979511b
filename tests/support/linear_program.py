"""The linear mode in a process of its own: through pipes, or on a terminal."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.pty import Terminal, ctrl

SANDBOX = (sys.executable, "-m", "tui_app", "--sandbox")
LINEAR = (*SANDBOX, "--linear")
DUMB = {"TERM": "dumb"}
ACCESSIBLE = {"ACCESSIBLE": "1"}
CTRL_D = ctrl("D")


def piped(
    *lines: str, arguments: tuple[str, ...] = LINEAR, environ: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """A run with both ends a pipe."""
    return subprocess.run(
        arguments,
        input="".join(f"{line}\n" for line in lines).encode(),
        capture_output=True,
        timeout=60,
        env={**os.environ, "LANG": "C.UTF-8", **(environ or {})},
        check=False,
    )


def said(terminal: Terminal) -> str:
    """All that the terminal was sent, as one line of words: what scrolled off the screen too."""
    return " ".join(terminal.output.decode().split())


def hear(terminal: Terminal, words: str, timeout: float = 20) -> None:
    """Waits until `words` were said."""
    terminal.wait_until(lambda: words in said(terminal), timeout, repr(words))


def answer(terminal: Terminal, *pairs: tuple[str, str]) -> None:
    """For each pair waits for the words, and then types the line."""
    for words, line in pairs:
        hear(terminal, words)
        terminal.send(line, "\n")


def drafts(home: Path) -> list[Path]:
    return sorted((home / "state/telnyx-wizard/drafts").glob("*.json"))


def saved(home: Path, text: str) -> bool:
    return any(text in path.read_text() for path in drafts(home))
