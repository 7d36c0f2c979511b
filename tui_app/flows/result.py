"""The result page: a connection that exists, and what the user wants next."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from tui_app.core.actions import action
from tui_app.core.messages import ASKED_ANEW, RENEWED
from tui_app.core.shown import Shown
from tui_app.flows.password import give_new_password
from tui_app.flows.save import save_card
from tui_app.flows.status import watch
from tui_app.flows.ui import UI, Card, flow_of

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.progress import Outcome
    from tui_app.api.replies import Connection


async def show_connection(ui: UI, outcome: "Outcome", password: "SecretStr | None") -> None:
    """Show the connection of an outcome, and do what the user wants next.

    `password`: None if nobody knows it any more.
    """
    if outcome.connection is None:
        return
    notes = [*([outcome.words] if outcome.kind == "found" else []), *outcome.notes]
    await _show(ui, Card(Shown(outcome.connection, password), outcome, notes))


async def show_existing(ui: UI, connection: "Connection") -> None:
    """Show a connection that was read, and do what the user wants until the page is left."""
    await _show(ui, Card(Shown(connection, None)))


async def _show(ui: UI, card: Card) -> None:
    shown = ui.wizard.shown = card.shown

    def meanwhile(told: Callable[[], None]) -> Coroutine[None, None, None]:
        return watch(ui.wizard.session, shown, told)

    begins = True
    while (choice := await ui.show_connection(card, meanwhile if begins else None)) != "leave":
        begins = choice == "status"
        if choice == "again":
            await set_up_another(ui)
            return
        if choice == "save":
            await save_card(ui)
        elif choice == "password":
            given = await give_new_password(ui, shown.connection)
            if given is not None:
                shown.password = given
                card.renewed = True
                if RENEWED not in card.notes:
                    card.notes.append(RENEWED)
        elif choice != "status":
            await flow_of(action(choice))(ui, "")


async def set_up_another(ui: UI) -> None:
    """Begin again with the same answers, except those that each connection needs for itself.

    After an edit, without any answer: those of the connection stay its own.
    """
    if ui.wizard.draft.original is not None:
        ui.wizard.begin_blank()
        await ui.reopen()
        return
    ui.wizard.begin_another()
    ui.moved()
    await ui.notify(ASKED_ANEW)
