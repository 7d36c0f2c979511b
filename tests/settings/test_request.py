"""The request as a whole: read, composed, judged, masked, described."""

import json
from typing import Any, cast

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from tests.support.answers import every_setting, sound
from tui_app.settings.groups import GROUPS
from tui_app.settings.problem import UNSET, Answer, Path, Problem, errors, parse_pointer
from tui_app.settings.request import REPLY_ONLY, REQUEST, Request
from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Flag, Integer
from tui_app.text.document import Json
from tui_app.text.escape import MASK, has_unsafe

LEAST: dict[str, Json] = {
    "connection_name": "office",
    "user_name": "office1",
    "password": "Wq7Nz2Lm9Rx",
}


def weakness_of(document: dict[str, Json], *, allow_unknown: bool = False) -> list[Problem]:
    answers, dropped = REQUEST.read(document)
    return REQUEST.validate(answers, allow_unknown=allow_unknown) + dropped


def stray(document: dict[str, Json]) -> Problem:
    [problem] = [each for each in weakness_of(LEAST | document) if each.code == "unknown_setting"]
    return problem


# Reading and composing


names = [part for path in REQUEST.settings for part in path] + [path[0] for path in REQUEST.objects]
members = st.sampled_from(names) | st.text(max_size=5).filter(lambda name: name not in REPLY_ONLY)
leaves = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(members, inner, max_size=4),
    max_leaves=12,
)
objects = st.sampled_from([path[0] for path in REQUEST.objects])
documents = st.builds(
    lambda flat, nested: cast(dict[str, Json], {**flat, **nested}),
    st.dictionaries(members, values, max_size=6),
    st.dictionaries(objects, st.dictionaries(members, values, max_size=5), max_size=3),
).filter(lambda document: not any(has(document, name) for name in REPLY_ONLY))


def has(document: Json, name: str) -> bool:
    """Whether a document has a member, its name joined by dots."""
    first, _, rest = name.partition(".")
    if not isinstance(document, dict) or first not in document:
        return False
    return not rest or has(document[first], rest)


@given(documents)
def test_what_is_read_is_composed_again(document: dict[str, Json]) -> None:
    answers, dropped = REQUEST.read(document)
    assert dropped == []
    assert REQUEST.body(answers) == document


@given(documents)
def test_any_object_is_judged_and_every_pointer_leads_back(document: dict[str, Json]) -> None:
    for problem in weakness_of(document):
        assert parse_pointer(problem.pointer) == problem.path or problem.path == ("",)
        assert not has_unsafe(problem.message)


@given(documents)
def test_an_object_of_unknown_names_is_invalid_unless_allowed(document: dict[str, Json]) -> None:
    codes = {problem.code for problem in errors(weakness_of(document))}
    allowed = {problem.code for problem in errors(weakness_of(document, allow_unknown=True))}
    assert allowed == codes - {"unknown_setting"}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"inbound": {}},
        {"inbound": None},
        {"inbound": []},
        {"inbound": {"codecs": {}}},
        {"inbound": {"": 1}},
        {"": {}},
        {"tags": []},
    ],
    ids=repr,
)
def test_empty_things_stay_as_they_are(document: dict[str, Json]) -> None:
    assert REQUEST.body(REQUEST.read(document)[0]) == document


def test_an_empty_object_of_a_payload_gives_way_to_what_is_answered_in_it() -> None:
    answers: dict[Path, Answer] = {
        **REQUEST.read({"inbound": {}})[0],
        ("inbound", "codecs"): ["G722"],
    }
    assert REQUEST.body(answers) == {"inbound": {"codecs": ["G722"]}}


def test_the_body_has_the_order_of_the_screens() -> None:
    answers = REQUEST.read(
        {
            "other": 1,
            "outbound": {"localization": "US"},
            "tags": [],
            "inbound": {"codecs": []},
            "user_name": "u",
        }
    )[0]
    assert list(REQUEST.body(answers)) == ["user_name", "tags", "inbound", "outbound", "other"]


def test_a_secret_is_unwrapped_in_the_body_alone() -> None:
    answers: dict[Path, Answer] = {("password",): SecretStr("hunter2hunter2")}
    assert REQUEST.body(answers) == {"password": "hunter2hunter2"}
    assert REQUEST.body(REQUEST.masked(answers)) == {"password": MASK}
    assert "hunter2" not in repr(answers)
    assert "hunter2" not in str(REQUEST.validate(answers))


