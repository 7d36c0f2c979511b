"""The exit codes, with and without a screen. `--help` lists them."""

from typing import Final

DONE: Final = 0
FAILED: Final = 1
"""An error of the program itself, or of its output."""
USAGE: Final = 2
"""A command that cannot be carried out as it was called, or a file that cannot be read."""
INVALID: Final = 3

OUTCOME_CODES: Final = {
    "created": DONE,
    "found": DONE,
    "invalid": INVALID,
    "rejected": 4,
    "not_created": 5,
    "updated": DONE,
    "unchanged": DONE,
    "not_updated": 5,
    "deleted": DONE,
    "not_deleted": 5,
    "unknown": 6,
}
"""The code of each outcome of a creation, change or deletion."""

VERDICT_CODES: Final = {"accepted": DONE, "refused": 4, "unreachable": 5}
"""The code of each verdict of a SIP registrar."""
