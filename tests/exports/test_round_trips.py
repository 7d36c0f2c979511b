"""An export reads back to the payload that it was made of, and to the same export."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.payloads import payloads
from tests.support.readings import read
from tests.support.sampling import fewer
from tests.support.written import Payload, leaves
from tui_app.exports import EXPORTS, export
from tui_app.exports.plan import Plan, plan_of
from tui_app.exports.terraform import ATTRIBUTES, FILLED
from tui_app.settings.change import CHANGE
from tui_app.settings.compare import at
from tui_app.settings.problem import Unset
from tui_app.settings.request import REQUEST

FORMS = {
    "json": "json",
    "curl": "curl",
    "cli": "cli",
    "python": "python",
    "node": "javascript",
}
# Without what the readers keep for themselves, and half characters.
anything = st.text(st.characters(codec="utf-8", exclude_characters="\ue000\ue001"), max_size=12)
named = anything.filter(lambda text: text.strip() != "" and not text.startswith("\\@"))
generated = payloads(named, named, named)


def planned(payload: Payload) -> Plan:
    return plan_of(REQUEST.read(payload)[0])


@pytest.mark.parametrize("name", FORMS)
@fewer(2)
@given(payload=generated)
def test_an_export_is_read_back(name: str, payload: Payload) -> None:
    plan = planned(payload)
    text = export(name, plan)
    reading = read(text)
    assert reading.form == FORMS[name]
    assert reading.document == plan.members
    assert not reading.change
    assert export(name, planned(reading.document)) == text


@pytest.mark.parametrize("name", EXPORTS)
@fewer(4)
@given(payload=generated)
def test_so_is_one_in_ascii(name: str, payload: Payload) -> None:
    """What the CLI reads has escapes of YAML there, and Go is not read."""
    plan = planned(payload)
    text = export(name, plan, ascii_only=True)
    assert text.isascii()
    if name not in ("cli", "go"):
        assert read(text).document == read(export(name, plan)).document


@pytest.mark.parametrize("name", FORMS)
@fewer(2)
@given(payload=generated)
def test_so_is_a_change(name: str, payload: Payload) -> None:
    plan = plan_of(CHANGE.read(payload)[0], update="1293384261075731499")
    text = export(name, plan)
    reading = read(text)
    assert reading.document == plan.members
    assert reading.change or name == "json"
    again = plan_of(CHANGE.read({**reading.document, "password": "x"})[0], update=plan.update)
    assert export(name, again) == text


@fewer(2)
@given(payload=generated)
def test_terraform_is_read_back_with_the_defaults_written_out(payload: Payload) -> None:
    plan = planned(payload)
    text = export("terraform", plan)
    reading = read(text)
    assert reading.form == "terraform"
    for path, value in leaves(plan.members):
        if path in ATTRIBUTES and value is not None:
            assert at(reading.document, path) == value
    for path, value in leaves(reading.document):
        setting = ATTRIBUTES[path]
        asked = at(plan.members, path)
        if asked is None or isinstance(asked, Unset):
            assert value == FILLED.get(setting.json_path, setting.default)
    assert resource(export("terraform", planned(reading.document))) == resource(text)


def resource(text: str) -> str:
    """The configuration without the comment, which says what was left out of this payload."""
    return text.partition("terraform {")[2]
