"""A strict pydantic model of the request, which judges payloads beside the program.

`model` builds it from what the settings declare, and knows each type of answer once, in pydantic's
words and not in the program's. The two blame the same members of a payload. They rightly differ in
`RULES`, `SECRETS` and `REPLIES`. A warning is no error: what is only warned of is valid to both.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    create_model,
)

from tests.support.answers import every_setting, named, of, sound
from tui_app.settings.groups import GROUPS
from tui_app.settings.problem import Answer, Path, Problem, errors
from tui_app.settings.request import REPLY_ONLY, REQUEST, Request
from tui_app.settings.setting import Setting
from tui_app.settings.types import (
    COUNTRIES,
    Choice,
    Codecs,
    Country,
    Flag,
    Form,
    Int64Text,
    Integer,
    Kind,
    Password,
    Phone,
    Tags,
    Text,
    Url,
    UserName,
    Uuid,
)
from tui_app.text.document import Json

Payload = dict[str, Json]

RULES = {"jitter_order", "texml_parking"}
"""Errors between settings: each is sound by itself, so a model of single settings takes both."""
SECRETS = {"secret"}
"""A key or a password in a setting that takes any text: to pydantic a text like others.

Nothing else is told of such an answer, since that would quote it: it may be wrong to pydantic too.
"""
REPLIES = {tuple(name.split(".")) for name in REPLY_ONLY}
"""Members that only a reply has: left out here with a warning, unknown to the model."""


# The model


INT64 = 2**63 - 1
CONFIG = ConfigDict(strict=True, extra="forbid", regex_engine="python-re")


def whole(value: object) -> object:
    """5.0 as 5: JSON has one type of number, and JSON Schema calls both the same integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def within_int64(text: str) -> str:
    assert int(text) <= INT64
    return text


def web_address(text: str) -> str:
    """Hold an address against pydantic's own parser, which mends what the program refuses."""
    parsed = TypeAdapter(HttpUrl).validate_python(text)
    assert parsed.port != 0
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Zs") for character in text)
    return text


def text(**limits: Any) -> Any:
    """A text of JSON; pydantic itself refuses half a character."""
    return Annotated[str, StringConstraints(strict=True, **limits)]


def list_of(items: Any) -> Any:
    return list[items]


