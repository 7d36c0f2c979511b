"""Saving the payload: what is asked before a secret, a folder or a file of somebody's is
touched.
"""

import json
from pathlib import Path

from pydantic import SecretStr

from tests.support.fake_ui import Answer, FakeUI
from tui_app.api.replies import Connection
from tui_app.api.target import SANDBOX
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.core.shown import Shown
from tui_app.flows.save import save, save_card

MADE = Connection("7", "office", "office12", None, None, {})
BODY = {"connection_name": "office", "password": "Wq7-Nz2L-m9Rx"}


def ui(*answers: Answer, **body: str) -> FakeUI:
    return FakeUI(Draft.of(dict(body))[0], Session(SANDBOX), *answers)


async def test_a_password_is_in_it_only_if_that_is_chosen(tmp_path: Path) -> None:
    for choice, kept in ((0, {"connection_name": "office"}), (1, BODY)):
        file = tmp_path / f"{choice}.json"
        asking = ui(choice, **BODY)
        assert await save(asking, str(file))
        assert json.loads(file.read_text()) == kept
        assert file.stat().st_mode & 0o777 == 0o600


async def test_backing_out_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    assert not await save(ui(None, **BODY), str(file))
    assert not await save(ui(None, connection_name="office"))
    assert not file.exists()


async def test_another_name_is_asked_for_if_the_file_is_to_stay(tmp_path: Path) -> None:
    taken, free = tmp_path / "taken.json", tmp_path / "free.json"
    taken.write_text("mine")
    asking = ui(False, str(free), connection_name="office")
    assert await save(asking, str(taken))
    assert asking.asked == ["Replace the file?", "Save the payload as JSON"]
    assert taken.read_text() == "mine"
    assert free.exists()


async def test_no_file_is_called_like_a_secret(tmp_path: Path) -> None:
    free = tmp_path / "free.json"
    asking = ui(str(free), connection_name="office")
    refused = tmp_path / "password=hunter2hunter2.json"
    assert await save(asking, str(refused))
    assert free.exists()
    assert not refused.exists()
    words = "Save the payload as JSON: The name holds a password: give another."
    assert asking.asked == [words]


async def test_a_folder_is_made_only_if_that_is_wanted(tmp_path: Path) -> None:
    file = tmp_path / "a" / "x.json"
    assert not await save(ui(False, None, connection_name="office"), str(file))
    assert not file.parent.exists()
    assert await save(ui(True, connection_name="office"), str(file))
    assert file.exists()


async def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    asking = ui(True, connection_name="office")
    assert not await save(asking, str(tmp_path / "file" / "x" / "y.json"))
    assert asking.said[0].startswith("error: the folder cannot be made")


async def test_the_card_is_saved_with_the_password_only_if_that_is_chosen(tmp_path: Path) -> None:
    for choice, kept in ((0, False), (1, True)):
        file = tmp_path / f"{choice}.txt"
        asking = ui(choice, **BODY)
        asking.wizard.shown = Shown(MADE, SecretStr(BODY["password"]))
        assert await save_card(asking, str(file))
        assert (BODY["password"] in file.read_text()) is kept
        assert file.stat().st_mode & 0o777 == 0o600


async def test_a_card_without_a_known_password_asks_for_none(tmp_path: Path) -> None:
    asking = ui(str(tmp_path) + "/")
    asking.wizard.shown = Shown(MADE, None)
    assert await save_card(asking)
    assert "(not in this file)" in (tmp_path / "office.txt").read_text()
