"""Offer to move a misplaced secret to where it belongs, or refuse it with a reason."""

from typing import TYPE_CHECKING

from tui_app.api.target import BadTarget
from tui_app.core.importing import (
    KEY_TITLE,
    PLACE_TITLE,
    found_words,
    key_not_used,
    key_refusal,
    key_words,
    place_words,
    placed,
)
from tui_app.flows.ui import UI, Question
from tui_app.settings.misplaced import Misplaced

if TYPE_CHECKING:
    from pydantic import SecretStr


async def fill_in_secret(ui: UI, found: Misplaced, *, label: str = "") -> None:
    """Ask whether the `found` secret is to go where it belongs.

    `label`: the field in which it was typed. If nobody can be asked, it is refused.
    """
    from pydantic import SecretStr

    wizard, answers = ui.wizard, placed(found)
    wizard.remember_secret(found.text)
    if ui.attended and found.api_key and not wizard.session.target.is_sandbox:
        await offer_key(ui, SecretStr(found.api_key))
    elif not answers or not ui.attended:
        await ui.notify(found_words(found, key=ui.key_of("key"), label=label), "error")
    else:
        text = place_words(found, label=label)
        question = Question(title=PLACE_TITLE, text=text, yes="Apply", no="Cancel")
        if await ui.confirm(question):
            wizard.draft.fill_in(answers)
            ui.changed(answers)


async def offer_key(ui: UI, key: "SecretStr") -> None:
    """Ask whether to use an API key that was found, for this session only."""
    session, text = ui.wizard.session, key.get_secret_value()
    ui.wizard.remember_secret(text)
    refusal = key_refusal(session, key, way=ui.key_of("key"))
    if refusal is None and not ui.attended:
        refusal = key_not_used(ui.key_of("key"))
    if refusal is not None:
        await ui.notify(refusal)
        return
    question = Question(title=KEY_TITLE, text=key_words(session), yes="Use it", no="Drop it")
    if await ui.confirm(question):
        try:
            ui.wizard.use_key(text)
        except BadTarget as error:
            await ui.notify(f"That key cannot be used: {error}.", "warning")
