"""The sandbox's errors and connections are as the vendor's documents have them."""

import json
import re
from typing import Any

import jsonschema
import pytest

from tests.support.answers import SETTINGS
from tests.support.paths import SHARED
from tests.support.sandbox import LEAST, asking, at, made
from tui_app.sandbox.connections import SHOWN_UNSET
from tui_app.sandbox.refusal import TITLES
from tui_app.settings.problem import Unset
from tui_app.settings.types import TextList

VENDOR = SHARED / "telnyx"
OPENAPI = VENDOR / "credential_connections.openapi.json"
with_vendor = pytest.mark.skipif(not OPENAPI.exists(), reason="the vendor's documents are not here")


@with_vendor
def test_the_titles_are_the_catalogues() -> None:
    catalogue = dict(
        re.findall(
            r"^\| (1\d{4}) \| \**([^|*]+?)\** \|",
            (VENDOR / "FACTS.md").read_text("utf-8"),
            re.MULTILINE,
        )
    )
    known = TITLES.keys() & catalogue.keys()
    assert len(known) >= 8
    assert {code: TITLES[code] for code in known} == {code: catalogue[code] for code in known}


# The reply in the vendor's document, and how the sandbox comes to send it.
EXAMPLES: list[tuple[str, str, dict[str, Any]]] = [
    ("UnauthenticatedResponse", "GET", {"headers": {"Authorization": "none"}}),
    ("connections_NotFoundResponse", "GET", {"path": "/1"}),
    ("connections_NotFoundResponse", "GET", {"path": "/no/such/place"}),
    (
        "connections_BadRequestResponse",
        "POST",
        {"content": b"{", "headers": {"Content-Type": "application/json"}},
    ),
    (
        "connections_BadRequestResponse",
        "POST",
        {"content": b"{}", "headers": {"Content-Type": "text/plain"}},
    ),
    (
        "connections_UnprocessableEntityResponse",
        "POST",
        {"json": {**LEAST, "inbound": {"dnis_number_format": "test"}}},
    ),
]


@with_vendor
@pytest.mark.parametrize(
    ("name", "method", "request_"),
    EXAMPLES,
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_an_error_has_the_form_of_the_published_example(
    name: str, method: str, request_: dict[str, Any]
) -> None:
    [example] = json.loads(OPENAPI.read_text("utf-8"))["components"]["responses"][name]["content"][
        "application/json"
    ]["examples"].values()
    [theirs] = example["value"]["errors"]
    arguments = dict(request_)
    async with asking() as client:
        [ours] = (
            await client.request(
                method, f"credential_connections{arguments.pop('path', '')}", **arguments
            )
        ).json()["errors"]
    assert ours.get("source") == theirs.get("source")
    assert ours.keys() == theirs.keys()
    if name != "connections_BadRequestResponse":
        # The example is of a body that is wrong in no particular way; here the code tells the way.
        assert {part: ours[part] for part in ("code", "title", "meta")} == {
            part: theirs[part] for part in ("code", "title", "meta")
        }


@with_vendor
async def test_a_connection_is_shown_as_the_published_schema_has_it_but_for_what_was_not_set() -> (
    None
):
    components = json.loads(OPENAPI.read_text("utf-8"))["components"]
    schema = {**components["schemas"]["CredentialConnection"], "components": components}
    async with asking() as client:
        connection = await made(client)
    odd = {
        tuple(error.absolute_path)
        for error in jsonschema.Draft202012Validator(schema).iter_errors(connection)
    }
    # The document says nothing of how these are shown; its own descriptions call the limits null.
    unknown = {
        each.path
        for each in SETTINGS
        if isinstance(each.default, Unset)
        and not (each.required or each.nullable)
        and each.path not in SHOWN_UNSET
    }
    assert odd == unknown - {each.path for each in SETTINGS if isinstance(each.kind, TextList)}
    assert {at(connection, path) for path in odd} == {None}
