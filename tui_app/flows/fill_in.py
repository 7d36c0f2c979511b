"""A connection in a text that was pasted: its answers are taken over, in one step that can be undone."""

import asyncio
from typing import TYPE_CHECKING

from tui_app.core.importing import (
    CHOOSE,
    IN_ACCOUNT,
    OWN,
    is_in_account,
    paste_words,
    read_paste,
    reading_words,
    trouble_words,
)
from tui_app.core.messages import FILL_IN, NOTHING_TO_FILL_IN
from tui_app.flows.misplaced import offer_key, place
from tui_app.readers import Reading
from tui_app.tui.screens.dialogs import Confirmation

if TYPE_CHECKING:
    from tui_app.tui.app import WizardApp


async def fill_in(app: "WizardApp", text: str) -> None:
    """Reads `text`, and asks whether its answers are wanted. Those that it does not hold stay as they are."""
    pasted = await asyncio.to_thread(read_paste, text)
    if pasted.found is not None:
        await place(app, pasted.found)
    elif not pasted.readings:
        app.notify(trouble_words(pasted), severity="warning", markup=False, timeout=10)
    else:
        reading = await choose_reading(app, pasted.readings)
        if reading is not None:
            await _take(app, reading)


async def choose_reading(app: "WizardApp", readings: tuple[Reading, ...]) -> Reading | None:
    """The connection that is meant; None if it is none of them."""
    if len(readings) == 1:
        return readings[0]
    from tui_app.tui.screens.pick import OfferDialog, Pick

    picks = [Pick(*reading_words(reading), reading) for reading in readings]
    return await app.push_screen_wait(OfferDialog(CHOOSE, picks))


async def _take(app: "WizardApp", reading: Reading) -> None:
    known, left_out = app.draft.usable(reading.document)
    if not known and reading.api_key is None:
        app.notify(NOTHING_TO_FILL_IN, severity="warning", markup=False)
        return
    if known:
        words = paste_words(reading, known, left_out)
        if not await app.push_screen_wait(Confirmation(FILL_IN, words, yes="Apply", no="Cancel")):
            return
        if await is_in_account(app.session, reading) and not known.keys().isdisjoint(OWN):
            known = {path: answer for path, answer in known.items() if path not in OWN}
            app.notify(IN_ACCOUNT, markup=False, timeout=10)
        app.draft.fill_in(known)
        app.sync()
    if reading.api_key is not None:
        await offer_key(app, reading.api_key)
