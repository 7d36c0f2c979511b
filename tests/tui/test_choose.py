"""Answers that are chosen from what is in the account."""

import asyncio
import re

import pytest

from tests.support.submitting import GOOD
from tests.support.wizard import armed, one_line, screen_lines, screen_text, until
from tui_app.api.target import SANDBOX, find_target
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.dialogs import ConfirmationDialog
from tui_app.tui.screens.pick import PickDialog
from tui_app.tui.screens.step import StepScreen

pytestmark = pytest.mark.usefixtures("looks_at_once")


PROFILE = ("outbound", "outbound_voice_profile_id")


@pytest.mark.long
async def test_an_answer_is_chosen_from_the_account() -> None:
    app = WizardApp(Draft.of(GOOD)[0], Session(SANDBOX))  # type: ignore[arg-type]
    async with app.run_test(notifications=True) as pilot:
        app.show_setting(("outbound", "outbound_voice_profile_id"))
        await pilot.pause()
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert "Choose from the account" in screen_text(app)
        await pilot.press("c", "enter")
        await armed(pilot)
        await pilot.press("enter")
        await until(pilot, StepScreen)
        chosen = app.draft.get(("outbound", "outbound_voice_profile_id"))
        assert isinstance(chosen, str)
        assert len(chosen) == 19
        assert not app.draft.problems_at(PROFILE)
        assert app.draft.name_of(PROFILE) == "Call centre, North America", "the newest enabled one"
        # Behind the id where it is edited, and in front of it elsewhere; gone with the id.
        app.clear_notifications()
        await pilot.pause()
        assert f"{chosen} Call centre" in one_line(app)
        assert 'Its name is "Call centre, North America".' in one_line(app)
        await pilot.press("tab")
        assert f"Call centre, North America {chosen[:12]}" in one_line(app)
        await pilot.press("ctrl+r")
        await pilot.pause()
        await pilot.press("end")
        assert f"{chosen} (Call centre, North America)" in one_line(app)
        app.show_setting(PROFILE)
        await pilot.pause()
        await pilot.press("end", "backspace")
        assert "Call centre" not in one_line(app)
        await pilot.press(chosen[-1])
        assert "Call centre" in one_line(app)


@pytest.mark.long
async def test_a_disabled_profile_is_marked_never_preselected_and_warns() -> None:
    app = WizardApp(Draft.of(GOOD)[0], Session(SANDBOX))  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.show_setting(PROFILE)
        await pilot.pause()
        await pilot.press("ctrl+o")
        await pilot.pause()
        await pilot.press("c", "enter")
        await armed(pilot)
        listed = [line for line in screen_lines(app) if re.search(r" \d{19} ", line)]
        assert listed
        assert not any("disabled" in line for line in listed)
        await pilot.press(*"/old fax")
        await until(pilot, lambda: "Branch" not in one_line(app))
        assert "disabled" in one_line(app)
        await pilot.press("enter")
        await until(pilot, StepScreen)
        [problem] = app.draft.problems_at(PROFILE)
        assert (problem.severity, problem.code) == ("warning", "profile_disabled")
        assert "is disabled in the account: calls are refused" in one_line(app)


async def test_turning_to_the_sandbox_flags_the_ids_of_the_account() -> None:
    draft = Draft.of({**GOOD, "outbound": {"outbound_voice_profile_id": "1293384261075731499"}})[0]  # type: ignore[dict-item]
    app = WizardApp(draft, Session(find_target(None, {})))
    async with app.run_test(notifications=True) as pilot:
        await until(pilot, PickDialog)
        assert not draft.problems_at(PROFILE)
        await pilot.press("enter")
        await until(pilot, StepScreen)
        assert app.session.target == SANDBOX
        [problem] = draft.problems_at(PROFILE)
        assert problem.code == "other_account"
        assert "on api.telnyx.com" in problem.message
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "warning: Outbound voice profile was set for another account" in one_line(app)
        await pilot.press("s")
        await armed(pilot)
        asked = " ".join(screen_text(app).replace("│", " ").split())
        assert "Outbound voice profile belongs to another account." in asked


async def test_escape_stops_waiting_for_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = asyncio.Event()

    async def never(*asked: object) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    monkeypatch.setattr("tui_app.core.table.Browsing.read", never)
    app = WizardApp(Draft.of(GOOD)[0], Session(SANDBOX))  # type: ignore[arg-type]
    async with app.run_test(notifications=True) as pilot:
        app.show_setting(PROFILE)
        await pilot.pause()
        await pilot.press("ctrl+o")
        await pilot.pause()
        await pilot.press("c", "enter")
        await until(pilot, lambda: "Esc stops." in one_line(app))
        await pilot.press("escape")
        await until(pilot, stopped.is_set)
        assert "Asking" not in one_line(app)
        await pilot.press("ctrl+r", "s")
        await until(pilot, ConfirmationDialog)
