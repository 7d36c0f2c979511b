"""The submission against every order of faults, stops, kills and restarts that hypothesis thinks
of: it never breaks its promises.

A naive twin that sends again after a lost answer is shown to break them.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.support.clock import InstantClock, MemoryJournal
from tests.support.fake_api import LOOK_WAYS, WAYS, FakeApi, LookWay, Way
from tests.support.results import write_table
from tui_app.api.background import Background
from tui_app.api.errors import ApiError
from tui_app.api.progress import Event, Outcome
from tui_app.api.settling import Settlement
from tui_app.api.submission import Submission
from tui_app.storage.journal import Intent
from tui_app.text.document import Json

TEXT = """
# The submission, checked by a model

Sequences of whatever can happen to one account and one journal, thought up by hypothesis: a submission with faults for its requests and
its looks, stopped or killed at any step, on a server that lists late or takes a user name twice; the next start and its look for what was
left open; time. After each of them the promises hold: of one confirmation at most one request that could have been carried out, no
"created" without a connection, no "not created" with one, nothing that is unknown forgotten, no secret kept. A twin that sends again after
a lost answer breaks them. Made by `python -m tests.campaigns model`.
"""
MOST_STEPS = 400
HARMLESS: frozenset[Way] = frozenset({"never sent", "refused", "busy"})
"""Requests that were for certain not carried out."""


class Killed(BaseException):
    """The process ends here and now."""


class DeadJournal(MemoryJournal):
    """A journal that a killed process no longer writes."""

    def __init__(self) -> None:
        super().__init__()
        self.is_dead = False

    def begin(self, intent: Intent) -> None:
        if not self.is_dead:
            super().begin(intent)

    def end(self, intent: Intent, outcome: str, identity: str | None = None) -> None:
        if not self.is_dead:
            super().end(intent, outcome, identity)


class Naive(Background):
    """What many programs do: it sends again until an answer comes, and says that nothing was
    created where none does.
    """

    def __init__(self, body: dict[str, Json], api: FakeApi) -> None:
        super().__init__(lambda event: None)
        self._body, self._api = body, api

    async def work(self) -> None:
        for _ in range(3):
            try:
                made = await self._api.create(self._body)
            except ApiError:
                continue
            self.conclude(Outcome("created", "", made))
            return
        self.conclude(Outcome("not_created", ""))

    def broken(self, error: BaseException | None) -> Outcome:
        return Outcome("unknown", "")


COUNTED = (
    "sequences",
    "submissions",
    "starts again",
    "stops by the user",
    "kills",
    "requests that create",
    "requests that create with a fault",
    "requests that list",
    "changes of the server",
    "passages of time",
)


class Submissions(RuleBasedStateMachine):
    """One account and one journal, through many runs of the program."""

    naive: ClassVar[bool] = False
    counted: ClassVar[Counter[str]] = Counter()
    """What happened in all sequences so far."""

    def __init__(self) -> None:
        super().__init__()
        self.counted["sequences"] += 1
        self.clock = InstantClock()
        self.api = FakeApi(self.clock)
        self.journal = DeadJournal()
        self.steps = 0
        self.posts_before_this_run = 0

    @rule(lag=st.integers(0, 8), unique=st.booleans())
    def change_the_server(self, lag: int, unique: bool) -> None:
        self.counted["changes of the server"] += 1
        self.api.lag, self.api.unique = lag, unique

    @rule(seconds=st.sampled_from([1.0, 100.0, 10_000.0]))
    def time_passes(self, seconds: float) -> None:
        self.counted["passages of time"] += 1
        self.clock.slept.append(seconds)
        self.api.commit_what_was_lost()

    @rule(
        user_name=st.sampled_from(["office12", "branch34"]),
        ways=st.lists(st.sampled_from(WAYS), max_size=6),
        look_ways=st.lists(st.sampled_from(LOOK_WAYS), max_size=8),
        stops=st.lists(st.integers(1, 20), max_size=3),
        killed=st.none() | st.integers(1, 20),
        go_on=st.booleans(),
    )
    def submit(
        self,
        user_name: str,
        ways: list[Way],
        look_ways: list[LookWay],
        stops: list[int],
        killed: int | None,
        go_on: bool,
    ) -> None:
        """The user confirms once."""
        body: dict[str, Json] = {
            "connection_name": "office",
            "user_name": user_name,
            "password": "Wq7Nz2Lm9Rx",
        }
        earlier = {intent.attempt for intent in self._unsettled(user_name)}
        self.api.run += 1
        self.posts_before_this_run = len(self.api.posts)

        def make(tell: Callable[[Event], None]) -> Background:
            if self.naive:
                return Naive(body, self.api)
            return Submission(
                body,
                lambda: self.api,
                tell,
                journal=self.journal,
                decide=lambda q: go_on,
                clock=self.clock,
                chance=lambda: 0.5,
            )

        outcome = self._run(make, ways, look_ways, stops, killed)
        sent = self.api.posts[self.posts_before_this_run :]
        self.counted["submissions"] += 1
        self.counted["kills"] += outcome is None
        self.counted["requests that create"] += len(sent)
        self.counted["requests that create with a fault"] += sum(way != "created" for way in sent)
        loose = [way for way in sent if way not in HARMLESS]
        assert len(loose) <= 1, f"two requests that could both have been carried out: {sent}"
        made = {identity for identity, run in self.api.made_by.items() if run == self.api.run}
        if outcome is None:
            if loose and not self.naive:
                assert self._unsettled(user_name), "an attempt was forgotten"
            return
        self._check(outcome, user_name, made, bool(loose), earlier)

    def _check(
        self, outcome: Outcome, user_name: str, made: set[str], may_exist: bool, earlier: set[str]
    ) -> None:
        if outcome.kind in ("created", "found"):
            assert outcome.connection is not None
            assert outcome.connection.id in self._ids(user_name), (
                "told of a connection that does not exist"
            )
        elif outcome.kind in ("rejected", "not_created"):
            # Of a name that is taken it is told what was seen, since more cannot be known.
            hedged = outcome.kind == "rejected" and "was created" not in outcome.words
            assert not made or hedged, "told that nothing was created, and the server has it"
        else:
            assert outcome.kind == "unknown"
            assert "not created" not in outcome.words
            assert self._unsettled(user_name), "what is unknown was forgotten"
        if outcome.kind == "created":
            assert may_exist
        if outcome.kind == "rejected" and any(
            "been taken" in problem.message for problem in outcome.problems
        ):
            assert not earlier, "that the name is taken may be the doing of an earlier attempt"
        # What an earlier run left open is open still, unless this one found it or took its place.
        if outcome.kind in ("rejected", "not_created", "unknown"):
            assert earlier <= {intent.attempt for intent in self._unsettled(user_name)}

    @rule(
        look_ways=st.lists(st.sampled_from(LOOK_WAYS), max_size=8),
        stops=st.lists(st.integers(1, 10), max_size=2),
    )
    def settle_at_the_next_start(self, look_ways: list[LookWay], stops: list[int]) -> None:
        posts = len(self.api.posts)
        self.counted["starts again"] += 1
        for intent in self.journal.unfinished()[:1]:

            def make(tell: Callable[[Event], None], intent: Intent = intent) -> Background:
                return Settlement(
                    intent, lambda: self.api, tell, journal=self.journal, clock=self.clock
                )

            outcome = self._run(make, [], look_ways, stops, None)
            assert outcome is not None
            assert outcome.kind in ("found", "unknown")
            if outcome.kind == "found":
                assert outcome.connection is not None
                assert outcome.connection.user_name == intent.user_name
            assert (intent in self.journal.unfinished()) == (outcome.kind == "unknown")
        assert len(self.api.posts) == posts, "looking sends nothing"

    @invariant()
    def no_secret_is_kept(self) -> None:
        assert "Wq7Nz2Lm9Rx" not in repr((self.journal.begun, self.journal.ended))

    # How a run is made

    def _run(
        self,
        make: Callable[[Callable[[Event], None]], Background],
        ways: list[Way],
        look_ways: list[LookWay],
        stops: list[int],
        killed: int | None,
    ) -> Outcome | None:
        """One run of the program, its outcome; None where it was killed."""
        self.api.ways.extend(ways)
        self.api.look_ways.extend(look_ways)
        self.steps = 0
        events: list[Event] = []
        looks = self.api.looks
        work = make(events.append)

        async def run() -> Outcome | None:
            task = asyncio.create_task(work.perform())
            died = asyncio.Event()

            def step(_: object) -> None:
                self.steps += 1
                assert self.steps < MOST_STEPS, "it does not end"
                if self.steps in stops:
                    self.counted["stops by the user"] += 1
                    work.cancel()
                if self.steps == killed:
                    self.journal.is_dead = True
                    died.set()

            self.api.on_step = step
            self.clock.on_sleep = step
            dead = asyncio.create_task(died.wait())
            await asyncio.wait({task, dead}, return_when=asyncio.FIRST_COMPLETED)
            if died.is_set():
                for each in asyncio.all_tasks() - {asyncio.current_task()}:
                    each.cancel()
                return None
            dead.cancel()
            return await task

        try:
            outcome = asyncio.run(run())
            self.counted["requests that list"] += self.api.looks - looks
        finally:
            self.journal.is_dead = False
            self.api.ways.clear()
            self.api.look_ways.clear()
        if outcome is not None:
            assert work.error is None, work.error
            assert [event for event in events if isinstance(event, Outcome)] == (
                [] if self.naive else [outcome]
            )
        return outcome

    def _ids(self, user_name: str) -> list[str]:
        return [each.id for each in self.api.connections if each.user_name == user_name]

    def _unsettled(self, user_name: str) -> list[Intent]:
        return [intent for intent in self.journal.unfinished() if intent.user_name == user_name]


class NaiveSubmissions(Submissions):
    """The twin."""

    naive = True
    counted: ClassVar[Counter[str]] = Counter()


# As many examples as the profile says: more of them with --hypothesis-profile=campaign.
SEARCH = settings(
    stateful_step_count=12, suppress_health_check=list(HealthCheck), report_multiple_bugs=False
)


def test_the_promises_are_kept() -> None:
    Submissions.counted.clear()
    run_state_machine_as_test(Submissions, settings=SEARCH)
    assert Submissions.counted["kills"]
    assert Submissions.counted["requests that create with a fault"]


def test_a_naive_twin_breaks_them(whole: bool) -> None:
    """The positive control: the same machine finds the program that sends again."""
    NaiveSubmissions.counted.clear()
    # Unshrunk: how many sequences it takes is to be told.
    with pytest.raises(
        AssertionError, match=r"could both have been carried out|told that nothing was created"
    ):
        run_state_machine_as_test(
            NaiveSubmissions, settings=settings(SEARCH, phases=[Phase.generate], database=None)
        )
    if whole and Submissions.counted:
        rows = [[what, Submissions.counted[what]] for what in COUNTED]
        rows += [
            ["promises broken", 0],
            ["sequences until the twin was found out", NaiveSubmissions.counted["sequences"]],
        ]
        write_table("model", TEXT, ["what", "number"], rows)
