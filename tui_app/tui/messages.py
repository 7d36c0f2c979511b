"""What screens ask of the app.

Screens never name each other: the app knows the order of the steps.
"""

from textual.message import Message

from tui_app.core.copied import Holds
from tui_app.settings.misplaced import Misplaced
from tui_app.settings.problem import Path
from tui_app.settings.setting import Setting


class GoToStep(Message):
    """Show the step at `index`. The number of groups stands for the review."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index = index


class GoToSetting(Message):
    """Show the step of the setting at `path`, with the focus on it.

    If there are any `words`, show them there.
    """

    def __init__(self, path: Path, words: str = "") -> None:
        super().__init__()
        self.path = path
        self.words = words


class SubmitRequested(Message):
    """Create the connection, as the user asks."""


class LookupRequested(Message):
    """Let the user choose the answer to `setting` from what is in the account."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting


class PayloadPasted(Message):
    """A text that holds a connection was pasted into a field."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class SecretMisplaced(Message):
    """A secret is in a field where it does not belong.

    It was pasted there, or typed into the field of `setting` and left there.
    """

    def __init__(self, found: Misplaced, setting: Setting | None = None) -> None:
        super().__init__()
        self.found = found
        self.setting = setting


class DraftsFailed(Message):
    """Drafts cannot be saved; `words` say why."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class CopyRequested(Message):
    """Copy `text`, which `what` names. `holds`: whether a secret is in it."""

    def __init__(self, what: str, text: str, holds: Holds = "no secret") -> None:
        super().__init__()
        self.what, self.text, self.holds = what, text, holds
