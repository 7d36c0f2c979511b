"""What a device needs to use a connection, and what is still missing before it rings.

Sources: FACTS of the vendor's pages on SIP hosts, ports, registration, codecs and response codes.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from tui_app.settings.request import REQUEST
from tui_app.text.document import Json
from tui_app.text.escape import escape_controls

if TYPE_CHECKING:
    from tui_app.api.replies import Connection
    from tui_app.api.target import Target

CARD_TITLE: Final = "What a device needs"
CARD_WIDTH: Final = 100
"""Columns of the card outside a screen: copied or saved."""
SIP_HOST: Final = "sip.telnyx.com"
"""Registrar and proxy of the United States; a login works at each of the hosts.

Source: sip.telnyx.com page of the vendor.
"""
OTHER_SIP_HOSTS: Final = ".eu, .ca, .com.au"
SDK_HOST: Final = "rtc.telnyx.com"


class Row(NamedTuple):
    """A line of the card: what a device asks for, what to give it, and a note."""

    label: str
    value: str
    note: str = ""
    secret: bool = False


def device_card(made: "Connection", password: str) -> list[Row]:
    """Return what to type into a device, a row each. `password` as it is to be shown.

    No text in it can be obeyed by a terminal.
    """
    document, user = made.document, escape_controls(made.user_name)
    inbound = document.get("inbound")
    codecs = inbound.get("codecs") if isinstance(inbound, dict) else None
    srtp = document.get("encrypted_media") == "SRTP"
    names = _texts(codecs, "inbound.codecs")
    wide = any(name in names for name in ("OPUS", "H.264"))
    return [
        Row("Server", SIP_HOST, f"also {OTHER_SIP_HOSTS}"),
        Row("User name", user, "also the authorization user"),
        Row("Password", password, secret=True),
        Row("SIP address", f"{user}@{SIP_HOST}"),
        Row("Transport", "TLS port 5061" if srtp else "UDP or TCP port 5060, TLS 5061"),
        Row("Register", "every 180 s", "needed to receive calls"),
        Row("Codecs", names, "OPUS and H.264 not over UDP" if wide else "best first"),
        Row("DTMF", _text(document.get("dtmf_type"), "dtmf_type")),
        Row("SRTP", "required, with SDES" if srtp else "off for calls to the device"),
        Row("RTP ports", "UDP 16384-32768", "IPv4; turn SIP ALG off"),
        Row("Voice SDK", SDK_HOST, "same user name and password"),
    ]


def _text(value: object, json_path: str) -> str:
    """Return a text of the reply, or the API default if it has none."""
    default = REQUEST.settings[tuple(json_path.split("."))].default_shown
    return escape_controls(value) if isinstance(value, str) and value else default


def _texts(values: object, json_path: str) -> str:
    names = (
        [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
    )
    return _text(", ".join(names), json_path)


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
