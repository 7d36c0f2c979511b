"""What was typed before a question was on the terminal answers it in no case; what was typed after
it does.
"""

import math
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.screen import Screen

from tests.support.pty import CTRL_Q, CTRL_R, ENTER, ESCAPE, F1, TAB, Terminal
from tests.support.wizard import armed, screen_text, until, wizard
from tui_app.tui.screens.dialogs import ConfirmationDialog
from tui_app.tui.screens.guarded import Guarded
from tui_app.tui.screens.outcome import CreatedScreen
from tui_app.tui.terminal import marks
from tui_app.tui.terminal.marks import Marks

WIZARD = (sys.executable, "-m", "tui_app", "--sandbox")


@contextmanager
def on_the_review(home: Path) -> Iterator[Terminal]:
    with Terminal(*WIZARD, home=home) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("office-pbx", TAB, "office12", TAB, "hunter2hunter2", CTRL_R)
        terminal.wait_for("Nothing has been sent yet")
        yield terminal


def test_enter_right_after_the_confirmation_was_drawn_creates(tmp_path: Path) -> None:
    with on_the_review(tmp_path) as terminal:
        terminal.send("s")
        terminal.wait_for("One moment ...")
        terminal.send(ENTER)
        terminal.wait_for("Connection ID ")
        assert b"too early" not in terminal.output


def test_enter_in_one_packet_with_s_is_told_and_creates_nothing(tmp_path: Path) -> None:
    with on_the_review(tmp_path) as terminal:
        terminal.send("s" + ENTER)
        terminal.wait_for("(too early: press it again)")
        terminal.wait_for("Enter: Create connection")
        terminal.send(ENTER)
        terminal.wait_for("Connection ID ")


def test_what_was_typed_while_the_program_was_stopped_creates_nothing(tmp_path: Path) -> None:
    with on_the_review(tmp_path) as terminal:
        terminal.kill(signal.SIGSTOP)
        terminal.send("s")
        terminal.send(ENTER)
        terminal.kill(signal.SIGCONT)
        terminal.wait_for("(too early: press it again)")
        terminal.wait_for("Enter: Create connection")


def test_escape_and_enter_in_one_packet_are_no(tmp_path: Path) -> None:
    with on_the_review(tmp_path) as terminal:
        terminal.send("s")
        terminal.wait_for("Enter: Create connection")
        terminal.send(ESCAPE + ENTER)
        terminal.wait_until(lambda: "Create connection?" not in terminal.screen_text())
        terminal.wait_idle()
        assert "Connection ID" not in terminal.screen_text()
        assert b"Creating" not in terminal.output


def test_escape_and_s_in_one_packet_close_and_ask_again(tmp_path: Path) -> None:
    with on_the_review(tmp_path) as terminal:
        terminal.send(F1)
        terminal.wait_for("Esc closes")
        terminal.send(f"{ESCAPE}s")
        terminal.wait_for("Enter: Create connection")
        assert "Esc closes" not in terminal.screen_text()


def leave_a_draft(home: Path, name: str, *, after_another: bool = False) -> None:
    with Terminal(*WIZARD, home=home) as terminal:
        # What is offered covers the field, maybe before its picture was read.
        terminal.wait_for("Enter: Resume" if after_another else "Connection name")
        if after_another:
            terminal.send("n")
            terminal.wait_until(lambda: "Resume" not in terminal.screen_text())
        terminal.send(name)
        terminal.wait_for(name)
        terminal.send(CTRL_Q)
        assert terminal.wait() == 0


def test_a_name_typed_before_the_draft_was_offered_is_no_answer(tmp_path: Path) -> None:
    leave_a_draft(tmp_path, "berlin")
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        # Before the program reads anything.
        terminal.send("new-yard", TAB, "nynyny12", ENTER, "ny-secret-99")
        terminal.wait_for("(too early: press it again)")
        terminal.wait_for("Enter: Resume")
        terminal.send("n")
        terminal.wait_until(lambda: "Resume draft?" not in terminal.screen_text())
        assert "secret" not in terminal.screen_text()


def test_a_name_typed_before_several_drafts_were_offered_is_no_answer(tmp_path: Path) -> None:
    leave_a_draft(tmp_path, "berlin")
    leave_a_draft(tmp_path, "madrid", after_another=True)
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.send("new-yard", ENTER, "more")
        terminal.wait_for("(too early: press it again)")
        terminal.wait_for("Enter picks")
        assert "Start over" in terminal.screen_text()


