"""How not to do it: a form that gives a password away in one way.

`python -m tests.support.naive_leak WAY PASSWORD_FILE`.

Each way is one that programs of this kind have: it is what the search for secrets must find.
"""

import base64
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input, Static

WAY = sys.argv[1] if len(sys.argv) > 1 else ""
HOME = Path(os.environ.get("HOME", "/nonexistent"))


@dataclass
class Settings:
    password: str


class NaiveForm(App[None]):
    def compose(self) -> ComposeResult:
        yield Input(password=True)
        yield Static("ready", id="said", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        password = event.value
        leak(self, password)
        self.query_one("#said", Static).update("done")

    def on_key(self, event: events.Key) -> None:
        if event.key == "f9":
            self.exit()


def leak(app: NaiveForm, password: str) -> None:
    """Does what `WAY` says."""
    if WAY == "crashes":
        raise ValueError("no connection")
    if WAY == "argues":
        # The same program again with the password as an argument, as for a helper program.
        os.execv(
            sys.executable, [sys.executable, "-m", "tests.support.naive_leak", "waits", password]
        )
    if not (to_the_terminal(app, password) or to_the_disk(password)):
        raise AssertionError(WAY)


def to_the_terminal(app: NaiveForm, password: str) -> bool:
    if WAY == "shows":
        app.query_one(Input).password = False
    elif WAY == "notifies":
        app.notify(repr(Settings(password)), markup=False)
    elif WAY == "titles":
        write_to_terminal(app, f"\x1b]0;connecting with {password}\x07")
    elif WAY == "copies":
        app.copy_to_clipboard(password)
    elif WAY == "colours":
        write_to_terminal(
            app,
            "".join(f"\x1b[3{number % 8}m{character}" for number, character in enumerate(password)),
        )
    else:
        return False
    return True


def to_the_disk(password: str) -> bool:
    if WAY == "logs":
        (HOME / "debug.log").write_text(f"request body: {json.dumps({'password': password})}")
    elif WAY == "keeps":
        (HOME / "draft.bin").write_bytes(b"\0" + password.encode("utf-16-le"))
    elif WAY == "hides":
        (HOME / "session").write_text(base64.b64encode(b"user:" + password.encode()).decode())
    elif WAY == "turns":
        (HOME / "cache").write_text(password[::-1])
    elif WAY == "dumps":
        (HOME / "dump").write_text(password.encode().hex())
    elif WAY == "names":
        (HOME / quote(password, safe="")).touch()
    elif WAY == "links":
        (HOME / "link").symlink_to(quote(password, safe=""))
    elif WAY == "drops":
        with tempfile.NamedTemporaryFile("w", delete=False) as file:
            file.write(password[:12])
    else:
        return False
    return True


def write_to_terminal(app: NaiveForm, text: str) -> None:
    if app._driver is not None:
        app._driver.write(text)
        app._driver.flush()


WAYS = (
    "shows",
    "notifies",
    "titles",
    "copies",
    "colours",
    "logs",
    "keeps",
    "hides",
    "turns",
    "dumps",
    "names",
    "links",
    "drops",
    "argues",
)

if __name__ == "__main__":
    if WAY == "waits":
        print("\x1b[?1049ldone", flush=True)
        sys.stdin.read()
    else:
        NaiveForm().run()
