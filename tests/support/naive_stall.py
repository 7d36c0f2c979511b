"""How not to do it: a Textual app whose one request runs in the event loop that also paints.

`python -m tests.support.naive_stall URL`.

While the terminal does not read, the loop waits for it, and the answer lies unread: nobody learns
that the connection was created.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
from textual.app import App, ComposeResult
from textual.widgets import Static

from tui_app.storage.locations import locations

BODY = {"connection_name": "office-pbx", "user_name": "office12", "password": "canary-Winter2026"}


class NaiveWizard(App[None]):
    """Sends at once, paints a clock meanwhile, and notes in the wizard's own journal what became of
    it.
    """

    def compose(self) -> ComposeResult:
        yield Static("Waiting for the answer", id="doing", markup=False)

    def on_mount(self) -> None:
        self.since = time.monotonic()
        self.set_interval(1, self.tick)
        self.run_worker(self.send())

    def tick(self) -> None:
        self.query_one("#doing", Static).update(
            f"Waiting for the answer: {int(time.monotonic() - self.since)} s\n" + "." * 1500
        )

    async def send(self) -> None:
        note("begin")
        async with httpx.AsyncClient(timeout=600) as client:
            answer = await client.post(f"{sys.argv[1]}/credential_connections", json=BODY)
        note("end", outcome="created", id=answer.json()["data"]["id"])
        self.query_one("#doing", Static).update("Created")


def note(event: str, **more: str) -> None:
    path = Path(locations(os.environ).journal)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as journal:
        journal.write(
            json.dumps(
                {
                    "event": event,
                    "at": datetime.now(UTC).isoformat(),
                    "attempt": "1",
                    "host": "",
                    **more,
                }
            )
            + "\n"
        )


if __name__ == "__main__":
    NaiveWizard().run()
