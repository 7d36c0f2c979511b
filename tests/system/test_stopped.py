"""The wizard in a real shell: stopped with Ctrl+Z and gone on with, killed as nothing can prepare
for. The terminal is sane each time.
"""

import contextlib
import os
import select
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.pty import CTRL_Q, CTRL_Z, Terminal
from tui_app.tui.terminal.guardian import SCRIPT, Guardian

WIZARD_ALONE = (sys.executable, "-m", "tui_app", "--sandbox")
WIZARD = shlex.join(WIZARD_ALONE)
GUARDED = (
    sys.executable,
    "-c",
    "from tui_app.tui.terminal.guardian import Guardian\nwith Guardian(): input('guarded')",
)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextlib.contextmanager
def ending(pid: int) -> Iterator[int]:
    """A descriptor that can be read once the process has ended."""
    descriptor = os.pidfd_open(pid)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def state(pid: int) -> str:
    """The state of a process in one letter; Z if it has ended, nothing if its shell knows."""
    status = Path(f"/proc/{pid}/stat")
    return status.read_text().rpartition(")")[2].split()[0] if status.exists() else ""


def test_stopped_from_a_shell_and_gone_on_with(tmp_path: Path) -> None:
    with Terminal("/bin/sh", "-i", home=tmp_path, environ={"PS1": "$ ", "ENV": None}) as terminal:
        terminal.wait_for("$")
        terminal.send(WIZARD, "\n")
        terminal.wait_for("Connection name")
        terminal.send("office", CTRL_Z)
        terminal.wait_for("Stopped")
        assert terminal.left_on() == []
        assert any(
            "office" in path.read_text()
            for path in (tmp_path / "state/telnyx-wizard/drafts").glob("*.json")
        )
        terminal.send("fg\n")
        terminal.wait_for("office")
        terminal.send("-pbx")
        terminal.wait_for("office-pbx")
        terminal.send(CTRL_Q)
        # What is typed before the shell reads again is dropped with what was typed for the wizard.
        terminal.wait_until(lambda: terminal.output.endswith(b"\n$ "))
        assert terminal.restored()
        terminal.send("exit\n")
        assert terminal.wait() == 0


def test_stopped_at_the_password_in_lines_it_can_be_ended_from_the_shell(tmp_path: Path) -> None:
    with Terminal("/bin/sh", "-i", home=tmp_path, environ={"PS1": "$ ", "ENV": None}) as terminal:
        terminal.wait_for("$")
        terminal.send(f"{WIZARD} --linear\n")
        terminal.wait_for("1.1 Connection name")
        terminal.send("office\n")
        terminal.wait_for("1.2 User name")
        terminal.send("office12\n")
        terminal.wait_for("1.3 Password")
        terminal.send(CTRL_Z)
        terminal.wait_for("Stopped")
        (lines,) = children(terminal.process.pid)
        terminal.send("kill %1; kill -CONT %1\n")
        terminal.wait_until(lambda: state(lines) in "Z", what="the end")
        assert "no echo" not in terminal.left_on()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_after_a_kill_the_terminal_is_sane(number: signal.Signals, tmp_path: Path) -> None:
    with Terminal("/bin/sh", "-c", f"{WIZARD}; echo ended $?; exec cat", home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("office")
        terminal.wait_for("office")
        (wizard,) = children(terminal.process.pid)
        assert "on the alternate screen" in terminal.left_on()
        os.kill(wizard, number)
        terminal.wait_until(terminal.restored, what="a sane terminal")
        terminal.wait_until(lambda: f"ended {128 + number}".encode() in terminal.output)
        terminal.send("heard\n")
        terminal.wait_until(lambda: terminal.output.count(b"heard") == 2)


def test_nobody_is_left_behind_by_a_wizard_that_ends(tmp_path: Path) -> None:
    with Terminal("/bin/sh", "-c", f"{WIZARD}; exec cat", home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        (wizard,) = children(terminal.process.pid)
        (guardian,) = children(wizard)
        assert b"KEY" not in Path(f"/proc/{guardian}/environ").read_bytes()
        terminal.send(CTRL_Q)
        terminal.wait_until(
            lambda: (
                not Path(f"/proc/{guardian}/cmdline").exists()
                or not Path(f"/proc/{guardian}/cmdline").read_bytes()
            )
        )
        terminal.wait_until(terminal.restored)
        before = terminal.bytes_out
        terminal.wait_idle()
        assert terminal.bytes_out == before, "what was put right already is left alone"


def test_the_terminal_that_is_restored_is_the_wizards_own(tmp_path: Path) -> None:
    """It is lost before the guardian has its turn, and the next terminal would get its name."""
    with contextlib.ExitStack() as opened, Terminal(*GUARDED, home=tmp_path) as terminal:
        terminal.wait_for("guarded")
        (guardian,) = children(terminal.process.pid)
        end = opened.enter_context(ending(guardian))
        os.kill(guardian, signal.SIGSTOP)
        try:
            terminal.kill(signal.SIGKILL)
            terminal.close()
            others = [os.openpty() for _ in range(8)]
            for pair in others:
                for descriptor in pair:
                    opened.callback(os.close, descriptor)
        finally:
            os.kill(guardian, signal.SIGCONT)
        assert select.select([end], [], [], 10)[0]
        assert not select.select([master for master, _ in others], [], [], 0)[0]


def test_nobody_holds_the_terminal_after_the_end(tmp_path: Path) -> None:
    with Terminal(*GUARDED, home=tmp_path) as terminal:
        terminal.wait_for("guarded")
        terminal.send("\n")
        with pytest.raises(TimeoutError, match="before the program closed the terminal"):
            terminal.wait_until(lambda: False)


def test_nobody_is_left_behind_by_a_terminal_that_hangs_up(tmp_path: Path) -> None:
    with Terminal(*WIZARD_ALONE, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        (guardian,) = children(terminal.process.pid)
        with ending(guardian) as end:
            terminal.hang_up()
            assert terminal.wait() == 128 + signal.SIGHUP
            assert select.select([end], [], [], 10)[0]


def test_without_a_terminal_there_is_nothing_to_guard() -> None:
    with Path(os.devnull).open("rb") as nothing, Guardian(nothing.fileno()) as guardian:
        guardian.dismiss()


def test_the_script_of_the_guardian_is_sound() -> None:
    assert subprocess.run(["/bin/sh", "-n", "-c", SCRIPT], check=False).returncode == 0
