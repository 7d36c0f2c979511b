"""Compare what a connection holds with what was sent for it.

A 201 proves that the connection exists, not that it is as requested. The API drops what it does not
know or what stands in the wrong object, and stores other values in place of some (read back by
third parties, August 2025 and 2026; the vendor documents none of it).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from tui_app.api.replies import Connection
from tui_app.settings.problem import UNSET, Answer, Path, Problem, Unset
from tui_app.settings.request import REQUEST
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Codecs, Int64Text, Integer, Phone, Tags, Url, Uuid
from tui_app.text.document import Json
from tui_app.text.escape import MASK, quoted, shortened

CODE: Final = "not_kept"
MOST: Final = 100
"""The most differences reported for one connection. A last one says how many more there were."""
LONGEST: Final = 60
"""The most characters of a value that are shown."""
MEND: Final = "Change it in the portal or by a PATCH"
CHECK: Final = "Check it in the portal"

_PASSWORD: Final[Path] = ("password",)
_EMPTY: Final[tuple[Json, ...]] = (None, "", [])

# The effect on calls, by setting and by the value that the connection has: "*" is any value,
# "empty" is null, an empty text or an empty list. Only facts from SETTINGS.md or the vendor's
# pages.
_EFFECTS: Final[dict[str, dict[str, str]]] = {
    "active": {"false": "every call is refused (SIP 404, reason D18) until it is on"},
    "user_name": {"*": "devices log in with the user name that the API has"},
    "outbound.outbound_voice_profile_id": {
        "empty": "outbound calls are refused (SIP 403, reason D38) until the connection has one",
        "*": "outbound calls follow the other profile",
    },
    "outbound.ani_override": {
        "empty": "calls show the caller ID that the device sends, and are refused "
        "(SIP 403, reason D35) if that is no number of yours",
        "*": "calls show the other number",
    },
    "outbound.channel_limit": {"empty": "the number of outbound calls has no limit"},
    "outbound.instant_ringback_enabled": {
        "false": "callers hear ringing only once it comes from the far end or is generated"
    },
    "outbound.call_parking_enabled": {"false": "outbound calls wait for no application"},
    "inbound.codecs": {
        "empty": "most likely the default codecs are offered",
        "*": "calls may use other codecs",
    },
    "inbound.channel_limit": {"empty": "the number of inbound calls has no limit"},
    "inbound.simultaneous_ringing": {
        "disabled": "only the device that registered last rings",
        "empty": "most likely only the device that registered last rings",
    },
    "ios_push_credential_id": {"empty": "an incoming call does not wake the iOS app"},
    "android_push_credential_id": {"empty": "an incoming call does not wake the Android app"},
    "encrypted_media": {
        "empty": "media is not encrypted",
        "SRTP": "calls of a device without SRTP fail (SIP 488)",
    },
    "sip_uri_calling_preference": {
        "disabled": "calls to its SIP URI are refused",
        "empty": "most likely calls to its SIP URI are refused",
        "unrestricted": "anyone can call its SIP URI, billed to you",
    },
    "webhook_event_url": {"empty": "no events are sent"},
    "webhook_event_failover_url": {"empty": "events are lost while the event URL fails"},
    "noise_suppression": {"disabled": "noise is not taken out"},
}


def not_kept(
    sent: Mapping[str, Json], connection: Connection, *, earlier: bool = False
) -> list[Problem]:
    """List each value of `sent`, the body of a create, that `connection` does not hold.

    Each is a warning with the code `not_kept`; no message holds a secret. Also listed: what the
    connection has although it was not sent, if that stops calls. `earlier`: an earlier attempt made
    the connection, and may have sent other values.
    """
    answers, _ = REQUEST.read(sent)
    found = [
        *_differences(answers, connection, earlier),
        *([] if earlier else _unasked(answers, connection)),
    ]
    orders = {path: order for order, path in enumerate(REQUEST.settings)}
    found.sort(key=lambda problem: orders.get(problem.path, len(orders)))
    if len(found) > MOST:
        more = f"has {len(found) - MOST} more values that were not kept"
        found = [*found[:MOST], Problem((), "warning", CODE, more)]
    return found


def _differences(
    answers: Mapping[Path, Answer], connection: Connection, earlier: bool
) -> Iterator[Problem]:
    for path, value in answers.items():
        if path == _PASSWORD:
            if not earlier and _other_password(value, connection):
                words = f"was not kept: the API has another one, with which devices log in. {MEND}"
                yield Problem(path, "warning", CODE, words)
            continue
        setting = REQUEST.settings.get(path)
        if setting is None and path in REQUEST.objects and value == {}:
            continue
        kept = _at(connection.document, path)
        if isinstance(kept, Unset):
            if setting is None or not _is_nothing(setting, value):
                yield Problem(path, "warning", CODE, _missing(path, setting, value))
        elif not _same(setting, value, kept):
            yield Problem(path, "warning", CODE, _differs(path, setting, value, kept, earlier))


def _unasked(answers: Mapping[Path, Answer], connection: Connection) -> Iterator[Problem]:
    """Yield what was not sent and is on by default, but is off."""
    active: Path = ("active",)
    if active not in answers and _at(connection.document, active) is False:
        words = f"is off although nothing was sent for it: {_EFFECTS['active']['false']}. {MEND}"
        yield Problem(active, "warning", CODE, words)
    instant: Path = ("outbound", "instant_ringback_enabled")
    tone: Path = ("outbound", "generate_ringback_tone")
    if (
        answers.get(tone) is True
        and instant not in answers
        and _at(connection.document, instant) is False
    ):
        words = "was turned off by the API: it does so when the ringback tone is on"
        yield Problem(instant, "warning", CODE, words)


def _missing(path: Path, setting: Setting | None, value: Answer) -> str:
    if setting is None:
        return "is not in the API's reply: most likely the API dropped it"
    sent = f": sent {_named(path, value)}" if REQUEST.keeps(path, value) else ""
    return f"is not in the API's reply, so it may not have been kept{sent}. {CHECK}"


def _differs(path: Path, setting: Setting | None, value: Answer, kept: Json, earlier: bool) -> str:
    if not REQUEST.keeps(path, value) or not REQUEST.keeps(path, kept):
        return f"was not kept: the API has another value. {MEND}"
    sent, has = _named(path, value), _named(path, kept)
    words = (
        f"differs: you have {sent}, the connection {has}"
        if earlier
        else f"was not kept: sent {sent}, the API has {has}"
    )
    effect = _effect(setting, kept) if setting else ""
    return f"{words}{f': {effect}' if effect else ''}. {MEND}"


def _effect(setting: Setting, kept: Json) -> str:
    effects = _EFFECTS.get(setting.json_path, {})
    key = "empty" if kept in _EMPTY else quoted(kept).strip('"')
    return effects.get(key) or effects.get("*", "")


def _named(path: Path, value: Answer) -> str:
    if value == "":
        return "an empty text"
    if value == []:
        return "an empty list"
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return f"[{shortened(', '.join(map(str, value)), LONGEST)}]"
    return quoted(value, LONGEST)


def _other_password(sent: Answer, connection: Connection) -> bool:
    """Whether the reply shows a password, and a different one.

    Secrets that were sent are already masked in replies here.
    """
    shown = connection.password.get_secret_value() if connection.password else ""
    return bool(shown.strip("*")) and MASK not in shown and shown != sent


def _at(document: Mapping[str, Json], path: Path) -> "Json | Unset":
    here: Json = dict(document)
    for name in path:
        if not isinstance(here, dict) or name not in here:
            return UNSET
        here = here[name]
    return here


def _is_nothing(setting: Setting, value: Answer) -> bool:
    """Whether sending `value` asks for the same as sending nothing."""
    return value in _EMPTY or _is_default(setting, value)


def _is_default(setting: Setting, value: Answer) -> bool:
    default = setting.default_words if isinstance(setting.default, Unset) else setting.default
    return value == default and type(value) is type(default)


def _same(setting: Setting | None, sent: Answer, kept: Json) -> bool:
    """Whether `kept` is `sent` as the API writes it: spelled differently, or null if not set."""
    if _is_masked(kept):
        return True
    if setting is None:
        return _contained(sent, kept)
    if sent is None:
        return kept in _EMPTY or kept is False or _is_default(setting, kept)
    if kept is None and _is_nothing(setting, sent):
        return True
    return _spelled(setting, sent) == _spelled(setting, kept)


def _is_masked(kept: Json) -> bool:
    """Whether `kept` held a secret that was sent: its value can no longer be compared."""
    return any(
        isinstance(text, str) and MASK in text
        for text in (kept if isinstance(kept, list) else [kept])
    )


def _contained(sent: Answer, kept: Json) -> bool:
    """Whether everything sent in an unknown field came back; the API may have added to it."""
    if isinstance(sent, dict) and isinstance(kept, dict):
        return all(name in kept and _contained(item, kept[name]) for name, item in sent.items())
    return _is_masked(kept) or (type(sent) is type(kept) and sent == kept)


def _spelled(setting: Setting, value: Answer) -> object:
    """Return `value` in one spelling, to compare: the API ignores differences in spelling only."""
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        items = [_text(item) if isinstance(item, str) else item for item in value]
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
    return parts._replace(
        scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), path=parts.path or "/"
    ).geturl()


_SPELLINGS: Final[tuple[tuple[type | tuple[type, ...], Callable[[str], str]], ...]] = (
    ((Integer, Int64Text), _number),
    (Phone, lambda text: re.sub("[^0-9]", "", text) or text),
    (Url, lambda text: _url(text) if text else text),
    ((Uuid, Choice), str.casefold),
)
