"""A crash is told without what variables hold, and the terminal given back."""

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Label

from tests.support.pty import CTRL_T, Terminal
from tui_app.text.escape import has_unsafe
from tui_app.tui.terminal import CrashGuard, crash_report


class Crashing(App[int]):
    """Crashes at once, by `error`."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def on_mount(self) -> None:
        password = "hunter2" + "-in-a-variable"
        assert password
        raise self.error


class Guarded(CrashGuard[int], Crashing):
    def secrets(self) -> list[str]:
        return ["", "s3cret\\", "s3cret"]


ERROR = ValueError("\x1b]0;title\x07 \u202e[/x] s3cret " + repr("s3cret\\"))


def test_a_crash_is_told_without_values(capsys: pytest.CaptureFixture[str]) -> None:
    app = Guarded(ERROR)
    app.run(headless=True)
    assert app.return_code == 1
    told = capsys.readouterr().err
    assert "in on_mount" in told
    assert told.splitlines()[-1] == "ValueError: ^[]0;title^G <U+202E>[/x] ******** '********'"
    assert "hunter2-in-a-variable" not in told
    assert not any(has_unsafe(line) for line in told.splitlines())


def test_textual_tells_the_values(capsys: pytest.CaptureFixture[str]) -> None:
    Crashing(ERROR).run(headless=True)
    told = capsys.readouterr().err
    assert "hunter2-in-a-variable" in told
    assert "s3cret" in told


def test_a_panic_ends_with_1_and_shows_no_controls(capsys: pytest.CaptureFixture[str]) -> None:
    class Panicking(CrashGuard[int]):
        def on_mount(self) -> None:
            self.panic("\x1b[2Jgone")

    app = Panicking()
    app.run(headless=True)
    assert app.return_code == 1
    assert capsys.readouterr().err == "^[[2Jgone\n"


class Late(Screen[None]):
    """Takes for granted that its widgets are there, as screens may."""

    def compose(self) -> ComposeResult:
        yield Label("here")

    def on_mount(self) -> None:
        self.query_one(Label).update("still here")


class Ending(CrashGuard[int]):
    """Is told to end while a screen is being set up."""

    async def on_mount(self) -> None:
        self.exit(return_code=143)
        self.push_screen(Late())


def test_a_screen_that_is_set_up_while_the_app_ends_is_no_crash(
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = Ending()
    app.run(headless=True)
    assert (app.return_code, capsys.readouterr().err) == (143, "")


def test_causes_are_told_too() -> None:
    def fail() -> None:
        try:
            raise KeyError("\x9binner")
        except KeyError as inner:
            raise RuntimeError("outer") from inner

    with pytest.raises(RuntimeError) as caught:
        fail()
    report = crash_report(caught.value)
    assert "KeyError: '\\x9binner'" in report
    assert report.endswith("RuntimeError: outer")


def test_a_crash_leaves_the_terminal_as_it_was(probe: Callable[..., Terminal]) -> None:
    with probe() as terminal:
        terminal.send(CTRL_T)
        assert terminal.wait() == 1
        assert terminal.left_on() == []
        terminal.wait_until(
            lambda: "ValueError: ^[]0;title^G no '********'" in terminal.screen_text()
        )
        assert b"\x1b]0" not in terminal.output
