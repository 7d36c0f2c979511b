"""After a creation in lines: the region, configurations, and what is still missing."""

from pathlib import Path

import pytest

from tests.support.linear import PASSWORD, good, run
from tui_app.api.replies import Connection
from tui_app.flows.result import show_existing
from tui_app.flows.ui import run_now
from tui_app.line.ui import LineUI
from tui_app.line.wizard import Linear

MADE = ("/submit", "yes")


def test_the_card_and_what_is_missing_are_said() -> None:
    said = run(*MADE, draft=good())
    assert "What a device needs (/card saves it, /region and /device change it):" in said.text
    assert "Before a phone rings: (/status asks)" in said.text
    assert (
        "Missing: No outbound voice profile: calls out get SIP 403 (D38). Assign one." in said.text
    )
    assert "once telnyx-wizard sandbox --sip-port 5070 serves a registrar." in said.text


def test_the_status_is_asked_for() -> None:
    said = run(*MADE, "/status", draft=good())
    assert "Asking for the registration. Registration: not registered." in said.text
    assert "Missing: A device has to register" in said.text


def test_a_configuration_is_said_without_the_password_and_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*MADE, "/region eu", "/device baresip", "yes", "2", "x.txt", draft=good())
    shown = said.text.partition("baresip: accounts:")[2]
    assert "<sip:office12@sip.telnyx.eu;transport=udp>" in shown
    assert PASSWORD not in shown
    assert PASSWORD in (tmp_path / "x.txt").read_text()


def test_a_region_and_a_device_can_be_chosen_by_number() -> None:
    said = run(*MADE, "/region", "4", "/device", "6", "no", draft=good())
    assert "Devices now register at sip.telnyx.ca." in said.text
    assert "Server sip.telnyx.ca" in said.text


def test_a_verdict_is_said() -> None:
    said = run(*MADE, "/verify 127.0.0.1:9", draft=good())
    assert "Asking 127.0.0.1:9." in said.text
    assert "Warning: Nobody answered about the login" in said.text


def test_a_connection_that_was_read_is_not_said_to_be_created() -> None:
    made = Connection("7", "office", "office12", None, None, {})

    def show(linear: Linear) -> str:
        run_now(show_existing(LineUI(linear), made))
        return "/device table"

    said = run(show, "no", "/reveal")
    assert "Connection: 7" in said.text
    assert "Created" not in said.text
    assert "Password: not known" in said.text
    assert "SIP address office12@sip.telnyx.com" in said.text
    assert "There is no password yet." in said.text
