"""Any other device: what it asks for, and what to type, as a table. The card shows the same rows.

Sources: the vendor's pages on SIP hosts, ports, registration, codecs and response codes.
"""

from typing import Final, NamedTuple

from tui_app.devices.account import NOT_OVER_UDP, REGISTER_SECONDS, RTP_PORTS, Account
from tui_app.sip.hosts import PORTS, REGIONS

WIDTH: Final = 100
"""Columns of a table outside a screen: printed, copied or saved."""
SDK_HOST: Final = "rtc.telnyx.com"


class Row(NamedTuple):
    """A line of the card: what a device asks for, what to give it, and a note."""

    label: str
    value: str
    note: str = ""
    secret: bool = False


def render(account: Account) -> str:
    """Return the table as lines of text."""
    lines = card_lines(rows(account, account.secret()), WIDTH)
    return "".join(
        f"{line}\n" for line in [f"Telnyx: {account.connection_name}", *account.to_do, "", *lines]
    )


def rows(account: Account, password: str) -> list[Row]:
    """Return what to type into a device, a row each. `password` as it is to be shown."""
    user, host, srtp = account.user_name, account.host, account.srtp
    region = next((each.name for each in REGIONS.values() if each.host == host), "")
    wide = not NOT_OVER_UDP.isdisjoint(account.codecs)
    return [
        Row("Server", host, region),
        Row("User name", user, "also authorization user"),
        Row("Password", password, secret=True),
        Row("SIP address", f"{user}@{host}"),
        Row("Transport", _transports(account)),
        Row("Register", f"every {REGISTER_SECONDS} s", "needed to receive calls"),
        Row("Devices", _ringing(account)),
        Row(
            "Codecs",
            ", ".join(account.codecs),
            "OPUS and H.264 not over UDP" if wide else "best first",
        ),
        Row("DTMF", account.dtmf),
        Row("SRTP", "required, with SDES" if srtp else "off for calls to the device"),
        Row("RTP ports", f"UDP {RTP_PORTS}", "IPv4; turn SIP ALG off"),
        Row("Voice SDK", SDK_HOST, "fails with SRTP set" if srtp else "with the same login"),
    ]


def _ringing(account: Account) -> str:
    return "all that register ring" if account.rings_all else "the last to register rings"


def _transports(account: Account) -> str:
    transport = account.transport
    if account.port is not None or transport != "udp":
        return f"{transport.upper()} port {account.port or PORTS[transport]}"
    return f"UDP or TCP port {PORTS['udp']}, TLS {PORTS['tls']}"


def card_lines(rows: list[Row], width: int) -> list[str]:
    """Return the rows as lines of text in columns. A note that does not fit in `width` is left out.

    Every label and value is whole, however wide.
    """
    labels = max(len(row.label) for row in rows)
    values = min(max(len(row.value) for row in rows), 30)
    lines = []
    for label, value, note, _ in rows:
        line = f"{label:{labels}}  {value}"
        noted = f"{label:{labels}}  {value:{values}}  {note}"
        lines.append(noted if note and len(noted) <= width else line)
    return lines
