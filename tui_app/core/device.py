"""What a device needs to use a connection."""

from typing import TYPE_CHECKING, Final

from tui_app.devices.account import Account, account_of
from tui_app.devices.table import Row, rows
from tui_app.sip.hosts import DEFAULT_REGION, REGIONS, Transport

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.replies import Connection
    from tui_app.sip.register import Registrar

CARD_TITLE: Final = "What a device needs"


def account_for(
    made: "Connection",
    password: "SecretStr | None",
    region: str = DEFAULT_REGION,
    *,
    registrar: "Registrar | None" = None,
    transport: Transport | None = None,
) -> Account:
    """Return the account that `made` gives a device in a region, by its code, or at `registrar`.

    `password` is None if it is not known or not to be shown.
    """
    held = {**made.document, "connection_name": made.connection_name, "user_name": made.user_name}
    host, port = (registrar.host, registrar.port) if registrar else (REGIONS[region].host, None)
    return account_of(held, password, host, port=port, transport=transport)


def device_card(made: "Connection", password: str, region: str = DEFAULT_REGION) -> list[Row]:
    """Return what to type into a device, a row each. `password` as it is to be shown.

    No text in it can be obeyed by a terminal.
    """
    return rows(account_for(made, None, region), password)
