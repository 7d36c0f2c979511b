"""What a connection does not hold as it was sent, by name, and what is no difference."""

import json
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.answers import SETTINGS, sound
from tests.support.paths import SHARED
from tests.support.sandbox import asking
from tui_app.api.kept import _EFFECTS, LONGEST, MOST, not_kept
from tui_app.api.replies import Connection, read_connection
from tui_app.sandbox.seeds import PUSH_CREDENTIALS, VOICE_PROFILES
from tui_app.settings.problem import Answer, Path, Problem, errors
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json

SENT: dict[str, Json] = {
    "connection_name": "office",
    "user_name": "office12",
    "password": "Wq7Nz2Lm9Rx",
}
Document = dict[str, Json]


def holding(**more: Json) -> Connection:
    """A connection as a reply shows it: what was sent, and `more` in its place."""
    made = read_connection({"id": "7", **SENT, "password": "********", **more})
    assert made is not None
    return made


def told(sent: Document, **kept: Json) -> list[Problem]:
    return not_kept({**SENT, **sent}, holding(**kept))


def test_what_is_kept_is_not_told() -> None:
    sent: Document = {"tags": ["a"], "inbound": {"codecs": ["OPUS", "G722"], "channel_limit": 5}}
    assert told(sent, **sent) == []


DIFFERENT: list[tuple[Document, Document, str, str]] = [
    (
        {"outbound": {"outbound_voice_profile_id": "1293384261075731499"}},
        {"outbound": {"outbound_voice_profile_id": None}},
        "/outbound/outbound_voice_profile_id",
        (
            'was not kept: sent "1293384261075731499", the API has null: outbound calls are refused '
            "(SIP 403, reason D38) until the connection has one. Change it in the portal or by a PATCH"
        ),
    ),
    (
        {"outbound": {"ani_override": "+15555550123"}},
        {"outbound": {"ani_override": ""}},
        "/outbound/ani_override",
        (
            'was not kept: sent "+15555550123", the API has an empty text: calls show the caller ID '
            "that the device sends, and are refused (SIP 403, reason D35) if that is no number of yours. "
            "Change it in the portal or by a PATCH"
        ),
    ),
    (
        {"inbound": {"codecs": ["OPUS", "G722"]}},
        {"inbound": {"codecs": []}},
        "/inbound/codecs",
        (
            "was not kept: sent [OPUS, G722], the API has an empty list: most likely the default "
            "codecs are offered. Change it in the portal or by a PATCH"
        ),
    ),
    (
        {"inbound": {"codecs": ["OPUS", "G722"]}},
        {"inbound": {"codecs": ["G722", "OPUS"]}},
        "/inbound/codecs",
        (
            "was not kept: sent [OPUS, G722], the API has [G722, OPUS]: calls may prefer another "
            "codec. Change it in the portal or by a PATCH"
        ),
    ),
    (
        {"ios_push_credential_id": "7b1c9f52-6f0e-4f6b-9a53-2f6b0f4f7e11"},
        {"ios_push_credential_id": None},
        "/ios_push_credential_id",
        (
            'was not kept: sent "7b1c9f52-6f0e-4f6b-9a53-2f6b0f4f7e11", the API has null: an incoming '
            "call does not wake the iOS app. Change it in the portal or by a PATCH"
        ),
    ),
    (
        {"rtcp_settings": {"report_frequency_secs": 60}},
        {"rtcp_settings": {"report_frequency_secs": 5}},
        "/rtcp_settings/report_frequency_secs",
        "was not kept: sent 60, the API has 5. Change it in the portal or by a PATCH",
    ),
    (
        {"active": True},
        {"active": False},
        "/active",
        (
            "was not kept: sent true, the API has false: every call is refused (SIP 404, reason D18) until "
            "it is on. Change it in the portal or by a PATCH"
        ),
    ),
    (
        {},
        {"active": False},
        "/active",
        (
            "is off although nothing was sent for it: every call is refused (SIP 404, reason D18) until it "
            "is on. Change it in the portal or by a PATCH"
        ),
    ),
    (
        {"outbound": {"generate_ringback_tone": True}},
        {"outbound": {"generate_ringback_tone": True, "instant_ringback_enabled": False}},
        "/outbound/instant_ringback_enabled",
        "was turned off by the API: it does so when the ringback tone is on",
    ),
    (
        {"webhook_timeout_secs": 25},
        {},
        "/webhook_timeout_secs",
        (
            "is not in the API's reply, so it may not have been kept: sent 25. Without it events "
            "are retried or fail over after the other time. Check it in the portal"
        ),
    ),
    (
        {"inbound": {"channel_limit": 5}},
        {"inbound": None},
        "/inbound/channel_limit",
        (
            "was not kept: sent 5, the API has null: the number of inbound calls has no limit. "
            "Change it in the portal or by a PATCH"
        ),
    ),
    (
        {"outbound": {"outbound_voice_profile_id": "1293384261075731499"}},
        {},
        "/outbound/outbound_voice_profile_id",
        (
            "is not in the API's reply, so it may not have been kept: sent "
            '"1293384261075731499". Without it outbound calls are refused (SIP 403, reason D38) '
            "until the connection has one. Check it in the portal"
        ),
    ),
    (
        {"inbound": {"prack_enabled": True}},
        {"inbound": {"prack_enabled": None}},
        "/inbound/prack_enabled",
        (
            "was not kept: sent true, the API has null: inbound calls offer no PRACK. "
            "Change it in the portal or by a PATCH"
        ),
    ),
    (
        {"webhook_event_url": "https://me:hunter2hunter2@example.com/hook"},
        {"webhook_event_url": None},
        "/webhook_event_url",
        (
            "was not kept: the API has another value: no events are sent. "
            "Change it in the portal or by a PATCH"
        ),
    ),
    (
        {"webhook_event_url": "https://example.com/hook"},
        {"webhook_event_url": "http://example.com/hook"},
        "/webhook_event_url",
        (
            'was not kept: sent "https://example.com/hook", the API has "http://example.com/hook". '
            "Change it in the portal or by a PATCH"
        ),
    ),
    (
        {"webrtc_enabled": True},
        {},
        "/webrtc_enabled",
        "is not in the API's reply: most likely the API dropped it",
    ),
    (
        {"inbound": {"sip_subdomain": "x"}},
        {"inbound": {"sip_subdomain": None}},
        "/inbound/sip_subdomain",
        'was not kept: sent "x", the API has null. Change it in the portal or by a PATCH',
    ),
    (
        {"encrypted_media": None},
        {"encrypted_media": "SRTP"},
        "/encrypted_media",
        (
            'was not kept: sent null, the API has "SRTP": calls of a device without SRTP fail '
            "(SIP 488). Change it in the portal or by a PATCH"
        ),
    ),
]


