"""Continue without an API key: in the sandbox, or with a key that is typed unseen."""

from tui_app.api.target import BadTarget
from tui_app.core.messages import (
    KEY_CHOICES,
    KEY_TAKEN,
    SANDBOX_TAKES_NONE,
    creates_on,
    key_there,
    key_wanted,
    no_key,
)
from tui_app.flows.ui import UI, Option


async def ask_for_key(ui: UI) -> bool:
    """Offer the ways to continue without a key. Return whether a request can now be sent."""
    session = ui.wizard.session
    if session.target.is_sandbox:
        await ui.notify(SANDBOX_TAKES_NONE)
        return True
    title = key_there(session.target) if session.is_ready else no_key(session.target)
    index = await ui.choose(title, [Option(*words) for words in KEY_CHOICES.values()])
    choice = list(KEY_CHOICES)[index] if index is not None else "later"
    if choice == "sandbox":
        ui.wizard.use_sandbox()
        ui.changed()
        await ui.notify(creates_on(session.target))
    elif choice == "type":
        await type_key(ui)
    return session.is_ready


async def type_key(ui: UI) -> None:
    """Ask for a key until one can be used, or none is given. It replaces an existing key."""
    session, trouble = ui.wizard.session, ""
    if session.target.is_sandbox:
        await ui.notify(SANDBOX_TAKES_NONE)
        return
    while True:
        typed = await ui.ask("API key", key_wanted(session.target), error=trouble, secret=True)
        if typed is None:
            return
        try:
            ui.wizard.use_key(typed)
        except BadTarget as error:
            trouble = f"That cannot be used: {error}."
        else:
            await ui.notify(KEY_TAKEN)
            return
