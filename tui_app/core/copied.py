"""What is copied, and the words for it: the same on the screen and in lines."""

from typing import TYPE_CHECKING, Final, Literal

from tui_app.text.escape import escape_controls
from tui_app.text.json_lines import payload_text

if TYPE_CHECKING:
    from pathlib import Path

    from tui_app.core.draft import Draft

Holds = Literal["no secret", "masked", "clear"]
"""Whether a text has a secret in it: it never had one, it is masked, or it is in clear."""
_STATES: Final[dict[Holds, str]] = {
    "no secret": "",
    "masked": " with the password masked",
    "clear": " WITH the password in clear",
}


def copied_payload(draft: "Draft", *, revealed: bool) -> tuple[str, Holds]:
    """Return the payload as it is copied: masked unless it is `revealed`."""
    clear, masked = draft.payload(), draft.masked_payload()
    if clear == masked:
        return payload_text(clear), "no secret"
    return (payload_text(clear), "clear") if revealed else (payload_text(masked), "masked")


def sent_words(what: str, holds: Holds) -> str:
    """Say what was sent to the clipboard. Whether the terminal took it, nobody knows."""
    return (
        f"{escape_controls(what)}{_STATES[holds]} was sent to the terminal's clipboard. "
        "If pasting gives nothing, the terminal blocks it."
    )


def in_file_words(what: str, holds: Holds, reason: str, path: "Path") -> str:
    """Say in which file the text is, and for what `reason` it is in no clipboard."""
    return (
        f"{escape_controls(what)}{_STATES[holds]} is in a file that only you can read, since "
        f"{reason}: {escape_controls(str(path))}"
    )
