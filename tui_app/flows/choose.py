"""Choosing an answer from what the account has: outbound voice profiles, push credentials."""

from typing import TYPE_CHECKING

from tui_app.core.messages import NONE_THERE, TYPE_INSTEAD
from tui_app.flows.key import ask_for_key
from tui_app.settings.setting import Setting
from tui_app.tui.screens.pick import OfferDialog, Pick

if TYPE_CHECKING:
    from tui_app.api.client import Listed
    from tui_app.tui.app import WizardApp


async def choose(app: "WizardApp", setting: Setting) -> None:
    """Asks the API what there is, and lets the user pick."""
    from tui_app.api.errors import ApiError

    if not app.session.is_ready and not await ask_for_key(app):
        return
    app.notify(f"Asking {app.session.target.host} ...", markup=False, timeout=2)
    try:
        async with app.session.open_client() as client:
            found = await client.choices(setting.lookup)
    except ApiError as error:
        app.notify(
            f"{error.failure.words} {TYPE_INSTEAD}", severity="error", markup=False, timeout=10
        )
        return
    if not found:
        app.notify(NONE_THERE, severity="warning", markup=False)
        return
    picks = [Pick(item.name or item.id, f"{item.note}  {item.id}".strip(), item) for item in found]
    dialog: OfferDialog[Listed] = OfferDialog(setting.label, picks)
    chosen = await app.push_screen_wait(dialog)
    if chosen is not None:
        app.draft.choose(setting.path, chosen.id, name=chosen.name, disabled=chosen.disabled)
        app.draft.visit([setting.path])
        app.sync()