TYPES: Mapping[type[Kind], Callable[[Any], Any]] = {
    Flag: lambda kind: bool,
    Integer: lambda kind: Annotated[
        int,
        Field(ge=kind.lowest, le=INT64 if kind.highest is None else kind.highest),
        Field(multiple_of=kind.step),
        BeforeValidator(whole),
    ],
    Choice: lambda kind: Literal[tuple(kind.options)],
    Codecs: lambda kind: list_of(Literal[(*kind.options, *kind.extra)]),
    Tags: lambda kind: list_of(str),
    Text: lambda kind: text(pattern=r"\S"),
    Password: lambda kind: text(
        min_length=kind.lowest, max_length=kind.highest, pattern="^(?![*]*\\Z)"
    ),
    UserName: lambda kind: text(min_length=4, max_length=32, pattern=r"^[A-Za-z0-9]*\Z"),
    Uuid: lambda kind: text(pattern=r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\Z"),
    # The empty text is warned of: the API takes it for none.
    Int64Text: lambda kind: (
        Annotated[text(pattern=r"^[0-9]{1,19}\Z"), AfterValidator(within_int64)] | Literal[""]
    ),
    # Whatever may be a number: other forms than +E.164 are warned of.
    Phone: lambda kind: text(pattern=r"^(?=.*[0-9])[ -@\[-`{-~]*\Z"),
    Country: lambda kind: Literal[tuple(sorted(COUNTRIES))],
    Url: lambda kind: Annotated[
        text(max_length=kind.highest, pattern=r"^[Hh][Tt][Tt][Pp][Ss]?://[^/?#\\]"),
        AfterValidator(web_address),
    ],
}
"""What the settings of each type take. A type that is missing here fails every test below."""


def member(setting: Setting) -> tuple[Any, Any]:
    """The type of a member of the model, and what stands for it if it is left out."""
    taken = TYPES[type(setting.kind)](setting.kind)
    if isinstance(setting.kind, Form) and setting.kind.blank:
        taken = taken | Literal[""]
    if setting.nullable:
        taken = taken | None
    return taken, ... if setting.required else None


def model(request: Request, parent: Path = ()) -> type[BaseModel]:
    """The model of a request, or of the object in it at `parent`."""
    members: dict[str, Any] = {}
    for path, setting in request.settings.items():
        if path[: len(parent)] != parent:
            continue
        name = path[len(parent)]
        if len(path) == len(parent) + 1:
            members[name] = member(setting)
        elif name not in members:
            members[name] = (model(request, (*parent, name)), None)
    return create_model("_".join(("Request", *parent)), __config__=CONFIG, **members)


# The two judgements


@dataclass(frozen=True)
class Judges:
    """The program and the model, each of which blames the members of a payload that are wrong."""

    request: Request
    model: type[BaseModel]

    def here(self, payload: Payload) -> set[Path]:
        """What the program blames, save for what is left to the rules."""
        return {problem.path for problem in self.problems(payload) if problem.code not in RULES}

    def problems(self, payload: Payload) -> list[Problem]:
        answers, dropped = self.request.read(payload)
        return errors(dropped + self.request.validate(answers))

    def there(self, payload: Payload) -> set[Path]:
        """What the model blames, save for what only a reply has."""
        try:
            self.model.model_validate(payload)
        except ValidationError as error:
            return {self.member_of(found["loc"]) for found in error.errors()} - REPLIES
        return set()

    def member_of(self, location: tuple[int | str, ...]) -> Path:
        """The member that is blamed: in pydantic's location an item, or part of a union, may
        follow.
        """
        path: Path = ()
        for name in map(str, location):
            if path in self.request.settings:
                break
            path = (*path, name)
        return path

    def differ(self, payload: Payload) -> bool:
        """Whether they blame different members, not counting those that hold a secret."""
        secret = {each.path for each in self.problems(payload) if each.code in SECRETS}
        return self.here(payload) - secret != self.there(payload) - secret


JUDGES = Judges(REQUEST, model(REQUEST))


def agree(payload: Payload) -> None:
    here, there = JUDGES.here(payload), JUDGES.there(payload)
    assert not JUDGES.differ(payload), f"the program blames {here}, the model {there}"


# Payloads


texts = st.text(max_size=12)
schemes = st.sampled_from(["https", "http", "HTTPS", "hTTp", "ftp", "javascript", ""])
hosts = st.sampled_from(
    ["example.com", "a-b.example.", "localhost", "192.0.2.1", "[2001:db8::1]", "bücher.de", ""]
)
ports = st.sampled_from(["", ":", ":0", ":1", ":65535", ":65536", ":http", ":-1"])
rests = st.sampled_from(
    ["", "/", "/a?b=c#d", "?x", "#x", "/a b", "/\n", "/\u202e", "/" + "x" * 1979, "/" + "x" * 1980]
)
addresses = st.builds(
    lambda scheme, between, host, port, rest: scheme + between + host + port + rest,
    schemes,
    st.sampled_from(["://", "://", "://", ":/", ":", "//", " ://"]),
    hosts,
    ports,
    rests,
)
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)
anything: st.SearchStrategy[Json] = st.recursive(
    scalars | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=3,
)


