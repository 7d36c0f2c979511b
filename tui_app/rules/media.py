"""Rules of how media travels."""

from collections.abc import Iterator, Mapping

from tui_app.problem import Answer, Path, Problem
from tui_app.rules.answers import ENCRYPTED_MEDIA


def encryption(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(ENCRYPTED_MEDIA) == "SRTP":
        words = "SRTP must be on at the device too, or calls fail with SIP 488; the vendor's documents disagree on TLS with it"
        yield Problem(ENCRYPTED_MEDIA, "warning", "srtp", words)
