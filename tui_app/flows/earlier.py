"""Attempts of earlier runs that have no outcome: they are looked for, never sent again."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_app.core.autosave import ago
from tui_app.core.messages import KEEP_LOOKING, KEEP_LOOKING_WHY, LOOK, earlier_attempt
from tui_app.flows.submit import follow, show_connection, show_failure
from tui_app.storage.journal import Intent, Journal
from tui_app.text.escape import quoted
from tui_app.tui.screens.dialogs import Confirmation

if TYPE_CHECKING:
    from tui_app.api.progress import Event
    from tui_app.tui.app import WizardApp

MOST = 3
"""Attempts that are asked about at one start."""


async def settle_earlier(app: "WizardApp") -> None:
    """Asks about each attempt on this host that was begun and never settled, the newest first, and looks for it."""
    if app.journal is None or not app.session.is_ready:
        return
    here = [intent for intent in app.journal.unfinished() if intent.host == app.session.target.host]
    for intent in sorted(here, key=lambda intent: intent.at, reverse=True)[:MOST]:
        await _settle(app, intent, app.journal)


async def _settle(app: "WizardApp", intent: Intent, journal: Journal) -> None:
    name = quoted(intent.connection_name, 60)
    age = ago(max(0.0, (datetime.now(UTC) - intent.at).total_seconds()))
    words = earlier_attempt(intent, age)
    if not await app.push_screen_wait(Confirmation(LOOK, words, yes="look", no="not now")):
        return
    from tui_app.api.settling import Settlement

    def begin(tell: "Callable[[Event], None]") -> Settlement:
        return Settlement(
            intent, app.session.open_client, tell, journal=journal, pace=app.session.pace
        )

    outcome = await follow(
        app, intent.connection_name, begin, title=f"Looking for {name}", sends=False
    )
    if outcome.connection is not None:
        await show_connection(app, outcome, lost_password=True)
        return
    await show_failure(app, outcome, intent.connection_name)
    # Careful: what Escape means must lose nothing.
    if await app.push_screen_wait(
        Confirmation(KEEP_LOOKING, KEEP_LOOKING_WHY, yes="give it up", no="keep it", careful=True)
    ):
        journal.end(intent, "given up")
