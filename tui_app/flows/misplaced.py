"""A secret that was pasted or typed where none belongs: offered to be put where it belongs, or refused with a reason."""

from typing import TYPE_CHECKING

from tui_app.api.target import BadTarget
from tui_app.core.importing import (
    KEY_TITLE,
    PLACE_TITLE,
    found_words,
    key_refusal,
    key_words,
    place_words,
    placed,
)
from tui_app.settings.misplaced import Misplaced
from tui_app.tui.screens.dialogs import Confirmation

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.tui.app import WizardApp


async def place(app: "WizardApp", found: Misplaced, *, label: str = "") -> None:
    """Asks whether the secret that was `found` is to go where it belongs. `label`: the field that it was typed into."""
    from pydantic import SecretStr

    app.entered.append(SecretStr(found.text))
    answers = placed(found)
    if found.api_key and not app.session.target.is_sandbox:
        await offer_key(app, SecretStr(found.api_key))
    elif not answers:
        app.notify(found_words(found, label=label), severity="warning", markup=False, timeout=10)
    elif await app.push_screen_wait(
        Confirmation(PLACE_TITLE, place_words(found, label=label), yes="Apply", no="Cancel")
    ):
        app.draft.fill_in(answers)
        app.sync()


async def offer_key(app: "WizardApp", key: "SecretStr") -> None:
    """Asks whether an API key that was found is to be used, for this session alone."""
    app.entered.append(key)
    refusal = key_refusal(app.session, key)
    if refusal is not None:
        app.notify(refusal, markup=False, timeout=10)
        return
    if await app.push_screen_wait(
        Confirmation(KEY_TITLE, key_words(app.session), yes="Use it", no="Drop it")
    ):
        try:
            app.session.use_key(key.get_secret_value())
        except BadTarget as error:
            app.notify(f"That key cannot be used: {error}.", severity="warning", markup=False)
