"""Giving a connection another password, where the one that it was made with is lost."""

from typing import TYPE_CHECKING

from tui_app.core.draft import generate_password
from tui_app.settings.passwords import judged
from tui_app.settings.problem import errors
from tui_app.text.escape import visible
from tui_app.tui.screens.entry import EntryDialog

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.replies import Connection
    from tui_app.tui.app import WizardApp


async def give_new_password(app: "WizardApp", made: "Connection") -> "SecretStr | None":
    """Asks for a password, a generated one being there already, and sets it. The password, or None if it was not set.

    A weak one is told, and set if it is given again.
    """
    from pydantic import SecretStr

    from tui_app.api.errors import ApiError
    from tui_app.api.password import replace_password

    typed, trouble, told = generate_password(), "", ""
    setting = next(setting for setting in app.draft.request.settings.values() if setting.secret)
    while True:
        text = f"{trouble}Enter sets it. The one that stands here was generated; Ctrl+S shows it."
        given = await app.push_screen_wait(
            EntryDialog("New SIP password", text, value=typed, masked=True)
        )
        if given is None:
            return None
        app.entered.append(SecretStr(given))
        wrong = errors(list(setting.problems(given)))
        typed, trouble = given, ""
        if wrong:
            trouble = f"It {wrong[0].message}. "
            continue
        weak = judged(given, made.user_name)
        if weak and given != told:
            trouble, told = f"It {weak.words}. Enter again sets it all the same. ", given
            continue
        password = SecretStr(given)
        try:
            async with app.session.open_client() as client:
                await replace_password(client, made.id, password)
        except ApiError as error:
            trouble = f"{visible(error.failure.words)} It was not set for certain; setting it again does no harm. "
            continue
        return password
