"""Take over the answers of a pasted text or a file, in one step that can be undone."""

import asyncio
from collections.abc import Sequence
from functools import partial

from tui_app.core.importing import (
    CHOOSE,
    IN_ACCOUNT,
    OWN,
    PASTED,
    is_in_account,
    paste_words,
    read_paste,
    reading_words,
    trouble_words,
    usable,
)
from tui_app.core.messages import FILL_IN, NOTHING_TO_FILL_IN, filled_in, left_out_words, several
from tui_app.flows.misplaced import fill_in_secret, offer_key
from tui_app.flows.ui import UI, Option, Question
from tui_app.readers import Reading


async def fill_in(ui: UI, text: str, *, secret: bool = False) -> None:
    """Read `text`, and ask whether to take over its answers. All other answers stay unchanged.

    `secret`: it was pasted where a secret is asked for, so no message repeats any of it. If nobody
    can be asked, its answers are taken over at once.
    """
    pasted = await ui.wait("", partial(asyncio.to_thread, read_paste, text))
    if pasted.found is not None:
        await fill_in_secret(ui, pasted.found)
    elif not pasted.readings:
        await ui.notify(trouble_words(pasted, secret=secret), "error")
    else:
        await take(ui, pasted.readings)


async def take(ui: UI, readings: Sequence[Reading], *, source: str = PASTED) -> bool:
    """Ask which of `readings` is meant if there are several, and take over its answers.

    `source`: what to call the text that was read. Return whether any answer was taken over.
    """
    reading = await choose_reading(ui, readings)
    return reading is not None and await _take(ui, reading, source)


async def choose_reading(ui: UI, readings: Sequence[Reading]) -> Reading | None:
    """Return the connection that is meant; None if it is none of them, or nobody can be asked."""
    if len(readings) == 1:
        return readings[0]
    options = [Option(*reading_words(reading)) for reading in readings]
    if not ui.attended:
        await ui.notify(several(", ".join(filter(None, each)) for each in options), "error")
        return None
    chosen = await ui.choose(CHOOSE, options)
    return None if chosen is None else readings[chosen]


async def _take(ui: UI, reading: Reading, source: str) -> bool:
    wizard = ui.wizard
    known, left_out = usable(wizard.draft, reading.document)
    for path, answer in known.items():
        if wizard.draft.request.is_secret(path) and isinstance(answer, str):
            wizard.remember_secret(answer)
    if not known and reading.api_key is None:
        await ui.notify(NOTHING_TO_FILL_IN.format(source), "warning")
        return False
    if known:
        text = paste_words(reading, known, left_out, source=source)
        question = Question(title=FILL_IN, text=text, yes="Apply", no="Cancel")
        if ui.attended and not await ui.confirm(question):
            return False
        # A user who was asked has read this.
        rest = [] if ui.attended else [left_out_words(left_out), *reading.notes]
        own = reading.identity and not known.keys().isdisjoint(OWN)
        if own and await ui.wait("", lambda: is_in_account(wizard.session, reading)):
            known = {path: answer for path, answer in known.items() if path not in OWN}
            rest.append(IN_ACCOUNT)
        wizard.draft.fill_in(known)
        ui.changed(known)
        words = filled_in(len(known), ui.key_of("review"))
        await ui.notify(" ".join(filter(None, [words, *rest])))
    if reading.api_key is not None:
        await offer_key(ui, reading.api_key)
    return bool(known)
