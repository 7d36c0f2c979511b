"""Create the connection: one confirmation, at most one request that counts, and its outcome."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui_app.core.messages import CHANGED_MEANWHILE, confirmation, foreign_ids, sent_words
from tui_app.flows.edit import send_changes
from tui_app.flows.key import ask_for_key
from tui_app.flows.result import show_connection
from tui_app.flows.ui import UI, Question
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
    if draft.original is not None:
        await send_changes(ui, draft.original)
        return
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
        await show_connection(ui, outcome, None if outcome.earlier else wizard.draft.password)
        return
    wizard.draft.refusals, wizard.draft.last_outcome = list(outcome.problems), outcome.kind
    settings = wizard.draft.request.settings
    refused = next((each.path for each in outcome.problems if each.path in settings), None)
    await ui.show_failure(outcome, name=name, way=TO_FIELD if refused else TO_REVIEW)
    ui.go_to(refused)
