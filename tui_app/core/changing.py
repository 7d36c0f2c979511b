"""Make the work that changes an existing connection, for any front end."""

from collections.abc import Callable, Mapping

from tui_app.api.background import Decide, ask
from tui_app.api.change import Change
from tui_app.api.progress import Event
from tui_app.core.original import Original
from tui_app.core.session import Session
from tui_app.settings.problem import Answer, Path
from tui_app.storage.journal import Journal


def change_of(
    original: Original,
    wanted: Mapping[Path, Answer],
    session: Session,
    emit: Callable[[Event], None],
    journal: Journal | None,
    decide: Decide = ask,
) -> Change:
    """Return the work that sends `wanted`, unless somebody else changed the same meanwhile.

    `decide`: decides then, by default the user.
    """
    return Change(
        original.id,
        original.connection_name,
        original.user_name,
        wanted,
        session.open_client,
        emit,
        known=original.document,
        journal=journal,
        decide=decide,
        pace=session.pace,
    )
