"""A deletion: only of the connection that was confirmed, once, and nothing untrue is told."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import InstantClock, MemoryJournal
from tests.support.fake_account import READ_WAYS, WAYS, FakeAccount, ReadWay, Way
from tui_app.api.progress import Event, Outcome, Sending
from tui_app.api.removal import Removal


class Run:
    """A deletion of the office's connection, and what it told."""

    def __init__(self, *ways: Way, reads: tuple[ReadWay, ...] = (), name: str = "office") -> None:
        self.clock = InstantClock()
        self.api = FakeAccount(self.clock)
        self.api.ways.extend(ways)
        self.api.read_ways.extend(reads)
        self.journal = MemoryJournal()
        self.events: list[Event] = []
        self.work = Removal(
            "7",
            name,
            "office12",
            lambda: self.api,
            self.events.append,
            journal=self.journal,
            clock=self.clock,
        )

    def __call__(self) -> Outcome:
        outcome = asyncio.run(self.work.perform())
        assert self.work.error is None, self.work.error
        return outcome


def test_it_is_deleted_and_the_journal_knows() -> None:
    run = Run()
    assert (run().kind, run.api.steps) == ("deleted", ["get", "delete"])
    assert [(each.action, each.identity) for each in run.journal.begun] == [("delete", "7")]


def test_another_name_deletes_nothing() -> None:
    run = Run(name="Office")
    outcome = run()
    assert (outcome.kind, run.api.sent) == ("rejected", [])
    assert (
        outcome.words
        == 'Its name is "office", not "Office". Nothing was sent, so nothing was deleted.'
    )


def test_what_is_gone_already_is_said() -> None:
    run = Run()
    run.api.document = None
    assert (run().kind, run.api.sent) == ("rejected", [])


@pytest.mark.parametrize("way", ["done then lost", "done then hangs", "lost then done"])
def test_a_lost_answer_is_settled_by_looking(way: Way) -> None:
    run = Run(way)
    outcome = run()
    assert (outcome.kind, len(run.api.sent)) == ("deleted", 1)
    assert "A look then showed that it is gone." in outcome.words


def test_what_still_exists_after_a_lost_answer_is_unknown() -> None:
    run = Run("lost")
    assert run().kind == "unknown"
    assert [each.action for each in run.journal.unfinished()] == ["delete"]


def test_an_answer_that_it_is_gone_is_looked_at() -> None:
    """Something on the way may have sent it twice, or the answer is wrong."""
    assert Run("done then gone")().kind == "deleted"
    run = Run("gone")
    assert (run().kind, len(run.api.sent)) == ("unknown", 1)


@pytest.mark.parametrize("vanishes", [True, False])
def test_after_a_refusal_nothing_says_that_nothing_was_sent(vanishes: bool) -> None:
    run = Run("busy")

    def meanwhile(step: str, number: int) -> None:
        if (step, number) == ("get", 2):
            if vanishes:
                run.api.document = None
            else:
                run.api.merge({"connection_name": "renamed"})

    run.api.on_step = meanwhile
    outcome = run()
    assert (outcome.kind, outcome.attempts) == ("rejected", 1)
    assert outcome.words.endswith(" Nothing was deleted.")


@given(
    st.lists(st.sampled_from(WAYS), max_size=3),
    st.lists(st.sampled_from(READ_WAYS), max_size=4),
    st.dictionaries(
        st.tuples(st.sampled_from(["get", "delete"]), st.integers(1, 5)),
        st.integers(1, 2),
        max_size=3,
    ),
    st.sampled_from([(), ("get", 1), ("delete", 1), ("get", 2)]),
)
def test_nothing_twice_and_nothing_untrue(
    ways: list[Way],
    reads: list[ReadWay],
    stops: dict[tuple[str, int], int],
    renamed: tuple[str, int],
) -> None:
    run = Run(*ways, reads=tuple(reads))

    def meanwhile(step: str, number: int) -> None:
        if (step, number) == renamed and run.api.document is not None:
            run.api.merge({"connection_name": "renamed"})
        for _ in range(stops.get((step, number), 0)):
            run.work.cancel()

    run.api.on_step = meanwhile
    outcome = run()
    assert len(run.api.sent) == outcome.attempts
    assert outcome.attempts == sum(isinstance(event, Sending) for event in run.events)
    assert len(run.api.done) <= 1
    if outcome.kind == "deleted":
        assert run.api.done
    if outcome.kind in ("rejected", "not_deleted"):
        assert not run.api.done
    if outcome.kind != "unknown":
        assert run.journal.unfinished() == []
