"""The linear mode, line by line: what is asked, what an answer may be, what is wrong with it, and
nothing said that need not be.
"""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from tests.support.answers import every_setting, sound
from tests.support.linear import LEAST, PASSWORD, good, run, typed_as
from tests.support.made_up import MADE_UP, declared
from tui_app.api.target import find_target
from tui_app.core.autosave import Position, summary, to_document
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.settings.problem import UNSET, errors
from tui_app.settings.request import REQUEST, Request
from tui_app.settings.setting import Setting
from tui_app.storage.drafts import SavedDraft
from tui_app.text.document import Json


def meant(answer: Json) -> Json:
    """As a field of the screen takes it: without the spaces around it."""
    return answer.strip() if isinstance(answer, str) else answer


# Asking


def test_a_whole_connection() -> None:
    said = run(*LEAST, "/go dtmf", "2", "/submit", "yes")
    assert said.code == 0
    assert "Created: " in said.text
    assert said.made is not None
    assert said.made.document["dtmf_type"] == "Inband"


def test_every_setting_is_asked_in_turn_the_required_ones_first() -> None:
    said = run(*LEAST, *[""] * 49)
    asked = re.findall(r"^(\d+\.\d+) ", said.written, re.MULTILINE)
    assert asked == [number for number, _ in said.wizard.numbered()]
    assert len(asked) == len(REQUEST.settings)
    titles = re.findall(r"^Step (\d) of 9: (\w+)", said.written, re.MULTILINE)
    assert titles == [(str(number), said.wizard.title(number - 1)) for number in range(1, 10)]
    assert set(said.draft.answers) == {("connection_name",), ("user_name",), ("password",)}


@every_setting
def test_every_setting_takes_every_sound_answer(setting: Setting) -> None:
    for answer in sound(setting)[:12]:
        said = run(f"/go {setting.json_path}", typed_as(setting, answer))
        kept = said.draft.get(setting.path)
        assert (kept.get_secret_value() if isinstance(kept, SecretStr) else kept) == (
            answer if setting.secret else meant(answer)
        )
        assert not errors(list(setting.problems(kept)))


@every_setting
def test_every_setting_is_found_by_number_label_and_name(setting: Setting) -> None:
    number = run().wizard.number(
        next(each for each in REQUEST.settings.values() if each is setting)
    )
    for name in (number, setting.label, setting.label.upper(), setting.json_path):
        assert f"{number} {setting.label} (" in run(f"/go {name}").text


@every_setting
def test_help_says_what_the_screen_says(setting: Setting) -> None:
    said = run(f"/go {setting.json_path}", "/help").text
    for words in (
        setting.help,
        *setting.notes,
        setting.json_path,
        setting.default_shown if not setting.required else "Required.",
    ):
        assert words in said


def test_a_setting_that_is_declared_is_asked_without_another_edit() -> None:
    request = Request(declared())
    for setting in MADE_UP:
        for answer in sound(setting):
            said = run(
                f"/go {setting.json_path}", typed_as(setting, answer), draft=Draft(request=request)
            )
            assert said.draft.get(setting.path) == meant(answer)
    assert (
        "Step 4 of 10: Mailbox. Where messages go."
        in run("/go mailbox", draft=Draft(request=request)).text
    )


def test_choices_are_numbered_and_answered_by_number_or_value_in_any_case() -> None:
    asked = run("/go dtmf_type")
    assert asked.lines[-4:-1] == [
        "  1 RFC 2833: as events in the media stream; usual",
        "  2 Inband: as tones in the audio; needs G711",
        "  3 SIP INFO: as SIP messages",
    ]
    for typed in ("2", "Inband", "INBAND"):
        assert run("/go dtmf_type", typed).draft.get(("dtmf_type",)) == "Inband"


def test_a_choice_that_is_itself_a_number_is_not_numbered() -> None:
    said = run("/go webhook_api_version", "2")
    assert "  2: signed with Ed25519" in said.lines
    assert said.draft.get(("webhook_api_version",)) == "2"


@pytest.mark.parametrize(
    ("typed", "answer"), [("on", True), ("OFF", False), ("yes", True), ("n", False), ("true", True)]
)
def test_switches(typed: str, answer: bool) -> None:
    assert run("/go active", typed).draft.get(("active",)) is answer


