"""The page of a connection: its region, configurations, what is missing, and its registration."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from textual import events
from textual.pilot import Pilot

import tui_app.flows.status
from tests.support.submitting import GOOD, REPLY, Api, app_with
from tests.support.wizard import confirm, one_line, read_in, screen_lines, screen_text, told, until
from tui_app.api.replies import read_connection
from tui_app.core.checklist import Facts
from tui_app.core.messages import STILL_BUSY
from tui_app.flows.result import show_existing
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.configuration import ConfigurationDialog
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.guarded import Guarded
from tui_app.tui.screens.outcome import CreatedScreen
from tui_app.tui.screens.pick import PickDialog
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.widgets.help_pane import PlainText
from tui_app.tui.widgets.payload_view import PayloadView

pytestmark = [pytest.mark.usefixtures("looks_at_once"), pytest.mark.served]

REGISTERED = {
    "status": "Registered",
    "ip_address": "203.0.113.7",
    "port": 5062,
    "transport": "UDP",
    "user_agent": "baresip",
}
SIZES = [(80, 24), (120, 40), (60, 20)]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The registration is asked for again at once."""
    monkeypatch.setattr(tui_app.flows.status, "FIRST_PAUSE", 0.1)
    monkeypatch.setattr(tui_app.flows.status, "LONGER", 0)


@asynccontextmanager
async def created(
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[tuple[WizardApp, Pilot[int], Api]]:
    """The wizard on the page of a connection that was just created."""
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(size=size, notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        yield app, pilot, api


def facts_of(app: WizardApp) -> str:
    return read_in(app, "#facts-made")


@pytest.mark.parametrize("size", SIZES)
async def test_the_registration_turns_on_the_page(size: tuple[int, int]) -> None:
    async with created(size) as (app, pilot, api):
        await until(pilot, lambda: "not registered (still asking)" in facts_of(app))
        api.registration = REGISTERED
        await until(pilot, lambda: "baresip at 203.0.113.7:5062 over UDP" in facts_of(app))
        await until(pilot, lambda: app.wizard.shown is not None and not app.wizard.shown.watching)
        assert len(api.posts) == 1, "asking creates nothing"
        await pilot.press(*["down"] * 30)
        await pilot.pause()
        assert "A device is registered." in one_line(app)


async def test_a_wish_that_waits_for_another_one_is_kept_and_a_third_is_answered_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = asyncio.Event()

    async def wait(ui: object, rest: str) -> None:
        await gate.wait()

    monkeypatch.setattr("tui_app.flows.verify.verify_login", wait)
    async with created() as (app, pilot, _):
        await pilot.press("v", "d")
        assert STILL_BUSY not in told(app)
        await pilot.press("g")
        await until(pilot, lambda: STILL_BUSY in told(app))
        gate.set()
        await until(pilot, PickDialog)
        assert isinstance(app.screen, PickDialog)
        assert "device" in app.screen.heading.lower()


async def test_what_is_typed_for_the_page_sets_no_password_if_its_dialog_comes_back() -> None:
    early = events.Key("enter", "\r")
    app, _ = app_with(
        lambda request: (
            httpx.Response(201, json=REPLY)
            if request.method == "POST"
            else httpx.Response(500, json={})
        )
    )
    async with app.run_test(notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        await pilot.press("p")
        await until(pilot, EntryDialog)
        first = app.screen
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryDialog) and app.screen is not first)
        again = app.screen
        app.post_message(early)
        await until(pilot, lambda: Guarded.EARLY in one_line(app))
        assert app.screen is again
        await pilot.press("escape")
        await until(pilot, CreatedScreen)


async def test_nothing_is_asked_for_after_the_page() -> None:
    async with created() as (app, pilot, _):
        shown = app.wizard.shown
        assert shown is not None
        await until(pilot, lambda: shown.watching)
        await pilot.press("n")
        await until(pilot, StepScreen)
        await until(pilot, lambda: not shown.watching)


async def test_after_the_last_look_a_key_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tui_app.flows.status, "LONGEST", 0)
    async with created() as (app, pilot, api):
        await until(pilot, lambda: "not registered (l asks)" in facts_of(app))
        api.registration = REGISTERED
        await pilot.press("l")
        await until(pilot, lambda: "203.0.113.7" in facts_of(app))


