"""Each rule between settings: when it speaks, when it is silent, and that its way out is one."""

import re
from collections.abc import Mapping

import pytest

from tests.support.answers import sound
from tests.support.rule_examples import ID, ONE, SILENT, SPEAKS, Sheet
from tui_app.core.draft import Draft
from tui_app.core.new_password import generate_password
from tui_app.settings.problem import (
    SEVERITIES,
    UNSET,
    Answer,
    Generate,
    Path,
    Problem,
    Unset,
    errors,
)
from tui_app.settings.request import REQUEST
from tui_app.settings.rules import RULES
from tui_app.settings.rules.answers import (
    API_VERSION,
    ATTENUATION,
    CODECS,
    ENCRYPTED_MEDIA,
    ENGINE,
    EVENT_URL,
    FAILOVER_URL,
    IOS_PUSH,
    JITTER_MAX,
    JITTER_MIN,
    LOCALIZATION,
    ONNET_T38,
    OVERRIDE,
    OVERRIDE_TYPE,
    PARKING,
    PROFILE,
    SUPPRESSION,
    TIMEOUT_1XX,
    TIMEOUT_2XX,
    USER_NAME,
    Rule,
)
from tui_app.settings.rules.audio import jitter_order
from tui_app.settings.rules.inbound import no_time_to_answer, offered_codecs
from tui_app.settings.rules.webhooks import failover, plain_http
from tui_app.settings.setting import Setting


def example_name(value: object) -> str:
    if isinstance(value, dict):
        return ",".join(f"{path[-1]}={answer}" for path, answer in value.items())[:60] or "nothing"
    return value[1] if isinstance(value, tuple) else getattr(value, "__name__", "")


speaks = pytest.mark.parametrize(("rule", "answers", "told"), SPEAKS, ids=example_name)


def applied(answers: Mapping[Path, Answer], problem: Problem) -> Sheet:
    """The answers after the problem's fix was accepted."""
    assert problem.fix is not None
    changed: Sheet = dict(answers)
    for path, answer in problem.fix.answers.items():
        changed.pop(path, None)
        if isinstance(answer, Generate):
            changed[path] = generate_password()
        elif not isinstance(answer, Unset):
            changed[path] = answer
    return changed


def test_every_rule_has_an_example_of_each_kind() -> None:
    assert {rule for rule, _, _ in SPEAKS} == set(RULES)
    assert {rule for rule, _ in SILENT} == set(RULES)
    assert len(set(RULES)) == len(RULES)


@speaks
def test_a_rule_speaks(rule: Rule, answers: Sheet, told: tuple[Path, str, str, bool]) -> None:
    [problem] = rule(answers)
    assert (problem.path, problem.code, problem.severity, problem.fix is not None) == told


@pytest.mark.parametrize(("rule", "answers"), SILENT, ids=example_name)
def test_a_rule_is_silent(rule: Rule, answers: Sheet) -> None:
    assert list(rule(answers)) == []


@speaks
def test_a_fix_mends(rule: Rule, answers: Sheet, told: tuple[Path, str, str, bool]) -> None:
    [problem] = rule(answers)
    if problem.fix is None:
        assert not told[3]
        return
    if problem.fix.look_up:
        assert REQUEST.settings[problem.fix.look_up].lookup
        assert not problem.fix.answers
        return
    mended = applied(answers, problem)
    assert (problem.path, problem.code) not in [(left.path, left.code) for left in rule(mended)]
    before = {
        (each.path, each.code) for each in REQUEST.validate(answers) if each.severity == "error"
    }
    after = {
        (each.path, each.code) for each in REQUEST.validate(mended) if each.severity == "error"
    }
    assert after <= before


@speaks
def test_a_rule_is_told_at_every_setting_that_can_mend_it(
    rule: Rule, answers: Sheet, told: tuple[Path, str, str, bool]
) -> None:
    """Found by trying: a setting is concerned if another answer there, or none, silences the
    rule.
    """
    [problem] = rule(answers)

    def silenced(path: Path, answer: "Answer | Unset") -> bool:
        changed = {other: given for other, given in answers.items() if other != path}
        if not isinstance(answer, Unset | Generate):
            changed[path] = answer
        return not any(
            (left.path, left.code) == (problem.path, problem.code)
            and SEVERITIES.index(left.severity) <= SEVERITIES.index(problem.severity)
            for left in rule(changed)
        )

    mending = {
        path
        for path, setting in REQUEST.settings.items()
        if any(silenced(path, answer) for answer in (UNSET, *sound(setting)))
    }
    assert set(problem.related) == mending - {problem.path}
    assert all(problem.concerns(path) for path in mending)


