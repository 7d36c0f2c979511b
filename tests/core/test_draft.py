"""The draft: answers set, taken back and undone, what is told of them and when, and secrets that
stay secret.
"""

import string
from collections.abc import Callable, Mapping
from typing import Any, cast

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from pydantic import SecretStr

from tests.support.answers import SETTINGS, named
from tui_app.core.draft import Draft
from tui_app.core.fix_all import MOST_FIXES, fix_all
from tui_app.core.history import HISTORY_LIMIT
from tui_app.core.importing import usable
from tui_app.core.new_password import generate_password
from tui_app.core.tally import Tally, review_tally, step_tally
from tui_app.settings.groups import GROUPS
from tui_app.settings.problem import UNSET, Answer, Fix, Path, Problem, Severity
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json
from tui_app.text.escape import MASK

NAME, USER, PASSWORD, ACTIVE, TAGS = (
    ("connection_name",),
    ("user_name",),
    ("password",),
    ("active",),
    ("tags",),
)
TIMEOUT: Path = ("inbound", "timeout_1xx_secs")
VERSION: Path = ("webhook_api_version",)
PARKING: Path = ("outbound", "call_parking_enabled")
SECRET = "Wq7Nz2Lm9Rx"
GOOD: dict[str, Json] = {"connection_name": "office", "user_name": "office12", "password": SECRET}


def good(**more: Json) -> Draft:
    draft, dropped = Draft.of({**GOOD, **more})
    assert not dropped
    return draft


def type_in(draft: Draft, path: Path, text: str) -> None:
    """Types a text letter by letter, and leaves the field."""
    for end in range(1, len(text) + 1):
        draft.set(path, text[:end])
    draft.end_edit()


# History


def test_typing_in_one_field_is_one_change() -> None:
    draft = Draft()
    type_in(draft, NAME, "office")
    type_in(draft, USER, "lab")
    assert draft.undo() == USER
    assert draft.answers == {NAME: "office"}
    assert draft.undo() == NAME
    assert draft.answers == {}
    assert draft.undo() is None
    assert draft.redo() == NAME
    assert draft.redo() == USER
    assert draft.redo() is None
    assert draft.answers == {NAME: "office", USER: "lab"}


def test_coming_back_to_a_field_is_another_change() -> None:
    draft = Draft()
    type_in(draft, NAME, "office")
    type_in(draft, NAME, "branch")
    draft.undo()
    assert draft.get(NAME) == "office"


def test_another_field_ends_the_change_without_a_seal() -> None:
    draft = Draft()
    draft.set(NAME, "a")
    draft.set(USER, "b")
    draft.set(NAME, "c")
    draft.undo()
    assert draft.answers == {NAME: "a", USER: "b"}


def test_typing_after_an_undo_is_a_change_of_its_own() -> None:
    draft = Draft()
    draft.set(NAME, "a")
    draft.set(NAME, "ab")
    draft.undo()
    draft.set(NAME, "c")
    assert not draft.can_redo
    draft.undo()
    assert draft.answers == {}


def test_what_was_typed_and_deleted_again_leaves_no_empty_step_to_undo() -> None:
    draft = Draft()
    type_in(draft, USER, "lab")
    draft.set(NAME, "a")
    draft.set(NAME, UNSET)
    draft.end_edit()
    assert draft.undo() == USER


def test_an_answer_that_changes_nothing_is_no_change() -> None:
    draft = Draft()
    assert draft.set(NAME, "a")
    assert not draft.set(NAME, "a")
    assert not draft.set(USER, UNSET)
    draft.undo()
    assert not draft.can_undo


@pytest.mark.parametrize(("first", "second"), [(True, 1), (0, False), (5, 5.0)])
def test_equal_values_of_another_type_are_another_answer(first: Json, second: Json) -> None:
    draft = Draft()
    draft.set(ACTIVE, first)
    draft.end_edit()
    assert draft.set(ACTIVE, second)
    assert type(draft.get(ACTIVE)) is type(second)
    assert draft.undo() == ACTIVE
    assert type(draft.get(ACTIVE)) is type(first)


def test_a_fix_is_one_change_of_all_that_it_sets() -> None:
    draft = good(jitter_buffer={"jitterbuffer_msec_min": 300, "jitterbuffer_msec_max": 100})
    [problem] = draft.blocking_errors
    assert problem.fix is not None
    assert draft.apply(problem.fix)
    assert draft.blocking_errors == []
    low, high = (
        REQUEST.settings["jitter_buffer", "jitterbuffer_msec_min"].path,
        ("jitter_buffer", "jitterbuffer_msec_max"),
    )
    assert (draft.get(low), draft.get(high)) == (100, 300)
    draft.undo()
    assert (draft.get(low), draft.get(high)) == (300, 100)
    assert not draft.can_undo


