"""Changes and deletions of an earlier run that were never settled: what is asked and told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.fake_ui import Answer, FakeUI
from tui_app.api.replies import Connection
from tui_app.api.target import SANDBOX
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.flows.earlier import settle_earlier
from tui_app.storage.journal import Action, Intent, Journal
from tui_app.text.document import Json
from tui_app.text.escape import MASK

BODY: dict[str, Json] = {
    "connection_name": "office",
    "user_name": "office12",
    "password": "Wq7-Nz2L-m9Rx",
}
CHANGE: dict[str, Json] = {"inbound": {"timeout_2xx_secs": 60}}


class Earlier:
    """An attempt of an hour ago, in a journal in `folder`, on a new connection of the sandbox."""

    def __init__(self, folder: Path, action: Action) -> None:
        self.action = action
        self.session = Session(SANDBOX)
        self.session.settle = 0.0
        self.journal = Journal(folder / "journal.jsonl")

    async def begun(self) -> Connection:
        async with self.session.open_client() as client:
            made = await client.create(BODY)
        body = CHANGE if self.action == "update" else None
        at = datetime.now(UTC) - timedelta(hours=1)
        identity = "" if self.action == "create" else made.id
        self.journal.begin(
            Intent("1", at, SANDBOX.host, "office", "office12", self.action, identity, body)
        )
        return made

    async def asked(self, *answers: Answer, attended: bool = True) -> FakeUI:
        ui = FakeUI(Draft(), self.session, *answers, attended=attended)
        ui.wizard.journal = self.journal
        await settle_earlier(ui)
        assert ui.left == []
        return ui


@pytest.mark.parametrize(
    ("action", "title", "text"),
    [
        ("create", "Look whether it was created?", "An attempt to create"),
        ("update", "Look whether it was changed?", "An attempt to change"),
        ("delete", "Look whether it was deleted?", "An attempt to delete"),
    ],
)
async def test_it_is_asked_about_in_its_own_words(
    action: Action, title: str, text: str, tmp_path: Path
) -> None:
    earlier = Earlier(tmp_path, action)
    await earlier.begun()
    ui = await earlier.asked(False)
    assert ui.asked == [title]
    assert ui.texts[0].startswith(f'{text} "office" (user name "office12") on the embedded sandbox')
    assert (ui.outcomes, len(earlier.journal.unfinished())) == ([], 1)
    ui = await earlier.asked(attended=False)
    assert ui.said[0].startswith(f"information: {text}")


@pytest.mark.parametrize("done", [True, False])
async def test_a_change_is_settled_by_looking(done: bool, tmp_path: Path) -> None:
    earlier = Earlier(tmp_path, "update")
    made = await earlier.begun()
    if done:
        async with earlier.session.open_client() as client:
            await client.patch(made.id, CHANGE)
    ui = await earlier.asked(True)
    words = "holds what was asked" if done else "holds nothing of it"
    assert len(ui.said) == 1
    assert ui.said[0].startswith(f'information: "office": The connection {words}')
    assert [each.kind for each in ui.outcomes] == ["updated" if done else "not_updated"]
    assert (ui.cards, earlier.journal.unfinished()) == ([], [])


@pytest.mark.parametrize("done", [True, False])
async def test_a_deletion_is_settled_by_looking(done: bool, tmp_path: Path) -> None:
    earlier = Earlier(tmp_path, "delete")
    made = await earlier.begun()
    if done:
        async with earlier.session.open_client() as client:
            await client.delete(made.id)
    ui = await earlier.asked(True)
    words = "The connection is gone." if done else "It was not deleted: the connection exists."
    assert ui.said == [f'information: "office": {words}']
    assert [each.kind for each in ui.outcomes] == ["deleted" if done else "not_deleted"]
    assert earlier.journal.unfinished() == []


@pytest.mark.parametrize("gives_up", [True, False])
async def test_what_cannot_be_settled_is_kept_until_it_is_given_up(
    gives_up: bool, tmp_path: Path
) -> None:
    """Nobody can read whether a password was set."""
    earlier = Earlier(tmp_path, "update")
    made = await earlier.begun()
    [intent] = earlier.journal.unfinished()
    earlier.journal.end(intent, "given up")
    assert intent.identity == made.id
    earlier.journal.begin(intent._replace(attempt="2", body={"password": MASK}))
    ui = await earlier.asked(True, gives_up)
    assert ui.said == ["failure: unknown"]
    assert ui.texts[1].endswith("Give it up if you know that it was not changed, or do not care.")
    assert bool(earlier.journal.unfinished()) is not gives_up
