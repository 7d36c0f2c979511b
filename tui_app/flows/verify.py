"""Ask a registrar whether the login works from here."""

from typing import TYPE_CHECKING

from tui_app.core.device import SANDBOX_REGION, SANDBOX_REGISTRAR, registrar_of
from tui_app.core.messages import NOTHING_CREATED
from tui_app.flows.ui import UI, Severity

if TYPE_CHECKING:
    from tui_app.sip.register import Outcome, Registrar, Verdict

TITLES: "dict[Outcome, tuple[str, Severity]]" = {
    "accepted": ("The login works from here", "information"),
    "refused": ("The login is refused", "error"),
    "unreachable": ("Nobody answered about the login", "warning"),
}


async def verify_login(ui: UI, host: str = "") -> None:
    """Ask the registrar of the chosen region, or `host`, and say the verdict. Changes nothing.

    The password is asked for if it is not known; in the sandbox the registrar is, too.
    """
    shown = ui.wizard.shown
    if shown is None:
        await ui.notify(NOTHING_CREATED)
        return
    from tui_app.sip.register import Login
    from tui_app.sip.verify import verify

    registrar: Registrar | None = registrar_of(shown.region)
    in_sandbox = ui.wizard.session.target.is_sandbox
    if host or (in_sandbox and shown.region != SANDBOX_REGION):
        registrar = await _ask_for_registrar(ui, host)
    if registrar is None:
        return
    password = shown.password
    if password is None:
        from pydantic import SecretStr

        typed = await ui.ask("SIP password", "To ask the registrar with; not kept.", secret=True)
        if not typed:
            return
        password = SecretStr(typed)
    login, asked = Login(shown.connection.user_name, password), registrar

    async def request() -> "Verdict":
        return await verify(login, asked)

    verdict = await ui.wait(f"Asking {registrar}", request)
    title, severity = TITLES[verdict.outcome]
    await ui.notify(f"{title} ({verdict.transport.upper()}). {verdict.detail}", severity)


async def _ask_for_registrar(ui: UI, typed: str) -> "Registrar | None":
    from tui_app.sip.register import parse_registrar

    given: str | None = typed
    error = ""
    while given is not None:
        if given:
            try:
                return parse_registrar(given)
            except ValueError as wrong:
                error = f"The registrar {wrong}."
        words = "telnyx-wizard sandbox --sip-port 5070 serves the sandbox's. HOST:PORT:"
        given = await ui.ask(
            "Which registrar?", words, value=given or str(SANDBOX_REGISTRAR), error=error
        )
    return None
