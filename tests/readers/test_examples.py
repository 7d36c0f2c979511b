"""Texts as people have them, in every form: the same connection in each."""

import pytest

from tests.support.examples import EXAMPLES
from tests.support.readings import BODY, KEY, PASSWORD, key_of, read
from tui_app.readers import recognized

CASES = {
    f"{form}: {name}": (form, name, text)
    for form, examples in EXAMPLES.items()
    for name, text in examples.items()
}


@pytest.mark.parametrize(("form", "name", "text"), CASES.values(), ids=CASES.keys())
def test_an_example(form: str, name: str, text: str) -> None:
    reading = read(text)
    assert reading.document == BODY
    assert reading.form == form
    assert key_of(reading) == (KEY if name.startswith("*") else None)
    assert not reading.change
    assert not any(KEY in note or PASSWORD in note for note in reading.notes)
    assert recognized(text) == form
