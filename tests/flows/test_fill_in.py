"""A text that was pasted: what is asked, taken, left out and refused."""

import json

import pytest

from tests.support.fake_ui import Answer, FakeUI
from tui_app.api.target import SANDBOX, check_key, find_target
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.flows.fill_in import fill_in
from tui_app.flows.misplaced import fill_in_secret, offer_key
from tui_app.settings.misplaced import find

NAME, USER, PASSWORD = ("connection_name",), ("user_name",), ("password",)
BODY = {"connection_name": "office", "user_name": "office12", "password": "Wq7-Nz2L-m9Rx"}
SECRET = "sip:office12:Other-Winter-7@sip.telnyx.com"


def production(key: str = "") -> Session:
    return Session(find_target(None, {}), check_key(key) if key else None)


def ui(*answers: Answer, session: Session | None = None, attended: bool = True) -> FakeUI:
    return FakeUI(Draft(), session or Session(SANDBOX), *answers, attended=attended)


async def test_its_answers_are_taken_if_they_are_wanted() -> None:
    asking = ui(True)
    await fill_in(asking, json.dumps(BODY))
    assert asking.changes == {NAME, USER, PASSWORD}
    assert asking.said == ["information: 3 answers filled in. <review> shows what is set."]
    assert BODY["password"] in asking.wizard.secrets()
    asking = ui(False)
    await fill_in(asking, json.dumps(BODY))
    assert asking.wizard.draft.answers == {}
    assert BODY["password"] in asking.wizard.secrets(), "it was seen all the same"


async def test_if_nobody_is_there_they_are_taken_at_once_and_what_is_left_out_is_told() -> None:
    asking = ui(attended=False)
    await fill_in(asking, json.dumps({**BODY, "no_such": 1}))
    assert asking.asked == []
    assert len(asking.wizard.draft.answers) == 3
    assert 'Left out: "no_such"' in asking.said[0]


async def test_of_several_one_is_chosen_and_nobody_chooses_for_who_is_not_there() -> None:
    text = json.dumps({"data": [{**BODY, "connection_name": name} for name in ("a", "b")]})
    asking = ui(1, True)
    await fill_in(asking, text)
    assert asking.wizard.draft.get(NAME) == "b"
    asking = ui(attended=False)
    await fill_in(asking, text)
    assert asking.wizard.draft.answers == {}
    assert asking.said[0].startswith("error: There are 2 connections: a, ")


@pytest.mark.parametrize("secret", [False, True])
async def test_what_cannot_be_read_is_refused_and_of_a_secret_not_even_why(secret: bool) -> None:
    asking = ui()
    await fill_in(asking, '{"password": "Wq7-Nz2L-m9Rx" "x": 1}', secret=secret)
    assert asking.wizard.draft.answers == {}
    assert asking.said[0].startswith("error: What was pasted looks like a connection")
    assert ("delimiter" in asking.said[0]) is not secret


async def test_what_holds_no_setting_is_told() -> None:
    asking = ui()
    await fill_in(asking, '{"colour": "red"}')
    assert "nothing was taken" in asking.said[0]


async def test_a_secret_is_put_where_it_belongs_if_that_is_wanted() -> None:
    found = find(SECRET)
    assert found is not None
    asking = ui(True)
    await fill_in_secret(asking, found)
    assert asking.changes == {USER, PASSWORD}
    for refused in (ui(False), ui(attended=False)):
        await fill_in_secret(refused, found)
        assert refused.wizard.draft.answers == {}
        assert "Other-Winter-7" in "".join(refused.wizard.secrets())
        assert "Other-Winter-7" not in "".join(refused.said)


@pytest.mark.parametrize(
    ("session", "answers", "attended", "said", "key"),
    [
        (Session(SANDBOX), (), True, "The sandbox takes none", None),
        (production(), (True,), True, "", "KEY-new"),
        (production(), (False,), True, "", None),
        (production(), (), False, "was not used: <key> takes one", None),
        (production("KEY-old"), (), True, "The one in use stays; <key> takes another", "KEY-old"),
        (production("KEY-new"), (), True, "in use already", "KEY-new"),
    ],
)
async def test_a_key_that_is_found_is_used_only_if_there_is_none_and_that_is_wanted(
    session: Session, answers: tuple[bool, ...], attended: bool, said: str, key: str | None
) -> None:
    asking = ui(*answers, session=session, attended=attended)
    await offer_key(asking, check_key("KEY-new"))
    assert said in "".join(asking.said)
    assert (session.key.get_secret_value() if session.key else None) == key
    session.key = check_key("KEY-old") if said.startswith("The one") else session.key