class Judge:
    """A request of which each rule speaks as a test says."""

    def __init__(self, *rules: Callable[[Mapping[Path, Answer]], Problem | None]) -> None:
        self.rules = rules
        self.judgements = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(REQUEST, name)

    def validate(self, answers: Mapping[Path, Answer], *, allow_unknown: bool) -> list[Problem]:
        self.judgements += 1
        return [problem for rule in self.rules if (problem := rule(answers))]


def fixes(path: Path, wrong: Answer, right: Answer, severity: Severity = "error") -> Any:
    """A rule that offers `right` where the answer is `wrong`."""
    words = f"{wrong!r} is wrong"
    problem = Problem(path, severity, "wrong", words, Fix(f"{right!r}", {path: right}))
    return lambda answers: problem if answers.get(path) == wrong else None


def test_all_fixes_are_one_change() -> None:
    draft = Draft(
        request=cast("Any", Judge(fixes(NAME, "a", "b"), fixes(USER, "c", "d", "warning")))
    )
    draft.restore({NAME: "a", USER: "c"})
    seen: list[bool] = []
    draft.on_change = lambda: seen.append(True)
    assert [problem.path for problem in fix_all(draft)] == [NAME, USER]
    assert draft.answers == {NAME: "b", USER: "d"}
    assert seen == [True], "no state in between is written"
    draft.undo()
    assert (draft.answers, draft.can_undo) == ({NAME: "a", USER: "c"}, False)


def test_fixes_are_judged_again_in_between() -> None:
    # The first makes another necessary; the third is offered no more once the first was taken.
    rules = (
        fixes(NAME, "a", "b"),
        fixes(NAME, "b", "c"),
        lambda answers: (
            Problem(USER, "error", "x", "x", Fix("x", {USER: "x"}))
            if answers[NAME] == "a"
            else None
        ),
    )
    draft = Draft(request=cast("Any", Judge(*rules)))
    draft.restore({NAME: "a"})
    assert len(fix_all(draft)) == 2
    assert draft.answers == {NAME: "c"}


def test_fixes_that_take_each_other_back_come_to_an_end() -> None:
    judge = Judge(fixes(NAME, "a", "b"), fixes(NAME, "b", "a"))
    draft = Draft(request=cast("Any", judge))
    draft.restore({NAME: "a"})
    assert fix_all(draft) == []
    assert (draft.answers, draft.can_undo) == ({NAME: "a"}, False)
    assert judge.judgements < 10


def test_fixes_without_end_are_bounded() -> None:
    def more(answers: Mapping[Path, Answer]) -> Problem:
        longer = f"{answers[NAME]}x"
        return Problem(NAME, "error", "short", longer, Fix("longer", {NAME: longer}))

    draft = Draft(request=cast("Any", Judge(more)))
    draft.restore({NAME: ""})
    assert len(fix_all(draft)) == MOST_FIXES
    draft.undo()
    assert draft.answers == {NAME: ""}


def test_the_fix_of_a_hint_is_left_to_the_user() -> None:
    draft = Draft(request=cast("Any", Judge(fixes(NAME, "a", "b", "hint"))))
    draft.restore({NAME: "a"})
    assert fix_all(draft) == []


def test_the_fix_of_a_refusal_is_accepted_once() -> None:
    draft = Draft()
    draft.set(NAME, "a")
    draft.refusals = [Problem(NAME, "error", "taken", "taken", Fix("b", {NAME: "b"}))]
    assert fix_all(draft)[0].code == "taken"
    assert (draft.get(NAME), draft.refusals) == ("b", [])


def test_the_history_is_bounded() -> None:
    draft = Draft()
    for number in range(HISTORY_LIMIT + 50):
        draft.set(NAME, str(number))
        draft.end_edit()
    undone = 0
    while draft.undo() is not None:
        undone += 1
    assert undone == HISTORY_LIMIT
    assert draft.get(NAME) == "49"


def test_an_answer_takes_the_place_of_what_is_no_object() -> None:
    draft = good(inbound="nonsense")
    assert [problem.path for problem in draft.blocking_errors] == [("inbound",)]
    draft.set(TIMEOUT, 3)
    assert draft.blocking_errors == []
    assert draft.payload()["inbound"] == {"timeout_1xx_secs": 3}


