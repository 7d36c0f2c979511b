"""Every fault as a user meets it: through the wizard's screens, and through `create`.

What is told is true, and nothing stands twice.

Run whole, it writes the table of them.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support.fault_row import DONE, WORKS, Row, Work
from tests.support.fault_server import FaultServer
from tests.support.faults import DELETING, FAULTS
from tests.support.results import table as table_of
from tests.support.results import write_table
from tests.support.wizard import confirm, one_line, until
from tui_app.api.background import RealClock
from tui_app.api.progress import Pace
from tui_app.api.target import find_target
from tui_app.cli import main
from tui_app.core.draft import Draft
from tui_app.core.exit_codes import OUTCOME_CODES
from tui_app.core.messages import TITLES
from tui_app.core.session import Session
from tui_app.storage.journal import Journal
from tui_app.storage.locations import locations
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.dialogs import ConfirmationDialog
from tui_app.tui.screens.outcome import CreatedScreen, FailedScreen

BODY = {"connection_name": "office", "user_name": "office12", "password": "canary-Winter2026"}
KEY = "KEY-canary"
BOUND = 20.0
TEXT = """
# Faults

A server on loopback answers the one request that creates as the first column says; the time-out of an answer is one second, and waits that
a server asks for are cut short here. In every row at most one connection stands on the server at the end, and the outcome told is true:
never "not created" where the server has it, `unknown` where nobody could know. A second POST follows only a definite refusal or a 429.
Of a name that is taken only what was looked at is told: what no list ever shows cannot be told from the connection of another account.
Made by `python -m tests.campaigns faults`.
"""
OF_ONE = """
## A change and a deletion

The same faults befall the one PATCH, of two settings and a password, and the one DELETE; the time-out of an answer is one second, other
waits take none. What says 201 has the status of their success here, 200. "done" is what the server holds at the end: an outcome other than
`unknown` says the same. A 404 to a deletion is looked at: only then it is told that the connection is gone.
"""
IMPATIENT = Pace(settle=0.2, looks=3, look_seconds=1)


@pytest.fixture(autouse=True)
def waits_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a server asks to wait is not waited for here: tests/api/test_fault_table.py looks at the
    waits.
    """
    sleep = RealClock.sleep

    async def briefly(self: RealClock, seconds: float) -> None:
        await sleep(self, min(seconds, 0.05))

    monkeypatch.setattr(RealClock, "sleep", briefly)
    monkeypatch.setattr(Session, "pace", IMPATIENT)
    monkeypatch.setattr(ConfirmationDialog, "MOMENT", 0.001)


def check(name: str, server: FaultServer, kind: str, said: str) -> None:
    """What was told is one of the true ends of this fault, and true of this server."""
    assert len(server.connections) <= 1
    assert kind in FAULTS[name].ends
    if server.connections:
        assert kind in ("created", "found", "unknown") or name.endswith("listed never")
        assert "nothing was created" not in said.lower()
    else:
        assert kind not in ("created", "found")
    assert BODY["password"] not in said
    assert KEY not in said
    assert "\x1b" not in said
    unfinished = Journal(locations().journal).unfinished()
    assert bool(unfinished) == (kind == "unknown"), (
        "an intent is kept exactly where the outcome is unknown"
    )


TOLD: dict[str, dict[str, tuple[object, ...]]] = {}
"""What became of each fault, by the way it was met."""
TOLD_OF_ONE: dict[tuple[Work, str], tuple[object, ...]] = {}
"""The same for a change and a deletion."""


def note(way: str, name: str, kind: str, server: FaultServer, since: float) -> None:
    seconds = time.monotonic() - since
    assert seconds < BOUND
    TOLD.setdefault(name, {})[way] = (
        kind,
        len(server.posts),
        len(server.connections),
        f"{seconds:.1f}",
    )