@pytest.mark.parametrize(
    "name", ["id", "record_type", "created_at", "updated_at", "conversation_persistence"]
)
def test_what_only_a_reply_has_is_dropped_and_said_so(name: str) -> None:
    answers, dropped = REQUEST.read(LEAST | {name: "x"})
    assert REQUEST.body(answers) == LEAST
    [problem] = dropped
    assert (problem.path, problem.severity, problem.code) == ((name,), "warning", "reply_only")


def test_a_reply_only_name_within_an_object_is_unknown() -> None:
    assert stray({"inbound": {"id": "x"}}).path == ("inbound", "id")


# Judging


def test_the_least_payload_is_valid() -> None:
    assert [(problem.pointer, problem.code) for problem in weakness_of(LEAST)] == [
        ("/outbound/outbound_voice_profile_id", "no_profile")
    ]


@pytest.mark.parametrize("name", sorted(LEAST))
def test_what_is_required(name: str) -> None:
    document = {key: value for key, value in LEAST.items() if key != name}
    [problem] = errors(weakness_of(document))
    assert (problem.path, problem.code) == ((name,), "required")
    assert weakness_of(document | {name: None})[0].code == "null"


def test_problems_come_in_the_order_of_the_screens() -> None:
    document: dict[str, Json] = {
        "nobody": 1,
        "outbound": {"localization": "xx"},
        "webhook_api_version": 3,
        "active": 1,
    }
    paths = [problem.path for problem in weakness_of(document) if problem.path in REQUEST.settings]
    places = list(REQUEST.settings)
    assert paths == sorted(paths, key=places.index)
    assert weakness_of(document)[-1].path == ("nobody",)


@pytest.mark.parametrize(
    ("document", "meant"),
    [
        ({"user-name": "x"}, "user_name"),
        ({"username": "x"}, "user_name"),
        ({"Active": True}, "active"),
        ({"rtcp_settings": {"report_frequency_seconds": 5}}, "rtcp_settings.report_frequency_secs"),
        ({"inbound": {"timeout_1xx": 5}}, "inbound.timeout_1xx_secs"),
        ({"timeout_1xx_secs": 5}, "inbound.timeout_1xx_secs"),
        ({"codecs": []}, "inbound.codecs"),
        ({"outbound": {"webhook_timeout_secs": 5}}, "webhook_timeout_secs"),
        ({"inbound.codecs": []}, "inbound.codecs"),
        ({"webhook_url": "https://x.example"}, "webhook_event_url"),
        ({"webhookFailoverUrl": "https://x.example"}, "webhook_event_failover_url"),
        ({"outboundChannelLimit": 5}, "outbound.channel_limit"),
    ],
    ids=repr,
)
def test_an_unknown_name_suggests_the_nearest(document: dict[str, Json], meant: str) -> None:
    problem = stray(document)
    assert problem.severity == "error"
    assert problem.fix is not None
    # What is answered already is not overwritten.
    if meant in LEAST:
        assert problem.message.endswith(f"{meant} is there already: remove it")
        assert problem.fix.label == "remove it"
    else:
        assert problem.message.endswith(f"did you mean {meant}?")
        assert problem.fix.label == f"rename it to {meant}"
    answers: dict[Path, Answer] = {**REQUEST.read(LEAST | document)[0]}
    for path, answer in problem.fix.answers.items():
        answers.pop(path, None)
        if path in REQUEST.settings:
            answers[path] = cast(Json, answer)
    assert not [each for each in REQUEST.validate(answers) if each.code == "unknown_setting"]


def test_a_name_is_suggested_for_the_first_unknown_ones_alone() -> None:
    document: dict[str, Json] = {f"activ{letter}": True for letter in "abcdfghijklmnopqrstuvwxyz"}
    found = [
        each.message for each in weakness_of(LEAST | document) if each.code == "unknown_setting"
    ]
    assert ["did you mean active?" in message for message in found] == [True] * 20 + [False] * 5


def test_a_misspelt_object_suggests_the_object() -> None:
    assert stray({"inbund": {"codecs": []}}).message.endswith("did you mean inbound?")


def test_a_name_unlike_any_other_suggests_nothing() -> None:
    problem = stray({"zzz\x1b[31m": 1})
    assert "did you mean" not in problem.message
    assert problem.message.isprintable()


