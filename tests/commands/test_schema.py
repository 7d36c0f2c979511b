"""The JSON Schema says what the judgement says."""

import json
import re
from collections.abc import Iterator

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.answers import every_setting, sound, wrong
from tests.support.sampling import fewer
from tui_app.settings.setting import Setting
from tui_app.settings.types import (
    Url,
)
from tui_app.text.document import Json


def ecma_pattern(
    _validator: object, pattern: str, value: object, _schema: object
) -> Iterator[jsonschema.ValidationError]:
    """JSON Schema's patterns are ECMA-262's, whose `$` does not stand before a last line feed as
    Python's does.
    """
    if isinstance(value, str) and not re.search(re.sub(r"\$(?=$|\|)", r"\\Z", pattern), value):
        yield jsonschema.ValidationError(f"{value!r} does not match {pattern!r}")


Judge = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": ecma_pattern})  # type: ignore[no-untyped-call]
characters = st.characters(exclude_categories=["Cs"])
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(characters),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(characters, max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


def near(setting: Setting) -> st.SearchStrategy[Json]:
    """Any JSON value, the more often one that is sound or nearly so."""
    taken = st.sampled_from(sound(setting))
    texts = [answer for answer in sound(setting) if isinstance(answer, str)]
    spoilt = st.builds(
        lambda text, at, extra: text[:at] + extra + text[at:],
        st.sampled_from(texts or ["5"]),
        st.integers(0, 40),
        st.text(characters, max_size=2),
    )
    lists = st.lists(st.sampled_from(["G722", "OPUS", "PCMU", "VP8", "a:b"]) | anything, max_size=3)
    return st.one_of(
        taken, spoilt, anything, lists, st.integers(-5, 3100), st.text("0123456789+*", max_size=20)
    )


@every_setting
def test_the_schema_is_valid(setting: Setting) -> None:
    jsonschema.Draft202012Validator.check_schema(setting.json_schema())
    json.dumps(setting.json_schema())


@pytest.mark.sampled
@every_setting
@fewer(4)
@given(st.data())
def test_the_schema_agrees(setting: Setting, data: st.DataObject) -> None:
    """A quarter of the usual examples for each of the settings; the campaigns look at more."""
    value = data.draw(near(setting))
    valid = Judge(setting.json_schema()).is_valid(value)
    if isinstance(setting.kind, Url):
        # A pattern cannot read an address, bound a port, or know every invisible character: it
        # takes a few that are refused here.
        assert valid or wrong(setting, value)
    else:
        assert valid is not bool(wrong(setting, value))
