"""The wizard over one draft after another: what belongs to which of them."""

from tui_app.api.replies import Connection
from tui_app.api.target import SANDBOX
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.core.wizard import Wizard
from tui_app.settings.problem import Path
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json

USER: Path = ("user_name",)


def connection(user_name: str = "office12") -> Connection:
    document: dict[str, Json] = {
        "id": "7",
        "connection_name": "office",
        "user_name": user_name,
        "tags": ["a"],
    }
    return Connection("7", "office", user_name, None, None, document)


def wizard(**body: Json) -> Wizard:
    return Wizard(Draft.of(body)[0], Session(SANDBOX))


def test_a_late_answer_finishes_only_the_draft_that_it_is_about() -> None:
    mine = wizard(user_name="office12")
    assert mine.finish_late(connection())
    assert mine.draft.created
    other = wizard(user_name="branch99")
    assert not other.finish_late(connection())
    assert not other.draft.created
    assert [each.id for each in other.made] == ["7"]


def test_after_an_edit_a_blank_draft_is_of_a_new_connection() -> None:
    at_work = wizard(user_name="office12")
    at_work.edit(connection())
    assert not at_work.finish_late(connection())
    at_work.begin_blank()
    assert at_work.draft.original is None
    assert at_work.draft.request is REQUEST
    assert dict(at_work.draft.answers) == {}


def test_after_its_change_nothing_of_an_edit_is_left_to_send() -> None:
    at_work = wizard()
    at_work.edit(connection())
    at_work.draft.set(("tags",), ["b"])
    at_work.edited(connection())
    assert at_work.draft.payload() == {}
