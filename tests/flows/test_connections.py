"""The connections of an account: listed page by page, searched, shown, cloned, given a password."""

import json

import httpx
import pytest

from tests.support.fake_ui import Answer, FakeUI
from tests.support.many import Account
from tui_app.api.client import PAGE_SIZE
from tui_app.api.replies import Connection
from tui_app.core.draft import Draft
from tui_app.core.table import RowAction
from tui_app.flows import connections
from tui_app.flows.connections import ACTIONS, After, browse_connections
from tui_app.flows.ui import UI, load
from tui_app.text.document import Json

NAME, USER, PASSWORD = ("connection_name",), ("user_name",), ("password",)
SECRET = "hunter2hunter2"


async def browsed(account: Account, *answers: Answer, draft: Draft | None = None) -> FakeUI:
    ui = FakeUI(draft or Draft(), account.session, *answers)
    await browse_connections(ui)
    assert ui.left == []
    return ui


async def test_one_request_is_enough_for_the_first_rows() -> None:
    account = Account()
    await browsed(account, None)
    assert account.pages == [("", "1")]
    assert len(account.requests) == 1


async def test_the_id_is_copied_without_a_request() -> None:
    account = Account(3)
    ui = await browsed(account, ("copy_id", "2"), None)
    assert ui.said == ["copy: The id, no secret: 2"]
    assert len(account.requests) == 1, "that of the list"


async def test_the_second_page_is_asked_for_when_it_is_needed() -> None:
    account = Account(PAGE_SIZE + 5)
    await browsed(account, ("more",), ("registration", "1"), None)
    assert account.pages == [("", "1"), ("", "2")]


async def test_what_was_not_read_is_found_by_name() -> None:
    account = Account()
    ui = await browsed(account, ("find", "00042"), ("show", "42"), None)
    assert account.pages == [("", "1"), ("00042", "1")]
    assert ui.said[0] == "text: office 00042"


def test_each_action_has_a_key_of_its_own_and_a_flow() -> None:
    assert len({each.key for each in ACTIONS}) == len(ACTIONS)
    assert all(callable(load(each.flow)) for each in ACTIONS)
    # A report of the terminal may end with such a letter.
    assert not {"t", "y", "R"} & {each.key for each in ACTIONS}


async def test_a_connection_is_shown_as_it_is_now_without_a_secret() -> None:
    account = Account(3)
    account.changed["2"] = {"connection_name": "renamed\x1b[2J", "private_key": SECRET}
    ui = await browsed(account, ("show", "2"), None)
    assert ui.said[0].startswith("text: renamed")
    rows = {line[:28].strip(): line[28:] for line in ui.said}
    assert rows["Password"] == "********"
    assert rows["Localization"] == "US"
    assert rows["Registration"] == "Registered"
    assert SECRET not in repr(ui.said)
    assert "\x1b" not in repr(ui.said).replace("\\x1b", "\x1b")


async def test_without_its_registration_it_is_shown_all_the_same() -> None:
    account = Account(3)
    account.fails = lambda request: 403 if request.method == "POST" else None
    ui = await browsed(account, ("show", "2"), None)
    assert ui.said[-1].startswith("Its registration is not known: ")


async def test_one_that_is_gone_leaves_the_list() -> None:
    account = Account(3)

    def gone(request: httpx.Request) -> None:
        if request.url.path.endswith("/2"):
            account.numbers = [3, 1]

    account.fails = gone
    ui = FakeUI(Draft(), account.session, ("show", "2"), ("show", "3"), ("show", "2"))
    with pytest.raises(KeyError, match="2"):
        await browse_connections(ui)
    assert ui.said[0] == "error: office 00002 does not exist any more."
    assert ui.said[1] == "text: office 00003"


async def test_the_registration_of_a_row_is_told() -> None:
    ui = await browsed(Account(3), ("registration", "2"), None)
    assert ui.said == ["information: office 00002: Registration Registered"]


async def test_a_new_password_is_sent_and_shown_once() -> None:
    account = Account(3)
    ui = await browsed(account, ("password", "2"), "", None)
    [secret] = ui.secrets
    [sent] = [each for each in account.requests if each.method == "PATCH"]
    assert sent.url.path.endswith("/2")
    assert json.loads(sent.content) == {"password": secret.get_secret_value()}
    assert ui.said == ["secret: New password of office 00002: The new password is set."]