class Travels(RuleBasedStateMachine):
    """A draft against a list of states and a place in it."""

    paths = (NAME, USER, ACTIVE, TAGS, TIMEOUT)
    values: tuple[Any, ...] = (UNSET, None, "a", "ab", "", True, False, 1, 0, [], ["a"])

    def __init__(self) -> None:
        super().__init__()
        self.draft = Draft()
        self.states: list[dict[Path, Answer]] = [{}]
        self.place = 0
        self.typing: Path | None = None

    def same(self, one: dict[Path, Answer], other: dict[Path, Answer]) -> bool:
        return one == other and all(type(one[path]) is type(other[path]) for path in one)

    def become(self, state: dict[Path, Answer], typing: Path | None) -> None:
        if self.same(state, self.states[self.place]):
            return
        if typing is not None and typing == self.typing:
            self.states = [*self.states[: self.place], state]
            if self.place and self.same(self.states[self.place - 1], state):
                # Typed and deleted again: nothing is left of the change.
                self.states.pop()
                self.place -= 1
                typing = None
        else:
            self.states = [*self.states[: self.place + 1], state]
            self.place += 1
        self.typing = typing

    def with_answers(self, changes: dict[Path, Any]) -> dict[Path, Answer]:
        return {
            path: value
            for path, value in {**self.states[self.place], **changes}.items()
            if value is not UNSET
        }

    @rule(path=st.sampled_from(paths), value=st.sampled_from(values))
    def set(self, path: Path, value: Any) -> None:
        self.draft.set(path, value)
        self.become(self.with_answers({path: value}), path)

    @rule(
        changes=st.dictionaries(
            st.sampled_from(paths), st.sampled_from(values), min_size=1, max_size=3
        )
    )
    def apply(self, changes: dict[Path, Any]) -> None:
        self.draft.apply(Fix("", changes))
        self.become(self.with_answers(changes), None)

    @rule()
    def end_edit(self) -> None:
        self.draft.end_edit()
        self.typing = None

    @rule()
    def undo(self) -> None:
        moved = self.draft.undo()
        assert (moved is not None) is (self.place > 0)
        if self.place:
            self.place, self.typing = self.place - 1, None
            self.moved(moved, self.states[self.place + 1])

    @rule()
    def redo(self) -> None:
        moved = self.draft.redo()
        assert (moved is not None) is (self.place < len(self.states) - 1)
        if self.place < len(self.states) - 1:
            self.place, self.typing = self.place + 1, None
            self.moved(moved, self.states[self.place - 1])

    def moved(self, path: Path | None, before: dict[Path, Answer]) -> None:
        """The setting that is named is one that changed."""
        assert path is not None
        now = self.states[self.place]
        assert path in {**before, **now}
        assert not self.same({path: before.get(path, "unset")}, {path: now.get(path, "unset")})

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        assert self.same(dict(self.draft.answers), self.states[self.place])
        assert self.draft.can_undo is (self.place > 0)
        assert self.draft.can_redo is (self.place < len(self.states) - 1)
        assert self.draft.problems == REQUEST.validate(self.states[self.place])


TestTravels = Travels.TestCase


# What is told, and when


def test_nothing_is_told_of_a_field_before_it_is_left() -> None:
    draft = Draft()
    draft.set(USER, "!")
    assert draft.blocking_errors
    assert draft.shown_problems == []
    draft.visit([USER])
    assert [problem.path for problem in draft.shown_problems] == [USER]
    assert draft.problems_at(NAME) == []


def test_the_review_tells_all() -> None:
    draft = Draft()
    draft.reviewed = True
    assert draft.shown_problems == draft.problems
    assert {NAME, USER, PASSWORD} <= {problem.path for problem in draft.shown_problems}


def test_what_a_file_brought_is_told_at_once() -> None:
    draft, _ = Draft.of({"user_name": "!"})
    assert [problem.path for problem in draft.shown_problems] == [USER]


def test_a_problem_between_settings_is_told_at_both_once_one_was_left() -> None:
    draft = good(webhook_event_url="https://example.com")
    draft.visited.clear()
    draft.set(VERSION, "texml")
    assert draft.problems_at(PARKING) == []
    draft.visit([VERSION])
    assert [problem.code for problem in draft.problems_at(PARKING)] == ["texml_parking"]
    assert draft.problems_at(VERSION) == draft.problems_at(PARKING)


def test_errors_come_before_warnings() -> None:
    draft = good(tags=["a b", 5, "a b"])
    assert [problem.severity for problem in draft.problems_at(TAGS)][:2] == ["error", "warning"]


