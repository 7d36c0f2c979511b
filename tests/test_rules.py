"""Each rule between settings: when it speaks, when it is silent, and that its way out is one."""

import re
from collections.abc import Mapping

import pytest

from tests.support.answers import sound
from tui_app.connection import REQUEST
from tui_app.problem import UNSET, Answer, Path, Problem, Unset
from tui_app.rules import RULES
from tui_app.rules.answers import (
    ACTIVE,
    API_VERSION,
    ATTENUATION,
    CHANNELS_IN,
    CHANNELS_OUT,
    CODECS,
    ENCRYPTED_MEDIA,
    ENGINE,
    EVENT_URL,
    FAILOVER_URL,
    INSTANT_RINGBACK,
    ISUP,
    JITTER_BUFFER,
    JITTER_MAX,
    JITTER_MIN,
    OVERRIDE,
    OVERRIDE_TYPE,
    PARKING,
    PROFILE,
    RINGBACK_TONE,
    SIP_URI_CALLS,
    SUPPRESSION,
    T38,
    USER_NAME,
    Rule,
)
from tui_app.rules.audio import idle_jitter_sizes, idle_noise_details, jitter_order
from tui_app.rules.credentials import inactive, letter_in_user_name, sip_uri_calls
from tui_app.rules.inbound import no_channels, tcp_or_tls_only
from tui_app.rules.media import encryption as srtp
from tui_app.rules.outbound import idle_override_type, idle_t38, no_profile, parking, two_ringbacks
from tui_app.rules.webhooks import failover, plain_http, texml

ONE, OTHER = "https://a.example/hook", "https://b.example/hook"
Sheet = dict[Path, Answer]

# The rule, the answers, and what it says of them: the setting that it is told at, the code, the severity, and whether one key mends it.
SPEAKS: list[tuple[Rule, Sheet, tuple[Path, str, str, bool]]] = [
    (inactive, {ACTIVE: False}, (ACTIVE, "inactive", "warning", True)),
    (letter_in_user_name, {USER_NAME: "12345"}, (USER_NAME, "user_name_letter", "warning", False)),
    (
        letter_in_user_name,
        {USER_NAME: "12345abc"},
        (USER_NAME, "user_name_letter", "warning", False),
    ),
    (
        sip_uri_calls,
        {SIP_URI_CALLS: "internal", USER_NAME: "1abcd"},
        (SIP_URI_CALLS, "sip_uri_user_name", "warning", True),
    ),
    (
        sip_uri_calls,
        {SIP_URI_CALLS: "unrestricted"},
        (SIP_URI_CALLS, "sip_uri_open", "warning", True),
    ),
    (srtp, {ENCRYPTED_MEDIA: "SRTP"}, (ENCRYPTED_MEDIA, "srtp", "warning", False)),
    (idle_noise_details, {ENGINE: "denoiser"}, (ENGINE, "no_effect", "warning", True)),
    (
        idle_noise_details,
        {ATTENUATION: 0, SUPPRESSION: "disabled"},
        (ATTENUATION, "no_effect", "warning", True),
    ),
    (jitter_order, {JITTER_MIN: 300, JITTER_MAX: 100}, (JITTER_MIN, "jitter_order", "error", True)),
    (
        jitter_order,
        {JITTER_MIN: 101, JITTER_MAX: 100, JITTER_BUFFER: True},
        (JITTER_MIN, "jitter_order", "error", True),
    ),
    (jitter_order, {JITTER_MIN: 201}, (JITTER_MIN, "jitter_order", "error", True)),
    (jitter_order, {JITTER_MAX: 59}, (JITTER_MAX, "jitter_order", "error", True)),
    (idle_jitter_sizes, {JITTER_MIN: 60}, (JITTER_MIN, "no_effect", "warning", True)),
    (
        idle_jitter_sizes,
        {JITTER_MAX: 200, JITTER_BUFFER: False},
        (JITTER_MAX, "no_effect", "warning", True),
    ),
    (plain_http, {EVENT_URL: "http://a.example"}, (EVENT_URL, "plain_http", "warning", True)),
    (plain_http, {FAILOVER_URL: "HTTP://a.example"}, (FAILOVER_URL, "plain_http", "warning", True)),
    (plain_http, {EVENT_URL: "http://a.example:8080"}, (EVENT_URL, "plain_http", "warning", False)),
    (
        plain_http,
        {EVENT_URL: "http://a.example/" + "x" * 1983},
        (EVENT_URL, "plain_http", "warning", False),
    ),
    (failover, {FAILOVER_URL: ONE}, (FAILOVER_URL, "failover_alone", "warning", True)),
    (
        failover,
        {FAILOVER_URL: ONE, EVENT_URL: ONE},
        (FAILOVER_URL, "failover_same", "warning", True),
    ),
    (texml, {API_VERSION: "texml"}, (API_VERSION, "texml_parking", "error", True)),
    (texml, {API_VERSION: "texml", PARKING: False}, (API_VERSION, "texml_parking", "error", True)),
    (texml, {API_VERSION: "texml", PARKING: None}, (API_VERSION, "texml_parking", "error", True)),
    (tcp_or_tls_only, {CODECS: ["G722", "OPUS", "H.264"]}, (CODECS, "transport", "warning", True)),
    (tcp_or_tls_only, {CODECS: ["OPUS"]}, (CODECS, "transport", "warning", False)),
    (tcp_or_tls_only, {ISUP: True}, (ISUP, "transport", "warning", True)),
    (no_channels, {CHANNELS_IN: 0}, (CHANNELS_IN, "no_channels", "warning", True)),
    (no_channels, {CHANNELS_OUT: 0}, (CHANNELS_OUT, "no_channels", "warning", True)),
    (no_profile, {}, (PROFILE, "no_profile", "warning", False)),
    (idle_override_type, {OVERRIDE_TYPE: "always"}, (OVERRIDE_TYPE, "no_effect", "warning", True)),
    (
        idle_override_type,
        {OVERRIDE_TYPE: "normal", OVERRIDE: ""},
        (OVERRIDE_TYPE, "no_effect", "warning", True),
    ),
    (parking, {PARKING: True}, (PARKING, "parking", "warning", True)),
    (parking, {PARKING: True, API_VERSION: "texml"}, (PARKING, "parking", "warning", False)),
    (two_ringbacks, {RINGBACK_TONE: True}, (RINGBACK_TONE, "two_ringbacks", "warning", True)),
    (
        two_ringbacks,
        {RINGBACK_TONE: True, INSTANT_RINGBACK: True},
        (RINGBACK_TONE, "two_ringbacks", "warning", True),
    ),
    (idle_t38, {T38: "telnyx"}, (T38, "no_effect", "warning", True)),
]