@speaks
def test_a_rule_speaks_of_declared_settings_and_in_few_words(
    rule: Rule, answers: Sheet, told: tuple[Path, str, str, bool]
) -> None:
    [problem] = rule(answers)
    fixed = set(problem.fix.answers) if problem.fix else set()
    assert {problem.path, *problem.related, *answers, *fixed} <= set(REQUEST.settings)
    assert fixed <= {problem.path, *problem.related}
    assert len(problem.message) <= 150
    assert re.match(r"[a-z]|1 is|SRTP|Inband", problem.message)
    # After a pointer, where no label in the plural stands before it.
    assert not re.match("(need|have|work|do|are) ", problem.message)
    assert not problem.message.endswith(".")
    assert problem.message.isascii()
    assert re.fullmatch("[a-z0-9_]+", problem.code)
    if problem.fix:
        assert 0 < len(problem.fix.label) <= 40


@speaks
def test_the_examples_are_sound_by_themselves(
    rule: Rule, answers: Sheet, told: tuple[Path, str, str, bool]
) -> None:
    """So the whole judgement says what the rule says."""
    [problem] = rule(answers)
    for path, answer in answers.items():
        assert not [
            each for each in REQUEST.settings[path].problems(answer) if each.severity == "error"
        ]
    assert problem in REQUEST.validate(answers)


@pytest.mark.parametrize("order", [(JITTER_MIN, JITTER_MAX), (JITTER_MAX, JITTER_MIN)])
def test_jitter_sizes_are_swapped(order: tuple[Path, Path]) -> None:
    sizes: Sheet = {JITTER_MIN: 300, JITTER_MAX: 100}
    [problem] = jitter_order({path: sizes[path] for path in order})
    assert problem.concerns(JITTER_MIN)
    assert problem.concerns(JITTER_MAX)
    assert applied(sizes, problem) == {JITTER_MIN: 100, JITTER_MAX: 300}


def test_a_lone_failover_is_moved_as_typed() -> None:
    [problem] = failover({FAILOVER_URL: ONE})
    assert applied({FAILOVER_URL: ONE}, problem) == {EVENT_URL: ONE}


def test_https_changes_nothing_but_the_scheme() -> None:
    [problem] = plain_http({EVENT_URL: "HTTP://Me.example/%7Ea?b#c"})
    assert problem.fix is not None
    assert problem.fix.answers == {EVENT_URL: "https://Me.example/%7Ea?b#c"}


@pytest.mark.parametrize(
    "answers",
    [
        {FAILOVER_URL: ONE, EVENT_URL: "ftp://x"},
        {API_VERSION: "texml", PARKING: "true"},
        {JITTER_MIN: 300, JITTER_MAX: "400"},
        {OVERRIDE_TYPE: "normal", OVERRIDE: "nobody"},
        {PROFILE: 7},
        {ENGINE: "krisp_viva_ss", SUPPRESSION: "all"},
    ],
    ids=example_name,
)
def test_nothing_is_said_about_an_answer_that_is_wrong_by_itself(answers: Sheet) -> None:
    """An offer to move, swap or replace it would overwrite what the user is about to mend."""
    unsound = [
        path
        for path in answers
        if any(each.severity == "error" for each in REQUEST.settings[path].problems(answers[path]))
    ]
    told = [
        problem
        for problem in REQUEST.validate(answers)
        for path in unsound
        if problem.concerns(path)
    ]
    assert unsound
    assert len(told) == len(unsound)
    assert {problem.path for problem in told} == set(unsound)


# What equals the API's default


GOOD: Sheet = {("connection_name",): "office", USER_NAME: "office12", ("password",): "Wq7Nz2Lm9Rx"}


def told_of(answers: Sheet) -> set[tuple[Path, str]]:
    return {(each.path, each.code) for each in REQUEST.validate(answers)}


