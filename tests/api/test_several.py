"""Several changes as one piece of work: an outcome for each, and nothing sent after a stop."""

import asyncio
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import InstantClock, MemoryJournal
from tests.support.fake_account import OFFICE, WAYS, FakeAccount, Way
from tui_app.api.altering import Altering
from tui_app.api.change import Change
from tui_app.api.progress import Event, Outcome, Sending, Within
from tui_app.api.several import Part, Several


class Run:
    """The change of several connections, each in an account of its own."""

    def __init__(self, *ways: Way) -> None:
        self.clock = InstantClock()
        self.accounts = [FakeAccount(self.clock) for _ in ways]
        for account, way in zip(self.accounts, ways, strict=True):
            account.ways.append(way)
        self.journal = MemoryJournal()
        self.events: list[Event] = []
        self.work = Several([self._part(each) for each in self.accounts], self.events.append)

    def _part(self, account: FakeAccount) -> Part:
        return Part(
            "office",
            lambda emit: Change(
                "7",
                "office",
                "office12",
                {("active",): False},
                lambda: account,
                emit,
                known=OFFICE,
                journal=self.journal,
                decide=lambda decision: None,
                clock=self.clock,
            ),
        )

    def __call__(self) -> Outcome:
        outcome = asyncio.run(self.work.perform())
        assert self.work.error is None, self.work.error
        return outcome


def test_each_has_its_outcome() -> None:
    run = Run("done", "refused", "done then lost", "lost")
    outcome = run()
    assert [each.kind for each in run.work.outcomes if each] == [
        "updated", "rejected", "updated", "unknown",
    ]  # fmt: skip
    assert (outcome.kind, outcome.words) == (
        "unknown",
        "Of 4 connections: 2 changed, 1 refused, 1 unknown.",
    )
    steps = [event for event in run.events if isinstance(event, Within)]
    assert [(each.number, each.of) for each in steps][:2] == [(1, 4), (1, 4)]
    assert steps[0].doing == "1 of 4, office. Reading the connection as it is now"


def test_nothing_is_begun_after_a_stop() -> None:
    run = Run("done", "done", "done")
    run.accounts[1].on_step = lambda step, number: run.work.cancel()
    outcome = run()
    assert outcome.stopped
    assert [bool(each.sent) for each in run.accounts] == [True, False, False]
    assert run.work.outcomes[2] is None


def test_a_part_that_is_made_while_the_user_stops_is_not_begun() -> None:
    run = Run("done", "done")
    first, second = run.work._parts

    def begin(emit: Callable[[Event], None]) -> Altering:
        run.work.cancel()
        return second.begin(emit)

    run.work._parts = (first, Part("office", begin))
    run()
    assert [bool(each.sent) for each in run.accounts] == [True, False]


@given(st.lists(st.sampled_from(WAYS), max_size=4), st.integers(0, 5))
def test_every_part_is_sent_at_most_once_and_told_truly(ways: list[Way], stop: int) -> None:
    run = Run(*ways)
    steps: list[str] = []

    def note(step: str, number: int) -> None:
        steps.append(step)
        if len(steps) == stop:
            run.work.cancel()

    for account in run.accounts:
        account.on_step = note
    run()
    for way, account, outcome in zip(ways, run.accounts, run.work.outcomes, strict=True):
        assert len(account.done) <= 1
        assert outcome is not None or not account.sent
        if outcome is not None and outcome.kind == "updated":
            assert account.done
        if outcome is not None and outcome.kind in ("rejected", "not_updated", "unchanged"):
            # What was changed and then deleted by somebody else is gone, whatever it held.
            assert not account.done or way == "done then gone"
    sendings = sum(isinstance(event, Sending) for event in run.events)
    assert sendings == sum(len(account.sent) for account in run.accounts)
