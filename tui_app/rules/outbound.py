"""Rules of outbound calls."""

from collections.abc import Iterator, Mapping

from tui_app.problem import Answer, Fix, Path, Problem
from tui_app.rules.answers import (
    API_VERSION,
    INSTANT_RINGBACK,
    OVERRIDE,
    OVERRIDE_TYPE,
    PARKING,
    PROFILE,
    RINGBACK_TONE,
    T38,
    effective,
    unset,
)


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
            OVERRIDE_TYPE, "warning", "no_effect", words, unset(OVERRIDE_TYPE), (OVERRIDE,)
        )


def parking(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(PARKING) is True:
        words = "is on: callers hear ringing until an application of yours takes the call"
        # With texml, parking is wanted: turning it off would be an error.
        fix = None if answers.get(API_VERSION) == "texml" else unset(PARKING)
        yield Problem(PARKING, "warning", "parking", words, fix)


def two_ringbacks(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(RINGBACK_TONE) is True and effective(answers, INSTANT_RINGBACK) is True:
        words = "competes with instant ringback, which is on by itself: choose one of the two"
        fix = Fix("turn instant ringback off", {INSTANT_RINGBACK: False})
        yield Problem(RINGBACK_TONE, "warning", "two_ringbacks", words, fix, (INSTANT_RINGBACK,))


def idle_t38(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if T38 in answers and PROFILE not in answers:
        words = "has no effect without an outbound voice profile of the fax type: set one, or leave this unset"
        yield Problem(T38, "warning", "no_effect", words, unset(T38), (PROFILE,))
