"""Find secrets in the wrong place: an API key in a name, a password in a SIP URI.

Pure: no Textual, no files. The screen and the lines check a text before it becomes an answer, the
request's validation checks before anything is sent, and the draft before anything is written. Every
pattern is bounded, so that a hostile text takes no longer than an ordinary one.
"""

import re
from base64 import b64decode
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote

from tui_app.settings.problem import Answer
from tui_app.text.escape import names_a_secret

LONGEST: Final = 20_000
"""Characters that are searched. No setting accepts so many."""
SHORTEST: Final = 6
"""Characters. A shorter text holds no secret with its name."""

# Words alone are no secret, and neither is a number or a time; they are told apart at once.
_MAY_HOLD = re.compile("(?=.*[A-SU-Ya-z]).*(?:[0-9:=<@\uff1d\uff1a]|KEY|--)", re.DOTALL)
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{1,40}-----")
# The vendor's keys: KEY, sometimes an underscore, then a long run of letters and digits.
_KEY = re.compile(r"(?<![A-Za-z0-9])KEY_?([A-Za-z0-9]{16,400})[A-Za-z0-9_-]{0,400}")
# Tokens that other services let everyone recognize by how they begin.
_TOKEN = re.compile(
    r"""(?<![A-Za-z0-9_])(?:
    A[KS]IA(?=[A-Z]{0,15}[0-9])[A-Z0-9]{16}(?![A-Za-z0-9])
    |gh[opsur]_[A-Za-z0-9]{30,400} |github_pat_[A-Za-z0-9_]{22,400} |glpat-[\w-]{20,400}
    |(?:xox[abeoprs]|xapp)-(?=[A-Za-z-]{0,40}[0-9])[\w-]{10,400}
    |hooks\.slack\.com/services/[\w/]{20,400}
    |[rs]k_(?:live|test)_[A-Za-z0-9]{10,400} |whsec_[A-Za-z0-9+/=]{8,400}
    |sk-(?:[a-z]{2,10}[0-9]{0,3}-){0,3}(?=[A-Za-z_]{0,40}[0-9])[A-Za-z0-9_]{20,400}
    |AIza[\w-]{35} |SG\.[\w-]{16,100}\.[\w-]{16,100} |(?:npm|hf)_[A-Za-z0-9]{30,400}
    |pypi-[\w-]{30,400} |eyJ[\w-]{10,2000}\.[\w-]{10,9000}(?:\.[\w-]{0,2000})?
    )""",
    re.VERBOSE,
)
_HEADER = re.compile(
    r"\b(bearer|basic)[ \t]{1,20}([A-Za-z0-9._~+/=-]{8,2000})(?![A-Za-z0-9._~+/=-])", re.IGNORECASE
)
_SIP = re.compile(r"\bsips?:([^\s:@/<>\"']{1,200}):(\S{1,300})@[^\s@]", re.IGNORECASE)
# Asterisk: register => [transport://]user[@domain][:secret[:authuser]]@host[:port][/extension]
_REGISTER = re.compile(
    r"\bregister[ \t]{0,4}=>?[ \t]{0,4}(?:[a-z]{2,5}://)?([^\s:@/]{1,200})(?:@[^\s:@]{1,200})?"
    r":([^\s:]{1,200})(?::[^\s:@]{1,200})?@[^\s@]",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?<![\w@:/.+-])(?!sips?:)([A-Za-z0-9][\w.+-]{0,63}):([^\s@/:]{4,128})"
    r"@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z0-9-]{1,63})"
)
_CURL_USER = re.compile(
    r"(?<![\w-])(?:-u|--user)[ =]{1,4}[\"']?([^\s:\"']{1,200}):([^\s\"']{4,300})"
)
_URL = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{1,20}://([^\s:/?#@]{0,200}):([^\s/?#]{1,300})@")
_QUERY = re.compile(r"[?&#;]([A-Za-z_][\w.-]{0,60})=([^&#;\s]{1,2000})")
_OF_LOGIN = re.compile(r"\s*<?(?:sips?:|register\b)", re.IGNORECASE)
_WEB = re.compile("https?://", re.IGNORECASE)
_ESCAPED = re.compile("%3[ad]", re.IGNORECASE)
# Words in front of an e-mail address, as in a tag: `owner:anna1@example.com` is no login.
_CONTACT = re.compile(
    r"(?:.*[_.-])?(?:owner|contact|e?-?mail(?:to)?|from|to|cc|by|user|person|lead"
    r"|manager|support|team|account|trunk|ext(?:ension)?|aor|uri|address)",
    re.IGNORECASE,
)