def usable(setting: Setting) -> st.SearchStrategy[Json]:
    """Sound answers."""
    kind = setting.kind
    if isinstance(kind, Integer):
        most = INT64 if kind.highest is None else kind.highest
        steps = st.integers(-(-kind.lowest // kind.step), most // kind.step)
        return steps.map(lambda number: number * kind.step)
    return st.sampled_from(sound(setting))


def close(setting: Setting) -> st.SearchStrategy[Json]:
    """Answers that are nearly sound: just out of range, misspelt, of a type that looks alike."""
    spelt = st.builds(
        lambda answer, at, more: answer[:at] + more + answer[at:],
        st.sampled_from([each for each in sound(setting) if isinstance(each, str)] or ["5"]),
        st.integers(0, 40),
        st.text(max_size=2) | st.sampled_from([" ", "\n", "*", "\ud800"]),
    )
    usual = str(sound(setting)[0])
    cases = st.sampled_from([usual, usual.upper(), usual.lower()])
    found: list[st.SearchStrategy[Json]] = [spelt, st.none(), cases]
    match setting.kind:
        case Integer() as kind:
            ends = [kind.lowest, INT64 if kind.highest is None else kind.highest]
            near = st.sampled_from([end + step for end in ends for step in (-1, 0, 1)])
            numbers = near | usable(setting)
            found += [near, numbers.map(str), st.booleans()]
            found += [st.integers(0, 700).map(float), st.sampled_from([0.5, 5.5, 1e300])]
        case Codecs() | Tags():
            items = st.sampled_from(["G722", "VP8", "g722", "lab", ""]) | anything
            found.append(st.lists(items, max_size=4))
        case Url():
            found.append(addresses)
        case Int64Text():
            found.append(st.integers(INT64 - 2, INT64 + 2).map(str))
        case Password():
            found.append(st.sampled_from(["x" * 7, "x" * 8, "*" * 8, "x" * 128, "x" * 129]))
        case Phone():
            found.append(st.text("+0123456789 ()-x", max_size=18))
    return st.one_of(found)


def with_member(payload: Payload, path: Path, value: Json) -> Payload:
    """The payload with another value at `path`, in an object if there is none yet."""
    name, *rest = path
    if not rest:
        return payload | {name: value}
    inner = payload.get(name)
    return payload | {
        name: with_member(inner if isinstance(inner, dict) else {}, tuple(rest), value)
    }


@st.composite
def sound_payloads(draw: st.DrawFn) -> Payload:
    """Payloads of sound answers: what is required, and a few more."""
    required = {path for path, setting in REQUEST.settings.items() if setting.required}
    more = draw(st.sets(st.sampled_from(sorted(REQUEST.settings)), max_size=5))
    answers: dict[Path, Answer] = {
        path: draw(usable(REQUEST.settings[path])) for path in sorted(required | more)
    }
    return REQUEST.body(answers)


@st.composite
def spoilt_payloads(draw: st.DrawFn, at: Path | None = None) -> Payload:
    """Sound payloads with one member, the one `at` a path, wrong, nearly so, missing or unknown."""
    payload = draw(sound_payloads())
    path = at or draw(st.sampled_from(sorted(REQUEST.settings)))
    match draw(st.sampled_from(["close", "close", "close", "any", "object", "unknown", "less"])):
        case "close":
            return with_member(payload, path, draw(close(REQUEST.settings[path])))
        case "any":
            return with_member(payload, path, draw(anything))
        case "object":
            return with_member(
                payload, draw(st.sampled_from(sorted(REQUEST.objects))), draw(anything)
            )
        case "unknown":
            name = draw(texts | st.sampled_from([path[-1] + "s", path[-1].upper()]))
            return with_member(payload, (*path[:-1], name), draw(anything))
        case _:
            left_out = draw(st.sampled_from(sorted(payload)))
            return {name: value for name, value in payload.items() if name != left_out}


GOOD: Payload = {"connection_name": "office", "user_name": "office12", "password": "Wq7Nz2Lm9Rx"}
OF_ANY_TYPE: list[Json] = [
    None,
    True,
    False,
    0,
    5,
    5.0,
    5.5,
    "",
    " ",
    "5",
    "true",
    "null",
    "\ud800",
    [],
    [5],
    ["G722"],
    [None],
    {},
    {"a": 1},
]


# What they say


@given(sound_payloads())
def test_both_take_what_is_sound(payload: Payload) -> None:
    agree(payload)
    assert not JUDGES.there(payload)


@pytest.mark.sampled
@settings(max_examples=2 * settings().max_examples)
@given(spoilt_payloads())
def test_both_blame_the_member_that_is_wrong(payload: Payload) -> None:
    """The campaigns look at some ten thousand.

    A host outside ASCII is judged by IDNA, of which the model knows less.
    """
    urls = ("webhook_event_url", "webhook_event_failover_url")
    assume(all(str(payload.get(name, "")).isascii() for name in urls))
    agree(payload)


def test_a_line_feed_after_digits_of_a_password() -> None:
    """The estimator of passwords takes the end of a line for a digit."""
    agree(GOOD | {"password": "12345\n678"})


@every_setting
def test_both_judge_every_type_alike(setting: Setting) -> None:
    """5.0 is the integer 5, and no other type stands for another: not true for 1, not "5" for 5."""
    for value in OF_ANY_TYPE:
        agree(with_member(GOOD, setting.path, value))


@pytest.mark.parametrize("setting", of(Integer), ids=named)
def test_both_judge_the_ends_of_a_range_alike(setting: Setting) -> None:
    assert isinstance(setting.kind, Integer)
    for end in (setting.kind.lowest, setting.kind.highest or INT64, 0, 2**64):
        for number in range(end - 11, end + 12):
            agree(with_member(GOOD, setting.path, number))
            agree(with_member(GOOD, setting.path, str(number)))
            agree(with_member(GOOD, setting.path, float(number)))


@pytest.mark.parametrize("path", sorted(REQUEST.objects), ids=".".join)
def test_both_judge_an_object_alike(path: Path) -> None:
    for value in OF_ANY_TYPE:
        agree(with_member(GOOD, path, value))


@pytest.mark.parametrize("name", sorted(REQUEST.settings), ids=".".join)
def test_both_miss_what_is_required_and_nothing_else(name: Path) -> None:
    agree({key: value for key, value in GOOD.items() if (key,) != name})


# Where they differ


def test_a_rule_between_settings_is_not_the_models() -> None:
    for payload in (
        GOOD | {"jitter_buffer": {"jitterbuffer_msec_min": 300, "jitterbuffer_msec_max": 200}},
        GOOD | {"webhook_api_version": "texml"},
    ):
        assert {problem.code for problem in JUDGES.problems(payload)} <= RULES
        assert JUDGES.problems(payload)
        agree(payload)


def test_a_secret_in_a_text_is_one_to_the_program_alone() -> None:
    payload = GOOD | {"connection_name": "KEY0123456789ABCDEF0123456789"}
    assert [problem.code for problem in JUDGES.problems(payload)] == ["secret"]
    assert not JUDGES.there(payload)
    agree(payload)


def test_what_only_a_reply_has_is_left_out_here_with_a_warning() -> None:
    payload = GOOD | {"id": "1", "inbound": {"instant_ringback_enabled": True}}
    with pytest.raises(ValidationError):
        JUDGES.model.model_validate(payload)
    assert not JUDGES.problems(payload)
    agree(payload)


@pytest.mark.parametrize(
    "member",
    [
        {"password": " pässwörter"},
        {"connection_name": "a\u202eb"},
        {"tags": ["a b", "a b"]},
        {"inbound": {"codecs": ["VP8"], "privacy_zone_enabled": True}},
        {"outbound": {"ani_override": "123", "outbound_voice_profile_id": ""}},
        {"webhook_event_url": "https://me:you@example.com"},
    ],
    ids=str,
)
def test_what_is_only_warned_of_is_valid_to_both(member: Payload) -> None:
    answers, _ = REQUEST.read(GOOD | member)
    assert REQUEST.validate(answers)
    assert not JUDGES.problems(GOOD | member)
    assert not JUDGES.there(GOOD | member)


# That a difference would be found


def changed(place: str, **change: Any) -> Request:
    """The request with one setting declared otherwise."""
    return Request(
        replace(
            group,
            settings=tuple(
                replace(each, **change) if each.json_path == place else each
                for each in group.settings
            ),
        )
        for group in GROUPS
    )


PLANTED: dict[str, tuple[str, dict[str, Any]]] = {
    "a range one wider": ("inbound.timeout_1xx_secs", {"kind": Integer(1, 121)}),
    "a range one narrower": ("rtcp_settings.report_frequency_secs", {"kind": Integer(6, 3000)}),
    "no steps": ("noise_suppression_details.attenuation_limit", {"kind": Integer(0, 100)}),
    "a choice more": ("webhook_api_version", {"kind": Choice({"1": "", "2": "", "TEXML": ""})}),
    "a choice less": ("rtcp_settings.port", {"kind": Choice({"rtp+1": ""})}),
    "null taken": ("active", {"nullable": True}),
    "null refused": ("webhook_timeout_secs", {"nullable": False}),
    "not required": ("password", {"required": False}),
    "required": ("tags", {"required": True}),
    "another type": ("connection_name", {"kind": UserName()}),
    "no empty text": ("webhook_event_url", {"kind": Url()}),
    "a shorter password": ("password", {"kind": Password(lowest=7)}),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_difference_that_is_planted_is_found(name: str) -> None:
    place, change = PLANTED[name]
    judges = Judges(changed(place, **change), JUDGES.model)
    find(
        spoilt_payloads(tuple(place.split("."))),
        judges.differ,
        settings=settings(
            max_examples=1_000, derandomize=True, database=None, phases=[Phase.generate]
        ),
    )


def test_a_type_that_the_oracle_does_not_know_is_no_type_at_all() -> None:
    class New(Flag):
        pass

    with pytest.raises(KeyError):
        model(changed("active", kind=New()))