@pytest.fixture(scope="module", autouse=True)
def table(request: pytest.FixtureRequest) -> Iterator[None]:
    """Writes the table once all of it is known."""
    yield
    complete = len(TOLD_OF_ONE) == len(WORKS) and all(
        len(TOLD.get(name, {})) == 2 for name in FAULTS
    )
    if request.config.getoption("--whole") and complete:
        rows = [[name, *TOLD[name]["create"], *TOLD[name]["wizard"]] for name in FAULTS]
        columns = [
            f"{way}: {what}"
            for way in ("create", "wizard")
            for what in ("outcome", "POSTs", "connections", "seconds")
        ]
        altered = [
            [name, *(cell for work in DONE for cell in TOLD_OF_ONE.get((work, name), "----"))]
            for name in DELETING
        ]
        columns_of_one = [
            f"{work}: {what}"
            for work in DONE
            for what in ("outcome", "requests", "done", "seconds")
        ]
        write_table(
            "faults",
            TEXT,
            ["what the server does", *columns],
            rows,
            OF_ONE,
            table_of(["what the server does", *columns_of_one], altered),
        )


def kind_of(name: str) -> object:
    """What the faults of one kind share: whether it was created, what is told, and how it ends."""
    fault = FAULTS[name]
    return fault.commits, fault.certain, fault.ends, fault.unread, fault.once, bool(fault.lag)


@pytest.mark.parametrize("name", FAULTS)
def test_through_create(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    payload = tmp_path / "payload.json"
    payload.write_text(json.dumps(BODY))
    monkeypatch.setenv("TELNYX_API_KEY", KEY)
    since = time.monotonic()
    with FaultServer(name) as server:
        code = main(
            ["create", str(payload), "--json", "--timeout", "1", "--base-url", server.base_url]
        )
        told = capsys.readouterr()
        kind = json.loads(told.out)["outcome"]
        check(name, server, kind, told.out + told.err)
        assert code == OUTCOME_CODES[kind]
        note("create", name, kind, server, since)


@pytest.mark.sampled(every=4, kind=kind_of)
@pytest.mark.parametrize("name", FAULTS)
async def test_through_the_wizard(name: str) -> None:
    """Every fourth fault runs every day, and one of each kind; through `create` run them all."""
    draft, _ = Draft.of(BODY)
    since = time.monotonic()
    with FaultServer(name) as server:
        session = Session(find_target(server.base_url, {}), SecretStr(KEY), timeout=1)
        app = WizardApp(draft, session, journal=Journal(locations().journal))
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            await pilot.pause()
            await confirm(pilot)
            await until(pilot, CreatedScreen | FailedScreen)
            said = one_line(app)
            kind = next(kind for kind, title in reversed(TITLES.items()) if title in said)
            check(name, server, kind, said)
            note("wizard", name, kind, server, since)
            assert app.draft.payload() == BODY, "nothing typed is lost"
            if isinstance(app.screen, FailedScreen):
                await pilot.press("enter")
                await pilot.pause()
                assert (
                    any(problem in app.draft.refusals for problem in app.draft.problems)
                    or not app.draft.refusals
                )


@pytest.mark.sampled(every=8)
@pytest.mark.parametrize(("work", "name"), WORKS)
def test_a_change_and_a_deletion(work: Work, name: str) -> None:
    """tests/api/test_fault_table_of_one.py runs them all, and more of them."""
    row = Row(work, name)
    row.check()
    TOLD_OF_ONE[work, name] = (
        row.outcome.kind,
        len(row.sent),
        "yes" if row.done else "no",
        f"{row.seconds:.1f}",
    )


async def test_what_exists_already_is_asked_about_before_anything_is_sent() -> None:
    with FaultServer() as server:
        for answer, posts in (("enter", 1), ("y", 2)):
            draft, _ = Draft.of(
                BODY | {"user_name": "office12" if answer == "enter" else "office13"}
            )
            app: Any = WizardApp(
                draft, Session(find_target(server.base_url, {}), SecretStr(KEY), timeout=2)
            )
            async with app.run_test(size=(120, 40)) as pilot:
                if answer == "enter":
                    await confirm(pilot)
                    await until(pilot, CreatedScreen)
                    await pilot.press("n")
                    await pilot.pause()
                    app.draft.restore({(key,): value for key, value in BODY.items()})
                await confirm(pilot)
                while "exists already" not in one_line(app):
                    await pilot.pause(0.01)
                assert len(server.posts) == 1
                await until(pilot, lambda: getattr(app.screen, "is_armed", True))  # noqa: B023
                await pilot.press(answer)
                await until(pilot, FailedScreen if answer == "enter" else CreatedScreen)
            assert len(server.posts) == posts
