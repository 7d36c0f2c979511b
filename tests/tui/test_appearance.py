"""How the wizard looks: themes, ASCII, colours, the mouse; on the command line, by a key, and
remembered.
"""

import json
import os
import re
import signal
import sys
from pathlib import Path

import pytest
from textual.widgets import OptionList

from tests.support.pty import CTRL_N, CTRL_Q, ENTER, ESCAPE, PAGE_UP, TAB, Terminal, ctrl
from tests.support.wizard import one_line, screen_text, until, wizard
from tui_app.storage.preferences import (
    TERMINAL_THEME,
    Preferences,
    load_preferences,
    save_preferences,
)
from tui_app.system.environment import only_ascii, speaks_utf8
from tui_app.tui.screens.pick import PickDialog

WIZARD = (sys.executable, "-m", "tui_app", "--sandbox")
SWAP, REDRAW, F3 = "\x1d", ctrl("L"), "\x1bOR"
MOUSE_ON = b"\x1b[?1000h"


def test_preferences_are_kept_and_a_bad_file_is_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "config" / "preferences.json"
    assert load_preferences(path) == (Preferences(), [])
    wanted = Preferences(theme="nord", ascii=True, mouse=False)
    assert save_preferences(path, wanted) is None
    assert load_preferences(path) == (wanted, [])
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text('{"theme": 5, "ascii": "yes", "mouse": false, "colour": 1}')
    preferences, ignored = load_preferences(path)
    assert preferences == Preferences(mouse=False)
    assert ["theme" in words or "ascii" in words for words in ignored] == [True, True]
    for text in ("{", "[]", "\x1b[2J"):
        path.write_text(text)
        preferences, ignored = load_preferences(path)
        assert (preferences, len(ignored)) == (Preferences(), 1)
        assert "\x1b" not in ignored[0]
    path.unlink()
    path.mkdir()
    assert len(load_preferences(path)[1]) == 1


async def test_a_theme_is_picked_and_remembered() -> None:
    remembered: list[Preferences] = []

    def remember(preferences: Preferences) -> None:
        remembered.append(preferences)

    async with wizard(remember=remember) as (app, pilot):
        assert app.theme == TERMINAL_THEME
        await pilot.press("f3")
        await until(pilot, PickDialog)
        assert "the terminal's own colours" in one_line(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.theme == "ansi-light")
        assert [preferences.theme for preferences in remembered] == ["ansi-light"]
        await pilot.press("f3", "escape")
        assert len(remembered) == 1


async def test_the_theme_under_the_cursor_is_shown_and_not_remembered() -> None:
    remembered: list[Preferences] = []
    applied: list[str] = []

    def remember(preferences: Preferences) -> None:
        remembered.append(preferences)

    async with wizard(remember=remember) as (app, pilot):
        app.theme_changed_signal.subscribe(app, lambda theme: applied.append(theme.name))
        await pilot.press("f3")
        await until(pilot, PickDialog)
        # Typed ahead, those that it passes are not shown.
        for _ in range(3):
            app.screen.query_one(OptionList).action_cursor_down()
        await until(pilot, lambda: app.theme != TERMINAL_THEME)
        shown = app.theme
        assert applied == [shown]
        await pilot.press("f3")
        assert len(app.screen_stack) == 2, "one list of themes"
        await pilot.press("escape")
        assert app.theme == TERMINAL_THEME
        assert remembered == []
        await pilot.press("f3", "down", "down", "down", "enter")
        await until(pilot, lambda: app.theme == shown)
        assert [preferences.theme for preferences in remembered] == [shown]
        await pilot.press("f3", "up")
        await until(pilot, lambda: app.theme != shown)
        await pilot.press("escape")
        assert app.theme == shown


async def test_every_theme_can_be_chosen() -> None:
    async with wizard() as (app, pilot):
        for name in app.available_themes:
            app.theme = name
            await pilot.pause()
            assert "Connection name" in screen_text(app)


@pytest.mark.parametrize(("name", "theme"), [("nord", "nord"), ("no-such-theme", TERMINAL_THEME)])
async def test_the_wizard_begins_with_the_theme_that_is_preferred(name: str, theme: str) -> None:
    async with wizard(preferences=Preferences(theme=name)) as (app, _):
        assert app.theme == theme


