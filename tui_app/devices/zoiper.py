"""Zoiper: what to type into its form. It has no text that could be pasted or loaded."""

from typing import Final

from tui_app.devices.account import REGISTER_SECONDS, Account
from tui_app.devices.table import WIDTH, Row, card_lines

CODECS: Final = {
    "G722": "G.722",
    "G711U": "u-law",
    "G711A": "a-law",
    "G729": "G.729",
    "OPUS": "Opus",
    "H.264": "H.264",
    "VP8": "VP8",
}
DTMF: Final = {"RFC 2833": "RFC-2833", "Inband": "Inband", "SIP INFO": "SIP INFO"}


def render(account: Account) -> str:
    """Return the fields of Zoiper's account by their names, a line each."""
    codecs = ", ".join(CODECS[name] for name in account.offered if name in CODECS)
    fields = {
        "Account name": account.connection_name,
        "Domain": account.address,
        "Username": account.user_name,
        "Password": account.secret(),
        "Caller ID name": "a number of yours, as +15550100",
        "Authentication user": "leave empty",
        "Outbound proxy": "leave empty",
        "Registration expiry": str(REGISTER_SECONDS),
        "Transport": account.transport.upper(),
        "Encryption": "SDES (SRTP)" if account.srtp else "none",
        "DTMF": DTMF.get(account.dtmf, "RFC-2833"),
        "Codecs, best first": codecs or "any",
        "Use rport": "on, for signaling and media",
        "STUN": "stun.telnyx.com, port 3478, behind NAT",
    }
    heading = "Zoiper: Settings, Accounts, Add account. Fields of other versions may differ."
    rows = [Row(label, value) for label, value in fields.items()]
    return "".join(f"{line}\n" for line in [heading, *account.to_do, "", *card_lines(rows, WIDTH)])
