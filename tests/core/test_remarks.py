"""What is known of ids: the account's name for them, whether they are disabled, whose they are."""

import json
from collections.abc import Callable

import pytest
from rich.cells import cell_len

from tests.support.linear import run
from tests.support.wizard import screen_lines, screen_text
from tui_app.api.target import SANDBOX, check_key, find_target
from tui_app.core.autosave import Position, from_document, to_document
from tui_app.core.draft import Draft
from tui_app.core.messages import confirmation, foreign_ids, shown_answer
from tui_app.core.remarks import Remark, Remarks
from tui_app.core.session import Session
from tui_app.core.wizard import Wizard
from tui_app.settings.problem import UNSET, Fix, Path, Problem
from tui_app.text.document import Json
from tui_app.tui.app import WizardApp

PROFILE: Path = ("outbound", "outbound_voice_profile_id")
IOS: Path = ("ios_push_credential_id",)
ID = "1293384261075731499"
UUID = "6a09cdc3-8948-47f0-aa62-74ac943d6c58"
ANSWERS: dict[str, Json] = {
    "connection_name": "office",
    "tags": ["a"],
    "ios_push_credential_id": UUID,
    "outbound": {"outbound_voice_profile_id": ID, "localization": "DE"},
}
PRODUCTION = Session(find_target(None, {}))
OTHER = Session(find_target("http://127.0.0.1:8080/v2", {}))


def drafted(session: Session) -> Draft:
    draft, _ = Draft.of(ANSWERS)
    draft.move_to(session.target.host)
    return draft


def resumed(draft: Draft, before: Session, now: Session) -> Draft:
    """The draft saved in one session, and taken up in another as the wizard does."""
    document = json.loads(json.dumps(to_document(draft, Position(), before)))
    back, _ = from_document(document)
    back.move_to(now.target.host)
    return back


def remarked(draft: Draft) -> list[tuple[Path, str]]:
    return [
        (problem.path, problem.code)
        for problem in draft.problems
        if problem.code in ("other_account", "profile_disabled")
    ]


BOTH = [(IOS, "other_account"), (PROFILE, "other_account")]


def test_ids_of_the_sandbox_are_flagged_on_production_and_nothing_else() -> None:
    draft = resumed(drafted(Session(SANDBOX)), Session(SANDBOX), PRODUCTION)
    assert remarked(draft) == BOTH
    [problem] = [each for each in draft.problems if each.path == PROFILE]
    assert problem.severity == "warning"
    assert "on the embedded sandbox" in problem.message
    assert problem.fix == Fix("leave it unset", {PROFILE: UNSET})
    assert draft.blocking_errors[0].path == ("user_name",)


@pytest.mark.parametrize("session", [Session(SANDBOX), PRODUCTION, OTHER])
def test_on_the_host_that_they_were_set_for_they_are_not(session: Session) -> None:
    assert remarked(resumed(drafted(session), session, session)) == []


def test_it_survives_saves_and_resumes_and_ends_at_home() -> None:
    draft = resumed(drafted(Session(SANDBOX)), Session(SANDBOX), PRODUCTION)
    for _ in range(3):
        draft = resumed(draft, PRODUCTION, PRODUCTION)
        assert remarked(draft) == BOTH
    elsewhere = resumed(draft, PRODUCTION, OTHER)
    assert remarked(elsewhere) == BOTH
    assert "the embedded sandbox" in next(
        each.message for each in elsewhere.problems if each.path == PROFILE
    )
    assert remarked(resumed(elsewhere, OTHER, Session(SANDBOX))) == []


ANEW: list[Callable[[Draft], object]] = [
    lambda draft: draft.set(PROFILE, "2241870351094581633"),
    lambda draft: draft.set(PROFILE, UNSET),
    # Pasted, typed as a line or filled in: the same id, given as a whole.
    lambda draft: draft.set(PROFILE, ID),
    lambda draft: draft.fill_in({PROFILE: ID}),
    lambda draft: draft.choose(PROFILE, ID, name="Default"),
]


@pytest.mark.parametrize("answer", ANEW)
def test_it_ends_with_an_answer_given_anew(answer: Callable[[Draft], object]) -> None:
    draft = resumed(drafted(Session(SANDBOX)), Session(SANDBOX), PRODUCTION)
    changes: list[None] = []
    draft.on_change = lambda: changes.append(None)
    answer(draft)
    assert changes
    assert remarked(draft) == [(IOS, "other_account")]
    assert remarked(resumed(draft, PRODUCTION, PRODUCTION)) == [(IOS, "other_account")]


