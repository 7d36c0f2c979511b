"""Exporting the payload from the review: chosen, shown, copied, saved to a file."""

import json
import os
from pathlib import Path
from typing import Any

import httpx
import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.submitting import GOOD, app_with
from tests.support.wizard import one_line, until
from tui_app.tui.screens.configuration import ConfigurationDialog
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.pick import PickDialog

pytestmark = pytest.mark.usefixtures("looks_at_once")


async def to_saving(pilot: Pilot[Any]) -> None:
    """To the question whether the password is to be in the file: as JSON, after the preview."""
    await pilot.press("ctrl+r", "e", "enter")
    await until(pilot, ConfigurationDialog)
    await pilot.press("e")
    await until(pilot, PickDialog)


@pytest.mark.long
@pytest.mark.parametrize("with_password", [False, True])
async def test_the_payload_is_saved_to_a_private_file_and_none_is_replaced_unasked(
    with_password: bool, tmp_path: Path
) -> None:
    app, _ = app_with(lambda request: httpx.Response(500))
    target = tmp_path / "saved.json"
    saved: object = None
    async with app.run_test(notifications=True) as pilot:
        for _ in range(2):
            await to_saving(pilot)
            await pilot.press(*(["down"] if with_password else []), "enter")
            await pilot.pause()
            app.screen.query_one(Input).value = str(target)
            await pilot.press("enter")
            await pilot.pause()
            if "Replace the file?" in one_line(app):
                await pilot.press("escape")
                await pilot.pause()
                await pilot.press("escape")
            else:
                assert "readable by you only" in one_line(app)
                saved = json.loads(target.read_text())
                target.write_text("mine")
    assert saved == {
        key: value for key, value in GOOD.items() if with_password or key != "password"
    }
    assert target.read_text() == "mine"


async def test_saving_makes_no_folder_unasked(tmp_path: Path) -> None:
    app, _ = app_with(lambda request: httpx.Response(500))
    target = tmp_path / "new" / "saved.json"
    async with app.run_test(notifications=True) as pilot:
        await to_saving(pilot)
        await pilot.press("enter")
        await pilot.pause()
        for answer in ("escape", "enter"):
            app.screen.query_one(Input).value = str(target)
            await pilot.press("enter")
            await until(pilot, lambda: "Create the folder?" in one_line(app))
            assert not target.parent.exists()
            await pilot.press(answer)
            await pilot.pause()
        await until(pilot, target.exists)


async def test_a_folder_is_saved_into_under_the_suggested_name(tmp_path: Path) -> None:
    app, _ = app_with(lambda request: httpx.Response(500))
    async with app.run_test(notifications=True) as pilot:
        await to_saving(pilot)
        await pilot.press("enter")
        await pilot.pause()
        app.screen.query_one(Input).value = str(tmp_path)
        await pilot.press("enter")
        await until(pilot, lambda: "readable by you only" in one_line(app))
    assert f"{GOOD['connection_name']}.json" in os.listdir(tmp_path)


async def test_the_saved_file_has_mode_0600(tmp_path: Path) -> None:
    app, _ = app_with(lambda request: httpx.Response(500))
    target = tmp_path / "saved.json"
    async with app.run_test(notifications=True) as pilot:
        await to_saving(pilot)
        await pilot.press("enter")
        await pilot.pause()
        app.screen.query_one(Input).value = str(target)
        await pilot.press("enter")
        await pilot.pause()
    assert target.stat().st_mode & 0o777 == 0o600


async def test_an_export_is_shown_copied_and_saved_without_the_password(tmp_path: Path) -> None:
    app, _ = app_with(lambda request: httpx.Response(500))
    target = tmp_path / "create.sh"
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "e", "down", "enter")
        await until(pilot, ConfigurationDialog)
        assert "#!/bin/sh" in one_line(app)
        assert "r reveals" not in one_line(app)
        await pilot.press("r", "a")
        await until(pilot, lambda: "The export was sent to the terminal's" in one_line(app))
        copied = app.clipboard
        await pilot.press("e")
        await until(pilot, EntryDialog)
        assert app.screen.query_one(Input).value == f"{GOOD['connection_name']}.sh"
        app.screen.query_one(Input).value = str(target)
        await pilot.press("enter")
        await until(pilot, lambda: "readable by you only" in one_line(app))
    assert target.read_text() == copied
    assert copied.startswith("#!/bin/sh\n")
    assert str(GOOD["password"]) not in copied
