"""Rules of outbound calls."""

from collections.abc import Iterator, Mapping

from tui_app.settings.problem import Answer, Fix, Path, Problem
from tui_app.settings.rules.answers import (
    API_VERSION,
    EVENT_URL,
    INSTANT_RINGBACK,
    OVERRIDE,
    OVERRIDE_TYPE,
    PARKING,
    PROFILE,
    RINGBACK_TONE,
    differs,
    effective,
    unset,
)


def no_profile(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if PROFILE not in answers:
        words = "is not set: outbound calls fail (SIP 403, reason D38); inbound calls need none"
        fix = Fix("choose one", {}, look_up=PROFILE)
        yield Problem(PROFILE, "warning", "no_profile", words, fix)


def idle_override_type(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if differs(answers, OVERRIDE_TYPE) and not answers.get(OVERRIDE):
        words = (
            "has no effect without a caller ID override: give a number there, or leave this unset"
        )
        yield Problem(
            OVERRIDE_TYPE, "warning", "no_effect", words, unset(OVERRIDE_TYPE), (OVERRIDE,)
        )


def caller_id(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    # The most common fault of new connections, but no fault if the device sends a number.
    if answers.get(PROFILE) and not answers.get(OVERRIDE):
        words = (
            "is not set: a device that sends its user name as caller ID gets SIP 403 (reason D35)"
        )
        yield Problem(OVERRIDE, "warning", "caller_id", words, None, (PROFILE,), quiet=True)


def emergency_address(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    used = effective(answers, OVERRIDE_TYPE) in ("always", "emergency")
    if answers.get(OVERRIDE) and used:
        words = "is used for emergency calls too: the number needs a registered emergency address"
        yield Problem(OVERRIDE, "hint", "emergency_address", words, None, (OVERRIDE_TYPE,))


def parking(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(PARKING) is not True:
        return
    if answers.get(EVENT_URL):
        words = (
            "holds every outbound call until your application acts: "
            "the caller hears ringing until then"
        )
        yield Problem(PARKING, "hint", "parking", words)
        return
    words = "leaves nobody to take the parked call: set the event URL (Webhooks), or turn this off"
    # texml needs parking: turning it off would be an error.
    fix = None if answers.get(API_VERSION) == "texml" else unset(PARKING)
    yield Problem(PARKING, "warning", "parking", words, fix, (EVENT_URL,))


def two_ringbacks(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    # The portal offers one choice of three; a reply of August 2025 had the other one turned off.
    if answers.get(RINGBACK_TONE) is True and effective(answers, INSTANT_RINGBACK) is True:
        words = "and instant ringback exclude each other: Telnyx takes one, most likely this one"
        fix = Fix("turn instant ringback off", {INSTANT_RINGBACK: False})
        yield Problem(RINGBACK_TONE, "hint", "two_ringbacks", words, fix, (INSTANT_RINGBACK,))
