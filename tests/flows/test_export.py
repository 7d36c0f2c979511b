"""Exporting from the wizard and from the list: what is offered, shown and saved."""

import json
import os
from pathlib import Path

import pytest

from tests.support.fake_ui import Answer, FakeUI
from tui_app.api.target import SANDBOX
from tui_app.core.draft import Draft
from tui_app.core.original import Original
from tui_app.core.session import Session
from tui_app.exports import EXPORTS
from tui_app.flows.export import export_connection, export_payload
from tui_app.text.document import Json

PASSWORD = "Wq7-Nz2L-m9Rx"
BODY: dict[str, Json] = {
    "connection_name": "office",
    "user_name": "office12",
    "password": PASSWORD,
    "inbound": {"channel_limit": 3},
}
PLACE = list(EXPORTS)


def ui(*answers: Answer, draft: Draft | None = None) -> FakeUI:
    return FakeUI(draft or Draft.of(dict(BODY))[0], Session(SANDBOX), *answers)


@pytest.mark.parametrize("name", EXPORTS)
async def test_a_format_is_chosen_shown_and_saved(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    without = [0] if name == "json" else []
    ending = EXPORTS[name].ending
    asking = ui(PLACE.index(name), True, *without, f"office{ending}")
    assert await export_payload(asking)
    [shown] = asking.configurations
    assert "office12" in shown.text
    assert PASSWORD not in shown.text
    assert (shown.clear is not None) == (name == "json")
    file = tmp_path / f"office{ending}"
    assert file.read_text() == shown.text
    assert file.stat().st_mode & 0o777 == 0o600


async def test_only_json_can_have_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert await export_payload(ui(True, 1, "x.json"), "JSON")
    assert json.loads((tmp_path / "x.json").read_text()) == BODY


async def test_backing_out_saves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for answers in ([None], [0, False], [0, True, None], [1, True, None]):
        assert not await export_payload(ui(*answers))
    assert os.listdir(folder) == []


async def test_what_holds_a_secret_is_left_out_and_said() -> None:
    draft = Draft.of({**BODY, "webhook_event_url": "https://me:pw@example.com"})[0]
    asking = ui(False, draft=draft)
    await export_payload(asking, "json")
    assert "pw@" not in asking.configurations[0].text
    assert asking.said == ["information: Left out, since it holds a secret: webhook_event_url."]


async def test_an_edit_is_exported_as_the_change() -> None:
    names = ("129338", "office", "office12", "host")
    draft = Draft.edit(Original(*names, {"connection_name": "office", "user_name": "office12"}))
    draft.set(("inbound", "channel_limit"), 4)
    asking = ui(PLACE.index("curl"), False, draft=draft)
    await export_payload(asking)
    text = asking.configurations[0].text
    assert "-X PATCH" in text
    assert "credential_connections/129338" in text
    assert '"channel_limit": 4' in text
    assert "office12" not in text
    asking = ui(0, False, draft=draft)
    await export_payload(asking, "terraform")
    assert "Export as" in asking.asked


async def test_a_connection_is_exported_as_what_would_create_it_again() -> None:
    record: dict[str, Json] = {
        **BODY,
        "id": "129338",
        "record_type": "credential_connection",
        "password": "********",
        "active": True,
        "conversation_persistence": True,
        "webhook_event_url": None,
    }
    asking = ui(PLACE.index("json"), False)
    await export_connection(asking, record)
    [shown] = asking.configurations
    assert shown.clear is None
    wanted = {name: value for name, value in BODY.items() if name != "password"}
    assert json.loads(shown.text) == wanted