def test_lists_by_commas_numbers_and_piece_by_piece() -> None:
    path = ("inbound", "codecs")
    for typed in ("3, opus", "3 opus", " 3  OPUS ,"):
        assert run("/go codecs", typed).draft.get(path) == ["G711A", "OPUS"]
    assert run("/go codecs", "1 2 3", "/go codecs", "/remove 1 2", "/add 6 5").draft.get(path) == [
        "G711A",
        "H.264",
        "OPUS",
    ]
    assert run("/go codecs", "/remove g729, 6").draft.get(path) == [
        "G722",
        "G711U",
        "G711A",
        "OPUS",
    ], "from the default"
    assert run("/go codecs", "1", "/go codecs", "/add 2", "/remove G722").draft.get(path) == [
        "G711U"
    ]
    assert run("/go codecs", "/empty", "/go codecs", "/add 2").draft.get(path) == ["G711U"]
    assert run("/go tags", "/add lab", "/add eu-1, us", "/remove eu-1").draft.get(("tags",)) == [
        "lab",
        "us",
    ]


def test_an_empty_line_keeps_what_is_there() -> None:
    said = run("", "", "", "off", draft=good())
    assert said.draft.get(("connection_name",)) == "office-pbx"
    assert said.draft.get(("active",)) is False
    assert "1.1 Connection name (now office-pbx). Any text:" in said.text


def test_an_empty_line_leaves_no_required_setting_behind() -> None:
    said = run("", "office-pbx", "office12", "", "", PASSWORD, "/review")
    error = "Error: Password is required: 8 to 128 characters. "
    ways = (
        "/skip leaves it for later, /next goes to the next step, /go NAME anywhere. 1.3 Password:"
    )
    assert said.text.count(error + ways) == 2
    assert {path: said.draft.get(path) for path in said.draft.answers} == good().answers, (
        "nothing went to another setting"
    )
    assert PASSWORD not in said.written


@pytest.mark.parametrize("password", ["", None, "short"], ids=repr)
def test_a_password_that_is_none_or_wrong_is_asked_for_again(password: Json) -> None:
    said = run("/go password", "", PASSWORD, draft=good(password=password))
    assert said.draft.password == SecretStr(PASSWORD)
    assert said.lines[-1].startswith("1.4 Active")


@pytest.mark.parametrize("way", ["/skip", "/next", "/go 2.1", "/back", "/review", "/quit"])
def test_a_required_setting_traps_nobody(way: str) -> None:
    said = run("a", "", way)
    assert "1.2" not in said.lines[-1]
    assert said.draft.get(("user_name",)) is UNSET


@pytest.mark.parametrize("place", ["active", "dtmf_type", "anchorsite_override", "inbound.codecs"])
def test_what_may_be_a_secret_typed_at_the_wrong_question_is_neither_kept_nor_said_again(
    place: str,
) -> None:
    secret = "correct-horse-battery"
    said = run(f"/go {place}", secret, "/again", "/problems", "/show", "/review", draft=good())
    assert said.text.count(secret) == 1, "as it was typed"
    assert said.draft.answers == good().answers
    assert "What was typed is neither kept nor said again." in said.text
    assert run(f"/go {place}", "nonesuch", draft=good()).text.count("nonesuch") > 1, (
        "a short slip is told as it is"
    )


def test_what_resembles_a_choice_is_kept_and_mended_however_long() -> None:
    said = run("/go anchorsite_override", "Amsterdam, Netherland", "/fix", draft=good())
    assert said.draft.get(("anchorsite_override",)) == "Amsterdam, Netherlands"


def test_a_wrong_answer_is_told_once_and_traps_nobody() -> None:
    said = run("a", "x y", "x y", "", PASSWORD)
    error = "Error: User name must be 4 to 32 letters and digits (A-Z, a-z, 0-9), without spaces."
    assert said.text.count(error) == 2, "once for each time that it was given"
    assert said.draft.get(("user_name",)) == "x y", "nothing typed is lost"
    assert said.draft.password is not None
    assert "x y" in run("a", "x y", "/next", "/review").text


def test_the_words_of_an_error_are_those_of_the_judgement() -> None:
    for setting in REQUEST.settings.values():
        if setting.json_path == "connection_name":
            continue
        said = run(f"/go {setting.json_path}", "no such one" if not setting.secret else "short")
        answer = said.draft.get(setting.path)
        for problem in setting.problems(answer):
            assert (
                f"{problem.severity.capitalize()}: {setting.label} {problem.message}" in said.text
            )


def test_asking_again_says_what_holds_by_now() -> None:
    said = run("a", "x y", "/again", draft=Draft())
    assert said.lines[-1] == "1.2 User name (now x y). 4 to 32 letters and digits (A-Z, a-z, 0-9): "
    said = run("/go dtmf", "2", "/back", "/undo", "/again")
    assert "2.3 DTMF type (now Inband). Number or value; /again lists them: /undo" in said.text
    assert said.lines[-5:] == [
        "2.3 DTMF type (default RFC 2833), 3 choices:",
        "  1 RFC 2833: as events in the media stream; usual",
        "  2 Inband: as tones in the audio; needs G711",
        "  3 SIP INFO: as SIP messages",
        "DTMF type, number or value: ",
    ]


