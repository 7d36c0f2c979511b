"""Create the connection: one confirmation, at most one request that counts, and its outcome."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui_app.core.messages import (
    ASKED_ANEW,
    CHANGED_MEANWHILE,
    RENEWED,
    confirmation,
    foreign_ids,
    sent_words,
)
from tui_app.flows.key import ask_for_key
from tui_app.flows.password import give_new_password
from tui_app.flows.save import save_card
from tui_app.flows.ui import UI, Card, Question
from tui_app.settings.problem import warnings
from tui_app.text.escape import quoted

if TYPE_CHECKING:
    from tui_app.api.progress import Event, Outcome
    from tui_app.api.submission import Submission

TO_REVIEW, TO_FIELD = "back to the review", "to the first of the fields"


async def submit(ui: UI) -> None:
    """Ask once, send once, and show the outcome.

    The request runs in its own thread, whatever happens to the front end.
    """
    wizard = ui.wizard
    draft, session = wizard.draft, wizard.session
    if not session.is_ready and not await ask_for_key(ui):
        return
    body, target = draft.payload(), session.target
    name = str(body["connection_name"])
    text = confirmation(
        name,
        target,
        sent=sent_words(draft),
        warnings=len(warnings(draft.problems)),
        foreign=foreign_ids(draft),
    )
    question = Question(
        title="Create connection?", text=text, yes="Create connection", no=TO_REVIEW, grave=True
    )
    if not await ui.confirm(question):
        return
    # In lines, a command may have changed it during the question.
    if (draft.payload(), session.target) != (body, target):
        await ui.notify(CHANGED_MEANWHILE, "warning")
        return

    def begin(emit: "Callable[[Event], None]") -> "Submission":
        from tui_app.api.background import ask
        from tui_app.api.submission import Submission

        return Submission(
            body, session.open_client, emit, journal=wizard.journal, decide=ask, pace=session.pace
        )

    outcome = await ui.follow(begin, name=name, title=f"Creating {quoted(name, 60)}")
    if session.notice:
        await ui.notify(session.notice, "warning")
    await _show(ui, outcome, name)


async def _show(ui: UI, outcome: "Outcome", name: str) -> None:
    """Show the outcome, then go where the user will want to continue."""
    wizard = ui.wizard
    if outcome.connection is not None:
        if outcome.earlier:
            # The draft did not create it: its password is another, and the draft's answers are not
            # lost.
            wizard.made.append(outcome.connection)
        else:
            wizard.finish(outcome.connection)
        await show_connection(ui, outcome, lost_password=outcome.earlier)
        return
    wizard.draft.refusals, wizard.draft.last_outcome = list(outcome.problems), outcome.kind
    settings = wizard.draft.request.settings
    refused = next((each.path for each in outcome.problems if each.path in settings), None)
    await ui.show_failure(outcome, name=name, way=TO_FIELD if refused else TO_REVIEW)
    ui.go_to(refused)


async def show_connection(ui: UI, outcome: "Outcome", *, lost_password: bool = False) -> None:
    """Show a connection, and do what the user wants next.

    `lost_password`: the password with which it was created is no longer known.
    """
    made = outcome.connection
    if made is None:
        return
    password = None if lost_password else ui.wizard.draft.password
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
    """Begin again with the same answers, except those that each connection needs for itself."""
    ui.wizard.begin_another()
    ui.moved()
    await ui.notify(ASKED_ANEW)
