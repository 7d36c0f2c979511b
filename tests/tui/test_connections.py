"""The list of connections on the screen, over an account of 10,000."""

import asyncio

import httpx
import pytest
from pydantic import SecretStr
from textual import events
from textual.widgets import Input

from tests.support.many import Account
from tests.support.wizard import armed, one_line, screen_lines, told, until
from tui_app.core.draft import Draft
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.browse import BrowseScreen
from tui_app.tui.screens.dialogs import ConfirmationDialog, HelpDialog, SecretDialog
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.review import ReviewScreen
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.widgets.row_list import RowList


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui_app.tui.browsing.REST", 0)
    for screen in (BrowseScreen, SecretDialog, ConfirmationDialog):
        monkeypatch.setattr(screen, "MOMENT", 0.001)


async def test_it_opens_from_a_field_with_one_request_and_finds_the_last_one() -> None:
    account = Account()
    app = WizardApp(Draft(), account.session)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press(*"abc", "ctrl+e")
        await armed(pilot)
        await until(pilot, lambda: "office 10000" in one_line(app))
        assert len(account.requests) == 1
        assert "250 of 10,000 read" in one_line(app)
        assert screen_lines(app)[0].rstrip().endswith("api.example.com")
        await pilot.press("slash", *"00001")
        await until(pilot, lambda: "office 00001" in one_line(app))
        assert account.pages == [("", "1"), ("000", "1")], "that has what longer texts find, too"
        await pilot.press("enter", "enter")
        await until(pilot, HelpDialog)
        assert "Registered" in one_line(app)
        assert "hunter2" not in one_line(app)
        await pilot.press("c")
        assert "Registration" in app.clipboard
        assert "office 00001 was sent to the terminal's clipboard" in told(app)
        await pilot.press("escape", "i")
        await until(pilot, lambda: app.clipboard == "1")
        assert "The id was sent to the terminal's clipboard" in told(app)
        await pilot.press("escape", "escape")
        await until(pilot, StepScreen)
        assert app.draft.answers == {("connection_name",): "abc"}


async def test_a_new_password_is_masked_until_it_is_shown_and_gone_afterwards() -> None:
    account = Account(3)
    app = WizardApp(Draft(), account.session)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+e")
        await armed(pilot)
        await until(pilot, lambda: "office 00003" in one_line(app))
        await pilot.press("p")
        await until(pilot, EntryDialog)
        made = app.screen.query_one(Input).value
        await pilot.press("enter")
        await until(pilot, SecretDialog)
        await armed(pilot)
        assert "New password of office 00003" in one_line(app)
        assert made not in one_line(app)
        await pilot.press("c")
        assert "It is masked: r shows it, then c copies it." in told(app)
        assert app.clipboard == ""
        await pilot.press("r")
        assert made in one_line(app)
        await pilot.press("c")
        assert app.clipboard == made
        assert "New password of office 00003 WITH the password in clear was sent" in told(app)
        app.push_screen(HelpDialog("On top", "of it"))
        await until(pilot, HelpDialog)
        assert made not in one_line(app)
        await pilot.press("escape")
        await until(pilot, SecretDialog)
        assert made not in one_line(app)
        await pilot.press("escape")
        await until(pilot, BrowseScreen)
        assert made in list(app.secrets())


async def test_a_clone_closes_the_list_and_shows_what_it_filled_in() -> None:
    app = WizardApp(Draft(), Account(8).session)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+e")
        await armed(pilot)
        await until(pilot, lambda: "office 00008" in one_line(app))
        await pilot.press("down", "c")
        await until(pilot, StepScreen)
        assert app.draft.get(("connection_name",)) == "office 00007"
        assert "office 00007" in one_line(app)
        assert "Filled from office 00007" in told(app)
        await pilot.press("ctrl+underscore")
        assert not app.draft.answers