def test_a_letter_typed_and_deleted_is_no_answer_given_anew() -> None:
    draft = resumed(drafted(Session(SANDBOX)), Session(SANDBOX), PRODUCTION)
    draft.set(PROFILE, f"{ID}1")
    assert remarked(draft) == [(IOS, "other_account")]
    draft.set(PROFILE, ID)
    assert remarked(draft) == BOTH


def test_undo_brings_the_flag_and_the_name_back() -> None:
    draft = resumed(drafted(Session(SANDBOX)), Session(SANDBOX), PRODUCTION)
    draft.choose(PROFILE, "2", name="Default")
    assert (draft.name_of(PROFILE), remarked(draft)) == ("Default", BOTH[:1])
    draft.undo()
    assert (draft.name_of(PROFILE), remarked(draft)) == ("", BOTH)
    draft.redo()
    assert (draft.name_of(PROFILE), remarked(draft)) == ("Default", BOTH[:1])


def test_what_undo_brings_back_after_a_move_is_flagged_too() -> None:
    draft = drafted(PRODUCTION)
    draft.set(PROFILE, "2")
    draft.end_edit()
    draft.move_to("elsewhere")
    draft.undo()
    assert (PROFILE, "other_account") in remarked(draft)


def test_the_name_is_kept_with_the_draft_and_gone_with_the_id() -> None:
    draft = drafted(PRODUCTION)
    draft.choose(PROFILE, "77", name="Büro")
    draft.choose(IOS, UUID, name="Phone", disabled=True)
    draft = resumed(draft, PRODUCTION, PRODUCTION)
    setting = draft.request.settings[PROFILE]
    assert shown_answer(setting, draft) == "77 (Büro)"
    assert remarked(draft) == [(IOS, "profile_disabled")]
    draft.set(PROFILE, "78")
    assert shown_answer(setting, draft) == "78"
    assert '"Büro"' not in json.dumps(to_document(draft, Position()), ensure_ascii=False)


def test_of_another_host_only_that_is_told_and_not_that_it_was_disabled_there() -> None:
    draft = drafted(Session(SANDBOX))
    draft.choose(PROFILE, "77", name="Old", disabled=True)
    assert remarked(draft) == [(PROFILE, "profile_disabled")]
    assert remarked(resumed(draft, Session(SANDBOX), PRODUCTION)) == BOTH


def test_a_draft_taken_over_is_flagged_as_one_resumed_is() -> None:
    document = to_document(drafted(Session(SANDBOX)), Position(), Session(SANDBOX))
    draft = Draft()
    draft.move_to(PRODUCTION.target.host)
    draft.take_over(from_document(document)[0])
    assert remarked(draft) == BOTH
    assert draft.remarks.account == PRODUCTION.target.host


def test_a_draft_from_before_there_were_remarks_is_flagged_by_its_host() -> None:
    document = to_document(drafted(Session(SANDBOX)), Position(), Session(SANDBOX))
    del document["remarks"], document["account"]
    draft, _ = from_document(document)
    draft.move_to(PRODUCTION.target.host)
    assert remarked(draft) == BOTH
    document["host"] = ""
    draft, _ = from_document(document)
    draft.move_to(PRODUCTION.target.host)
    assert remarked(draft) == []


@pytest.mark.parametrize(
    "kept",
    [
        None,
        5,
        {},
        [None, [], [1, 2, 3, 4, 5], [[1], "1", "x", True, ""], [["a"], "1", "x", 1, ""]],
        [[["ios_push_credential_id"], UUID, "x" * 10**6, False, "\x1b[2J" * 10**5]],
    ],
)
def test_a_file_that_was_meddled_with_does_no_harm(kept: object) -> None:
    remarks = Remarks.read("host", kept)
    draft, _ = Draft.of(ANSWERS)
    draft.remarks = remarks
    draft.move_to("host")
    for problem in draft.problems:
        assert "\x1b" not in problem.message
        assert len(problem.message) < 500


def test_a_name_that_holds_the_key_is_not_written() -> None:
    session = Session(find_target(None, {}), check_key("KEY0123456789"))
    draft = drafted(session)
    draft.choose(PROFILE, "77", name="x KEY0123456789")
    assert "KEY0123456789" not in json.dumps(to_document(draft, Position(), session))