def test_unknown_names_can_be_allowed() -> None:
    found = [
        each
        for each in weakness_of(
            LEAST | {"new_thing": {"a": 1}, "inbound": {"other": 2}}, allow_unknown=True
        )
        if each.code == "unknown_setting"
    ]
    assert [(problem.pointer, problem.severity) for problem in found] == [
        ("/new_thing", "warning"),
        ("/inbound/other", "warning"),
    ]


@pytest.mark.parametrize("value", [None, [], "x", 1, True], ids=repr)
def test_an_object_must_be_one_even_where_the_unknown_is_allowed(value: Json) -> None:
    [problem] = errors(weakness_of(LEAST | {"inbound": value}, allow_unknown=True))
    assert (problem.path, problem.code) == (("inbound",), "type")


def test_an_unknown_name_never_shows_its_value() -> None:
    assert "hunter2" not in stray({"pasword": "hunter2hunter2"}).message


# Secrets


@every_setting
def test_a_secret_is_masked_and_nothing_else(setting: Setting) -> None:
    for answer in sound(setting):
        shown = MASK if setting.json_path == "password" else answer
        assert REQUEST.masked({setting.path: answer}) == {setting.path: shown}
    assert REQUEST.masked({setting.path: None}) == {setting.path: None}, (
        "null hides nothing, and a mask in its place would be an answer"
    )


# Every value


@every_setting
def test_every_value_has_the_default_unless_there_is_none_or_the_setting_is_gone(
    setting: Setting,
) -> None:
    every = REQUEST.every_value({})
    if setting.default is UNSET or setting.retired or setting.default_doubt:
        assert setting.path not in every
    else:
        assert every[setting.path] == setting.default
        assert type(every[setting.path]) is type(setting.default)
    for answer in sound(setting):
        assert REQUEST.every_value({setting.path: answer}) == {**every, setting.path: answer}


def test_every_value_has_the_defaults_that_are_null() -> None:
    """They are published, so they are sent; what webhook_timeout_secs null means is not."""
    nulls = {".".join(path) for path, answer in REQUEST.every_value({}).items() if answer is None}
    assert nulls == {"ios_push_credential_id", "android_push_credential_id"}


def test_every_value_holds_each_default_and_keeps_what_was_set() -> None:
    answers = REQUEST.read(LEAST | {"webhook_timeout_secs": 25})[0]
    every = REQUEST.every_value(answers)
    assert every[("webhook_timeout_secs",)] == 25
    assert every[("inbound", "timeout_2xx_secs")] == 90
    assert ("inbound", "privacy_zone_enabled") not in every
    assert ("inbound", "channel_limit") not in every
    assert (
        errors(REQUEST.validate({**every, ("jitter_buffer", "enable_jitter_buffer"): True})) == []
    )
    assert json.loads(json.dumps(REQUEST.body(every)))["inbound"]["codecs"][0] == "G722"


# The JSON Schema


def test_the_schema_is_one_and_takes_the_least_payload() -> None:
    schema = REQUEST.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(LEAST, schema)
    for wrong in (
        {},
        LEAST | {"nobody": 1},
        LEAST | {"inbound": {"nobody": 1}},
        LEAST | {"inbound": None},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


@pytest.mark.parametrize("path", REQUEST.settings, ids=".".join)
def test_the_schema_has_every_setting(path: Path) -> None:
    schema: Any = REQUEST.json_schema()
    for name in path[:-1]:
        schema = schema["properties"][name]
        assert schema["additionalProperties"] is False
    described = schema["properties"][path[-1]]
    setting = REQUEST.settings[path]
    assert described["title"] == setting.label
    assert described.get("deprecated", False) is setting.retired
    assert described.get("writeOnly", False) is setting.secret


# One declaration


def test_a_setting_is_declared_once() -> None:
    made_up = Group(
        "Weather",
        (
            Setting("sky.rain_mm", Integer(1, 9), "Rain", "Made up."),
            Setting("sky.sun", Flag(), "Sun", "Made up."),
        ),
    )
    request = Request([*GROUPS, made_up])
    answers, _ = request.read(LEAST | {"sky": {"rain_mm": 10, "sum": True}})
    found = {problem.pointer: problem.code for problem in errors(request.validate(answers))}
    assert found == {"/sky/rain_mm": "range", "/sky/sum": "unknown_setting"}
    assert request.body(answers)["sky"] == {"rain_mm": 10, "sum": True}
    assert "rain_mm" in json.dumps(request.json_schema())
