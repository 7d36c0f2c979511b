"""Rules of inbound calls, and the channel limits of both directions."""

from collections.abc import Iterator, Mapping
from typing import Final

from tui_app.settings.problem import Answer, Fix, Path, Problem
from tui_app.settings.rules.answers import (
    ANDROID_PUSH,
    CHANNELS_IN,
    CHANNELS_OUT,
    CODECS,
    DNIS,
    IOS_PUSH,
    ISUP,
    LOCALIZATION,
    RINGING,
    TIMEOUT_1XX,
    TIMEOUT_2XX,
    answered,
    default_of,
    effective,
    unset,
)
from tui_app.settings.rules.media import G711

ULAW_COUNTRIES: Final = ("", "US", "CA", "JP")
"""Localizations whose telephone network uses G711U; others use G711A. Empty begins with the US."""


def offered_codecs(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    codecs = answers.get(CODECS)
    if not isinstance(codecs, list) or not codecs or any(name in G711 for name in codecs):
        return
    local = effective(answers, LOCALIZATION) in ULAW_COUNTRIES
    missing = "G711U" if local else "G711A"
    fix = Fix(f"add {missing}", {CODECS: [*codecs, missing]})
    if set(map(str, codecs)) <= {"OPUS", "H.264"}:
        names = " and ".join(dict.fromkeys(map(str, codecs)))
        words = f"leaves nothing to offer over UDP, where {names} cannot be used: add {missing}"
        yield Problem(CODECS, "warning", "transport", words, fix)
    else:
        words = "lacks G711, which most carriers and all fax calls need: add G711U or G711A"
        yield Problem(CODECS, "warning", "no_g711", words, fix)


def isup(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(ISUP) is True:
        words = "works only for a device that speaks SIP over TCP or TLS; over UDP it has no effect"
        yield Problem(ISUP, "warning", "transport", words, unset(ISUP))


def no_channels(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    for path in (CHANNELS_IN, CHANNELS_OUT):
        if answers.get(path) == 0:
            words = (
                "is 0: the API may refuse it, or let no call through. Leave it unset for no limit"
            )
            yield Problem(path, "warning", "no_channels", words, unset(path))


def hidden_number(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(DNIS) == "sip_username":
        words = "sip_username hides which number was called: use +e164 if your routes look at it"
        yield Problem(DNIS, "hint", "hidden_number", words)


def one_device(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    apps = answered(answers, IOS_PUSH, ANDROID_PUSH)
    if apps and effective(answers, RINGING) == "disabled":
        words = "disabled lets one device ring, the last that registered: enable it for several"
        yield Problem(RINGING, "hint", "one_device", words, None, apps)


def no_time_to_answer(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    first, second = effective(answers, TIMEOUT_1XX), effective(answers, TIMEOUT_2XX)
    usual = default_of(TIMEOUT_2XX)
    if not (isinstance(first, int) and isinstance(second, int) and isinstance(usual, int)):
        return
    if first < second:
        return
    longer = usual if first < usual else first + usual
    fix = Fix(f"set the 2xx timeout to {longer}", {TIMEOUT_2XX: longer})
    path, other = TIMEOUT_1XX, TIMEOUT_2XX
    words = f"leaves no time to answer: keep it below the 2xx timeout, {second} s"
    if TIMEOUT_1XX not in answers:
        path, other = other, path
        words = f"leaves no time to answer: keep it above the 1xx timeout, {first} s"
    yield Problem(path, "warning", "no_time_to_answer", words, fix, (other,))
