"""Rules of noise suppression and the jitter buffer."""

from collections.abc import Iterator, Mapping

from tui_app.problem import Answer, Fix, Path, Problem
from tui_app.rules.answers import (
    ATTENUATION,
    ENGINE,
    JITTER_BUFFER,
    JITTER_MAX,
    JITTER_MIN,
    SUPPRESSION,
    effective,
    unset,
)


def idle_noise_details(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(SUPPRESSION, "disabled") == "disabled":
        for path in (ENGINE, ATTENUATION):
            if path in answers:
                words = "has no effect while noise suppression is off: turn that on, or leave this unset"
                yield Problem(path, "warning", "no_effect", words, unset(path), (SUPPRESSION,))


def jitter_order(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    low, high = effective(answers, JITTER_MIN), effective(answers, JITTER_MAX)
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