async def test_what_is_as_before_is_not_painted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tui_app.flows.status, "LONGEST", 0)
    async with created() as (app, pilot, _):
        await until(pilot, lambda: "(l asks)" in facts_of(app))
        page = app.screen
        assert isinstance(page, CreatedScreen)
        painted: list[Any] = []
        monkeypatch.setattr(PlainText, "refresh", lambda *each, **how: painted.append(each))
        monkeypatch.setattr(PlainText, "update", lambda *each, **how: painted.append(each))
        page.show_state()
        assert painted == []
        assert app.wizard.shown is not None
        app.wizard.shown.facts = Facts()
        page.show_state()
        assert painted


async def test_the_card_is_for_the_region_that_is_chosen() -> None:
    async with created() as (app, pilot, _):
        assert "office12@sip.telnyx.com" in screen_text(app)
        await pilot.press("g")
        await until(pilot, PickDialog)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "office12@sip.telnyx.eu" in screen_text(app))
        assert "Devices now register at sip.telnyx.eu." in told(app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_configuration_is_masked_until_it_is_revealed(size: tuple[int, int]) -> None:
    async with created(size) as (app, pilot, _):
        await pilot.press("d")
        await until(pilot, PickDialog)
        await pilot.press(*["down"] * 4, "enter")
        await until(pilot, ConfigurationDialog)
        secret = str(GOOD["password"])
        assert "<SIP password>" in _whole(app)
        await pilot.press("a")
        assert "<SIP password>" in app.clipboard
        assert secret not in app.clipboard
        await pilot.press("r")
        await pilot.pause()
        assert secret in _whole(app)
        await pilot.press("a")
        assert f'auth_pass="{secret}"' in app.clipboard
        assert "WITH the password in clear" in told(app)
        await pilot.press("r")
        await pilot.pause()
        assert secret not in _whole(app)
        await pilot.press("escape")
        await until(pilot, CreatedScreen)


def _whole(app: WizardApp) -> str:
    """The lines of the configuration, all of its rows and the breaks in them taken away."""
    view = app.screen.query_one(PayloadView)
    rows = [view.render_line(y).text[1:].strip() for y in range(view.size.height)]
    return "".join(f"{row}\n" for row in rows).replace("»\n»", "")


async def test_a_revealed_configuration_is_masked_under_a_dialog() -> None:
    async with created() as (app, pilot, _):
        await pilot.press("d")
        await until(pilot, PickDialog)
        await pilot.press("enter")
        await until(pilot, ConfigurationDialog)
        await pilot.press("r", "end")
        await pilot.press("ctrl+p", "escape")
        await pilot.press("home", "a")
        assert str(GOOD["password"]) not in app.clipboard


@pytest.mark.parametrize("size", SIZES)
async def test_a_connection_that_was_read_is_not_said_to_be_created(size: tuple[int, int]) -> None:
    app, _ = app_with(lambda request: httpx.Response(404, json={"errors": []}))
    made = read_connection(REPLY["data"])
    assert made is not None
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, StepScreen)
        app.begin_flow(lambda: show_existing(app.ui, made))
        await until(pilot, CreatedScreen)
        seen = one_line(app)
        assert "Connection office-pbx" in seen
        assert "Created" not in seen
        assert "not known: p sets a new one" in seen
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, CreatedScreen), "no other draft is begun from here"
        await pilot.press("escape")
        await until(pilot, StepScreen)
        assert not app.draft.created


async def test_escape_does_not_leave_the_page_of_what_was_just_created() -> None:
    async with created() as (app, pilot, _):
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, CreatedScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_all_that_is_missing_can_be_read_without_scrolling_sideways(
    size: tuple[int, int],
) -> None:
    async with created(size) as (app, pilot, _):
        await until(pilot, lambda: "not registered" in facts_of(app))
        seen = one_line(app)
        for _ in range(40):
            await pilot.press("down")
        await pilot.pause()
        seen += " " + one_line(app)
        for words in ("calls to it get SIP", "SIP 403 (D38)", "SIP 403 (D35)"):
            assert words in seen
        assert all(len(line) <= size[0] for line in screen_lines(app))