@pytest.mark.parametrize(
    ("sent", "kept", "pointer", "message"), DIFFERENT, ids=[each[2] for each in DIFFERENT]
)
def test_a_difference_is_told(sent: Document, kept: Document, pointer: str, message: str) -> None:
    [problem] = told(sent, **kept)
    assert (problem.pointer, problem.severity, problem.code) == (pointer, "warning", "not_kept")
    assert problem.message == message


ALIKE: list[tuple[Document, Document]] = [
    ({"webhook_timeout_secs": 5}, {"webhook_timeout_secs": 5.0}),
    ({"inbound": {"timeout_2xx_secs": 90}}, {"inbound": {"timeout_2xx_secs": "90"}}),
    (
        {"outbound": {"outbound_voice_profile_id": "1293384261075731499"}},
        {"outbound": {"outbound_voice_profile_id": 1293384261075731499}},
    ),
    ({"noise_suppression": "disabled"}, {"noise_suppression": None}),
    ({}, {"noise_suppression": "disabled"}),
    ({"sip_uri_calling_preference": "disabled"}, {"sip_uri_calling_preference": None}),
    ({"webhook_event_failover_url": None}, {"webhook_event_failover_url": ""}),
    ({"webhook_event_failover_url": ""}, {"webhook_event_failover_url": None}),
    ({"outbound": {"call_parking_enabled": None}}, {"outbound": {"call_parking_enabled": False}}),
    ({"outbound": {"ani_override": ""}}, {}),
    ({"bridge_generate_comfort_noise_on_cn": False}, {}),
    ({"inbound": {"channel_limit": None}}, {}),
    ({"inbound": {}}, {}),
    ({"webhook_event_url": "HTTPS://Example.com"}, {"webhook_event_url": "https://example.com/"}),
    (
        {"android_push_credential_id": "0D9E6A34-5C27-4B81-B1F9-7A3E8C5D6F20"},
        {"android_push_credential_id": "0d9e6a34-5c27-4b81-b1f9-7a3e8c5d6f20"},
    ),
    ({"outbound": {"ani_override": "+1 555 555 0123"}}, {"outbound": {"ani_override": "+15555550123"}}),
    ({"webhook_event_url": "https://x.org:443/a%2f"}, {"webhook_event_url": "https://x.org/a%2F"}),
    ({"outbound": {"localization": "US"}}, {"outbound": {"localization": "us"}}),
    ({"active": True}, {"active": "true"}),
    ({"call_cost_in_webhooks": False}, {"call_cost_in_webhooks": 0}),
    ({"inbound": {"prack_enabled": False, "channel_limit": None}}, {"inbound": None}),
    ({"tags": ["1"]}, {"tags": [1]}),
    ({"tags": ["b", "a", "a"]}, {"tags": ["a", "b"]}),
    ({"connection_name": " office "}, {}),
    ({"strange": {"a": 1}}, {"strange": {"a": 1, "b": 2}}),
    (
        {"outbound": {"generate_ringback_tone": True, "instant_ringback_enabled": False}},
        {"outbound": {"generate_ringback_tone": True, "instant_ringback_enabled": False}},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "kept"), ALIKE, ids=[json.dumps(each[0]) for each in ALIKE])
