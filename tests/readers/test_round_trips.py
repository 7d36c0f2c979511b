"""A payload that is written in a form reads back to itself."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.readings import read
from tests.support.sampling import fewer
from tests.support.written import WRITERS, Payload, leaves
from tui_app.readers import recognized
from tui_app.settings.request import REQUEST
from tui_app.settings.setting import Setting
from tui_app.settings.types import Flag, Integer, TextList
from tui_app.text.document import Json

# Not there: what no text file has (a zero), what the readers keep for themselves, line ends that
# change.
texts = st.text(
    st.characters(
        codec="utf-8", exclude_characters="\0\r\ue000\ue001\ufeff\x85\u2028\u2029", min_codepoint=9
    ),
    max_size=12,
)
plain = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=20)


def answers(setting: Setting) -> st.SearchStrategy[Json]:
    if isinstance(setting.kind, Flag):
        made: st.SearchStrategy[Json] = st.booleans()
    elif isinstance(setting.kind, Integer):
        made = st.integers(-(2**40), 2**40)
    elif isinstance(setting.kind, TextList):
        made = st.lists(plain, min_size=1, max_size=3).map(list)
    else:
        made = plain | texts
    return made | st.none() if setting.nullable else made


@st.composite
def payloads(draw: st.DrawFn) -> Payload:
    made: Payload = {"connection_name": draw(plain), "user_name": "office123"}
    made["password"] = draw(plain.filter(lambda text: text.strip("*")))
    for path in draw(st.lists(st.sampled_from(list(REQUEST.settings)), max_size=5, unique=True)):
        here = made
        for name in path[:-1]:
            here = here.setdefault(name, {})
        if path[-1] not in here:
            here[path[-1]] = draw(answers(REQUEST.settings[path]))
    return made


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
            any(mark in text for mark in ("\n", "${", "$(", "\\@")) or text == "null"
            for text in said
        ) and all(value is not None or form == "cli" for _, value in leaves(payload))
    if form == "yaml":
        return all(mark.isprintable() or mark in "\n\t" for text in said for mark in text)
    return True


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
