"""Finding a setting by what people call it, by its API name, or by a word of its help."""

import pytest

from tests.support.answers import SETTINGS, every_setting
from tui_app.connection import REQUEST
from tui_app.finder import find_settings
from tui_app.groups import Setting


@pytest.mark.parametrize("text", ["", "  "])
def test_without_words_all_are_there_in_the_order_of_the_screens(text: str) -> None:
    assert find_settings(REQUEST, text) == SETTINGS


@every_setting
def test_each_is_found_by_label_name_and_help(setting: Setting) -> None:
    assert find_settings(REQUEST, setting.label)[0] is setting
    assert find_settings(REQUEST, setting.label.upper())[0] is setting
    assert setting in find_settings(REQUEST, setting.place)
    assert setting in find_settings(REQUEST, setting.name)
    assert setting in find_settings(REQUEST, setting.help)


def test_a_label_comes_before_a_name_and_a_name_before_help() -> None:
    found = find_settings(REQUEST, "codec")
    assert found[0].place == "inbound.codecs"
    ranks = [("codec" in setting.label.lower(), "codec" in setting.place) for setting in found]
    assert ranks == sorted(ranks, reverse=True)


def test_every_word_counts_in_any_order() -> None:
    assert [setting.place for setting in find_settings(REQUEST, "url failover")] == [
        "webhook_event_failover_url"
    ]
    assert find_settings(REQUEST, "failover zeppelin") == []


def test_what_is_typed_is_no_pattern() -> None:
    for text in (".*", "[", "(?", "\\", "\x1b[31m", "x" * 10_000):
        assert find_settings(REQUEST, text) == []
