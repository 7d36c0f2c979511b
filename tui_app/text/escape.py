"""Escape text before it is shown, and mask secrets.

Foreign control, direction and invisible characters become visible ones; secrets become asterisks.
Everything that a user typed, a file contained or a server sent passes through here before a person
sees it.
"""

import re

MASK = "********"
"""Replaces a secret wherever one would be shown. Its length says nothing about the secret's."""

# What joiners and variation selectors make another picture of, roughly: signs and emoji.
_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"

# C0, DEL, C1, and what changes direction or is invisible. A joiner is seen between two emoji and
# after the sign that joins Indic letters, a variation selector on an emoji: there they stay.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c"
    "\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
    f"|(?<![{_EMOJI}\ufe0f{_VIRAMAS}])\u200d|(?<=[{_EMOJI}\ufe0f])\u200d(?![{_EMOJI}])"
    f"|(?<![{_EMOJI}0-9#*])[\ufe0e\ufe0f]|(?<=[0-9#*])[\ufe0e\ufe0f](?!\u20e3)"
)


_WORD = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Matched against only the letters of the name, so that no way of writing several words hides one.
_SECRET_PART = re.compile(
    "pas+wo?r?[dt]|passphrase|passcode|kennwort|contrase|wachtwoord|secret(?!ar)"
    "|(?:private|api|access|signing|encryption)key"
    "|tokens?$|accountjson|authorization|(?:sip|user|auth)pass$"
)
# Hashes that log in as well as the password itself does (Asterisk, FreeSWITCH, Linphone).
_HASH = re.compile("(?:^|[^a-z])h?a1(?:[_-]?hash)?$|md5[_-]?cred", re.IGNORECASE)
_SECRET_WORDS = frozenset(
    {"token", "tokens", "bearer", "jwt", "certificate", "certificates", "pwd", "pswd", "cookie"}
)
# Secret only as the last word: an object called `credential_connection` is none.
_SECRET_LAST = frozenset(
    {"pin", "pins", "auth", "credential", "credentials", "pass", "cert", "certs", "otp"}
)
# Last words of names that describe a secret, and do not contain it.
_ABOUT_SECRETS = frozenset(
    [
        "id",
        "ids",
        "uuid",
        "uuids",
        "type",
        "kind",
        "at",
        "count",
        "enabled",
        "required",
        "status",
        "length",
        "expiry",
        "expires",
        "expiration",
        "ttl",
        "policy",
        "format",
        "algorithm",
        "secs",
        "seconds",
    ]
)
_AROUND_SECRETS = frozenset({"code", "value", "data", "header", "string", "text", "pem"})


def names_a_secret(name: str) -> bool:
    """Whether a field of that name most likely contains a secret, in any spelling.

    The one list for masks, drafts and replies. `apiKey`, `private-key` and `SIP_PASSWORD` do;
    `ios_push_credential_id`, `token_type` and `spinning` do not.
    """
    words = [word.lower() for word in _WORD.findall(name)]
    letters = re.sub("[^a-z]", "", name.lower())
    if not words or words[-1] in _ABOUT_SECRETS or (len(words) > 1 and words[0] in ("max", "min")):
        return False
    if _HASH.search(name):
        return True
    if _SECRET_PART.search(letters) or not _SECRET_WORDS.isdisjoint(words):
        return True
    while len(words) > 1 and words[-1] in _AROUND_SECRETS:
        words.pop()
    return words[-1] in _SECRET_LAST


def _shown(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20 or code == 0x7F:
        return "^" + chr(code ^ 0x40)
    return f"<U+{code:04X}>"


def escape_controls(text: str) -> str:
    """Return `text` on one line, without anything that a terminal obeys or a reader cannot see.

    Control characters become caret notation (`^[`), other unsafe code points `<U+202E>`; printable
    characters stay unchanged.
    """
    return UNSAFE.sub(_shown, text)


def stood_in(text: str) -> str:
    """Return `text` with a question mark for each character that `escape_controls` would change.

    The length stays the same, for input fields with a cursor in them.
    """
    return UNSAFE.sub("?", text)


def has_unsafe(text: str) -> bool:
    """Whether `escape_controls` would change `text`."""
    return UNSAFE.search(text) is not None


def shown_lines(text: str) -> list[str]:
    """Return the lines of a program or file made visible; its tabs are blanks."""
    return [escape_controls(line) for line in text.expandtabs(4).rstrip("\n").split("\n")]


def shortened(text: str, limit: int = 40) -> str:
    """Return `text` made visible and cut to at most `limit` characters; three dots mark the cut."""
    text = escape_controls(text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 3] + "..."


def shortened_path(path: str, limit: int = 60) -> str:
    """Return `path` made visible and cut in its middle to at most `limit` characters.

    The end stays, since it contains the file's name.
    """
    text = escape_controls(path)
    if len(text) <= limit:
        return text
    head = limit // 4
    return f"{text[:head]}...{text[head + 3 - limit :]}"


def quoted(value: object, limit: int = 40) -> str:
    """Return a JSON value as a message names it, cut to `limit` characters.

    Text is in double quotes, the rest as JSON writes it.
    """
    if isinstance(value, str):
        return f'"{shortened(value, limit)}"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    # A float's repr is short; str() would refuse an integer of thousands of digits.
    if isinstance(value, int) and value.bit_length() > 128:
        return "a number of many digits"
    return shortened(repr(value), limit)
