"""Creating from the wizard: one confirmation, and one request of what it showed."""

import asyncio
import threading

import httpx
import pytest
from textual import events
from textual.keys import Keys

from tests.support.submitting import GOOD, REPLY, app_with
from tests.support.wizard import armed, confirm, dialog_text, one_line, screen_text, until
from tui_app.core.draft import Draft
from tui_app.tui.screens.dialogs import ConfirmationDialog
from tui_app.tui.screens.outcome import CreatedScreen
from tui_app.tui.screens.review import ReviewScreen
from tui_app.tui.screens.submit import SubmitScreen

pytestmark = pytest.mark.usefixtures("looks_at_once")


async def test_the_confirmation_names_connection_and_host_and_escape_sends_nothing() -> None:
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "s")
        await armed(pilot)
        assert '"office-pbx"' in one_line(app)
        assert "api.example.com" in one_line(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        assert api.posts == []


@pytest.mark.long
async def test_what_was_shown_is_sent_once_however_often_enter_is_pressed() -> None:
    gate = threading.Event()

    async def slowly(request: httpx.Request) -> httpx.Response:
        await asyncio.to_thread(gate.wait, 20)
        return httpx.Response(201, json=REPLY)

    app, api = app_with(slowly)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "s")
        await armed(pilot)
        await pilot.press(*["enter"] * 10, "s", "s", "enter")
        await until(pilot, SubmitScreen)
        await pilot.press(*["enter"] * 5)
        gate.set()
        await until(pilot, CreatedScreen)
        assert "Created" in one_line(app)
        assert "1293384261075731499" in one_line(app)
        assert "hunter2" not in screen_text(app)
    assert api.posts == [GOOD]


async def test_the_confirmation_is_read_at_once_and_answered_after_a_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ConfirmationDialog, "MOMENT", 3600.0)
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "s")
        await until(pilot, lambda: "One moment ..." in one_line(app))
        assert "office-pbx" in one_line(app)
        assert "too early" not in one_line(app)
        await pilot.click(".button")
        await until(pilot, lambda: "(too early: press it again)" in one_line(app))
        assert isinstance(app.screen, ConfirmationDialog)
        assert api.posts == []


async def test_a_key_pressed_once_the_confirmation_was_drawn_is_taken_when_that_is_armed() -> None:
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "s")
        await until(
            pilot, lambda: isinstance(app.screen, ConfirmationDialog) and app.screen.is_seen
        )
        await app.on_event(events.Key("enter", "\r"))
        assert api.posts == []
        await until(pilot, CreatedScreen)
    assert len(api.posts) == 1


async def test_a_key_that_came_too_early_is_not_taken_and_the_confirmation_says_so() -> None:
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True, size=(60, 20)) as pilot:
        await pilot.press("ctrl+r")
        enter, reply = events.Key("enter", "\r"), events.Key(Keys.Ignore, "\x1b[0n")
        await pilot.press("s")
        await armed(pilot)
        assert "One moment" not in one_line(app)
        await app.on_event(reply)
        await pilot.pause()
        assert "too early" not in one_line(app)
        await app.on_event(enter)
        await until(pilot, lambda: "(too early: press it again)" in one_line(app))
        assert "Enter: Create connection" in one_line(app)
        assert api.posts == []


async def test_a_key_typed_ahead_of_the_confirmation_is_named_once_it_is_asked() -> None:
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r")
        for key in (events.Key("s", "s"), events.Key("enter", "\r")):
            await app.on_event(key)
        await armed(pilot)
        await until(pilot, lambda: "(too early: press it again)" in one_line(app))
        assert api.posts == []


async def test_what_was_typed_while_the_wizard_stood_still_confirms_nothing() -> None:
    """As after a stop and fg: the moment is over at once, and the question was not seen for an
    instant of it.
    """
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r")
        enter = events.Key("enter", "\r")
        await pilot.press("s")
        await armed(pilot)
        for key in (enter, events.Paste("\r")):
            await app.on_event(key)
        await pilot.pause()
        assert isinstance(app.screen, ConfirmationDialog)
        await pilot.press("enter")
        await until(pilot, CreatedScreen)
    assert len(api.posts) == 1


@pytest.mark.parametrize("turn", ["left", "right", "tab", "shift+tab"])
async def test_the_marked_answer_is_the_one_that_enter_gives(turn: str) -> None:
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "s")
        await armed(pilot)
        assert "Enter: Create connection Esc: Back to the review" in one_line(app)
        await pilot.press(turn)
        assert "Enter, Esc: Back to the review y: Create connection" in one_line(app)
        await pilot.press("enter")
        await until(pilot, ReviewScreen)
        assert api.posts == []
        await pilot.press("s")
        await armed(pilot)
        await pilot.press(turn, turn, "enter")
        await until(pilot, CreatedScreen)
    assert len(api.posts) == 1


@pytest.mark.long
async def test_the_confirmation_says_what_is_sent_and_what_stands_unheeded() -> None:
    app, _ = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "s")
        await armed(pilot)
        assert isinstance(app.screen, ConfirmationDialog)
        assert dialog_text(app).endswith("Only what you set is sent. 2 warnings.")
        await pilot.press("escape", "f", "s")
        await armed(pilot)
        assert isinstance(app.screen, ConfirmationDialog)
        assert "API defaults too" in dialog_text(app)
        assert "Timeout (undocumented)" in dialog_text(app), "what is left out is named"
        assert dialog_text(app).endswith(" 2 warnings.")


async def test_every_value_is_sent_where_it_was_chosen() -> None:
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "f")
        await confirm(pilot)
        await until(pilot, CreatedScreen)
    assert api.posts == [
        app.draft.request.body(app.draft.request.every_value(Draft.of(GOOD)[0].answers))  # type: ignore[arg-type]
    ]
