"""Delete a connection: say what will stop working, ask for its name, delete it once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui_app.core.edit_messages import DELETE, OTHER_NAME, delete_words
from tui_app.flows.key import ask_for_key
from tui_app.flows.ui import UI
from tui_app.text.escape import quoted

if TYPE_CHECKING:
    from tui_app.api.progress import Event
    from tui_app.api.removal import Removal
    from tui_app.api.replies import Connection, RegistrationStatus


async def delete_connection(ui: UI, connection: "Connection") -> bool:
    """Delete a connection if the user types its name. Return whether it is gone."""
    wizard = ui.wizard
    session, name = wizard.session, connection.connection_name
    if not session.is_ready and not await ask_for_key(ui):
        return False
    status = await ui.wait(f"Asking {session.target.host}", lambda: _registration(ui, connection))
    text = delete_words(connection, session.target, status)
    typed = await ui.ask(DELETE, text)
    while typed is not None and typed != name:
        typed = await ui.ask(DELETE, text, error=OTHER_NAME)
    if typed is None:
        return False

    def begin(emit: "Callable[[Event], None]") -> "Removal":
        from tui_app.api.background import ask
        from tui_app.api.removal import Removal

        return Removal(
            connection.id,
            name,
            connection.user_name,
            session.open_client,
            emit,
            journal=wizard.journal,
            decide=ask,
            pace=session.pace,
        )

    outcome = await ui.follow(begin, name=name, title=f"Deleting {quoted(name, 60)}")
    if outcome.kind != "deleted":
        await ui.show_failure(outcome, name=name, way="back")
        return False
    await ui.notify(f"{quoted(name, 60)} is deleted. {outcome.words}")
    return True


async def _registration(ui: UI, connection: "Connection") -> "RegistrationStatus | None":
    """Return whether a device is registered; None if the API does not tell."""
    from tui_app.api.errors import ApiError

    try:
        async with ui.wizard.session.open_client() as client:
            return await client.registration_status(connection.id)
    except ApiError:
        return None
