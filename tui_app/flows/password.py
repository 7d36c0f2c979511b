"""Give a connection another password if its first one is lost."""

from typing import TYPE_CHECKING

from tui_app.core.messages import RENEWING
from tui_app.core.new_password import generate_password
from tui_app.flows.ui import UI
from tui_app.settings.passwords import weakness_of
from tui_app.settings.problem import errors
from tui_app.text.escape import escape_controls

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.replies import Connection

NOT_CERTAIN = "It was not set for certain; setting it again does no harm."


async def give_new_password(ui: UI, made: "Connection") -> "SecretStr | None":
    """Ask for a password and set it. Return it, or None if it was not set.

    The input begins with a generated one. A weak one is reported, and set if it is given again.
    """
    from pydantic import SecretStr

    from tui_app.api.errors import ApiError
    from tui_app.api.password import replace_password

    session = ui.wizard.session
    setting = next(each for each in ui.wizard.draft.request.settings.values() if each.secret)
    value, trouble, warned = generate_password(), "", ""
    while True:
        given = await ui.ask("New SIP password", "", value=value, error=trouble, secret=True)
        if given is None:
            return None
        wrong = errors(list(setting.problems(given)))
        value = given
        if wrong:
            trouble = f"{setting.label} {wrong[0].message}."
            continue
        weak = weakness_of(given, made.user_name)
        if weak and given != warned:
            trouble, warned = (
                f"{setting.label} {weak.words}. Give it again to set it all the same.",
                given,
            )
            continue
        password = SecretStr(given)

        async def request(password: SecretStr = password) -> None:
            async with session.open_client() as client:
                await replace_password(client, made.id, password)

        try:
            await ui.wait(RENEWING, request)
        except ApiError as error:
            trouble = f"{escape_controls(error.failure.words)} {NOT_CERTAIN}"
        else:
            return password
