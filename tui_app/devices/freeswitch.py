"""FreeSWITCH: a gateway of the external profile, as in the vendor's guide (article 1618801).

The variables of a gateway are those of the channel: codecs, DTMF and SRTP of calls that go out.
"""

import re
from typing import Final

from tui_app.devices import xml
from tui_app.devices.account import QUALIFY_SECONDS, REGISTER_SECONDS, Account

CODECS: Final = {
    "G722": "G722",
    "G711U": "PCMU",
    "G711A": "PCMA",
    "G729": "G729",
    "OPUS": "OPUS",
    "H.264": "H264",
    "VP8": "VP8",
    "AMR-WB": "AMR-WB",
}
DTMF: Final = {"RFC 2833": "rfc2833", "Inband": "none", "SIP INFO": "info"}


def render(account: Account) -> str:
    """Return the file of a gateway called `telnyx`."""
    codecs = ",".join(CODECS[name] for name in account.offered if name in CODECS)
    parameters = {
        "realm": account.host,
        "username": account.user_name,
        "password": account.secret(),
        "from-domain": account.host,
        "proxy": account.address,
        "register": "true",
        "register-transport": account.transport,
        "expire-seconds": str(REGISTER_SECONDS),
        "retry-seconds": "60",
        "caller-id-in-from": "true",
        "ping": str(QUALIFY_SECONDS),
    }
    variables = {
        "sip_h_X-Telnyx-Username": account.user_name,
        **({"absolute_codec_string": codecs} if codecs else {}),
        "dtmf_type": DTMF.get(account.dtmf, "rfc2833"),
        **({"rtp_secure_media": "mandatory"} if account.srtp else {}),
    }
    remarks = [
        *account.to_do,
        f"Telnyx: {account.connection_name}",
        "Save it as conf/sip_profiles/external/telnyx.xml",
        "Load it: fs_cli -x 'sofia profile external rescan'",
        "See whether it registered: fs_cli -x 'sofia status gateway telnyx'",
        "Call out: bridge sofia/gateway/telnyx/+15550100",
        "Behind NAT: set ext-rtp-ip and ext-sip-ip of the external profile.",
        *(
            ["TLS: set external_ssl_enable to true in vars.xml."]
            if account.transport == "tls"
            else []
        ),
        *(
            ["DTMF as tones: run start_dtmf_generate for calls out, start_dtmf for calls in."]
            if account.dtmf == "Inband"
            else []
        ),
    ]
    lines = [
        *map(xml.comment, remarks),
        "<include>",
        '  <gateway name="telnyx">',
        *(f'    <param name="{name}" value="{_value(of)}"/>' for name, of in parameters.items()),
        "    <variables>",
        *(
            f'      <variable name="{name}" value="{_value(of)}" direction="outbound"/>'
            for name, of in variables.items()
        ),
        "    </variables>",
        "  </gateway>",
        "</include>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _value(text: str) -> str:
    """Return `text` as a value.

    Before the file is read as XML, `$${x}` in it would be replaced, and a line with the name of the
    preprocessor's element dropped.
    """
    text = xml.value(text).replace("$", "&#36;")
    return re.sub("(?i)(x)-(?=pre-process)", r"\1&#45;", text)
