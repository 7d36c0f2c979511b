"""The declarations, read one by one: nothing here lists the settings by hand."""

import re
import textwrap

import pytest

from tests.support.answers import SETTINGS, every_setting, named, of, sound, wrong
from tests.support.paths import SHARED
from tui_app.settings.groups import GROUPS
from tui_app.settings.problem import UNSET, Generate
from tui_app.settings.request import REQUEST
from tui_app.settings.setting import Setting
from tui_app.settings.types import INT64, Choice, Codecs, Form, Integer, Password, Text, TextList
from tui_app.text.document import Json

VENDOR_FILES = SHARED / "telnyx"

integers = pytest.mark.parametrize("setting", of(Integer), ids=named)


# How they are told


def test_there_are_eight_steps_with_52_settings() -> None:
    assert [group.title for group in GROUPS] == [
        "Credentials",
        "Media",
        "Audio",
        "Webhooks",
        "Push",
        "RTCP",
        "Inbound",
        "Outbound",
    ]
    assert len(SETTINGS) == sum(len(group.settings) for group in GROUPS) == 52
    assert [setting.json_path for setting in SETTINGS if setting.required] == [
        "connection_name",
        "user_name",
        "password",
    ]


@every_setting
def test_the_first_reason_code_is_said_to_be_one(setting: Setting) -> None:
    first = re.search(r"(\w+) D\d\d\b", f"{setting.help} {setting.note}")
    assert first is None or first[1] == "reason"


@every_setting
def test_words_fit_the_screen(setting: Setting) -> None:
    assert 0 < len(setting.label) <= 24
    assert 1 <= len(textwrap.wrap(setting.help, 76)) <= 2
    assert setting.help.endswith(".")
    assert not setting.note or setting.note.endswith(".")
    for note in setting.notes:
        assert len(textwrap.wrap(f"- {note}", 76, subsequent_indent="  ")) <= 2, note
    notes = list(setting.kind.options.values()) if isinstance(setting.kind, Choice | Codecs) else []
    assert all(len(note) <= 50 for note in notes)
    assert "\n".join(
        [
            setting.label,
            setting.help,
            setting.note,
            setting.default_shown,
            setting.kind.limits,
            *notes,
        ]
    ).isascii()


@every_setting
def test_synonyms_are_words_that_the_setting_is_not_called_by(setting: Setting) -> None:
    """Lower case, so that they are found whatever case is typed; none twice."""
    assert setting.synonyms
    assert len(set(setting.synonyms)) == len(setting.synonyms)
    for words in setting.synonyms:
        assert words == words.lower().strip()
        assert words.isascii()
        assert words != setting.label.lower()


@every_setting
def test_a_default_reads_well_where_it_is_told(setting: Setting) -> None:
    """It stands after `default:` and after `the API's default is`: no sentence of its own, and no
    word of either again.
    """
    assert not re.search(r"\b(default|API|by|is)\b", setting.default_shown)


@every_setting
def test_the_help_leaves_to_the_notes_on_the_choices_what_they_say(setting: Setting) -> None:
    notes = setting.kind.options.values() if isinstance(setting.kind, Choice) else []
    for note in notes:
        for clause in note.split("; "):
            assert not runs(clause, 3) & runs(f"{setting.help} {setting.note}", 3), clause


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.title)
def test_labels_are_told_apart_within_a_step(group: object) -> None:
    labels = [
        setting.label.lower() for each in GROUPS if each is group for setting in each.settings
    ]
    assert len(set(labels)) == len(labels)


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


@pytest.mark.skipif(not VENDOR_FILES.exists(), reason="the vendor's documents are not here")
def test_no_sentence_is_the_vendors() -> None:
    theirs = runs((VENDOR_FILES / "create-a-credential-connection.txt").read_text("utf-8"))
    theirs |= runs((VENDOR_FILES / "credential_connections.openapi.json").read_text("utf-8"))
    for setting in SETTINGS:
        for text in (setting.help, setting.note):
            assert not runs(text) & theirs, setting.json_path