@pytest.mark.parametrize("setting", REQUEST.settings.values(), ids=lambda each: each.json_path)
def test_a_default_raises_nothing_that_its_absence_does_not(setting: Setting) -> None:
    if not isinstance(setting.default, Unset):
        assert told_of({**GOOD, setting.path: setting.default}) == told_of(GOOD)


def test_all_defaults_together_raise_nothing_either() -> None:
    """As a reply of the API holds them."""
    defaults = {
        setting.path: setting.default
        for setting in REQUEST.settings.values()
        if not isinstance(setting.default, Unset)
    }
    assert told_of({**GOOD, **defaults}) == told_of(GOOD) == {(PROFILE, "no_profile")}


@speaks
def test_defaults_beside_an_answer_add_no_warning(
    rule: Rule, answers: Sheet, told: tuple[Path, str, str, bool]
) -> None:
    """As a reply holds them: of SRTP with T.38 at its default, say."""
    defaults = {
        path: setting.default
        for path, setting in REQUEST.settings.items()
        if not isinstance(setting.default, Unset)
    }
    alone, among = (
        sorted(each.code for each in REQUEST.validate(sheet) if each.severity != "hint")
        for sheet in (answers, {**defaults, **answers})
    )
    assert among == alone


@pytest.mark.parametrize("engine", ["denoiser", "deep_filter_net", "krisp_viva_ss"])
def test_an_attenuation_that_is_its_engines_default_raises_nothing(engine: str) -> None:
    usual = 0 if engine == "denoiser" else 80
    assert (ATTENUATION, "no_effect") not in told_of({ENGINE: engine, ATTENUATION: usual})


@pytest.mark.parametrize("missing", ["G722", "G711U", "G711A", "G729", "OPUS", "H.264"])
def test_a_default_codec_can_be_left_out(missing: str) -> None:
    usual = REQUEST.settings[CODECS].default
    assert isinstance(usual, list)
    left = [name for name in usual if name != missing]
    assert told_of({**GOOD, CODECS: left}) == told_of(GOOD)


@pytest.mark.parametrize(
    ("country", "codec"), [("US", "G711U"), ("JP", "G711U"), ("DE", "G711A"), ("", "G711U")]
)
def test_the_codec_that_is_added_is_that_of_the_country(country: str, codec: str) -> None:
    [problem] = offered_codecs({CODECS: ["G722"], LOCALIZATION: country})
    assert applied({}, problem) == {CODECS: ["G722", codec]}


def test_a_longer_timeout_is_longer_than_any_other() -> None:
    [problem] = no_time_to_answer({TIMEOUT_1XX: 120, TIMEOUT_2XX: 120})
    assert applied({}, problem) == {TIMEOUT_2XX: 210}


# What is told, and where


def test_a_missing_caller_id_is_told_on_the_review_and_not_at_the_field() -> None:
    draft = Draft()
    draft.set(PROFILE, "1")
    draft.visit([PROFILE, OVERRIDE])
    assert [each.code for each in draft.problems_at(OVERRIDE)] == []
    assert draft.problems_at(PROFILE) == []
    draft.reviewed = True
    assert "caller_id" not in [each.code for each in draft.problems_at(OVERRIDE)]
    assert "caller_id" in [each.code for each in draft.problems]


def test_hints_bar_nothing_and_none_is_an_error() -> None:
    hints = [rule for rule, _, told in SPEAKS if told[2] == "hint"]
    assert len(hints) > 10
    for _, answers, told in SPEAKS:
        if told[2] == "hint":
            found = [each for each in REQUEST.validate({**GOOD, **answers}) if each.code == told[1]]
            assert {each.severity for each in found} == {"hint"}
            assert not errors(found)


def test_what_srtp_breaks_is_told_before_what_it_needs() -> None:
    answers: Sheet = {**GOOD, ENCRYPTED_MEDIA: "SRTP", ONNET_T38: True, IOS_PUSH: ID}
    found = [each for each in REQUEST.validate(answers) if each.path == ENCRYPTED_MEDIA]
    assert [each.code for each in found] == ["srtp_sdk", "srtp_t38", "srtp"]
    assert {path for each in found for path in each.related} == {ONNET_T38, IOS_PUSH}
