"""What a configuration is made of: the login, where it registers, and what the connection holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from tui_app.settings.compare import at
from tui_app.settings.request import REQUEST
from tui_app.settings.rules.answers import CODECS, DTMF, RINGING
from tui_app.sip.hosts import PORTS, Transport
from tui_app.text.document import Json
from tui_app.text.escape import escape_controls

if TYPE_CHECKING:
    from pydantic import SecretStr

REGISTER_SECONDS: Final = 180
"""How often a device registers.

Source: support article 4363904 of the vendor.
"""
QUALIFY_SECONDS: Final = 60
"""How often a server behind NAT asks whether Telnyx is there.

Source: the vendor's guide for Asterisk, support article 1130676.
"""
RTP_PORTS: Final = "16384-32768"
"""The UDP ports of Telnyx's media.

Source: the vendor's page of addresses to allow.
"""
PLACEHOLDER: Final = "<SIP password>"
"""Stands where the password belongs, if it is not known or not to be shown."""
NOT_OVER_UDP: Final = frozenset({"OPUS", "H.264", "VP8"})
"""Codecs that Telnyx offers over TCP and TLS alone.

Source: the vendor's OpenAPI document; VP8 is taken to be as H.264.
"""
# Control characters end a line or are forbidden in XML, and half a character cannot be encoded.
_NOWHERE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class CannotHold(Exception):
    """A format has no way to write this login. The text says why, without any secret of it."""


@dataclass(frozen=True)
class Account:
    """An account of a device. `password` is None if it is not known or not to be shown.

    `port` is None if it is the usual one of `transport`. `codecs`, best first, and `dtmf` have the
    API's names. `srtp`: media must be encrypted. `rings_all`: not only the device that registered
    last.
    """

    connection_name: str
    user_name: str
    password: "SecretStr | None"
    host: str
    port: int | None
    transport: Transport
    codecs: tuple[str, ...]
    dtmf: str
    srtp: bool
    rings_all: bool

    @property
    def address(self) -> str:
        """The registrar and proxy, with the port unless the device knows it by itself."""
        port = self.port or PORTS[self.transport]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if port == PORTS["udp"] else f"{host}:{port}"

    @property
    def offered(self) -> tuple[str, ...]:
        """The codecs that work over the transport."""
        return _over(self.transport, self.codecs)

    @property
    def to_do(self) -> list[str]:
        """What is left to do before a device can use it, a sentence each."""
        return [] if self.password else [f"Put the password in place of {PLACEHOLDER}."]

    def secret(self) -> str:
        """Return the password in clear, or the placeholder.

        Raises `CannotHold` if no line of text can hold it.
        """
        if self.password is None:
            return PLACEHOLDER
        password = self.password.get_secret_value()
        if _NOWHERE.search(password):
            raise CannotHold("it holds a control character, which no configuration can carry")
        return password


def account_of(
    document: Mapping[str, Json],
    password: "SecretStr | None",
    host: str,
    *,
    port: int | None = None,
    transport: Transport | None = None,
) -> Account:
    """Return the account that a connection, as the API's record of it, gives a device.

    What the record lacks, or holds in another shape, is the API's default. Without `transport` it
    is the one that the connection's settings ask for.
    """
    srtp = document.get("encrypted_media") == "SRTP"
    held = cast("list[Json]", _held(document, CODECS))
    codecs = tuple(escape_controls(codec) for codec in held if isinstance(codec, str))
    # The key of SRTP travels in SIP, so that SIP must be encrypted.
    asked: Transport = "tls" if srtp else "udp" if _over("udp", codecs) or not codecs else "tcp"
    return Account(
        connection_name=escape_controls(str(document.get("connection_name", ""))),
        user_name=escape_controls(str(document.get("user_name", ""))),
        password=password,
        host=host,
        port=port,
        transport=transport or asked,
        codecs=codecs,
        dtmf=escape_controls(str(_held(document, DTMF))),
        srtp=srtp,
        rings_all=_held(document, RINGING) == "enabled",
    )


def _over(transport: Transport, codecs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in codecs if transport != "udp" or name not in NOT_OVER_UDP)


def _held(document: Mapping[str, Json], path: tuple[str, ...]) -> Json:
    """Return what `document` holds at `path` if it can be an answer, else the API's default."""
    value = at(document, path)
    default = cast(Json, REQUEST.settings[path].default)
    return value if value and isinstance(value, type(default)) else default
