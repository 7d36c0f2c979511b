"""Linphone: a remote configuration, the one file that each of its programs can load.

Its sections and entries are those of linphonerc (liblinphone's `lpconfig.xsd`), tried with 5.1.
"""

from typing import Final

from tui_app.devices import xml
from tui_app.devices.account import REGISTER_SECONDS, Account

CODECS: Final = {
    "G722": "G722",
    "G711U": "PCMU",
    "G711A": "PCMA",
    "G729": "G729",
    "OPUS": "opus",
    "H.264": "H264",
    "VP8": "VP8",
    "AMR-WB": "AMR-WB",
}


def render(account: Account) -> str:
    """Return a remote configuration. It takes the place of Linphone's first account."""
    codecs = ", ".join(CODECS[name] for name in account.offered if name in CODECS)
    sections = {
        "sip": {
            "default_proxy": "0",
            "use_info": _flag(account.dtmf == "SIP INFO"),
            "use_rfc2833": _flag(account.dtmf == "RFC 2833"),
            "media_encryption": "srtp" if account.srtp else "none",
            "media_encryption_mandatory": _flag(account.srtp),
        },
        "proxy_0": {
            "reg_proxy": f"<sip:{account.address};transport={account.transport}>",
            "reg_identity": f"sip:{account.user_name}@{account.host}",
            "reg_expires": str(REGISTER_SECONDS),
            "reg_sendregister": "1",
            "publish": "0",
        },
        "auth_info_0": {
            "username": account.user_name,
            "passwd": account.secret(),
            "domain": account.host,
        },
    }
    remarks = [
        f"Telnyx: {account.connection_name}",
        "Desktop: start linphone with its option fetch-config and the name of this file.",
        "Mobile: give a URL of this file, or its QR code, as remote configuration.",
        *account.to_do,
        f"It sets the first account. Codecs, best first, to be set by hand: {codecs or 'any'}.",
    ]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *map(xml.comment, remarks)]
    lines.append('<config xmlns="http://www.linphone.org/xsds/lpconfig.xsd">')
    for section, entries in sections.items():
        lines.append(f'  <section name="{section}">')
        lines += (
            f'    <entry name="{name}" overwrite="true">{xml.value(held)}</entry>'
            for name, held in entries.items()
        )
        lines.append("  </section>")
    return "".join(f"{line}\n" for line in [*lines, "</config>"])


def _flag(value: bool) -> str:
    return "1" if value else "0"
