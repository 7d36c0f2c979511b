"""What can be answered besides typing."""

from typing import Any, cast

import pytest
from pydantic import SecretStr

from tests.support.answers import SETTINGS, every_setting, of
from tui_app.core.draft import Draft
from tui_app.core.suggestions import Offer, suggestions_for
from tui_app.settings.problem import UNSET, Generate, Path, Unset, errors
from tui_app.settings.request import REQUEST
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Flag, plain

PASSWORD: Path = ("password",)
TIMEOUT: Path = ("inbound", "timeout_1xx_secs")


def offered(path: Path, draft: Draft | None = None) -> dict[str, Offer]:
    return {
        offer.label: offer for offer in suggestions_for(REQUEST.settings[path], draft or Draft())
    }


@every_setting
def test_each_answer_that_is_offered_is_taken_without_an_error(setting: Setting) -> None:
    for offer in suggestions_for(setting, Draft()):
        for path, answer in offer.fix.answers.items():
            assert path == setting.path
            if not isinstance(answer, Unset | Generate):
                assert not errors(list(setting.problems(answer))), offer


@every_setting
def test_nothing_is_always_offered_last_and_null_where_it_is_an_answer(setting: Setting) -> None:
    listed = suggestions_for(setting, Draft())
    assert listed[-1].label == "Not set"
    assert listed[-1].fix.answers == {setting.path: UNSET}
    assert (
        None in [answer for offer in listed for answer in offer.fix.answers.values()]
    ) is setting.nullable


@pytest.mark.parametrize("setting", of(Choice, Flag), ids=lambda setting: setting.json_path)
def test_every_choice_is_offered_and_what_holds_is_marked(setting: Setting) -> None:
    choices: list[Any] = (
        list(setting.kind.options) if isinstance(setting.kind, Choice) else [True, False]
    )
    for choice in choices:
        draft = Draft()
        draft.set(setting.path, choice)
        listed = [
            offer
            for offer in suggestions_for(setting, draft)
            if offer.fix.answers.get(setting.path, UNSET) in choices
        ]
        assert [offer.fix.answers[setting.path] for offer in listed] == choices
        assert [offer.current for offer in listed] == [each == choice for each in choices]
        defaults = [
            offer.fix.answers[setting.path] for offer in listed if "API default" in offer.note
        ]
        assert defaults == ([setting.default] if setting.default in choices else [])


def test_a_way_out_of_what_is_wrong_stands_first() -> None:
    draft = Draft()
    draft.set(TIMEOUT, 0)
    assert "Fix: use 1" not in offered(TIMEOUT, draft), "nothing is told before the field is left"
    draft.visit([TIMEOUT])
    first = suggestions_for(REQUEST.settings[TIMEOUT], draft)[0]
    assert first.label == "Fix: use 1"
    assert draft.apply(first.fix)
    assert draft.get(TIMEOUT) == 1


def test_a_password_is_generated_anew_each_time_and_shown_on_demand() -> None:
    made = [
        plain(cast(SecretStr, offered(PASSWORD)["Generate"].fix.answers[PASSWORD]))
        for _ in range(5)
    ]
    assert len(set(map(str, made))) == 5
    assert offered(PASSWORD)["Show it"].command == "reveal"


def test_what_was_generated_stands_in_no_text_of_its_offer() -> None:
    offer = offered(PASSWORD)["Generate"]
    made = plain(cast(SecretStr, offer.fix.answers[PASSWORD]))
    assert isinstance(made, str)
    assert len(made) == 20
    assert made not in repr(offer) + str(offer) + repr(offer.fix)


def test_what_the_account_has_can_be_looked_up() -> None:
    found = [
        setting.json_path
        for setting in SETTINGS
        if any(offer.command == "lookup" for offer in suggestions_for(setting, Draft()))
    ]
    assert found == [setting.json_path for setting in SETTINGS if setting.lookup]
    assert len(found) == 3


@pytest.mark.parametrize(("label", "length"), [("Generate", 20), ("Generate a long one", 32)])
def test_a_password_is_generated_of_one_of_two_lengths(label: str, length: int) -> None:
    draft = Draft()
    draft.apply(offered(PASSWORD)[label].fix)
    assert draft.password is not None
    assert len(draft.password.get_secret_value()) == length
