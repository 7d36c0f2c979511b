"""What screens ask of the app. Screens never name each other: the app knows the order of the steps."""

from textual.message import Message

from tui_app.settings.misplaced import Misplaced
from tui_app.settings.problem import Path
from tui_app.settings.setting import Setting


class GoToStep(Message):
    """Show the step at `place`; the number of groups is the review."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place


class GoToSetting(Message):
    """Show the step of the setting at `path` with the focus on it. `words` are said there, if there are any."""

    def __init__(self, path: Path, words: str = "") -> None:
        super().__init__()
        self.path = path
        self.words = words


class SubmitRequested(Message):
    """The user wants to create the connection."""


class LookupRequested(Message):
    """The user wants to choose the answer to `setting` from what the account has."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting


class PayloadPasted(Message):
    """A text that a connection can be read from was pasted into a field."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class SecretMisplaced(Message):
    """A secret was pasted into a field where it does not belong, or typed into that of `setting` and left there."""

    def __init__(self, found: Misplaced, setting: Setting | None = None) -> None:
        super().__init__()
        self.found = found
        self.setting = setting


class DraftsFailed(Message):
    """Drafts cannot be saved; `words` say why."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
