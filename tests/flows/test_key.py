"""A key that is missing: the sandbox, one that is typed, or none."""

import pytest

from tests.support.fake_ui import FakeUI
from tui_app.api.target import SANDBOX, check_key, find_target
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.flows.key import ask_for_key, type_key

IOS = ("ios_push_credential_id",)


def production(key: str = "") -> Session:
    return Session(find_target(None, {}), check_key(key) if key else None)


async def test_the_sandbox_takes_none() -> None:
    ui = FakeUI(Draft(), Session(SANDBOX))
    assert await ask_for_key(ui)
    await type_key(ui)
    assert ui.said == ["information: The sandbox takes no key."] * 2
    assert ui.asked == []


@pytest.mark.parametrize("answer", [None, 2])
async def test_it_can_be_left_for_later(answer: int | None) -> None:
    ui = FakeUI(Draft(), production(), answer)
    assert not await ask_for_key(ui)


async def test_a_key_that_cannot_be_one_is_asked_for_again_and_is_a_secret() -> None:
    ui = FakeUI(Draft(), production(), 1, "a key", "KEY0123456789")
    assert await ask_for_key(ui)
    assert ui.asked[1] == "API key"
    assert "That cannot be used" in ui.asked[2]
    assert list(ui.wizard.secrets()) == ["a key", "KEY0123456789", "KEY0123456789"]


async def test_backing_out_of_typing_keeps_the_key_that_was_there() -> None:
    ui = FakeUI(Draft(), production("KEY-old"), 1, None)
    assert await ask_for_key(ui)
    assert ui.asked[0] == "There is a key for api.telnyx.com already"
    assert "KEY-old" in ui.wizard.secrets()


async def test_turning_to_the_sandbox_flags_the_ids_of_the_account() -> None:
    draft, _ = Draft.of({"ios_push_credential_id": "6a09cdc3-8948-47f0-aa62-74ac943d6c58"})
    ui = FakeUI(draft, production(), 0)
    assert await ask_for_key(ui)
    assert ui.wizard.session.target.is_sandbox
    assert [each.path for each in draft.problems if each.code == "other_account"] == [IOS]
