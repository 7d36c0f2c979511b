"""The declarations against the vendor's OpenAPI document, where that is at hand; `test_drift`
compares them with its SDK anywhere.

Fails when the vendor adds, drops or changes a setting. What differs on purpose is listed here with
its reason.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.house.test_drift import CAPTURED_ONLY
from tests.support.paths import SHARED
from tui_app.settings.problem import UNSET, Path
from tui_app.settings.request import REPLY_ONLY, REQUEST
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Integer

OPENAPI = SHARED / "telnyx" / "credential_connections.openapi.json"

# Removed from the published schema in January 2025; the API may still take it.
RETIRED: set[Path] = {("inbound", "privacy_zone_enabled")}
# In the SDK since October 2026, after the OpenAPI document of July.
NEWER_THAN_OPENAPI: set[Path] = {("bridge_generate_comfort_noise_on_cn",)}
# In the SDK since August 2026.
NEWER_IN_REPLIES = {"conversation_persistence"}
# `active` has its default in prose alone; the channel limits name null, which their own type does
# not take.
OTHER_DEFAULT: set[Path] = {
    ("active",),
    ("inbound", "channel_limit"),
    ("outbound", "channel_limit"),
}
# Prose alone names these two ends.
RANGE_IN_PROSE: set[Path] = {("rtcp_settings", "report_frequency_secs")}


def published() -> dict[Path, dict[str, Any]]:
    """Each leaf of the create request in the OpenAPI document, references followed; nothing where
    the document is absent.
    """
    if not OPENAPI.exists():
        return {}
    schemas = json.loads(OPENAPI.read_text("utf-8"))["components"]["schemas"]

    def leaves(schema: dict[str, Any], parent: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
        for name, member in schema["properties"].items():
            here = (
                {**schemas[member["$ref"].rpartition("/")[2]], **member}
                if "$ref" in member
                else member
            )
            if "properties" in here:
                yield from leaves(here, (*parent, name))
            else:
                yield (*parent, name), here

    return dict(leaves(schemas["CreateCredentialConnectionRequest"]))


PUBLISHED = published()
with_openapi = pytest.mark.skipif(not PUBLISHED, reason="the vendor's OpenAPI document is not here")


@with_openapi
def test_the_openapi_document_has_the_same_settings() -> None:
    assert set(PUBLISHED) == set(REQUEST.settings) - RETIRED - NEWER_THAN_OPENAPI


@with_openapi
@pytest.mark.parametrize(
    "setting",
    [REQUEST.settings[path] for path in PUBLISHED if path in REQUEST.settings],
    ids=lambda setting: setting.json_path,
)
def test_the_openapi_document_has_the_same_default_range_and_choices(setting: Setting) -> None:
    theirs, ours = PUBLISHED[setting.path], setting.json_schema()
    if setting.path not in OTHER_DEFAULT:
        assert theirs.get("default", UNSET) == setting.default
    assert ("null" in theirs["type"]) is setting.nullable
    if (
        isinstance(setting.kind, Integer)
        and setting.kind.highest is not None
        and setting.path not in RANGE_IN_PROSE
    ):
        assert [theirs[key] for key in ("minimum", "maximum")] == [
            ours[key] for key in ("minimum", "maximum")
        ]
        assert theirs.get("multipleOf", 1) == setting.kind.step
    if isinstance(setting.kind, Choice):
        assert set(theirs["enum"]) - {None} == set(setting.kind.options)


@with_openapi
def test_every_value_is_what_the_openapi_document_has() -> None:
    """Each default of the document, null ones too, and what is explained above; read without the
    product's code.

    But for the two of which nobody knows what they are, or mean.
    """
    doubtful = {("default_on_hold_comfort_noise_enabled",), ("webhook_timeout_secs",)}
    theirs = {
        path: member["default"]
        for path, member in PUBLISHED.items()
        if "default" in member and path not in OTHER_DEFAULT and path not in doubtful
    }
    ours = REQUEST.every_value({})
    assert {path: ours[path] for path in theirs} == theirs
    assert ours.keys() - theirs.keys() == {("active",), *NEWER_THAN_OPENAPI}


@with_openapi
def test_what_only_a_reply_has_is_what_the_openapi_document_has_there_alone() -> None:
    schemas = json.loads(OPENAPI.read_text("utf-8"))["components"]["schemas"]
    reply, create = (
        schemas["CredentialConnection"]["properties"],
        schemas["CreateCredentialConnectionRequest"]["properties"],
    )
    assert reply.keys() - create.keys() == (REPLY_ONLY - NEWER_IN_REPLIES - CAPTURED_ONLY)


@with_openapi
def test_the_range_in_prose() -> None:
    [path] = RANGE_IN_PROSE
    kind = REQUEST.settings[path].kind
    assert isinstance(kind, Integer)
    assert f"from {kind.lowest} to {kind.highest} seconds" in PUBLISHED[path]["description"]
