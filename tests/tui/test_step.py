"""Moving through a step, and over its borders."""

import sys
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from tests.support.pty import DOWN, ENTER, SHIFT_TAB, TAB, UP, Terminal
from tests.support.wizard import row_at, screen_lines, until, wizard
from tui_app.settings.groups import GROUPS
from tui_app.settings.problem import Path as SettingPath
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.base import Dialog
from tui_app.tui.screens.pick import PickDialog
from tui_app.tui.screens.review import ReviewScreen
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.widgets.answer_list import AnswerList
from tui_app.tui.widgets.setting_row import LABEL_WIDTH, SettingRow

WIZARD = (sys.executable, "-m", "tui_app", "--sandbox")


def here(app: WizardApp) -> tuple[str, SettingPath]:
    """The title of the step on top, and the setting that has the focus."""
    screen = app.screen
    assert isinstance(screen, StepScreen)
    assert app.focused is not None
    nodes = app.focused.ancestors_with_self
    row = next(node for node in nodes if isinstance(node, SettingRow))
    return screen.group.title, row.setting.path


async def test_tab_walks_through_every_setting_of_every_step_and_back() -> None:
    walk = [(group.title, setting.path) for group in GROUPS for setting in group.settings]
    async with wizard() as (app, pilot):
        seen = [here(app)]
        while len(seen) < len(walk):
            await pilot.press("tab")
            seen.append(here(app))
        assert seen == walk
        await pilot.press("tab")
        await until(pilot, ReviewScreen)
        await pilot.press("tab")
        assert isinstance(app.screen, ReviewScreen)
        await pilot.press("shift+tab")
        back = [here(app)]
        while len(back) < len(walk):
            await pilot.press("shift+tab")
            back.append(here(app))
        assert back == walk[::-1]
        await pilot.press("shift+tab")
        assert here(app) == walk[0]


async def test_arrows_stay_within_the_step() -> None:
    settings = GROUPS[0].settings
    async with wizard() as (app, pilot):
        await pilot.press(*["down"] * (len(settings) + 3))
        assert here(app) == (GROUPS[0].title, settings[-1].path)
        await pilot.press(*["up"] * (len(settings) + 3))
        assert here(app) == (GROUPS[0].title, settings[0].path)


async def test_a_step_seen_before_is_entered_at_its_end() -> None:
    async with wizard() as (app, pilot):
        await pilot.press("pagedown", "down", "down", "pageup", "down", "down", "down", "down")
        await pilot.press("tab")
        assert here(app) == (GROUPS[1].title, GROUPS[1].settings[0].path)
        await pilot.press("down", "up", "shift+tab")
        assert here(app) == (GROUPS[0].title, GROUPS[0].settings[-1].path)


@pytest.mark.parametrize("columns", [80, 120])
async def test_the_review_ends_at_its_first_and_last_line(columns: int) -> None:
    async with wizard(size=(columns, 24)) as (app, pilot):
        await pilot.press("ctrl+r")
        lines = app.screen.query_one(AnswerList)
        first = lines.highlighted
        await pilot.press("up")
        assert lines.highlighted == first
        assert lines.scroll_offset.y == 0
        await pilot.press("end", "down")
        assert lines.highlighted == lines.option_count - 1
        if columns == 120:
            await pilot.press("tab")
            assert app.focused is not lines
            await pilot.press("tab")
            assert app.focused is lines


BURSTS = {
    "tab": TAB,
    "enter": ENTER,
}


@pytest.mark.parametrize("way", BURSTS)
def test_what_is_typed_ahead_over_the_border_of_a_step_lands_right(
    way: str, tmp_path: Path
) -> None:
    """Name, user name, password, active, tags; then Media, of which the first setting is typed."""
    go = BURSTS[way]
    with Terminal(*WIZARD, home=tmp_path, columns=120, rows=40) as terminal:
        terminal.wait_for("Connection name")
        burst = f"Office PBX{go}office12{go}hunter2hunter2{go}{TAB}site:berlin{go}"
        terminal.send(burst + "f" + TAB + SHIFT_TAB + SHIFT_TAB + ",second")
        terminal.wait_for('"site:berlin",')
        terminal.wait_for('"second"')
        shown = terminal.screen_text()
        assert '"connection_name": "Office PBX"' in shown
        assert '"user_name": "office12"' in shown
        assert '"anchorsite_override": "Frankfurt' in shown


def test_shift_tab_from_the_review_in_one_burst(tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path, columns=120, rows=40) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("Office PBX" + "\x12" + SHIFT_TAB + " " + UP + DOWN)
        terminal.wait_for('"t38_reinvite_source"')
        assert '"connection_name": "Office PBX"' in terminal.screen_text()


@pytest.mark.parametrize("way", ["f1", "ctrl+g", "ctrl+p"])
async def test_the_key_bar_under_a_dialog_names_no_key_that_does_nothing(way: str) -> None:
    async with wizard() as (app, pilot):
        before = screen_lines(app)[-1]
        assert "^R review" in before
        await pilot.press(way)
        await until(pilot, lambda: isinstance(app.screen, Dialog))
        await until(pilot, lambda: screen_lines(app)[-1].split() == ["^Q", "quit"])
        await pilot.press("escape")
        await until(pilot, lambda: screen_lines(app)[-1] == before)


@pytest.mark.parametrize(
    ("path", "typed", "shown"),
    [
        (("connection_name",), "  office ", "office"),
        (("tags",), " a,,b ,", "a, b"),
        (("inbound", "timeout_1xx_secs"), " 5.0", "5"),
        (("inbound", "timeout_1xx_secs"), " five", "five"),
        (("password",), " Otter lamp ", " Otter lamp "),
    ],
)
async def test_a_field_that_is_left_shows_what_is_sent(
    path: SettingPath, typed: str, shown: str
) -> None:
    async with wizard() as (app, pilot):
        app.show_setting(path)
        await pilot.pause()
        field = app.focused
        assert isinstance(field, Input)
        for letter in typed:
            app.post_message(events.Key("space" if letter == " " else letter, letter))
        await until(pilot, lambda: field.value == typed)
        answer = app.draft.get(path)
        await pilot.press("down" if path == ("connection_name",) else "up")
        await until(pilot, lambda: field.value == shown)
        assert app.draft.get(path) == answer


async def test_a_click_turns_a_switch_and_opens_other_choices() -> None:
    async with wizard() as (app, pilot):
        row = row_at(app, ("active",))
        await pilot.click(row, offset=(5, 0))
        assert here(app)[1] == ("active",)
        assert app.draft.answers == {}, "the label only moves there"
        await pilot.click(row, offset=(LABEL_WIDTH + 2, 0))
        await until(pilot, lambda: app.draft.get(("active",)) is False)
        await pilot.click(row, offset=(LABEL_WIDTH + 2, 0))
        await until(pilot, lambda: app.draft.get(("active",)) is True)
        await pilot.press("pagedown")
        await pilot.click(row_at(app, ("dtmf_type",)), offset=(LABEL_WIDTH + 2, 0))
        await until(pilot, PickDialog)