# Characters that pasting leaves in a text, and that nobody sees.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_BLANK = "[ \t\u00a0\u2000-\u200a\u202f\u3000]"
_QUOTE = "(?:\\\\{0,2}[\"'\u201c\u201d\u201e\u2018\u2019])"
# A name's match ends in front of its value, which may be the name of the next one.
_ASSIGNED = re.compile(
    rf"(?<![\w-])(api[ -]?key|[^\W\d][\w.-]{{0,60}})({_QUOTE}?){_BLANK}{{0,20}}"
    rf"([:?]=|=>?|[:\uff1d\uff1a]){_BLANK}{{0,20}}",
    re.IGNORECASE,
)
_NAMED_LAST = re.compile(r"([A-Za-z][\w.-]{0,60})[\"']?[ \t]*[=:][ \t]*$")
_OPTION = re.compile(rf"(?<![\w-])--([A-Za-z][\w.-]{{0,60}})()(=|{_BLANK}{{1,4}})")
_PAIRED = re.compile(r"[\"']([A-Za-z][\w.-]{0,60})([\"'])([ \t]{0,4},[ \t]{0,4})(?=[\"'])")
# `<password>...</password>`, `<entry name="passwd">...</entry>`, `<param name="password" value=`.
_ELEMENT = re.compile(r"<([A-Za-z_][\w.-]{0,60})(?:\s[^<>]{0,200})?>([^<>]{1,400})</")
_ATTRIBUTE = re.compile(
    r"\bname=[\"']([\w.-]{1,60})[\"'][^<>]{0,200}?"
    r"(?:\bvalue=[\"']([^\"'<>]{1,400})[\"']|>([^<>]{1,400})<)"
)
# A name and its value without a sign between them: only what cannot be a word counts.
_SAID = re.compile(
    rf"(?<![\w-])([\w-]{{0,40}}(?:passwor[dt]|passwd|passphrase|kennwort|contrase\u00f1a|wachtwoord"
    rf"|api[ _-]?key)){_QUOTE}?{_BLANK}{{0,4}}[:=]?(?:{_BLANK}|[\r\n]){{1,10}}"
    rf"(?:(?:is|ist|->|=>|[\u2192\u2013\u2014-]){_BLANK}{{1,4}})?",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"(?:[A-Za-z][\w.]{0,40}\()?\\{0,2}"
    "(?:\"([^\"\n]{1,400}?)\\\\{0,2}\"|'([^'\n]{1,400}?)'|[\u201c\u201e]([^\u201c\u201d\n]{1,400})"
    "[\u201c\u201d]|\u2018([^\u2019\n]{1,400})\u2019)"
)
_BARE = re.compile(f"{_QUOTE}?([^\\s\"',;&]{{1,400}})")
_PASSWORD = re.compile(
    r"pas+wo?r?[dt]|passphrase|kennwort|contrase|wachtwoord|^psw?d$|^pwd$|pass$", re.IGNORECASE
)
_API_KEY = re.compile(r"api[ _-]?key", re.IGNORECASE)
# Names that mean nothing but a secret; "auth", "certificate" and the like may mean its kind.
_SURE = re.compile(
    rf"{_PASSWORD.pattern}|{_API_KEY.pattern}|passcode|secret|token$|pin$|otp$", re.IGNORECASE
)
_ANY_KEY = re.compile(r"(?:(?!(?i:.*public)).*(?:[_.-]|[a-z](?=K)))?(?:key|Key|KEY)")
_UUID = re.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_RUN = re.compile("[A-Za-z0-9]{16}")
_COLONS = (":", "\uff1a")
# Placeholders, which are no secrets.
_PLACEHOLDER = re.compile(
    r"[$<{%\[(]|[*xX.\u2026-]+$|(?:your|my|the|os|env|process)[_.-]"
    r"|(?:none|unset|null|n/a|true|false|yes|no|empty|optional|required|pending|unknown|tbd)$",
    re.IGNORECASE,
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
    if len(text) < SHORTEST or not _MAY_HOLD.match(text):
        return None
    seen = _INVISIBLE.sub("", text)
    found = _find(seen, address=address)
    if found and found.text not in text and "%" not in text:
        # Something invisible stands in the middle of it.
        return replace(found, text=text)
    return found


def _find(text: str, *, address: bool) -> Misplaced | None:
    if _PEM.search(text):
        return Misplaced("a key or certificate (PEM)", "no setting takes one", text=text)
    key = _api_key(text)
    if key:
        return _key(key)
    if address and _WEB.match(text.strip()):
        return None
    token = _TOKEN.search(text)
    if token:
        return Misplaced("an access token", "no setting takes one", text=token[0])
    found = _header(text) or _login(text) or _url(text) or _named(text)
    if found is None and _ESCAPED.search(text):
        return _named(unquote(text))
    return found


def begins(text: str) -> str | None:
    """Return the text of the line up to which a secret goes on that begins in the line `text`.

    "" is the next line, whatever it is; None if no secret begins here.
    """
    if _PEM.search(text) and "-----END" not in text:
        return "-----END"
    named = _NAMED_LAST.search(text[-100:])
    return "" if named and names_a_secret(named[1]) else None


def find_in_password(text: str) -> Misplaced | None:
    """Return the secret in a text given as a password that is surely none: a key, a SIP address."""
    found = find(text)
    if found and (found.api_key or (found.user_name and _OF_LOGIN.match(text))):
        return found
    return None


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


def is_secret_member(name: str, value: object) -> bool:
    """Whether a member that no setting is declared for is a secret: by its name, or as it looks.

    Members called `key` often are names; their value decides.
    """
    if value is None:
        return False
    if names_a_secret(name):
        return True
    if not isinstance(value, str):
        return False
    looks = len(value) >= 12 and _is_mixed(value) and not re.search(r"\s", value)
    if looks and _ANY_KEY.fullmatch(name[:100]) and not _UUID.fullmatch(value):
        return True
    return find(value) is not None


def may_become(text: str) -> bool:
    """Whether a text that is still being typed may be the start of a secret."""
    return find(text) is not None or _BEGINS.search(text[-400:]) is not None


_BEGINS = re.compile(
    r"(?<![A-Za-z0-9])(?-i:KEY)_?(?:[A-Za-z0-9]*[0-9]|[A-Za-z0-9_]{6})[A-Za-z0-9_-]*$"
    r"|(?<![A-Za-z0-9_])(?-i:gh[opsur]_|github_pat_|glpat-|xox[a-z]-|[rs]k_(?:live|test)_|whsec_"
    r"|AIza|eyJ|A[KS]IA[A-Z]*[0-9])\S*$"
    r"|(?<![\w@:/.+-])(?!sips?:)[A-Za-z0-9][\w.+-]*:[^\s@/:]*[0-9][^\s@/:]*(?:@[\w.-]*)?$"
    r"|(?:password|passwort|passwd|passphrase)[ \t]+(?:is[ \t]+)?\S*[0-9]\S*$"
    r"|<[\w-]*pass[^<>]*>[^<>]*<?$"
    r"|-----BEGIN|\b(?:bearer|basic)[ \t]+\S+$"
    r"|\bsips?:[^\s:@]+:\S*$|://[^\s/?#@]*:[^\s/?#]*$|--?\w*(?:pass|key|token|secret)\w*[ =]"
    r"|(?:pass\w*|key|token|secret|pin)[\"']?[ \t]*[=:][ \t]*[\"']?\S*$",
    re.IGNORECASE,
)


def address_holds_secret(text: str) -> bool:
    """Whether a web address has a secret of its own, which is sent but written to no file.

    A password before its host, or a token in its path or query.
    """
    text = text[:LONGEST]
    if _URL.search(text) or _TOKEN.search(text):
        return True
    return any(
        len(value) >= SHORTEST and not _PLACEHOLDER.match(value) and is_secret_member(name, value)
        for name, value in _QUERY.findall(text)
    )


def _api_key(text: str) -> str:
    for match in _KEY.finditer(text):
        run = match[1]
        # A long word alone may be a name. A key mixes letters with digits, or is longer than a
        # word.
        if len(run) >= 20 or (re.search("[0-9]", run) and re.search("[A-Za-z]", run)):
            return match[0]
    return ""


def _key(key: str) -> Misplaced:
    where = "F4 takes it in the wizard, TELNYX_API_KEY anywhere"
    return Misplaced("an API key", where, api_key=key, text=key)


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
        if scheme == "basic" and _is_login(token):
            return Misplaced("a password (HTTP Basic)", "no setting takes one", text=token)
    return None


def _is_login(token: str) -> bool:
    """Whether `token` is a user name and a password as HTTP Basic writes them."""
    try:
        text = b64decode(token, validate=True).decode()
    except ValueError:
        return False
    return ":" in text and text.isprintable()


def _login(text: str) -> Misplaced | None:
    for pattern in (_SIP, _REGISTER, _CURL_USER):
        match = pattern.search(text)
        if match and not _PLACEHOLDER.match(match[2]):
            return _password(unquote(match[1]), unquote(match[2]))
    for match in _LOGIN.finditer(text):
        user, password, host = match.groups()
        sure = "sip" in re.split("[.-]", host.lower())
        if _PLACEHOLDER.match(password) or _CONTACT.fullmatch(user):
            continue
        if not sure and not (len(password) >= 8 and _is_mixed(password)):
            continue
        return _password(unquote(user), unquote(password))
    return None


def _url(text: str) -> Misplaced | None:
    match = _URL.search(text)
    if match is None or _PLACEHOLDER.match(match[2]):
        return None
    return Misplaced(
        "a URL with a password in it", "only a webhook URL may have one", text=unquote(match[2])
    )


def _named(text: str) -> Misplaced | None:
    """Return a secret that follows its name: `password=...`, `--api-key ...`, `"token": "..."`."""
    for pattern in (_OPTION, _ASSIGNED, _PAIRED):
        for match in pattern.finditer(text):
            name, quoted, between = match.groups()
            value, end, in_quotes = _value(text, match.end())
            sure = between not in _COLONS or bool(quoted or in_quotes)
            rest = "" if sure else text[end:].partition("\n")[0]
            found = _secret(name, value, sure=sure, alone=not rest.strip(" \t\r\"',;}"))
            if found:
                return found
    for pattern in (_ELEMENT, _ATTRIBUTE):
        for match in pattern.finditer(text):
            name, *values = match.groups()
            found = _secret(name, next(filter(None, values), ""), sure=True)
            if found:
                return found
    for match in _SAID.finditer(text):
        value = _value(text, match.end())[0]
        if len(value) >= 8 and _is_mixed(value) and not _PLACEHOLDER.match(value):
            return _key(value) if _API_KEY.search(match[1]) else _password("", value)
    return None


def _value(text: str, start: int) -> tuple[str, int, bool]:
    """Return the value that begins at `start`, where it ends, and whether it is in quotes."""
    quoted = _QUOTED.match(text, start)
    if quoted:
        return next(filter(None, quoted.groups())), quoted.end(), True
    bare = _BARE.match(text, start)
    return (bare[1], bare.end(), False) if bare else ("", start, False)


def _secret(name: str, value: str, *, sure: bool, alone: bool = True) -> Misplaced | None:
    """Return the secret `value` if its `name` says that it is one.

    `sure`: it is written as programs write values. `alone`: nothing else is on its line.
    """
    name = name.rpartition(".")[2]
    if not value or _PLACEHOLDER.match(value):
        return None
    if not names_a_secret(name):
        random = _RUN.search(value) and _is_mixed(value)
        if not (random and _ANY_KEY.fullmatch(name)):
            return None
    elif not (sure or _is_told(name, value, alone)):
        return None
    if _API_KEY.search(name):
        return _key(value)
    if _PASSWORD.search(name):
        return _password("", value)
    return Misplaced("a secret", "no setting takes it", text=value)


def _is_told(name: str, value: str, alone: bool) -> bool:
    """Whether "name: value" tells a secret. "Password: see the wiki" and "auth: OAuth2" do not."""
    means_one = _SURE.search(name) is not None
    if _is_mixed(value) and len(value) >= (SHORTEST if means_one else 12):
        return True
    # A password may be a word.
    fits = re.search("[0-9]", value) or (_PASSWORD.search(name) and len(name) > len("pass"))
    return alone and means_one and len(value) >= 4 and bool(fits)


def _is_mixed(text: str) -> bool:
    """Whether `text` has letters and digits, so that it is no word and no number."""
    return bool(re.search("[0-9]", text) and re.search("[A-Za-z]", text))