def test_what_the_api_writes_in_another_way_is_no_difference(
    sent: Document, kept: Document
) -> None:
    assert told(sent, **kept) == []


def test_a_wrong_spelling_of_something_else_is_a_difference() -> None:
    for sent, kept in ((5, 50), (5, True), (5, "5x"), (5, 5.5), (0, None)):
        assert told({"webhook_timeout_secs": sent}, webhook_timeout_secs=kept), (sent, kept)
    assert told({"user_name": "Office12"})
    assert told({"strange": {"a": 1}}, strange={"a": True})


@pytest.mark.parametrize(
    ("shown", "count"),
    [("Lr4Bx8Vt2Qd", 1), ("Wq7Nz2Lm9Rx", 0), ("********", 0), ("*****", 0), ("", 0), (None, 0)],
)
def test_another_password_is_told_without_either(shown: str | None, count: int) -> None:
    problems = told({}, password=shown)
    assert [problem.pointer for problem in problems] == ["/password"] * count
    assert "2026x" not in repr(problems)


def test_no_secret_of_an_unknown_member_is_told() -> None:
    problems = told(
        {"sip_password": "hunter2hunter2", "x": {"token": "hunter2hunter2"}}, x={"y": 1}
    )
    assert len(problems) == 2
    assert "hunter2" not in repr(problems)


def test_what_was_masked_in_a_reply_is_not_judged() -> None:
    assert told({"tags": ["x-Wq7Nz2Lm9Rx"]}, tags=["x-********"]) == []
    assert told({"x": {"a": "b Wq7Nz2Lm9Rx"}}, x={"a": "b ********"}) == []
    assert told({"connection_name": "a Wq7Nz2Lm9Rx"}, connection_name="a ********") == []