@pytest.mark.parametrize(
    ("colours", "preferred", "theme"),
    [
        ("0;15", TERMINAL_THEME, "ansi-light"),
        ("0;default;7", TERMINAL_THEME, "ansi-light"),
        ("15;0", TERMINAL_THEME, TERMINAL_THEME),
        ("15;8", TERMINAL_THEME, TERMINAL_THEME),
        ("", TERMINAL_THEME, TERMINAL_THEME),
        ("0;x", TERMINAL_THEME, TERMINAL_THEME),
        ("0;15", "nord", "nord"),
    ],
)
async def test_the_terminals_colours_are_those_of_its_background(
    colours: str, preferred: str, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORFGBG", colours)
    async with wizard(preferences=Preferences(theme=preferred)) as (app, _):
        assert app.theme == theme


def test_a_theme_is_there_at_the_next_start(tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        assert b"\x1b[38;2" not in terminal.output, "the terminal's own colours"
        terminal.send(F3)
        terminal.wait_for("Theme")
        terminal.send("\x1b[B\x1b[B", ENTER)
        terminal.wait_until(lambda: (tmp_path / "config/telnyx-wizard/preferences.json").exists())
        terminal.send(CTRL_Q)
        terminal.wait()
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        assert b"\x1b[38;2" in terminal.output or b";48;2" in terminal.output


def test_ascii_by_option_by_key_and_back(tmp_path: Path) -> None:
    with Terminal(*WIZARD, "--ascii", home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        for keys in (CTRL_N, CTRL_N, "\x07", ESCAPE, "\x12", "\x14", ESCAPE, "\x1bOP", ESCAPE):
            terminal.send(keys)
            terminal.wait_idle(0.1)
        assert max(terminal.output) <= 0x7E
        terminal.send(PAGE_UP)
        terminal.wait_for("PgDn next")
        terminal.send(SWAP)
        terminal.wait_for("\u2500\u2500\u2500")
        terminal.send(SWAP)
        terminal.wait_until(lambda: terminal.screen_text().isascii())
        assert "---" in terminal.screen_text()


def test_what_the_user_typed_is_shown_as_it_can_be(tmp_path: Path) -> None:
    with Terminal(*WIZARD, "--ascii", home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("caf\u00e9 \u6f22", TAB)
        terminal.wait_for("caf? ??")
        terminal.send(SWAP)
        terminal.wait_for("caf\u00e9")


def test_the_mouse_is_left_to_the_terminal(tmp_path: Path) -> None:
    config = tmp_path / "config/telnyx-wizard"
    for arguments, preferences, on in (
        ([], {}, True),
        (["--no-mouse"], {}, False),
        ([], {"mouse": False}, False),
    ):
        config.mkdir(parents=True, exist_ok=True, mode=0o700)
        (config / "preferences.json").write_text(json.dumps(preferences))
        with Terminal(*WIZARD, *arguments, home=tmp_path) as terminal:
            terminal.wait_for("Connection name")
            terminal.wait_idle()
            assert (MOUSE_ON in terminal.output) is on


@pytest.mark.parametrize(
    ("environ", "speaks"),
    [
        ({"LANG": "de_DE.UTF-8"}, True),
        ({"LANG": "C.utf8"}, True),
        ({"LC_CTYPE": "UTF-8"}, True),
        ({"LC_ALL": "sr_RS.UTF-8@latin"}, True),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, False),
        ({"LC_CTYPE": "de_DE.ISO-8859-1", "LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "C"}, False),
        ({}, False),
    ],
)
def test_the_locale_says_what_can_be_drawn(environ: dict[str, str], speaks: bool) -> None:
    assert speaks_utf8(environ, "UTF-8") is speaks
    assert not speaks_utf8(environ, "iso-8859-1")
    assert only_ascii({**environ, "TERM": "xterm"}, "utf-8") is not speaks
    assert only_ascii({**environ, "TERM": "vt220"}, "utf-8")


def test_drawn_anew_and_after_a_stop(tmp_path: Path) -> None:
    """What others wrote on the terminal is gone after Ctrl+L, and after the program was stopped and
    goes on.
    """
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("office")
        terminal.wait_for("office")
        terminal.wait_idle()
        before = terminal.bytes_out
        terminal.send(REDRAW)
        terminal.wait_idle()
        drawn = bytes(terminal.output[before:])
        assert b"Connection name" in drawn
        assert b"office" in drawn
        for _ in range(2):
            terminal.kill(signal.SIGTSTP)
            os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED | os.WNOWAIT)
            terminal.read_rest()
            before = terminal.bytes_out
            terminal.kill(signal.SIGCONT)
            terminal.wait_until(
                lambda before=before: b"Connection name" in terminal.output[before:]  # type: ignore[misc]
            )
        terminal.send("-pbx")
        terminal.wait_for("office-pbx")
        terminal.send(CTRL_Q)
        assert terminal.wait() == 0
        assert terminal.restored(), terminal.left_on()


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "vt100"}])
def test_without_colours_the_line_under_the_cursor_is_underlined(
    environ: dict[str, str], tmp_path: Path
) -> None:
    with Terminal(*WIZARD, home=tmp_path, environ=environ) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("\x07")
        terminal.wait_for("Go to a step")
        terminal.wait_idle()
        before = terminal.bytes_out
        terminal.send("\x1b[B")
        terminal.wait_idle()
        assert re.search(rb"\x1b\[[0-9;]*\b4[;m][^\x1b]*Media", terminal.output[before:])


def test_an_empty_no_color_means_colours(tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path, environ={"NO_COLOR": ""}) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("\x07")
        terminal.wait_for("Go to a step")
        terminal.wait_until(lambda: b";47m" in terminal.output)
