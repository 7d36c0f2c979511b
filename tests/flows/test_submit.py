"""Creating and another password, on the sandbox: what is asked, and where it leads."""

from tests.support.fake_ui import Answer, FakeUI
from tui_app.api.target import SANDBOX, find_target
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.flows.submit import submit
from tui_app.text.document import Json

NAME, USER, PASSWORD = ("connection_name",), ("user_name",), ("password",)
BODY: dict[str, Json] = {
    "connection_name": "office",
    "user_name": "office12",
    "password": "Wq7-Nz2L-m9Rx",
}


def ui(*answers: Answer, session: Session | None = None, **more: Json) -> FakeUI:
    return FakeUI(Draft.of({**BODY, **more})[0], session or Session(SANDBOX), *answers)


async def test_it_asks_once_creates_and_shows_what_exists() -> None:
    asking = ui(True, "leave")
    await submit(asking)
    assert asking.asked == ["Create connection?", "connection"]
    assert [outcome.kind for outcome in asking.outcomes] == ["created"]
    assert asking.wizard.draft.created
    [card] = asking.cards
    assert card.shown.password is not None
    assert [made.connection_name for made in asking.wizard.made] == ["office"]


async def test_a_no_sends_nothing() -> None:
    asking = ui(False)
    await submit(asking)
    assert asking.outcomes == []
    assert not asking.wizard.draft.created


async def test_without_a_key_one_is_asked_for_first() -> None:
    asking = ui(None, session=Session(find_target(None, {})))
    await submit(asking)
    assert asking.asked == ["There is no API key for api.telnyx.com (TELNYX_API_KEY is not set)"]
    assert asking.outcomes == []


async def test_what_is_changed_while_it_is_asked_about_is_not_sent() -> None:
    class Changing(FakeUI):
        async def confirm(self, question: object) -> bool:
            self.wizard.draft.set(NAME, "other")
            return True

    asking = Changing(Draft.of(BODY)[0], Session(SANDBOX))
    await submit(asking)
    assert asking.outcomes == []
    assert asking.said == ["warning: That is not what was asked about any more: nothing is sent."]


async def test_a_refusal_leads_to_its_field() -> None:
    first = ui(True, "leave")
    await submit(first)
    # The same user name again: said before anything is sent, and sent all the same.
    asking = FakeUI(
        Draft.of({**BODY, "connection_name": "second"})[0], first.wizard.session, True, True
    )
    await submit(asking)
    assert asking.asked == ["Create connection?", "same_user_name"]
    assert asking.said == ["failure: rejected"]
    assert asking.places == [USER]
    assert [each.path for each in asking.wizard.draft.refusals] == [USER]


async def test_afterwards_another_password_can_be_set_and_another_connection_begun() -> None:
    asking = ui(True, "password", "short", "changeme123", "changeme123", "again")
    await submit(asking)
    assert "8 to 128 characters" in asking.asked[3]
    assert "Give it again" in asking.asked[4]
    assert [card.renewed for card in asking.cards] == [True, True], "the same card, shown again"
    assert asking.cards[-1].notes == ["The new password is set."]
    draft = asking.wizard.draft
    assert not draft.created
    assert draft.answers.keys().isdisjoint({NAME, USER, PASSWORD})
    assert asking.places == [NAME]