def test_what_is_required_and_missing_is_told_before_the_optional_settings() -> None:
    assert "That is all that is required. Optional here: Active, Tags." in run(*LEAST).text
    assert (
        "Still required: Connection name, User name. Optional here: Active, Tags."
        in run("/skip", "/skip", PASSWORD).text
    )


def test_a_slash_and_a_question_mark_can_be_typed() -> None:
    assert run("//etc").draft.get(("connection_name",)) == "/etc"
    assert run("///etc").draft.get(("connection_name",)) == "//etc"
    assert run("a?").draft.get(("connection_name",)) == "a?"


# Rules


def test_what_is_wrong_between_settings_is_told_when_it_comes_up_and_once() -> None:
    said = run("/go webhook_api_version", "texml", "", "", "/go tags", "/go 4.4", draft=good())
    words = "Error: API version texml needs call parking (Outbound) set to on: the API refuses it otherwise. /fix: turn call parking on."
    assert said.text.count(words) == 1
    fixed = run("/go webhook_api_version", "texml", "/fix", draft=good())
    assert fixed.draft.get(("outbound", "call_parking_enabled")) is True
    assert "Call parking: on" in fixed.text
    assert "4.4 Timeout" in fixed.text, "with the error mended it goes on"


def test_a_warning_is_told_and_its_fix_taken_at_the_next_question() -> None:
    said = run("/go webhook_event_url", "http://example.com", "/fix", draft=good())
    assert "Warning: Event URL is plain http: call data travels unencrypted." in said.text
    assert said.draft.get(("webhook_event_url",)) == "https://example.com"
    assert said.lines[-1].startswith("4.2 Failover URL")


def test_a_fix_of_something_told_long_ago_is_not_accepted_by_chance() -> None:
    said = run(
        "/go active",
        "off",
        "/go 8.3",
        "15551234567",
        "/fix",
        "",
        "/go 8.3",
        "12",
        "/fix",
        draft=good(),
    )
    assert said.draft.get(("outbound", "ani_override")) == "12", (
        "which is warned of, and has no fix"
    )
    assert said.draft.get(("active",)) is False
    assert (
        "There is nothing to fix here. There is a fix for Active: /problems says the numbers, /fix NUMBER accepts one."
        in said.text
    )


def test_a_fix_stays_at_hand_until_the_question_is_answered() -> None:
    typed = ("/go webhook_event_url", "http://example.com", "?", "/help")
    assert (
        run(*typed, "/fix", draft=good()).draft.get(("webhook_event_url",)) == "https://example.com"
    )
    said = run(*typed, "", "/fix", draft=good(webhook_api_version="2"))
    assert said.draft.get(("webhook_event_url",)) == "http://example.com"
    assert "There is nothing to fix here. There is a fix for Event URL:" in said.text


def test_the_fix_that_was_heard_last_goes_before_that_of_the_setting_asked_for() -> None:
    draft = good(
        webhook_event_url="http://a.example", webhook_event_failover_url="http://b.example"
    )
    said = run("/go 4.2", "/back", "http://c.example", "/fix", draft=draft)
    assert said.draft.get(("webhook_event_url",)) == "https://c.example"
    assert said.draft.get(("webhook_event_failover_url",)) == "http://b.example"
    assert (
        run("/go 4.1", "", "/fix", draft=draft).draft.get(("webhook_event_failover_url",))
        == "https://b.example"
    )


def test_the_fix_of_a_hint_gives_way_to_that_of_a_warning() -> None:
    said = run("/go webhook_event_url", "http://example.com", "/fix", "/fix", draft=good())
    assert "Hint: Event URL makes calls programmable" in said.text
    assert said.draft.get(("webhook_event_url",)) == "https://example.com"


def test_a_problem_that_comes_again_is_told_again() -> None:
    said = run("/go active", "off", "/go active", "on", "/go active", "off", draft=good())
    assert said.text.count("Warning: Active is off") == 3, (
        "twice as it comes up, once on coming back to it"
    )


def test_a_question_needs_no_full_stop() -> None:
    said = run("/go codecs", "pcmu", "/help", "/problems", draft=good())
    assert (
        'Error: Codecs "pcmu" is not a codec of this API: did you mean G711U? /fix: use G711U.'
        in said.text
    )
    assert "?." not in said.text
    assert "Problem 1. Error: Codecs" in said.text
    assert "did you mean G711U? /fix 1: use G711U." in said.text
    assert "?." not in run("/reviw").text


# What is heard


def test_where_it_creates_is_said_once() -> None:
    said = run(session=Session(find_target("http://127.0.0.1:9/v2", {})))
    assert "It creates a connection on 127.0.0.1:9. Type ?" in said.text


