"""What is written to fill the clipboard of each terminal, read back from real tmux and screen."""

import base64
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.clipboards import clipboards
from tests.support.pty import CTRL_R, Terminal
from tui_app.system import clipboard
from tui_app.system.clipboard import MOST, NoClipboard, TmuxOptions, clipboard_sequence

XTERM = {"TERM": "xterm-256color"}
INSIDE_TMUX = {"TERM": "screen", "TMUX": "/tmp/x,1,0"}
TEXT = 'office "pbx" \u65e5\u672c\n' * 200
"""More than screen takes in one string, and more than a line of base64."""

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux")
needs_screen = pytest.mark.skipif(shutil.which("screen") is None, reason="there is no screen")

COPY = """
import os, sys
from tui_app.system.clipboard import NoClipboard, clipboard_sequence
try:
    os.write(1, clipboard_sequence(sys.argv[1] * int(sys.argv[2]), os.environ).encode())
    print("WRITTEN")
except NoClipboard as error:
    print("REFUSED", error)
sys.stdin.read()
"""
"""Writes the sequence for what it runs in, says so, and stays."""
COMMAND = shlex.join((sys.executable, "-c", COPY, TEXT[: len(TEXT) // 200], "200"))


def ask(answer: TmuxOptions | None) -> Callable[[], TmuxOptions | None]:
    return lambda: answer


@given(st.text())
def test_a_terminal_gets_the_text_itself(text: str) -> None:
    sequence = clipboard_sequence(text, XTERM)
    sent = base64.b64decode(sequence.removeprefix("\x1b]52;c;").removesuffix("\x07"))
    assert sent == text.encode("utf-8", "backslashreplace")


@given(st.text(max_size=400))
def test_what_is_wrapped_for_screen_unwraps_to_the_plain_sequence(text: str) -> None:
    wrapped = clipboard_sequence(text, {"TERM": "screen.xterm", "STY": "1.x"})
    pieces = re.findall("\x1bP(.*?)\x1b\\\\", wrapped)
    assert "".join(pieces) == clipboard_sequence(text, XTERM)
    assert max(map(len, pieces)) <= clipboard.PIECE


def test_tmux_gets_what_it_takes_or_passes_on() -> None:
    plain = clipboard_sequence("x", XTERM)
    wrapped = f"\x1bPtmux;\x1b{plain}\x1b\\"
    for takes, passes, sequence in (
        (True, True, plain),
        (True, False, plain),
        (False, True, wrapped),
    ):
        asked = ask(TmuxOptions(takes, passes))
        assert clipboard_sequence("x", INSIDE_TMUX, asked) == sequence
    assert clipboard_sequence("x", INSIDE_TMUX, ask(None)) == plain + wrapped
    with pytest.raises(NoClipboard, match="set-clipboard on"):
        clipboard_sequence("x", INSIDE_TMUX, ask(TmuxOptions(takes=False, passes=False)))


def test_tmux_of_another_machine_is_not_asked() -> None:
    def asked() -> None:
        raise AssertionError

    assert "\x1bPtmux;" in clipboard_sequence("x", {"TERM": "tmux-256color"}, asked)


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"TERM": "linux"},
        {"TERM": "dumb"},
        {"TERM": "vt220"},
        {**XTERM, "TERM_PROGRAM": "Apple_Terminal"},
        {**XTERM, "VTE_VERSION": "7600"},
    ],
    ids=str,
)
def test_a_terminal_that_takes_nothing_is_known(environ: dict[str, str]) -> None:
    with pytest.raises(NoClipboard, match="this terminal"):
        clipboard_sequence("x", environ)


def test_a_text_that_is_too_long_is_refused() -> None:
    assert len(clipboard_sequence("x" * MOST, XTERM)) <= 100_000
    with pytest.raises(NoClipboard, match="longer"):
        clipboard_sequence("x" * (MOST + 1), XTERM)


# The real programs


class Tmux:
    """A tmux of its own, with the options of `settings`; `command` runs in its first window."""

    def __init__(self, folder: Path, settings: str) -> None:
        folder.mkdir()
        self._socket = folder / "s"
        (folder / "tmux.conf").write_text(
            f"set -as terminal-features ',*:clipboard'\n{settings}\n", "utf-8"
        )
        self.start = ("tmux", "-u", "-S", str(self._socket), "-f", str(folder / "tmux.conf"))

    def buffer(self) -> str:
        """The text that tmux keeps, "" if it keeps none."""
        return self._run("show-buffer")

    def end(self) -> None:
        self._run("kill-server")

    def _run(self, command: str) -> str:
        environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            (*self.start, command),
            capture_output=True,
            timeout=20,
            env=environ,
            check=False,
        )
        return done.stdout.decode()

    def await_buffer(self, terminal: Terminal, text: str = TEXT) -> None:
        terminal.wait_until(lambda: self.buffer() == text, what="the text in tmux's buffer")


