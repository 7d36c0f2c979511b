"""Each rule between settings: when it speaks, when it is silent, and that its way out is one."""

import re
from collections.abc import Mapping

import pytest

from tests.support.answers import sound
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
    ACTIVE,
    ANCHORSITE,
    ANDROID_PUSH,
    API_VERSION,
    ATTENUATION,
    CALL_COST,
    CHANNELS_IN,
    CHANNELS_OUT,
    CODECS,
    DNIS,
    DTMF,
    ENCRYPTED_MEDIA,
    ENGINE,
    EVENT_URL,
    FAILOVER_URL,
    INSTANT_RINGBACK,
    IOS_PUSH,
    ISUP,
    JITTER_BUFFER,
    JITTER_MAX,
    JITTER_MIN,
    LOCALIZATION,
    ONNET_T38,
    OVERRIDE,
    OVERRIDE_TYPE,
    PARKING,
    PASSWORD,
    PROFILE,
    RINGBACK_TONE,
    RINGING,
    SIP_URI_CALLS,
    SUPPRESSION,
    T38,
    TIMEOUT_1XX,
    TIMEOUT_2XX,
    USER_NAME,
    WEBHOOK_TIMEOUT,
    Rule,
)
from tui_app.settings.rules.audio import (
    idle_jitter_sizes,
    idle_noise_details,
    jitter_order,
    no_reduction,
)
from tui_app.settings.rules.credentials import (
    guessable_password,
    inactive,
    letter_in_user_name,
    sip_uri_calls,
    weak_password,
)
from tui_app.settings.rules.inbound import (
    hidden_number,
    isup,
    no_channels,
    no_time_to_answer,
    offered_codecs,
    one_device,
)
from tui_app.settings.rules.media import (
    fax_tones,
    inband_dtmf,
    programmable_site,
    srtp,
    srtp_sdk,
    srtp_t38,
)
from tui_app.settings.rules.outbound import (
    caller_id,
    emergency_address,
    idle_override_type,
    no_profile,
    parking,
    two_ringbacks,
)
from tui_app.settings.rules.webhooks import (
    failover,
    idle_webhooks,
    old_events,
    plain_http,
    takes_calls_over,
    texml,
    texml_url,
    unreachable,
)
from tui_app.settings.setting import Setting

ONE, OTHER = "https://a.example/hook", "https://b.example/hook"
ID = "6a09cdc3-8948-47f0-aa62-74ac943d6c58"
NUMBER = "+15551234567"
Sheet = dict[Path, Answer]

