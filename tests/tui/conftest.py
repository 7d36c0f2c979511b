"""What the tests of the screens share."""

import pytest

from tui_app.api.progress import Pace
from tui_app.core.session import Session
from tui_app.tui.screens.dialogs import ConfirmationDialog


@pytest.fixture
def looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a submission look again, and a confirmation take keys, without a wait."""
    monkeypatch.setattr(Session, "pace", Pace(settle=0, looks=2, brief=(0.0,), tries=1))
    monkeypatch.setattr(ConfirmationDialog, "MOMENT", 0.001)
