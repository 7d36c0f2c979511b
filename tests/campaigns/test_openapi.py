"""The vendor's OpenAPI document as an independent judge of payloads.

What is called valid here is valid there, always. What is valid there is refused here only for one
of `DIFFERENCES`, each with its reason, each stated without the product's own code, and each shown
to be needed. Where the document is absent these tests are skipped.

More examples: `pytest tests/campaigns/test_openapi.py --hypothesis-profile=campaign`.
"""

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.answers import UUID, sound
from tests.support.paths import SHARED
from tui_app.settings.problem import Answer, Path, Problem, errors
from tui_app.settings.request import REPLY_ONLY, REQUEST
from tui_app.settings.types import COUNTRIES
from tui_app.text.document import Json

OPENAPI = SHARED / "telnyx" / "credential_connections.openapi.json"
pytestmark = pytest.mark.skipif(
    not OPENAPI.exists(), reason="the vendor's OpenAPI document is not beside this repository"
)

COMPONENTS: dict[str, Any] = (
    json.loads(OPENAPI.read_text("utf-8"))["components"] if OPENAPI.exists() else {"schemas": {}}
)
CREATE: dict[str, Any] = COMPONENTS["schemas"].get(
    "CreateCredentialConnectionRequest", {"properties": {}}
)
THEIRS = jsonschema.Draft202012Validator({**CREATE, "components": COMPONENTS})

Payload = dict[str, Json]
GOOD: Payload = {"connection_name": "office", "user_name": "office12", "password": "Wq7Nz2Lm9Rx"}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    return (
        {**COMPONENTS["schemas"][schema["$ref"].rpartition("/")[2]], **schema}
        if "$ref" in schema
        else schema
    )


def leaves_of_schema(
    schema: dict[str, Any], parent: Path = ()
) -> Iterator[tuple[Path, dict[str, Any]]]:
    for name, member in schema["properties"].items():
        member = resolved(member)
        if "properties" in member:
            yield from leaves_of_schema(member, (*parent, name))
        else:
            yield (*parent, name), member


LEAVES: dict[Path, dict[str, Any]] = dict(leaves_of_schema(CREATE))
OBJECTS = {path[:depth] for path in LEAVES for depth in range(1, len(path))}
INTEGERS = [path for path, schema in LEAVES.items() if "integer" in schema["type"]]


# Both judgements


def accepted_there(payload: Payload) -> bool:
    return THEIRS.is_valid(payload)


def refused_here(payload: Payload) -> list[Problem]:
    """The errors that `check` finds."""
    answers, problems = REQUEST.read(payload)
    return errors(problems + REQUEST.validate(answers))


# Where they differ


def get(payload: Json, path: Path) -> Json:
    """The member at `path`; null where there is none."""
    for name in path:
        payload = payload.get(name) if isinstance(payload, dict) else None
    return payload


def flat(payload: Payload, parent: Path = ()) -> dict[Path, Json]:
    """Each member that is no object of the document."""
    found: dict[Path, Json] = {}
    for name, member in payload.items():
        path = (*parent, name)
        if path in OBJECTS and isinstance(member, dict):
            found |= flat(member, path)
        else:
            found[path] = member
    return found


class Difference(NamedTuple):
    """Something that is refused here and valid there.

    `paths` says where a payload's members have it, `example` that it is needed.
    """

    name: str
    reason: str
    paths: Callable[[dict[Path, Json]], list[Path]]
    example: Payload


def where(
    name: str, reason: str, holds: Callable[[Path, Json], bool], example: Payload
) -> Difference:
    """A difference that lies in one member alone."""
    return Difference(
        name,
        reason,
        lambda found: [path for path, value in found.items() if holds(path, value)],
        example,
    )


def text_at(place: str, unlike: Callable[[str], object]) -> Callable[[Path, Json], bool]:
    path = tuple(place.split("."))
    return lambda at, value: at == path and isinstance(value, str) and bool(unlike(value))


def whole_number(value: Json) -> bool:
    """As JSON Schema has it: 5.0 is one."""
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and value.is_integer()
    )


