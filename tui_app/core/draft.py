"""The answers so far: set, removed, undone, validated and composed. Independent of any screen.

Each change is one step of the history; typing in one field is one change until the user leaves the
field (`end_edit`).
"""

import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from tui_app.core.remarks import Remark, Remarks
from tui_app.settings.misplaced import Misplaced
from tui_app.settings.problem import (
    UNSET,
    Answer,
    Fix,
    Generate,
    Path,
    Problem,
    Unset,
    errors,
    warnings,
    worst_first,
)
from tui_app.settings.request import REQUEST, Request
from tui_app.settings.setting import Group
from tui_app.settings.types import plain
from tui_app.text.document import Json

if TYPE_CHECKING:
    from pydantic import SecretStr

PayloadForm = Literal["set", "every"]
"""Which payload: only what was set, or every value with the API's defaults written out."""

HISTORY_LIMIT = 500
MOST_FIXES = 200
"""The most fixes that `apply_all` accepts at once.

More than a payload has settings: it stops the loop whatever the rules say.
"""
PASSWORD_LENGTH = 20
# Without 0/O and 1/l/I, since passwords are read off a screen into a phone; without punctuation,
# which some SIP devices mangle.
PASSWORD_ALPHABET = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))


def generate_password() -> str:
    """Return a random SIP password: 20 ASCII letters and digits (about 116 bits).

    It has at least one lower-case letter, one capital and one digit.
    """
    import secrets  # 5 ms, only when first needed

    while True:
        password = "".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(PASSWORD_LENGTH))
        if all(any(map(test, password)) for test in (str.islower, str.isupper, str.isdigit)):
            return password


def is_fixed_with_all(problem: Problem) -> bool:
    """Whether `Draft.apply_all` accepts the fix of `problem`.

    Three kinds are left to the user: the fix of a hint, which may undo what a warning's fix
    corrects; one that generates a password, since a device may have one already; one that asks the
    account.
    """
    fix = problem.fix
    if fix is None or fix.look_up or problem.severity == "hint":
        return False
    return not any(isinstance(answer, Generate) for answer in fix.answers.values())


def _changed(before: Mapping[Path, Answer], after: Mapping[Path, Answer]) -> list[Path]:
    """Return the paths at which the answers differ. True and 1 are equal, but different answers."""
    paths = {**before, **after}
    pairs = ((path, before.get(path, UNSET), after.get(path, UNSET)) for path in paths)
    return [path for path, one, other in pairs if one != other or type(one) is not type(other)]


class Tally(NamedTuple):
    """The counts of a step: set answers, and the errors and warnings to be shown.

    Hints are not counted.
    """

    answered: int
    errors: int
    warnings: int