def test_a_step_counts_its_answers_and_problems() -> None:
    draft = good(inbound={"timeout_1xx_secs": 0, "codecs": ["VP8", "G711U"]}, stray=1, active=False)
    tallies = {group.title: step_tally(draft, group) for group in GROUPS}
    assert tallies["Credentials"] == Tally(4, 0, 1)
    assert tallies["Inbound"] == Tally(2, 1, 1)
    assert tallies["Push"] == Tally(0, 0, 0)
    assert review_tally(draft) == Tally(0, 1, 0)


# Refusals of the API


def refused(path: Path) -> Problem:
    return Problem(path, "error", "api", "was refused: no")


def test_a_refusal_goes_when_its_setting_is_answered_anew() -> None:
    draft = good()
    draft.refusals = [refused(USER), refused(NAME), refused(())]
    draft.set(USER, "branch12")
    assert [refusal.path for refusal in draft.refusals] == [NAME, ()]
    draft.set(NAME, UNSET)
    assert [refusal.path for refusal in draft.refusals] == [()]


def test_an_undo_is_a_new_answer_too() -> None:
    draft = good()
    draft.set(USER, "branch12")
    draft.refusals = [refused(USER)]
    draft.undo()
    assert draft.refusals == []


def test_a_refusal_is_told_at_once_and_bars_nothing() -> None:
    draft = good()
    draft.visited.clear()
    draft.refusals = [refused(TIMEOUT)]
    assert draft.problems_at(TIMEOUT) == draft.refusals
    assert draft.problems[0] == refused(TIMEOUT)
    assert draft.blocking_errors == []


# Secrets


def test_a_password_is_wrapped_the_moment_it_comes_in() -> None:
    for draft in (good(), Draft()):
        draft.set(PASSWORD, SECRET + "y")
        answer = draft.get(PASSWORD)
        assert isinstance(answer, SecretStr)
        assert answer.get_secret_value() == SECRET + "y"
    draft.apply(Fix("", {PASSWORD: SECRET}))
    assert isinstance(draft.get(PASSWORD), SecretStr)


def test_no_repr_shows_it_also_of_the_history() -> None:
    draft = good()
    draft.set(PASSWORD, SECRET + "2")
    draft.set(NAME, "x")
    draft.undo()
    for shown in (
        repr(draft),
        str(draft),
        repr(draft.answers),
        repr(draft.problems),
        repr(draft.masked_payload()),
    ):
        assert SECRET not in shown
    assert draft.masked_payload()["password"] == MASK
    assert draft.payload()["password"] == SECRET + "2"


def test_the_same_password_again_is_no_change() -> None:
    draft = good()
    assert not draft.set(PASSWORD, SECRET)


def test_generated_passwords() -> None:
    made = {generate_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert len(password) == 20
        assert set(password) <= set(string.ascii_letters + string.digits) - set("0O1lI")
        assert any(map(str.islower, password))
        assert any(map(str.isupper, password))
        assert any(map(str.isdigit, password))
    assert set("".join(made)) == set(string.ascii_letters + string.digits) - set("0O1lI"), (
        "the whole alphabet is used"
    )


# Payload


def test_both_forms() -> None:
    draft = good()
    assert draft.payload() == GOOD
    draft.form = "every"
    assert draft.payload() == REQUEST.body(REQUEST.every_value(draft.answers))
    assert draft.masked_payload()["password"] == MASK


@pytest.mark.parametrize("setting", SETTINGS, ids=named)
def test_only_what_was_set_is_sent_and_null_and_the_default_are_answers(setting: Any) -> None:
    draft = Draft()
    for answer in (None, setting.default):
        if answer is not UNSET:
            draft.set(setting.path, answer)
            assert REQUEST.read(draft.payload()) == ({setting.path: answer}, [])
    draft.set(setting.path, UNSET)
    assert draft.payload() == {}


def test_what_is_only_spelled_otherwise_is_usable() -> None:
    known, left_out = usable(
        Draft(),
        {
            "connectionName": "office",
            "userName": "office12",
            "rtcpSettings": {"captureEnabled": True},
            "outbound": {"outboundVoiceProfileId": "7"},
            "colour": "red",
        },
    )
    assert known == {
        ("connection_name",): "office",
        ("user_name",): "office12",
        ("rtcp_settings", "capture_enabled"): True,
        ("outbound", "outbound_voice_profile_id"): "7",
    }
    assert left_out == [("colour",)]
    # What both spellings hold is not overwritten.
    known, left_out = usable(Draft(), {"connectionName": "a", "connection_name": "b"})
    assert (known, left_out) == ({("connection_name",): "b"}, [("connectionName",)])