# What they take


@every_setting
def test_every_choice_and_end_is_taken(setting: Setting) -> None:
    for answer in sound(setting):
        assert wrong(setting, answer) == [], answer


@every_setting
def test_the_default_is_an_answer_too(setting: Setting) -> None:
    assert wrong(setting, setting.default) == [] or setting.required


@every_setting
def test_what_is_shown_reads_back_as_the_same_answer(setting: Setting) -> None:
    for answer in sound(setting):
        if answer is not None and not setting.secret and answer != " x ":
            assert setting.kind.parse(setting.kind.show(answer)) == answer


@every_setting
def test_an_answer_of_nothing_is_shown_by_a_word(setting: Setting) -> None:
    for answer in sound(setting):
        assert setting.shown(answer)
        if answer in ("", []):
            assert setting.shown(answer) == "empty"
    assert (setting.shown(UNSET), setting.shown(None)) == ("not set", "null")


@every_setting
def test_null_is_taken_only_where_the_schema_has_it(setting: Setting) -> None:
    assert bool(wrong(setting, None)) is not setting.nullable


def test_the_nullable_settings() -> None:
    assert {setting.json_path for setting in SETTINGS if setting.nullable} == {
        "encrypted_media",
        "webhook_event_failover_url",
        "webhook_timeout_secs",
        "ios_push_credential_id",
        "android_push_credential_id",
        "outbound.call_parking_enabled",
    }


@every_setting
def test_answers_of_another_type_are_refused(setting: Setting) -> None:
    taken = {type(answer) for answer in sound(setting)}
    deep: Json = []
    for _ in range(5000):
        deep = [deep]
    foreign: list[Json] = [
        True,
        7,
        7.5,
        "?",
        [],
        {},
        {"a": 1},
        deep,
        [1],
        [None],
        10**5000,
        -(10**5000),
    ]
    for value in foreign:
        if type(value) not in taken or value in ([1], [None]):
            [problem, *_] = wrong(setting, value)
            assert problem.path == setting.path
            assert len(problem.message) < 200
            assert problem.message.isprintable()


@every_setting
def test_a_fix_mends_what_it_is_offered_for(setting: Setting) -> None:
    texts: list[Json] = [answer for answer in sound(setting) if isinstance(answer, str)]
    spoilt: list[Json] = [
        *(f" {text} " for text in texts),
        *(str(text).upper() for text in texts),
        "true",
        "5",
        5.0,
        5,
        False,
        "PCMU",
        -1,
        10**9,
        "",
    ]
    for value in spoilt:
        for problem in setting.problems(value):
            if problem.fix is not None:
                assert set(problem.fix.answers) == {setting.path}
                mended = problem.fix.answers[setting.path]
                if isinstance(mended, Generate):
                    assert setting.secret
                else:
                    assert wrong(setting, mended) == []
                assert problem.fix.label.isprintable()


# Whole numbers


@integers
def test_range_ends(setting: Setting) -> None:
    kind = setting.kind
    assert isinstance(kind, Integer)
    highest = INT64 if kind.highest is None else kind.highest
    assert wrong(setting, kind.lowest) == []
    assert wrong(setting, highest) == []
    assert wrong(setting, kind.lowest - 1)
    assert wrong(setting, highest + 1)
    for between in range(1, kind.step):
        [problem] = wrong(setting, kind.lowest + between)
        assert problem.code == "step"


@integers
@pytest.mark.parametrize(
    "value",
    [
        True,
        False,
        "5",
        "1_000",
        "1_0",
        " 5 ",
        "\u0665\u0660",
        "5\n",
        "+5",
        "0x10",
        "",
        5.5,
        [5],
        {},
    ],
    ids=repr,
)
def test_what_is_no_integer(setting: Setting, value: Json) -> None:
    [problem] = wrong(setting, value)
    assert problem.code == "type"
    assert "whole number" in problem.message