@dataclass
class Draft:
    """The answers of one connection that is being set up.

    `refusals` are what the API said of the answers as sent; a new answer to its setting removes a
    refusal. `visited` are the settings that the user left once: nothing is shown about the others
    before the review. `created`: the connection of these answers exists. `last_outcome` is how the
    last attempt to create it ended, in one word; empty before the first. `remarks` are what is
    known of the answers that name something of an account. `on_change` is called after each change.
    `base` are the answers that it began with: those of a file, or of the connection before.
    """

    request: Request = REQUEST
    allow_unknown: bool = False
    form: PayloadForm = "set"
    visited: set[Path] = field(default_factory=set)
    reviewed: bool = False
    created: bool = False
    last_outcome: str = ""
    base: Mapping[Path, Answer] = field(default_factory=dict, repr=False)
    refusals: list[Problem] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)
    on_change: Callable[[], None] = field(default=lambda: None, repr=False)
    _answers: dict[Path, Answer] = field(default_factory=dict)
    _past: list[dict[Path, Answer]] = field(default_factory=list)
    _future: list[dict[Path, Answer]] = field(default_factory=list)
    _open: Path | None = None
    _problems: list[Problem] | None = None

    @classmethod
    def of(
        cls,
        document: Mapping[str, Json],
        *,
        request: Request = REQUEST,
        allow_unknown: bool = False,
    ) -> "tuple[Draft, list[Problem]]":
        """Create a draft from a payload, and return it with the problems of what was dropped.

        The settings that the payload answers count as visited.
        """
        draft = cls(request=request, allow_unknown=allow_unknown)
        answers, dropped = request.read(document)
        for path in [path for path, answer in answers.items() if draft.misplaced(path, answer)]:
            found = draft.misplaced(path, answers.pop(path))
            words = f"{found.message if found else ''}. Left out"
            dropped.append(Problem(path, "warning", "secret", words))
        draft._answers = {path: draft._kept(path, answer) for path, answer in answers.items()}
        draft.visited = set(answers)
        draft.base = draft._answers
        return draft, dropped

    def restore(self, answers: Mapping[Path, Answer]) -> None:
        """Replace all answers without a step of the history.

        An answer with a misplaced secret in it is left out.
        """
        self._answers = {
            path: self._kept(path, answer)
            for path, answer in answers.items()
            if not self.misplaced(path, answer)
        }
        self._problems = None

    def drop(self, paths: Iterable[Path]) -> None:
        """Remove answers as if they were never given.

        There is no step of the history, and nothing is shown about them yet.
        """
        gone = set(paths)
        self.visited -= gone
        self._become({path: item for path, item in self._answers.items() if path not in gone})

    def take_over(self, other: "Draft") -> None:
        """Become what `other` is, without a step of the history. The host stays this draft's."""
        self.allow_unknown, self.form, self.reviewed = (
            other.allow_unknown,
            other.form,
            other.reviewed,
        )
        self.visited, self.base = set(other.visited), other.base
        self.restore(other.answers)
        host, self.remarks = self.remarks.host, other.remarks
        self.move_to(host)

    def begin_another(self) -> Path:
        """Keep the answers for another connection, except those that are each one's own.

        Returns the first setting to ask again.
        """
        own = {path: UNSET for path, setting in self.request.settings.items() if setting.required}
        self.apply(Fix("", own))
        self.visited.clear()
        self.reviewed = self.created = False
        self.refusals, self.last_outcome = [], ""
        self.base = self._answers
        return next(iter(own))

    # Answers

    @property
    def answers(self) -> Mapping[Path, Answer]:
        return self._answers

    @property
    def is_worth_keeping(self) -> bool:
        """Whether it has a connection name, or an answer of the user's own that may be saved."""
        name = self._answers.get(("connection_name",))
        if isinstance(name, str) and name.strip():
            return True
        return any(
            self.request.keeps(path, self._answers[path])
            for path in _changed(self.base, self._answers)
            if path in self._answers
        )

    def get(self, path: Path) -> "Answer | Unset":
        return self._answers.get(path, UNSET)

    def set(self, path: Path, answer: "Answer | Unset") -> bool:
        """Answer one setting, or remove its answer with UNSET. False if that changes nothing."""
        return self._change({path: answer}, typing=path)

    def apply(self, fix: Fix) -> bool:
        """Accept the fix of a problem. False if that changes nothing."""
        return self._change(fix.answers, typing=None)

    def choose(self, path: Path, answer: str, *, name: str = "", disabled: bool = False) -> None:
        """Answer a setting with a choice from the account, which calls it `name`."""
        self.apply(Fix("", {path: answer}))
        self.remarks.note(path, answer, Remark(name, disabled))
        self._problems = None
        self.on_change()

    def move_to(self, host: str) -> None:
        """Set `host` as where the connection is to be created.

        Ids of another host's account get a warning.
        """
        known = [
            (path, answer)
            for answers in (self._answers, *self._past, *self._future)
            for path, answer in answers.items()
            if path in self.request.settings and self.request.settings[path].lookup
        ]
        self.remarks.move_to(host, known)
        self._problems = None
        self.on_change()

    def name_of(self, path: Path) -> str:
        """Return the account's name for the answer at `path`, foreign text; "" if unknown."""
        return self.remarks.at(path, self.get(path)).name

    def apply_all(self) -> list[Problem]:
        """Accept the fix of every error and warning, errors first, in one step of the history.

        Validates again after each fix: what is no longer offered is left out, what is new is
        accepted too. No fix is accepted twice, and no more than `MOST_FIXES` in all. Returns the
        problems whose fix was accepted; see `is_fixed_with_all` for those that are left out.
        """
        answers: Mapping[Path, Answer] = self._answers
        refusals, accepted = self.refusals, list[Problem]()
        tried: set[tuple[Path, str, str, str]] = set()
        for _ in range(MOST_FIXES):
            problems = self.request.validate(answers, allow_unknown=self.allow_unknown)
            for problem in worst_first([*refusals, *problems]):
                if problem.fix is None or not is_fixed_with_all(problem):
                    continue
                offer = (problem.path, problem.code, problem.message, problem.fix.label)
                if offer not in tried:
                    break
            else:
                break
            tried.add(offer)
            after = self._with(answers, problem.fix.answers)
            changed = _changed(after, answers)
            if changed:
                accepted.append(problem)
                answers = after
                refusals = [refusal for refusal in refusals if refusal.path not in changed]
        net = _changed(answers, self._answers)
        changes = {path: answers.get(path, UNSET) for path in net}
        return accepted if self._change(changes, typing=None) else []

    def usable(self, document: Mapping[str, Json]) -> tuple[dict[Path, Answer], list[Path]]:
        """Return a payload's answers that can be taken over, and the paths that are left out.

        A member that is only spelled otherwise, as `connectionName`, is taken.
        """
        answers, dropped = self.request.read(document)
        if not self.allow_unknown:
            answers = self.request.respelled(answers)
        known = {
            path: answer
            for path, answer in answers.items()
            if (path in self.request.settings or self.allow_unknown)
            and not self.misplaced(path, answer)
        }
        return known, [problem.path for problem in dropped] + [
            path for path in answers if path not in known
        ]

    def fill_in(self, answers: Mapping[Path, Answer]) -> None:
        """Take over the answers of a payload, in one step that can be undone.

        Settings that the payload does not answer stay unchanged.
        """
        self.apply(Fix("", answers))
        self.visit(answers)

    # Misplaced secrets

    @property
    def typing(self) -> Path | None:
        """The setting that is being typed: its answer may be incomplete."""
        return self._open

    def misplaced(self, path: Path, answer: "Answer | Unset") -> Misplaced | None:
        """Return the secret in an answer that belongs elsewhere; None if there is none."""
        setting = self.request.settings.get(path)
        return setting.misplaced(answer) if setting else None

    def take_secret_out(self, path: Path) -> Misplaced | None:
        """Remove the answer at `path` if it contains a misplaced secret, and return that secret.

        The answer is removed as if it was never given.
        """
        found = self.misplaced(path, self.get(path))
        if found is None:
            return None
        answers = {each: answer for each, answer in self._answers.items() if each != path}
        if path == self._open and self._past:
            answers = self._past.pop()
        self._open = None
        # Neither undo nor redo may bring it back.
        for steps in (self._past, self._future):
            steps[:] = [
                {each: item for each, item in step.items() if not self.misplaced(each, item)}
                for step in steps
            ]
        self._become(answers)
        return found

    def end_edit(self) -> None:
        """End the change of typing in a field, so that the next key begins another."""
        if self._open is not None and self.request.is_secret(self._open):
            # The slow rules waited while it was typed.
            self._problems = None
        self._open = None

    def _change(
        self, changes: "Mapping[Path, Answer | Unset | Generate]", typing: Path | None
    ) -> bool:
        answers = self._with(self._answers, changes)
        # An id typed letter by letter passes through others: only a whole one counts as given anew.
        began = typing is None or typing != self._open
        renewed = [
            path
            for path, each in changes.items()
            if began and not isinstance(each, Generate) and self.remarks.renew(path, each)
        ]
        if not _changed(answers, self._answers):
            if renewed:
                self._problems = None
                self.on_change()
            return bool(renewed)
        if typing is None or typing != self._open:
            self._past = [*self._past[1 - HISTORY_LIMIT :], self._answers]
        elif not _changed(answers, self._past[-1]):
            # Typed and deleted again: no change is left to undo.
            self._past = self._past[:-1]
            typing = None
        self._open = typing
        self._future = []
        self._become(answers)
        return True

    def _with(
        self, before: Mapping[Path, Answer], changes: "Mapping[Path, Answer | Unset | Generate]"
    ) -> dict[Path, Answer]:
        """Return the answers `before` with the changes."""
        answers = dict(before)
        for path, answer in changes.items():
            if isinstance(answer, Unset):
                answers.pop(path, None)
            else:
                answers[path] = self._kept(path, answer)
                self._clear_way(answers, path)
        return answers

    def _clear_way(self, answers: dict[Path, Answer], path: Path) -> None:
        """Remove what a file put at the path of an object that contains `path`."""
        for depth in range(1, len(path)):
            answers.pop(path[:depth], None)

    def _kept(self, path: Path, answer: "Answer | Generate") -> Answer:
        """Return an answer as it is kept: a secret is wrapped at once, generated if asked for."""
        answer = generate_password() if isinstance(answer, Generate) else answer
        if self.request.is_secret(path) and isinstance(answer, str):
            from pydantic import SecretStr  # 50 ms that `check` and the first screen do without

            return SecretStr(answer)
        return answer

    def _become(self, answers: dict[Path, Answer]) -> None:
        changed = _changed(answers, self._answers)
        self.refusals = [refusal for refusal in self.refusals if refusal.path not in changed]
        self._answers = answers
        self._problems = None
        self.on_change()

    @property
    def password(self) -> "SecretStr | None":
        """The SIP password; None if there is none."""
        answer = next(
            (
                self._answers.get(path)
                for path, setting in self.request.settings.items()
                if setting.secret
            ),
            None,
        )
        return cast("SecretStr", answer) if hasattr(answer, "get_secret_value") else None

    def secrets(self) -> Iterator[str]:
        """Yield every secret that is, or was, an answer, in clear, so that a report can mask it."""
        for answers in (self._answers, self.base, *self._past, *self._future):
            for path, answer in answers.items():
                text = plain(answer)
                if self.request.is_secret(path) and isinstance(text, str):
                    yield text
                found = self.misplaced(path, answer)
                if found:
                    yield found.text

    # History

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def undo(self) -> Path | None:
        """Undo the last change. Return its setting, or None if there was nothing to undo."""
        return self._travel(self._past, self._future)

    def redo(self) -> Path | None:
        """Redo the change that was last undone. Return its setting, or None if there was none."""
        return self._travel(self._future, self._past)

    def _travel(
        self, origin: list[dict[Path, Answer]], other: list[dict[Path, Answer]]
    ) -> Path | None:
        if not origin:
            return None
        before, after = self._answers, origin.pop()
        other.append(before)
        self.end_edit()
        self._become(after)
        return next(iter(_changed(before, after)), ())

    # Validation

    @property
    def problems(self) -> list[Problem]:
        """All problems: the API's refusals first, then those found here."""
        return [*self.refusals, *self._own_problems()]

    def _own_problems(self) -> list[Problem]:
        if self._problems is None:
            # A key in a password field does not wait for the estimate: leaving the field does.
            quick = self._open is not None and self.request.is_secret(self._open)
            self._problems = [
                *self.request.validate(
                    self._answers, allow_unknown=self.allow_unknown, quick=quick
                ),
                *self.remarks.problems(self._answers, self.request.settings),
            ]
        return self._problems

    @property
    def blocking_errors(self) -> list[Problem]:
        """The errors that block a submission.

        A refusal does not: only the API knows whether it would refuse again.
        """
        return errors(self._own_problems())

    @property
    def shown_problems(self) -> list[Problem]:
        """The problems of the visited settings; all, quiet ones too, from the first review on.

        Refusals are always among them.
        """
        refused = set(map(id, self.refusals))
        return [
            problem
            for problem in self.problems
            if self.reviewed
            or id(problem) in refused
            or not (problem.quiet or self.visited.isdisjoint((problem.path, *problem.related)))
        ]

    def problems_at(self, path: Path) -> list[Problem]:
        """Return the problems to show at a setting, errors first."""
        return worst_first(
            problem
            for problem in self.shown_problems
            if problem.concerns(path) and not problem.quiet
        )

    def tally(self, group: Group) -> Tally:
        """Return the counts of a step."""
        paths = {setting.path for setting in group.settings}
        found = [
            problem
            for problem in self.shown_problems
            if not paths.isdisjoint((problem.path, *problem.related))
        ]
        return self._count(sum(path in self._answers for path in paths), found)

    def whole_tally(self) -> Tally:
        """Return the counts of all steps together: a problem between two of them counts once."""
        return self._count(len(self._answers), self.shown_problems)

    def review_tally(self) -> Tally:
        """Return the counts of what belongs to no step: unknown fields, and the whole request."""
        return self._count(
            0,
            [
                problem
                for problem in self.shown_problems
                if problem.path not in self.request.settings
            ],
        )

    @staticmethod
    def _count(answered: int, problems: list[Problem]) -> Tally:
        # A quiet problem is not shown at its step: a count needs a mark at a field.
        shown = [problem for problem in problems if not problem.quiet]
        return Tally(answered, len(errors(shown)), len(warnings(shown)))

    # Payload

    def chosen(self) -> Mapping[Path, Answer]:
        """Return the answers to be sent, in the form that the user chose."""
        return self.request.every_value(self._answers) if self.form == "every" else self._answers

    def toggle_payload_mode(self) -> None:
        """Switch between only what was set and every value."""
        self.form = "set" if self.form == "every" else "every"
        self.on_change()

    def payload(self) -> dict[str, Json]:
        """Return the request body, secrets in clear."""
        return self.request.body(self.chosen())

    def masked_payload(self) -> dict[str, Json]:
        """Return the request body as it is shown, secrets masked."""
        return self.request.body(self.request.masked(self.chosen()))

    def hide_missing(self) -> None:
        """Hide missing required answers until the user leaves their field again.

        All other problems that are shown stay shown.
        """
        required = {path for path, setting in self.request.settings.items() if setting.required}
        everything = {(), *self.request.settings, *self._answers}
        shown = everything if self.reviewed else self.visited
        self.visited = set(shown) - (required - set(self._answers))
        self.reviewed = False

    def visit(self, paths: Iterable[Path]) -> None:
        """Show the problems of these settings from now on."""
        self.visited.update(paths)
        self.on_change()
