"""Whether the declarations still are what the vendor's SDK says of a create: a setting, a choice or
a type that came, went or changed there fails here. What differs on purpose is listed with its
reason, and a reason that no longer applies fails too.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import NoneType, UnionType
from typing import (
    Any,
    Literal,
    NamedTuple,
    Optional,
    Required,
    TypedDict,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import pytest
from telnyx.types.credential_connection import CredentialConnection
from telnyx.types.credential_connection_create_params import CredentialConnectionCreateParams
from typing_extensions import is_typeddict

from tests.support.answers import SETTINGS
from tui_app.settings.request import REPLY_ONLY
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Flag, Integer, TextList, Url

EXPLAINED: dict[str, str] = {
    "inbound.privacy_zone_enabled: not theirs": "removed from the published schema in January 2025; the API may still take it",
}


CAPTURED_ONLY = {
    "registration_status",
    "registration_status_updated_at",
    "third_party_control_enabled",
    "inbound.instant_ringback_enabled",
}
"""What replies have been seen to hold and no schema of the vendor's has (FACTS.md 7.1)."""


class Shape(NamedTuple):
    """What a type hint says of a value: its JSON type, its choices where they are listed, whether
    null and absence are possible.
    """

    type: str
    choices: frozenset[str]
    nullable: bool
    required: bool


def theirs(params: Any, parent: str = "") -> Iterator[tuple[str, Shape]]:
    """Each value of a TypedDict and those inside it, by its place."""
    for name, hint in get_type_hints(params, include_extras=True).items():
        required = get_origin(hint) is Required
        bare = get_args(hint)[0] if required else hint
        nullable = get_origin(bare) in (Union, UnionType) and NoneType in get_args(bare)
        if nullable:
            [bare] = [part for part in get_args(bare) if part is not NoneType]
        if is_typeddict(bare):
            yield from theirs(bare, f"{parent}{name}.")
        elif get_origin(bare) is Literal:
            yield (
                parent + name,
                Shape("str", frozenset(map(str, get_args(bare))), nullable, required),
            )
        else:
            listed = get_origin(bare) is not None and get_args(bare) == (str,)
            yield (
                parent + name,
                Shape(
                    "list" if listed else getattr(bare, "__name__", str(bare)),
                    frozenset(),
                    nullable,
                    required,
                ),
            )


def ours(settings: Iterable[Setting]) -> dict[str, Shape]:
    """The same of the declarations."""
    found = {}
    for setting in settings:
        kind = setting.kind
        names = {Flag: "bool", Integer: "int", TextList: "list"}
        type_name = next((name for each, name in names.items() if isinstance(kind, each)), "str")
        choices = frozenset(kind.options) if isinstance(kind, Choice) else frozenset[str]()
        found[setting.json_path] = Shape(type_name, choices, setting.nullable, setting.required)
    return found


def differences(settings: Iterable[Setting], params: Any) -> set[str]:
    """Where the declarations and a TypedDict differ, each as `place: what`."""
    declared, hinted = ours(settings), dict(theirs(params))
    found = {f"{place}: not theirs" for place in declared.keys() - hinted.keys()}
    found |= {f"{place}: not ours" for place in hinted.keys() - declared.keys()}
    for place in declared.keys() & hinted.keys():
        mine, other = declared[place], hinted[place]
        found |= {
            f"{place}: choice {choice} is not theirs" for choice in mine.choices - other.choices
        }
        found |= {
            f"{place}: choice {choice} is not ours" for choice in other.choices - mine.choices
        }
        for member in ("type", "nullable", "required"):
            if getattr(mine, member) != getattr(other, member):
                found.add(
                    f"{place}: {member} is {getattr(mine, member)} here, {getattr(other, member)} there"
                )
    return found


def drift(settings: Iterable[Setting], params: Any, explained: Mapping[str, str]) -> set[str]:
    """The differences that are not explained, and the explanations that explain nothing."""
    return differences(settings, params) ^ explained.keys()


def test_the_declarations_are_what_the_sdk_says() -> None:
    assert drift(SETTINGS, CredentialConnectionCreateParams, EXPLAINED) == set()


def test_what_only_a_reply_has_is_what_the_sdk_has_there_alone() -> None:
    assert (
        CredentialConnection.model_fields.keys() - get_type_hints(CredentialConnectionCreateParams)
        == REPLY_ONLY - CAPTURED_ONLY
    )


def test_an_explanation_that_no_longer_applies_is_told() -> None:
    stale = EXPLAINED | {"active: not theirs": "a difference that is not there"}
    assert drift(SETTINGS, CredentialConnectionCreateParams, stale) == {"active: not theirs"}


# Made-up hints against made-up declarations: every kind of drift is seen

MADE_UP = [
    Setting("name", Url(), label="", help="", required=True),
    Setting("inner.mode", Choice({"a": "", "b": ""}), label="", help="", nullable=True),
    Setting("inner.count", Integer(), label="", help=""),
]


class Inner(TypedDict, total=False):
    mode: Optional[Literal["a", "b"]]  # noqa: UP045 - as the SDK writes it
    count: int


class Same(TypedDict, total=False):
    name: Required[str]
    inner: Inner


class WithExtraField(Same, total=False):
    colour: str


class InnerWithExtras(TypedDict, total=False):
    mode: Literal["a", "b", "c"] | None
    count: int
    depth: bool


class WithExtrasInside(TypedDict, total=False):
    name: Required[str]
    inner: InnerWithExtras


class InnerWithLess(TypedDict, total=False):
    mode: Literal["a"] | None


class WithLess(TypedDict, total=False):
    name: Required[str]
    inner: InnerWithLess


class InnerOfOtherTypes(TypedDict, total=False):
    mode: Literal["a", "b"]
    count: str


class OfOtherTypes(TypedDict, total=False):
    name: list[str]
    inner: InnerOfOtherTypes


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        (Same, set()),
        (WithExtraField, {"colour: not ours"}),
        (WithExtrasInside, {"inner.mode: choice c is not ours", "inner.depth: not ours"}),
        (WithLess, {"inner.mode: choice b is not theirs", "inner.count: not theirs"}),
        (
            OfOtherTypes,
            {
                "name: type is str here, list there",
                "name: required is True here, False there",
                "inner.mode: nullable is True here, False there",
                "inner.count: type is int here, str there",
            },
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_drift_is_seen(params: Any, expected: set[str]) -> None:
    assert differences(MADE_UP, params) == expected
