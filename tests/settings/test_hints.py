"""Hints, seen and heard: told at the setting, on the review and by `check`, and counted nowhere."""

import json
from pathlib import Path

import pytest

from tests.support.linear import run
from tests.support.wizard import (
    armed,
    dialog_text,
    go_to,
    one_line,
    row_at,
    screen_lines,
    until,
    wizard,
)
from tui_app.cli import main
from tui_app.core.draft import Draft
from tui_app.core.tally import whole_tally
from tui_app.text.document import Json
from tui_app.tui.screens.dialogs import ConfirmationDialog, HelpDialog
from tui_app.tui.screens.review import ReviewScreen
from tui_app.tui.widgets.answer_list import review_lines
from tui_app.tui.widgets.bars import DONE, mark_of, step_states, whole_state

PATH = ("inbound", "dnis_number_format")
HINT = "Hint: Called (DNIS) format sip_username hides which number was called"
LOUDER = ("hint", "warning", "error")
HINTED: dict[str, Json] = {
    "connection_name": "office-pbx",
    "user_name": "office12",
    "password": "Wq7Nz2Lm9Rx",
    "inbound": {"dnis_number_format": "sip_username"},
    "outbound": {
        "outbound_voice_profile_id": "1",
        "ani_override": "+15551234567",
        "ani_override_type": "normal",
    },
}
"""A payload of which nothing is said but one hint."""


def hinted() -> Draft:
    draft, _ = Draft.of(HINTED)
    assert [problem.code for problem in draft.problems] == ["hidden_number"]
    return draft


@pytest.fixture
def payload(tmp_path: Path) -> str:
    file = tmp_path / "payload.json"
    file.write_text(json.dumps(HINTED), "utf-8")
    return str(file)


def test_check_prints_a_hint_and_counts_it_in_nothing(
    payload: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", payload]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("hint: /inbound/dnis_number_format sip_username hides")
    assert lines[1:] == ["valid"]


def test_check_json_has_it_as_a_severity_of_its_own(
    payload: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--json", payload]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["valid"] is True
    assert [(each["severity"], each["code"]) for each in answer["problems"]] == [
        ("hint", "hidden_number")
    ]


def test_create_prints_it_like_the_others(payload: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["create", "--dry-run", "--sandbox", payload]) == 0
    assert "hint: /inbound/dnis_number_format sip_username hides" in capsys.readouterr().err


async def test_the_screen_tells_it_at_the_setting_and_counts_it_at_no_step() -> None:
    async with wizard(hinted()) as (app, pilot):
        row = await go_to(pilot, PATH)
        assert screen_lines(app)[row_at(app, PATH).region.y].rstrip().endswith("hint")
        assert row.has_focus
        assert HINT in one_line(app)
        assert {mark_of(state.tally) for state in step_states(app.draft)} == {DONE, ""}
        assert mark_of(whole_tally(app.draft)) == DONE
        await pilot.press("f1")
        await until(pilot, HelpDialog)
        assert HINT in one_line(app)


async def test_its_colour_is_that_of_no_other_severity_in_any_theme() -> None:
    async with wizard(hinted()) as (app, pilot):
        row = await go_to(pilot, PATH)
        for theme in app.available_themes:
            app.theme = theme
            await pilot.pause()
            hint, warning, error = (
                row.get_component_rich_style(f"row--{severity}").color for severity in LOUDER
            )
            assert hint not in (warning, error), theme


async def test_the_review_lists_it_last_and_the_confirmation_is_silent() -> None:
    draft = hinted()
    draft.set(("active",), False)
    async with wizard(draft) as (app, pilot):
        await pilot.press("ctrl+r")
        await until(pilot, ReviewScreen)
        listed = [line.look for line in review_lines(draft) if line.problem]
        assert listed == ["warning", "hint"]
        assert "hint: Called (DNIS) format" in one_line(app)
        app.draft.set(("active",), True)
        await pilot.press("s")
        await armed(pilot)
        assert isinstance(app.screen, ConfirmationDialog)
        assert dialog_text(app).endswith("Only what you set is sent.")


def test_lines_tell_it_once_and_go_on() -> None:
    said = run(
        "/go 7.2",
        "sip_username",
        "/review",
        "/submit",
        "no",
        draft=Draft.of({**HINTED, "inbound": {}})[0],
    )
    assert f"{HINT}: use +e164 if your routes look at it." in said.text
    assert "7.3 Codecs" in said.text, "a hint keeps nobody at a question"
    assert f"Problem 1. {HINT}" in said.text
    assert "Only what you set is sent. Type yes" in said.text


def test_a_step_is_not_done_while_a_required_answer_is_missing() -> None:
    draft, _ = Draft.of({"connection_name": "office"})
    assert mark_of(step_states(draft)[0].tally) == ""
    assert mark_of(whole_state(draft)) == ""
    draft, _ = Draft.of(
        {"connection_name": "office", "user_name": "office12", "password": "Otter-lamp-42"}
    )
    assert mark_of(step_states(draft)[0].tally) == DONE
