"""The pseudo-terminal of the tests itself: what it sees must be what a user would see."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.support.pty import ENTER, Terminal


def script(code: str, home: Path, **changes: str) -> Terminal:
    return Terminal(sys.executable, "-c", code, home=home, environ=changes)


def test_the_screen_is_what_was_drawn(tmp_path: Path) -> None:
    drawn = r"\x1b[>1u\x1b[?2026$p\x1b[?1u\x1b[2;3Hhere\x1b[=5u\x1b[?25l"
    with script(
        f"import sys; sys.stdout.write('{drawn}'); sys.stdout.flush(); input()", tmp_path
    ) as terminal:
        terminal.wait_for("here")
        assert terminal.lines()[1] == "  here"
        assert terminal.cursor() == (6, 1)
        assert terminal.left_on() == ["cursor hidden", "keyboard protocol on"]
        assert not terminal.restored()
        terminal.send(ENTER)
        assert terminal.wait() == 0


def test_half_a_wide_character_is_a_gap(tmp_path: Path) -> None:
    with script(
        r"import sys; sys.stdout.write('\u96fb!\x1b[HA\x1b[2;1H\u8a71!'); sys.stdout.flush(); input()",
        tmp_path,
    ) as terminal:
        terminal.wait_for("\u8a71!")
        assert terminal.lines()[:2] == ["A!", "\u8a71!"]


def test_leaving_the_alternate_screen_shows_what_was_below(tmp_path: Path) -> None:
    code = r"print('below'); input('\x1b[?1049h\x1b[Habove'); print('\x1b[?1049lafter')"
    with script(code, tmp_path) as terminal:
        terminal.wait_for("above")
        assert "below" not in terminal.screen_text()
        terminal.send(ENTER)
        assert terminal.wait() == 0
        assert terminal.lines()[:2] == ["below", "after"]
        assert terminal.restored()


def test_the_environment_is_clean_and_the_size_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELNYX_API_KEY", "secret")
    code = "import os; print(*os.get_terminal_size(), *(os.environ.get(n) for n in ('HOME', 'TELNYX_API_KEY', 'NO_COLOR')), sep='|')"
    with script(code, tmp_path, NO_COLOR="1") as terminal:
        assert terminal.wait() == 0
        assert "".join(terminal.lines()) == f"80|24|{tmp_path}|None|1"


@pytest.mark.parametrize("cut", [r"\x1b[38;2;15;3H", r"\x1b[38J"])
def test_sequences_that_were_cut_and_joined_are_outlived(cut: str, tmp_path: Path) -> None:
    with script(f"input('{cut}'); print('after')", tmp_path) as terminal:
        terminal.send(ENTER)
        terminal.wait_for("after")


def test_a_program_that_does_not_do_what_was_expected_is_told(tmp_path: Path) -> None:
    with script("input('hello')", tmp_path) as terminal:
        terminal.wait_for("hello")
        terminal.wait_idle(0.05)
        with pytest.raises(TimeoutError, match=r"(?s)'bye' did not come in 0.1 s.*hello"):
            terminal.wait_for("bye", timeout=0.1)
        with pytest.raises(TimeoutError, match="still there"):
            terminal.wait(0.1)
        terminal.kill(signal.SIGKILL)
        with pytest.raises(TimeoutError, match="before the program closed"):
            terminal.wait_for("bye")
        assert terminal.wait() == -signal.SIGKILL


def test_nothing_outlives_the_test(tmp_path: Path) -> None:
    code = "import signal; [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 15)]; print('on'); signal.pause()"
    with script(code, tmp_path) as terminal:
        terminal.wait_for("on")
    with pytest.raises(ProcessLookupError):
        os.kill(terminal.process.pid, 0)
