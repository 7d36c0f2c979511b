"""The screen of a long list: drawn before all is read, searched as one types, closed by Escape."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.many import ALL, SHOW, Source
from tests.support.wizard import armed, one_line, screen_lines, told, until, wizard
from tui_app.core.messages import STILL_BUSY
from tui_app.core.table import Browsing, Picked, Row, RowAction
from tui_app.tui.app import WizardApp
from tui_app.tui.browsing import browse
from tui_app.tui.notices import READ
from tui_app.tui.screens.browse import BrowseScreen
from tui_app.tui.screens.guarded import Guarded
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.widgets.row_list import RowList

REGISTER = RowAction("register", "r", "ask")


class Done:
    """What became of a list: what was picked, and what is done at each pick."""

    def __init__(self) -> None:
        self.picked: list[Picked | None] = []
        self.stays = True

    async def act(self, picked: Picked) -> bool:
        self.picked.append(picked)
        return self.stays


@asynccontextmanager
async def listed(
    source: Source, *actions: RowAction, size: tuple[int, int] = (80, 24), **more: Any
) -> AsyncIterator[tuple[WizardApp, "Pilot[Any]", Browsing, Done]]:
    """A wizard with the list of `source` on top, ready for keys."""
    done = Done()
    browsing = Browsing(source.table(*actions, **more))

    async def flow() -> None:
        acting = done.act if len(actions) > 1 else None
        done.picked.append(await browse(app, browsing, acting, "SANDBOX"))

    async with wizard(size=size) as (app, pilot):
        app.begin_flow(flow, "list")
        await armed(pilot)
        yield app, pilot, browsing, done


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui_app.tui.browsing.REST", 0)
    monkeypatch.setattr(BrowseScreen, "MOMENT", 0.001)


async def test_the_first_page_does_not_wait_for_the_rest() -> None:
    source = Source(100, size=60)
    async with listed(source) as (app, pilot, _, _):
        await until(pilot, lambda: "office 00000" in one_line(app))
        assert source.asked == [("", 1)]
        lines = screen_lines(app)
        assert lines[0].rstrip().endswith("SANDBOX")
        assert lines[3].split() == ["Name", "User", "name"]
        assert "60 of 100 read" in lines[22]
        await pilot.press("pagedown")
        assert source.asked == [("", 1)], "there is more than a window below"
        await pilot.press("pagedown")
        await until(pilot, lambda: source.asked == [("", 1), ("", 2)])
        await pilot.press("end")
        await until(pilot, lambda: "office 00099" in one_line(app))
        assert "all 100 read" in one_line(app)


async def test_enter_picks_what_is_under_the_cursor_and_closes() -> None:
    async with listed(Source(5)) as (_, pilot, _, done):
        await pilot.press("down", "down", "up", "enter")
        await until(pilot, StepScreen)
        assert done.picked == [Picked(SHOW, (Row("1", ("office 00001", "user1")),))]


async def test_a_key_typed_before_it_was_seen_does_nothing() -> None:
    source = Source(5)
    async with wizard() as (app, pilot):
        browsing = Browsing(source.table())
        early = events.Key("escape", None)
        app.begin_flow(lambda: browse(app, browsing, None, "SANDBOX"), "list")
        await until(pilot, BrowseScreen)
        app.post_message(early)
        await armed(pilot)
        await until(pilot, lambda: Guarded.EARLY in one_line(app))
        assert isinstance(app.screen, BrowseScreen)
        assert "all 5 read" in one_line(app)
        # Once it was read, the next key takes it away.
        await pilot.press("down")
        assert Guarded.EARLY in one_line(app)
        assert app.screen.early_since is not None
        app.screen.early_since -= READ + 1
        await pilot.press("down")
        assert Guarded.EARLY not in one_line(app)
        assert "Offices" in one_line(app)
        await pilot.press("escape")
        await until(pilot, StepScreen)


@pytest.mark.parametrize("key", ["enter", "down", "space", "r"])
async def test_a_key_for_a_row_is_answered_in_words_while_the_rows_are_still_read(key: str) -> None:
    source = Source(5)
    source.gate = asyncio.Event()
    async with listed(source, SHOW, REGISTER, marks=True) as (app, pilot, browsing, done):
        await pilot.press(key)
        await until(pilot, lambda: STILL_BUSY in told(app))
        source.gate.set()
        await until(pilot, lambda: "all 5 read" in one_line(app))
        assert not done.picked
        assert not browsing.marked
        await pilot.press("enter")
        await until(pilot, lambda: bool(done.picked))


async def test_a_key_is_answered_in_words_while_what_was_picked_takes_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui_app.tui.screens.browse.PATIENCE", 0.01)
    gate = asyncio.Event()

    async def act(picked: Picked) -> bool:
        await gate.wait()
        return True

    async with wizard() as (app, pilot):
        browsing = Browsing(Source(5).table(SHOW, REGISTER))
        app.begin_flow(lambda: browse(app, browsing, act, "SANDBOX"), "list")
        await armed(pilot)
        await pilot.press("enter", "down")
        await until(pilot, lambda: STILL_BUSY in told(app))
        assert app.screen.query_one(RowList).cursor == 0
        gate.set()
        await pilot.press("down")
        assert app.screen.query_one(RowList).cursor == 1


async def test_escape_clears_the_search_then_closes() -> None:
    async with listed(Source(50)) as (app, pilot, browsing, done):
        await pilot.press("4", "9")
        await until(pilot, lambda: "office 00049" in one_line(app))
        assert browsing.search == "49"
        await pilot.press("escape")
        assert browsing.search == ""
        assert isinstance(app.screen, BrowseScreen)
        await pilot.press("escape")
        await until(pilot, StepScreen)
        assert done.picked == [None]


async def test_the_search_keeps_to_what_was_read_below_three_letters_and_then_asks() -> None:
    source = Source(1000, size=100, shortest=3)
    async with listed(source) as (app, pilot, _, _):
        await pilot.press("9", "9")
        assert source.asked == [("", 1)]
        assert "3 characters search every name" in one_line(app)
        await pilot.press("7")
        await until(pilot, lambda: "office 00997" in one_line(app))
        assert source.asked == [("", 1), ("997", 1)]
        await pilot.press("enter")
        await until(pilot, StepScreen)


async def test_a_search_that_is_not_wanted_any_more_is_cancelled() -> None:
    source = Source(1000, size=100, shortest=3)
    async with listed(source) as (app, pilot, browsing, _):
        await until(pilot, lambda: "office 00000" in one_line(app))
        source.gate = asyncio.Event()
        await pilot.press(*"0099")
        await until(pilot, lambda: ("0099", 1) in source.asked)
        await pilot.press("1")
        await until(pilot, lambda: ("00991", 1) in source.asked)
        pages = [each for each in app.workers if each.name == "page" and not each.is_finished]
        assert len(pages) == 1
        assert "Reading ..." in one_line(app)
        source.gate.set()
        await until(pilot, lambda: "office 00991" in one_line(app))
        assert [row.key for row in browsing.rows] == ["991"]


async def test_a_page_that_fails_is_told_in_the_list_and_read_again_with_a_key() -> None:
    source = Source(60, size=30)
    source.fails = {("", 2)}
    async with listed(source) as (app, pilot, _, _):
        await pilot.press("end")
        await until(pilot, lambda: "The API did not answer." in one_line(app))
        assert "office 00029" in one_line(app), "what was read stays"
        assert "The API did not answer. Ctrl+R tries again." in one_line(app)
        await pilot.press("up", "down", "down")
        assert source.asked == [("", 1), ("", 2)], "not by itself"
        source.fails.clear()
        await pilot.press("ctrl+r", "end")
        await until(pilot, lambda: "office 00059" in one_line(app))


async def test_beyond_its_end_a_search_reads_further() -> None:
    source = Source(60, size=30, shortest=3)
    async with listed(source) as (app, pilot, _, _):
        await pilot.press(*"user45")
        await until(pilot, lambda: "Nothing is found by that." in one_line(app))
        await pilot.press("down")
        await until(pilot, lambda: "office 00045" in one_line(app))
        assert source.asked[-1] == ("", 2)


async def test_letters_are_actions_where_there_are_any_and_the_list_stays() -> None:
    async with listed(Source(30), SHOW, REGISTER, ALL, marks=True) as (app, pilot, browsing, done):
        await pilot.press("down", "r")
        await until(pilot, lambda: len(done.picked) == 1)
        assert isinstance(app.screen, BrowseScreen)
        await pilot.press("space", "space", "a")
        await until(pilot, lambda: len(done.picked) == 2)
        assert "2 marked" in one_line(app)
        assert sum(line.startswith("* ") for line in screen_lines(app)) == 2
        assert [
            (each.action.name, [row.key for row in each.rows]) for each in done.picked if each
        ] == [
            ("register", ["1"]),
            ("all", ["1", "2"]),
        ]
        await pilot.press("slash", *"office 00007")
        assert [row.key for row in browsing.rows] == ["7"]
        await pilot.press("enter")
        assert isinstance(app.focused, RowList)
        done.stays = False
        await pilot.press("enter")
        await until(pilot, StepScreen)
        assert done.picked[-1] == done.picked[-2]


async def test_the_cursor_stays_on_its_row_when_rows_come_or_go() -> None:
    async with listed(Source(30), SHOW, REGISTER) as (app, pilot, browsing, _):
        await pilot.press("down", "down", "down")
        browsing.remove("1")
        screen = app.screen
        assert isinstance(screen, BrowseScreen)
        screen.sync()
        rows = screen.query_one(RowList)
        assert rows.row is not None
        assert rows.row.key == "3"
        browsing.remove("3")
        screen.sync()
        assert rows.row.key == "4", "what took its place"


@pytest.mark.parametrize(
    ("size", "titles"), [((60, 20), "Name User name"), ((120, 40), "Name User name")]
)
async def test_it_never_scrolls_sideways(size: tuple[int, int], titles: str) -> None:
    async with listed(Source(100, size=50), size=size) as (app, pilot, _, _):
        await until(pilot, lambda: "office 00000" in one_line(app))
        lines = screen_lines(app)
        assert len(lines) == size[1]
        assert " ".join(lines[3].split()) == titles
        assert "Esc close" in lines[-1]
        assert not app.screen.query_one(RowList).show_horizontal_scrollbar


async def test_an_empty_list_says_so() -> None:
    async with listed(Source(0)) as (app, pilot, _, done):
        assert "There are no offices." in one_line(app)
        await pilot.press("enter", "down", "end", "escape")
        await until(pilot, StepScreen)
        assert done.picked == [None]


async def test_tab_goes_to_the_search_and_back() -> None:
    async with listed(Source(3)) as (app, pilot, _, _):
        await pilot.press("tab")
        assert app.screen.query_one(Input).has_focus
        await pilot.press("tab")
        assert app.screen.query_one(RowList).has_focus
