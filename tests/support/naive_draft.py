"""A naive twin of the wizard: it saves when it is left.

Killed, it has saved nothing; the kill campaign must find that out.
"""

import json
import os
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Input, Label


class NaiveWizard(App[None]):
    """One field, written to the drafts' directory at the end."""

    def compose(self) -> ComposeResult:
        yield Label("Connection name")
        yield Input()

    def on_unmount(self) -> None:
        directory = Path(os.environ["XDG_STATE_HOME"]) / "telnyx-wizard/drafts"
        directory.mkdir(parents=True, exist_ok=True)
        answers = [[["connection_name"], self.query_one(Input).value]]
        (directory / "draft.json").write_text(json.dumps({"draft": {"answers": answers}}))


if __name__ == "__main__":
    NaiveWizard().run()
