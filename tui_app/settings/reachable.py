"""Check by its text alone whether a webhook URL is valid and Telnyx can reach its host.

Nothing is looked up: the user may be offline, or see another network than Telnyx does.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

_LOCAL: Final = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "test",
    "invalid",
    "arpa",
)
"""Top-level names that no public DNS serves.

Sources: RFC 2606, RFC 6761, RFC 6762, RFC 8375, ICANN's list of name collisions.
"""
_FILLER: Final = re.compile(
    r"undefined|null|none|nan|your[-_].+"
    r"|(?:your|my)[-_]?(?:domain|server|host|site|website|company|ngrok)",
    re.IGNORECASE,
)
"""First labels that templates and programs leave in place of a host."""
# RFC 3986, section 2: what a URI may contain besides percent-encoded bytes.
_URI: Final = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")


class Unreachable(NamedTuple):
    """Why Telnyx cannot reach a URL.

    `code` is a stable word for programs; `words` follow the name of the setting; `instead` is a URL
    to use instead, "" if there is none.
    """

    code: str
    words: str
    instead: str = ""


def violation(url: str) -> Unreachable | None:
    """Return why Telnyx cannot reach `url`; None if no reason is seen.

    Also None if the host cannot be read.
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return None
    address = _address(host)
    if address is not None:
        return _of_address(address)
    labels = host.split(".")
    if _FILLER.fullmatch(labels[0]):
        return Unreachable("host", "has a placeholder for a host: put your server's name there")
    if labels[-1] in _LOCAL:
        return Unreachable(
            "host",
            f"names a host that only your own network knows ({labels[-1]}): use a public one",
        )
    if len(labels) == 1:
        return Unreachable("host", "names a host without a domain: use its public name")
    if not _URI.fullmatch(url):
        return Unreachable("uri", f"is no URL by RFC 3986: {_why(url)}", _encoded(url, host))
    return None


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _of_address(address: IPv4Address | IPv6Address) -> Unreachable | None:
    mapped = getattr(address, "ipv4_mapped", None) or address
    kind = (
        "a loopback address"
        if mapped.is_loopback
        else "a link-local address"
        if mapped.is_link_local
        else "a private address"
        if mapped.is_private
        else "an address that providers and VPNs share inside"
        if not mapped.is_global
        else ""
    )
    words = f"is at {kind}, which Telnyx cannot reach: use a public host"
    return Unreachable("host", words) if kind else None


def _why(url: str) -> str:
    if re.search("%(?![0-9A-Fa-f]{2})", url):
        return "a % must begin an escape such as %20"
    if re.search("[{}]", url):
        return "fill in what is in braces"
    return "encode what is outside ASCII" if not url.isascii() else "encode its special characters"


def _encoded(url: str, host: str) -> str:
    """Return `url` with its host in Punycode (IDNA 2008, UTS 46) and the rest percent-encoded.

    "" if braces or a % leave it in doubt.
    """
    if re.search("[{}]|%(?![0-9A-Fa-f]{2})", url):
        return ""
    if not host.isascii():
        import idna  # 10 ms, only for such a host

        try:
            name = idna.encode(host, uts46=True).decode()
        except idna.IDNAError:
            return ""
        start = url.lower().index(host, url.index("://"))
        url = url[:start] + name + url[start + len(host) :]
    return quote(url, safe="%:/?#[]@!$&'()*+,;=~-._")
