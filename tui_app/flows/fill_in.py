"""A payload that was pasted: its answers are taken over, in one step that can be undone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tui_app.problem import Json
from tui_app.screens.dialogs import Question
from tui_app.words import FILL_IN, NOTHING_TO_FILL_IN, payload_words

if TYPE_CHECKING:
    from tui_app.app import WizardApp


async def fill_in(app: "WizardApp", document: Mapping[str, Json]) -> None:
    """Asks whether the answers in `document` are wanted. Those that it does not hold stay as they are."""
    known, left_out = app.draft.usable(document)
    if not known:
        app.notify(NOTHING_TO_FILL_IN, severity="warning", markup=False)
        return
    if await app.push_screen_wait(
        Question(FILL_IN, payload_words(known, left_out), yes="fill in", no="leave all as it is")
    ):
        app.draft.fill_in(known)
        app.sync()