def test_lines_are_broken_between_words() -> None:
    typed = (*LEAST, "/go 2.1", "/help", "?", "/review", "/show", "/submit", "yes")
    said = run(*typed, width=40)
    assert max(len(line) for line in said.lines if not line.endswith(typed)) < 40
    assert "\r" not in said.written
    assert "\x1b" not in said.written


def test_foreign_text_is_shown_and_never_obeyed() -> None:
    said = run("\x1b[2Jevil\x07\u202e", "/review", "/show", "/\x1b[31m")
    assert "\x1b" not in said.written
    assert "^[[2Jevil^G<U+202E>" in said.text


def test_ascii_where_the_locale_is_no_utf_8() -> None:
    said = run("Büro\u3042", "/show", "/review", ascii_only=True)
    assert said.written.isascii()
    assert said.draft.get(("connection_name",)) == "Büro\u3042"


def test_nothing_is_blank_and_nothing_is_said_twice() -> None:
    said = run(*LEAST, *[""] * 49, "/submit", "yes", "/quit")
    assert [line for line in said.lines if not line.strip()] == []
    assert [line for line, count in Counter(said.lines).items() if count > 1] == []


# Drafts


def test_a_resumed_draft_goes_on_where_it_was() -> None:
    said = run(draft=good(), position=Position(1, ("dtmf_type",)))
    assert said.lines[2].startswith("Step 2 of 9: Media.")
    assert said.lines[3].startswith("2.3 DTMF type")
    assert "Check your answers" in run(draft=good(), position=Position(8)).text


@pytest.mark.parametrize(
    ("position", "way"),
    [
        (Position(0, ("tags",)), "/go 1.5 leads to where it was left, Tags"),
        (Position(1, ("dtmf_type",)), "/go 2.3 leads to where it was left, DTMF type"),
        (Position(8), "/review leads to where it was left"),
    ],
)
def test_a_resumed_draft_begins_with_what_is_missing(position: Position, way: str) -> None:
    draft = Draft.of({"connection_name": "office", "user_name": "office12"})[0]
    draft.visit(draft.request.settings)
    said = run("/skip", draft=draft, position=position)
    words = f"The draft goes on. The password is never kept. Still required: Password. {way}. Step 1 of 9: Credentials."
    assert words in said.text
    assert "1.3 Password (required)" in said.text
    assert "Error: " not in said.text
    draft.set(("user_name",), UNSET)
    both = run("office12", draft=draft, position=position)
    assert "Still required: User name, Password." in both.text
    assert "1.2 User name (required)" in both.text
    assert "Error: " not in both.text
    assert both.lines[-1].startswith("1.3 Password (required)")


def test_a_resumed_draft_that_was_left_before_what_is_missing_goes_on_there() -> None:
    said = run(
        draft=Draft.of({"connection_name": "office", "user_name": "office12"})[0],
        position=Position(0, ("user_name",)),
    )
    assert said.lines[-1].startswith("1.2 User name (now office12)")
    assert "Still required" not in said.text


def test_a_draft_is_offered_in_a_few_words_whatever_it_is_called() -> None:
    now = datetime.now(UTC)
    document = to_document(good(connection_name="x\x1b" * 10_000), Position())
    assert (
        str(summary(SavedDraft("d", now, 1, document, False), now))
        == f"{'x^[' * 19}..., 2 answers, at Credentials; saved just now"
    )


def test_the_place_follows_the_user() -> None:
    assert run("/go 7.3").wizard.position == Position(6, ("inbound", "codecs"))
    assert run("a", "b1234").wizard.position == Position(0, ("password",))
    assert run("/review").wizard.position == Position(8)


def test_all_fixes_are_accepted_at_once_and_taken_back_at_once() -> None:
    draft = good(active=False, webhook_timeout_secs=99, inbound={"timeout_1xx_secs": 500})
    said = run("/review", "/fix all", draft=draft)
    assert "4 fixes accepted. /undo takes them back." in said.text
    assert (draft.blocking_errors, draft.get(("active",))) == ([], True)
    run("/undo", draft=draft)
    assert (draft.get(("active",)), draft.get(("webhook_timeout_secs",))) == (False, 99)
    left = run("/fix ALL", draft=good(active=True)).text
    assert "need your decision: /fix NUMBER accepts one at a time" in left
    profile: Json = {"outbound_voice_profile_id": "1", "ani_override": "+13125550100"}
    assert "No problem here has a fix" in run("/fix all", draft=good(outbound=profile)).text


def test_one_accepted_fix_is_one() -> None:
    assert "1 fix accepted. /undo takes it back." in run("/fix all", draft=good(active=False)).text