@pytest.mark.parametrize("way", ["pagedown", "ctrl+r"])
@pytest.mark.parametrize(("key", "told_by_it"), [("c", "Filled from office"), ("e", "Editing")])
async def test_from_another_step_it_leads_to_the_first(key: str, told_by_it: str, way: str) -> None:
    app = WizardApp(Draft(), Account(8).session)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press(way, "ctrl+e")
        await armed(pilot)
        await until(pilot, lambda: "office 00008" in one_line(app))
        await pilot.press(key)
        await until(pilot, StepScreen)
        await until(pilot, lambda: told_by_it in told(app))
        assert app.step_index == 0
        assert "office 00008" in one_line(app)
        await pilot.press("ctrl+r")
        await until(pilot, ReviewScreen)
        await pilot.press("pageup")
        assert not isinstance(app.screen, BrowseScreen)


async def test_what_changed_is_read_again_and_the_cursor_stays() -> None:
    account = Account(5)
    app = WizardApp(Draft(), account.session)

    def gone(request: httpx.Request) -> None:
        if request.url.path.endswith("/4"):
            account.numbers = [5, 3, 2, 1]

    account.fails = gone
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+e")
        await armed(pilot)
        await until(pilot, lambda: "office 00005" in one_line(app))
        await pilot.press("down", "enter")
        rows = app.screen.query_one(RowList)
        await until(pilot, lambda: rows.row is not None and rows.row.key == "3")
        assert isinstance(app.screen, BrowseScreen)
        assert "office 00004 does not exist any more." in told(app)


async def test_it_is_in_the_list_of_commands_on_the_review_too() -> None:
    app = WizardApp(Draft(), Account(3).session)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r")
        await pilot.press("ctrl+p")
        await pilot.press(*"connections of")
        await pilot.press("enter")
        await armed(pilot)
        assert isinstance(app.screen, BrowseScreen)


async def test_keys_wait_while_what_was_picked_asks_the_server() -> None:
    account, gate = Account(3), asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            await gate.wait()
        return account.answer(request)

    session = account.session
    session.transport = lambda: httpx.MockTransport(answer)
    app = WizardApp(Draft(), session)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+e")
        await armed(pilot)
        await until(pilot, lambda: "office 00003" in one_line(app))
        for key in ("r", "slash", "x"):
            app.post_message(events.Key(key, key if len(key) == 1 else "/"))
        await until(pilot, lambda: "Asking" in told(app))
        assert app.screen.query_one(Input).value == ""
        gate.set()
        await until(pilot, lambda: app.screen.query_one(Input).value == "x")
        assert "Asking" not in told(app)


async def test_what_was_asked_meanwhile_does_not_stand_under_the_next_question() -> None:
    account, gate = Account(3), asyncio.Event()
    gate.set()

    async def answer(request: httpx.Request) -> httpx.Response:
        await gate.wait()
        return account.answer(request)

    session = account.session
    session.transport = lambda: httpx.MockTransport(answer)
    app = WizardApp(Draft(), session)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+e")
        await armed(pilot)
        await until(pilot, lambda: "office 00003" in one_line(app))
        gate.clear()
        await pilot.press("d")
        await until(pilot, lambda: "Asking" in one_line(app))
        gate.set()
        await until(pilot, lambda: "Delete the connection?" in one_line(app))
        await until(pilot, lambda: "Asking" not in one_line(app))


async def test_the_setting_to_change_on_all_marked_is_found_by_a_part_of_its_name() -> None:
    app = WizardApp(Draft(), Account(3).session)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+e")
        await armed(pilot)
        await until(pilot, lambda: "office 00003" in one_line(app))
        await pilot.press("space", "space", "m", "down", "down", "enter")
        await until(pilot, lambda: "Which setting?" in one_line(app))
        await pilot.press(*"stir")
        await until(pilot, lambda: "inbound.shaken_stir_enabled" in one_line(app))
        assert "codecs" not in one_line(app)
        await pilot.press("enter")
        await until(pilot, lambda: "API default" in one_line(app))
        assert "SHAKEN/STIR" in one_line(app)


async def test_all_keys_of_a_new_password_are_in_sight_on_a_small_terminal() -> None:
    app = WizardApp(Draft(), Account(3).session)
    async with app.run_test(size=(60, 20)) as pilot:
        app.push_screen(SecretDialog("New password", "The new password is set.", SecretStr("x")))
        await armed(pilot)
        await until(pilot, lambda: "Esc closes for good" in one_line(app))
