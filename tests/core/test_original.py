"""An edit sends what differs from the connection, and nothing else."""

from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from tests.support.answers import sound
from tests.support.originals import original
from tui_app.core.draft import Draft
from tui_app.core.original import NEEDS_A_VALUE, Original, reset_value
from tui_app.settings.change import CHANGE, EDIT
from tui_app.settings.compare import is_nothing
from tui_app.settings.problem import UNSET, Answer, Path, Unset
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json

NAME: Path = ("connection_name",)
CODECS: Path = ("inbound", "codecs")
LIMIT: Path = ("outbound", "channel_limit")


def test_what_equals_the_default_is_not_set() -> None:
    answers = original(inbound={"timeout_1xx_secs": 3, "channel_limit": 4}).answers
    # The docs disagree on the default of the comfort noise, so what it is now counts as set.
    assert set(answers) == {
        NAME,
        ("user_name",),
        ("default_on_hold_comfort_noise_enabled",),
        ("inbound", "channel_limit"),
    }


def test_one_nested_setting_sends_exactly_that() -> None:
    draft = Draft.edit(original())
    draft.set(("inbound", "timeout_2xx_secs"), 60)
    assert draft.payload() == {"inbound": {"timeout_2xx_secs": 60}}


def test_an_untouched_edit_sends_nothing() -> None:
    draft = Draft.edit(original(tags=["a"], encrypted_media="SRTP", webhook_api_version="2"))
    assert draft.payload() == {}
    assert not draft.is_worth_keeping
    # Setting a default in words is no change either.
    draft.set(("dtmf_type",), "RFC 2833")
    assert draft.payload() == {}


def test_an_answer_that_is_taken_back_sends_the_default() -> None:
    draft = Draft.edit(original(tags=["a"], encrypted_media="SRTP", dtmf_type="Inband"))
    for name in ("tags", "encrypted_media", "dtmf_type"):
        draft.set((name,), UNSET)
    assert draft.payload() == {"tags": [], "encrypted_media": None, "dtmf_type": "RFC 2833"}
    assert draft.is_worth_keeping


def test_a_limit_that_no_value_takes_back_is_an_error() -> None:
    draft = Draft.edit(original(outbound={"channel_limit": 4}))
    draft.set(LIMIT, UNSET)
    assert [(each.path, each.message) for each in draft.blocking_errors] == [(LIMIT, NEEDS_A_VALUE)]
    assert draft.payload() == {}


def test_a_masked_password_is_never_sent_back() -> None:
    draft = Draft.edit(original())
    assert not draft.blocking_errors
    draft.set(("password",), "S3cret-enough-7")
    assert draft.payload() == {"password": "S3cret-enough-7"}
    assert draft.masked_payload() == {"password": "********"}
    assert not draft.is_worth_keeping


def test_names_stay_required() -> None:
    draft = Draft.edit(original())
    draft.set(NAME, UNSET)
    assert [each.code for each in draft.blocking_errors] == ["required"]


def test_what_is_unchanged_is_a_hint_at_most() -> None:
    # The API has it, whatever the rules here say.
    draft = Draft.edit(original(webhook_api_version="texml", active=False))
    assert {each.severity for each in draft.problems} == {"hint"}
    draft.set(("webhook_event_url",), "nothing")
    assert [each.path for each in draft.blocking_errors] == [("webhook_event_url",)]


def test_texml_cannot_be_set_by_a_change() -> None:
    draft = Draft.edit(original())
    draft.set(("webhook_api_version",), "texml")
    assert [each.path for each in draft.blocking_errors] == [("webhook_api_version",)]


def test_conversation_persistence_exists_here_alone() -> None:
    path: Path = ("conversation_persistence",)
    assert path in EDIT.settings
    assert path not in REQUEST.settings
    draft = Draft.edit(original())
    draft.set(path, True)
    assert draft.payload() == {"conversation_persistence": True}


def test_every_value_that_takes_an_answer_back_is_sound() -> None:
    for path, setting in EDIT.settings.items():
        value = reset_value(setting)
        if not isinstance(value, Unset):
            assert [
                each for each in CHANGE.validate({path: value}) if each.severity == "error"
            ] == []


def answers() -> st.SearchStrategy[dict[Path, Json]]:
    """Sound answers of some settings that a change can set, except the names and the password."""
    each = {
        path: st.sampled_from(sound(setting))
        for path, setting in EDIT.settings.items()
        if not (setting.required or setting.secret)
    }
    return st.fixed_dictionaries({}, optional=each)


def set_in(values: dict[Path, Json]) -> dict[Path, Json]:
    """Those of `values` that differ from the API's defaults, which are known."""
    return {
        path: value
        for path, value in values.items()
        if not (EDIT.settings[path].default_doubt or is_nothing(EDIT.settings[path], value))
    }


@given(answers(), answers())
def test_what_is_sent_makes_one_connection_the_other(
    one: dict[Path, Json], other: dict[Path, Json]
) -> None:
    before = original(**EDIT.body(one))
    draft = Draft.edit(before)
    names: dict[Path, Json] = {NAME: "office", ("user_name",): "office12"}
    draft.restore(cast(dict[Path, Answer], {**names, **other}))
    sent, _ = EDIT.read(draft.payload())
    kept, _ = EDIT.read(before.document)
    for path, value in sent.items():
        assert value != kept.get(path) or type(value) is not type(kept.get(path))
    merged = Original("7", "", "", "", EDIT.body({**kept, **sent})).answers
    stuck = {each.path for each in draft.problems if each.code == "needs_a_value"}
    expected = {path: value for path, value in set_in(other).items() if path not in stuck}
    left = {path: value for path, value in merged.items() if path not in stuck | set(names)}
    assert set_in(cast(dict[Path, Json], left)) == expected


@given(st.data())
def test_undo_brings_every_answer_back(data: st.DataObject) -> None:
    draft = Draft.edit(original(tags=["a"]))
    before = dict(draft.answers)
    for path in data.draw(st.lists(st.sampled_from(sorted(EDIT.settings)), max_size=5)):
        draft.set(path, UNSET)
        draft.end_edit()
    while draft.can_undo:
        draft.undo()
    assert dict(draft.answers) == before
    assert draft.payload() == {}


def test_it_is_kept_in_a_draft_without_secrets_and_read_back() -> None:
    before = original(tags=["a"], webhook_event_url="https://me:hidden-pw@example.com/")
    kept = Original.read(before.as_json())
    assert kept is not None
    assert "hidden-pw" not in repr(before.as_json())
    assert (kept.id, kept.host, kept.answers) == ("7", "host", before.answers)
    assert Original.read({"id": 7}) is None
