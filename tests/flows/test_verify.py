"""Whether the login works from here: who is asked, with which password, and what is said."""

import pytest
from pydantic import SecretStr

import tui_app.core.device
from tests.support.fake_ui import Answer, FakeUI
from tests.support.registrar import Judge, serving
from tui_app.api.replies import Connection
from tui_app.api.target import SANDBOX
from tui_app.core.device import SANDBOX_REGION
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.core.shown import Shown
from tui_app.flows.verify import verify_login

PASSWORD = "Wq7Nz2Lm9Rx"


def ui(*answers: Answer, password: str | None = PASSWORD) -> FakeUI:
    asking = FakeUI(Draft(), Session(SANDBOX), *answers)
    made = Connection("7", "office", "office123", None, None, {})
    asking.wizard.shown = Shown(made, SecretStr(password) if password else None)
    return asking


async def test_a_right_password_is_accepted() -> None:
    async with serving(Judge()) as served:
        asking = ui()
        await verify_login(asking, str(served.registrar))
    [said] = asking.said
    assert said.startswith("information: The login works from here (UDP).")


async def test_a_wrong_password_is_refused() -> None:
    async with serving(Judge(password="another-one")) as served:
        asking = ui()
        await verify_login(asking, str(served.registrar))
    [said] = asking.said
    assert said.startswith("error: The login is refused")
    assert PASSWORD not in said


async def test_an_unknown_password_is_asked_for() -> None:
    async with serving(Judge()) as served:
        asking = ui(PASSWORD, password=None)
        await verify_login(asking, str(served.registrar))
    assert asking.asked == ["SIP password"]
    assert asking.said[0].startswith("information: ")
    # It is not taken for the connection's: nobody has checked it against the API.
    assert asking.wizard.shown is not None
    assert asking.wizard.shown.password is None


async def test_without_a_password_nobody_is_asked() -> None:
    asking = ui(None, password=None)
    await verify_login(asking, "127.0.0.1:1")
    assert asking.said == []


async def test_the_registrar_of_the_sandbox_is_asked_for_until_it_is_one() -> None:
    async with serving(Judge()) as served:
        asking = ui("no host", str(served.registrar))
        await verify_login(asking)
    assert asking.asked[0] == "Which registrar?"
    assert "must be HOST" in asking.asked[1]
    assert asking.said[0].startswith("information: ")


async def test_the_registrar_that_was_chosen_for_the_sandbox_is_not_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with serving(Judge()) as served:
        monkeypatch.setattr(tui_app.core.device, "SANDBOX_REGISTRAR", served.registrar)
        asking = ui()
        assert asking.wizard.shown is not None
        asking.wizard.shown.region = SANDBOX_REGION
        await verify_login(asking)
    assert asking.asked == []
    assert asking.said[0].startswith("information: ")


async def test_backing_out_asks_nobody() -> None:
    asking = ui(None)
    await verify_login(asking)
    assert asking.said == []


async def test_without_a_connection_there_is_no_login() -> None:
    asking = FakeUI(Draft(), Session(SANDBOX))
    await verify_login(asking)
    assert asking.said == ["information: Nothing has been created yet."]
