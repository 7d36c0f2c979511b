"""Commands about the payload: showing it, its form, saving it."""

from pathlib import Path

from tui_app.core.messages import SAVE, SAVE_WITH, SAVE_WITHOUT, json_lines, left_out_of_every
from tui_app.core.payload_file import (
    is_taken,
    make_folder,
    missing_folder,
    missing_words,
    place,
    save_payload,
    saved_words,
    secrets_in,
    suggested_name,
)
from tui_app.line.wizard import Effect, Linear
from tui_app.text.escape import visible


def show(wizard: Linear, rest: str) -> Effect:
    wizard.console.say(
        f"Payload, {_form(wizard)}, password masked:", *json_lines(wizard.draft.masked_payload())
    )
    return "nothing"


def turn_form(wizard: Linear, rest: str) -> Effect:
    wizard.draft.turn_form()
    left_out = left_out_of_every(wizard.draft) if wizard.draft.form == "every" else ""
    wizard.console.say(f"Payload: {_form(wizard)}. {left_out}".rstrip())
    return "nothing"


def _form(wizard: Linear) -> str:
    return "every value" if wizard.draft.form == "every" else "only what you set"


def save(wizard: Linear, rest: str) -> Effect:
    """Writes the payload to a file of mode 0600. Asks before it replaces a file or makes a folder."""
    with_secrets = False
    if secrets_in(wizard.draft):
        choice = wizard.pick(f"{SAVE}:", [": ".join(SAVE_WITHOUT), ": ".join(SAVE_WITH)])
        if choice is None:
            return "nothing"
        with_secrets = choice == 1
    path = place(rest or suggested_name(wizard.draft), wizard.draft)
    folder = missing_folder(path)
    if not (_may_make(wizard, folder) if folder else _may_replace(wizard, path)):
        wizard.console.say("Nothing was saved. /save FILE takes another name.")
        return "nothing"
    trouble = make_folder(folder) if folder else None
    trouble = trouble or save_payload(wizard.draft, path, with_secrets=with_secrets)
    wizard.console.say(f"Error: {visible(trouble.message)}" if trouble else saved_words(path))
    return "nothing"


def _may_replace(wizard: Linear, path: Path) -> bool:
    if not is_taken(path):
        return True
    return wizard.ask_yes(f"{visible(str(path))} exists.", yes="replace it", no="leave it")


def _may_make(wizard: Linear, folder: Path) -> bool:
    return wizard.ask_yes(missing_words(folder), yes="create it", no="save nothing")
