"""What is asked before the first step: a draft that was left behind, a key that is missing, an attempt that was never settled."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_app.core.autosave import is_empty, offer_words, summary
from tui_app.core.startup import draft_of, elsewhere_words
from tui_app.storage.drafts import SavedDraft
from tui_app.text.escape import shortened, visible

if TYPE_CHECKING:
    from tui_app.readers import Reading
    from tui_app.tui.app import WizardApp


async def begin(app: "WizardApp", *, offer: bool) -> None:
    """Offers the newest draft where `offer`, the ways to go on without a key, and to look for what was never settled."""
    if app.keeper is not None:
        found = app.keeper.drafts.find()
        for aside in found.set_aside:
            app.notify(visible(aside.message), severity="warning", markup=False, timeout=15)
        drafts = [draft for draft in found.free if not is_empty(draft.document)]
        saved = await _choose_draft(app, drafts) if offer and drafts else None
        if saved is not None:
            app.take_up(saved)
            for words in elsewhere_words(saved.document, app.session):
                app.notify(words, severity="warning", markup=False, timeout=15)
    reading = await _choose_reading(app) if app.readings else None
    if reading is not None and reading.api_key is not None:
        from tui_app.flows.misplaced import offer_key

        await offer_key(app, reading.api_key)
    if not app.session.is_ready:
        from tui_app.flows.key import ask_for_key

        await ask_for_key(app)
    if reading is not None and reading.identity:
        from tui_app.core.importing import IN_ACCOUNT, is_in_account, make_new

        if await is_in_account(app.session, reading) and make_new(app.draft, reading):
            app.sync()
            app.notify(IN_ACCOUNT, markup=False, timeout=15)
    from tui_app.flows.earlier import settle_earlier

    await settle_earlier(app)


async def _choose_reading(app: "WizardApp") -> "Reading | None":
    """The connection of the file that the wizard began with. Of several the one that is chosen fills the draft."""
    from tui_app.flows.fill_in import choose_reading

    several = len(app.readings) > 1
    reading = await choose_reading(app, app.readings)
    if reading is not None and several:
        draft, words = draft_of(reading, allow_unknown=app.draft.allow_unknown)
        app.draft.take_over(draft)
        app.sync()
        for each in words:
            app.notify(visible(each), severity="warning", markup=False, timeout=10)
    return reading


async def _choose_draft(app: "WizardApp", drafts: Sequence[SavedDraft]) -> SavedDraft | None:
    """Offers what was left behind. The draft to resume; None: start over, and all of them stay on the disk."""
    now = datetime.now(UTC)
    if len(drafts) == 1:
        from tui_app.tui.screens.dialogs import Confirmation

        question = Confirmation(
            "Resume draft?", offer_words(drafts[0], now), yes="resume", no="start over"
        )
        return drafts[0] if await app.push_screen_wait(question) else None
    from tui_app.tui.screens.pick import OfferDialog, Pick

    picks: list[Pick[SavedDraft | None]] = []
    for saved in drafts:
        name, state = summary(saved, now)
        picks.append(Pick(shortened(name, 24), state, saved))
    picks.append(Pick("Start over", "all of them stay on the disk", None))
    dialog: OfferDialog[SavedDraft | None] = OfferDialog(
        "Resume a draft? The password is never kept", picks
    )
    return await app.push_screen_wait(dialog)
