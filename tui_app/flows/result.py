"""The result page: a connection that exists, and what the user wants next."""

from typing import TYPE_CHECKING

from tui_app.core.messages import ASKED_ANEW, RENEWED
from tui_app.flows.password import give_new_password
from tui_app.flows.save import save_card
from tui_app.flows.ui import UI, Card

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.progress import Outcome


async def show_connection(ui: UI, outcome: "Outcome", password: "SecretStr | None") -> None:
    """Show a connection, and do what the user wants next.

    `password`: None if nobody knows it any more.
    """
    made = outcome.connection
    if made is None:
        return
    notes = [*([outcome.words] if outcome.kind == "found" else []), *outcome.notes]
    card = Card(outcome, password, notes)
    ui.wizard.made_password = password
    while (choice := await ui.show_connection(card)) != "leave":
        if choice == "again":
            await set_up_another(ui)
            return
        if choice == "save":
            await save_card(ui)
            continue
        given = await give_new_password(ui, made)
        if given is not None:
            card.password = ui.wizard.made_password = given
            card.renewed = True
            if RENEWED not in card.notes:
                card.notes.append(RENEWED)


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
