"""Attempts of earlier runs without an outcome: they are looked at, never sent again."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_app.core.autosave import ago
from tui_app.core.messages import KEEP_LOOKING, earlier_attempt, keep_looking_why, look_whether
from tui_app.flows.result import show_connection
from tui_app.flows.ui import UI, Question
from tui_app.storage.journal import Intent, Journal
from tui_app.text.escape import quoted

if TYPE_CHECKING:
    from tui_app.api.background import Background
    from tui_app.api.progress import Event

MOST = 3
"""The most attempts to ask about at once."""


async def settle_earlier(ui: UI, *, asked: bool = False) -> None:
    """Ask about each attempt on this host without a known outcome, the newest first.

    If nobody can be asked, it only mentions them, unless the user `asked` for it.
    """
    journal, session = ui.wizard.journal, ui.wizard.session
    if journal is None or not session.is_ready:
        return
    here = [intent for intent in journal.unfinished() if intent.host == session.target.host]
    for intent in sorted(here, key=lambda intent: intent.at, reverse=True)[:MOST]:
        age = ago(max(0.0, (datetime.now(UTC) - intent.at).total_seconds()))
        text = earlier_attempt(intent, age)
        if not (asked or ui.attended):
            await ui.notify(f"{text} {ui.key_of('look')} looks.")
        elif await ui.confirm(
            Question(title=look_whether(intent), text=text, yes="look", no="not now")
        ):
            await _settle(ui, intent, journal)


async def _settle(ui: UI, intent: Intent, journal: Journal) -> None:
    session, name = ui.wizard.session, intent.connection_name

    def begin(emit: "Callable[[Event], None]") -> "Background":
        from tui_app.api.recheck import Recheck
        from tui_app.api.settling import Settlement

        kind = Settlement if intent.action == "create" else Recheck
        return kind(intent, session.open_client, emit, journal=journal, pace=session.pace)

    title = f"Looking for {quoted(name, 60)}"
    outcome = await ui.follow(begin, name=name, title=title, sends=False)
    if outcome.connection is not None:
        await show_connection(ui, outcome, None)
        return
    if outcome.kind != "unknown":
        await ui.notify(" ".join((f"{quoted(name, 60)}:", outcome.words, *outcome.notes)))
        return
    await ui.show_failure(outcome, name=name, way="back to the review")
    # Escape must lose nothing.
    question = Question(
        title=KEEP_LOOKING,
        text=keep_looking_why(intent),
        yes="give it up",
        no="keep it",
        careful=True,
    )
    if await ui.confirm(question):
        journal.end(intent, "given up")
