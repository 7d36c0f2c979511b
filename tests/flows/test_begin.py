"""What is asked before the first step: drafts, readings, a key, attempts that were never
settled.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.fake_ui import Answer, FakeUI
from tui_app.api.target import SANDBOX, find_target
from tui_app.core.autosave import AutoSave, Position, to_document
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.flows.begin import begin
from tui_app.flows.earlier import settle_earlier
from tui_app.storage.drafts import Drafts
from tui_app.storage.journal import Intent, Journal

NAME = ("connection_name",)
BODY = {"connection_name": "office", "user_name": "office12", "password": "Wq7-Nz2L-m9Rx"}


def ui(folder: Path, *answers: Answer, attended: bool = True, key: bool = True) -> FakeUI:
    session = Session(SANDBOX) if key else Session(find_target(None, {}))
    asking = FakeUI(Draft(), session, *answers, attended=attended)
    asking.wizard.autosave = AutoSave(Drafts(folder / "drafts"), lambda trouble: None)
    asking.wizard.journal = Journal(folder / "journal.jsonl")
    return asking


def leave(folder: Path, name: str) -> None:
    """Leaves a draft behind."""
    draft, _ = Draft.of({"connection_name": name})
    drafts = Drafts(folder / "drafts")
    drafts.save(to_document(draft, Position(2, ()), Session(SANDBOX)))
    drafts.close()


def attempt(folder: Path, name: str = "office") -> None:
    """Leaves an attempt behind whose outcome is not known."""
    intent = Intent("1", datetime.now(UTC), SANDBOX.host, name, "office12")
    Journal(folder / "journal.jsonl").begin(intent)


async def test_there_is_nothing_to_ask_of_who_is_new(tmp_path: Path) -> None:
    asking = ui(tmp_path)
    await begin(asking)
    assert asking.asked == asking.said == []


@pytest.mark.parametrize("resumes", [True, False])
async def test_a_draft_is_offered_and_goes_on_where_it_was_left(
    resumes: bool, tmp_path: Path
) -> None:
    leave(tmp_path, "berlin")
    asking = ui(tmp_path, resumes)
    await begin(asking)
    assert asking.asked == ["Resume draft?"]
    wizard = asking.wizard
    assert (wizard.draft.get(NAME) == "berlin") is resumes
    assert wizard.position == (Position(2, ()) if resumes else Position())
    assert asking.places == ([()] if resumes else [])


async def test_of_several_drafts_one_is_chosen_or_none(tmp_path: Path) -> None:
    leave(tmp_path, "berlin")
    leave(tmp_path, "paris")
    names = set()
    for answer in (0, 1, 2, None):
        asking = ui(tmp_path, answer)
        await begin(asking)
        names.add(asking.wizard.draft.get(NAME) or "none")
        assert asking.wizard.autosave is not None
        asking.wizard.autosave.drafts.close()
    assert names == {"berlin", "paris", "none"}


async def test_who_began_with_something_else_is_not_asked_about_drafts(tmp_path: Path) -> None:
    leave(tmp_path, "berlin")
    asking = ui(tmp_path)
    asking.wizard.draft.set(NAME, "mine")
    await begin(asking)
    assert asking.asked == []


async def test_if_nobody_is_there_all_of_it_is_only_told(tmp_path: Path) -> None:
    leave(tmp_path, "berlin")
    attempt(tmp_path)
    asking = ui(tmp_path, attended=False)
    await begin(asking)
    asking = ui(tmp_path, attended=False, key=False)
    await begin(asking)
    said = " ".join(asking.said)
    assert asking.asked == []
    assert "There is a draft: berlin" in said
    assert "<key> gives one" in said


async def test_a_missing_key_is_asked_for(tmp_path: Path) -> None:
    asking = ui(tmp_path, 2, key=False)
    await begin(asking)
    assert len(asking.asked) == 1


async def test_an_attempt_that_is_not_found_is_looked_for_until_it_is_given_up(
    tmp_path: Path,
) -> None:
    attempt(tmp_path)
    journal = Journal(tmp_path / "journal.jsonl")
    asking = ui(tmp_path, False)
    await settle_earlier(asking)
    assert asking.outcomes == []
    for gives_up in (False, True):
        asking = ui(tmp_path, True, gives_up)
        asking.wizard.session.settle = 0.0
        await settle_earlier(asking)
        assert asking.said == [f"failure: {asking.outcomes[0].kind}"]
        assert (journal.unfinished() == []) is gives_up


async def test_an_attempt_that_is_found_is_shown_with_its_password_lost(tmp_path: Path) -> None:
    attempt(tmp_path)
    asking = ui(tmp_path, True, "leave")
    client = asking.wizard.session.open_client()
    async with client:
        await client.create(BODY)
    await settle_earlier(asking)
    [card] = asking.cards
    assert card.shown.password is None
    assert Journal(tmp_path / "journal.jsonl").unfinished() == []