def not_a_uuid(path: Path, value: Json) -> bool:
    ids = {("ios_push_credential_id",), ("android_push_credential_id",)}
    return (
        path in ids
        and isinstance(value, str)
        and not re.fullmatch("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value)
    )


def limit_out_of_range(path: Path, value: Json) -> bool:
    limits = {("inbound", "channel_limit"), ("outbound", "channel_limit")}
    return (
        path in limits
        and isinstance(value, int | float)
        and whole_number(value)
        and not 0 <= value < 2**63
    )


def report_out_of_range(path: Path, value: Json) -> bool:
    return (
        path == ("rtcp_settings", "report_frequency_secs")
        and isinstance(value, int | float)
        and whole_number(value)
        and not 5 <= value <= 3000
    )


def unknown_codec(path: Path, value: Json) -> bool:
    known = ("G722", "G711U", "G711A", "G729", "OPUS", "H.264", "VP8", "AMR-WB")
    return (
        path == ("inbound", "codecs")
        and isinstance(value, list)
        and any(name not in known for name in value)
    )


def newer_or_older(path: Path, value: Json) -> bool:
    not_there = {("inbound", "privacy_zone_enabled"), ("bridge_generate_comfort_noise_on_cn",)}
    return path in not_there and not isinstance(value, bool)


def unknown(path: Path, value: Json) -> bool:
    not_there = {("inbound", "privacy_zone_enabled"), ("bridge_generate_comfort_noise_on_cn",)}
    return path not in LEAVES.keys() | not_there | OBJECTS and ".".join(path) not in REPLY_ONLY


def texml_without_parking(found: dict[Path, Json]) -> list[Path]:
    version, parking = ("webhook_api_version",), ("outbound", "call_parking_enabled")
    return [version] if found.get(version) == "texml" and found.get(parking) is not True else []


def jitter_upside_down(found: dict[Path, Json]) -> list[Path]:
    low, high = (
        ("jitter_buffer", "jitterbuffer_msec_min"),
        ("jitter_buffer", "jitterbuffer_msec_max"),
    )
    least, most = found.get(low, LEAVES[low]["default"]), found.get(high, LEAVES[high]["default"])
    numbers = isinstance(least, int | float) and isinstance(most, int | float)
    return [low, high] if numbers and least > most else []


URLS: set[Path] = {("webhook_event_url",), ("webhook_event_failover_url",)}


def looks_like_a_url(value: Json) -> bool:
    return (
        isinstance(value, str)
        and bool(re.fullmatch(r"(?i)https?://\S+", value))
        and len(value) <= 2000
    )


DIFFERENCES = [
    where(
        "unknown member",
        "the document allows any; a misspelt name would be ignored by the API, so it is refused unless --allow-unknown is given",
        unknown,
        {"user_nam": "x"},
    ),
    where(
        "not in the document",
        "it has no longer the one setting and not yet the other, so it says nothing of their type",
        newer_or_older,
        {"inbound": {"privacy_zone_enabled": "yes"}},
    ),
    where(
        "blank name",
        "a required name of nothing but spaces names nothing",
        text_at("connection_name", lambda text: not text.strip()),
        {"connection_name": " "},
    ),
    where(
        "user name",
        "its form, 4 to 32 letters and digits, is prose there",
        text_at("user_name", lambda text: not re.fullmatch("[A-Za-z0-9]{4,32}", text)),
        {"user_name": "abc"},
    ),
    where(
        "password",
        "its length, 8 to 128, is prose there; nothing but asterisks is a mask that was pasted",
        text_at("password", lambda text: not 8 <= len(text) <= 128 or not text.strip("*")),
        {"password": "1234567"},
    ),
    where(
        "push credential",
        "their ids are UUIDs, which only examples show there",
        not_a_uuid,
        {"ios_push_credential_id": "mine"},
    ),
    where(
        "codec",
        "the document takes any text; the vendor's page lists the names",
        unknown_codec,
        {"inbound": {"codecs": ["PCMU"]}},
    ),
    where(
        "channel limit",
        "a number of calls is not negative, and an int64",
        limit_out_of_range,
        {"outbound": {"channel_limit": -1}},
    ),
    where(
        "report frequency",
        "its ends, 5 and 3000, are prose there",
        report_out_of_range,
        {"rtcp_settings": {"report_frequency_secs": 4}},
    ),
    where(
        "voice profile",
        "the document calls it an int64 in text by an x-format, which no validator knows",
        text_at(
            "outbound.outbound_voice_profile_id",
            lambda text: text and (not re.fullmatch("[0-9]{1,19}", text) or int(text) >= 2**63),
        ),
        {"outbound": {"outbound_voice_profile_id": "12x"}},
    ),
    where(
        "caller ID",
        "a text without digits, or with letters, is no phone number",
        text_at(
            "outbound.ani_override",
            lambda text: (
                text and not (re.search("[0-9]", text) and re.fullmatch("[ -@[-`{-~]*", text))
            ),
        ),
        {"outbound": {"ani_override": "me"}},
    ),
    where(
        "country",
        "the document says in prose that it is an ISO 3166-1 alpha-2 code",
        text_at("outbound.localization", lambda text: text and text not in COUNTRIES),
        {"outbound": {"localization": "us"}},
    ),
    where(
        "event URL",
        "a format (uri) is a note to a JSON Schema validator, and events go over http",
        text_at("webhook_event_url", lambda text: text and not looks_like_a_url(text)),
        {"webhook_event_url": "ftp://x"},
    ),
    where(
        "failover URL",
        "as the event URL",
        text_at("webhook_event_failover_url", lambda text: text and not looks_like_a_url(text)),
        {"webhook_event_failover_url": "x"},
    ),
    Difference(
        "texml",
        "texml needs call parking, which is prose there",
        texml_without_parking,
        {"webhook_api_version": "texml"},
    ),
    Difference(
        "jitter order",
        "a schema cannot compare two numbers",
        jitter_upside_down,
        {"jitter_buffer": {"jitterbuffer_msec_min": 201}},
    ),
]


def explained(payload: Payload) -> dict[str, list[Path]]:
    """Which differences a payload shows, and where."""
    found = flat(payload)
    return {
        difference.name: paths for difference in DIFFERENCES if (paths := difference.paths(found))
    }


def judged_the_same(payload: Payload) -> None:
    """Fails where the two judgements differ without, or agree in spite of, a listed difference."""
    here, there, reasons = refused_here(payload), accepted_there(payload), explained(payload)
    if not there:
        assert here, (
            f"accepted here, refused there: {[error.message for error in THEIRS.iter_errors(payload)]}"
        )
        return
    # Whether a text that looks like a URL is one is finer than the list: the kind's own tests judge
    # it.
    here = [
        problem
        for problem in here
        if not (problem.path in URLS and looks_like_a_url(get(payload, problem.path)))
    ]
    assert bool(here) is bool(reasons), (here, reasons)
    # What a rule says waits until a setting's own error is mended, so a listed place need not be
    # told; but no other is.
    assert {problem.path for problem in here} <= {
        path for paths in reasons.values() for path in paths
    }, (here, reasons)


# Payloads


characters = st.characters(exclude_categories=["Cs"])
texts = st.text(characters, max_size=12)
scalars = (
    st.none() | st.booleans() | st.integers(-10, 700) | st.integers(-50, 50).map(float) | texts
)
anything: st.SearchStrategy[Json] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=3,
)


