"""The answers so far: set, removed, undone, validated and composed. Independent of any screen.

Each change is one step of the history; typing in one field is one change until the user leaves the
field (`end_edit`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast

from tui_app.core.answers import Changes, kept, secrets_in, with_changes, worth_keeping
from tui_app.core.history import History, changed
from tui_app.core.original import Original
from tui_app.core.remarks import Remark, Remarks
from tui_app.settings.change import EDIT
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
    worst_first,
)
from tui_app.settings.request import REQUEST, Request
from tui_app.text.document import Json

if TYPE_CHECKING:
    from pydantic import SecretStr

PayloadForm = Literal["set", "every"]
"""Which payload: only what was set, or every value with the API's defaults written out."""


@dataclass
class Draft:
    """The answers of one connection that is being set up, or edited.

    `refusals` are what the API said of the answers as sent; a new answer to its setting removes a
    refusal. `visited` are the settings that the user left once: nothing is shown about the others
    before the review. `created`: the connection of these answers exists. `last_outcome` is how the
    last attempt to create it ended, in one word; empty before the first. `remarks` are what is
    known of the answers that name something of an account. `on_change` is called after each change.
    `base` are the answers that it began with: those of a file, or of the connection before.
    `original`: the connection that is edited; None if a new one is set up.
    """

    request: Request = REQUEST
    original: Original | None = None
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
    _history: History = field(default_factory=History)
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
        draft._answers = {path: kept(request, path, answer) for path, answer in answers.items()}
        draft.visited = set(answers)
        draft.base = draft._answers
        return draft, dropped

    @classmethod
    def edit(cls, original: Original) -> "Draft":
        """Create a draft that edits an existing connection."""
        draft = cls(request=EDIT, original=original)
        draft.base = draft._answers = dict(original.answers)
        draft.visited = set(draft._answers)
        return draft

    def restore(self, answers: Mapping[Path, Answer]) -> None:
        """Replace all answers without a step of the history.

        An answer with a misplaced secret in it is left out.
        """
        self._answers = {
            path: kept(self.request, path, answer)
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
        """Become what `other` is; nothing of before can be undone. The account stays."""
        self.request, self.original = other.request, other.original
        self.allow_unknown, self.form = other.allow_unknown, other.form
        self.reviewed, self.visited, self.base = other.reviewed, set(other.visited), other.base
        self.refusals, self.last_outcome, self._history = [], "", History()
        self.restore(other.answers)
        account, self.remarks = self.remarks.account, other.remarks
        self.move_to(account)

    def begin_another(self) -> Path:
        """Keep the answers for another connection, except those that are each one's own.

        Returns the first setting to ask again.
        """
        own = [path for path, setting in self.request.settings.items() if setting.required]
        self.begin_without(own)
        return own[0]

    def begin_without(self, paths: Iterable[Path]) -> None:
        """Begin another connection without the answers at `paths`, in one step of the history."""
        self.apply(Fix("", dict.fromkeys(paths, UNSET)))
        self.visited.clear()
        self.reviewed = self.created = False
        self.refusals, self.last_outcome = [], ""
        self.base = self._answers

    # Answers

    @property
    def answers(self) -> Mapping[Path, Answer]:
        return self._answers

    @property
    def is_worth_keeping(self) -> bool:
        """Whether there is something in it that may be saved; see `worth_keeping`."""
        return worth_keeping(self.request, self.base, self._answers, new=self.original is None)

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

    def move_to(self, account: str) -> None:
        """Set `account` as the one in which the connection is to be created.

        Ids of another account get a warning.
        """
        known = [
            (path, answer)
            for answers in (self._answers, *self._history.states())
            for path, answer in answers.items()
            if path in self.request.settings and self.request.settings[path].lookup
        ]
        self.remarks.move_to(account, known)
        self._problems = None
        self.on_change()

    def name_of(self, path: Path) -> str:
        """Return the account's name for the answer at `path`, foreign text; "" if unknown."""
        return self.remarks.at(path, self.get(path)).name

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
        return self._history.typing

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
        answers = self._history.take_back(path)
        if answers is None:
            answers = {each: answer for each, answer in self._answers.items() if each != path}
        self._history.typing = None
        self._history.forget(lambda each, answer: self.misplaced(each, answer) is not None)
        self._become(answers)
        return found

    def end_edit(self) -> None:
        """End the change of typing in a field, so that the next key begins another."""
        if self._is_secret_typed:
            # The slow rules waited while it was typed.
            self._problems = None
        self._history.typing = None

    @property
    def _is_secret_typed(self) -> bool:
        return self.typing is not None and self.request.is_secret(self.typing)

    def _change(self, changes: Changes, typing: Path | None) -> bool:
        answers = with_changes(self.request, self._answers, changes)
        # An id typed letter by letter passes through others: only a whole one counts as given anew.
        began = typing is None or typing != self.typing
        renewed = [
            path
            for path, each in changes.items()
            if began and not isinstance(each, Generate) and self.remarks.renew(path, each)
        ]
        if not changed(answers, self._answers):
            if renewed:
                self._problems = None
                self.on_change()
            return bool(renewed)
        self._history.record(self._answers, answers, typing)
        self._become(answers)
        return True

    def _become(self, answers: dict[Path, Answer]) -> None:
        differing = changed(answers, self._answers)
        self.refusals = [refusal for refusal in self.refusals if refusal.path not in differing]
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
        return secrets_in(self.request, (self._answers, self.base, *self._history.states()))

    # History

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    def undo(self) -> Path | None:
        """Undo the last change. Return its setting, or None if there was nothing to undo."""
        return self._return_to(self._history.undo(self._answers))

    def redo(self) -> Path | None:
        """Redo the change that was last undone. Return its setting, or None if there was none."""
        return self._return_to(self._history.redo(self._answers))

    def _return_to(self, answers: dict[Path, Answer] | None) -> Path | None:
        if answers is None:
            return None
        before = self._answers
        self.end_edit()
        self._become(answers)
        return next(iter(changed(before, answers)), ())

    # Validation

    @property
    def problems(self) -> list[Problem]:
        """All problems: the API's refusals first, then those found here."""
        return [*self.refusals, *self._own_problems()]

    def _own_problems(self) -> list[Problem]:
        if self._problems is None:
            # A key in a password field does not wait for the estimate: leaving the field does.
            self._problems = [
                *self.request.validate(
                    self._answers, allow_unknown=self.allow_unknown, quick=self._is_secret_typed
                ),
                *self.remarks.problems(self._answers, self.request.settings),
            ]
            if self.original is not None:
                self._problems = self.original.judged(self._answers, self._problems)
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

    # Payload

    def chosen(self) -> Mapping[Path, Answer]:
        """Return the answers to be sent, in the form that the user chose.

        Of a connection that is edited these are what differs from it.
        """
        if self.original is not None:
            return self.original.wanted(self._answers)
        return self.request.every_value(self._answers) if self.form == "every" else self._answers

    def toggle_payload_mode(self) -> None:
        """Switch between only what was set and every value. An edit sends what differs alone."""
        if self.original is not None:
            return
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
