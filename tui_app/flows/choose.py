"""Choose an answer from what the account has: outbound voice profiles, push credentials."""

from typing import TYPE_CHECKING

from tui_app.core.messages import NONE_THERE, TYPE_INSTEAD
from tui_app.flows.key import ask_for_key
from tui_app.flows.ui import UI, Option
from tui_app.settings.setting import Setting

if TYPE_CHECKING:
    from tui_app.api.client import Listed


async def choose(ui: UI, setting: Setting) -> bool:
    """Let the user choose from the API's list. Return whether `setting` was answered."""
    from tui_app.api.errors import ApiError

    session, draft = ui.wizard.session, ui.wizard.draft
    if not session.is_ready and not await ask_for_key(ui):
        return False

    async def request() -> "list[Listed]":
        async with session.open_client() as client:
            return await client.choices(setting.lookup)

    try:
        found = await ui.wait(f"Asking {session.target.host}", request)
    except ApiError as error:
        await ui.notify(f"{error.failure.words} {TYPE_INSTEAD}", "error")
        return False
    if not found:
        await ui.notify(NONE_THERE, "warning")
        return False
    options = [Option(item.name or item.id, f"{item.note}  {item.id}".strip()) for item in found]
    index = await ui.choose(setting.label, options)
    if index is None:
        return False
    chosen = found[index]
    draft.choose(setting.path, chosen.id, name=chosen.name, disabled=chosen.disabled)
    draft.visit([setting.path])
    ui.changed([setting.path])
    return True
