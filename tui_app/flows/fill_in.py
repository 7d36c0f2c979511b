"""A payload that was pasted: its answers are taken over, in one step that can be undone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tui_app.hygiene import quoted
from tui_app.problem import Fix, Json
from tui_app.screens.dialogs import Question

if TYPE_CHECKING:
    from tui_app.app import WizardApp


async def fill_in(app: "WizardApp", document: Mapping[str, Json]) -> None:
    """Asks whether the answers in `document` are wanted. Those that it does not hold stay as they are."""
    answers, dropped = app.draft.request.read(document)
    known = {path: answer for path, answer in answers.items() if path in app.draft.request.settings or app.draft.allow_unknown}
    left_out = [problem.path for problem in dropped] + [path for path in answers if path not in known]
    if not known:
        app.notify("What was pasted is JSON, but holds no setting of a connection: nothing was taken.", severity="warning", markup=False)
        return
    text = f"What was pasted is a payload with {len(known)} answer{'s' if len(known) > 1 else ''}. They replace what stands there now."
    if left_out:
        text += f" Left out: {', '.join(quoted('.'.join(path), 30) for path in left_out)}."
    if await app.push_screen_wait(Question("Fill in the payload?", text, yes="fill in", no="leave all as it is")):
        app.draft.apply(Fix("", known))
        app.draft.visit(known)
        app.sync()
