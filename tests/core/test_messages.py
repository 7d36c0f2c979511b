"""What is said in the same words everywhere."""

import pytest

from tests.support.answers import every_setting
from tui_app.api.target import SANDBOX, find_target
from tui_app.core.draft import Draft
from tui_app.core.messages import (
    confirmation,
    default_words,
    describe,
    describe_at_path,
    help_text,
    statement,
    target_words,
)
from tui_app.core.session import Session
from tui_app.core.startup import NoDraft, Options, open_draft
from tui_app.core.tally import Tally, whole_tally
from tui_app.settings.problem import UNSET, Problem
from tui_app.settings.request import REQUEST
from tui_app.settings.setting import Setting
from tui_app.storage.drafts import Drafts
from tui_app.storage.locations import locations
from tui_app.tui.bindings import key_names
from tui_app.tui.widgets.answer_list import review_lines
from tui_app.tui.widgets.bars import mark_of, step_states
from tui_app.tui.widgets.explanation import explanation


def test_a_member_that_is_not_known_is_named_once() -> None:
    draft, _ = Draft.of({"conection_name": "office"})
    problem = next(problem for problem in draft.problems if problem.code == "unknown_setting")
    assert statement(problem, REQUEST.settings) == problem.message
    assert problem.message.startswith("conection_name is not a setting of this API")
    assert any(
        line.text.startswith("  error: conection_name is not") for line in review_lines(draft)
    )


def test_a_setting_is_named_by_its_label_and_foreign_text_is_visible() -> None:
    problem = Problem(("user_name",), "error", "x", "was refused: \x1b[2J")
    assert describe(problem, REQUEST.settings) == "Error: User name was refused: ^[[2J"
    assert (
        statement(Problem((), "error", "x", "is wrong"), REQUEST.settings) == "The request is wrong"
    )


def test_a_tag_is_called_a_tag_once() -> None:
    [problem] = REQUEST.settings[("tags",)].problems(["te st"])
    assert statement(problem, REQUEST.settings).startswith(
        'Tags may be refused for "te st": letters'
    )
    assert describe_at_path(problem).startswith('/tags may be refused for "te st": letters')


@pytest.mark.parametrize(
    "path", [("actve",), ("inbound", "codex"), ("x" * 100,), ("a\x1bb",)], ids=ascii
)
def test_a_member_that_is_not_known_is_pointed_at_once(path: tuple[str, ...]) -> None:
    for allow_unknown, words in (
        (False, "is not a setting of this API"),
        (True, "is unknown"),
    ):
        [problem] = [
            each
            for each in REQUEST.validate({path: "x"}, allow_unknown=allow_unknown)
            if each.path == path
        ]
        pointer = problem.pointer.replace("\x1b", "^[")
        assert describe_at_path(problem).startswith(f"{pointer} {words}")
    assert describe_at_path(Problem((), "error", "x", "is wrong")) == "the payload is wrong"


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        ("ctrl+right_square_bracket,f2", "Ctrl+]"),
        ("pageup", "PageUp"),
        ("pagedown,ctrl+n", "PageDown"),
        ("ctrl+underscore,ctrl+slash", "Ctrl+/"),
        ("s", "s"),
        ("ctrl+g", "Ctrl+G"),
        ("shift+up,u", "Shift+Up"),
        ("f1,question_mark", "F1"),
        ("question_mark", "?"),
        ("escape", "Escape"),
    ],
)
def test_keys_are_named_as_people_write_them(keys: str, written: str) -> None:
    assert key_names(keys) == written


def test_without_a_draft_to_resume_it_says_how_to_begin() -> None:
    wanted = Options((), True, None, None, 60, 60, False, resume=True)
    with pytest.raises(NoDraft, match="telnyx-wizard without --resume begins a new one"):
        open_draft(wanted, Drafts(locations().drafts), Session(SANDBOX))


def test_a_host_that_has_no_other_name_is_said_once() -> None:
    assert (
        confirmation("office", find_target("http://127.0.0.1:9/v2", {}))
        == 'The connection "office" will be created on 127.0.0.1:9. Only what you set is sent.'
    )
    assert target_words(find_target(None, {})) == "api.telnyx.com (PRODUCTION)"
    assert target_words(SANDBOX) == "the embedded sandbox (SANDBOX)"


@pytest.mark.parametrize(
    ("tally", "mark"),
    [
        ((4, 0, 6), "! 6"),
        ((1, 2, 0), "\u2717 2"),
        ((0, 1, 3), "\u2717 1"),
        ((4, 0, 0), "\u2713"),
        ((0, 0, 0), ""),
    ],
)
def test_the_mark_of_a_step_says_the_worst_and_how_often(
    tally: tuple[int, int, int], mark: str
) -> None:
    assert mark_of(Tally(*tally)) == mark


@pytest.mark.parametrize(
    ("tally", "mark"),
    [
        (Tally(4, 0, 0, "error"), "\u2717"),
        (Tally(4, 0, 2, "error"), "\u2717"),
        (Tally(4, 1, 0, "error"), "\u2717 1"),
        (Tally(4, 0, 0, "warning"), "!"),
        (Tally(0, 0, 2, "warning"), "! 2"),
    ],
)
def test_what_counts_at_another_step_has_its_sign_without_a_number(tally: Tally, mark: str) -> None:
    assert mark_of(tally) == mark


def test_a_problem_between_two_steps_counts_once_and_marks_both() -> None:
    draft, _ = Draft.of(
        {
            "connection_name": "a",
            "user_name": "office12",
            "password": "hunter2hunter2",
            "webhook_api_version": "texml",
        }
    )
    draft.reviewed = True
    states = step_states(draft)
    by_title = {state.title: mark_of(state.tally)[:1] for state in states}
    assert by_title["Webhooks"] == by_title["Outbound"] == "\u2717"
    assert sum(state.tally.errors for state in states) == whole_tally(draft).errors == 1
    counted = sum(state.tally.warnings for state in states)
    assert counted == whole_tally(draft).warnings > 0


@every_setting
def test_the_help_and_the_pane_say_the_same_of_what_holds_unanswered(setting: Setting) -> None:
    words = default_words(setting)
    assert ("It can be null." in words) is setting.nullable
    assert ("any more" in words) is setting.retired
    pane = " ".join(line.text for line in explanation(setting, UNSET, 200))
    for text in (help_text(setting, [], REQUEST.settings, "/fix"), pane):
        assert words in " ".join(text.split())


@every_setting
def test_what_else_is_known_is_a_list_of_its_sentences(setting: Setting) -> None:
    text = help_text(setting, [], REQUEST.settings, "/fix")
    items = [line for line in text.split("\n") if line.startswith("- ")]
    assert " ".join(item.removeprefix("- ") for item in items) == setting.note
    pane = [line.text for line in explanation(setting, UNSET, 76)]
    assert len([line for line in pane if line.startswith("- ")]) == len(items)
    rows = [row for line in pane if line[:2] in ("- ", "  ") for row in [line[2:]]]
    assert " ".join(rows).startswith(setting.note)
