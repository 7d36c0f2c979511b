"""Editing and deleting on the sandbox: what is asked, what is sent, and where it leads."""

import pytest

from tests.support.fake_ui import Answer, FakeUI
from tui_app.api.replies import Connection, PhoneNumber, RegistrationStatus
from tui_app.api.target import SANDBOX, find_target
from tui_app.core.checklist import Facts
from tui_app.core.draft import Draft
from tui_app.core.edit_messages import delete_words
from tui_app.core.session import Session
from tui_app.flows.delete import delete_connection
from tui_app.flows.edit import edit_connection
from tui_app.flows.several import change_several
from tui_app.flows.submit import submit
from tui_app.settings.change import EDIT
from tui_app.settings.problem import UNSET, Path
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json

SECONDS: Path = ("inbound", "timeout_2xx_secs")
TAGS: Path = ("tags",)
PASSWORD: Path = ("password",)
BODY: dict[str, Json] = {
    "connection_name": "office",
    "user_name": "office12",
    "password": "Wq7-Nz2L-m9Rx-tall",
    "tags": ["a"],
}


@pytest.fixture
def session() -> Session:
    return Session(SANDBOX)


async def made(session: Session, **more: Json) -> Connection:
    async with session.open_client() as client:
        return await client.create({**BODY, **more})


async def read(session: Session, connection: Connection) -> Connection:
    async with session.open_client() as client:
        return await client.get(connection.id)


async def editing(session: Session, *answers: Answer) -> tuple[FakeUI, Connection]:
    """A wizard that edits a new connection."""
    connection = await made(session)
    ui = FakeUI(Draft(), session, *answers)
    await edit_connection(ui, await read(session, connection))
    return ui, connection


async def test_one_setting_is_changed_and_read_back(session: Session) -> None:
    ui, connection = await editing(session, True, "leave")
    before = (await read(session, connection)).document
    ui.wizard.draft.set(SECONDS, 60)
    await submit(ui)
    assert ui.asked == ["Change the connection?", "connection"]
    assert [outcome.kind for outcome in ui.outcomes] == ["updated"]
    after = (await read(session, connection)).document
    inbound = before["inbound"]
    assert isinstance(inbound, dict)
    inbound["timeout_2xx_secs"] = 60
    assert {**after, "updated_at": ""} == {**before, "updated_at": ""}
    # Nothing is left to send, and nothing was created.
    assert ui.wizard.draft.payload() == {}
    assert ui.wizard.made == []


async def test_an_untouched_edit_sends_nothing(session: Session) -> None:
    ui, _ = await editing(session)
    await submit(ui)
    assert ui.outcomes == []
    assert ui.said[-1] == "information: Nothing is changed. Nothing is sent."


async def test_a_value_set_back_to_the_default_is_said_to_be_that(session: Session) -> None:
    ui, connection = await editing(session, True, "leave", True, "leave")
    ui.wizard.draft.set(("dtmf_type",), "Inband")
    await submit(ui)
    ui.wizard.draft.set(("dtmf_type",), UNSET)
    await submit(ui)
    assert "DTMF type: RFC 2833 -> Inband\n" in f"{ui.texts[0]}\n"
    assert "DTMF type: Inband -> RFC 2833 (API default)" in ui.texts[1]
    assert (await read(session, connection)).document["dtmf_type"] == "RFC 2833"


async def test_a_no_sends_nothing(session: Session) -> None:
    ui, connection = await editing(session, False)
    ui.wizard.draft.set(TAGS, UNSET)
    await submit(ui)
    assert (await read(session, connection)).document["tags"] == ["a"]


@pytest.mark.parametrize("mine", [True, False])
async def test_a_conflict_is_asked_about(session: Session, mine: bool) -> None:
    ui, connection = await editing(session, True, mine, "leave")
    ui.wizard.draft.set(TAGS, ["mine"])
    async with session.open_client() as client:
        await client.patch(connection.id, {"tags": ["theirs"]})
    await submit(ui)
    assert ui.asked == ["Change the connection?", "changed_meanwhile", "connection"]
    assert (await read(session, connection)).document["tags"] == ["mine" if mine else "theirs"]


async def test_a_password_that_was_set_is_on_the_result_page(session: Session) -> None:
    ui, _ = await editing(session, True, "leave")
    ui.wizard.draft.set(PASSWORD, "another-Passw0rd-of-it")
    await submit(ui)
    [card] = ui.cards
    assert card.shown.password is not None
    assert card.shown.password.get_secret_value() == "another-Passw0rd-of-it"
    assert [outcome.problems for outcome in ui.outcomes] == [()]


async def test_a_refusal_leads_to_its_field(session: Session) -> None:
    ui, _ = await editing(session, True)
    await made(session, user_name="taken123")
    ui.wizard.draft.set(("user_name",), "taken123")
    await submit(ui)
    assert ui.said[-1] == "failure: rejected"
    assert ui.places[-1] == ("user_name",)
    assert [each.path for each in ui.wizard.draft.refusals] == [("user_name",)]


async def test_an_edit_of_another_host_is_not_sent(session: Session) -> None:
    ui, _ = await editing(session)
    ui.wizard.draft.set(TAGS, ["b"])
    ui.wizard.session.target = find_target("https://other.example.com/v2", {})
    await submit(ui)
    assert ui.outcomes == []
    assert "nothing was sent" in ui.said[-1]


