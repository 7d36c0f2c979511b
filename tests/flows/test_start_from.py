"""Where to start from: blank, a template, a file, a draft. Nothing that was typed is lost by it."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.fake_ui import Answer, FakeUI
from tui_app.api.target import SANDBOX
from tui_app.core.autosave import AutoSave, Position, from_document, to_document
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.core.templates import Template, save_template, templates
from tui_app.flows.start_from import start_from
from tui_app.flows.ui import run_now
from tui_app.settings.problem import Answer as Value
from tui_app.settings.problem import Path as SettingPath
from tui_app.storage.drafts import Drafts
from tui_app.storage.locations import locations
from tui_app.text.document import Json

NAME, PASSWORD = ("connection_name",), ("password",)
CODECS, PARKING = ("inbound", "codecs"), ("outbound", "call_parking_enabled")
BODY: dict[str, Json] = {"connection_name": "office", "dtmf_type": "Inband"}
SECRET = "Otter-lamp-42-rain"
OURS = templates(Path("/nowhere"))[0]


@contextmanager
def started(folder: Path, body: Mapping[str, Json], *answers: Answer) -> Iterator[FakeUI]:
    """The port over a draft of `body` as if the user had typed it."""
    asking = FakeUI(Draft.of(body)[0], Session(SANDBOX), *answers)
    asking.wizard.draft.base = {}
    asking.wizard.autosave = AutoSave(Drafts(folder / "drafts"), lambda trouble: None)
    try:
        yield asking
    finally:
        asking.wizard.autosave.close()
        asking.wizard.autosave.drafts.close()


def left(folder: Path) -> list[Mapping[SettingPath, Value]]:
    """The answers of the drafts on disk that no wizard uses."""
    found = Drafts(folder / "drafts").find().free
    return [from_document(saved.document)[0].answers for saved in found]


def leave(folder: Path, name: str) -> None:
    """Leaves a draft behind."""
    drafts = Drafts(folder / "drafts")
    drafts.save(to_document(Draft.of({"connection_name": name})[0], Position(2, ())))
    drafts.close()


def test_only_what_there_is_to_start_from_is_offered(tmp_path: Path) -> None:
    with started(tmp_path, {}, None) as asking:
        run_now(start_from(asking))
        assert [option.label for option in asking.options[0]] == [
            "A template",
            "A file",
            "An existing connection",
        ]
    leave(tmp_path, "berlin")
    with started(tmp_path, BODY, None) as asking:
        run_now(start_from(asking))
        labels = [option.label for option in asking.options[0]]
        assert labels == ["Blank", "A template", "A file", "A draft", "An existing connection"]
        assert asking.wizard.draft.get(NAME) == "office"


def test_a_connection_that_exists_is_not_begun_anew(tmp_path: Path) -> None:
    with started(tmp_path, BODY) as asking:
        asking.wizard.draft.created = True
        run_now(start_from(asking))
        assert asking.said == [
            "information: This connection exists. <another> sets up another one."
        ]


# Blank


def test_blank_keeps_what_was_typed_as_a_draft_of_its_own(tmp_path: Path) -> None:
    with started(tmp_path, BODY, 0) as asking:
        wizard = asking.wizard
        wizard.position = Position(3, ())
        run_now(start_from(asking))
        assert wizard.draft.answers == {}
        assert wizard.position == Position(0, NAME)
        assert asking.places == [NAME]
        assert left(tmp_path) == [{NAME: "office", ("dtmf_type",): "Inband"}]
        wizard.draft.set(NAME, "another")
        wizard.keep_now()
        assert [answers[NAME] for answers in left(tmp_path)] == ["office"]
    assert [answers[NAME] for answers in left(tmp_path)] == ["another", "office"]


@pytest.mark.parametrize("typed", ["", "another"])
def test_undo_after_blank_goes_on_with_the_draft_that_was_left(typed: str, tmp_path: Path) -> None:
    with started(tmp_path, BODY, 0) as asking:
        wizard = asking.wizard
        wizard.draft.on_change = wizard.keep
        run_now(start_from(asking))
        if typed:
            wizard.draft.set(NAME, typed)
            wizard.keep_now()
            wizard.draft.undo()
        wizard.draft.undo()
        wizard.keep_now()
        assert left(tmp_path) == []  # it is this wizard's own again
        wizard.draft.redo()
        wizard.keep_now()
        assert [answers[NAME] for answers in left(tmp_path)] == ["office"]
        wizard.draft.undo()
        wizard.keep_now()
    assert [answers[NAME] for answers in left(tmp_path)] == ["office"]


@pytest.mark.parametrize("leaves", [True, False])
def test_blank_asks_before_a_password_goes(leaves: bool, tmp_path: Path) -> None:
    with started(tmp_path, {**BODY, "password": SECRET}, 0, leaves) as asking:
        draft, before = asking.wizard.draft, dict(asking.wizard.draft.answers)
        run_now(start_from(asking))
        assert "but not the password" in asking.texts[0]
        assert (draft.answers == {}) is leaves
        if leaves:
            draft.undo()
        assert draft.answers == before


def test_blank_asks_if_the_draft_cannot_be_saved(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("in the way of the directory")
    with started(tmp_path, BODY, 0, False) as asking:
        run_now(start_from(asking))
        assert asking.texts == ["What you answered is not kept. <undo> brings them back."]
        assert asking.wizard.draft.get(NAME) == "office"


# Templates


def test_a_template_is_applied_in_one_step_and_leads_to_what_it_asks(tmp_path: Path) -> None:
    known = {**BODY, "user_name": "office12", "password": SECRET}
    with started(tmp_path, {**known, "inbound": {"codecs": ["G722"]}}, 1, 0, True) as asking:
        draft, before = asking.wizard.draft, dict(asking.wizard.draft.answers)
        run_now(start_from(asking))
        assert asking.asked[2] == "Apply Fax machine (T.38)?"
        assert "Codecs: G722 -> G711U, G711A. A fax tone survives no other" in asking.texts[0]
        assert "Outbound voice profile: yours to answer." in asking.texts[0]
        assert draft.answers == {
            **before,
            CODECS: ["G711U", "G711A"],
            ("outbound", "t38_reinvite_source"): "telnyx",
        }
        assert asking.said == [
            "information: 2 answers filled in. Still to answer: Outbound voice profile."
        ]
        assert asking.places == [("outbound", "outbound_voice_profile_id")]
        draft.undo()
        assert draft.answers == before
        assert not draft.can_undo


def test_one_answer_of_a_template_is_one(tmp_path: Path) -> None:
    body: dict[str, Json] = {"inbound": {"codecs": ["G711U", "G711A"]}}
    with started(tmp_path, body, True) as asking:
        run_now(start_from(asking, "fax"))
        assert asking.said[0].startswith("information: 1 answer filled in. Still to answer: ")


def test_a_template_that_is_declined_changes_nothing(tmp_path: Path) -> None:
    with started(tmp_path, BODY, False) as asking:
        before = dict(asking.wizard.draft.answers)
        run_now(start_from(asking, "fax"))
        assert asking.wizard.draft.answers == before
        assert asking.places == []


def test_a_template_whose_answers_are_there_has_nothing_to_ask(tmp_path: Path) -> None:
    with started(tmp_path, OURS[0].body) as asking:
        run_now(start_from(asking, OURS[0].key))
        assert "changes nothing" in asking.said[0]


def test_ones_own_template_is_marked_and_foreign_text_in_it_is_made_visible(
    tmp_path: Path,
) -> None:
    save_template(Draft.of({"tags": ["lab"]})[0], "mine", locations().templates)
    (locations().templates / "odd.json").write_text(
        json.dumps({"name": "a\x1b[2J", "for": "x", "body": {"tags": ["\x1b]0;"]}, "asks": {}})
    )
    (locations().templates / "bad.json").write_text("{")
    with started(tmp_path, {}, 0, 3, True) as asking:
        run_now(start_from(asking))
        notes = {option.label: option.note for option in asking.options[1]}
        assert notes["mine"].startswith("Your own.")
        assert not notes["Fax machine (T.38)"].startswith("Your own.")
        assert asking.said[0].startswith("warning: the template bad.json is left aside")
    found = [each.key for each in templates(locations().templates)[0]]
    with started(tmp_path, {}, 0, found.index("odd"), True) as asking:
        run_now(start_from(asking))
        shown = [*asking.asked, *asking.texts, *asking.said]
        shown += [text for option in asking.options[1] for text in option]
        assert "\x1b" not in "".join(shown)


BODIES = st.fixed_dictionaries(
    {},
    optional={
        "connection_name": st.sampled_from(["office", "", "b\x1b"]),
        "password": st.just(SECRET),
        "webhook_api_version": st.sampled_from(["1", "2", None]),
        "default_on_hold_comfort_noise_enabled": st.booleans(),
        "inbound": st.fixed_dictionaries(
            {},
            optional={
                "codecs": st.lists(st.sampled_from(["G722", "G711U", "G729"]), unique=True),
                "timeout_1xx_secs": st.integers(0, 200),
                "simultaneous_ringing": st.just("disabled"),
            },
        ).filter(bool),
        "outbound": st.fixed_dictionaries({"channel_limit": st.integers(1, 9)}),
    },
)


@given(body=BODIES, template=st.sampled_from(OURS))
def test_a_template_loses_nothing_that_was_typed(body: dict[str, Json], template: Template) -> None:
    asking = FakeUI(Draft.of(body)[0], Session(SANDBOX), True)
    draft = asking.wizard.draft
    typed = dict(draft.answers)
    run_now(start_from(asking, template.key))
    set_by_it = template.answers_for(draft)
    assert draft.answers == {**typed, **set_by_it}
    if draft.can_undo:
        draft.undo()
    assert draft.answers == typed
    assert not draft.can_undo


@given(body=BODIES.filter(bool))
def test_blank_loses_nothing_that_was_typed(body: dict[str, Json]) -> None:
    with TemporaryDirectory() as name, started(Path(name), body, 0, True) as asking:
        draft = asking.wizard.draft
        typed, worth = dict(draft.answers), draft.is_worth_keeping
        run_now(start_from(asking))
        assert draft.answers == {}
        kept = {path: value for path, value in typed.items() if path != PASSWORD}
        assert left(Path(name)) == ([kept] if worth else [])
        draft.undo()
        assert draft.answers == typed


# Files


async def test_a_file_is_read_once_it_is_one_and_fills_in(tmp_path: Path) -> None:
    (tmp_path / "office.curl").write_text(
        f"curl https://api.telnyx.com/v2/credential_connections -d '{json.dumps(BODY)}'"
    )
    os.mkfifo(tmp_path / "pipe")
    good = str(tmp_path / "office.curl")
    answers = (1, str(tmp_path / "none"), str(tmp_path / "pipe"), str(tmp_path), good, True)
    with started(tmp_path, {}, *answers) as asking:
        await start_from(asking)
        assert [each.partition(": ")[2].partition(" ")[0] for each in asking.asked[2:5]] == [
            "Cannot",
            str(tmp_path / "pipe"),
            str(tmp_path),
        ]
        assert asking.texts[0].startswith("office.curl is a curl command with 2 answers.")
        assert asking.wizard.draft.get(NAME) == "office"
        asking.wizard.draft.undo()
        assert asking.wizard.draft.answers == {}


async def test_of_several_connections_in_a_file_one_is_chosen(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(
        json.dumps({"data": [{**BODY, "connection_name": name} for name in ("a", "b")]})
    )
    with started(tmp_path, {}, 1, True) as asking:
        await start_from(asking, str(tmp_path / "list.json"))
        assert asking.wizard.draft.get(NAME) == "b"
        assert asking.places == [()]


async def test_a_file_without_a_setting_takes_the_user_nowhere(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"colour": "red"}')
    with started(tmp_path, {}) as asking:
        await start_from(asking, str(tmp_path / "x.json"))
        assert asking.said == [
            "warning: x.json holds no setting of a connection: nothing was taken."
        ]
        assert asking.places == []


# Drafts


def test_a_draft_takes_the_place_of_the_answers_which_are_one_then(tmp_path: Path) -> None:
    leave(tmp_path, "berlin")
    leave(tmp_path, "paris")
    with started(tmp_path, {**BODY, "password": SECRET}, 3, 1, True) as asking:
        wizard = asking.wizard
        wizard.draft.set(PARKING, True)
        run_now(start_from(asking))
        assert "but not the password" in asking.texts[0]
        assert wizard.draft.answers == {NAME: "berlin"}
        assert wizard.position == Position(2, ())
        assert not wizard.draft.can_undo
        assert SECRET in list(wizard.secrets())
        assert [answers[NAME] for answers in left(tmp_path)] == ["office", "paris"]
        wizard.draft.set(NAME, "berlin 2")
        wizard.keep_now()
    assert [answers[NAME] for answers in left(tmp_path)] == ["berlin 2", "office", "paris"]


def test_a_draft_that_is_not_chosen_changes_nothing(tmp_path: Path) -> None:
    leave(tmp_path, "berlin")
    with started(tmp_path, BODY, 3, None) as asking:
        run_now(start_from(asking))
        assert asking.wizard.draft.get(NAME) == "office"
        assert asking.places == []
