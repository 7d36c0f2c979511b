"""Rules of inbound calls, and the channel limits of both directions."""

from collections.abc import Iterator, Mapping

from tui_app.problem import Answer, Fix, Path, Problem
from tui_app.rules.answers import CHANNELS_IN, CHANNELS_OUT, CODECS, DECLARED, ISUP, unset


def _set_of(value: object) -> set[object]:
    return set(value) if isinstance(value, list) else set()


def tcp_or_tls_only(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    codecs = answers.get(CODECS)
    chosen = codecs if isinstance(codecs, list) else []
    bound = [name for name in ("OPUS", "H.264") if name in chosen]
    # The API's own list holds both, and comes without a warning: in another order it is no other list of codecs.
    if bound and set(chosen) != _set_of(DECLARED["inbound.codecs"].default):
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
        yield Problem(ISUP, "warning", "transport", words, unset(ISUP))


def no_channels(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    for path in (CHANNELS_IN, CHANNELS_OUT):
        if answers.get(path) == 0:
            words = (
                "is 0: the API may refuse it, or let no call through. Leave it unset for no limit"
            )
            yield Problem(path, "warning", "no_channels", words, unset(path))
