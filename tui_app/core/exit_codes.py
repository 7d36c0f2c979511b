"""The exit code of each outcome of a submission, with and without a screen."""

from typing import Final

OUTCOME_CODES: Final = {
    "created": 0,
    "found": 0,
    "invalid": 3,
    "rejected": 4,
    "not_created": 5,
    "unknown": 6,
}
