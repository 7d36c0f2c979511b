"""Rules of noise suppression and the jitter buffer."""

from collections.abc import Iterator, Mapping

from tui_app.settings.problem import Answer, Fix, Path, Problem
from tui_app.settings.rules.answers import (
    ATTENUATION,
    ENGINE,
    JITTER_BUFFER,
    JITTER_MAX,
    JITTER_MIN,
    SUPPRESSION,
    differs,
    effective,
    unset,
)


def idle_noise_details(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(SUPPRESSION, "disabled") != "disabled":
        return
    words = "has no effect while noise suppression is disabled: enable that, or leave this unset"
    if differs(answers, ENGINE):
        yield Problem(ENGINE, "warning", "no_effect", words, unset(ENGINE), (SUPPRESSION,))
    if answers.get(ATTENUATION, _usual_attenuation(answers)) != _usual_attenuation(answers):
        yield Problem(
            ATTENUATION, "warning", "no_effect", words, unset(ATTENUATION), (SUPPRESSION,)
        )


def _usual_attenuation(answers: Mapping[Path, Answer]) -> int:
    """Return the API's default attenuation, which depends on the engine.

    Source: OpenAPI document of July 2026.
    """
    engine = effective(answers, ENGINE)
    return {"denoiser": 0, "quail_voice_focus": 100}.get(str(engine), 80)


def no_reduction(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    # On the scale of the DeepFilterNet project 0 means nothing; the vendor does not explain its
    # own.
    if answers.get(ATTENUATION) == 0 and str(effective(answers, ENGINE)).startswith("deep_filter_"):
        words = "most likely removes nothing at 0 with this engine: raise it, or leave it unset"
        yield Problem(ATTENUATION, "hint", "no_reduction", words, unset(ATTENUATION), (ENGINE,))


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
            if differs(answers, path):
                words = (
                    "has no effect while the jitter buffer is off: turn it on, or leave this unset"
                )
                fix = Fix("turn the jitter buffer on", {JITTER_BUFFER: True})
                yield Problem(path, "warning", "no_effect", words, fix, (JITTER_BUFFER,))