def instances(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """The instances of a schema of the document."""
    schema = resolved(schema)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of([instances_of(kind, schema) for kind in types])


def instances_of(kind: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    match kind:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "string":
            return texts
        case "integer":
            step = schema.get("multipleOf", 1)
            least, most = schema.get("minimum", -(2**65)), schema.get("maximum", 2**65)
            whole = st.integers(least // step, most // step).map(lambda number: number * step)
            return (
                whole
                | st.sampled_from([least, most])
                | whole.filter(lambda number: abs(number) < 2**53).map(float)
            )
        case "array":
            return st.lists(instances(schema["items"]), max_size=4)
        case _:
            raise NotImplementedError(kind)


@st.composite
def payloads(draw: st.DrawFn) -> Payload:
    """The create schema's instances: each member is drawn from the schema alone, or, so that most
    are usable, from sound answers.
    """
    taken = draw(st.sets(st.sampled_from(sorted(LEAVES)), max_size=5)) | {
        (name,) for name in CREATE["required"]
    }
    answers: dict[Path, Answer] = {}
    by_schema_alone = draw(st.booleans())
    for path in sorted(taken):
        usable = st.sampled_from(sound(REQUEST.settings[path]))
        answers[path] = draw(
            instances(LEAVES[path]) if by_schema_alone and draw(st.integers(0, 3)) == 0 else usable
        )
    return REQUEST.body(answers)


@st.composite
def spoilt(draw: st.DrawFn) -> Payload:
    """A payload with one thing done to it: a member of another type, one more or less, a member too
    many or too few.
    """
    payload = copy.deepcopy(draw(payloads()))
    path = draw(
        st.sampled_from(
            [
                *flat(payload),
                *sorted(LEAVES),
                *sorted(OBJECTS),
                *REQUEST.settings,
                ("inbound", "codec"),
                ("id",),
            ]
        )
    )
    here = payload
    for name in path[:-1]:
        inner = here.setdefault(name, {})
        if not isinstance(inner, dict):
            return payload
        here = inner
    value = here.get(path[-1])
    change = draw(st.sampled_from(["any", "any", "near", "drop", "rename"]))
    if change == "any":
        here[path[-1]] = draw(anything)
    elif change == "near" and isinstance(value, int | float):
        here[path[-1]] = value + draw(st.sampled_from([-1, 1, 0.5]))
    elif change == "near" and isinstance(value, str):
        here[path[-1]] = draw(
            st.sampled_from(
                [value[:-1], value + draw(characters), value.upper(), value.lower(), f" {value}"]
            )
        )
    elif change == "drop":
        here.pop(path[-1], None)
    elif change == "rename" and path[-1] in here:
        here[path[-1] + draw(st.sampled_from(["s", "_", " "]))] = here.pop(path[-1])
    return payload


@given(payloads())
def test_instances_of_the_schema_are_judged_the_same(payload: Payload) -> None:
    assert accepted_there(payload)
    judged_the_same(payload)


@settings(max_examples=3 * settings().max_examples, suppress_health_check=[HealthCheck.too_slow])
@given(spoilt())
def test_spoilt_payloads_are_judged_the_same(payload: Payload) -> None:
    judged_the_same(payload)


ANY_TYPE: list[Json] = [
    None,
    True,
    False,
    0,
    5,
    5.0,
    5.5,
    "",
    "5",
    "true",
    [],
    [5],
    ["G722"],
    {},
    {"a": 1},
    UUID,
]


def good_with(path: Path, value: Json) -> Payload:
    answers: dict[Path, Answer] = {(name,): member for name, member in GOOD.items()}
    return REQUEST.body({**answers, path: value})


@pytest.mark.parametrize("path", INTEGERS, ids=".".join)
def test_the_ends_of_every_range_are_judged_the_same(path: Path) -> None:
    ends = [LEAVES[path].get("minimum", 0), LEAVES[path].get("maximum", 2**63 - 1), 5, 3000]
    for number in [end + step for end in ends for step in (-10, -1, 0, 1, 10)]:
        judged_the_same(good_with(path, number))


@pytest.mark.parametrize("path", sorted(LEAVES), ids=".".join)
def test_every_type_is_judged_the_same_everywhere(path: Path) -> None:
    for value in ANY_TYPE:
        judged_the_same(good_with(path, value))


@pytest.mark.parametrize("path", sorted(OBJECTS), ids=".".join)
def test_an_object_is_an_object_on_both_sides(path: Path) -> None:
    for value in ANY_TYPE:
        judged_the_same({**GOOD, path[0]: value})


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.name)
def test_each_difference_is_needed(difference: Difference) -> None:
    payload = {**GOOD, **difference.example}
    assert accepted_there(payload), "the document accepts it"
    assert refused_here(payload), "it is refused here"
    assert list(explained(payload)) == [difference.name], "no other difference explains it"
