"""Asterisk 16 or newer: sections of pjsip.conf, which need nothing beside them.

The values are those of the vendor's guide (support article 1130676), which writes them for the
configuration wizard. That one takes no transport, and not every Asterisk loads it.
Escapes: `config.c` of Asterisk, tried with version 22.
"""

from typing import Final

from tui_app.devices.account import QUALIFY_SECONDS, REGISTER_SECONDS, Account, CannotHold
from tui_app.sip.hosts import PORTS, Transport

CODECS: Final = {
    "G722": "g722",
    "G711U": "ulaw",
    "G711A": "alaw",
    "G729": "g729",
    "OPUS": "opus",
    "H.264": "h264",
    "VP8": "vp8",
}
DTMF: Final = {"RFC 2833": "rfc4733", "Inband": "inband", "SIP INFO": "info"}
_TLS: Final = (
    "method = tlsv1_2",
    "; The directory of this system's certificates.",
    "ca_list_path = /etc/ssl/certs",
    "verify_server = yes",
)


def render(account: Account) -> str:
    """Return sections of pjsip.conf, all of them called `telnyx`."""
    return "".join(f"{line}\n" for line in _lines(account))


def _lines(account: Account) -> list[str]:
    transport = account.transport
    codecs = ",".join(CODECS[name] for name in account.offered if name in CODECS)
    proxy = f"sip:{account.address}{_parameter(transport)}"
    return [
        f"; Telnyx: {account.connection_name}",
        "; Add it to /etc/asterisk/pjsip.conf, then: asterisk -rx 'core reload'",
        "; See whether it registered: asterisk -rx 'pjsip show registrations'",
        "; Call out: Dial(PJSIP/+15550100@telnyx)",
        *(f"; {each}" for each in account.to_do),
        "",
        f"; Leave this section out if there is one with protocol = {transport} already.",
        f"[transport-{transport}]",
        "type = transport",
        f"protocol = {transport}",
        f"bind = 0.0.0.0:{PORTS[transport]}",
        *(_TLS if transport == "tls" else ()),
        "; Behind NAT, with your own addresses:",
        ";local_net = 192.168.0.0/16",
        ";external_media_address = 203.0.113.5",
        ";external_signaling_address = 203.0.113.5",
        "",
        "[telnyx]",
        "type = auth",
        "auth_type = userpass",
        f"username = {account.user_name}",
        f"password = {_value(account.secret())}",
        "",
        "[telnyx]",
        "type = aor",
        f"contact = {proxy}",
        f"qualify_frequency = {QUALIFY_SECONDS}",
        "",
        "[telnyx]",
        "type = registration",
        f"server_uri = {proxy}",
        f"client_uri = sip:{account.user_name}@{account.host}",
        "outbound_auth = telnyx",
        f"expiration = {REGISTER_SECONDS}",
        "retry_interval = 60",
        "",
        "; Calls to you arrive in the context from-pstn of extensions.conf.",
        "[telnyx]",
        "type = endpoint",
        "context = from-pstn",
        "disallow = all",
        *([f"allow = {codecs}"] if codecs else []),
        f"dtmf_mode = {DTMF.get(account.dtmf, 'rfc4733')}",
        *(["media_encryption = sdes"] if account.srtp else []),
        "outbound_auth = telnyx",
        "aors = telnyx",
        f"from_domain = {account.host}",
        f"contact_user = {account.user_name}",
        "rewrite_contact = yes",
        "force_rport = yes",
        "rtp_symmetric = yes",
        "direct_media = no",
        "",
        "[telnyx]",
        "type = identify",
        "endpoint = telnyx",
        f"match = {account.host}",
    ]


def _parameter(transport: Transport) -> str:
    return "" if transport == "udp" else rf"\;transport={transport}"


def _value(text: str) -> str:
    r"""Return `text` as a value. Only a semicolon, which begins a comment, needs a backslash."""
    if text != text.strip(" "):
        raise CannotHold("Asterisk drops spaces at the beginning and the end of a value")
    return text.replace(";", r"\;")
