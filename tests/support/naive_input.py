"""How not to do it: a form on Textual's own driver and parser.

`python -m tests.support.naive_input`.

An ESC in a paste makes keys of what follows, and what is not UTF-8 ends the program.
"""

import json
from datetime import UTC, datetime

from textual import on
from textual.app import App, ComposeResult
from textual.widgets import Input, Label

from tui_app.storage.drafts import Drafts
from tui_app.storage.locations import locations
from tui_app.text.document import Json

PLACES = locations()


class NaiveWizard(App[None]):
    """Two fields, kept at every key; Enter submits, as it does in most forms."""

    def compose(self) -> ComposeResult:
        yield Label("Connection name")
        yield Input("office-pbx", id="connection_name")
        yield Input("office12", id="user_name")

    def on_mount(self) -> None:
        self.drafts = Drafts(PLACES.drafts)
        self.query_one(Input).focus()
        self.keep()

    @on(Input.Changed)
    def keep(self) -> None:
        answers: list[Json] = [[[field.id], field.value] for field in self.query(Input)]
        focused = self.focused.id if self.focused else None
        self.drafts.save({"answers": answers, "step": 0, "field": [focused], "form": "set"})

    @on(Input.Submitted)
    def submit(self) -> None:
        with PLACES.journal.open("a") as journal:
            journal.write(
                json.dumps({"event": "begin", "at": datetime.now(UTC).isoformat(), "attempt": "1"})
                + "\n"
            )


if __name__ == "__main__":
    NaiveWizard().run()
