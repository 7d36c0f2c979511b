"""Edit an existing connection in the wizard: what differs is confirmed, and sent once."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui_app.core.edit_messages import (
    NOTHING_CHANGED,
    difference,
    edit_confirmation,
    editing,
    elsewhere,
)
from tui_app.core.messages import (
    CHANGED_MEANWHILE,
)
from tui_app.core.original import Original
from tui_app.flows.key import ask_for_key
from tui_app.flows.result import show_connection
from tui_app.flows.ui import UI, Question
from tui_app.settings.compare import Difference
from tui_app.text.escape import quoted

if TYPE_CHECKING:
    from tui_app.api.change import Change
    from tui_app.api.progress import Event, Outcome
    from tui_app.api.replies import Connection


async def edit_connection(ui: UI, connection: "Connection") -> None:
    """Open the wizard on a connection. The answers so far stay on disk as a draft."""
    ui.wizard.edit(connection)
    await ui.notify(editing(connection.connection_name, ui.key_of("review")))
    await ui.reopen()


async def send_changes(ui: UI, original: Original) -> None:
    """Ask once, send what differs from the original, and show the outcome."""
    wizard = ui.wizard
    draft, session = wizard.draft, wizard.session
    if original.host != session.target.host:
        await ui.notify(elsewhere(original, session.target), "error")
        return
    if not session.is_ready and not await ask_for_key(ui):
        return
    wanted = draft.chosen()
    differences = original.differences(draft.answers)
    if not differences:
        await ui.notify(f"{NOTHING_CHANGED} Nothing is sent.")
        return
    if not await ui.confirm(_question(ui, original, differences)):
        return
    # In lines, a command may have changed it during the question.
    if draft.chosen() != wanted:
        await ui.notify(CHANGED_MEANWHILE, "warning")
        return

    def begin(emit: "Callable[[Event], None]") -> "Change":
        from tui_app.core.changing import change_of

        return change_of(original, wanted, session, emit, wizard.journal)

    name = original.connection_name
    outcome = await ui.follow(begin, name=name, title=f"Changing {quoted(name, 60)}")
    if session.notice:
        await ui.notify(session.notice, "warning")
    await _show(ui, outcome, name)


def _question(ui: UI, original: Original, differences: Sequence[Difference]) -> Question:
    settings = ui.wizard.draft.request.settings
    lines = [difference(each, settings) for each in differences]
    text = edit_confirmation(original, ui.wizard.session.target, lines)
    return Question(
        title="Change the connection?",
        text=text,
        yes="Change connection",
        no="back to the review",
        grave=True,
    )


async def _show(ui: UI, outcome: "Outcome", name: str) -> None:
    """Show the outcome, then go where the user will want to continue."""
    wizard = ui.wizard
    if outcome.kind in ("updated", "unchanged") and outcome.connection is not None:
        given = wizard.draft.password
        wizard.edited(outcome.connection)
        ui.changed()
        await show_connection(ui, outcome, given)
        return
    wizard.draft.refusals, wizard.draft.last_outcome = list(outcome.problems), outcome.kind
    settings = wizard.draft.request.settings
    refused = next((each.path for each in outcome.problems if each.path in settings), None)
    way = "to the first of the fields" if refused else "back to the review"
    await ui.show_failure(outcome, name=name, way=way)
    ui.go_to(refused)