def test_an_earlier_attempt_may_have_sent_something_else() -> None:
    connection = holding(active=False, webhook_timeout_secs=5, password="Lr4Bx8Vt2Qd")
    [problem] = not_kept({**SENT, "webhook_timeout_secs": 25}, connection, earlier=True)
    assert problem.message.startswith("differs: you have 25, the connection 5: ")


def test_foreign_text_is_short_and_of_endless_differences_the_first_are_told() -> None:
    sent: Document = {f"x{number}": "y" * 5000 for number in range(MOST + 5)}
    problems = told(sent, **dict.fromkeys(sent, "z\x1b" * 5000))
    assert len(problems) == MOST + 1
    assert problems[-1].message == "has 5 more values that were not kept"
    assert all(len(problem.message) < 2 * LONGEST + 150 for problem in problems)
    assert "\x1b" not in repr([problem.message for problem in problems])


def test_they_come_in_the_order_of_the_screens() -> None:
    sent: Document = {"outbound": {"localization": "DE"}, "zzz": 1, "tags": ["a"]}
    assert [problem.pointer for problem in told(sent)] == [
        "/tags",
        "/outbound/localization",
        "/zzz",
    ]


def test_every_effect_is_of_a_setting_and_of_a_value_that_it_can_have() -> None:
    settings = {setting.json_path: setting for setting in SETTINGS}
    for place, effects in _EFFECTS.items():
        for value in effects.keys() - {"*", "empty", "order"}:
            assert value in map(str, [*sound(settings[place]), "false"]), (place, value)


CASE = SHARED / "cases" / "101-reply-differs.json"


@pytest.mark.skipif(not CASE.exists(), reason="the cases are not here")
def test_the_reply_that_differs() -> None:
    case = json.loads(CASE.read_text("utf-8"))
    connection = read_connection(case["answer_201"]["data"])
    assert connection is not None
    assert [problem.pointer for problem in not_kept(case["request"], connection)] == [
        "/active",
        "/outbound/outbound_voice_profile_id",
        "/outbound/ani_override",
    ]


# Whatever is sent and answered

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=9,
)
_PATHS = st.sampled_from([setting.path for setting in SETTINGS])


def _nested(values: dict[Path, Any]) -> Document:
    return REQUEST.body(values)


@given(st.dictionaries(_PATHS, JSON), st.dictionaries(_PATHS, JSON), st.booleans())
def test_it_judges_any_reply(sent: dict[Path, Any], kept: dict[Path, Any], earlier: bool) -> None:
    connection = Connection("7", "office", "office12", None, None, _nested(kept))
    for problem in not_kept(_nested(sent), connection, earlier=earlier):
        assert problem.code == "not_kept"


_EXISTING: dict[str, list[Json]] = {
    "outbound.outbound_voice_profile_id": [str(VOICE_PROFILES[0]["id"])],
    "ios_push_credential_id": [str(PUSH_CREDENTIALS[0]["id"]), None],
    "android_push_credential_id": [str(PUSH_CREDENTIALS[2]["id"]), None],
}
_PAYLOADS = st.fixed_dictionaries(
    {},
    optional={
        setting.path: st.sampled_from(_EXISTING.get(setting.json_path, sound(setting)))
        for setting in SETTINGS
        if setting.json_path not in SENT
    },
)


@given(_PAYLOADS)
async def test_the_sandbox_keeps_every_valid_payload(chosen: dict[Path, Answer]) -> None:
    answers: dict[Path, Answer] = {**REQUEST.read(SENT)[0], **chosen}
    for path in {problem.path for problem in errors(REQUEST.validate(answers))}:
        answers.pop(path)
    # What was wrong between two settings may leave one of them.
    if errors(REQUEST.validate(answers)):
        return
    body = REQUEST.body(answers)
    async with asking() as client:
        reply = await client.post("credential_connections", json=body)
    assert reply.status_code == 201, reply.text
    connection = read_connection(cast(dict[str, Any], reply.json()["data"]))
    assert connection is not None
    assert not_kept(body, connection) == []
