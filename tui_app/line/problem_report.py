"""Says problems in lines, each once, and knows which fix `/fix` accepts."""

from collections.abc import Container
from typing import NamedTuple

from tui_app.core.draft import Draft
from tui_app.core.messages import describe, sentence
from tui_app.core.wizard import Wizard
from tui_app.line.console import Console
from tui_app.settings.problem import Fix, Path, Problem, worst_first
from tui_app.settings.setting import Setting


class _Key(NamedTuple):
    """Two problems with the same key are the same problem: it is said once."""

    path: Path
    code: str
    message: str

    @classmethod
    def of(cls, problem: Problem) -> "_Key":
        return cls(problem.path, problem.code, problem.message)


class ProblemReport:
    """Says the problems of the wizard's draft, and remembers which ones it has said."""

    def __init__(self, wizard: Wizard, console: Console) -> None:
        self._wizard = wizard
        self._console = console
        self._said: set[_Key] = set()
        self._recent: list[Problem] = []
        """The problems said since the last question was answered."""

    @property
    def _draft(self) -> Draft:
        return self._wizard.draft

    def sorted(self) -> list[Problem]:
        """All problems, errors first. `/fix` takes their numbers in this order."""
        return worst_first(self._draft.problems)

    def words(self, problem: Problem, number: int | None = None) -> str:
        """Describes a problem and the command that accepts its fix, by `number` if given."""
        text = sentence(describe(problem, self._draft.request.settings))
        command = "/fix" if number is None else f"/fix {number}"
        return f"{text} {command}: {problem.fix.label}." if problem.fix else text

    def say_new(self) -> list[Problem]:
        """Says the problems that were not said yet, and returns them."""
        now = {_Key.of(problem): problem for problem in self._draft.shown_problems}
        new = [problem for key, problem in now.items() if key not in self._said]
        self._said = set(now)
        self._say(new)
        return new

    def say_at(self, path: Path) -> None:
        """Says the problems of one answer, even if they were said before."""
        problems = self._draft.problems_at(path)
        self._say(problems)
        self._said |= set(map(_Key.of, problems))

    def _say(self, problems: list[Problem]) -> None:
        self._console.say(*map(self.words, problems))
        self._recent += problems

    def mark_said(self, paths: Container[Path] | None = None) -> None:
        """Treats the problems at `paths`, or all problems, as said."""
        now = set(map(_Key.of, self._draft.shown_problems))
        self._said = (
            now if paths is None else self._said | {key for key in now if key.path in paths}
        )

    def forget(self, path: Path) -> None:
        """Forgets what was said of an answer: its problems are said again if it is given again."""
        self._said = {key for key in self._said if key.path != path}

    def end_question(self) -> None:
        """Marks the end of a question: what is said from now on belongs to the next one."""
        self._recent = []

    def fix_at_hand(self, setting: Setting | None) -> Fix | None:
        """Finds the fix that `/fix` without a number accepts, while `setting` is asked for.

        It is a fix that was said since the last answer, else one of `setting`. The fix of a hint
        comes last: it may undo an answer that a warning's fix only corrects.
        """
        here = self._draft.problems_at(setting.path) if setting else []
        recent = [problem for problem in reversed(self._recent) if problem in self._draft.problems]
        likely = [*(problem for problem in here if problem in recent), *recent, *here]
        likely.sort(key=lambda problem: problem.severity == "hint")
        return next((problem.fix for problem in likely if problem.fix), None)
