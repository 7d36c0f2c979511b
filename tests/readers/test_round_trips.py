"""A payload that is written in a form reads back to itself."""

import re

import pytest
from hypothesis import assume, given

from tests.support.payloads import payloads
from tests.support.readings import read
from tests.support.sampling import fewer
from tests.support.written import WRITERS, Payload, leaves
from tui_app.readers import recognized

CURLED = "\u201c\u201d\u201e"


def suits(form: str, payload: Payload) -> bool:
    """Whether a form can say a payload: some cannot hold every text, and the reader says so
    elsewhere.
    """
    said = [
        item
        for _, value in leaves(payload)
        for item in (value if isinstance(value, list) else [value])
        if isinstance(item, str)
    ]
    if form in ("cli", "env"):
        # One line each; `null` is the null of the command line; ${x} is computed.
        return not any(
            any(mark in text for mark in ("\n", "${", "$(", "\\@", "{{", *CURLED))
            or text == "null"
            or re.fullmatch(r"\$[A-Z_][A-Z0-9_]*", text)
            for text in said
        ) and all(value is not None or form == "cli" for _, value in leaves(payload))
    if form == "yaml":
        return all(
            (mark.isprintable() or mark in "\n\t") and mark not in CURLED
            for text in said
            for mark in text
        ) and not any("{{" in text for text in said)
    return form != "postman" or not any("{{" in text for text in said)


@pytest.mark.sampled
@pytest.mark.parametrize("name", WRITERS)
@fewer(4)
@given(payload=payloads())
def test_what_is_written_is_read(name: str, payload: Payload) -> None:
    """A quarter of the usual examples in each of the ways; the campaigns look at more."""
    form, write = WRITERS[name]
    assume(suits(form, payload))
    text = write(payload)
    reading = read(text)
    assert reading.document == payload
    assert reading.form == form
    assert not reading.change
    assert recognized(text) == form
