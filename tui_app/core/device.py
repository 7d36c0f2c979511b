"""What a device needs to use a connection."""

from typing import TYPE_CHECKING, Final

from tui_app.core.copied import Holds
from tui_app.devices.account import Account, account_of
from tui_app.devices.table import WIDTH, Row, card_lines, rows
from tui_app.sip.hosts import DEFAULT_REGION, REGIONS, Transport
from tui_app.sip.register import Registrar
from tui_app.text.escape import MASK, escape_controls

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.replies import Connection
    from tui_app.core.shown import Shown

SANDBOX_REGION: Final = "sandbox"
SANDBOX_REGISTRAR: Final = Registrar("127.0.0.1", 5070)
"""Where `sandbox --sip-port 5070` serves a registrar."""
CARD_TITLE: Final = "What a device needs"


def registrar_of(region: str) -> Registrar:
    """Return the registrar of a region, or the sandbox's for `SANDBOX_REGION`."""
    return SANDBOX_REGISTRAR if region == SANDBOX_REGION else Registrar(REGIONS[region].host)


def account_for(
    made: "Connection",
    password: "SecretStr | None",
    registrar: Registrar,
    *,
    transport: Transport | None = None,
) -> Account:
    """Return the account that `made` gives a device at `registrar`.

    `password` is None if it is not known or not to be shown.
    """
    held = {**made.document, "connection_name": made.connection_name, "user_name": made.user_name}
    return account_of(held, password, registrar.host, port=registrar.port, transport=transport)


def device_card(made: "Connection", password: str, region: str = DEFAULT_REGION) -> list[Row]:
    """Return what to type into a device, a row each. `password` as it is to be shown.

    No text in it can be obeyed by a terminal.
    """
    return rows(account_for(made, None, registrar_of(region)), password)


def copied_card(shown: "Shown", *, revealed: bool) -> tuple[str, Holds]:
    """Return the card of a connection as it is copied: masked unless its password is `revealed`."""
    shown_as, holds = _password_copied(shown.password, revealed=revealed)
    lines = card_lines(device_card(shown.connection, shown_as, shown.region), WIDTH)
    return "".join(f"{line}\n" for line in lines), holds


def _password_copied(password: "SecretStr | None", *, revealed: bool) -> tuple[str, Holds]:
    if password is None:
        return "not known", "no secret"
    if revealed:
        return escape_controls(password.get_secret_value()), "clear"
    return MASK, "masked"
