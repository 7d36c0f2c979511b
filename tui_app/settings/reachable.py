"""Check by its text alone whether a webhook URL is valid and Telnyx can reach its host.

Nothing is looked up: the user may be offline, or see another network than Telnyx does.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
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
    r"undefined|null|none|nan|x{3,}|\$.*|(?:change|replace)[-_]?me|placeholder|todo|tbd",
    re.IGNORECASE,
)
"""First labels that templates and programs leave in place of a host."""
_YOURS: Final = re.compile(
    r"your(?:[-_].+)?|(?:your|my)[-_]?(?:domain|server|host|site|website|company|ngrok|webhook)"
    r"|your(?:app|api|backend|endpoint|instance|subdomain|tunnel|url)",
    re.IGNORECASE,
)
"""Labels in any place that documents write for a host of the reader's."""
_SAMPLE: Final = re.compile(
    r"(?:www\.)?domain\.[a-z]+|(?:abc[a-z]{0,4}[-_]?[0-9]{0,5}|example|random|subdomain)"
    r"\.(?:[a-z]{2}\.)?(?:ngrok\.(?:io|app|dev)|ngrok-free\.(?:app|dev)"
    r"|trycloudflare\.com|loca\.lt)"
)
"""Hosts of documents. No tunnel is given such a name."""
_LABEL: Final = re.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER: Final = re.compile("0x[0-9a-f]*|[0-9]+")
_DOCUMENTS: Final = tuple(
    map(ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"))
)
_SHARED: Final = ip_network("100.64.0.0/10")
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
    # IDNA has other full stops too (RFC 3490, section 3.1).
    labels = re.split("[.\u3002\uff0e\uff61]", host)
    if (
        _FILLER.fullmatch(labels[0])
        or any(map(_YOURS.fullmatch, labels[:-1] or labels))
        or _SAMPLE.fullmatch(host)
    ):
        return Unreachable("host", "has a placeholder for a host: put your server's name there")
    local = "home.arpa" if labels[-2:] == ["home", "arpa"] else labels[-1]
    if local in (*_LOCAL, "home.arpa"):
        return Unreachable(
            "host", f"names a host that only your own network knows ({local}): use a public one"
        )
    if len(labels) == 1:
        return Unreachable("host", "names a host without a domain: use its public name")
    if _NUMBER.fullmatch(labels[-1]) or any(
        label.isascii() and not _LABEL.fullmatch(label) for label in labels
    ):
        return Unreachable("host", "has no name or address of a host that can exist: check it")
    if not _URI.fullmatch(url):
        return Unreachable("uri", f"is no URL by RFC 3986: {_why(url)}", _encoded(url, host))
    return None


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host is, in any notation: `127.1` and `0x7f000001` are one too."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    parts = host.split(".")
    if len(parts) > 4 or not all(map(_NUMBER.fullmatch, parts)) or len(host) > 60:
        return None
    try:
        *first, last = (_number(part) for part in parts)
    except ValueError:
        return None
    if any(each > 255 for each in first) or last >= 256 ** (4 - len(first)):
        return None
    return IPv4Address(last + sum(each << 8 * (3 - at) for at, each in enumerate(first)))


def _number(part: str) -> int:
    """Return a part of an address: hexadecimal after 0x, octal after 0, else decimal."""
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if len(part) > 1 and part.startswith("0") else 10)


def _of_address(address: IPv4Address | IPv6Address) -> Unreachable | None:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    kind = (
        "a loopback address"
        if inner.is_loopback
        else "a link-local address"
        if inner.is_link_local
        else "a multicast address"
        if inner.is_multicast
        else "an address for documents"
        if any(inner in each for each in _DOCUMENTS)
        else "an address that carriers share (CGNAT)"
        if inner in _SHARED
        else "an address that no host has"
        if inner.is_unspecified or inner.is_reserved
        else "a private address"
        if inner.is_private
        else "an address that no host has"
        if not inner.is_global
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
