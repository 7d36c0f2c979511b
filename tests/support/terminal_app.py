"""A little app for the tests of the terminal: a field and what came of the input, and keys that
make it misbehave.

`python -m tests.support.terminal_app LOG [plain] [unguarded] [no-mouse]`: `plain` runs Textual as
it comes, `unguarded` without the signal handlers. What happens is written to LOG, a line each.
"""

import os
import sys
import time
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from tui_app.tui.terminal import CrashGuard, SafeDriver, handle_signals

LOG = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(os.devnull)
SWITCHES = frozenset(sys.argv[2:])


def note(line: str) -> None:
    with LOG.open("a") as log:
        log.write(line + "\n")


class Probe(CrashGuard[int]):
    CSS = "#canvas { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("ctrl+f", "freeze", "Freeze"),
        ("ctrl+g", "flood", "Flood"),
        ("ctrl+t", "crash", "Crash"),
        ("f1", "mark", "Mark"),
    ]

    def compose(self) -> ComposeResult:
        yield Input()
        yield Static("ready", id="mark", markup=False)
        yield Static("", id="canvas", markup=False)

    def on_mount(self) -> None:
        self.marks = self.frames = 0
        self.query_one(Input).cursor_blink = False
        self.query_one(Input).focus()

    def on_unmount(self) -> None:
        note("unmounted")

    def on_key(self, event: events.Key) -> None:
        note(f"key {event.key!a}")

    def on_input_submitted(self) -> None:
        note("submitted")

    def action_mark(self) -> None:
        """Tells what the field holds: whatever was sent before is done with."""
        self.marks += 1
        note(f"value {self.query_one(Input).value!a}")
        self.query_one("#mark", Static).update(f"mark {self.marks}")

    def action_freeze(self) -> None:
        note("frozen")
        time.sleep(60)

    def action_flood(self) -> None:
        self.set_interval(1 / 60, self.paint)

    def paint(self) -> None:
        self.frames += 1
        note(f"frame {self.frames}")
        self.query_one("#canvas", Static).update(chr(0x41 + self.frames % 26) * 4000)

    def action_crash(self) -> None:
        password = "hunter2" * 3
        raise ValueError(f"\x1b]0;title\x07 no {password!r}")

    def secrets(self) -> list[str]:
        return ["hunter2" * 3]


def main() -> int:
    note("started")
    app: App[int] = Probe() if "plain" in SWITCHES else Probe(driver_class=SafeDriver)
    mouse = "no-mouse" not in SWITCHES
    if SWITCHES & {"plain", "unguarded"}:
        app.run(mouse=mouse)
    else:
        with handle_signals(app, lambda number: note(f"ended by {number}"), patience=1.0):
            app.run(mouse=mouse)
    note("returned")
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
