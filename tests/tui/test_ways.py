"""The ways of a connection in a pseudo-terminal: created, cloned, edited, given a new password,
deleted, and each time read back by the vendor's SDK.
"""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.pty import (
    CTRL_E,
    CTRL_G,
    CTRL_Q,
    CTRL_R,
    CTRL_U,
    ENTER,
    ESCAPE,
    RIGHT,
    SHIFT_TAB,
    TAB,
    Terminal,
)
from tests.support.sdk import KEY, Account, account, differing

FIRST, SECOND, THIRD = "hunter2hunter2", "Wq7-Nz2L-m9Rx", "Sv8-Kb3T-p6Dy"


@pytest.fixture
def wizard(private_environment: Path) -> Iterator[tuple[Account, Terminal]]:
    """An account, and the wizard on it."""
    with account() as made:
        command = (sys.executable, "-m", "tui_app", "--base-url", made.base)
        environ = {"TELNYX_API_KEY": KEY}
        with Terminal(*command, home=private_environment, environ=environ) as terminal:
            yield made, terminal


def gone(terminal: Terminal, text: str) -> None:
    terminal.wait_until(lambda: text not in terminal.screen_text(), what=f"the end of {text!r}")


def listed(terminal: Terminal, *users: str) -> None:
    """Opens the list, and waits for the connections of these user names."""
    terminal.send(CTRL_E)
    for user in users:
        terminal.wait_for(f" {user}  ")
    terminal.wait_for("Esc close  F1 keys")


def sent(terminal: Terminal, title: str, done: str) -> None:
    """Goes from the answers to what became of them."""
    terminal.send(CTRL_R)
    terminal.wait_for("Nothing has been sent yet")
    terminal.send("s")
    terminal.wait_for(title)
    terminal.send(ENTER)
    terminal.wait_for(f"{done}  ")


def again(terminal: Terminal, words: str) -> None:
    """Leaves the page of what was sent."""
    terminal.send("n")
    terminal.wait_for(words)


def test_from_the_first_connection_to_its_end(wizard: tuple[Account, Terminal]) -> None:
    account, terminal = wizard
    terminal.wait_for("Connection name")
    terminal.send("office-pbx", TAB, "office12", TAB, FIRST)
    sent(terminal, "Create connection?", "Created")
    [office] = account.all()
    assert (office["connection_name"], office["user_name"]) == ("office-pbx", "office12")
    assert asyncio.run(account.login("office12", FIRST)) == "accepted"
    account.change(office["id"], inbound={"channel_limit": 7})
    office = account.one(office["id"])

    again(terminal, "asked again")
    listed(terminal, "office12")
    terminal.send("c")
    terminal.wait_for("Filled from office-pbx")
    terminal.send(SHIFT_TAB, CTRL_U, "branch-pbx", TAB, "office13", TAB, SECOND)
    sent(terminal, "Create connection?", "Created")
    first, branch = account.all()
    assert first == office
    assert differing(office, branch).keys() - {"created_at"} == {
        "id",
        "connection_name",
        "user_name",
    }
    assert asyncio.run(account.login("office13", SECOND)) == "accepted"

    again(terminal, "asked again")
    listed(terminal, "office12", "office13")
    terminal.send("e")
    terminal.wait_for('Editing "branch-pbx"')
    terminal.send(CTRL_G)
    terminal.wait_for("Go to a step")
    terminal.send("prack", ENTER)
    terminal.wait_for("> PRACK")
    terminal.send(RIGHT)
    sent(terminal, "Change the connection?", "Changed")
    first, changed = account.all()
    assert first == office
    assert differing(branch, changed) == {"inbound.prack_enabled": (False, True)}
    assert asyncio.run(account.login("office13", SECOND)) == "accepted"

    terminal.send(ESCAPE)
    terminal.wait_for("Nothing is changed.")
    listed(terminal, "office12", "office13")
    terminal.send("p")
    terminal.wait_for("New SIP password")
    terminal.send(CTRL_U, THIRD, ENTER)
    terminal.wait_for("New password of branch-pbx")
    assert differing(changed, account.one(branch["id"])) == {}
    assert asyncio.run(account.login("office13", SECOND)) == "refused"
    assert asyncio.run(account.login("office13", THIRD)) == "accepted"

    terminal.wait_for("Esc closes for good")
    terminal.send(ESCAPE)
    gone(terminal, "New password of branch-pbx")
    terminal.send("d")
    terminal.wait_for("Delete the connection?")
    terminal.send("office-pbx", ENTER)
    terminal.wait_for("That is not its name")
    assert len(account.all()) == 2
    terminal.send(CTRL_U, "branch-pbx", ENTER)
    terminal.wait_for('"branch-pbx" is deleted')
    assert account.all() == [office]
    assert asyncio.run(account.login("office13", THIRD)) == "refused"

    terminal.send(ESCAPE)
    terminal.wait_for("Nothing is changed.")
    terminal.send(CTRL_Q)
    assert terminal.wait() == 0
    assert terminal.restored(), terminal.left_on()
    for password in (FIRST, SECOND, THIRD):
        assert password.encode() not in terminal.output
