"""Bodies that people really send, reduced: which errors each has, and which fix is offered, here
and by `check`.
"""

import io
import json
from typing import Any

import pytest

from tui_app.cli import main
from tui_app.core.draft import Draft
from tui_app.settings.problem import Problem, errors
from tui_app.settings.request import REQUEST

LOGIN = {"connection_name": "x", "user_name": "trunkuser1", "password": "Xk7pVq2mRt9wZ4"}
PROFILE = {"outbound_voice_profile_id": "1293384261075731499"}
NO_LOGIN = {"user_name required": None, "password required": None}

# Each row: a body, and its errors ("place code") with the label of their fix.
ROWS: dict[str, tuple[dict[str, Any], dict[str, str | None]]] = {
    "a password that is a number": (
        {**LOGIN, "password": 1234567890},
        {"password type": "generate one"},
    ),
    "a password that is too short a number": (
        {**LOGIN, "password": 1234567},
        {"password type": "generate one"},
    ),
    "a region in inbound": (
        {**LOGIN, "inbound": {"sip_region": "US"}},
        {"inbound.sip_region unknown_setting": "remove it"},
    ),
    "name": (
        {"name": "x", "user_name": "trunkuser1", "password": LOGIN["password"]},
        {
            "connection_name required": None,
            "name unknown_setting": "rename it to connection_name",
        },
    ),
    "names that start with sip_": (
        {
            "connection_name": "x",
            "webhook_url": "https://hooks.example.com/",
            "sip_username": "trunkuser1",
            "sip_password": LOGIN["password"],
            "sip_region": "US",
        },
        {
            **NO_LOGIN,
            "webhook_url unknown_setting": "rename it to webhook_event_url",
            "sip_username unknown_setting": "rename it to user_name",
            "sip_password unknown_setting": "rename it to password",
            "sip_region unknown_setting": "remove it",
        },
    ),
    "settings of other connections": (
        {
            **LOGIN,
            "sip_uri_calling_preference": "enabled",
            "transport_protocol": "UDP",
            "sip_uri_calling_region": "US",
        },
        {
            "sip_uri_calling_preference choice": None,
            "transport_protocol unknown_setting": "remove it",
            "sip_uri_calling_region unknown_setting": "remove it",
        },
    ),
    "a user name as the dialled number": (
        {**LOGIN, "inbound": {"dnis_number_format": "sip_username"}},
        {},
    ),
    "codecs by their other names": (
        {
            **LOGIN,
            "inbound": {
                "ani_number_format": "+e164",
                "dnis_number_format": "+e164",
                "codecs": ["G722", "PCMU", "PCMA"],
            },
        },
        {
            "inbound.ani_number_format choice": "use +E.164",
            "inbound.codecs codec": "use G722, G711U, G711A",
        },
    ),
    "calls that are parked": (
        {
            **LOGIN,
            "webhook_event_url": "https://hooks.example.com/",
            "webhook_api_version": "texml",
            "outbound": {**PROFILE, "call_parking_enabled": True},
        },
        {},
    ),
    "camelCase": (
        {
            "connectionName": "x",
            "userName": "trunkuser1",
            "password": LOGIN["password"],
            "outbound": {"outboundVoiceProfileId": "1"},
        },
        {
            "connection_name required": None,
            "user_name required": None,
            "connectionName unknown_setting": "rename it to connection_name",
            "userName unknown_setting": "rename it to user_name",
            "outbound.outboundVoiceProfileId unknown_setting": (
                "rename it to outbound.outbound_voice_profile_id"
            ),
        },
    ),
    "an object of credentials": (
        {
            "connection_name": "x",
            "credentials": {
                "authentication": {
                    "authentication_type": "credential",
                    "username": "mypbxuser",
                    "password": LOGIN["password"],
                }
            },
            "inbound": {"sip_subdomain": "my-pbx"},
        },
        {
            **NO_LOGIN,
            "credentials unknown_setting": "use its user name and password",
            "inbound.sip_subdomain unknown_setting": "remove it",
        },
    ),
    "no event URL": ({**LOGIN, "webhook_event_url": ""}, {}),
    "None for no encryption": (
        {**LOGIN, "encrypted_media": "None"},
        {"encrypted_media choice": "use null"},
    ),
    "nothing but empty texts": (
        {**LOGIN, "anchorsite_override": "", "dtmf_type": "", "ios_push_credential_id": ""},
        {
            "anchorsite_override choice": "leave it unset",
            "dtmf_type choice": "leave it unset",
            "ios_push_credential_id format": "leave it unset",
        },
    ),
    "what an automation tool fills in": (
        {
            **LOGIN,
            "encrypted_media": "ZRTP",
            "inbound": {"codecs": "G722"},
            "outbound": {**PROFILE, "ani_override": "always"},
        },
        {
            "encrypted_media choice": None,
            "inbound.codecs type": "use G722",
            "outbound.ani_override phone": None,
        },
    ),
    "noise suppression that is on": (
        {**LOGIN, "noise_suppression": "enabled"},
        {"noise_suppression choice": None},
    ),
    "integers that are written as 5.0": (
        {**LOGIN, "webhook_timeout_secs": 5.0, "outbound": {**PROFILE, "channel_limit": 12.0}},
        {},
    ),
    "a space at the end": ({**LOGIN, "outbound": {"ani_override": "+15555550123 "}}, {}),
}