# Answers next to those above of which the same rule says nothing.
SILENT: list[tuple[Rule, Sheet]] = [
    (inactive, {ACTIVE: True}),
    (inactive, {}),
    (letter_in_user_name, {USER_NAME: "1234a"}),
    (letter_in_user_name, {}),
    (sip_uri_calls, {SIP_URI_CALLS: "internal", USER_NAME: "a1234"}),
    (sip_uri_calls, {SIP_URI_CALLS: "disabled", USER_NAME: "1abcd"}),
    (sip_uri_calls, {USER_NAME: "1abcd"}),
    (srtp, {ENCRYPTED_MEDIA: None}),
    (idle_noise_details, {ENGINE: "denoiser", ATTENUATION: 10, SUPPRESSION: "both"}),
    (jitter_order, {JITTER_MIN: 100, JITTER_MAX: 100}),
    (jitter_order, {JITTER_MIN: 200}),
    (jitter_order, {JITTER_MAX: 60}),
    (jitter_order, {}),
    (idle_jitter_sizes, {JITTER_MIN: 60, JITTER_MAX: 200, JITTER_BUFFER: True}),
    (plain_http, {EVENT_URL: ONE, FAILOVER_URL: "https://http.example"}),
    (plain_http, {FAILOVER_URL: None}),
    (failover, {EVENT_URL: ONE, FAILOVER_URL: OTHER}),
    (failover, {FAILOVER_URL: ""}),
    (failover, {FAILOVER_URL: None}),
    (texml, {API_VERSION: "texml", PARKING: True}),
    (texml, {API_VERSION: "2"}),
    (tcp_or_tls_only, {CODECS: ["G722"], ISUP: False}),
    (tcp_or_tls_only, {CODECS: ["H.264", "OPUS", "G722", "G711U", "G711A", "G729"]}),
    (tcp_or_tls_only, {}),
    (no_channels, {CHANNELS_IN: 1, CHANNELS_OUT: 1}),
    (no_profile, {PROFILE: "1"}),
    (idle_override_type, {OVERRIDE_TYPE: "always", OVERRIDE: "+15551234567"}),
    (parking, {PARKING: None}),
    (parking, {}),
    (two_ringbacks, {RINGBACK_TONE: True, INSTANT_RINGBACK: False}),
    (two_ringbacks, {INSTANT_RINGBACK: True}),
    (idle_t38, {T38: "customer", PROFILE: "1"}),
]


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
        if not isinstance(answer, Unset):
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
    mended = applied(answers, problem)
    assert (problem.path, problem.code) not in [(left.path, left.code) for left in rule(mended)]
    before = {(each.path, each.code) for each in REQUEST.judge(answers) if each.severity == "error"}
    after = {(each.path, each.code) for each in REQUEST.judge(mended) if each.severity == "error"}
    assert after <= before


@speaks
def test_a_rule_is_told_at_every_setting_that_can_mend_it(
    rule: Rule, answers: Sheet, told: tuple[Path, str, str, bool]
) -> None:
    """Found by trying: a setting is concerned if another answer there, or none, silences the rule."""
    [problem] = rule(answers)

    def silenced(path: Path, answer: "Answer | Unset") -> bool:
        changed = {other: given for other, given in answers.items() if other != path}
        if not isinstance(answer, Unset):
            changed[path] = answer
        return (problem.path, problem.code) not in [
            (left.path, left.code) for left in rule(changed)
        ]

    mending = {
        path
        for path, setting in REQUEST.settings.items()
        if any(silenced(path, answer) for answer in (UNSET, *sound(setting)))
    }
    assert set(problem.also) == mending - {problem.path}
    assert all(problem.concerns(path) for path in mending)


@speaks
def test_a_rule_speaks_of_declared_settings_and_in_few_words(
    rule: Rule, answers: Sheet, told: tuple[Path, str, str, bool]
) -> None:
    [problem] = rule(answers)
    fixed = set(problem.fix.answers) if problem.fix else set()
    assert {problem.path, *problem.also, *answers, *fixed} <= set(REQUEST.settings)
    assert fixed <= {problem.path, *problem.also}
    assert len(problem.message) <= 150
    assert re.match(r"[a-z]|OPUS|H\.264|SRTP", problem.message)
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
    assert problem in REQUEST.judge(answers)


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
        {OVERRIDE_TYPE: "always", OVERRIDE: "nobody"},
        {PROFILE: 7},
        {ENGINE: "denoiser", SUPPRESSION: "all"},
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
        problem for problem in REQUEST.judge(answers) for path in unsound if problem.concerns(path)
    ]
    assert unsound
    assert len(told) == len(unsound)
    assert {problem.path for problem in told} == set(unsound)