@integers
def test_an_integer_may_be_written_as_a_float(setting: Setting) -> None:
    kind = setting.kind
    assert isinstance(kind, Integer)
    lowest = float(kind.lowest)
    assert wrong(setting, lowest) == []
    [problem] = wrong(setting, 1e300)
    assert problem.code == "range"
    answers, _ = REQUEST.read(REQUEST.body({setting.path: lowest}))
    assert answers == {setting.path: kind.lowest}
    assert type(answers[setting.path]) is int
    assert kind.parse(f" {kind.lowest}.0 ") == kind.lowest


@integers
def test_typed_numbers(setting: Setting) -> None:
    kind = setting.kind
    assert isinstance(kind, Integer)
    assert kind.parse(f"  {kind.lowest} ") == kind.lowest
    for typed in ("1_000", "\u0665\u0660", "5.5", "5 0", "9" * 100_000, "", "true"):
        assert wrong(setting, kind.parse(typed)), typed[:10]


@pytest.mark.parametrize(
    ("kind", "limits", "briefly"),
    [
        (Integer(0, 100, step=10), "0 to 100, a multiple of 10", "0-100 by 10"),
        (Integer(5, 3000, unit="s"), "5 to 3000 s", "5 to 3000 s"),
        (Integer(0, unit="calls"), "0 or more calls", "0 or more calls"),
        (Integer(0, step=5), "0 or more, a multiple of 5", "0 or more, a multiple of 5"),
    ],
    ids=repr,
)
def test_the_limits_of_whole_numbers(kind: Integer, limits: str, briefly: str) -> None:
    assert (kind.limits, kind.briefly) == (limits, briefly)
    assert kind.json_schema().get("multipleOf", 1) == kind.step


# Text of a form


@pytest.mark.parametrize("setting", of(Form, Choice), ids=named)
def test_the_whole_text_must_fit(setting: Setting) -> None:
    for answer in sound(setting):
        if isinstance(answer, str):
            for spoilt in (
                f"{answer}\n",
                f"{answer}\r\n",
                f"{answer}\x00",
                f"\n{answer}",
                f"{answer}\x1b[31m",
                f"{answer}\u2028",
            ):
                [problem] = wrong(setting, spoilt)
                assert problem.message.isprintable()


@pytest.mark.parametrize("setting", of(Text, Form, Choice, Password, TextList), ids=named)
def test_half_a_character_is_refused(setting: Setting) -> None:
    texts: list[Json] = ["\ud800", "abcdefgh\udfff", "https://example.com/\ud83d"]
    values: list[Json] = [[text] for text in texts] if isinstance(setting.kind, TextList) else texts
    for value in values:
        for problem in wrong(setting, value):
            problem.message.encode()
        assert wrong(setting, value)


# Odd ones


@pytest.mark.parametrize("setting", [setting for setting in SETTINGS if setting.retired], ids=named)
def test_retired_settings_say_so(setting: Setting) -> None:
    [problem] = setting.problems(True)
    assert (problem.code, problem.severity) == ("retired", "warning")
    assert list(setting.problems(UNSET)) == []


def test_only_the_privacy_zone_is_retired() -> None:
    assert [setting.json_path for setting in SETTINGS if setting.retired] == [
        "inbound.privacy_zone_enabled"
    ]


@pytest.mark.parametrize(
    ("place", "value", "meant"),
    [
        ("webhook_api_version", 2, "2"),
        ("inbound.simultaneous_ringing", True, "enabled"),
        ("noise_suppression", False, "disabled"),
        ("anchorsite_override", "latency", "Latency"),
        ("anchorsite_override", "Frankfurt", "Frankfurt, Germany"),
        ("inbound.default_routing_method", "round_robin", "round-robin"),
        ("inbound.dnis_number_format", "+E.164", "+e164"),
        ("dtmf_type", "RFC2833", "RFC 2833"),
    ],
)
def test_choices_nearly_right(place: str, value: Json, meant: str) -> None:
    setting = REQUEST.settings[tuple(place.split("."))]
    [problem] = wrong(setting, value)
    assert problem.fix is not None
    assert problem.fix.answers == {setting.path: meant}
    assert meant in problem.message
