"""Describes answers, and values that the API did not keep, in lines."""

from typing import TYPE_CHECKING, Final

from tui_app.core.messages import describe, not_kept_title, sentence, shown_answer, subject
from tui_app.line.wizard import Linear
from tui_app.settings.problem import Path, Problem, Unset
from tui_app.settings.setting import Setting
from tui_app.text.escape import shortened

if TYPE_CHECKING:
    from tui_app.api.progress import Outcome

MOST_SHOWN: Final = 200
"""Characters of an answer that are said, except in the question that asks for it."""


def say_answer(linear: Linear, path: Path) -> None:
    """Says the current answer to one setting."""
    setting = linear.draft.request.settings.get(path)
    if setting is None:
        linear.console.say(f"{subject(Problem(path, 'error', '', ''), {})}: taken out.")
        return
    unset = isinstance(linear.draft.get(path), Unset)
    default = (
        f", default {setting.default_shown}" if unset and setting.default_shown != "none" else ""
    )
    linear.console.say(f"{setting.label}: {short_answer(linear, setting)}{default}")


def short_answer(linear: Linear, setting: Setting) -> str:
    """The current answer, cut to what one can listen to. The setting's question says all of it."""
    return shortened(shown_answer(setting, linear.draft), MOST_SHOWN)


def not_kept(linear: Linear, outcome: "Outcome") -> list[str]:
    """A title and a line for each value that the connection does not hold as it was sent.

    Empty if it holds all of them.
    """
    if outcome.connection is None or not outcome.problems:
        return []
    settings = linear.draft.request.settings
    return [
        not_kept_title(len(outcome.problems), earlier=outcome.earlier),
        *(f"  {sentence(describe(problem, settings))}" for problem in outcome.problems),
    ]
