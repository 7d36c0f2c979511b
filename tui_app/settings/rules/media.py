"""Rules of media: encryption, fax, DTMF, and the AnchorSite.

Sources: support.telnyx.com articles 4404575 (SRTP), 1130672 (fax), 3192298 (in-band DTMF) and
4351104 (webhooks); RFC 4568.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from tui_app.settings.problem import UNSET, Answer, Fix, Path, Problem, Severity
from tui_app.settings.rules.answers import (
    ANCHORSITE,
    ANDROID_PUSH,
    CODECS,
    DTMF,
    ENCRYPTED_MEDIA,
    EVENT_URL,
    IOS_PUSH,
    JITTER_BUFFER,
    ONNET_T38,
    SUPPRESSION,
    T38,
    answered,
    default_of,
    effective,
)

G711: Final = ("G711U", "G711A")
VIDEO: Final = ("H.264", "VP8")

_NO_SRTP: Final = Fix("leave SRTP unset", {ENCRYPTED_MEDIA: UNSET})


def srtp(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(ENCRYPTED_MEDIA) == "SRTP":
        words = (
            "is safe only over SIP TLS (5061): its key is in SIP; "
            "calls without SRTP fail (SIP 488), a browser may get no audio"
        )
        yield Problem(ENCRYPTED_MEDIA, "warning", "srtp", words)


def srtp_t38(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    fax = answered(answers, ONNET_T38, T38)
    if answers.get(T38) == "disabled":
        fax = tuple(path for path in fax if path != T38)
    if answers.get(ENCRYPTED_MEDIA) == "SRTP" and fax:
        words = "SRTP does not work with T.38 faxes: leave SRTP unset, or turn T.38 off"
        yield Problem(ENCRYPTED_MEDIA, _fax_severity(answers), "srtp_t38", words, _NO_SRTP, fax)


def srtp_sdk(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    apps = answered(answers, IOS_PUSH, ANDROID_PUSH)
    if answers.get(ENCRYPTED_MEDIA) == "SRTP" and apps:
        words = "SRTP breaks calls of Voice SDK apps, which encrypt by themselves: leave it unset"
        yield Problem(ENCRYPTED_MEDIA, "warning", "srtp_sdk", words, _NO_SRTP, apps)


def inband_dtmf(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    codecs = effective(answers, CODECS)
    offered = codecs if isinstance(codecs, list) else []
    if answers.get(DTMF) == "Inband" and not {*offered} <= {*G711, *VIDEO}:
        words = (
            "Inband survives only in G711: use RFC 2833, or offer no other audio codec (Inbound)"
        )
        fix = Fix("use RFC 2833", {DTMF: "RFC 2833"})
        yield Problem(DTMF, "warning", "inband_dtmf", words, fix, (CODECS,))


def programmable_site(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    # The vendor names Sydney as an example; whether there are others is unknown.
    if answers.get(ANCHORSITE) == "Sydney, Australia" and answers.get(EVENT_URL):
        words = (
            "may not carry calls that an event URL makes programmable: take another site, or no URL"
        )
        yield Problem(ANCHORSITE, "warning", "programmable_site", words, None, (EVENT_URL,))


def fax_tones(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    fax = answered(answers, ONNET_T38, T38)
    if not fax:
        return
    words = "damages fax tones, and a T.38 setting is set: disable this for a fax machine"
    for path, on, off in (
        (SUPPRESSION, answers.get(SUPPRESSION, "disabled") != "disabled", "disabled"),
        (JITTER_BUFFER, answers.get(JITTER_BUFFER) is True, False),
    ):
        if on:
            fix = Fix("disable it", {path: off})
            yield Problem(path, _fax_severity(answers), "fax_tones", words, fix, fax)


def _fax_severity(answers: Mapping[Path, Answer]) -> Severity:
    """Return how bad it is if T.38 cannot work."""
    # Replies always contain T.38's default: that alone is no sign of a fax machine.
    meant = answers.get(ONNET_T38) is True or answers.get(T38) != default_of(T38)
    return "warning" if meant else "hint"
