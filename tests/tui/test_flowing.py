"""No key is lost where a flow begins, ends or goes from one screen to the next."""

import asyncio
from functools import partial

import pytest
from textual import events
from textual.screen import Screen
from textual.widgets import Input

from tests.support.wizard import armed, screen_text, told, until, wizard
from tui_app.api.target import SANDBOX, check_key, find_target
from tui_app.core.draft import Draft
from tui_app.core.messages import OPEN_ALREADY
from tui_app.core.session import Session
from tui_app.settings.misplaced import find
from tui_app.text.document import parse_document
from tui_app.tui.app import WizardApp
from tui_app.tui.messages import SecretMisplaced
from tui_app.tui.screens.base import Dialog
from tui_app.tui.screens.dialogs import ConfirmationDialog, QuestionDialog
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.review import ReviewScreen

GOOD = parse_document(
    b'{"connection_name": "office-pbx", "user_name": "office12", "password": "Wq7-Nz2L-m9Rx"}', ""
)


def good() -> Draft:
    return Draft.of(GOOD)[0]


async def turns(number: int) -> None:
    """Lets the event loop turn so many times."""
    for _ in range(number):
        await asyncio.sleep(0)


async def type_at(app: WizardApp, key: str, moment: int) -> None:
    """Types a key as the terminal does, so many turns of the event loop from now."""
    await turns(moment)
    app.post_message(events.Key(key, key if len(key) == 1 else None))


MOMENTS = [0, 1, 2, 4, 8, 20]
"""Turns of the event loop between two keys."""


@pytest.mark.long
@pytest.mark.parametrize("answer", ["n", "escape"])
async def test_s_is_obeyed_at_every_moment_of_an_ending_confirmation(
    answer: str,
) -> None:
    async with wizard(good()) as (app, pilot):
        await pilot.press("ctrl+r", "s")
        for moment in MOMENTS:
            await armed(pilot)
            last = app.screen
            await type_at(app, answer, 0)
            await type_at(app, "s", moment)
            await until(pilot, partial(another_confirmation, app, last))


def another_confirmation(app: WizardApp, last: Screen[object]) -> bool:
    return isinstance(app.screen, ConfirmationDialog) and app.screen is not last


@pytest.mark.parametrize("moment", MOMENTS)
async def test_ctrl_r_is_obeyed_at_every_moment_of_the_beginning(moment: int) -> None:
    app = WizardApp(good(), Session(SANDBOX))
    typed = asyncio.create_task(type_at(app, "ctrl+r", moment * 4))
    async with app.run_test(notifications=True) as pilot:
        await typed
        await until(pilot, ReviewScreen)


@pytest.mark.long
async def test_keys_pressed_twice_do_a_thing_once() -> None:
    async with wizard(good()) as (app, pilot):
        await pilot.press("ctrl+r")
        for moment in MOMENTS:
            await type_at(app, "s", 0)
            await type_at(app, "s", moment)
            await armed(pilot)
            await pilot.press("n")
            await until(pilot, ReviewScreen)
            await pilot.pause(0.05)
            assert isinstance(app.screen, ReviewScreen)


async def test_what_is_asked_for_while_another_flow_waits_for_a_server_is_answered_in_words() -> (
    None
):
    gate = asyncio.Event()
    async with wizard(good()) as (app, pilot):
        await pilot.press("ctrl+r")
        assert app.begin_flow(gate.wait)
        await pilot.press("s")
        await until(pilot, lambda: "Press it again in a moment" in told(app))
        assert isinstance(app.screen, ReviewScreen)
        gate.set()
        await pilot.pause()
        await pilot.press("s")
        await until(pilot, ConfirmationDialog)


async def test_a_key_waits_until_a_flow_has_taken_up_the_answer_of_its_screen() -> None:
    """Else it reaches the review while the flow is under way still, which then has no ear for
    it.
    """
    async with wizard(good()) as (app, pilot):
        await pilot.press("ctrl+r", "s")
        await armed(pilot)
        question = app.screen
        assert isinstance(question, ConfirmationDialog)
        question.dismiss(False)
        assert app.is_between_screens
        await app.ready(events.Key("s", "s"))
        assert not app.is_between_screens
        assert app.begin_flow(asyncio.Event().wait), "the flow before has ended"
        app.exit()


async def test_a_secret_that_is_found_while_another_flow_runs_is_asked_about_after_it() -> None:
    gate = asyncio.Event()
    async with wizard(good()) as (app, pilot):
        assert app.begin_flow(gate.wait)
        found = find("sip:office12:Other-Winter-7@sip.telnyx.com")
        assert found is not None
        app.post_message(SecretMisplaced(found, None))
        await pilot.pause()
        assert not isinstance(app.screen, QuestionDialog)
        gate.set()
        await until(pilot, QuestionDialog)
        assert "Other-Winter-7" not in screen_text(app)


DIALOGS = ("ctrl+q", "f1", "ctrl+g", "f3", "ctrl+p")
"""What opens a dialog over the review that Escape closes."""


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("opener", DIALOGS)
async def test_each_key_is_obeyed_at_every_moment_of_an_opening_and_closing(
    opener: str, moment: int
) -> None:
    """Each dialog, and each moment, stands in some case every day; the campaigns try them all."""
    async with wizard(good()) as (app, pilot):
        await pilot.press("ctrl+r")
        review = app.screen
        # Again, since the second time the dialog and the question were there before.
        for _ in range(2):
            await type_at(app, opener, 0)
            await type_at(app, "escape", moment)
            await type_at(app, "s", moment)
            await armed(pilot)
            assert app.screen_stack[-2] is review
            await pilot.press("n")
            await until(pilot, ReviewScreen)


@pytest.mark.long
async def test_what_is_typed_at_once_after_f4_goes_into_the_dialog_whole() -> None:
    app = WizardApp(good(), Session(find_target("https://api.example.com/v2", {}), check_key("K")))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r")
        for moment in MOMENTS:
            await type_at(app, "f4", 0)
            await turns(moment)
            for letter in "sns":
                await type_at(app, letter, 0)
            await until(pilot, EntryDialog)
            await until(pilot, lambda: app.screen.query_one(Input).value == "sns")
            await pilot.press("escape")
            await until(pilot, ReviewScreen)


@pytest.mark.parametrize("key", ["f3", "f4"])
async def test_a_key_whose_dialog_is_open_says_so(key: str) -> None:
    app = WizardApp(good(), Session(find_target("https://api.example.com/v2", {}), check_key("K")))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press(key)
        await until(pilot, Dialog)
        dialog = app.screen
        await pilot.press(key)
        await until(pilot, lambda: OPEN_ALREADY in told(app))
        assert app.screen is dialog


async def test_ctrl_q_on_a_question_says_that_it_is_to_be_answered_first() -> None:
    async with wizard(good()) as (app, pilot):
        await pilot.press("ctrl+q")
        await until(pilot, QuestionDialog)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: "Answer the question first" in told(app))
        assert isinstance(app.screen, QuestionDialog)
