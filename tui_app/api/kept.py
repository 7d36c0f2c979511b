"""Compare what a connection holds with what was sent for it.

A 201 proves that the connection exists, not that it is as requested. The API drops what it does not
know or what stands in the wrong object, and stores other values in place of some (read back by
third parties, August 2025 and 2026; the vendor documents none of it).
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from tui_app.settings.change import CHANGE
from tui_app.settings.compare import EMPTY, at, at_or_null, is_nothing, same
from tui_app.settings.problem import Answer, Path, Problem, Unset
from tui_app.settings.setting import Setting
from tui_app.text.document import Json
from tui_app.text.escape import MASK, quoted, shortened

if TYPE_CHECKING:
    from tui_app.api.replies import Connection

CODE: Final = "not_kept"
MOST: Final = 100
"""The most differences reported for one connection. A last one says how many more there were."""
LONGEST: Final = 60
"""The most characters of a value that are shown."""
MEND: Final = "Change it in the portal or by a PATCH"
CHECK: Final = "Check it in the portal"

_PASSWORD: Final[Path] = ("password",)

# The effect on calls, by setting and by the value that the connection has: "*" is any value,
# "empty" is null, an empty text or an empty list. Only facts from SETTINGS.md or the vendor's
# pages.
_EFFECTS: Final[dict[str, dict[str, str]]] = {
    "active": {"false": "every call is refused (SIP 404, reason D18) until it is on"},
    "user_name": {"*": "devices log in with the user name that the API has"},
    "anchorsite_override": {"*": "media passes through the other site"},
    "dtmf_type": {"*": "digits reach you in the other way"},
    "inbound.ani_number_format": {"*": "callers' numbers are written in the other way"},
    "inbound.dnis_number_format": {
        "*": "called numbers are written in the other way, which your routes must match"
    },
    "inbound.timeout_1xx_secs": {"*": "a call fails or moves on when this time is over"},
    "inbound.timeout_2xx_secs": {"*": "an unanswered call ends or moves on after this time"},
    "inbound.isup_headers_enabled": {"false": "calls carry no ISUP headers"},
    "inbound.shaken_stir_enabled": {"false": "calls carry no SHAKEN/STIR Identity header"},
    "inbound.prack_enabled": {"false": "inbound calls offer no PRACK"},
    "inbound.generate_ringback_tone": {"false": "callers may hear silence before the answer"},
    "outbound.generate_ringback_tone": {"false": "no ringing tone is played for the device"},
    "outbound.localization": {"*": "numbers are dialled by the rules of the other country"},
    "outbound.ani_override_type": {"*": "the caller ID override applies to the other calls"},
    "outbound.t38_reinvite_source": {"*": "faxes change to T.38 in the other way"},
    "jitter_buffer.enable_jitter_buffer": {"false": "uneven audio is not smoothed"},
    "webhook_api_version": {"*": "events come in the other form"},
    "webhook_timeout_secs": {"*": "events are retried or fail over after the other time"},
    "call_cost_in_webhooks": {"false": "no event tells the price of a call"},
    "rtcp_settings.port": {"*": "RTCP goes to the other port"},
    "rtcp_settings.capture_enabled": {"false": "the portal shows no jitter and loss of calls"},
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
        "order": "calls may prefer another codec",
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
    sent: Mapping[str, Json],
    connection: "Connection",
    *,
    earlier: bool = False,
    before: Mapping[str, Json] | None = None,
) -> list[Problem]:
    """List each value of `sent`, the body of a create or a change, that `connection` does not hold.

    Each is a warning with the code `not_kept`; no message holds a secret. Also listed: what the
    connection has although it was not sent, if that stops calls or, after a change, if it was not
    so `before`. `earlier`: an earlier attempt made the connection, and may have sent other values.
    """
    answers, _ = CHANGE.read(sent)
    found = [
        *_differences(answers, connection, earlier),
        *(
            []
            if earlier
            else _unasked(answers, connection)
            if before is None
            else _also_changed(answers, connection, before)
        ),
    ]
    orders = {path: order for order, path in enumerate(CHANGE.settings)}
    found.sort(key=lambda problem: orders.get(problem.path, len(orders)))
    if len(found) > MOST:
        more = f"has {len(found) - MOST} more values that were not kept"
        found = [*found[:MOST], Problem((), "warning", CODE, more)]
    return found


def _differences(
    answers: Mapping[Path, Answer], connection: "Connection", earlier: bool
) -> Iterator[Problem]:
    for path, value in answers.items():
        if path == _PASSWORD:
            if not earlier and _other_password(value, connection):
                words = f"was not kept: the API has another one, with which devices log in. {MEND}"
                yield Problem(path, "warning", CODE, words)
            continue
        setting = CHANGE.settings.get(path)
        if setting is None and path in CHANGE.objects and value == {}:
            continue
        kept = at_or_null(connection.document, path)
        if isinstance(kept, Unset):
            if setting is None or not is_nothing(setting, value):
                yield Problem(path, "warning", CODE, _missing(path, setting, value))
        elif not same(setting, value, kept):
            yield Problem(path, "warning", CODE, _differs(path, setting, value, kept, earlier))


def _unasked(answers: Mapping[Path, Answer], connection: "Connection") -> Iterator[Problem]:
    """Yield what was not sent and is on by default, but is off."""
    active: Path = ("active",)
    if active not in answers and at(connection.document, active) is False:
        words = f"is off although nothing was sent for it: {_EFFECTS['active']['false']}. {MEND}"
        yield Problem(active, "warning", CODE, words)
    instant: Path = ("outbound", "instant_ringback_enabled")
    tone: Path = ("outbound", "generate_ringback_tone")
    if (
        answers.get(tone) is True
        and instant not in answers
        and at(connection.document, instant) is False
    ):
        words = "was turned off by the API: it does so when the ringback tone is on"
        yield Problem(instant, "warning", CODE, words)


def _also_changed(
    answers: Mapping[Path, Answer], connection: "Connection", before: Mapping[str, Json]
) -> Iterator[Problem]:
    """Yield what was not sent, and is not as it was `before` the change."""
    for path, setting in CHANGE.settings.items():
        was, is_now = at(before, path), at(connection.document, path)
        if path in answers or setting.secret or isinstance(was, Unset) or was == is_now:
            continue
        if isinstance(is_now, Unset):
            continue
        if not (CHANGE.keeps(path, was) and CHANGE.keeps(path, is_now)):
            continue
        words = (
            f"was not sent and is not as it was: it was {_named(path, was)}, "
            f"it is {_named(path, is_now)}"
        )
        effect = _effect(setting, was, is_now)
        yield Problem(path, "warning", CODE, f"{words}{f': {effect}' if effect else ''}. {MEND}")


def _missing(path: Path, setting: Setting | None, value: Answer) -> str:
    if setting is None:
        return "is not in the API's reply: most likely the API dropped it"
    sent = f": sent {_named(path, value)}" if CHANGE.keeps(path, value) else ""
    effect = _effect(setting, value, None)
    then = f". Without it {effect}" if effect else ""
    return f"is not in the API's reply, so it may not have been kept{sent}{then}. {CHECK}"


def _differs(path: Path, setting: Setting | None, value: Answer, kept: Json, earlier: bool) -> str:
    effect = _effect(setting, value, kept) if setting else ""
    then = f"{f': {effect}' if effect else ''}. {MEND}"
    if not CHANGE.keeps(path, value) or not CHANGE.keeps(path, kept):
        return f"was not kept: the API has another value{then}"
    sent, has = _named(path, value), _named(path, kept)
    words = (
        f"differs: you have {sent}, the connection {has}"
        if earlier
        else f"was not kept: sent {sent}, the API has {has}"
    )
    return f"{words}{then}"


def _effect(setting: Setting, before: "Answer | Unset", kept: Json) -> str:
    effects = _EFFECTS.get(setting.json_path, {})
    if isinstance(before, list) and isinstance(kept, list) and kept:
        same_items = sorted(map(repr, before)) == sorted(map(repr, kept))
        if same_items and "order" in effects:
            return effects["order"]
    if kept in EMPTY and "empty" in effects:
        return effects["empty"]
    if kept in EMPTY and not isinstance(setting.default, Unset):
        kept = setting.default
    return effects.get(quoted(kept).strip('"')) or effects.get("*", "")


def _named(path: Path, value: Answer) -> str:
    if value == "":
        return "an empty text"
    if value == []:
        return "an empty list"
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return f"[{shortened(', '.join(map(str, value)), LONGEST)}]"
    return quoted(value, LONGEST)


def _other_password(sent: Answer, connection: "Connection") -> bool:
    """Whether the reply shows a password, and a different one.

    Secrets that were sent are already masked in replies here.
    """
    shown = connection.password.get_secret_value() if connection.password else ""
    return bool(shown.strip("*")) and MASK not in shown and shown != sent
