"""What annoyed somebody who saw the wizard for the first time, and how it is now."""

from types import SimpleNamespace
from typing import cast

import pytest
from textual import events

from screenshots.make import half_draft, sound_draft
from tests.support.wizard import confirm, go_to, one_line, screen_lines, told, until, wizard
from tui_app.api.background import Background
from tui_app.core.draft import Draft
from tui_app.storage.preferences import TERMINAL_THEME, Preferences
from tui_app.text.document import Json
from tui_app.tui.screens.dialogs import ConfirmationDialog, QuestionDialog
from tui_app.tui.screens.outcome import CreatedScreen
from tui_app.tui.screens.pick import PickDialog
from tui_app.tui.screens.review import ReviewScreen
from tui_app.tui.screens.step import StepScreen


async def test_the_review_says_which_form_is_sent() -> None:
    async with wizard(sound_draft()) as (app, pilot):
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "creates the connection with what you set" in one_line(app))
        assert "not set (default: on)" in one_line(app)
        await pilot.press("f")
        await until(pilot, lambda: "creates the connection with every value" in one_line(app))
        assert "sent as the default: on" in one_line(app)
        await pilot.press("f")
        await until(pilot, lambda: "not set (default: on)" in one_line(app))


@pytest.mark.long
async def test_enter_on_the_review_goes_to_the_first_error() -> None:
    async with wizard(half_draft()) as (app, pilot):
        for _ in range(2):
            await pilot.press("ctrl+r")
            await until(pilot, ReviewScreen)
            await pilot.press("enter")
            await until(pilot, StepScreen)
            assert app.position.path == ("password",)
            await pilot.press("ctrl+r", *["down"] * 9, "enter")


async def test_escape_leads_back_from_the_payload_that_has_the_page() -> None:
    async with wizard(half_draft()) as (app, pilot):
        await pilot.press("ctrl+r", "ctrl+t")
        await until(pilot, lambda: "Payload: only what I set" in one_line(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Problems" in one_line(app))


@pytest.mark.long
async def test_a_key_that_can_do_nothing_says_so() -> None:
    async with wizard() as (app, pilot):
        await pilot.press("ctrl+f")
        await until(pilot, lambda: "There is no fix to accept" in told(app))
        await pilot.press("ctrl+g", *"xyzxyz")
        await until(pilot, PickDialog)
        await until(pilot, lambda: "Nothing is found by that." in one_line(app))
        await pilot.press("enter", "down")
        assert isinstance(app.screen, PickDialog)


@pytest.mark.long
@pytest.mark.parametrize("left", [[], ["tab"], ["tab", "tab", "tab"]], ids=len)
async def test_another_one_begins_without_reproach(left: list[str]) -> None:
    async with wizard(sound_draft()) as (app, pilot):
        await pilot.press(*left)
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        assert "Nothing has been sent" not in one_line(app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, StepScreen) and not app.draft.visited)
        await until(pilot, lambda: "required" in one_line(app))
        assert "error" not in one_line(app)
        assert "x" not in screen_lines(app)[2]


async def test_the_card_stays_below_the_dialogs_of_its_keys() -> None:
    async with wizard(sound_draft()) as (app, pilot):
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        await pilot.press("p")
        await until(pilot, lambda: "New SIP password" in one_line(app))
        assert "Nothing has been sent" not in one_line(app)
        assert "\u2713 Created" in one_line(app)
        await pilot.press("escape")
        await until(pilot, CreatedScreen)
        assert sum(isinstance(page, CreatedScreen) for page in app.screen_stack) == 1


async def test_leaving_after_a_refusal_does_not_say_that_nothing_was_sent() -> None:
    async with wizard(sound_draft()) as (app, pilot):
        await pilot.press("ctrl+q")
        await until(pilot, QuestionDialog)
        assert "Nothing has been sent yet. What you answered is not kept." in one_line(app)
        await pilot.press("escape")
        await until(pilot, StepScreen)
        app.submission = cast(Background, SimpleNamespace(outcome="refused"))
        await pilot.press("ctrl+q")
        await until(pilot, QuestionDialog)
        assert "What you answered is not kept." in one_line(app)
        assert "Nothing has been sent" not in one_line(app)


async def test_a_careful_question_takes_enter_for_no() -> None:
    answers: list[bool | None] = []
    async with wizard() as (app, pilot):
        for key in ("enter", "escape", "n", "y"):
            await app.push_screen(
                QuestionDialog(
                    "Send?", "It exists.", yes="send it", no="do not send", careful=True
                ),
                answers.append,
            )
            await until(pilot, QuestionDialog)
            assert "Enter, Esc: Do not send y: Send it" in one_line(app)
            await pilot.press(key)
            await until(pilot, StepScreen)
    assert answers == [False, False, False, True]


@pytest.mark.long
async def test_on_a_terminal_that_is_too_small_nothing_is_done_unseen() -> None:
    async with wizard(sound_draft()) as (app, pilot):
        await pilot.press("ctrl+r")
        await until(pilot, ReviewScreen)
        await pilot.resize_terminal(40, 10)
        await pilot.press("s", "enter", "pageup", "f")
        app.post_message(events.Paste("s"))
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        assert app.draft.form == "set"
    async with wizard(Draft()) as (app, pilot):
        await pilot.resize_terminal(40, 10)
        await pilot.press(*"office", "enter", "tab", *"-pbx")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: app.draft.get(("connection_name",)) == "office-pbx")


