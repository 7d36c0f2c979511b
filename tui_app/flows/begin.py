"""What is asked before the first step: a draft that was left behind, a key that is missing, an attempt that was never settled."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_app.hygiene import visible
from tui_app.keeper import offer_words
from tui_app.opening import elsewhere_words

if TYPE_CHECKING:
    from tui_app.app import WizardApp


async def begin(app: "WizardApp", *, offer: bool) -> None:
    """Offers the newest draft where `offer`, the ways to go on without a key, and to look for what was never settled."""
    if app.keeper is not None:
        found = app.keeper.drafts.find()
        for aside in found.set_aside:
            app.notify(visible(aside.message), severity="warning", markup=False, timeout=15)
        if offer and found.newest is not None:
            from tui_app.screens.dialogs import Question

            saved = found.newest
            text = offer_words(saved, datetime.now(UTC))
            if await app.push_screen_wait(Question("Go on with the draft?", text, yes="go on", no="begin anew")):
                app.take_up(saved)
                for words in elsewhere_words(saved.document, app.session):
                    app.notify(words, severity="warning", markup=False, timeout=15)
    if not app.session.is_ready:
        from tui_app.flows.key import ask_for_key

        await ask_for_key(app)
    from tui_app.flows.earlier import settle_earlier

    await settle_earlier(app)
