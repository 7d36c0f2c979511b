"""No API key: the sandbox, or a key that is typed unseen."""

from typing import TYPE_CHECKING

from tui_app.api.target import BadTarget
from tui_app.core.messages import KEY_CHOICES, key_wanted, no_key
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.pick import OfferDialog, Pick

if TYPE_CHECKING:
    from tui_app.tui.app import WizardApp


async def ask_for_key(app: "WizardApp") -> bool:
    """Offers the ways to go on without a key. Whether a request can be sent from now on."""
    picks = [Pick(label, note, choice) for choice, (label, note) in KEY_CHOICES.items()]
    dialog: OfferDialog[str] = OfferDialog(no_key(app.session.target), picks)
    choice = await app.push_screen_wait(dialog)
    if choice == "sandbox":
        app.session.use_sandbox()
        app.show_target()
    elif choice == "type":
        await type_key(app)
    return app.session.is_ready


async def type_key(app: "WizardApp") -> None:
    """Asks for a key, masked, until one is given that can be used, or none is. One that is there already is replaced."""
    from pydantic import SecretStr  # 50 ms, when it is first needed

    trouble = ""
    while True:
        text = f"{trouble}{key_wanted(app.session.target)}"
        typed = await app.push_screen_wait(EntryDialog("API key", text, masked=True))
        if typed is None:
            return
        app.entered.append(SecretStr(typed))
        try:
            app.session.use_key(typed)
        except BadTarget as error:
            trouble = f"That cannot be used: {error}. "
        else:
            app.notify("The key will be used from now on.", markup=False)
            return
