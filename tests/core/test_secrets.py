"""Key and password are in no text that the program makes of its parts, and in sight only where they
were asked for.
"""

import json
from typing import Any, cast

import pytest
from pydantic import SecretStr
from textual.widgets import Input

from tests.support.wizard import answer_text, go_to, screen_text, wizard
from tui_app.api.client import Client
from tui_app.api.progress import Outcome
from tui_app.api.replies import read_connection
from tui_app.api.submission import Submission
from tui_app.api.target import find_target
from tui_app.core.autosave import Position, to_document
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.core.shown import Shown
from tui_app.core.suggestions import suggestions_for
from tui_app.settings.problem import Fix
from tui_app.settings.request import REQUEST
from tui_app.text.escape import MASK
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.outcome import CreatedScreen
from tui_app.tui.widgets.setting_row import SettingRow

SECRET = "hunter2hunter2"
KEY = "KEYhunter2hunter2"
LEAST = {"connection_name": "office", "user_name": "office12", "password": SECRET}
PASSWORD = REQUEST.settings[("password",)]


def used_draft() -> Draft:
    """A draft with a past and a future, each with a secret."""
    draft, _ = Draft.of(dict(LEAST))
    draft.apply(Fix("", {("password",): SECRET + "2"}))
    draft.set(("password",), SECRET + "3")
    draft.undo()
    return draft


def parts() -> dict[str, object]:
    target = find_target("http://127.0.0.1:9/v2", {})
    session = Session(target, SecretStr(KEY))
    draft = used_draft()
    made = read_connection({**LEAST, "id": "17"})
    return {
        "draft": draft,
        "its answers": dict(draft.answers),
        "its problems": draft.problems,
        "its file": to_document(draft, Position()),
        "session": session,
        "client": Client(target, SecretStr(KEY)),
        "submission": Submission(draft.payload(), session.open_client, print),
        "reply": made,
        "outcome": Outcome("created", "words", made),
        "message": SettingRow.Answered(PASSWORD, SecretStr(SECRET)),
        "offers": suggestions_for(PASSWORD, draft),
        "created screen": CreatedScreen("Created", Shown(made, SecretStr(SECRET)), "host", [])
        if made
        else None,
        "app": WizardApp(draft, session),
        "key prompt": EntryDialog("API key", "", value=KEY, masked=True),
    }


@pytest.mark.parametrize(
    "body",
    [
        {"credentials": {"username": "office12", "password": SECRET}},
        {"sip_password": SECRET},
        {"login": {"name": "office12", "key": SECRET}},
    ],
    ids=json.dumps,
)
def test_a_secret_in_an_unknown_field_is_in_no_repr_of_a_problem(body: dict[str, Any]) -> None:
    draft, _ = Draft.of({"connection_name": "office", **body})
    assert SECRET not in repr(draft.problems)
    assert SECRET in set(draft.secrets()), "a crash report masks it"
    assert SECRET not in json.dumps(to_document(draft, Position()))


@pytest.mark.parametrize("name", parts())
def test_no_repr_tells_a_secret(name: str) -> None:
    part = parts()[name]
    assert part is not None
    for text in (repr(part), str(part), f"{part}"):
        assert "hunter2" not in text


def test_a_draft_has_them_all_the_same() -> None:
    assert used_draft().payload()["password"] == SECRET + "2"
    assert set(used_draft().secrets()) == {SECRET, SECRET + "2", SECRET + "3"}


def test_an_offer_that_was_made_tells_nothing_of_what_it_sets() -> None:
    draft = Draft()
    generated = next(
        offer for offer in suggestions_for(PASSWORD, draft) if offer.label == "Generate"
    )
    assert draft.apply(generated.fix)
    assert str(draft.payload()["password"]) not in repr(generated) + repr(draft)


async def test_no_task_or_worker_is_named_after_a_secret() -> None:
    async with wizard(used_draft()) as (app, pilot):
        await pilot.press("ctrl+r", "e")
        await pilot.pause()
        assert list(app.workers)
        for worker in app.workers:
            assert "hunter2" not in f"{worker!r} {worker.name} {worker.description} {worker.group}"


async def test_the_palette_has_no_picture_of_the_screen() -> None:
    async with wizard() as (app, pilot):
        await pilot.press("ctrl+p", *"screenshot")
        assert "creenshot" not in screen_text(app).replace("screenshot", "", 1)
        await pilot.press("escape")
        assert not app.ENABLE_COMMAND_PALETTE


