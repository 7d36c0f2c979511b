"""Find secrets in the wrong place: an API key in a name, a password in a SIP URI.

Pure: no Textual, no files. The screen and the lines check a text before it becomes an answer, the
request's validation checks before anything is sent, and the draft before anything is written. Every
pattern is bounded, so that a hostile text takes no longer than an ordinary one.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from tui_app.settings.problem import Answer
from tui_app.text.escape import names_a_secret

LONGEST: Final = 20_000
"""Characters that are searched. No setting accepts so many."""

_MAY_HOLD = re.compile(r"KEY|[:=]|--|bearer|basic", re.IGNORECASE)
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{1,40}-----")
# The vendor's keys: KEY, sometimes an underscore, then a long run of letters and digits.
_KEY = re.compile(r"(?<![A-Za-z0-9])KEY_?([A-Za-z0-9]{16,400})[A-Za-z0-9_-]{0,400}")
_HEADER = re.compile(
    r"\b(bearer|basic)[ \t]{1,20}([A-Za-z0-9._~+/=-]{8,2000})(?![A-Za-z0-9._~+/=-])", re.IGNORECASE
)
_SIP = re.compile(r"\bsips?:([^\s:@/<>\"']{1,200}):(\S{1,300})@[^\s@]", re.IGNORECASE)
_LOGIN = re.compile(
    r"(?!sips?:)([A-Za-z0-9][\w.+-]{0,63}):([^\s@/:]{4,128})"
    r"@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
    r"(?::[0-9]{1,5})?"
)
_URL = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{1,20}://([^\s:/?#@]{0,200}):([^\s/?#]{1,300})@")
_WEB = re.compile("https?://", re.IGNORECASE)
# A look-ahead does not consume the value: it may be the name of the next one.
_VALUE = r"(?=[\"']?([^\s\"',;&]{1,400}))"
_ASSIGNED = re.compile(
    r"(?<![\w-])([A-Za-z_][\w.-]{0,60})[\"']?[ \t]{0,4}([:?]=|=>?|:)[ \t]{0,4}" + _VALUE
)
_OPTION = re.compile(r"(?<![\w-])--([A-Za-z][\w.-]{0,60})(=|[ \t]{1,4})" + _VALUE)
_PASSWORD = re.compile("pas+wo?r?d|passphrase|^pwd$|pass$", re.IGNORECASE)
_API_KEY = re.compile(r"api_?-?key", re.IGNORECASE)
# Placeholders, which are no secrets.
_PLACEHOLDER = re.compile(
    r"[$<{%\[(]|[*xX.…-]+$|(?:your|my|the|os|env|process)[_.-]", re.IGNORECASE
)


@dataclass(frozen=True)
class Misplaced:
    """A secret in a text that belongs elsewhere.

    `what` names it with its article; `where` says, in a sentence, where it goes. `api_key`, or
    `password` with the `user_name` beside it, can be filled in where it belongs; they are empty if
    there is none. `text` is the secret itself, to be masked wherever it appears.
    """

    what: str
    where: str
    api_key: str = field(default="", repr=False)
    user_name: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    text: str = field(default="", repr=False)

    @property
    def message(self) -> str:
        """The message for a `Problem` of an answer that contains the secret."""
        return f"holds {self.what}: {self.where}"


def find(text: str, *, address: bool = False) -> Misplaced | None:
    """Return the first secret in `text` that does not belong there; None for an ordinary answer.

    `address`: the answer is a web address. A secret that such an address may contain itself
    (`https://user:password@host`, `?token=...`) is then not misplaced.
    """
    text = text[:LONGEST]
    if not _MAY_HOLD.search(text):
        return None
    if _PEM.search(text):
        return Misplaced("a key or certificate (PEM)", "no setting takes one", text=text)
    key = _api_key(text)
    if key:
        return _key(key)
    if address and _WEB.match(text.strip()):
        return None
    return _header(text) or _sip(text) or _url(text) or _named(text)


def in_answer(answer: Answer, *, address: bool = False) -> Misplaced | None:
    """Return the first misplaced secret in an answer: a text, or a list or object of texts."""
    pending: list[object] = [answer]
    for _ in range(1000):
        if not pending:
            return None
        value = pending.pop()
        if isinstance(value, str):
            found = find(value, address=address)
            if found:
                return found
        elif isinstance(value, list):
            pending += reversed(value)
        elif isinstance(value, dict):
            pending += reversed(value.values())
    return None


def may_become(text: str) -> bool:
    """Whether a text that is still being typed may be the start of a secret."""
    return find(text) is not None or _BEGINS.search(text[-400:]) is not None


_BEGINS = re.compile(
    r"(?<![A-Za-z0-9])(?-i:KEY)_?(?:[A-Za-z0-9]*[0-9]|[A-Za-z0-9_]{6})[A-Za-z0-9_-]*$"
    r"|-----BEGIN|\b(?:bearer|basic)[ \t]+\S+$"
    r"|\bsips?:[^\s:@]+:\S*$|://[^\s/?#@]*:[^\s/?#]*$|--?\w*(?:pass|key|token|secret)\w*[ =]"
    r"|(?:pass\w*|key|token|secret|pin)[\"']?[ \t]*[=:][ \t]*[\"']?\S*$",
    re.IGNORECASE,
)


def holds_login(text: str) -> bool:
    """Whether a web address has a password before its host: it is then written to no file."""
    return _URL.search(text[:LONGEST]) is not None


def _api_key(text: str) -> str:
    for match in _KEY.finditer(text):
        run = match[1]
        # A long word alone may be a name. A key mixes letters with digits, or is longer than a
        # word.
        if len(run) >= 20 or (re.search("[0-9]", run) and re.search("[A-Za-z]", run)):
            return match[0]
    return ""


def _key(key: str) -> Misplaced:
    return Misplaced(
        "an API key",
        "F4 takes it in the wizard, TELNYX_API_KEY anywhere",
        api_key=key,
        text=key,
    )


def _password(user_name: str, password: str) -> Misplaced:
    both = "a user name and a password" if user_name else "a password"
    where = "they go into User name and Password" if user_name else "it goes into Password"
    return Misplaced(both, where, user_name=user_name, password=password, text=password)


def _header(text: str) -> Misplaced | None:
    for match in _HEADER.finditer(text):
        scheme, token = match[1].lower(), match[2]
        is_token = len(token) >= 16 and re.search("[0-9]", token)
        if scheme == "bearer" and is_token:
            return _key(token)
        if scheme == "basic" and "authorization" in text[: match.start()].lower():
            return Misplaced("a password (HTTP Basic)", "no setting takes one", text=token)
    return None


def _sip(text: str) -> Misplaced | None:
    match = _SIP.search(text) or _LOGIN.fullmatch(text.strip())
    if match is None or _PLACEHOLDER.match(match[2]):
        return None
    return _password(unquote(match[1]), unquote(match[2]))


def _url(text: str) -> Misplaced | None:
    match = _URL.search(text)
    if match is None or _PLACEHOLDER.match(match[2]):
        return None
    return Misplaced(
        "a URL with a password in it", "only a webhook URL may have one", text=unquote(match[2])
    )


def _named(text: str) -> Misplaced | None:
    """Return a secret that follows its name: `password=...`, `--api-key ...`, `"token": "..."`."""
    for pattern in (_OPTION, _ASSIGNED):
        for match in pattern.finditer(text):
            name, between, value = match.groups()
            name = name.rpartition(".")[2]
            if not names_a_secret(name) or _PLACEHOLDER.match(value):
                continue
            # "Password: see the wiki" is a sentence.
            rest = text[match.end() :].lstrip("\"'")[len(value) :].partition("\n")[0]
            if between == ":" and (len(value) < 4 or rest.strip(" \t\r\"',;}")):
                continue
            if _API_KEY.search(name):
                return _key(value)
            if _PASSWORD.search(name):
                return _password("", value)
            return Misplaced("a secret", "no setting takes it", text=value)
    return None
