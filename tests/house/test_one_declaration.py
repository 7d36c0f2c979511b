"""A setting is declared once: made-up ones, added by declarations alone, are everywhere that a real
one is.
"""

import json
import subprocess
import sys
from typing import Any

import pytest
from textual.widgets import Input

from tests.support.answers import named, sound, wrong
from tests.support.made_up import MADE_UP, NEW_STEP, declared
from tests.support.paths import ROOT
from tests.support.wizard import go_to, one_line, row_at, rows, screen_text, wizard
from tui_app.core.draft import Draft
from tui_app.core.suggestions import suggestions_for
from tui_app.settings.problem import Answer, Path, errors, pointer
from tui_app.settings.request import REQUEST, Request
from tui_app.settings.search import find_settings
from tui_app.settings.setting import Setting
from tui_app.settings.types import Tags, Text
from tui_app.text.document import Json
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.widgets.answer_list import review_lines
from tui_app.tui.widgets.setting_row import TextRow

EXTENDED = Request(declared())
GOOD: dict[Path, Answer] = {
    ("connection_name",): "office",
    ("user_name",): "office12",
    ("password",): "Wq7Nz2Lm9Rx",
}

every_made_up = pytest.mark.parametrize("setting", MADE_UP, ids=named)


def unsound(setting: Setting) -> Json:
    """An answer that the setting refuses; a text where it is typed and has a form."""
    return 5 if isinstance(setting.kind, Text | Tags) else "no such thing!"


def program(*arguments: str, payload: Json = None) -> Any:
    """What the program with the declarations prints for `payload`, as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.made_up", *arguments],
        cwd=ROOT,
        input=json.dumps(payload),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (0, 3), done.stderr
    return json.loads(done.stdout)


@every_made_up
def test_the_program_itself_does_not_know_it(setting: Setting) -> None:
    problems = REQUEST.validate({**GOOD, setting.path: sound(setting)[0]})
    assert [problem.code for problem in errors(problems)] == ["unknown_setting"]


async def test_it_is_on_its_screen_and_can_be_answered_there() -> None:
    draft = Draft(request=EXTENDED)
    async with wizard(draft) as (app, pilot):
        for setting in MADE_UP:
            row = await go_to(pilot, setting.path)
            shown = one_line(app)
            for words in (setting.label, setting.help, setting.json_path):
                assert words in shown
            answer = sound(setting)[0]
            if isinstance(row, TextRow):
                row.query_one(Input).value = setting.kind.show(answer)
            else:
                await pilot.press("home", setting.shown(answer)[0])
            await pilot.pause()
            assert draft.get(setting.path) == answer
            assert setting.shown(answer) in screen_text(app)
        assert draft.payload() == EXTENDED.body(
            {setting.path: sound(setting)[0] for setting in MADE_UP}
        )


async def test_the_step_has_a_screen_in_its_place() -> None:
    async with wizard(Draft(request=EXTENDED)) as (app, pilot):
        await pilot.press("pagedown", "pagedown", "pagedown")
        assert isinstance(app.screen, StepScreen)
        assert app.screen.group is NEW_STEP
        assert NEW_STEP.title in screen_text(app)
        assert [row.setting for row in rows(app)] == list(NEW_STEP.settings)


async def test_what_is_wrong_is_told_on_its_screen_in_the_words_of_the_judgement() -> None:
    draft = Draft(request=EXTENDED)
    async with wizard(draft) as (app, pilot):
        for setting in MADE_UP:
            draft.set(setting.path, unsound(setting))
            draft.visit([setting.path])
            await go_to(pilot, setting.path)
            [problem] = wrong(setting, unsound(setting))
            assert problem in EXTENDED.validate(draft.answers)
            assert f"Error: {setting.label} {problem.message[:60]}" in one_line(app)


async def test_it_is_found() -> None:
    async with wizard(Draft(request=EXTENDED), size=(120, 40)) as (app, pilot):
        for setting in MADE_UP:
            for words in (setting.label, setting.json_path, " ".join(setting.help.split()[-3:])):
                assert setting in find_settings(EXTENDED, words)
            await pilot.press("ctrl+g")
            app.screen.query_one(Input).value = setting.label
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            assert app.focused is row_at(app, setting.path).target


@every_made_up
def test_it_is_in_the_review_answered_or_not(setting: Setting) -> None:
    draft = Draft(request=EXTENDED)
    draft.reviewed = True
    texts = {line.path: line.text for line in review_lines(draft) if line.look == "unset"}
    assert setting.label in texts[setting.path]
    assert setting.default_shown in texts[setting.path]
    answer = sound(setting)[0]
    draft.set(setting.path, answer)
    texts = {line.path: line.text for line in review_lines(draft) if line.look == "set"}
    assert setting.shown(answer) in texts[setting.path]
    draft.set(setting.path, unsound(setting))
    assert any(line.path == setting.path and line.look == "error" for line in review_lines(draft))


@every_made_up
def test_it_can_be_answered_in_every_way_and_taken_back(setting: Setting) -> None:
    offered = {offer.label for offer in suggestions_for(setting, Draft(request=EXTENDED))}
    assert "Not set" in offered
    assert ("null" in offered) is setting.nullable


def test_it_is_in_both_payloads() -> None:
    answers = {**GOOD, **{setting.path: sound(setting)[-1] for setting in MADE_UP}}
    assert EXTENDED.read(EXTENDED.body(answers)) == (answers, [])
    defaults = EXTENDED.body(EXTENDED.every_value(GOOD))
    assert defaults["mailbox"] == {"enabled": True}
    assert isinstance(defaults["rtcp_settings"], dict)
    assert defaults["rtcp_settings"]["pause_secs"] == 9


def test_check_knows_it() -> None:
    answers = {**GOOD, **{setting.path: sound(setting)[0] for setting in MADE_UP}}
    answered = program("check", "--json", "-", payload=EXTENDED.body(answers))
    assert answered["valid"]
    assert answered["payload"] == EXTENDED.body(EXTENDED.masked(answers))

    answers |= {setting.path: unsound(setting) for setting in MADE_UP}
    refused = program("check", "--json", "-", payload=EXTENDED.body(answers))
    told = [
        (problem["pointer"], problem["message"])
        for problem in refused["problems"]
        if problem["severity"] == "error"
    ]
    expected = [
        (pointer(setting.path), wrong(setting, unsound(setting))[0].message)
        for setting in EXTENDED.settings.values()
        if setting in MADE_UP
    ]
    assert told == expected


def test_the_schema_knows_it() -> None:
    schema = program("schema")
    for setting in MADE_UP:
        here = schema
        for name in setting.path:
            here = here["properties"][name]
        assert here == setting.json_schema()


def test_the_sandbox_knows_it() -> None:
    chosen = {setting.path: sound(setting)[0] for setting in MADE_UP[:3]}
    status, reply = program("post", payload=EXTENDED.body({**GOOD, **chosen}))
    assert status == 201
    answers, _ = EXTENDED.read(reply["data"])
    for setting in MADE_UP:
        empty: Json = [] if isinstance(setting.kind, Tags) else None
        default = setting.default if setting.path in EXTENDED.every_value({}) else empty
        assert answers[setting.path] == chosen.get(setting.path, default), (
            "as it was sent, or the default, or empty"
        )

    spoilt = {setting.path: unsound(setting) for setting in MADE_UP}
    status, reply = program("post", payload=EXTENDED.body({**GOOD, **spoilt}))
    assert status == 422
    assert {error["source"]["pointer"] for error in reply["errors"]} == {
        pointer(path) for path in spoilt
    }
