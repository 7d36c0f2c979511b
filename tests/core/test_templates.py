"""Templates: each of ours is sound and says why; nothing of one connection is in any."""

import json
from pathlib import Path

import pytest

from tests.support.fake_ui import FakeUI
from tui_app.api.target import SANDBOX
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.core.templates import OF_ONE, save_template, template_lines, templates
from tui_app.flows.template import keep_template
from tui_app.settings.problem import errors
from tui_app.settings.request import REQUEST
from tui_app.storage.locations import locations
from tui_app.text.document import Json

OURS = templates(Path("/nowhere"))[0]
OWN: dict[str, Json] = {
    "connection_name": "office",
    "user_name": "office12",
    "password": "Otter-lamp-42-rain",
    "tags": ["lab"],
    "webhook_event_url": "https://hooks.example.com/x",
    "outbound": {"outbound_voice_profile_id": "123", "ani_override": "+15555550123"},
    "inbound": {"channel_limit": 7},
}


def test_the_six_starting_points_are_there() -> None:
    assert [template.key for template in OURS] == [
        "fax",
        "pbx",
        "secure",
        "softphone",
        "voice-app",
        "webrtc",
    ]


@pytest.mark.parametrize("template", OURS, ids=lambda template: template.key)
def test_each_of_ours_is_sound_and_says_why(template: object) -> None:
    assert template in OURS
    chosen = next(each for each in OURS if each == template)
    draft, dropped = Draft.of(chosen.body)
    assert not dropped
    assert draft.answers
    assert not OF_ONE & draft.answers.keys()
    known = {REQUEST.settings[path].json_path for path in draft.answers}
    assert known == chosen.why.keys()
    whole = {"connection_name": "x", "user_name": "office2027", "password": "Otter-lamp-42-rain"}
    filled, _ = Draft.of({**chosen.body, **whole})
    assert not errors(filled.problems)
    assert chosen.purpose
    assert chosen.left_out


def test_browsers_get_no_srtp_and_fax_machines_neither() -> None:
    bodies = {template.key: template.body for template in OURS}
    assert "encrypted_media" not in {**bodies["webrtc"], **bodies["fax"]}
    assert bodies["secure"]["encrypted_media"] == "SRTP"


def test_what_is_of_one_connection_is_not_saved(tmp_path: Path) -> None:
    draft, _ = Draft.of(OWN)
    assert save_template(draft, "mine", tmp_path) is None
    text = (tmp_path / "mine.json").read_text()
    assert json.loads(text)["body"] == {"tags": ["lab"], "inbound": {"channel_limit": 7}}
    assert (tmp_path / "mine.json").stat().st_mode & 0o777 == 0o600


def test_what_is_of_one_connection_is_not_read_either(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text(json.dumps({"body": OWN}))
    mine = next(each for each in templates(tmp_path)[0] if each.own)
    assert mine.body == {"tags": ["lab"], "inbound": {"channel_limit": 7}}


@pytest.mark.parametrize("text", ["{", "[]", '{"body": 5}', "{}"])
def test_a_file_that_is_no_template_is_told_and_the_others_are_there(
    text: str, tmp_path: Path
) -> None:
    (tmp_path / "a\x1b[2Jb.json").write_text(text)
    found, problems = templates(tmp_path)
    assert found == OURS
    assert len(problems) == 1
    assert "\x1b" not in problems[0]


def test_one_of_the_users_takes_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "pbx.json").write_text('{"name": "b\\u001b[2J", "body": {"active": false}}')
    mine = next(each for each in templates(tmp_path)[0] if each.key == "pbx")
    assert mine.own
    assert mine.body == {"active": False}
    assert "\x1b" not in "".join(template_lines(mine))


async def test_a_template_is_saved_under_a_name_that_can_be_one() -> None:
    asking = FakeUI(Draft.of(OWN)[0], Session(SANDBOX), "Not A Name", "mine")
    assert await keep_template(asking)
    assert "A name is" in asking.asked[1]
    assert (locations().templates / "mine.json").exists()
    again = FakeUI(Draft.of(OWN)[0], Session(SANDBOX), False, None)
    assert not await keep_template(again, "mine")
    assert again.asked[0] == "Replace the template?"