def test_the_confirmation_names_them() -> None:
    draft = drafted(Session(SANDBOX))
    assert foreign_ids(draft) == ""
    draft.move_to(PRODUCTION.target.host)
    words = "iOS push credential and Outbound voice profile belong to another account."
    assert foreign_ids(draft) == words
    assert confirmation("office", PRODUCTION.target, foreign=words).endswith(f" {words}")
    draft.set(IOS, UNSET)
    assert foreign_ids(draft) == "Outbound voice profile belongs to another account."


KEYS = [check_key("KEY0123456789ABCDEF"), check_key("KEYFEDCBA9876543210")]
MINE, OTHERS = (Session(find_target(None, {}), key) for key in KEYS)


def with_key(draft: Draft, before: Session, now: Session) -> Draft:
    """The draft of one session, saved and resumed in another, each with its key."""
    draft.move_to(before.account)
    document = json.loads(json.dumps(to_document(draft, Position(), before)))
    assert all(key.get_secret_value() not in json.dumps(document) for key in KEYS)
    back, _ = from_document(document)
    back.move_to(now.account)
    return back


def test_ids_that_were_set_with_another_key_on_the_same_host_are_flagged() -> None:
    draft = with_key(Draft.of(ANSWERS)[0], MINE, OTHERS)
    found = [problem for problem in draft.problems if problem.code == "other_key"]
    assert [problem.path for problem in found] == [IOS, PROFILE]
    assert found[0].message.startswith("was set with another API key")
    assert "#" not in found[0].message
    words = "iOS push credential and Outbound voice profile may belong to another account."
    assert foreign_ids(draft) == words
    assert foreign_ids(with_key(draft, OTHERS, MINE)) == "", "at home again"


@pytest.mark.parametrize(
    ("before", "now"),
    [(MINE, MINE), (PRODUCTION, MINE), (MINE, PRODUCTION), (PRODUCTION, PRODUCTION)],
)
def test_with_the_same_key_or_none_yet_nothing_is_flagged(before: Session, now: Session) -> None:
    assert foreign_ids(with_key(Draft.of(ANSWERS)[0], before, now)) == ""


def test_a_session_without_a_key_between_two_keys_hides_nothing() -> None:
    draft = with_key(Draft.of(ANSWERS)[0], MINE, PRODUCTION)
    assert "may belong" in foreign_ids(with_key(draft, PRODUCTION, OTHERS))


def test_a_key_that_is_given_in_the_wizard_flags_the_ids_of_the_one_before() -> None:
    session = Session(find_target(None, {}), KEYS[0])
    wizard = Wizard(Draft.of(ANSWERS)[0], session)
    wizard.use_key(KEYS[0].get_secret_value())
    assert foreign_ids(wizard.draft) == ""
    wizard.use_key(KEYS[1].get_secret_value())
    assert "may belong" in foreign_ids(wizard.draft)


def test_the_screens_and_the_lines_flag_a_draft_that_is_resumed() -> None:
    document = to_document(drafted(Session(SANDBOX)), Position(), Session(SANDBOX))
    draft, position = from_document(document)
    WizardApp(draft, PRODUCTION, position=position)
    assert remarked(draft) == BOTH
    draft, position = from_document(document)
    said = run("/review", draft=draft, session=PRODUCTION, position=position).text
    assert "Warning: Outbound voice profile was set for another account, on the embedded" in said


def test_an_empty_answer_belongs_to_nobody() -> None:
    remarks = Remarks("here")
    answered: list[tuple[Path, Json]] = [(PROFILE, ""), (IOS, None), (PROFILE, "5")]
    remarks.move_to("there", answered)
    assert remarks.at(PROFILE, "") == Remark()
    assert remarks.at(PROFILE, "5") == Remark(account="here")
    told: list[Problem] = list(remarks.problems({PROFILE: ""}, Draft().request.settings))
    assert told == []


async def test_a_hostile_name_is_drawn_visibly_and_within_its_field() -> None:
    name = "\x1b]0;x\x07\u202e電話" + "y" * 200
    draft = drafted(Session(SANDBOX))
    draft.choose(PROFILE, ID, name=name)
    assert "\x1b" not in run("/review", "/go 8.1", draft=draft).written
    app = WizardApp(draft, Session(SANDBOX))
    text = ""
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for key in ("ctrl+r", "pageup", "down"):
            await pilot.press(key)
            await pilot.pause()
            text = screen_text(app)
            assert "\x1b" not in text
            assert "\u202e" not in text
            assert all(cell_len(line) == 80 for line in screen_lines(app))
        assert "^[]0;x^G<U+202E>" in text
