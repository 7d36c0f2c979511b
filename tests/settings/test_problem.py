"""Severities: their order, what is counted, and what is only told."""

import pytest

from tui_app.core.draft import Draft
from tui_app.core.messages import describe
from tui_app.core.tally import Tally, step_tally, whole_tally
from tui_app.settings.groups import GROUPS
from tui_app.settings.problem import SEVERITIES, Path, Problem, errors, warnings, worst_first

ACTIVE: Path = ("active",)
TAGS: Path = ("tags",)


def problem(severity: str, path: Path = ACTIVE, *, quiet: bool = False) -> Problem:
    return next(
        Problem(path, each, each, f"is one {each}", quiet=quiet)
        for each in SEVERITIES
        if each == severity
    )


EACH = [problem("hint"), problem("warning"), problem("hint", TAGS), problem("error")]


def test_the_worst_comes_first_and_equals_keep_their_order() -> None:
    assert [(each.severity, each.path) for each in worst_first(EACH)] == [
        ("error", ACTIVE),
        ("warning", ACTIVE),
        ("hint", ACTIVE),
        ("hint", TAGS),
    ]


def test_a_hint_is_neither_an_error_nor_a_warning() -> None:
    assert (errors(EACH), warnings(EACH)) == ([EACH[3]], [EACH[1]])
    assert describe(EACH[0], {}) == "Hint: active is one hint"


@pytest.mark.parametrize(("severity", "tally"), [("warning", (0, 0, 1)), ("hint", (0, 0, 0))])
def test_a_hint_is_told_at_its_setting_and_counted_nowhere(
    severity: str, tally: tuple[int, int, int]
) -> None:
    draft = Draft()
    draft.refusals = [problem(severity)]
    draft.visit([ACTIVE])
    assert draft.problems_at(ACTIVE) == draft.refusals
    assert step_tally(draft, GROUPS[0]) == whole_tally(draft) == Tally(*tally)
    assert not set(draft.refusals) & set(draft.blocking_errors)


def test_a_quiet_problem_is_told_at_the_review_alone() -> None:
    draft = Draft()
    draft.refusals = [problem("warning", quiet=True)]
    draft.visit([ACTIVE])
    assert draft.problems_at(ACTIVE) == []
    assert step_tally(draft, GROUPS[0]) == Tally(0, 0, 0)
    assert draft.refusals[0] in draft.problems
