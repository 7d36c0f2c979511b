"""The rules between settings.

A rule is a function from the answers that are sound by themselves to the problems between them. An answer that is unsound is absent
there; `Request.judge` holds back what a rule says about such a setting until it is mended. What is known for certain is an error,
what is likely a warning; what nobody knows is left to the API.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from tui_app.groups import GROUPS, Setting
from tui_app.problem import UNSET, Answer, Fix, Json, Path, Problem

Rule = Callable[[Mapping[Path, Answer]], Iterator[Problem]]

_DECLARED: Final[dict[str, Setting]] = {
    setting.place: setting for group in GROUPS for setting in group.settings
}


def _path(place: str) -> Path:
    """The path of a declared setting; a name that is misspelt is a KeyError when the program starts."""
    return _DECLARED[place].path


USER_NAME: Final = _path("user_name")
ACTIVE: Final = _path("active")
SIP_URI_CALLS: Final = _path("sip_uri_calling_preference")
ENCRYPTED_MEDIA: Final = _path("encrypted_media")
SUPPRESSION: Final = _path("noise_suppression")
ENGINE: Final = _path("noise_suppression_details.engine")
ATTENUATION: Final = _path("noise_suppression_details.attenuation_limit")
JITTER_BUFFER: Final = _path("jitter_buffer.enable_jitter_buffer")
JITTER_MIN: Final = _path("jitter_buffer.jitterbuffer_msec_min")
JITTER_MAX: Final = _path("jitter_buffer.jitterbuffer_msec_max")
EVENT_URL: Final = _path("webhook_event_url")
FAILOVER_URL: Final = _path("webhook_event_failover_url")
API_VERSION: Final = _path("webhook_api_version")
CODECS: Final = _path("inbound.codecs")
ISUP: Final = _path("inbound.isup_headers_enabled")
CHANNELS_IN: Final = _path("inbound.channel_limit")
CHANNELS_OUT: Final = _path("outbound.channel_limit")
PROFILE: Final = _path("outbound.outbound_voice_profile_id")
OVERRIDE: Final = _path("outbound.ani_override")
OVERRIDE_TYPE: Final = _path("outbound.ani_override_type")
PARKING: Final = _path("outbound.call_parking_enabled")
INSTANT_RINGBACK: Final = _path("outbound.instant_ringback_enabled")
RINGBACK_TONE: Final = _path("outbound.generate_ringback_tone")
T38: Final = _path("outbound.t38_reinvite_source")


def _effective(answers: Mapping[Path, Answer], path: Path) -> object:
    """What holds for a setting: the answer, or the API's default where none was given."""
    return answers.get(path, _DECLARED[".".join(path)].default)


def _unset(path: Path) -> Fix:
    return Fix("leave it unset", {path: UNSET})


