"""The wizard without a front end: the answers, where they go, how they are kept, and where the user is."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui_app.core.autosave import Keeper, Place, from_document, to_document
from tui_app.core.draft import Draft
from tui_app.core.messages import statement
from tui_app.core.session import Session
from tui_app.settings.problem import Path, Problem
from tui_app.storage.drafts import SavedDraft
from tui_app.storage.journal import Journal
from tui_app.text.document import Json

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.replies import Connection
    from tui_app.readers import Reading


class Wizard:
    """One run of the wizard, whichever front end shows it.

    `place` is where a resumed draft goes on; None if it begins. Without a `keeper` nothing is kept on
    disk, without a `journal` no attempt is remembered.
    """

    def __init__(
        self,
        draft: Draft,
        session: Session,
        keeper: Keeper | None = None,
        journal: Journal | None = None,
        place: Place | None = None,
    ) -> None:
        self.draft, self.session, self.keeper, self.journal = draft, session, keeper, journal
        self.place = place or Place()
        self.resumed = place is not None
        self.notices: list[str] = []
        """What there is to say when it opens."""
        self.readings: tuple[Reading, ...] = ()
        """The connections of the file that it begins with: several to choose from, or one that is
        in the draft."""
        self.made: list[Connection] = []
        """The connections that this run created or found."""
        self._entered: list[SecretStr] = []
        draft.move_to(session.target.host)
        draft.on_change = self.keep

    # The draft on disk

    def keep(self) -> None:
        """Has the draft written soon, unless its connection exists."""
        if self.keeper is not None and not self.draft.created:
            self.keeper.keep(self._document())

    def keep_now(self) -> None:
        """Writes the draft before it returns, unless its connection exists. For a signal's handler too."""
        if self.keeper is not None and not self.draft.created:
            self.keeper.keep_now(self._document())

    def _document(self) -> dict[str, Json] | None:
        """The draft as it is kept; None if nothing in it is worth that."""
        if not self.draft.is_worth_keeping:
            return None
        return to_document(self.draft, self.place, self.session)

    def take_up(self, saved: SavedDraft) -> None:
        """Goes on with a draft from the disk, at the place where it was left."""
        if self.keeper is not None:
            self.keeper.drafts.resume(saved.name)
        draft, place = from_document(saved.document, self.draft.request)
        self.draft.take_over(draft)
        # A front end that hears of the answers may note where it is.
        self.place, self.resumed = place, True

    # Where it goes

    def use_sandbox(self) -> None:
        """Turns to the embedded sandbox, and flags the ids of another account."""
        self.session.use_sandbox()
        self.draft.move_to(self.session.target.host)

    # A connection that exists

    def finish(self, connection: "Connection") -> None:
        """Notes that the connection of this draft exists, and deletes the draft from the disk."""
        self.draft.created = True
        self.draft.refusals = []
        self.made.append(connection)
        if self.keeper is not None:
            self.keeper.forget()

    def begin_another(self) -> None:
        """Begins again with the same answers, but for what is each connection's own."""
        self.place = self.place_of(self.draft.begin_another())
        self.keep()

    # Where the settings are

    @property
    def review_step(self) -> int:
        """The number of the review, which comes after the steps, from 0."""
        return len(self.draft.request.groups)

    def place_of(self, path: Path) -> Place:
        """Where a setting is; the review for what is on no step."""
        for step, group in enumerate(self.draft.request.groups):
            if any(setting.path == path for setting in group.settings):
                return Place(step, path)
        return Place(self.review_step)

    def statement(self, problem: Problem) -> str:
        """A problem as a sentence."""
        return statement(problem, self.draft.request.settings)

    # Secrets

    def remember_secret(self, text: str) -> None:
        """Has `text` masked in a crash report, before anything can fail over it."""
        from pydantic import SecretStr  # 50 ms, when it is first needed

        self._entered.append(SecretStr(text))

    def secrets(self) -> Iterator[str]:
        """What must not be in a crash report: the key, and every password that was typed or made."""
        yield from (entered.get_secret_value() for entered in self._entered)
        if self.session.key is not None:
            yield self.session.key.get_secret_value()
        yield from self.draft.secrets()
