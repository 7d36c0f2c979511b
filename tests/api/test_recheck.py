"""A change or a deletion of an earlier run: settled by reading, never sent again."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import InstantClock, MemoryJournal
from tests.support.fake_account import READ_WAYS, FakeAccount, ReadWay
from tui_app.api.change import UNSEEN
from tui_app.api.progress import Event, LookingUp, Outcome, Pace
from tui_app.api.recheck import Recheck
from tui_app.storage.journal import Action, Intent
from tui_app.text.document import Json
from tui_app.text.escape import MASK

BODY: dict[str, Json] = {"inbound": {"timeout_2xx_secs": 60}, "tags": ["mine"]}
OLD, FRESH = 3600.0, 60.0
"""Seconds since the attempt."""


class Run:
    """A look at the office's connection, and what it told."""

    def __init__(
        self,
        action: Action,
        *reads: ReadWay,
        age: float = OLD,
        body: dict[str, Json] | None = None,
        has: dict[str, Json] | None = None,
    ) -> None:
        self.clock = InstantClock()
        self.api = FakeAccount(self.clock)
        self.api.merge(has or {})
        self.api.read_ways.extend(reads)
        self.events: list[Event] = []
        at = self.clock.now() - timedelta(seconds=age)
        sent = BODY if body is None and action == "update" else body
        self.intent = Intent("a", at, "h", "office", "office12", action, "7", sent)
        self.journal = MemoryJournal(self.intent)
        self.work = Recheck(
            self.intent,
            lambda: self.api,
            self.events.append,
            journal=self.journal,
            clock=self.clock,
        )

    def __call__(self) -> Outcome:
        outcome = asyncio.run(self.work.perform())
        assert self.work.error is None, self.work.error
        assert set(self.api.steps) <= {"get"}
        assert outcome.intent == self.intent
        if outcome.kind == "unknown":
            assert self.journal.ended == []
        else:
            assert self.journal.ended == [("a", outcome.kind, "7")]
        return outcome


def gone(run: Run) -> Run:
    run.api.document = None
    return run


@pytest.mark.parametrize("age", [OLD, FRESH])
@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda age: Run("update", age=age, has=BODY), "updated"),
        (lambda age: gone(Run("update", age=age)), "not_updated"),
        (lambda age: gone(Run("delete", age=age)), "deleted"),
    ],
)
def test_what_a_look_shows_is_settled_at_once(
    make: Callable[[float], Run], kind: str, age: float
) -> None:
    run = make(age)
    assert run().kind == kind
    assert run.api.steps == ["get"]


@pytest.mark.parametrize(("action", "kind"), [("update", "not_updated"), ("delete", "not_deleted")])
def test_what_a_look_does_not_show_is_settled_if_the_attempt_is_old(
    action: Action, kind: str
) -> None:
    run = Run(action)
    assert (run().kind, run.api.steps) == (kind, ["get"])
    run = Run(action, age=FRESH)
    outcome = run()
    assert (outcome.kind, len(run.api.steps)) == ("unknown", Pace().looks)
    assert "all the same" in outcome.words


def test_what_comes_to_be_seen_is_settled() -> None:
    run = Run("update", age=FRESH)
    run.api.on_step = lambda step, number: run.api.merge(BODY) if number == 3 else None
    assert (run().kind, len(run.api.steps)) == ("updated", 3)


@pytest.mark.parametrize("age", [OLD, FRESH])
def test_what_is_held_in_part_proves_nothing(age: float) -> None:
    outcome = Run("update", age=age, has={"tags": ["mine"]})()
    assert outcome.kind == "unknown"
    assert "holds some of it" in outcome.words


@pytest.mark.parametrize("body", [{"password": MASK}, {}, None])
def test_what_cannot_be_read_is_not_looked_for_again(body: dict[str, Json] | None) -> None:
    """The journal keeps no body that is too long."""
    run = Run("update", age=FRESH)
    run.work.intent = run.intent = run.intent._replace(body=body)
    outcome = run()
    assert (outcome.kind, run.api.steps) == ("unknown", ["get"])
    assert "cannot be read" in outcome.words


def test_a_password_that_was_sent_along_is_said_to_be_unseen() -> None:
    assert Run("update", body=BODY | {"password": MASK}, has=BODY)().notes == (UNSEEN,)


def test_a_value_that_the_api_writes_otherwise_is_recognised() -> None:
    run = Run("update", body={"inbound": {"timeout_2xx_secs": "60"}}, has=BODY)
    assert run().kind == "updated"


def test_a_look_that_fails_proves_nothing() -> None:
    outcome = Run("delete", "lost")()
    assert outcome.kind == "unknown"
    assert outcome.words.startswith("The look-up failed.")


def test_a_stop_ends_the_looking() -> None:
    run = Run("delete", age=FRESH)
    run.api.on_step = lambda step, number: run.work.cancel() if number == 2 else None
    outcome = run()
    assert (outcome.kind, outcome.stopped, len(run.api.steps)) == ("unknown", True, 2)


@given(
    st.sampled_from(["update", "delete"]),
    st.sampled_from([OLD, FRESH, -FRESH]),
    st.lists(st.sampled_from(READ_WAYS), max_size=6),
    st.sampled_from(["all", "some", "none", "gone"]),
    st.integers(0, 6),
    st.integers(0, 6),
)
def test_nothing_untrue_is_told(
    action: Action, age: float, reads: list[ReadWay], holds: str, happens: int, stop: int
) -> None:
    """`happens`: the look from which the connection is as `holds` says."""
    run = Run(action, *reads, age=age)
    held: dict[str, dict[str, Json]] = {"all": BODY, "some": {"tags": ["mine"]}}
    changes = held.get(holds, {})

    def meanwhile(step: str, number: int) -> None:
        if number > happens and run.api.document is not None:
            run.api.merge(changes)
            if holds == "gone":
                run.api.document = None
        if number == stop:
            run.work.cancel()

    run.api.on_step = meanwhile
    outcome = run()
    is_so = {
        "updated": holds == "all",
        "deleted": holds == "gone",
        "not_updated": holds == "gone" or age == OLD,
        "not_deleted": age == OLD,
        "unknown": True,
    }
    assert is_so[outcome.kind]
    assert outcome.kind.endswith("updated" if action == "update" else "deleted") or (
        outcome.kind == "unknown"
    )
    looks = [event for event in run.events if isinstance(event, LookingUp)]
    assert len(run.api.steps) <= len(looks) <= (1 if age == OLD else Pace().looks)
