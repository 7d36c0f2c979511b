"""The ways of a connection in lines on a terminal: created, cloned, edited, given a new password,
deleted, and each time read back by the vendor's SDK.
"""

import asyncio
import re
import sys
from pathlib import Path

from tests.support.linear_program import said
from tests.support.pty import Terminal
from tests.support.sdk import KEY, account, differing

FIRST, SECOND, THIRD = "hunter2hunter2", "Wq7-Nz2L-m9Rx", "Sv8-Kb3T-p6Dy"
CREATE = ("Type yes to create it:", "yes")
CHANGE = ("Type yes to change it:", "yes")


class Talk:
    """What is said on a terminal, heard in order."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._heard = 0

    def hear(self, words: str) -> None:
        """Waits until `words` are said after all that was heard before."""
        terminal = self._terminal
        terminal.wait_until(lambda: words in said(terminal)[self._heard :], 20, repr(words))
        self._heard = said(terminal).index(words, self._heard) + len(words)

    def answer(self, *pairs: tuple[str, str]) -> None:
        """For each pair hears the words, and then types the line."""
        for words, line in pairs:
            self.hear(words)
            self._terminal.send(line, "\n")

    def pick(self, row: int, action: str) -> None:
        """Picks a row of the list and what to do with it."""
        self.answer(("or nothing to close the list:", str(row)))
        self.hear("nothing for none of them:")
        *_, number = re.findall(rf"(\d+) {action} ", said(self._terminal)[: self._heard])
        self._terminal.send(number, "\n")


def test_from_the_first_connection_to_its_end(private_environment: Path) -> None:
    with account() as made:
        command = (sys.executable, "-m", "tui_app", "--linear", "--base-url", made.base)
        environ = {"TELNYX_API_KEY": KEY}
        with Terminal(*command, home=private_environment, columns=200, environ=environ) as terminal:
            talk = Talk(terminal)
            talk.answer(
                ("1.1 Connection name", "office-pbx"),
                ("1.2 User name", "office12"),
                ("1.3 Password", FIRST),
                ("1.4 Active", "/submit"),
                CREATE,
            )
            talk.hear("Created: ")
            talk.hear("Done")
            [office] = made.all()
            assert (office["connection_name"], office["user_name"]) == ("office-pbx", "office12")
            assert asyncio.run(made.login("office12", FIRST)) == "accepted"
            made.change(office["id"], inbound={"channel_limit": 7})
            office = made.one(office["id"])

            talk.answer((":", "/connections"))
            talk.pick(1, "clone")
            talk.hear("Filled from office-pbx")
            talk.answer(
                ("1.2 User name", "office13"),
                ("1.3 Password", SECOND),
                ("1.4 Active", "/edit 1.1"),
                ("1.1 Connection name", "branch-pbx"),
                ("Review:", "/submit"),
                CREATE,
            )
            talk.hear("Created: ")
            talk.hear("Done")
            first, branch = made.all()
            assert first == office
            own = {"id", "connection_name", "user_name"}
            assert differing(office, branch).keys() - {"created_at"} == own
            assert asyncio.run(made.login("office13", SECOND)) == "accepted"

            talk.answer((":", "/connections"))
            talk.pick(1, "edit")
            talk.hear('Editing "branch-pbx"')
            talk.answer(("Review:", "/edit prack"), ("PRACK", "on"), ("Review:", "/submit"))
            talk.hear("will be changed: PRACK: off -> on")
            talk.answer(CHANGE)
            talk.hear("Changed: ")
            first, changed = made.all()
            assert first == office
            assert differing(branch, changed) == {"inbound.prack_enabled": (False, True)}
            assert asyncio.run(made.login("office13", SECOND)) == "accepted"

            talk.answer((":", "/connections"))
            talk.pick(1, "new password")
            talk.answer(("New SIP password, not shown", THIRD))
            talk.hear("The new password is set. /reveal says it.")
            assert differing(changed, made.one(branch["id"])) == {}
            assert asyncio.run(made.login("office13", SECOND)) == "refused"
            assert asyncio.run(made.login("office13", THIRD)) == "accepted"

            talk.pick(1, "delete")
            talk.answer(
                ('Delete the connection? "branch-pbx"', "office-pbx"),
            )
            talk.hear("Error: That is not its name: nothing is deleted. Delete the connection?")
            assert len(made.all()) == 2
            terminal.send("branch-pbx\n")
            talk.hear('"branch-pbx" is deleted')
            assert made.all() == [office]
            assert asyncio.run(made.login("office13", THIRD)) == "refused"

            talk.answer(("or nothing to close the list:", ""), (":", "/quit"))
            assert terminal.wait() == 0
            assert terminal.restored(), terminal.left_on()
            for password in (FIRST, SECOND, THIRD):
                assert password.encode() not in terminal.output