class Line:
    """A pipe in the place of a terminal, which has what was written at once, and the marks of its
    inner side.
    """

    def __init__(self) -> None:
        self.inner, self._outer = os.pipe()
        self.marks = Marks(self.inner)

    def type(self, keys: bytes) -> None:
        os.write(self._outer, keys)

    def parts(self) -> list[tuple[bytes, bool]]:
        """What was typed, each part with whether it was typed before the mark."""
        return [
            (part, self.marks.time_of(math.inf) < math.inf)
            for part in self.marks.parts(self.marks.read(100))
        ]

    def is_marked(self) -> bool:
        return self.marks.at is not None

    def close(self) -> None:
        os.close(self._outer)
        os.close(self.inner)


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.close()


def test_a_mark_divides_what_was_typed_before_the_picture_from_what_was_typed_after(
    line: Line,
) -> None:
    line.type(b"a")
    assert line.parts() == [(b"a", False)]
    line.type(b"b")
    begun = line.marks.now()
    line.marks.put()
    line.marks.put()
    line.marks.mark(begun)
    line.marks.flush(lambda: line.type(b"c"), 1)
    assert not line.is_marked(), "half of the picture is still to be written"
    line.marks.flush(lambda: None, 2)
    assert line.marks.at == begun.time
    line.type(b"d")
    assert line.parts() == [(b"b", True), (b"cd", False)]


def test_a_picture_that_was_taken_before_anyone_asked_is_marked_at_once(line: Line) -> None:
    line.type(b"a")
    begun = line.marks.now()
    line.marks.put()
    line.marks.flush(lambda: None, 1)
    line.type(b"b")
    line.marks.mark(begun)
    assert line.parts() == [(b"a", True), (b"b", False)]


def test_what_is_typed_while_the_terminal_stands_still_was_typed_without_the_picture(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "STALL", -1.0)
    begun = line.marks.now()
    line.marks.put()
    line.marks.mark(begun)
    line.marks.flush(lambda: line.type(b"a"), 1)
    line.type(b"b")
    assert line.parts() == [(b"a", True), (b"b", False)]


class Overtaken(Marks):
    """Marks whose thread that writes hands on the picture right after so many attributes were
    set.
    """

    sets_left = 0

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name != "sets_left" and self.sets_left:
            self.sets_left -= 1
            if not self.sets_left:
                self.flush(lambda: None, 1)


@pytest.mark.parametrize("sets", range(1, 4))
def test_a_picture_that_is_taken_while_it_is_asked_about_is_marked(sets: int, line: Line) -> None:
    marks = Overtaken(line.inner)
    marks.put()
    begun = marks.now()
    marks.sets_left = sets
    marks.mark(begun)
    assert not marks.sets_left
    assert marks.at == begun.time


def test_what_was_thrown_away_with_the_terminal_counts_for_nothing_later(line: Line) -> None:
    line.type(b"aaa")
    line.marks.mark(line.marks.now())
    os.read(line.inner, 100)
    line.marks.begin()
    line.type(b"b")
    assert line.parts() == [(b"b", False)]


@pytest.mark.parametrize(
    ("kind", "name"), [(ConfirmationDialog, "Dialog"), (CreatedScreen, "WizardScreen")]
)
def test_the_style_sheet_knows_a_guarded_screen_as_what_it_is(
    kind: type[Screen[object]], name: str
) -> None:
    """Its name there would be lost if what guards it were a widget."""
    assert name in {each.__name__ for each in kind._css_bases(kind)}


async def test_a_heading_that_was_cut_for_a_small_terminal_is_whole_in_a_larger_one() -> None:
    async with wizard() as (app, pilot):
        await pilot.press(*"office", "tab", *"office12", "tab", *"hunter2hunter2", "ctrl+r", "s")
        await until(pilot, ConfirmationDialog)
        await armed(pilot)
        dialog = app.screen
        assert isinstance(dialog, ConfirmationDialog)
        await pilot.resize_terminal(20, 8)
        await pilot.pause()
        dialog.say_early()
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: f"Create connection?  {Guarded.EARLY}" in screen_text(app))
