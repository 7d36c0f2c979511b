"""Accept the fixes of all problems at once."""

from collections.abc import Mapping
from typing import Final

from tui_app.core.answers import with_changes
from tui_app.core.draft import Draft
from tui_app.core.history import changed
from tui_app.core.messages import NO_FIX
from tui_app.settings.problem import UNSET, Answer, Fix, Generate, Path, Problem, worst_first

MOST_FIXES: Final = 200
"""The most fixes that `fix_all` accepts at once.

More than a payload has settings: it stops the loop whatever the rules say.
"""


def is_fixed_with_all(problem: Problem) -> bool:
    """Whether `fix_all` accepts the fix of `problem`.

    Three kinds are left to the user: the fix of a hint, which may undo what a warning's fix
    corrects; one that generates a password, since a device may have one already; one that asks the
    account.
    """
    fix = problem.fix
    if fix is None or fix.look_up or problem.severity == "hint":
        return False
    return not any(isinstance(answer, Generate) for answer in fix.answers.values())


def fix_all(draft: Draft) -> list[Problem]:
    """Accept the fix of every error and warning, errors first, in one step of the history.

    Validates again after each fix: what is no longer offered is left out, what is new is accepted
    too. No fix is accepted twice, and no more than `MOST_FIXES` in all. Returns the problems whose
    fix was accepted; see `is_fixed_with_all` for those that are left out.
    """
    answers: Mapping[Path, Answer] = draft.answers
    refusals, accepted = draft.refusals, list[Problem]()
    tried: set[tuple[Path, str, str, str]] = set()
    for _ in range(MOST_FIXES):
        problems = draft.request.validate(answers, allow_unknown=draft.allow_unknown)
        for problem in worst_first([*refusals, *problems]):
            if problem.fix is None or not is_fixed_with_all(problem):
                continue
            offer = (problem.path, problem.code, problem.message, problem.fix.label)
            if offer not in tried:
                break
        else:
            break
        tried.add(offer)
        after = with_changes(draft.request, answers, problem.fix.answers)
        differing = changed(after, answers)
        if differing:
            accepted.append(problem)
            answers = after
            refusals = [refusal for refusal in refusals if refusal.path not in differing]
    net = {path: answers.get(path, UNSET) for path in changed(answers, draft.answers)}
    return accepted if draft.apply(Fix("", net)) else []


def nothing_accepted(draft: Draft, one: str) -> str:
    """Say why `fix_all` accepts nothing. `one`: the key or command that accepts a single fix."""
    if any(problem.fix for problem in draft.problems):
        return f"The fixes that are left need your decision: {one} accepts one at a time."
    return NO_FIX
