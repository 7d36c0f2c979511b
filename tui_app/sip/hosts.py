"""The registrars of Telnyx by region, and the ports that they listen on.

Source: sip.telnyx.com page of the vendor; the Middle East is known from third parties only.
"""

from typing import Final, Literal, NamedTuple

Transport = Literal["udp", "tcp", "tls"]

PORTS: Final[dict[Transport, int]] = {"udp": 5060, "tcp": 5060, "tls": 5061}
"""The port of each transport, in the order in which they are tried."""


class Region(NamedTuple):
    """A region: its code on the command line, its name for a person, its registrar and proxy."""

    code: str
    name: str
    host: str


REGIONS: Final = {
    each.code: each
    for each in (
        Region("us", "United States", "sip.telnyx.com"),
        Region("eu", "Europe", "sip.telnyx.eu"),
        Region("au", "Australia", "sip.telnyx.com.au"),
        Region("ca", "Canada", "sip.telnyx.ca"),
        Region("asia", "Asia (beta)", "sip.telnyx.asia"),
        Region("me", "Middle East", "sip.telnyx.me"),
    )
}
"""Every region by its code. A login works at each of them."""

DEFAULT_REGION: Final = "us"
