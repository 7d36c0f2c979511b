"""Commands that show the payload, change its form and save it."""

from tui_app.core.copied import copied_payload
from tui_app.core.device import copied_card
from tui_app.core.edit_messages import (
    ONLY_CHANGES,
)
from tui_app.core.messages import (
    NOTHING_CREATED,
    left_out_of_every,
)
from tui_app.core.payload_file import suggested_name
from tui_app.line.prompt import Effect
from tui_app.line.wizard import Linear
from tui_app.text.json_lines import json_lines


def show(linear: Linear, rest: str) -> Effect:
    linear.console.say(
        f"Payload, {_form(linear)}, password masked:", *json_lines(linear.draft.masked_payload())
    )
    return "nothing"


def toggle_form(linear: Linear, rest: str) -> Effect:
    if linear.draft.original is not None:
        linear.console.say(ONLY_CHANGES)
        return "nothing"
    linear.draft.toggle_payload_mode()
    left_out = left_out_of_every(linear.draft) if linear.draft.form == "every" else ""
    linear.console.say(f"Payload: {_form(linear)}. {left_out}".rstrip())
    return "nothing"


def _form(linear: Linear) -> str:
    if linear.draft.original is not None:
        return "what changes"
    return "every value" if linear.draft.form == "every" else "only what you set"


def copy(linear: Linear, rest: str) -> Effect:
    """Copies the payload or, once created, the card. The password is masked unless it was said."""
    from tui_app.flows.ui import run_now
    from tui_app.line.ui import LineUI

    shown, revealed = linear.wizard.shown, linear.is_revealed
    if shown is None:
        what, (text, holds) = "The payload", copied_payload(linear.draft, revealed=revealed)
    else:
        what, (text, holds) = "The card", copied_card(shown, revealed=revealed)
    run_now(LineUI(linear).copy(what, text, holds))
    return "nothing"


def save(linear: Linear, rest: str) -> Effect:
    """Saves the payload with mode 0600. Asks before it replaces a file or makes a folder."""
    from tui_app.flows.save import save as flow
    from tui_app.flows.ui import run_now
    from tui_app.line.ui import LineUI

    name = rest or suggested_name(linear.draft.get(("connection_name",)))
    if not run_now(flow(LineUI(linear), name)):
        linear.console.say("Nothing was saved. /save FILE takes another name.")
    return "nothing"


def save_card(linear: Linear, rest: str) -> Effect:
    """Saves what a device needs with mode 0600. Asks as `save` does."""
    from tui_app.flows.save import save_card as flow
    from tui_app.flows.ui import run_now
    from tui_app.line.ui import LineUI

    shown = linear.wizard.shown
    if shown is None:
        linear.console.say(NOTHING_CREATED)
        return "nothing"
    name = rest or suggested_name(shown.connection.connection_name, ".txt")
    if not run_now(flow(LineUI(linear), name)):
        linear.console.say("Nothing was saved. /card FILE takes another name.")
    return "nothing"