TAKES, PASSES = "set -s set-clipboard on", "set -g allow-passthrough on"
SETTINGS = {
    "takes": f"{TAKES}\nset -g allow-passthrough off",
    "passes": f"set -s set-clipboard external\n{PASSES}",
    "neither": "set -s set-clipboard external\nset -g allow-passthrough off",
}


@needs_tmux
def test_tmux_keeps_the_text_and_passes_it_on(tmp_path: Path) -> None:
    tmux = Tmux(tmp_path / "t", SETTINGS["takes"])
    with Terminal(*tmux.start, "new-session", COMMAND, home=tmp_path) as terminal:
        try:
            terminal.wait_for("WRITTEN")
            tmux.await_buffer(terminal)
            terminal.wait_until(lambda: clipboards(terminal.output) == [TEXT])
        finally:
            tmux.end()


@needs_tmux
def test_tmux_that_keeps_no_text_passes_on_what_is_wrapped(tmp_path: Path) -> None:
    tmux = Tmux(tmp_path / "t", SETTINGS["passes"])
    with Terminal(*tmux.start, "new-session", COMMAND, home=tmp_path) as terminal:
        try:
            terminal.wait_until(lambda: clipboards(terminal.output) == [TEXT])
            assert tmux.buffer() == ""
        finally:
            tmux.end()


@needs_tmux
def test_tmux_that_lets_nothing_through_is_known(tmp_path: Path) -> None:
    tmux = Tmux(tmp_path / "t", SETTINGS["neither"])
    with Terminal(*tmux.start, "new-session", COMMAND, home=tmp_path) as terminal:
        try:
            terminal.wait_for("REFUSED tmux takes it only with its option set-clipboard on")
        finally:
            tmux.end()


@needs_tmux
@pytest.mark.parametrize("inner", ["takes", "passes"])
def test_tmux_in_tmux_passes_it_on_to_both(inner: str, tmp_path: Path) -> None:
    outside = Tmux(tmp_path / "outside", SETTINGS["takes"])
    inside = Tmux(tmp_path / "inside", SETTINGS[inner])
    nested = shlex.join(("env", "-u", "TMUX", *inside.start, "new-session", COMMAND))
    with Terminal(*outside.start, "new-session", nested, home=tmp_path) as terminal:
        try:
            outside.await_buffer(terminal)
            terminal.wait_until(lambda: clipboards(terminal.output) == [TEXT])
            assert inside.buffer() == (TEXT if inner == "takes" else "")
        finally:
            inside.end()
            outside.end()


@needs_tmux
def test_what_the_wizard_copies_is_in_the_buffer_of_tmux(tmp_path: Path) -> None:
    tmux = Tmux(tmp_path / "t", SETTINGS["takes"])
    wizard = shlex.join((sys.executable, "-m", "tui_app", "--sandbox"))
    with Terminal(*tmux.start, "new-session", wizard, home=tmp_path) as terminal:
        try:
            terminal.wait_for("Connection name")
            terminal.send("office", CTRL_R)
            terminal.wait_for("Review")
            terminal.send("c")
            terminal.wait_for("The payload was sent to the terminal's clipboard.")
            tmux.await_buffer(terminal, '{\n  "connection_name": "office"\n}\n')
        finally:
            tmux.end()


@needs_screen
def test_screen_passes_on_the_pieces_and_prints_none_of_them(tmp_path: Path) -> None:
    sockets = tmp_path / "sockets"
    sockets.mkdir(mode=0o700)
    environ = {"SCREENDIR": str(sockets), "SHELL": "/bin/sh"}
    command = ("screen", "-c", os.devnull, "-S", "copies", *shlex.split(COMMAND))
    with Terminal(*command, home=tmp_path, environ=environ) as terminal:
        try:
            terminal.wait_for("WRITTEN")
            terminal.wait_until(lambda: clipboards(terminal.output) == [TEXT])
            assert base64.b64encode(TEXT.encode()).decode()[:40] not in terminal.screen_text()
        finally:
            subprocess.run(
                ("screen", "-S", "copies", "-X", "quit"),
                env={**os.environ, **environ},
                capture_output=True,
                timeout=20,
                check=False,
            )
