"""The page of the connection: what was not kept, another password, and another connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path as File

import httpx
import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.submitting import GOOD, REPLY, app_with
from tests.support.wizard import confirm, one_line, row_at, screen_text, told, until
from tui_app.core.draft import Draft
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.dialogs import HelpDialog
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.outcome import CreatedScreen
from tui_app.tui.screens.pick import PickDialog
from tui_app.tui.screens.step import StepScreen

pytestmark = pytest.mark.usefixtures("looks_at_once")


@asynccontextmanager
async def asked_for_a_new_password() -> AsyncIterator[tuple[WizardApp, Pilot[int]]]:
    """The wizard after a creation, in the dialog for another password."""
    status = {"POST": 201, "PATCH": 200}
    app, _ = app_with(lambda request: httpx.Response(status[request.method], json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        await pilot.press("p")
        await until(pilot, EntryDialog)
        yield app, pilot


async def test_a_new_password_is_told_on_the_page_of_the_connection() -> None:
    async with asked_for_a_new_password() as (app, pilot):
        await pilot.press("enter")
        await until(pilot, CreatedScreen)
        assert "The new password is set." in one_line(app)


def _unframed(app: WizardApp) -> str:
    """The screen's text without the frame of a dialog, so that what is wrapped in it reads as
    one.
    """
    return " ".join(one_line(app).replace("│", " ").split())


async def test_a_weak_new_password_is_told_and_set_if_it_is_given_again() -> None:
    async with asked_for_a_new_password() as (app, pilot):
        app.screen.query_one(Input).value = "changeme123"
        await pilot.press("enter")
        await until(pilot, lambda: "Password looks like a placeholder" in _unframed(app))
        assert "Give it again to set it all the same" in _unframed(app)
        await pilot.press("enter")
        await until(pilot, CreatedScreen)
        assert "The new password is set." in one_line(app)


async def test_another_one_keeps_all_but_what_is_each_connections_own() -> None:
    app, _ = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        await pilot.press("n")
        await until(pilot, StepScreen)
        assert app.draft.payload() == {"outbound": {"localization": "DE"}}
        await pilot.pause()
        assert app.focused is row_at(app, ("connection_name",)).target
        assert "error" not in screen_text(app)


KEPT_OTHERWISE = {
    **REPLY["data"],
    "active": False,
    "tags": ["a\x1b[2J"],
    "outbound": {
        "localization": "US",
        "outbound_voice_profile_id": None,
        "ani_override": "",
        "generate_ringback_tone": True,
        "instant_ringback_enabled": False,
    },
}
ASKED = {
    **GOOD,
    "tags": ["lab"],
    "outbound": {
        "localization": "DE",
        "outbound_voice_profile_id": "1293384261075731499",
        "ani_override": "+15555550123",
        "generate_ringback_tone": True,
    },
}
TOLD = (
    "6 values were not kept as sent:",
    "Outbound voice profile was not kept: sent",
    "(SIP 403, reason D38)",
    "is off although nothing was sent for it",
    "was turned off by the API",
)


@pytest.mark.long
@pytest.mark.parametrize("lost", [False, True])
async def test_a_connection_that_holds_other_values_is_told_with_room_for_all(lost: bool) -> None:
    """After a 201 and after a look-up, at 80x24: what has no room is a key away."""

    def answer(request: httpx.Request) -> httpx.Response:
        if lost:
            api.listed = [{**KEPT_OTHERWISE, "created_at": datetime.now(UTC).isoformat()}]
            return httpx.Response(500, text="oops")
        return httpx.Response(201, json={"data": KEPT_OTHERWISE})

    app, api = app_with(answer, Draft.of(ASKED)[0])  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        seen = one_line(app)
        assert "Created" in seen
        assert "1293384261075731499" in seen
        for _ in range(30):
            await pilot.press("down")
        await pilot.pause()
        seen += " " + one_line(app)
        for words in TOLD:
            assert words in seen, words
        assert "sip.telnyx.com" in seen
        assert "\x1b" not in seen
        assert app.draft.created
    assert len(api.posts) == 1


@asynccontextmanager
async def created() -> AsyncIterator[tuple[WizardApp, Pilot[int]]]:
    """The wizard on the page of a connection that was just created."""
    app, _ = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        yield app, pilot


async def test_the_title_and_the_card_are_in_sight_at_once() -> None:
    async with created() as (app, pilot):
        await pilot.pause()
        assert "\u2713 Created" in screen_text(app)
        assert "Connection ID" in screen_text(app)
        assert "Server       sip.telnyx.com" in screen_text(app)


async def test_a_line_of_the_card_is_copied_with_enter_but_no_masked_password() -> None:
    async with created() as (app, pilot):
        await pilot.press("enter")
        assert app.clipboard == "sip.telnyx.com"
        await pilot.press("down", "down", "enter")
        assert app.clipboard == "sip.telnyx.com"
        assert "The password is masked" in told(app)
        await pilot.press("r", "enter")
        assert app.clipboard == GOOD["password"]


async def test_the_card_is_copied_as_it_is_shown() -> None:
    async with created() as (app, pilot):
        await pilot.press("a")
        assert "Password     ********\n" in app.clipboard
        assert "SIP address  office12@sip.telnyx.com\n" in app.clipboard
        assert "with the password masked" in told(app)
        await pilot.press("r", "a")
        assert f"Password     {GOOD['password']}\n" in app.clipboard
        assert "WITH the password in clear" in told(app)


@pytest.mark.parametrize("with_password", [False, True])
async def test_the_card_is_saved_to_a_private_file(tmp_path: File, with_password: bool) -> None:
    file = tmp_path / "card.txt"
    async with created() as (app, pilot):
        await pilot.press("e")
        await until(pilot, PickDialog)
        await pilot.press(*["down"] * with_password, "enter")
        await until(pilot, EntryDialog)
        app.screen.query_one(Input).value = str(file)
        await pilot.press("enter")
        await until(pilot, CreatedScreen)
        text = file.read_text()
        assert (str(GOOD["password"]) in text) is with_password
        assert "Server       sip.telnyx.com" in text
        assert file.stat().st_mode & 0o777 == 0o600


async def test_what_is_typed_replaces_the_generated_password() -> None:
    """It began with 20 hidden characters, and what was typed went on behind them."""
    async with asked_for_a_new_password() as (app, pilot):
        await pilot.press(*"Otter-lamp-42")
        assert app.screen.query_one(Input).value == "Otter-lamp-42"


async def test_a_new_password_is_on_the_card_that_is_there() -> None:
    async with asked_for_a_new_password() as (app, pilot):
        await pilot.press(*"Otter-lamp-42-rain", "enter")
        await until(pilot, lambda: "The new password is set." in one_line(app))
        await pilot.press("r")
        assert "Otter-lamp-42-rain" in screen_text(app)
        assert sum(isinstance(page, CreatedScreen) for page in app.screen_stack) == 1


async def test_f1_says_the_keys_of_the_card() -> None:
    async with created() as (app, pilot):
        await pilot.press("f1")
        await until(pilot, HelpDialog)
        assert "set a new password" in one_line(app)