async def test_without_colours_a_theme_is_neither_taken_up_nor_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with wizard(preferences=Preferences(theme="nord")) as (app, pilot):
        assert app.theme == TERMINAL_THEME
        await pilot.press("f3")
        await until(pilot, lambda: "There are no colours here" in told(app))


@pytest.mark.long
async def test_a_click_on_a_hint_is_as_good_as_its_key() -> None:
    async with wizard(sound_draft()) as (app, pilot):
        for hint, there in (
            ("PgDn", "AnchorSite (media)"),
            ("PgUp", "Connection name"),
            ("^P", "Commands"),
        ):
            await pilot.click(offset=(screen_lines(app)[-1].index(hint), 23))
            await until(pilot, lambda there=there: there in one_line(app))  # type: ignore[misc]
        await pilot.press("escape")
        await pilot.click(offset=(screen_lines(app)[-1].index("^R"), 23))
        await until(pilot, ReviewScreen)
        await pilot.click(offset=(screen_lines(app)[-1].index("s create"), 23))
        await until(pilot, ConfirmationDialog)


@pytest.mark.long
async def test_looking_at_a_step_changes_no_answer() -> None:
    """A payload's number in quotes is a mistake to be told, whatever the field that shows it would
    make of it.
    """
    document: dict[str, Json] = {
        "connection_name": 12,
        "tags": "a,b",
        "webhook_timeout_secs": "25",
        "inbound": {"channel_limit": "7", "timeout_1xx_secs": " 4 "},
        "outbound": {"outbound_voice_profile_id": 123, "channel_limit": 5.0},
    }
    draft, _ = Draft.of(document)
    before = list(draft.problems)
    async with wizard(draft, size=(120, 40)) as (_, pilot):
        for _ in range(8):
            await pilot.press("pagedown")
        await until(pilot, ReviewScreen)
        assert draft.payload() == document
        assert draft.problems == before
        assert not draft.can_undo
        await go_to(pilot, ("inbound", "channel_limit"))
        await pilot.press("end", "0")
        await until(pilot, lambda: draft.get(("inbound", "channel_limit")) == 70)
        await pilot.press("ctrl+underscore")
        await until(pilot, lambda: draft.payload() == document)
        await pilot.press("backspace", "7")
        await until(pilot, lambda: draft.get(("inbound", "channel_limit")) == 7)


@pytest.mark.long
async def test_what_is_wrong_is_told_when_the_field_is_left() -> None:
    """In the pane of the next field, which has nothing of its own to tell: there its fix can be
    accepted too.
    """
    async with wizard() as (app, pilot):
        await pilot.press(*"office", "tab", *"bad user!", "tab")
        await until(pilot, lambda: "Error: User name must be" in one_line(app))
        assert app.position.path == ("password",)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: app.draft.get(("user_name",)) == "baduser")
        assert "Error" not in one_line(app)
        await pilot.press("tab", "shift+tab", "shift+tab", "home", "-", "tab", "tab")
        assert app.position.path == ("active",)
        assert "Error: Password is required" in one_line(app), "of two, the one that was left last"


async def test_a_value_that_is_cut_says_so() -> None:
    async with wizard(size=(60, 20)) as (app, pilot):
        await go_to(pilot, ("inbound", "codecs"))
        assert "G722, G711U, G711A,... default" in one_line(app)


async def test_the_first_key_changes_what_is_shown_though_the_default_is_hearsay() -> None:
    async with wizard() as (app, pilot):
        await go_to(pilot, ("sip_uri_calling_preference",))
        assert "< disabled > default" in one_line(app)
        await pilot.press("right")
        await until(pilot, lambda: app.draft.get(("sip_uri_calling_preference",)) == "unrestricted")


async def test_ctrl_c_says_how_to_leave() -> None:
    async with wizard() as (app, pilot):
        await pilot.press("ctrl+c")
        assert "Ctrl+Q quits" in told(app)
        await pilot.press("escape")
        assert told(app) == ""
        await pilot.press("tab", "tab", "ctrl+c")
        assert "Ctrl+Q quits" in told(app)


async def test_an_empty_list_of_tags_can_be_answered() -> None:
    async with wizard() as (app, pilot):
        await go_to(pilot, ("tags",))
        await pilot.press("ctrl+o")
        await until(pilot, PickDialog)
        await pilot.press("e", "enter")
        await until(pilot, lambda: app.draft.payload() == {"tags": []})
