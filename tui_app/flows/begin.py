"""The questions before the first step.

They are about a draft from an earlier run, a missing key, an attempt without a known outcome.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_app.core.autosave import AutoSave, offer_words
from tui_app.core.edit_messages import editing
from tui_app.core.messages import DRAFT_OFFER, DRAFTS_OFFER, START_OVER, no_key
from tui_app.core.startup import draft_of
from tui_app.flows.drafts import draft_options, find_drafts, resume
from tui_app.flows.ui import UI, Option, Question
from tui_app.storage.drafts import SavedDraft
from tui_app.text.escape import escape_controls

if TYPE_CHECKING:
    from tui_app.readers import Reading


async def begin(ui: UI) -> None:
    """Offer earlier drafts, the ways to continue without a key, and to look for earlier attempts.

    If nobody can be asked, it only mentions them.
    """
    wizard = ui.wizard
    original = wizard.draft.original
    if original is not None and not wizard.resumed:
        await ui.notify(editing(original.connection_name, ui.key_of("review")))
    if wizard.autosave is not None:
        await _offer_drafts(ui, wizard.autosave)
    reading = await _choose_reading(ui) if wizard.readings else None
    if reading is not None and reading.api_key is not None:
        from tui_app.flows.misplaced import offer_key

        await offer_key(ui, reading.api_key)
    if not wizard.session.is_ready:
        if ui.attended:
            from tui_app.flows.key import ask_for_key

            await ask_for_key(ui)
        else:
            await ui.notify(f"{no_key(wizard.session.target)}. {ui.key_of('key')} gives one.")
    if reading is not None and reading.identity:
        await _make_new(ui, reading)
    from tui_app.flows.earlier import settle_earlier

    await settle_earlier(ui)


async def _offer_drafts(ui: UI, autosave: AutoSave) -> None:
    wizard, drafts = ui.wizard, await find_drafts(ui, autosave)
    if wizard.resumed or wizard.draft.answers or wizard.readings or not drafts:
        return
    saved = await _choose_draft(ui, drafts)
    if saved is not None:
        await resume(ui, saved)


async def _choose_draft(ui: UI, drafts: Sequence[SavedDraft]) -> SavedDraft | None:
    """Return the draft to resume; None: start over, and all drafts stay on the disk."""
    text = offer_words(drafts[0], datetime.now(UTC))
    if not ui.attended:
        await ui.notify(f"There is a draft: {text} --resume takes it up.")
        return None
    if len(drafts) == 1:
        question = Question(title=DRAFT_OFFER, text=text, yes="resume", no="start over")
        return drafts[0] if await ui.confirm(question) else None
    index = await ui.choose(DRAFTS_OFFER, [*draft_options(drafts), Option(*START_OVER)])
    return drafts[index] if index is not None and index < len(drafts) else None


async def _choose_reading(ui: UI) -> "Reading | None":
    """Return the connection of the file with which the wizard began; None if there is none.

    If there are several, the chosen one fills the draft.
    """
    from tui_app.flows.fill_in import choose_reading

    wizard = ui.wizard
    several = len(wizard.readings) > 1
    reading = await choose_reading(ui, wizard.readings)
    if reading is not None and several:
        draft, words = draft_of(reading, allow_unknown=wizard.draft.allow_unknown)
        wizard.draft.take_over(draft)
        ui.changed(wizard.draft.answers)
        for each in words:
            await ui.notify(escape_controls(each), "warning")
    return reading


async def _make_new(ui: UI, reading: "Reading") -> None:
    """Have user name and password asked again if a reply's connection is already in the account."""
    from tui_app.core.importing import IN_ACCOUNT, is_in_account, make_new

    wizard = ui.wizard
    if await ui.wait("", lambda: is_in_account(wizard.session, reading)) and make_new(
        wizard.draft, reading
    ):
        ui.changed()
        await ui.notify(IN_ACCOUNT)
