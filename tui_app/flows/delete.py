"""Delete a connection: say what will stop working, ask for its name, delete it once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui_app.core.checklist import Facts
from tui_app.core.edit_messages import DELETE, OTHER_NAME, delete_words
from tui_app.flows.key import ask_for_key
from tui_app.flows.status import if_told
from tui_app.flows.ui import UI
from tui_app.text.escape import quoted

if TYPE_CHECKING:
    from tui_app.api.progress import Event
    from tui_app.api.removal import Removal
    from tui_app.api.replies import Connection


async def delete_connection(ui: UI, connection: "Connection") -> bool:
    """Delete a connection if the user types its name. Return whether it is gone."""
    wizard = ui.wizard
    session, name = wizard.session, connection.connection_name
    if not session.is_ready and not await ask_for_key(ui):
        return False
    uses = await ui.wait(f"Asking {session.target.host}", lambda: _uses(ui, connection))
    text = delete_words(connection, session.target, uses)
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


async def _uses(ui: UI, connection: "Connection") -> Facts:
    """Return what uses a connection: its registration and its numbers, as far as the API tells."""
    async with ui.wizard.session.open_client() as client:
        numbers = await if_told(client.numbers_of(connection.id))
        return Facts(
            await if_told(client.registration_status(connection.id)),
            None if numbers is None else tuple(numbers),
        )
