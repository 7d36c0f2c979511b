"""Every fault through a whole submission, on a real wire: at most one connection, a true outcome,
an end within its bound.
"""

import time
from typing import NamedTuple

import pytest
import telnyx
from pydantic import SecretStr

from tests.support.clock import InstantClock, MemoryJournal
from tests.support.fault_server import FaultServer
from tests.support.faults import FAULTS
from tui_app.api.client import Client
from tui_app.api.progress import Event, Outcome, Pace
from tui_app.api.submission import Submission
from tui_app.api.target import Target
from tui_app.core.messages import outcome_title

BODY = {"connection_name": "office", "user_name": "office12", "password": "canary-Winter2026"}
BOUND = 15.0
ANSWER_SECONDS = 1.0


class Row(NamedTuple):
    """What became of one fault."""

    outcome: Outcome
    events: list[Event]
    posts: int
    connections: int
    seconds: float
    waited: float
    journal: MemoryJournal


def submitted(
    name: str,
    lag: int = 0,
    journal: MemoryJournal | None = None,
    connection_name: str = BODY["connection_name"],
) -> Row:
    """One submission to a server whose next creation has this fault.

    Waits between tries and looks take no time.
    """
    events: list[Event] = []
    clock = InstantClock()
    kept = journal or MemoryJournal()
    with FaultServer(name, lag=lag) as server:
        target = Target(server.base_url, "test")
        submission = Submission(
            BODY | {"connection_name": connection_name},
            lambda: Client(target, SecretStr("KEY"), timeout=ANSWER_SECONDS),
            events.append,
            journal=kept,
            clock=clock,
            pace=Pace(look_seconds=ANSWER_SECONDS),
        )
        since = time.monotonic()
        outcome = submission.run()
        seconds = time.monotonic() - since
        assert submission.join(10)
        assert submission.error is None
        return Row(
            outcome,
            events,
            len(server.posts),
            len(server.connections),
            seconds,
            sum(clock.slept),
            kept,
        )


@pytest.mark.parametrize("lag", [0, 3])
@pytest.mark.parametrize("name", FAULTS)
def test_nothing_twice_and_nothing_untrue(name: str, lag: int) -> None:
    fault = FAULTS[name]
    row = submitted(name, lag)
    assert row.connections <= 1
    assert row.outcome.kind in fault.ends
    assert row.seconds < BOUND
    assert (row.outcome.connection is not None) == (row.outcome.kind in ("created", "found"))
    assert row.connections == 1 or row.outcome.connection is None, "told of one that does not exist"
    said = f"{outcome_title(row.outcome)} {row.outcome.words}".lower()
    assert row.connections == 0 or "nothing was created" not in said, (
        "told that nothing was created"
    )
    assert (
        row.connections == 0
        or row.outcome.kind in ("created", "found", "unknown")
        or name.endswith("listed never")
    )
    assert row.posts <= 1 or row.outcome.problems or "429" in name, (
        "sent again only after a definite refusal"
    )
    assert row.events[-1] == row.outcome
    assert BODY["password"] not in repr(row.events)
    assert [each.attempt for each in row.journal.begun] == [row.journal.ended[0][0]]
    assert row.journal.ended[0][1] == row.outcome.kind
    assert bool(row.journal.unfinished()) == (row.outcome.kind == "unknown")


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, fault in FAULTS.items()
        if fault.ends == ("found",) and fault.certain == "unknown"
    ],
)
def test_a_list_that_lags_behind_for_too_long_is_no_proof(name: str) -> None:
    """The server has it, no look sees it: unknown, kept for the next start, and in no words not
    created.
    """
    row = submitted(name, lag=100)
    assert (row.outcome.kind, row.connections) == ("unknown", 1)
    assert "not created" not in row.outcome.words
    assert "may have been created" in row.outcome.words
    assert row.journal.unfinished()


def test_taken_by_what_is_never_listed_is_told_truly() -> None:
    """It cannot be told apart from a name that another account has, so what is told must be true of
    both.
    """
    hidden, taken = submitted("commit then 422 taken, listed never"), submitted("422 taken")
    assert (hidden.connections, taken.connections) == (1, 0)
    assert (hidden.outcome.kind, hidden.outcome.words) == (taken.outcome.kind, taken.outcome.words)
    assert "no connection of this account with these two names is to be seen" in taken.outcome.words


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("429 with seconds", 7, 7),
        ("429 with a date", 25, 35),
        ("429 with x-ratelimit-reset", 3, 3),
        ("429 without a wait", 0.5, 1),
        ("429 with a day", 0, 0),
    ],
)
def test_a_busy_api_is_left_alone_as_long_as_it_asks(name: str, least: float, most: float) -> None:
    assert least <= submitted(name).waited <= most


def test_an_api_that_stays_busy_is_given_up() -> None:
    row = submitted("429 for ever")
    assert row.posts == row.outcome.attempts == Pace().tries
    assert "Nothing was created" in row.outcome.words


def test_another_user_name_than_asked_for_is_reported() -> None:
    outcome = submitted("201 with another user name").outcome
    [problem] = outcome.problems
    assert (problem.pointer, problem.code) == ("/user_name", "not_kept")
    assert 'sent "office12", the API has "other123"' in problem.message
    assert outcome.notes == ()


@pytest.mark.parametrize(("fault", "kind"), [("none", "created"), ("commit then drop", "found")])
def test_a_name_of_any_length_is_created_and_found(fault: str, kind: str) -> None:
    assert submitted(fault, connection_name="office " + "n" * 30_000).outcome.kind == kind


def test_the_table_sees_a_client_that_sends_again() -> None:
    """The positive control: one call of the vendor's own SDK, and the server has three."""
    with FaultServer(*["commit then drop"] * 3, unique=False) as server:
        client = telnyx.Telnyx(api_key="KEY", base_url=server.base_url)
        with pytest.raises(telnyx.APIConnectionError):
            client.credential_connections.create(
                connection_name="office", user_name="office12", password=BODY["password"]
            )
        assert len(server.connections) == 3