def inactive(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(ACTIVE) is False:
        yield Problem(
            ACTIVE,
            "warning",
            "inactive",
            "is off: every call is refused until it is on",
            Fix("turn it on", {ACTIVE: True}),
        )


def letter_in_user_name(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    # The vendor says so at the reply's schema alone; whether a create enforces it is not certain.
    name = answers.get(USER_NAME)
    if isinstance(name, str) and not re.search("[A-Za-z]", name[:5]):
        yield Problem(
            USER_NAME,
            "warning",
            "user_name_letter",
            "has no letter among its first five characters: the API may refuse it",
        )


def sip_uri_calls(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    preference, name = answers.get(SIP_URI_CALLS), answers.get(USER_NAME)
    if preference in ("unrestricted", "internal") and isinstance(name, str) and name[:1].isdigit():
        words = "need a user name that begins with a letter: change it, or disable these calls"
        fix = Fix("disable SIP URI calls", {SIP_URI_CALLS: "disabled"})
        yield Problem(SIP_URI_CALLS, "warning", "sip_uri_user_name", words, fix, (USER_NAME,))
    if preference == "unrestricted":
        words = "unrestricted lets anyone call this SIP address, and bills you for callers unknown to Telnyx"
        yield Problem(
            SIP_URI_CALLS,
            "warning",
            "sip_uri_open",
            words,
            Fix("use internal", {SIP_URI_CALLS: "internal"}),
        )


def encryption(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(ENCRYPTED_MEDIA) == "SRTP":
        words = "SRTP must be on at the device too, or calls fail with SIP 488; the vendor's documents disagree on TLS with it"
        yield Problem(ENCRYPTED_MEDIA, "warning", "srtp", words)


def idle_noise_details(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(SUPPRESSION, "disabled") == "disabled":
        for path in (ENGINE, ATTENUATION):
            if path in answers:
                words = "has no effect while noise suppression is off: turn that on, or leave this unset"
                yield Problem(path, "warning", "no_effect", words, _unset(path), (SUPPRESSION,))


def jitter_order(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    low, high = _effective(answers, JITTER_MIN), _effective(answers, JITTER_MAX)
    if not isinstance(low, int) or not isinstance(high, int) or low <= high:
        return
    if JITTER_MIN in answers and JITTER_MAX in answers:
        fix = Fix("swap minimum and maximum", {JITTER_MIN: high, JITTER_MAX: low})
        yield Problem(
            JITTER_MIN,
            "error",
            "jitter_order",
            f"must not exceed the maximum, {high} ms",
            fix,
            (JITTER_MAX,),
        )
    elif JITTER_MIN in answers:
        fix = Fix(f"set the maximum to {low}", {JITTER_MAX: low})
        words = (
            f"must not exceed the maximum, {high} ms if that is not set: set it too, or lower this"
        )
        yield Problem(JITTER_MIN, "error", "jitter_order", words, fix, (JITTER_MAX,))
    else:
        fix = Fix(f"set the minimum to {high}", {JITTER_MIN: high})
        words = (
            f"must not be below the minimum, {low} ms if that is not set: set it too, or raise this"
        )
        yield Problem(JITTER_MAX, "error", "jitter_order", words, fix, (JITTER_MIN,))


def idle_jitter_sizes(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(JITTER_BUFFER) is not True:
        for path in (JITTER_MIN, JITTER_MAX):
            if path in answers:
                words = (
                    "has no effect while the jitter buffer is off: turn it on, or leave this unset"
                )
                fix = Fix("turn the jitter buffer on", {JITTER_BUFFER: True})
                yield Problem(path, "warning", "no_effect", words, fix, (JITTER_BUFFER,))


def plain_http(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    for path in (EVENT_URL, FAILOVER_URL):
        url = answers.get(path)
        if isinstance(url, str) and url[:7].lower() == "http://":
            words = (
                "is plain http: call data travels unencrypted. Use https where the server has it"
            )
            yield Problem(path, "warning", "plain_http", words, _with_https(path, url))


def _with_https(path: Path, url: str) -> Fix | None:
    """The same URL with https; none where a port is named, since https would listen on another, or where that is no URL any more."""
    secure = "https" + url[4:]
    if urlsplit(url).port is not None or any(_DECLARED[".".join(path)].problems(secure)):
        return None
    return Fix("use https", {path: secure})


def failover(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    primary, second = answers.get(EVENT_URL), answers.get(FAILOVER_URL)
    if not second:
        return
    if primary is None:
        words = "is never used without an event URL: set that, or move this one there"
        fix = Fix("make it the event URL", {EVENT_URL: _json(second), FAILOVER_URL: UNSET})
        yield Problem(FAILOVER_URL, "warning", "failover_alone", words, fix, (EVENT_URL,))
    elif primary == second:
        words = "is the same as the event URL, so it fails with it: name another server, or leave it unset"
        yield Problem(
            FAILOVER_URL, "warning", "failover_same", words, _unset(FAILOVER_URL), (EVENT_URL,)
        )


def _json(answer: Answer) -> Json:
    """An answer that is known to be text, typed as such."""
    return answer if isinstance(answer, str) else None


def texml(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(API_VERSION) == "texml" and answers.get(PARKING) is not True:
        words = "texml needs call parking (Outbound) set to on: the API refuses it otherwise"
        yield Problem(
            API_VERSION,
            "error",
            "texml_parking",
            words,
            Fix("turn call parking on", {PARKING: True}),
            (PARKING,),
        )


def _set_of(value: object) -> set[object]:
    return set(value) if isinstance(value, list) else set()


def tcp_or_tls_only(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    codecs = answers.get(CODECS)
    chosen = codecs if isinstance(codecs, list) else []
    bound = [name for name in ("OPUS", "H.264") if name in chosen]
    # The API's own list holds both, and comes without a warning: in another order it is no other list of codecs.
    if bound and set(chosen) != _set_of(_DECLARED["inbound.codecs"].default):
        rest = [name for name in chosen if name not in bound]
        names = " and ".join(bound)
        words = f"{names} can be used only over TCP or TLS; over UDP the others are offered"
        yield Problem(
            CODECS,
            "warning",
            "transport",
            words,
            Fix(f"leave out {names}", {CODECS: rest}) if rest else None,
        )
    if answers.get(ISUP) is True:
        words = "works only for a device that speaks SIP over TCP or TLS; over UDP it has no effect"
        yield Problem(ISUP, "warning", "transport", words, _unset(ISUP))


def no_channels(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    for path in (CHANNELS_IN, CHANNELS_OUT):
        if answers.get(path) == 0:
            words = (
                "is 0: the API may refuse it, or let no call through. Leave it unset for no limit"
            )
            yield Problem(path, "warning", "no_channels", words, _unset(path))


def no_profile(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if PROFILE not in answers:
        words = "is not set: outbound calls will be refused until the connection has one"
        yield Problem(PROFILE, "warning", "no_profile", words)


def idle_override_type(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if OVERRIDE_TYPE in answers and not answers.get(OVERRIDE):
        words = (
            "has no effect without a caller ID override: give a number there, or leave this unset"
        )
        yield Problem(
            OVERRIDE_TYPE, "warning", "no_effect", words, _unset(OVERRIDE_TYPE), (OVERRIDE,)
        )


def parking(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(PARKING) is True:
        words = "is on: callers hear ringing until an application of yours takes the call"
        # With texml, parking is wanted: turning it off would be an error.
        fix = None if answers.get(API_VERSION) == "texml" else _unset(PARKING)
        yield Problem(PARKING, "warning", "parking", words, fix)


def two_ringbacks(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(RINGBACK_TONE) is True and _effective(answers, INSTANT_RINGBACK) is True:
        words = "competes with instant ringback, which is on by itself: choose one of the two"
        fix = Fix("turn instant ringback off", {INSTANT_RINGBACK: False})
        yield Problem(RINGBACK_TONE, "warning", "two_ringbacks", words, fix, (INSTANT_RINGBACK,))


def idle_t38(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if T38 in answers and PROFILE not in answers:
        words = "has no effect without an outbound voice profile of the fax type: set one, or leave this unset"
        yield Problem(T38, "warning", "no_effect", words, _unset(T38), (PROFILE,))


RULES: tuple[Rule, ...] = (
    inactive,
    letter_in_user_name,
    sip_uri_calls,
    encryption,
    idle_noise_details,
    jitter_order,
    idle_jitter_sizes,
    plain_http,
    failover,
    texml,
    tcp_or_tls_only,
    no_channels,
    no_profile,
    idle_override_type,
    parking,
    two_ringbacks,
    idle_t38,
)