async def test_one_is_exported_as_it_is_now() -> None:
    account = Account(3)
    account.changed["2"] = {"inbound": {"channel_limit": 3}}
    ui = await browsed(account, ("export", "2"), 0, False, None)
    [shown] = ui.configurations
    assert json.loads(shown.text)["inbound"] == {"channel_limit": 3}
    assert SECRET not in shown.text


async def test_a_clone_fills_an_empty_wizard_without_a_question() -> None:
    account = Account(8)
    account.changed["4"] = {"inbound": {"codecs": ["OPUS"], "channel_limit": 3}}
    ui = await browsed(account, ("clone", "4"))
    draft = ui.wizard.draft
    assert ui.asked == ["Connections"]
    assert draft.answers == {
        NAME: "office 00004",
        ("inbound", "codecs"): ["OPUS"],
        ("inbound", "channel_limit"): 3,
    }
    assert ui.places == [USER]
    assert ui.changes == set(draft.answers)


FULL: dict[str, Json] = {
    "connection_name": "mine",
    "user_name": "mine12",
    "password": SECRET,
    "dtmf_type": "Inband",
}


async def test_it_asks_before_it_replaces_answers_and_is_one_step_of_undo() -> None:
    draft = Draft.of(FULL)[0]
    before = dict(draft.answers)
    ui = await browsed(Account(8), ("clone", "3"), False, None, draft=draft)
    assert draft.answers == before
    ui = await browsed(Account(8), ("clone", "3"), True, draft=draft)
    assert ui.asked == ["Connections", "Clone this connection?"]
    assert ("dtmf_type",) not in draft.answers
    assert draft.answers[NAME] == "office 00003"
    assert draft.answers[USER] == "mine12"
    draft.undo()
    assert draft.answers == before
    draft.redo()
    assert draft.answers[NAME] == "office 00003"


async def test_after_a_creation_a_clone_begins_anew() -> None:
    draft = Draft.of(FULL)[0]
    draft.created = True
    await browsed(Account(8), ("clone", "3"), draft=draft)
    assert not draft.created
    assert draft.answers[NAME] == "office 00003"
    assert USER not in draft.answers


async def test_an_edit_opens_on_the_connection_as_it_is_now() -> None:
    account = Account(3)
    ui = await browsed(account, ("edit", "2"))
    assert ui.wizard.draft.original is not None
    assert ui.wizard.draft.original.id == "2"
    assert ui.wizard.draft.payload() == {}


@pytest.mark.parametrize("status", [401, 403, 429, 500])
@pytest.mark.parametrize("name", ["registration", "password"])
async def test_what_fails_is_told_and_the_list_stays(name: str, status: int) -> None:
    account = Account(3)
    account.fails = lambda request: None if "page[number]" in request.url.params else status
    answers: list[Answer] = [(name, "2"), *([""] if name == "password" else [])]
    answers += [None] if name == "password" else []
    ui = await browsed(account, *answers, None)
    assert ui.secrets == []
    assert str(status) in " ".join([*ui.said, *ui.asked]) or status == 429


async def test_an_action_on_several_gets_all_of_them_and_their_rows_are_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = Account(5)
    got: list[tuple[str, object, Json]] = []

    async def rename(ui: UI, chosen: tuple[Connection, ...]) -> After:
        got.extend((each.id, each.password, each.document["password"]) for each in chosen)
        account.changed |= {each.id: {"active": False} for each in chosen}
        account.numbers.remove(3)
        return "changed"

    monkeypatch.setattr("tui_app.flows.connections.rename", rename, raising=False)
    several = RowAction("rename", "e", "rename", "tui_app.flows.connections:rename", several=True)
    monkeypatch.setattr(connections, "ACTIONS", (*ACTIONS, several))
    ui = FakeUI(Draft(), account.session, ("rename", "2", "3"), ("show", "2"), None)
    await browse_connections(ui)
    assert got == [("2", None, "********"), ("3", None, "********")]
    read = [each.url.path for each in account.requests if "page[number]" not in each.url.params]
    assert [path.rpartition("/")[2] for path in read[:2]] == ["2", "3"]


async def test_without_a_key_it_asks_for_one() -> None:
    account = Account(3)
    session = account.session
    session.key = None
    ui = FakeUI(Draft(), session, None)
    await browse_connections(ui)
    assert account.requests == []
    assert len(ui.asked) == 1


async def test_the_page_of_a_connection_opens_from_the_list() -> None:
    ui = await browsed(Account(3), ("open", "2"), "leave", None)
    [card] = ui.cards
    assert (card.outcome, card.shown.connection.id) == (None, "2")