every_row = pytest.mark.parametrize(("body", "expected"), ROWS.values(), ids=ROWS)


def weakness_of(body: dict[str, Any]) -> list[Problem]:
    answers, problems = REQUEST.read(body)
    return problems + REQUEST.validate(answers)


@every_row
def test_errors_and_fixes(body: dict[str, Any], expected: dict[str, str | None]) -> None:
    found = {
        f"{'.'.join(problem.path)} {problem.code}": problem.fix.label if problem.fix else None
        for problem in errors(weakness_of(body))
    }
    assert found == expected


@every_row
def test_check_says_the_same(
    body: dict[str, Any],
    expected: dict[str, str | None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(body).encode())))
    code = main(["check", "--json", "-"])
    written = capsys.readouterr().out
    problems = json.loads(written)["problems"]
    found = {
        f"{problem['pointer'].strip('/').replace('/', '.')} {problem['code']}"
        for problem in problems
        if problem["severity"] == "error"
    }
    assert found == set(expected)
    assert code == (3 if expected else 0)
    assert str(LOGIN["password"]) not in json.dumps(problems)


@every_row
def test_each_fix_that_is_accepted_leads_to_an_end(
    body: dict[str, Any], expected: dict[str, str | None]
) -> None:
    draft, _ = Draft.of(body)
    for _ in range(20):
        fix = next((each.fix for each in errors(draft.problems) if each.fix), None)
        if fix is None:
            break
        assert draft.apply(fix), fix.label
    left = {f"{'.'.join(each.path)} {each.code}" for each in errors(draft.problems)}
    assert left <= {what for what, label in expected.items() if label is None}
    assert not [each for each in errors(draft.problems) if each.fix]


def test_integers_are_sent_without_a_point() -> None:
    answers, _ = REQUEST.read(ROWS["integers that are written as 5.0"][0])
    sent = json.dumps(REQUEST.body(answers))
    assert '"webhook_timeout_secs": 5,' in sent
    assert '"channel_limit": 12}' in sent


def test_the_space_at_the_end_is_named() -> None:
    [problem] = [
        each
        for each in weakness_of(ROWS["a space at the end"][0])
        if "space" in each.message and each.path == ("outbound", "ani_override")
    ]
    assert problem.severity == "warning"
    assert problem.fix is not None
    assert problem.fix.answers == {problem.path: "+15555550123"}


URL = "https://hooks.example.com/voice"
MINE = {**PROFILE, "ani_override": "+14155550123"}
D35 = {"outbound.ani_override caller_id"}