# The rule, the answers, and what it says of them: the setting that it is told at, the code, the severity, and whether one key mends it.
SPEAKS: list[tuple[Rule, Sheet, tuple[Path, str, str, bool]]] = [
    (inactive, {ACTIVE: False}, (ACTIVE, "inactive", "warning", True)),
    (weak_password, {PASSWORD: "changeme123"}, (PASSWORD, "placeholder", "warning", True)),
    (
        weak_password,
        {PASSWORD: "x-office12-y", USER_NAME: "office12"},
        (PASSWORD, "holds_user_name", "warning", True),
    ),
    (guessable_password, {PASSWORD: "12345678"}, (PASSWORD, "guessable", "warning", True)),
    (unreachable, {EVENT_URL: "https://localhost/"}, (EVENT_URL, "host", "warning", False)),
    (
        unreachable,
        {FAILOVER_URL: "https://example.com/a|b"},
        (FAILOVER_URL, "uri", "warning", True),
    ),
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
    (
        srtp_t38,
        {ENCRYPTED_MEDIA: "SRTP", ONNET_T38: True},
        (ENCRYPTED_MEDIA, "srtp_t38", "warning", True),
    ),
    (
        srtp_t38,
        {ENCRYPTED_MEDIA: "SRTP", T38: "telnyx"},
        (ENCRYPTED_MEDIA, "srtp_t38", "warning", True),
    ),
    (
        srtp_sdk,
        {ENCRYPTED_MEDIA: "SRTP", IOS_PUSH: ID},
        (ENCRYPTED_MEDIA, "srtp_sdk", "warning", True),
    ),
    (
        srtp_sdk,
        {ENCRYPTED_MEDIA: "SRTP", ANDROID_PUSH: ID},
        (ENCRYPTED_MEDIA, "srtp_sdk", "warning", True),
    ),
    (inband_dtmf, {DTMF: "Inband"}, (DTMF, "inband_dtmf", "warning", True)),
    (
        inband_dtmf,
        {DTMF: "Inband", CODECS: ["G711U", "G722"]},
        (DTMF, "inband_dtmf", "warning", True),
    ),
    (
        programmable_site,
        {ANCHORSITE: "Sydney, Australia", EVENT_URL: ONE},
        (ANCHORSITE, "programmable_site", "warning", False),
    ),
    (
        fax_tones,
        {SUPPRESSION: "both", ONNET_T38: True},
        (SUPPRESSION, "fax_tones", "warning", True),
    ),
    (
        fax_tones,
        {JITTER_BUFFER: True, T38: "customer"},
        (JITTER_BUFFER, "fax_tones", "warning", True),
    ),
    (fax_tones, {SUPPRESSION: "inbound", T38: "telnyx"}, (SUPPRESSION, "fax_tones", "hint", True)),
    (idle_noise_details, {ENGINE: "krisp_viva_tel"}, (ENGINE, "no_effect", "warning", True)),
    (
        idle_noise_details,
        {ATTENUATION: 10, SUPPRESSION: "disabled"},
        (ATTENUATION, "no_effect", "warning", True),
    ),
    (
        no_reduction,
        {ATTENUATION: 0, ENGINE: "deep_filter_net", SUPPRESSION: "both"},
        (ATTENUATION, "no_reduction", "hint", True),
    ),
    (jitter_order, {JITTER_MIN: 300, JITTER_MAX: 100}, (JITTER_MIN, "jitter_order", "error", True)),
    (
        jitter_order,
        {JITTER_MIN: 101, JITTER_MAX: 100, JITTER_BUFFER: True},
        (JITTER_MIN, "jitter_order", "error", True),
    ),
    (jitter_order, {JITTER_MIN: 201}, (JITTER_MIN, "jitter_order", "error", True)),
    (jitter_order, {JITTER_MAX: 59}, (JITTER_MAX, "jitter_order", "error", True)),
    (idle_jitter_sizes, {JITTER_MIN: 70}, (JITTER_MIN, "no_effect", "warning", True)),
    (
        idle_jitter_sizes,
        {JITTER_MAX: 300, JITTER_BUFFER: False},
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
    (failover, {FAILOVER_URL: ONE}, (FAILOVER_URL, "failover_alone", "hint", True)),
    (
        failover,
        {FAILOVER_URL: ONE, EVENT_URL: ONE},
        (FAILOVER_URL, "failover_same", "warning", True),
    ),
    (texml, {API_VERSION: "texml"}, (API_VERSION, "texml_parking", "error", True)),
    (texml, {API_VERSION: "texml", PARKING: False}, (API_VERSION, "texml_parking", "error", True)),
    (texml, {API_VERSION: "texml", PARKING: None}, (API_VERSION, "texml_parking", "error", True)),
    (
        texml_url,
        {API_VERSION: "texml", PARKING: True},
        (API_VERSION, "texml_url", "warning", False),
    ),
    (old_events, {EVENT_URL: ONE}, (API_VERSION, "old_events", "hint", True)),
    (old_events, {EVENT_URL: ONE, API_VERSION: "1"}, (API_VERSION, "old_events", "hint", True)),
    (takes_calls_over, {EVENT_URL: ONE}, (EVENT_URL, "takes_calls_over", "hint", True)),
    (
        takes_calls_over,
        {EVENT_URL: ONE, PARKING: False},
        (EVENT_URL, "takes_calls_over", "hint", True),
    ),
    (idle_webhooks, {WEBHOOK_TIMEOUT: 25}, (WEBHOOK_TIMEOUT, "no_effect", "hint", True)),
    (idle_webhooks, {CALL_COST: True}, (CALL_COST, "no_effect", "hint", True)),
    (idle_webhooks, {API_VERSION: "2"}, (API_VERSION, "no_effect", "hint", True)),
    (offered_codecs, {CODECS: ["OPUS"]}, (CODECS, "transport", "warning", True)),
    (offered_codecs, {CODECS: ["H.264", "OPUS"]}, (CODECS, "transport", "warning", True)),
    (offered_codecs, {CODECS: ["G722", "OPUS"]}, (CODECS, "no_g711", "warning", True)),
    (offered_codecs, {CODECS: ["VP8"]}, (CODECS, "no_g711", "warning", True)),
    (isup, {ISUP: True}, (ISUP, "transport", "warning", True)),
    (hidden_number, {DNIS: "sip_username"}, (DNIS, "hidden_number", "hint", False)),
    (one_device, {IOS_PUSH: ID}, (RINGING, "one_device", "hint", False)),
    (one_device, {ANDROID_PUSH: ID, RINGING: "disabled"}, (RINGING, "one_device", "hint", False)),
    (no_time_to_answer, {TIMEOUT_1XX: 100}, (TIMEOUT_1XX, "no_time_to_answer", "warning", True)),
    (
        no_time_to_answer,
        {TIMEOUT_1XX: 30, TIMEOUT_2XX: 30},
        (TIMEOUT_1XX, "no_time_to_answer", "warning", True),
    ),
    (no_time_to_answer, {TIMEOUT_2XX: 3}, (TIMEOUT_2XX, "no_time_to_answer", "warning", True)),
    (no_channels, {CHANNELS_IN: 0}, (CHANNELS_IN, "no_channels", "warning", True)),
    (no_channels, {CHANNELS_OUT: 0}, (CHANNELS_OUT, "no_channels", "warning", True)),
    (no_profile, {}, (PROFILE, "no_profile", "warning", True)),
    (
        idle_override_type,
        {OVERRIDE_TYPE: "emergency"},
        (OVERRIDE_TYPE, "no_effect", "warning", True),
    ),
    (
        idle_override_type,
        {OVERRIDE_TYPE: "normal", OVERRIDE: ""},
        (OVERRIDE_TYPE, "no_effect", "warning", True),
    ),
    (parking, {PARKING: True}, (PARKING, "parking", "warning", True)),
    (parking, {PARKING: True, API_VERSION: "texml"}, (PARKING, "parking", "warning", False)),
    (parking, {PARKING: True, EVENT_URL: ONE}, (PARKING, "parking", "hint", False)),
    (caller_id, {PROFILE: "1"}, (OVERRIDE, "caller_id", "warning", False)),
    (caller_id, {PROFILE: "1", OVERRIDE: ""}, (OVERRIDE, "caller_id", "warning", False)),
    (emergency_address, {OVERRIDE: NUMBER}, (OVERRIDE, "emergency_address", "hint", False)),
    (
        emergency_address,
        {OVERRIDE: NUMBER, OVERRIDE_TYPE: "emergency"},
        (OVERRIDE, "emergency_address", "hint", False),
    ),
    (two_ringbacks, {RINGBACK_TONE: True}, (RINGBACK_TONE, "two_ringbacks", "hint", True)),
    (
        two_ringbacks,
        {RINGBACK_TONE: True, INSTANT_RINGBACK: True},
        (RINGBACK_TONE, "two_ringbacks", "hint", True),
    ),
]

# Answers next to those above of which the same rule says nothing.
SILENT: list[tuple[Rule, Sheet]] = [
    (inactive, {ACTIVE: True}),
    (weak_password, {PASSWORD: "Xk7pVq2mRt9wZ4", USER_NAME: "office12"}),
    (guessable_password, {PASSWORD: "Xk7pVq2mRt9wZ4"}),
    # Told as a placeholder already.
    (guessable_password, {PASSWORD: "changeme123"}),
    (unreachable, {EVENT_URL: "https://example.com/hook", FAILOVER_URL: ""}),
    (inactive, {}),
    (letter_in_user_name, {USER_NAME: "1234a"}),
    (letter_in_user_name, {}),
    (sip_uri_calls, {SIP_URI_CALLS: "internal", USER_NAME: "a1234"}),
    (sip_uri_calls, {SIP_URI_CALLS: "disabled", USER_NAME: "1abcd"}),
    (sip_uri_calls, {USER_NAME: "1abcd"}),
    (srtp, {ENCRYPTED_MEDIA: None}),
    (srtp_t38, {ENCRYPTED_MEDIA: "SRTP", ONNET_T38: False, T38: "disabled"}),
    (srtp_t38, {ENCRYPTED_MEDIA: None, ONNET_T38: True, T38: "telnyx"}),
    (srtp_sdk, {ENCRYPTED_MEDIA: "SRTP", IOS_PUSH: None}),
    (srtp_sdk, {IOS_PUSH: ID}),
    (inband_dtmf, {DTMF: "Inband", CODECS: ["G711A", "G711U", "H.264"]}),
    (inband_dtmf, {DTMF: "RFC 2833"}),
    (programmable_site, {ANCHORSITE: "Sydney, Australia"}),
    (programmable_site, {ANCHORSITE: "London, UK", EVENT_URL: ONE}),
    (fax_tones, {SUPPRESSION: "disabled", JITTER_BUFFER: False, T38: "customer"}),
    (fax_tones, {SUPPRESSION: "both", JITTER_BUFFER: True, ONNET_T38: False}),
    (idle_noise_details, {ENGINE: "denoiser", ATTENUATION: 0}),
    (idle_noise_details, {ATTENUATION: 0, SUPPRESSION: "disabled"}),
    (no_reduction, {ATTENUATION: 10, ENGINE: "deep_filter_net_large"}),
    (no_reduction, {ATTENUATION: 0}),
    (idle_noise_details, {ENGINE: "denoiser", ATTENUATION: 10, SUPPRESSION: "both"}),
    (jitter_order, {JITTER_MIN: 100, JITTER_MAX: 100}),
    (jitter_order, {JITTER_MIN: 200}),
    (jitter_order, {JITTER_MAX: 60}),
    (jitter_order, {}),
    (idle_jitter_sizes, {JITTER_MIN: 70, JITTER_MAX: 300, JITTER_BUFFER: True}),
    (idle_jitter_sizes, {JITTER_MIN: 60, JITTER_MAX: 200}),
    (plain_http, {EVENT_URL: ONE, FAILOVER_URL: "https://http.example"}),
    (plain_http, {FAILOVER_URL: None}),
    (failover, {EVENT_URL: ONE, FAILOVER_URL: OTHER}),
    (failover, {FAILOVER_URL: ""}),
    (failover, {FAILOVER_URL: None}),
    (texml, {API_VERSION: "texml", PARKING: True}),
    (texml, {API_VERSION: "2"}),
    (texml_url, {API_VERSION: "texml", EVENT_URL: ONE}),
    (texml_url, {API_VERSION: "2"}),
    (old_events, {EVENT_URL: ONE, API_VERSION: "2"}),
    (old_events, {EVENT_URL: ONE, API_VERSION: "texml"}),
    (old_events, {API_VERSION: "1"}),
    (takes_calls_over, {EVENT_URL: ONE, PARKING: True}),
    (takes_calls_over, {PARKING: None}),
    (idle_webhooks, {EVENT_URL: ONE, API_VERSION: "2", WEBHOOK_TIMEOUT: 25, CALL_COST: True}),
    (idle_webhooks, {API_VERSION: "1", WEBHOOK_TIMEOUT: None, CALL_COST: False}),
    (idle_webhooks, {API_VERSION: "texml"}),
    (offered_codecs, {CODECS: ["G722", "G711U", "G711A", "OPUS", "H.264"]}),
    (offered_codecs, {CODECS: ["G711A"]}),
    (offered_codecs, {CODECS: []}),
    (offered_codecs, {}),
    (isup, {ISUP: False}),
    (hidden_number, {DNIS: "+e164"}),
    (one_device, {IOS_PUSH: ID, RINGING: "enabled"}),
    (one_device, {RINGING: "disabled"}),
    (no_time_to_answer, {TIMEOUT_1XX: 89}),
    (no_time_to_answer, {TIMEOUT_2XX: 4}),
    (no_channels, {CHANNELS_IN: 1, CHANNELS_OUT: 1}),
    (no_profile, {PROFILE: "1"}),
    (idle_override_type, {OVERRIDE_TYPE: "normal", OVERRIDE: NUMBER}),
    (idle_override_type, {OVERRIDE_TYPE: "always"}),
    (caller_id, {PROFILE: "1", OVERRIDE: NUMBER}),
    (caller_id, {}),
    (emergency_address, {OVERRIDE: NUMBER, OVERRIDE_TYPE: "normal"}),
    (emergency_address, {OVERRIDE_TYPE: "always"}),
    (parking, {PARKING: None}),
    (parking, {}),
    (two_ringbacks, {RINGBACK_TONE: True, INSTANT_RINGBACK: False}),
    (two_ringbacks, {INSTANT_RINGBACK: True}),
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
    """Found by trying: a setting is concerned if another answer there, or none, silences the rule."""
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


GOOD: Sheet = {("connection_name",): "office", USER_NAME: "office12", ("password",): "Winter2026x"}


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
