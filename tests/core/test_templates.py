"""Templates: each of ours is sound and says why; nothing of one connection is in any."""

import json
from pathlib import Path

import pytest

from tests.support.fake_ui import FakeUI
from tui_app.api.target import SANDBOX
from tui_app.core.draft import Draft
from tui_app.core.importing import usable
from tui_app.core.session import Session
from tui_app.core.templates import (
    OF_ONE,
    Template,
    asked_settings,
    asked_words,
    change_lines,
    save_template,
    template_lines,
    templates,
)
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


NEVER = {
    ("inbound", "default_routing_method"),
    ("inbound", "privacy_zone_enabled"),
    ("inbound", "prack_enabled"),
    ("inbound", "sip_compact_headers_enabled"),
    ("bridge_generate_comfort_noise_on_cn",),
}


@pytest.mark.parametrize("template", OURS, ids=lambda template: template.key)
def test_none_of_ours_sets_what_no_start_needs(template: Template) -> None:
    answers = Draft.of(template.body)[0].answers
    assert not NEVER & answers.keys()
    assert answers.get(("webhook_api_version",)) != "1"


@pytest.mark.parametrize("template", OURS, ids=lambda template: template.key)
def test_each_of_ours_asks_for_what_only_the_user_knows(template: Template) -> None:
    draft, _ = Draft.of(template.body)
    asked = [setting.path for setting in asked_settings(template, draft)]
    known = {setting.json_path for setting in REQUEST.settings.values()}
    assert template.asks.keys() <= known
    assert all(template.asks.values())
    assert asked[:3] == [("connection_name",), ("user_name",), ("password",)]
    assert ("outbound", "outbound_voice_profile_id") in asked
    for setting in asked_settings(template, draft):
        draft.set(setting.path, "x")
    assert asked_words(template, draft) == ""


def test_what_depends_on_the_user_is_asked_and_not_set() -> None:
    asked = {template.key: template.asks.keys() for template in OURS}
    assert "outbound.ani_override" in asked["softphone"]
    assert "outbound.localization" in asked["pbx"]
    assert "webhook_event_url" in asked["voice-app"]
    assert "password" in asked["secure"]


def test_what_a_template_changes_is_named_old_and_new_with_its_reason() -> None:
    voice = next(each for each in OURS if each.key == "voice-app")
    draft, _ = Draft.of({"webhook_api_version": "1", "webhook_timeout_secs": 25})
    first, parking = change_lines(voice, draft)
    assert first == "API version: 1 -> 2. For Call Control. For TeXML take texml instead."
    assert parking == "Call parking: on. A call waits until the application acts."
    draft.fill_in(usable(draft, voice.body)[0])
    assert change_lines(voice, draft) == []


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
    assert not any(text.count(part) for part in ("15555550123", "hooks.example", "Otter"))


def test_a_saved_template_asks_for_what_was_left_out_of_it(tmp_path: Path) -> None:
    save_template(Draft.of(OWN)[0], "mine", tmp_path)
    mine = next(each for each in templates(tmp_path)[0] if each.own)
    assert list(mine.asks) == [
        "webhook_event_url",
        "outbound.outbound_voice_profile_id",
        "outbound.ani_override",
    ]


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


async def test_a_template_that_would_set_nothing_is_not_saved() -> None:
    known: dict[str, Json] = {"connection_name": "office", "user_name": "office12"}
    asking = FakeUI(Draft.of(known)[0], Session(SANDBOX))
    assert not await keep_template(asking)
    assert asking.said[0].startswith("information: There is nothing to save yet.")
    assert not list(locations().templates.glob("*.json"))
