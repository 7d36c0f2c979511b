"""A clone has everything of a connection but what is its own, and nothing that is a default."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.test_reply import REPLY
from tests.support.answers import sound
from tests.support.sandbox import asking, made
from tui_app.core.clone import clone_of, clone_words
from tui_app.core.importing import OWN
from tui_app.settings.problem import UNSET, Answer, Path
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json

SETTINGS = [each for path, each in REQUEST.settings.items() if path not in OWN]
DOUBTFUL = {path for path, each in REQUEST.settings.items() if each.default_doubt}


def test_of_a_captured_reply_only_what_was_set_is_left() -> None:
    assert clone_of(REPLY) == {
        ("connection_name",): "my trunk",
        ("inbound", "codecs"): ["G722"],
    }


def test_what_only_a_change_has_is_left_out() -> None:
    assert clone_of({"connection_name": "a", "conversation_persistence": True}) == {
        ("connection_name",): "a"
    }


async def test_a_connection_without_any_setting_makes_an_empty_clone() -> None:
    async with asking() as client:
        reply: dict[str, Any] = await made(client)
    clone = clone_of(reply)
    assert {path: answer for path, answer in clone.items() if path not in DOUBTFUL} == {
        ("connection_name",): "office"
    }
    assert set(clone) <= {("connection_name",), *DOUBTFUL}


@given(st.data())
def test_every_answer_but_defaults_comes_back(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(SETTINGS), unique_by=lambda each: each.json_path))
    answers: dict[Path, Answer] = {
        each.path: data.draw(st.sampled_from(sound(each)), label=each.json_path) for each in chosen
    }
    own: dict[Path, Answer] = {("user_name",): "office12", ("password",): "hunter2hunter2"}
    document: dict[str, Json] = {"id": "7", **REQUEST.body({**answers, **own})}
    clone = clone_of(document)
    assert not clone.keys() & own.keys()
    for path, answer in answers.items():
        setting = REQUEST.settings[path]
        kept = clone.get(path, UNSET)
        if kept is UNSET:
            assert answer in (None, "", [], setting.default, setting.default_words)
        else:
            assert kept == setting.kind.normal(answer)


def test_its_words_show_no_control_character() -> None:
    assert "\x1b" not in clone_words("a\x1b[2J")
