"""The wizard without a front end: the answers, their target, their storage, the user's position."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tui_app.core.autosave import AutoSave, Position, from_document, to_document
from tui_app.core.draft import Draft
from tui_app.core.messages import statement
from tui_app.core.original import Original
from tui_app.core.session import Session
from tui_app.settings.problem import Answer, Path, Problem
from tui_app.settings.request import REQUEST
from tui_app.storage.drafts import SavedDraft
from tui_app.storage.journal import Journal
from tui_app.text.document import Json

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.replies import Connection
    from tui_app.core.shown import Shown
    from tui_app.readers import Reading


class Wizard:
    """One run of the wizard, in any front end.

    `position` is where a resumed draft continues; None if it begins. Without `autosave` nothing is
    saved to disk, without a `journal` no attempt is remembered.
    """

    def __init__(
        self,
        draft: Draft,
        session: Session,
        autosave: AutoSave | None = None,
        journal: Journal | None = None,
        position: Position | None = None,
    ) -> None:
        self.draft, self.session, self.autosave, self.journal = draft, session, autosave, journal
        self.position = position or Position()
        self.resumed = position is not None
        self.notices: list[str] = []
        """What to say when the wizard opens."""
        self.readings: tuple[Reading, ...] = ()
        """The connections of the file with which it begins.

        Several to choose from, or one that is in the draft.
        """
        self.made: list[Connection] = []
        """The connections that this run created or found."""
        self.shown: Shown | None = None
        """The connection on the result page, or that was last on it."""
        self._request = REQUEST if draft.original else draft.request
        """What is asked for a new connection."""
        self._entered: list[SecretStr] = []
        self._left: tuple[str, Mapping[Path, Answer]] | None = None
        """The draft that a blank start left, by its file name, and its answers."""
        draft.move_to(session.account)
        draft.on_change = self.keep

    # The draft on disk

    def keep(self) -> None:
        """Schedule a save of the draft, unless its connection exists."""
        if self.autosave is not None and not self.draft.created:
            self._follow_undo(self.autosave)
            self.autosave.keep(self._document())

    def _follow_undo(self, autosave: AutoSave) -> None:
        """Go on with the draft that a blank start left once undo brought its answers back.

        Otherwise they would be saved twice. Redo leaves it again.
        """
        if self._left is None:
            return
        name, answers = self._left
        is_there = autosave.drafts.name == name
        if not is_there and self.draft.answers == answers:
            autosave.return_to(name)
        elif is_there and not self.draft.answers:
            autosave.leave()

    def keep_now(self) -> None:
        """Save the draft before returning, unless it is created. Signal handlers call it too."""
        if self.autosave is not None and not self.draft.created:
            self.autosave.keep_now(self._document())

    def _document(self) -> dict[str, Json] | None:
        """Return the draft in its saved form; None if nothing in it is worth saving."""
        if not self.draft.is_worth_keeping:
            return None
        return to_document(self.draft, self.position, self.session)

    def resume(self, saved: SavedDraft) -> None:
        """Resume a draft from the disk, at the position where it was left.

        The current answers stay on disk as they were last saved.
        """
        if self.autosave is not None:
            self.autosave.leave()
            self.autosave.drafts.resume(saved.name)
        draft, position = from_document(saved.document, self._request)
        self._take_over(draft)
        # A front end that is told of the answers may note its position.
        self.position, self.resumed = position, True

    def _take_over(self, draft: Draft) -> None:
        # The answers of before are gone from the draft, but a crash report may still contain them.
        for secret in self.draft.secrets():
            self.remember_secret(secret)
        self.draft.created = False
        self.draft.take_over(draft)

    def begin_blank(self) -> None:
        """Begin again without any answer. The current answers stay on disk as they were saved.

        Undo brings them back, the password too, unless a connection was edited.
        """
        if self.autosave is not None:
            name = self.autosave.drafts.name
            self._left = (name, self.draft.answers) if name else None
            self.autosave.leave()
        if self.draft.original is None:
            self.draft.begin_without(list(self.draft.answers))
        else:
            self._take_over(Draft(request=self._request, allow_unknown=self.draft.allow_unknown))
        self.position = self.position_of(next(iter(self.draft.request.settings)))

    def lost_words(self) -> str:
        """Say what of the answers the draft on disk lacks, as it was last saved; "" if nothing."""
        if not self.draft.answers:
            return ""
        if self.autosave is None or self.autosave.trouble is not None:
            return "What you answered is not kept."
        if not any(self.draft.request.is_secret(path) for path in self.draft.answers):
            return ""
        if not self.draft.is_worth_keeping:
            return "The password is not kept: it is never written down."
        return "Your answers are kept for --resume, but not the password: it is never written down."

    # Existing connection

    def edit(self, connection: "Connection") -> None:
        """Edit an existing connection. The current answers stay on disk as a draft."""
        self.keep_now()
        if self.autosave is not None:
            self.autosave.leave()
        self._take_over(Draft.edit(Original.of(connection, self.session.target.host)))
        self.position = self.position_of(next(iter(self.draft.request.settings)))

    def edited(self, connection: "Connection") -> None:
        """Note how a connection is after its change. Nothing of the edit is left to send."""
        self._take_over(Draft.edit(Original.of(connection, self.session.target.host)))
        if self.autosave is not None:
            self.autosave.forget()

    # Target

    def use_sandbox(self) -> None:
        """Switch to the embedded sandbox, and flag the ids of another account."""
        self.session.use_sandbox()
        self.draft.move_to(self.session.account)

    def use_key(self, text: str) -> None:
        """Use the key that was typed, and flag the ids that were set with another one.

        Raises `BadTarget` if it cannot be a key.
        """
        self.session.use_key(text)
        self.draft.move_to(self.session.account)

    # Created connection

    def finish(self, connection: "Connection") -> None:
        """Note that the connection of this draft exists, and delete the draft from the disk."""
        self.draft.created = True
        self.draft.refusals = []
        self.made.append(connection)
        if self.autosave is not None:
            self.autosave.forget()

    def finish_late(self, connection: "Connection") -> bool:
        """Note that a connection exists that nobody waited for. Return whether it is this draft's.

        The user may be at work on another draft by now.
        """
        mine = self.draft.get(("user_name",))
        if self.draft.original is None and isinstance(mine, str) and mine == connection.user_name:
            self.finish(connection)
            return True
        self.made.append(connection)
        return False

    def begin_another(self) -> None:
        """Begin again with the same answers, except those that each connection needs for itself."""
        self.shown = None
        self.position = self.position_of(self.draft.begin_another())
        self.keep()

    # Positions of settings

    @property
    def review_step(self) -> int:
        """The number of the review, which comes after the steps, from 0."""
        return len(self.draft.request.groups)

    def position_of(self, path: Path) -> Position:
        """Return the position of a setting; the review for what is on no step."""
        for step, group in enumerate(self.draft.request.groups):
            if any(setting.path == path for setting in group.settings):
                return Position(step, path)
        return Position(self.review_step)

    def statement(self, problem: Problem) -> str:
        """Return a problem as a sentence."""
        return statement(problem, self.draft.request.settings)

    # Secrets

    def remember_secret(self, text: str) -> None:
        """Have `text` masked in a crash report, before anything can fail because of it."""
        from pydantic import SecretStr  # 50 ms, only when first needed

        self._entered.append(SecretStr(text))

    @property
    def password(self) -> "SecretStr | None":
        """The password of the connection that is shown, or else of the draft; None if unknown."""
        return (self.shown.password if self.shown else None) or self.draft.password

    def secrets(self) -> Iterator[str]:
        """Yield what no crash report may contain: the key, and each typed or generated password."""
        yield from (entered.get_secret_value() for entered in self._entered)
        if self.session.key is not None:
            yield self.session.key.get_secret_value()
        yield from self.draft.secrets()
