"""Undo and redo: the answers before and after each change."""

from collections.abc import Callable, Iterator, Mapping

from tui_app.settings.problem import UNSET, Answer, Path

HISTORY_LIMIT = 500
"""Steps that can be undone."""
Answers = dict[Path, Answer]


def changed(before: Mapping[Path, Answer], after: Mapping[Path, Answer]) -> list[Path]:
    """Return the paths at which the answers differ. True and 1 are equal, but different answers."""
    paths = {**before, **after}
    pairs = ((path, before.get(path, UNSET), after.get(path, UNSET)) for path in paths)
    return [path for path, one, other in pairs if one != other or type(one) is not type(other)]


class History:
    """The answers before each change, and those that were undone.

    Typing in one field is one change. `typing` is the setting that is being typed: its answer may
    be incomplete.
    """

    def __init__(self) -> None:
        self.typing: Path | None = None
        self._past: list[Answers] = []
        self._future: list[Answers] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def record(self, before: Answers, after: Answers, typing: Path | None) -> None:
        """Note a change. `typing` is the setting if it was typed, None for any other change."""
        if typing is None or typing != self.typing:
            self._past = [*self._past[1 - HISTORY_LIMIT :], before]
        elif not changed(after, self._past[-1]):
            # Typed and deleted again: no change is left to undo.
            self._past = self._past[:-1]
            typing = None
        self.typing = typing
        self._future = []

    def undo(self, now: Answers) -> Answers | None:
        """Return the answers before the last change; None if there was none."""
        return self._travel(self._past, self._future, now)

    def redo(self, now: Answers) -> Answers | None:
        """Return the answers after the change that was last undone; None if there was none."""
        return self._travel(self._future, self._past, now)

    def _travel(self, origin: list[Answers], other: list[Answers], now: Answers) -> Answers | None:
        if not origin:
            return None
        other.append(now)
        return origin.pop()

    def states(self) -> Iterator[Answers]:
        """Yield all answers that undo or redo can bring back."""
        yield from self._past
        yield from self._future

    def take_back(self, path: Path) -> Answers | None:
        """Return the answers before the typing at `path`, and forget that it was typed.

        None if nothing is being typed there.
        """
        return self._past.pop() if path == self.typing and self._past else None

    def forget(self, unwanted: Callable[[Path, Answer], bool]) -> None:
        """Remove answers from all states, so that neither undo nor redo brings them back."""
        for steps in (self._past, self._future):
            steps[:] = [
                {path: answer for path, answer in step.items() if not unwanted(path, answer)}
                for step in steps
            ]