async def test_a_key_that_is_typed_cannot_be_copied_or_cut() -> None:
    async with wizard() as (app, pilot):
        app.push_screen(EntryDialog("API key", "", value=KEY, masked=True))
        await pilot.pause()
        await pilot.press("home", "shift+end", "ctrl+c", "ctrl+x", "ctrl+c")
        assert app.clipboard == ""
        assert app.screen.query_one(Input).value == KEY
        assert "hunter2" not in screen_text(app)


# A secret that was revealed is masked again: on leaving the field or the step, under a dialog, and
# while another window has the focus


WAYS_OFF = {
    "another field": (["tab"], ["shift+tab"]),
    "another step": (["pagedown"], ["pageup"]),
    "the review": (["ctrl+r"], ["pageup", "ctrl+g", *"password", "enter"]),
    "help": (["f1"], ["escape"]),
    "the answers": (["ctrl+o"], ["escape"]),
    "the finder": (["ctrl+g"], ["escape"]),
    "the palette": (["ctrl+p"], ["escape"]),
    "the payload": (["ctrl+t"], ["escape"]),
    "the way out": (["ctrl+q"], ["escape"]),
}


@pytest.mark.parametrize("way", WAYS_OFF)
async def test_a_password_is_masked_again_by_whatever_comes_over_it(way: str) -> None:
    off, back = WAYS_OFF[way]
    async with wizard() as (app, pilot):
        await answer_text(pilot, ("password",), SECRET)
        await pilot.press("ctrl+s")
        assert SECRET in screen_text(app)
        await pilot.press(*off)
        await pilot.pause()
        assert SECRET not in screen_text(app)
        await pilot.press(*back)
        await pilot.pause()
        assert SECRET not in screen_text(app)
        assert app.draft.payload()["password"] == SECRET


async def test_a_password_is_masked_when_the_terminal_loses_the_focus() -> None:
    async with wizard() as (app, pilot):
        await answer_text(pilot, ("password",), SECRET)
        await pilot.press("ctrl+s")
        app.app_focus = False
        await pilot.pause()
        assert SECRET not in screen_text(app)


async def test_a_password_is_masked_when_the_program_is_stopped() -> None:
    async with wizard() as (app, pilot):
        await answer_text(pilot, ("password",), SECRET)
        await pilot.press("ctrl+s")
        assert SECRET in screen_text(app)
        app.app_suspend_signal.publish(app)
        await pilot.pause()
        assert SECRET not in screen_text(app)
        await pilot.press("ctrl+s")
        assert SECRET in screen_text(app)
        app.app_resume_signal.publish(app)
        await pilot.pause()
        assert SECRET not in screen_text(app), "also where only the way back is told"


async def test_a_key_that_is_typed_is_masked_when_the_program_is_stopped() -> None:
    async with wizard() as (app, pilot):
        app.push_screen(EntryDialog("API key", "", value=KEY, masked=True))
        await pilot.pause()
        await pilot.press("ctrl+s")
        assert KEY in screen_text(app)
        app.app_resume_signal.publish(app)
        await pilot.pause()
        assert KEY not in screen_text(app)


@pytest.mark.parametrize("keys", [["ctrl+p"], ["ctrl+g"], ["e"], ["ctrl+q"]])
async def test_the_review_is_masked_under_a_dialog(keys: list[str]) -> None:
    async with wizard(used_draft(), size=(120, 40)) as (app, pilot):
        await pilot.press("ctrl+r", "r")
        assert SECRET in screen_text(app)
        await pilot.press(*keys)
        await pilot.pause()
        assert len(app.screen_stack) > 2, "a dialog is open"
        assert SECRET not in screen_text(app)


async def test_the_created_connection_is_masked_under_a_dialog() -> None:
    async with wizard() as (app, pilot):
        made = read_connection({**LEAST, "id": "17"})
        assert made is not None
        app.push_screen(CreatedScreen("Created", Shown(made, SecretStr(SECRET)), "host", []))
        await pilot.pause()
        assert MASK in screen_text(app)
        await pilot.press("r")
        assert SECRET in screen_text(app)
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert SECRET not in screen_text(app)
        await pilot.press("escape")
        assert SECRET not in screen_text(app)


async def test_showing_it_is_offered_and_ctrl_o_enter_shows_it() -> None:
    async with wizard() as (app, pilot):
        await answer_text(pilot, ("password",), SECRET)
        await go_to(pilot, ("password",))
        await pilot.press("ctrl+o", "s", "enter")
        await pilot.pause()
        assert SECRET in screen_text(app)


def test_a_refusal_stands_in_no_draft() -> None:
    """What the server says may quote anything; it is never written down."""
    draft = used_draft()
    assert "refusals" not in json.dumps(cast(Any, to_document(draft, Position())))
