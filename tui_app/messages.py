"""What screens ask of the app. Screens never name each other: the app knows the order of the steps."""

from collections.abc import Mapping

from textual.message import Message

from tui_app.groups import Setting
from tui_app.problem import Json, Path


class GoToStep(Message):
    """Show the step at `place`; the number of groups is the review."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place


class GoToSetting(Message):
    """Show the step of the setting at `path` with the focus on it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class SubmitRequested(Message):
    """The user wants to create the connection."""


class LookupRequested(Message):
    """The user wants to choose the answer to `setting` from what the account has."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting


class PayloadPasted(Message):
    """A whole payload was pasted into a field."""

    def __init__(self, document: Mapping[str, Json]) -> None:
        super().__init__()
        self.document = document


class SaveRequested(Message):
    """The user wants the payload in a file."""


class DraftsFailed(Message):
    """Drafts cannot be saved; `words` say why."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
