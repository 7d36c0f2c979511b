"""What a device needs to use a connection, and what is still missing before it rings.

Sources: FACTS of the vendor's pages on SIP hosts, ports, registration, codecs and response codes.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from tui_app.devices.account import Account, account_of
from tui_app.devices.table import Row, rows
from tui_app.sip.hosts import DEFAULT_REGION, REGIONS, Transport
from tui_app.text.document import Json

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.replies import Connection
    from tui_app.api.target import Target
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


def next_words(made: "Connection", target: "Target") -> str:
    """Say what a connection on `target` still needs before a phone rings: a line each."""
    if target.is_sandbox:
        return (
            "It exists only in the sandbox: no device can register with it, "
            "and nothing was created at Telnyx."
        )
    return "\n".join(_missing(made.document))


def _missing(document: Mapping[str, Json]) -> Iterator[str]:
    outbound = document.get("outbound")
    outbound = outbound if isinstance(outbound, dict) else {}
    if document.get("active") is False:
        yield "It is not active: every call is refused until it is."
    yield (
        "For inbound calls it also needs a number assigned to it. "
        "Allow a few seconds until a new connection is known everywhere."
    )
    if not outbound.get("outbound_voice_profile_id"):
        yield "For outbound calls it needs an outbound voice profile (else SIP 403, D38)."
    if not outbound.get("ani_override"):
        yield "As caller ID the device must send a number of yours (else SIP 403, D35)."