async def test_afterwards_a_new_one_is_begun_blank(session: Session) -> None:
    ui, _ = await editing(session, True, "again")
    ui.wizard.draft.set(SECONDS, 60)
    await submit(ui)
    assert ui.wizard.draft.original is None
    assert ui.wizard.draft.request is REQUEST
    assert dict(ui.wizard.draft.answers) == {}


async def test_a_deletion_needs_the_name(session: Session) -> None:
    connection = await made(session)
    ui = FakeUI(Draft(), session, "Office", "office")
    assert await delete_connection(ui, connection)
    assert ui.asked == [
        "Delete the connection?",
        "Delete the connection?: That is not its name: nothing is deleted.",
    ]
    assert (
        ui.said[-1]
        == 'information: "office" is deleted. The API says that it deleted the connection.'
    )


async def test_what_will_stop_working_is_said_first(session: Session) -> None:
    connection = await made(session)
    told: list[str] = []

    class Listening(FakeUI):
        async def ask(
            self, title: str, text: str, *, value: str = "", error: str = "", secret: bool = False
        ) -> str | None:
            told.append(text)
            return None

    await delete_connection(Listening(Draft(), session), connection)
    assert "No device is registered. No number is assigned to it." in told[0]
    numbers = tuple(PhoneNumber(phone_number=f"+1555555010{n}", status="active") for n in (0, 1))
    status = RegistrationStatus(status="Registered", user_agent="a\x1bphone")
    words = delete_words(connection, SANDBOX, Facts(status, numbers))
    assert "+15555550100 and 1 more: calls to it reach no device any more." in words
    assert "A device is registered" in words
    assert "\x1b" not in words
    unknown = delete_words(connection, SANDBOX, Facts())
    assert "Whether a device is registered is not known. Numbers assigned to it" in unknown


async def test_without_the_name_nothing_is_deleted(session: Session) -> None:
    connection = await made(session)
    assert not await delete_connection(FakeUI(Draft(), session, "x", None), connection)
    assert (await read(session, connection)).id == connection.id


async def test_what_is_renamed_meanwhile_is_not_deleted(session: Session) -> None:
    connection = await made(session)

    class Renaming(FakeUI):
        async def ask(
            self, title: str, text: str, *, value: str = "", error: str = "", secret: bool = False
        ) -> str | None:
            async with session.open_client() as client:
                await client.patch(connection.id, {"connection_name": "renamed"})
            return "office"

    ui = Renaming(Draft(), session)
    assert not await delete_connection(ui, connection)
    assert ui.said[-1] == "failure: rejected"
    assert (await read(session, connection)).connection_name == "renamed"


async def test_without_a_key_one_is_asked_for_first() -> None:
    session = Session(SANDBOX)
    connection = await made(session)
    ui = FakeUI(Draft(), Session(find_target(None, {})), None)
    assert not await delete_connection(ui, connection)
    assert ui.asked[0].startswith("There is no API key")


async def test_several_are_deactivated_after_one_review(session: Session) -> None:
    three = [await made(session, user_name=f"office{number}") for number in (1, 2, 3)]
    async with session.open_client() as client:
        await client.patch(three[1].id, {"active": False})
    ui = FakeUI(Draft(), session, 1, True)
    assert await change_several(ui, [await read(session, each) for each in three])
    assert ui.asked == ["Change 3 connections", "Change 2 of 3 connections?"]
    assert [(await read(session, each)).document["active"] for each in three] == [False] * 3
    assert ui.outcomes[0].words == "Of 2 connections: 2 changed."


async def test_one_setting_of_several_is_asked_and_validated(session: Session) -> None:
    two = [await made(session, user_name=f"office{number}") for number in (1, 2)]
    shared = [each for each in EDIT.settings.values() if not (each.required or each.secret)]
    index = next(number for number, each in enumerate(shared) if each.path == SECONDS)
    ui = FakeUI(Draft(), session, 2, index, "900", "60", True)
    assert await change_several(ui, [await read(session, each) for each in two])
    assert "1 to 600" in ui.asked[3]
    for each in two:
        inbound = (await read(session, each)).document["inbound"]
        assert isinstance(inbound, dict)
        assert inbound["timeout_2xx_secs"] == 60


async def test_several_that_have_it_already_send_nothing(session: Session) -> None:
    two = [await made(session, user_name=f"office{number}") for number in (1, 2)]
    ui = FakeUI(Draft(), session, 0)
    assert not await change_several(ui, [await read(session, each) for each in two])
    assert ui.outcomes == []
    assert any("has it already" in each for each in ui.said)


async def test_a_no_changes_none_of_several(session: Session) -> None:
    one = await made(session)
    ui = FakeUI(Draft(), session, 1, False)
    assert not await change_several(ui, [await read(session, one)])
    assert (await read(session, one)).document["active"] is True


async def test_one_of_several_is_called_by_its_name(session: Session) -> None:
    one = await made(session)
    ui = FakeUI(Draft(), session, 1, True)
    assert await change_several(ui, [await read(session, one)])
    assert ui.asked == ["Change office", "Change office?"]
    assert ui.outcomes[0].words == "Of 1 connection: 1 changed."
