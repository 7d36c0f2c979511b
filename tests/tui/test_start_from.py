"""The key that starts from something, on the screen: at every step, in a field, at the review."""

import json
from pathlib import Path

import pytest

from tests.support.wizard import armed, go_to, notices, one_line, screen_text, told, until, wizard
from tui_app.core.autosave import AutoSave
from tui_app.core.draft import Draft
from tui_app.core.templates import save_template
from tui_app.storage.drafts import Drafts
from tui_app.storage.locations import locations
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.outcome import CreatedScreen
from tui_app.tui.screens.pick import PickDialog
from tui_app.tui.screens.review import ReviewScreen
from tui_app.tui.screens.step import StepScreen

NAME, CODECS = ("connection_name",), ("inbound", "codecs")
HINT = "Ctrl+D starts from a template, file, draft or connection."


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_template_from_a_field_to_what_is_still_to_answer(size: tuple[int, int]) -> None:
    async with wizard(size=size) as (app, pilot):
        await pilot.press(*"office", "pagedown", "ctrl+d")
        await until(pilot, PickDialog)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Start from a template" in screen_text(app))
        await pilot.press("enter")
        await armed(pilot)
        words = one_line(app)
        assert "Apply Fax machine (T.38)?" in words
        assert "Codecs: G711U, G711A." in words
        # Its answers and the keys are in sight, however long the text is.
        assert "Enter: Apply" in words
        await pilot.press("enter")
        await until(pilot, lambda: "Still to answer: User name, Password" in told(app))
        assert app.draft.get(CODECS) == ["G711U", "G711A"]
        assert app.draft.get(NAME) == "office"
        assert isinstance(app.screen, StepScreen)
        assert app.screen.current == ("user_name",)
        await pilot.press("ctrl+slash")
        assert app.draft.answers == {NAME: "office"}


async def test_a_long_text_is_read_with_page_down() -> None:
    async with wizard(size=(60, 20)) as (app, pilot):
        await pilot.press("ctrl+d", "enter")
        await until(pilot, lambda: "Start from a template" in screen_text(app))
        await pilot.press("down", "enter")
        await armed(pilot)
        assert "PgDn: more" in screen_text(app)
        assert "Left to you" not in screen_text(app)
        await pilot.press("pagedown")
        assert "Left to you" in screen_text(app)
        await pilot.press("pageup")
        assert "Left to you" not in screen_text(app)
        await pilot.press("escape")
        assert app.draft.answers == {}


async def test_blank_begins_at_the_first_field_and_undo_brings_all_back(tmp_path: Path) -> None:
    autosave = AutoSave(Drafts(tmp_path), lambda trouble: None)
    async with wizard(autosave=autosave) as (app, pilot):
        await pilot.press(*"office", "tab", *"office12", "ctrl+r")
        await until(pilot, ReviewScreen)
        await pilot.press("ctrl+d")
        await until(pilot, PickDialog)
        await pilot.press("enter")
        await until(pilot, lambda: "All answers are unset. Ctrl+/ brings" in told(app))
        assert isinstance(app.screen, StepScreen)
        assert app.screen.current == NAME
        assert app.draft.answers == {}
        assert app.draft.shown_problems == []
        assert HINT in screen_text(app)
        await pilot.press("ctrl+slash")
        assert app.draft.answers == {NAME: "office", ("user_name",): "office12"}
    autosave.close()


async def test_a_file_is_asked_for_until_it_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({"connection_name": "office"}))
    async with wizard() as (app, pilot):
        await pilot.press("ctrl+d")
        await until(pilot, PickDialog)
        await pilot.press("down", "enter")
        await until(pilot, EntryDialog)
        await pilot.press(*"none", "enter")
        await until(pilot, lambda: "Cannot read" in one_line(app))
        app.screen.query_one("FieldInput").value = str(tmp_path / "x.json")
        await pilot.press("enter")
        await armed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: app.draft.get(NAME) == "office")


async def test_the_hint_costs_no_key_while_the_name_is_typed() -> None:
    async with wizard() as (app, pilot):
        assert HINT in screen_text(app)
        await pilot.press(*"office")
        assert HINT in screen_text(app)
        await pilot.press("tab", *"office12")
        assert HINT in screen_text(app)
        await pilot.press("tab")
        assert HINT not in screen_text(app)
        await go_to(pilot, ("dtmf_type",))
        assert HINT not in screen_text(app)


async def test_the_key_deletes_nothing_in_the_field() -> None:
    async with wizard() as (app, pilot):
        await pilot.press(*"office", "home", "ctrl+d")
        await until(pilot, PickDialog)
        await pilot.press("escape")
        await until(pilot, StepScreen)
        assert app.draft.get(NAME) == "office"


async def test_nothing_is_asked_before_the_shortest_way() -> None:
    save_template(Draft.of({"tags": ["lab"]})[0], "mine", locations().templates)
    async with wizard() as (app, pilot):
        assert isinstance(app.screen, StepScreen)
        assert notices(app) == []
        keys = [*"office-pbx", "tab", *"office12", "tab", *"Otter-lamp-42-rain", "ctrl+r", "s"]
        await pilot.press(*keys)
        await armed(pilot)
        await pilot.press("enter")
        await until(pilot, CreatedScreen)
        assert app.draft.created
