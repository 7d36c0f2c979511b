"""Compare the values of a setting: what was asked for, and what a connection holds.

The API writes some values in another spelling, and null for what is not set.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from tui_app.settings.problem import UNSET, Answer, Path, Unset, pointer
from tui_app.settings.setting import Setting
from tui_app.settings.types import (
    Choice,
    Codecs,
    Country,
    Flag,
    Int64Text,
    Integer,
    Phone,
    Tags,
    Url,
    Uuid,
)
from tui_app.text.document import Json
from tui_app.text.escape import MASK

EMPTY: Final[tuple[Json, ...]] = (None, "", [])
"""What a reply shows for a setting that is not set."""


class Difference(NamedTuple):
    """One value before and after a change; UNSET if there is none."""

    path: Path
    before: "Json | Unset"
    after: "Json | Unset"

    def as_json(self) -> dict[str, Json]:
        """Return it as `update --json` prints it. Whoever made it has masked the secrets."""
        before, after = (None if isinstance(each, Unset) else each for each in self[1:])
        return {"pointer": pointer(self.path), "from": before, "to": after}


def at(document: Mapping[str, Json], path: Path) -> "Json | Unset":
    """Return the value at `path` in a document; UNSET if it has none."""
    here: Json = dict(document)
    for name in path:
        if not isinstance(here, dict) or name not in here:
            return UNSET
        here = here[name]
    return here


def at_or_null(document: Mapping[str, Json], path: Path) -> "Json | Unset":
    """Return the value at `path`. All of an object that is null is null."""
    if any(at(document, path[:depth]) is None for depth in range(1, len(path))):
        return None
    return at(document, path)


def is_nothing(setting: Setting, value: Answer) -> bool:
    """Whether sending `value` asks for the same as sending nothing."""
    return value in EMPTY or _is_default(setting, value)


def _is_default(setting: Setting, value: Answer) -> bool:
    default = setting.default_words if isinstance(setting.default, Unset) else setting.default
    return value == default and type(value) is type(default)


def same(setting: Setting | None, sent: Answer, kept: Json) -> bool:
    """Whether `kept` is `sent` as the API writes it: spelled differently, or null if not set."""
    if is_masked(kept):
        return True
    if setting is None:
        return _contained(sent, kept)
    if sent is None:
        return kept in EMPTY or kept is False or _is_default(setting, kept)
    if kept is None and is_nothing(setting, sent):
        return True
    return _spelled(setting, sent) == _spelled(setting, kept)


def is_masked(kept: Json) -> bool:
    """Whether `kept` held a secret that was sent: its value can no longer be compared."""
    return any(
        isinstance(text, str) and MASK in text
        for text in (kept if isinstance(kept, list) else [kept])
    )


def _contained(sent: Answer, kept: Json) -> bool:
    """Whether everything sent in an unknown field came back; the API may have added to it."""
    if isinstance(sent, dict) and isinstance(kept, dict):
        return all(name in kept and _contained(item, kept[name]) for name, item in sent.items())
    return is_masked(kept) or (type(sent) is type(kept) and sent == kept)


def _spelled(setting: Setting, value: Answer) -> object:
    """Return `value` in one spelling, to compare: the API ignores differences in spelling only."""
    if isinstance(setting.kind, Flag) and not isinstance(value, bool):
        # Some clients and servers write a switch as text or number.
        return _FLAGS.get(str(value).strip().lower(), value) if value is not None else None
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        items = [_text(item) if isinstance(item, str) else item for item in value]
        if isinstance(setting.kind, Tags):
            items = [str(item) if type(item) is int else item for item in items]
        if isinstance(setting.kind, Codecs):
            return [item.casefold() if isinstance(item, str) else item for item in items]
        return sorted(map(repr, set(map(repr, items)))) if isinstance(setting.kind, Tags) else items
    if isinstance(value, int | float):
        value = str(int(value) if value == value // 1 else value)
    if not isinstance(value, str):
        return value
    text = _text(value)
    spell = next((spell for kind, spell in _SPELLINGS if isinstance(setting.kind, kind)), None)
    return spell(text) if spell else text


def _text(value: str) -> str:
    return unicodedata.normalize("NFC", value).strip()


def _number(text: str) -> str:
    # No number of the API is longer, and the pattern's time grows with the square of the length.
    whole = re.fullmatch(r"\+?0*([0-9]+?)(\.0*)?", text) if len(text) < 40 else None
    return whole[1] if whole else text


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        return text
    scheme, netloc = parts.scheme.lower(), parts.netloc.lower()
    port = {"http": ":80", "https": ":443"}.get(scheme, "")
    plain = parts._replace(
        scheme=scheme, netloc=netloc.removesuffix(port), path=parts.path or "/"
    ).geturl()
    return re.sub("%[0-9a-f]{2}", lambda match: match[0].upper(), plain, flags=re.IGNORECASE)


_FLAGS: Final[dict[str, bool]] = {"true": True, "1": True, "false": False, "0": False}


_SPELLINGS: Final[tuple[tuple[type | tuple[type, ...], Callable[[str], str]], ...]] = (
    ((Integer, Int64Text), _number),
    (Phone, lambda text: re.sub("[^0-9]", "", text) or text),
    (Url, lambda text: _url(text) if text else text),
    ((Uuid, Choice, Country), str.casefold),
)
