"""The base URL and the API key, checked before anything is sent."""

import re
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from tui_app.text.escape import escape_controls, shortened

if TYPE_CHECKING:
    from pydantic import SecretStr

PRODUCTION_URL: Final = "https://api.telnyx.com/v2"
SANDBOX_URL: Final = "http://sandbox.invalid/v2"
"""Never resolved: the sandbox answers within the process."""
MAX_URL: Final = 1000
MAX_KEY: Final = 1000

_PORTS: Final = {"https": 443, "http": 80}


class BadTarget(Exception):
    """The base URL or the key cannot be used; the text says why, and holds neither."""


class Target(NamedTuple):
    """A base URL without a slash at its end, and its label on screens.

    The label is PRODUCTION, SANDBOX or the host.
    """

    base_url: str
    label: str

    @property
    def host(self) -> str:
        """The host that a confirmation names."""
        return "the embedded sandbox" if self.is_sandbox else urlsplit(self.base_url).netloc

    @property
    def is_sandbox(self) -> bool:
        return self.base_url == SANDBOX_URL

    @property
    def stays_here(self) -> bool:
        """Whether requests go without TLS, which they do only on this machine."""
        return self.base_url.startswith("http:")


SANDBOX: Final = Target(SANDBOX_URL, "SANDBOX")


def find_target(base_url: str | None, environ: Mapping[str, str]) -> Target:
    """Return the target that `--base-url`, else TELNYX_BASE_URL, else the vendor's docs name.

    Raises `BadTarget` unless it is https, or http to a loopback host, and holds only host, port and
    path.
    """
    url = (base_url or environ.get("TELNYX_BASE_URL") or PRODUCTION_URL).strip()
    fault = _fault(url)
    if fault:
        raise BadTarget(f"the base URL {fault}")
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    name = f"[{host}]" if ":" in host else host
    authority = name if port in (None, _PORTS[parts.scheme]) else f"{name}:{port}"
    base = f"{parts.scheme}://{authority}{parts.path.rstrip('/')}"
    return Target(base, "PRODUCTION" if base == PRODUCTION_URL else authority)


def _fault(url: str) -> str | None:
    """Return what is wrong with a base URL, in words; None if nothing is.

    The words never quote the URL itself: it may hold a password or be a key.
    """
    if len(url) > MAX_URL or not re.fullmatch(r"[!-~]+", url) or re.search(r"[\\\"<>^`{|}]", url):
        return f"must be visible ASCII of at most {MAX_URL} characters, like {PRODUCTION_URL}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "cannot be read: its host or port (1 to 65535) is wrong"
    if parts.scheme not in _PORTS:
        return f"must begin with https://, like {PRODUCTION_URL}"
    if "@" in parts.netloc:
        return (
            "must hold no user name or password: the key is given by TELNYX_API_KEY or "
            "--api-key-file"
        )
    if "?" in url or "#" in url:
        return "must end with its path: no question mark or fragment"
    return _authority_fault(parts, port)


def _authority_fault(parts: SplitResult, port: int | None) -> str | None:
    host = parts.hostname or ""
    if not _is_host(host):
        return "has no usable host"
    if port == 0 or parts.netloc.endswith(":"):
        return "has a wrong port: 1 to 65535"
    if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*/?", parts.path) or re.search(
        r"/\.{1,2}(/|$)", parts.path
    ):
        return "has a path that no API has: letters, digits, - . _ ~ between single slashes"
    if parts.scheme == "http" and not _is_loopback(host):
        return (
            "must begin with https://: over http:// the API key would travel in clear to "
            f"{shortened(host)}"
        )
    return None


def _is_host(host: str) -> bool:
    if ":" in host:
        return _address(host) is not None
    label = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
    return len(host) <= 253 and re.fullmatch(rf"{label}(\.{label})*\.?", host) is not None


def _is_loopback(host: str) -> bool:
    address = _address(host)
    return host == "localhost" if address is None else address.is_loopback


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


_DRESSED = re.compile(
    r"""(?:(?:export|set)[ \t]+|\$env:)?(?:["']?[\w-]*(?:api[_ -]?key|authorization)["']?[ \t]*[=:]
    [ \t]*)?(?:bearer[ \t]+)?["']?([^\s"']+)["']?[;,]?""",
    re.IGNORECASE | re.VERBOSE,
)


def check_key(text: str, source: str = "the API key") -> "SecretStr":
    """Return an API key, without what is copied along with it; `source` names where it came from.

    That is white space around it, and a line as `export TELNYX_API_KEY='...'` or a header.

    Raises `BadTarget` if it cannot stand in an HTTP header: httpx would raise an error with the key
    in its text.
    """
    from pydantic import SecretStr

    key = text.strip(" \t\r\n")
    if dressed := _DRESSED.fullmatch(key):
        key = dressed[1]
    if not key:
        raise BadTarget(f"{source} is empty")
    if len(key) > MAX_KEY:
        raise BadTarget(f"{source} has more than {MAX_KEY} characters: that is no key")
    wrong = re.search("[^!-~]", key)
    if wrong:
        raise BadTarget(
            f"{source} has {_named(wrong.group())} at character {wrong.start() + 1}: copy it "
            "again from the portal"
        )
    return SecretStr(key)


def _named(character: str) -> str:
    if character in "\r\n":
        return "a line end"
    return "a space" if character in " \t" else "something that is no visible ASCII character"


def find_key(key_file: Path | None, environ: Mapping[str, str]) -> "SecretStr | None":
    """Return the API key from the file, else from TELNYX_API_KEY; None if neither is given.

    Raises `BadTarget` if the key cannot be used.
    """
    if key_file is not None:
        return read_key_file(key_file)
    key = environ.get("TELNYX_API_KEY")
    return check_key(key, "TELNYX_API_KEY") if key else None


def read_key_file(path: Path) -> "SecretStr":
    """Return the API key in the file at `path`. Raises `BadTarget` if it cannot be read or used."""
    name = escape_controls(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(MAX_KEY * 2)
    except (OSError, ValueError) as error:
        reason = (
            error.strerror if isinstance(error, OSError) and error.strerror else "not a file name"
        )
        raise BadTarget(f"cannot read the API key from {name}: {reason}") from None
    # Latin-1 decodes every byte, so that the error can say where a wrong one is.
    return check_key(data.removeprefix(b"\xef\xbb\xbf").decode("latin-1"), f"the API key in {name}")
