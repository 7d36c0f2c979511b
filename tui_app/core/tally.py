"""Count what is answered and what is wrong, by step and in all."""

from typing import NamedTuple

from tui_app.core.draft import Draft
from tui_app.settings.problem import Problem, Severity, errors, warnings
from tui_app.settings.setting import Group


class Tally(NamedTuple):
    """The counts of a step: set answers, and the errors and warnings to be shown.

    Hints are not counted. A problem between two steps counts at the one where it is told;
    `concerned` says how bad the worst is that also concerns this one.
    """

    answered: int
    errors: int
    warnings: int
    concerned: Severity | None = None


def step_tally(draft: Draft, group: Group) -> Tally:
    """Return the counts of a step."""
    paths = {setting.path for setting in group.settings}
    found = draft.shown_problems
    own = _count(
        sum(path in draft.answers for path in paths),
        [problem for problem in found if problem.path in paths],
    )
    others = [problem for problem in found if problem.path not in paths]
    also = _count(0, [problem for problem in others if not paths.isdisjoint(problem.related)])
    worst: Severity | None = "error" if also.errors else "warning" if also.warnings else None
    return own._replace(concerned=worst)


def whole_tally(draft: Draft) -> Tally:
    """Return the counts of all steps together: a problem between two of them counts once."""
    return _count(len(draft.answers), draft.shown_problems)


def review_tally(draft: Draft) -> Tally:
    """Return the counts of what belongs to no step: unknown fields, and the whole request."""
    settings = draft.request.settings
    return _count(0, [problem for problem in draft.shown_problems if problem.path not in settings])


def _count(answered: int, problems: list[Problem]) -> Tally:
    # A quiet problem is not shown at its step: a count needs a mark at a field.
    shown = [problem for problem in problems if not problem.quiet]
    return Tally(answered, len(errors(shown)), len(warnings(shown)))