# Each row: a body that is as it should be, and its warnings ("place code"). Hints may be there.
SOUND: dict[str, tuple[dict[str, Any], set[str]]] = {
    "Asterisk": (
        {
            "dtmf_type": "RFC 2833",
            "default_on_hold_comfort_noise_enabled": False,
            "inbound": {
                "ani_number_format": "+E.164",
                "dnis_number_format": "+e164",
                "codecs": ["G711U", "G711A", "G729", "G722"],
                "timeout_1xx_secs": 10,
            },
            "outbound": {**PROFILE, "localization": "US"},
        },
        D35,
    ),
    "FreeSWITCH in Germany, over TCP": (
        {
            "anchorsite_override": "Frankfurt, Germany",
            "inbound": {"codecs": ["OPUS", "G722", "G711A"], "channel_limit": 30},
            "outbound": {**PROFILE, "localization": "DE", "ani_override": "+4930123456"},
        },
        set(),
    ),
    "a call center that is only called": (
        {"inbound": {"channel_limit": 50, "timeout_1xx_secs": 20, "timeout_2xx_secs": 300}},
        {"outbound.outbound_voice_profile_id no_profile"},
    ),
    "a TeXML application, once at another carrier": (
        {
            "webhook_event_url": URL,
            "webhook_event_failover_url": "https://backup.example.net/voice",
            "webhook_api_version": "texml",
            "outbound": {**PROFILE, "call_parking_enabled": True},
        },
        D35,
    ),
    "a Call Control application": (
        {
            "webhook_event_url": URL,
            "webhook_api_version": "2",
            "webhook_timeout_secs": 25,
            "call_cost_in_webhooks": True,
            "outbound": {**MINE, "call_parking_enabled": True},
        },
        set(),
    ),
    "a voice agent that listens": (
        {
            "noise_suppression": "inbound",
            "noise_suppression_details": {"engine": "quail_voice_focus", "attenuation_limit": 100},
            "inbound": {"codecs": ["G722", "G711U"], "dnis_number_format": "+e164"},
            "outbound": MINE,
        },
        set(),
    ),
    "a browser with the Voice SDK": (
        {
            "encrypted_media": None,
            "sip_uri_calling_preference": "internal",
            "rtcp_settings": {"port": "rtcp-mux"},
            "inbound": {"dnis_number_format": "sip_username", "simultaneous_ringing": "enabled"},
            "outbound": MINE,
        },
        set(),
    ),
    "a mobile app": (
        {
            "ios_push_credential_id": "6a09cdc3-8948-47f0-aa62-74ac943d6c58",
            "android_push_credential_id": None,
            "outbound": MINE,
        },
        set(),
    ),
    "a fax machine": (
        {
            "inbound": {"codecs": ["G711U", "G711A"]},
            "outbound": {**MINE, "t38_reinvite_source": "customer"},
            "onnet_t38_passthrough_enabled": True,
        },
        set(),
    ),
    "tones in the audio, and G711 alone": (
        {"dtmf_type": "Inband", "inbound": {"codecs": ["G711A"]}, "outbound": MINE},
        set(),
    ),
    "a trunk with SRTP, as a reply holds it": (
        {
            "encrypted_media": "SRTP",
            "onnet_t38_passthrough_enabled": False,
            "webhook_event_url": "",
            "webhook_api_version": "1",
            "jitter_buffer": {"enable_jitter_buffer": True, "jitterbuffer_msec_max": 200},
            "outbound": {**MINE, "ani_override_type": "always", "t38_reinvite_source": "telnyx"},
        },
        {"encrypted_media srtp"},
    ),
}


@pytest.mark.parametrize(("body", "expected"), SOUND.values(), ids=SOUND)
def test_a_body_that_is_as_it_should_be_raises_no_false_alarm(
    body: dict[str, Any], expected: set[str]
) -> None:
    problems = weakness_of({**LOGIN, **body})
    assert errors(problems) == []
    found = {f"{'.'.join(each.path)} {each.code}" for each in problems if each.severity != "hint"}
    assert found == expected
