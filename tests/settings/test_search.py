"""Finding a setting by its label, its API name, a synonym, or a word of its help."""

import pytest

from tests.support.answers import SETTINGS, every_setting
from tui_app.settings.request import REQUEST
from tui_app.settings.search import find_settings
from tui_app.settings.setting import Setting


@pytest.mark.parametrize("text", ["", "  "])
def test_without_words_all_are_there_in_the_order_of_the_screens(text: str) -> None:
    assert find_settings(REQUEST, text) == SETTINGS


@every_setting
def test_each_is_found_by_label_name_and_help(setting: Setting) -> None:
    assert find_settings(REQUEST, setting.label)[0] is setting
    assert find_settings(REQUEST, setting.label.upper())[0] is setting
    assert setting in find_settings(REQUEST, setting.json_path)
    assert setting in find_settings(REQUEST, setting.name)
    assert setting in find_settings(REQUEST, setting.help)


def test_a_label_comes_before_a_name_and_a_name_before_help() -> None:
    found = find_settings(REQUEST, "codec")
    assert found[0].json_path == "inbound.codecs"
    ranks = [("codec" in setting.label.lower(), "codec" in setting.json_path) for setting in found]
    assert ranks == sorted(ranks, reverse=True)


@every_setting
def test_each_is_found_by_its_synonyms(setting: Setting) -> None:
    for words in setting.synonyms:
        assert setting in find_settings(REQUEST, words)
        assert setting in find_settings(REQUEST, f" {words.upper()} ")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ulaw", ["inbound.codecs"]),
        ("alaw", ["inbound.codecs"]),
        ("PCMU", ["inbound.codecs"]),
        ("caller id", ["outbound.ani_override", "inbound.ani_number_format"]),
        ("e911", ["outbound.ani_override_type"]),
        ("rotate password", ["password"]),
        # Nothing sets the transport, which the device chooses: these two depend on it.
        ("transport", ["encrypted_media", "inbound.codecs"]),
        ("region", ["anchorsite_override"]),
        ("rfc4733", ["dtmf_type"]),
        ("did", ["inbound.dnis_number_format"]),
        ("spend limit", ["outbound.outbound_voice_profile_id"]),
        # Parts of labels and names of others: what is called just so comes first.
        ("enabled", ["active"]),
        ("ai", ["noise_suppression"]),
        ("to", ["inbound.dnis_number_format"]),
        ("push notification", ["ios_push_credential_id", "android_push_credential_id"]),
        ("simultaneous calls", ["inbound.channel_limit", "outbound.channel_limit"]),
        ("echo cancellation", ["noise_suppression"]),
        ("parallel ringing", ["inbound.simultaneous_ringing"]),
        ("sip trunk", ["connection_name"]),
        ("cnam", ["outbound.ani_override"]),
        ("deactivate", ["active"]),
    ],
)
def test_what_people_call_it_comes_first(text: str, names: list[str]) -> None:
    found = [setting.json_path for setting in find_settings(REQUEST, text)]
    assert found[: len(names)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("u-law", "inbound.codecs"),
        ("h264", "inbound.codecs"),
        ("mulaw", "inbound.codecs"),
        ("rfc2833", "dtmf_type"),
        ("callerid", "outbound.ani_override"),
        ("data-center", "anchorsite_override"),
        ("sip-info", "dtmf_type"),
        ("stir/shaken", "inbound.shaken_stir_enabled"),
        ("webhooks", "webhook_event_url"),
    ],
)
def test_punctuation_blanks_and_plurals_do_not_matter(text: str, name: str) -> None:
    assert find_settings(REQUEST, text)[0].json_path == name


@every_setting
def test_each_is_found_by_its_choices(setting: Setting) -> None:
    for choice in getattr(setting.kind, "options", {}):
        assert setting in find_settings(REQUEST, choice)


def test_a_short_word_of_the_help_is_not_found_within_another() -> None:
    found = [setting.json_path for setting in find_settings(REQUEST, "nat")]
    assert found[:2] == ["encode_contact_header_enabled", "rtcp_settings.port"]
    assert find_settings(REQUEST, "efuses") == []  # "refuses"


def test_a_synonym_comes_after_a_label_that_begins_so_and_before_the_help() -> None:
    found = [setting.json_path for setting in find_settings(REQUEST, "failover")]
    assert found[:2] == ["webhook_event_failover_url", "inbound.default_routing_method"]
    assert "webhook_timeout_secs" not in found[:2]


def test_every_word_counts_in_any_order() -> None:
    assert [setting.json_path for setting in find_settings(REQUEST, "url failover")] == [
        "webhook_event_failover_url"
    ]
    assert find_settings(REQUEST, "failover zeppelin") == []


def test_what_is_typed_is_no_pattern() -> None:
    for text in (".*", "[", "(?", "\\", "\x1b[31m", "x" * 10_000):
        assert find_settings(REQUEST, text) == []
