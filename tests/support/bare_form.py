"""What the benchmark measures against: a Textual form as plain as can be, with as many compact
inputs as the wizard's first step.

`python -m tests.support.bare_form FIELDS [late-collector]`: the latter turns the collector on once
the form is there, as the wizard does.
"""

import gc
import sys

if "late-collector" in sys.argv:
    # Before Textual is imported.
    gc.disable()

from textual.app import App, ComposeResult
from textual.widgets import Input, Label


class BareForm(App[None]):
    """Labels and inputs, as they come: no rules, no drafts, no steps."""

    def __init__(self, fields: int) -> None:
        super().__init__()
        self._fields = fields

    def compose(self) -> ComposeResult:
        for number in range(self._fields):
            yield Label(f"Field {number}")
            field = Input(compact=True)
            # A cursor that blinks writes while nothing is done, and would count as a late answer to
            # a key.
            field.cursor_blink = False
            yield field

    def on_mount(self) -> None:
        self.call_after_refresh(gc.enable)


if __name__ == "__main__":
    BareForm(int(sys.argv[1])).run()
