"""Generated payloads, for what must be right for each of them."""

from hypothesis import strategies as st

from tests.support.written import Payload
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


def answers(setting: Setting, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Json]:
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
def payloads(
    draw: st.DrawFn,
    texts: st.SearchStrategy[str] = texts,
    names: st.SearchStrategy[str] = plain,
    passwords: st.SearchStrategy[str] = plain,
) -> Payload:
    """Payloads with a name, a user name, a password, and up to five other settings.

    Their values are of the right type, not always valid.
    """
    made: Payload = {"connection_name": draw(names), "user_name": "office123"}
    made["password"] = draw(passwords.filter(lambda text: text.strip("*")))
    for path in draw(st.lists(st.sampled_from(list(REQUEST.settings)), max_size=5, unique=True)):
        here = made
        for name in path[:-1]:
            here = here.setdefault(name, {})
        if path[-1] not in here:
            here[path[-1]] = draw(answers(REQUEST.settings[path], texts))
    return made
