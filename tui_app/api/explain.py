"""Explain a failed request in plain words.

Each explanation says what happened, whether something may have been created, and what to do next.
"""

from typing import Final, Literal, NamedTuple, Protocol

Kind = Literal[
    "setup",
    "dns",
    "refused",
    "no_route",
    "tls",
    "connect_timeout",
    "proxy",
    "not_connected",
    "lost",
    "timeout",
    "too_large",
    "garbled",
    "redirect",
    "page",
    "server",
    "unauthorized",
    "forbidden",
    "limited",
    "account",
    "not_found",
    "conflict",
    "invalid",
    "busy",
    "status",
]
"""What happened.

Up to `not_connected`: before anything was sent. Up to `garbled`: no usable answer. The others: by
HTTP status.
"""


class Facts(Protocol):
    """What is known about a request that did not succeed."""

    @property
    def kind(self) -> Kind: ...

    @property
    def status(self) -> int | None: ...

    @property
    def detail(self) -> str: ...

    @property
    def retry_after(self) -> float | None: ...

    @property
    def request_id(self) -> str | None: ...

    @property
    def is_final(self) -> bool: ...

    @property
    def effect(self) -> str: ...


class Explanation(NamedTuple):
    """Three answers, each one or two sentences, safe to show.

    `effect` is empty if the request creates nothing.
    """

    happened: str
    effect: str
    advice: str

    @property
    def text(self) -> str:
        """The three answers as one paragraph."""
        return " ".join(part for part in self if part)


_LATER: Final = "Try again later."
_NETWORK: Final = "Check the network of this machine, and HTTPS_PROXY if there is a proxy."
_LOOK: Final = "Look whether it exists before you send it again."
_KEY_PAGE: Final = "API keys are made and seen at portal.telnyx.com, under API Keys."

WORDS: Final[dict[Kind, tuple[str, str]]] = {
    "setup": (
        "The connection to the API could not be prepared",
        "Fix that setting of the environment and try again.",
    ),
    "dns": (
        "The name of the API's host could not be resolved",
        f"{_NETWORK} Check the base URL if you gave one.",
    ),
    "refused": (
        "The API's host refused the connection",
        f"{_NETWORK} Check the base URL and its port if you gave one.",
    ),
    "no_route": ("There is no way from here to the API's host", _NETWORK),
    "tls": (
        (
            "No secure connection could be made: the server's certificate is not trusted here, or "
            "it speaks no TLS"
        ),
        (
            "If a proxy of your company inspects TLS, name its certificates in SSL_CERT_FILE; "
            "check this machine's clock."
        ),
    ),
    "connect_timeout": (
        "The API's host did not answer in time",
        f"{_NETWORK} A firewall may drop the connection.",
    ),
    "proxy": (
        "The proxy did not let the connection through",
        "Check HTTPS_PROXY and NO_PROXY, and what the proxy allows.",
    ),
    "not_connected": ("No connection to the API could be made", _NETWORK),
    "lost": ("The connection broke before the answer was complete", _LOOK),
    "timeout": ("No complete answer came in time", f"{_LOOK} --timeout sets how long to wait."),
    "too_large": (
        "The answer was larger than any answer of this API",
        f"{_LOOK} Something between here and the API may have sent it.",
    ),
    "garbled": (
        "The answer cannot be understood: it is not what this API answers",
        f"{_LOOK} Check the base URL.",
    ),
    "redirect": (
        "The server sent the request elsewhere, which is not followed: the API key would go along",
        "Check the base URL; a network that asks for a login first does this too.",
    ),
    "page": (
        "Something that is not the API answered: a proxy, a firewall or a login page",
        f"{_LOOK} Check the network and the base URL.",
    ),
    "server": (
        "The API had an error of its own",
        f"{_LOOK} status.telnyx.com says whether it is known.",
    ),
    "unauthorized": (
        "The API did not accept the key",
        f"Check TELNYX_API_KEY for missing characters. {_KEY_PAGE}",
    ),
    "forbidden": (
        "The API key may not do this",
        f"Use a key of an account that may manage SIP connections. {_KEY_PAGE}",
    ),
    "limited": (
        "The account's level does not allow it, or no more of it",
        (
            "Delete a connection that is no longer needed, or upgrade the account at "
            "portal.telnyx.com."
        ),
    ),
    "account": (
        "The account or the key is blocked, inactive, unverified or out of funds",
        "See the account at portal.telnyx.com.",
    ),
    "not_found": ("The API has nothing at this address", "Check the base URL: it ends with /v2."),
    "conflict": ("The API says that this conflicts with what it has", _LOOK),
    "invalid": (
        "The API does not accept one of the answers",
        "Fix what it names and send it again.",
    ),
    "busy": (
        "The API is busy: too many requests for this account",
        "Wait a little, then send it again.",
    ),
    "status": ("The API answered with a status that means nothing here", _LOOK),
}

# If the answer said for certain that nothing was done, there is no need to look first.
_CERTAIN_ADVICE: Final = "Fix what it names, or try again later."


def explain(failure: Facts, *, creating: bool = True) -> Explanation:
    """Explain `failure` in plain words.

    `creating`: this was the request that creates; otherwise it only reads and changes nothing.
    """
    happened, advice = WORDS[failure.kind]
    facts = [
        fact
        for fact in (f"HTTP {failure.status}" if failure.status else "", failure.detail)
        if fact
    ]
    happened += f" ({'; '.join(facts)})." if facts else "."
    if failure.kind == "busy" and failure.retry_after is not None:
        advice = f"It asks to wait {spoken(failure.retry_after)}; then send it again."
    if not creating:
        return Explanation(happened, "", _reading(advice))
    if failure.is_final and advice.startswith(_LOOK):
        advice = _CERTAIN_ADVICE
    if failure.request_id and failure.kind in ("server", "status"):
        advice += f" The API calls the request {failure.request_id}."
    return Explanation(happened, failure.effect, advice)


def _reading(advice: str) -> str:
    return advice.removeprefix(_LOOK).strip() or _LATER


def spoken(seconds: float) -> str:
    """Return a length of time in words, never rounded down."""
    whole = int(-(-seconds // 1))
    for size, noun in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if whole >= 2 * size:
            return f"{-(-whole // size)} {noun}s"
    return "1 second" if whole == 1 else f"{whole} seconds"
