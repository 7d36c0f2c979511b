"""The configuration of a device and its region: chosen, shown without the password, saved."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.support.fake_ui import Answer, FakeUI
from tui_app.api.replies import Connection
from tui_app.api.target import SANDBOX, find_target
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.core.shown import Shown
from tui_app.devices import DEVICES
from tui_app.flows.device import configure
from tui_app.flows.region import choose_region
from tui_app.sip.hosts import REGIONS

PASSWORD = "Wq7-Nz2L-m9Rx"
PLACE = list(DEVICES)


def ui(*answers: Answer, password: str | None = PASSWORD, session: Session | None = None) -> FakeUI:
    asking = FakeUI(Draft(), session or Session(SANDBOX), *answers)
    made = Connection("7", "office", "office12", None, None, {})
    asking.wizard.shown = Shown(made, SecretStr(password) if password else None)
    return asking


async def test_a_device_is_chosen_and_shown_without_the_password() -> None:
    asking = ui(PLACE.index("baresip"), False)
    await configure(asking)
    [shown] = asking.configurations
    assert "office12@sip.telnyx.com" in shown.text
    assert PASSWORD not in shown.text
    assert PASSWORD not in repr(shown)
    assert shown.clear is not None
    assert PASSWORD in shown.clear.get_secret_value()


async def test_a_device_can_be_named_in_any_case() -> None:
    asking = ui(False)
    await configure(asking, "Asterisk")
    assert asking.configurations[0].title == "Asterisk: pjsip.conf"


async def test_no_choice_shows_nothing() -> None:
    asking = ui(None)
    await configure(asking, "toaster")
    assert asking.configurations == []


async def test_it_is_of_the_region_that_was_chosen() -> None:
    asking = ui(1, False)
    await choose_region(asking)
    await configure(asking, "table")
    assert "sip.telnyx.eu" in asking.configurations[0].text
    assert asking.said == ["information: Devices now register at sip.telnyx.eu."]
    await choose_region(asking, "CA")
    assert asking.wizard.shown is not None
    assert asking.wizard.shown.region == "ca"


async def test_the_sandbox_has_a_registrar_of_its_own() -> None:
    asking = ui(len(REGIONS), False)
    await choose_region(asking)
    await configure(asking, "linphone")
    assert "sip:127.0.0.1:5070;transport=udp" in asking.configurations[0].text
    elsewhere = ui(None, session=Session(find_target(None, {})))
    await choose_region(elsewhere, "sandbox")
    assert elsewhere.asked == ["SIP region; a login works at each"]


async def test_backing_out_keeps_the_region() -> None:
    asking = ui(None)
    await choose_region(asking)
    assert asking.wizard.shown is not None
    assert asking.wizard.shown.region == "us"


@pytest.mark.parametrize(("choice", "kept"), [(0, False), (1, True)])
async def test_it_is_saved_with_the_password_only_if_that_is_chosen(
    choice: int, kept: bool, tmp_path: Path
) -> None:
    asking = ui(True, choice, f"{tmp_path}/")
    await configure(asking, "freeswitch")
    file = tmp_path / "office-freeswitch.xml"
    assert (PASSWORD in file.read_text()) is kept
    assert file.stat().st_mode & 0o777 == 0o600


async def test_without_a_known_password_the_placeholder_is_saved(tmp_path: Path) -> None:
    asking = ui(True, f"{tmp_path}/", password=None)
    await configure(asking, "zoiper")
    assert asking.configurations[0].clear is None
    assert "<SIP password>" in (tmp_path / "office-zoiper.txt").read_text()


async def test_backing_out_of_the_question_saves_nothing() -> None:
    asking = ui(True, None)
    await configure(asking, "zoiper")
    assert asking.left == []


async def test_a_password_that_a_format_cannot_hold_is_said_without_it() -> None:
    asking = ui(password='Winter"2026-x')
    await configure(asking, "baresip")
    assert asking.configurations == []
    [said] = asking.said
    assert said.startswith("error: No configuration for baresip: ")
    assert "2026-x" not in said


async def test_without_a_connection_there_is_nothing_to_configure() -> None:
    asking = FakeUI(Draft(), Session(SANDBOX))
    await configure(asking)
    await choose_region(asking)
    assert asking.said == ["information: Nothing has been created yet."] * 2
