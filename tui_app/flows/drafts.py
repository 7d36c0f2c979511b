"""Offer the drafts of earlier runs, and resume the one that is chosen."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tui_app.core.autosave import AutoSave, is_empty, summary
from tui_app.core.startup import resumed_words
from tui_app.flows.ui import UI, Option
from tui_app.storage.drafts import SavedDraft
from tui_app.text.escape import escape_controls, shortened


async def find_drafts(ui: UI, autosave: AutoSave) -> list[SavedDraft]:
    """Return the drafts that can be resumed, newest first. Say which files are none."""
    found = autosave.drafts.find()
    for aside in found.set_aside:
        await ui.notify(escape_controls(aside.message), "warning")
    return [draft for draft in found.free if not is_empty(draft.document)]


def draft_options(drafts: Sequence[SavedDraft]) -> list[Option]:
    """Return drafts as options to choose from."""
    now = datetime.now(UTC)
    summaries = [summary(saved, now) for saved in drafts]
    return [Option(shortened(name, 24), state) for name, state in summaries]


async def resume(ui: UI, saved: SavedDraft) -> None:
    """Resume a draft where it was left."""
    wizard = ui.wizard
    wizard.resume(saved)
    await ui.reopen()
    for words in resumed_words(saved.document, wizard.session):
        await ui.notify(words, "warning")
