"""Attempts of earlier runs that have no outcome: they are looked for, never sent again."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_app.core.autosave import ago
from tui_app.core.messages import KEEP_LOOKING, KEEP_LOOKING_WHY, LOOK, earlier_attempt
from tui_app.line.wizard import Linear
from tui_app.storage.journal import Intent, Journal

if TYPE_CHECKING:
    from tui_app.api.progress import Event

MOST = 3
"""Attempts that are asked about at once."""


def settle_earlier(wizard: Linear, *, asked: bool) -> None:
    """Asks about each attempt on this host that was begun and never settled, the newest first, and looks for it.

    Without `asked` it only says that there are some.
    """
    if wizard.journal is None or not wizard.session.is_ready:
        return
    here = [
        intent
        for intent in wizard.journal.unfinished()
        if intent.host == wizard.session.target.host
    ]
    for intent in sorted(here, key=lambda intent: intent.at, reverse=True)[:MOST]:
        age = ago(max(0.0, (datetime.now(UTC) - intent.at).total_seconds()))
        words = earlier_attempt(intent, age)
        if not asked:
            wizard.console.say(f"{words} /look looks.")
        elif wizard.ask_yes(f"{words} {LOOK}", yes="look", no="go on"):
            _settle(wizard, intent, wizard.journal)


def _settle(wizard: Linear, intent: Intent, journal: Journal) -> None:
    from tui_app.api.settling import Settlement
    from tui_app.line.outcome import give_new_password, tell_connection, tell_failure
    from tui_app.line.submit import follow

    def begin(tell: "Callable[[Event], None]") -> Settlement:
        return Settlement(
            intent, wizard.session.open_client, tell, journal=journal, pace=wizard.session.pace
        )

    outcome = follow(wizard, begin, sends=False)
    if outcome.connection is not None:
        tell_connection(wizard, outcome, lost_password=True)
        if wizard.ask_yes("Its password cannot be read any more.", yes="set a new one", no="go on"):
            give_new_password(wizard, outcome.connection)
        return
    tell_failure(wizard, outcome)
    if not wizard.ask_yes(f"{KEEP_LOOKING} {KEEP_LOOKING_WHY}", yes="keep it", no="give it up"):
        journal.end(intent, "given up")
