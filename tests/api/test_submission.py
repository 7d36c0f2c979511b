"""The submission step by step, with an API, clock, chance and journal in memory."""

import asyncio
import errno
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support.clock import InstantClock, MemoryJournal
from tests.support.fake_api import FakeApi, LookWay, Way
from tui_app.api import waits
from tui_app.api.background import Decide, ask, headless
from tui_app.api.client import Client, Listing
from tui_app.api.errors import ApiError, Certainty, Failure
from tui_app.api.lookup import Known, matches
from tui_app.api.password import replace_password
from tui_app.api.progress import (
    Asking,
    Checking,
    Decision,
    Event,
    Late,
    LookingUp,
    Outcome,
    Pace,
    Sending,
    Waiting,
)
from tui_app.api.replies import Connection, read_connection
from tui_app.api.settling import Settlement
from tui_app.api.submission import Submission
from tui_app.api.target import Target
from tui_app.core.messages import statement
from tui_app.settings.request import REQUEST
from tui_app.storage.journal import Intent, Journal
from tui_app.text.document import Json

NEVER_SENT: tuple[Way, ...] = ("never sent",) * 9
LOST_LOOKS: tuple[LookWay, ...] = ("lost",) * 6
BODY: dict[str, Json] = {
    "connection_name": "office",
    "user_name": "office12",
    "password": "Winter2026x",
}


class Run:
    """A submission of `BODY` in memory, and what it told."""

    def __init__(
        self,
        *ways: Way,
        looks: tuple[LookWay, ...] = (),
        lag: int = 0,
        decide: Decide = headless,
        journal: MemoryJournal | None = None,
        existing: tuple[dict[str, Json], ...] = (),
    ) -> None:
        self.clock = InstantClock()
        self.api = FakeApi(self.clock)
        self.api.ways.extend(ways)
        self.api.look_ways.extend(looks)
        for body in existing:
            self.api.commit(body)
        self.api.lag = lag
        self.journal = journal or MemoryJournal()
        self.events: list[Event] = []
        self.on_event: Callable[[Event], None] = self.events.append
        self.work = Submission(
            BODY,
            lambda: self.api,
            lambda event: self.on_event(event),
            journal=self.journal,
            decide=decide,
            clock=self.clock,
            chance=lambda: 0.0,
        )

    def __call__(self) -> Outcome:
        outcome = asyncio.run(self.work.perform())
        assert self.work.error is None, self.work.error
        return outcome

    def at(self, step: str, number: int, act: Callable[[], None]) -> None:
        """Does `act` at the `number`th (from 1) of the steps "look", "create" or "sleep"."""
        seen: dict[str, int] = {}

        def note(name: str) -> None:
            seen[name] = seen.get(name, 0) + 1
            if (name, seen[name]) == (step, number):
                act()

        self.api.on_step = note
        self.clock.on_sleep = lambda seconds: note("sleep")

    def kinds(self) -> list[type[Any]]:
        return [type(event) for event in self.events]


def test_the_usual_way() -> None:
    run = Run()
    outcome = run()
    assert run.kinds() == [Checking, Sending, Outcome]
    assert (outcome.kind, outcome.attempts, outcome.notes) == ("created", 1, ())
    assert outcome.connection is run.api.connections[0]
    assert [each[1:] for each in run.journal.ended] == [("created", "1000")]


def test_the_intent_is_in_the_journal_before_the_request_leaves() -> None:
    run = Run()
    begun: list[int] = []
    run.at("create", 1, lambda: begun.append(len(run.journal.unfinished())))
    run()
    assert begun == [1]


def test_the_journal_knows_who_and_where_and_no_secret() -> None:
    run = Run()
    run()
    intent = run.journal.begun[0]
    assert (intent.host, intent.connection_name, intent.user_name) == (
        "api.example.com",
        "office",
        "office12",
    )
    assert "Winter2026x" not in repr(run.journal.begun)


# Sent again: only what was never carried out


def test_what_never_left_is_tried_again_with_growing_waits() -> None:
    run = Run("never sent", "never sent", "never sent")
    assert run().kind == "created"
    assert run.clock.slept == [1.0, 2.0, 4.0]
    assert [event.until for event in run.events if isinstance(event, Waiting)] == [1.0, 3.0, 7.0]
    assert [event.attempt for event in run.events if isinstance(event, Sending)] == [1, 2, 3, 4]


def test_chance_takes_up_to_half_of_a_wait_away() -> None:
    assert [Pace().backoff(attempt, 1.0) for attempt in (1, 2, 3)] == [0.5, 1.0, 2.0]
    assert Pace().backoff(10**6, 0.0) == Pace().longest_backoff


def test_a_network_that_is_gone_is_given_up_after_some_tries() -> None:
    run = Run(*NEVER_SENT)
    outcome = run()
    assert (outcome.kind, outcome.attempts) == ("not_created", 5)
    assert "Nothing was sent" in outcome.words
    assert run.journal.unfinished() == []


def test_a_busy_api_is_waited_for_as_long_as_it_says() -> None:
    run = Run("busy")
    assert run().kind == "created"
    assert run.clock.slept == [3.0]


@pytest.mark.parametrize(
    "way", ["lost", "garbled", "commit then lost", "commit then garbled", "lost then commit"]
)
def test_what_may_have_been_carried_out_is_never_sent_again(way: Way) -> None:
    run = Run(way, "created")
    run()
    assert run.api.posts == [way]


def test_a_refusal_ends_it_with_what_the_api_said() -> None:
    outcome = Run("refused")()
    assert outcome.kind == "rejected"
    assert outcome.problems[0].code == "api_10009"
    assert "Nothing was created" in outcome.words


# Settled by looking


def test_a_lost_answer_is_settled_by_looking_at_growing_distances() -> None:
    run = Run("commit then lost", lag=2)
    outcome = run()
    assert outcome.kind == "found"
    assert [(event.number, event.of) for event in run.events if isinstance(event, LookingUp)] == [
        (1, 6),
        (2, 6),
        (3, 6),
    ]
    assert run.clock.slept == pytest.approx([60 / 63, 120 / 63, 240 / 63])


def test_not_found_is_not_called_not_created() -> None:
    run = Run("lost")
    outcome = run()
    assert outcome.kind == "unknown"
    assert "not found after 6 looks" in outcome.words
    assert "not created" not in outcome.words
    assert sum(run.clock.slept) == pytest.approx(Pace().settle)
    assert [intent.attempt for intent in run.journal.unfinished()] == [run.journal.begun[0].attempt]


def test_a_look_that_fails_does_not_end_the_looking() -> None:
    run = Run("commit then lost", looks=("well", "lost", "refused", "page"))
    assert run().kind == "found"


def test_looks_that_all_fail_are_told_apart_from_looks_that_find_nothing() -> None:
    outcome = Run("commit then lost", looks=("well", *LOST_LOOKS))()
    assert outcome.kind == "unknown"
    assert "the look-up failed too" in outcome.words


def test_a_connection_that_was_there_before_is_not_taken_for_the_new_one() -> None:
    run = Run("lost", decide=lambda decision: True, existing=({**BODY},))
    run.api.unique = False
    assert run().kind == "unknown"


def note(_: object) -> None:
    """Does something for its effect alone."""


def test_two_that_match_are_both_told() -> None:
    run = Run("commit then lost")
    run.api.unique = False
    run.at("create", 1, lambda: note(run.api.commit(BODY)))
    outcome = run()
    assert outcome.kind == "found"
    assert "1000" in outcome.notes[0]
    assert "1001" in outcome.notes[0]


# What was there before


def test_a_user_name_in_use_is_told_before_anything_is_sent() -> None:
    run = Run(existing=({**BODY, "connection_name": "branch", "user_name": "OFFICE12"},))
    outcome = run()
    assert (outcome.kind, outcome.attempts, run.api.posts) == ("rejected", 0, [])
    assert outcome.problems[0].path == ("user_name",)
    assert "1000" in outcome.words
    assert run.journal.begun == []


def test_a_name_in_use_asks_and_no_means_no() -> None:
    run = Run(decide=ask, existing=({**BODY, "user_name": "branch34"},))
    run.at("look", 1, lambda: run.work.answer(False))
    asked: list[Decision] = []
    run.on_event = lambda event: _answer(run, event, asked, False)
    outcome = run()
    assert [decision.kind for decision in asked] == ["same_name"]
    assert (outcome.kind, outcome.problems[0].path, run.api.posts) == (
        "rejected",
        ("connection_name",),
        [],
    )


@pytest.mark.parametrize(
    ("existing", "told"),
    [
        (
            {"connection_name": "My trunk"},
            'User name is taken already by the connection "My trunk", id 1000',
        ),
        (
            {"user_name": "branch34"},
            'Connection name is that of another connection already: user name "branch34", id 1000',
        ),
    ],
)
def test_what_exists_is_told_as_of_the_field(existing: dict[str, Json], told: str) -> None:
    run = Run(decide=lambda decision: False, existing=({**BODY, **existing},))
    outcome = run()
    assert [statement(problem, REQUEST.settings) for problem in outcome.problems] == [told]
    assert outcome.words.startswith("A connection with the ")
    assert ".." not in outcome.words


def test_a_connection_name_that_differs_is_reported() -> None:
    run = Run()
    commit = run.api.commit

    def renamed(body: Mapping[str, Json], *, unique: bool | None = None) -> Connection:
        made = commit(body, unique=unique)
        document = {**made.document, "connection_name": "office (2)"}
        return replace(made, connection_name="office (2)", document=document)

    run.api.commit = renamed  # type: ignore[method-assign]
    [problem] = run().problems
    assert (problem.path, problem.severity, problem.code) == (
        ("connection_name",),
        "warning",
        "not_kept",
    )
    assert 'sent "office", the API has "office (2)"' in problem.message


def _answer(run: Run, event: Event, asked: list[Decision], go_on: bool) -> None:
    if isinstance(event, Asking):
        asked.append(event.decision)
        run.work.answer(go_on)


def test_yes_means_yes() -> None:
    run = Run(decide=ask, existing=({**BODY, "user_name": "branch34"},))
    run.on_event = lambda event: _answer(run, event, [], True)
    assert run().kind == "created"


def test_headless_goes_on_with_a_name_in_use_since_names_need_not_be_unique() -> None:
    assert Run(existing=({**BODY, "user_name": "branch34"},))().kind == "created"


@pytest.mark.parametrize(
    ("look", "kind", "posts"), [("refused", "rejected", 0), ("page", "not_created", 0)]
)
def test_a_look_before_that_is_refused_sends_nothing(look: LookWay, kind: str, posts: int) -> None:
    run = Run(looks=(look,))
    outcome = run()
    assert (outcome.kind, len(run.api.posts)) == (kind, posts)
    assert "may have been created" not in outcome.words


def test_a_look_before_is_repeated_where_that_may_help() -> None:
    run = Run(looks=("never sent", "lost", "busy"))
    assert run().kind == "created"
    assert run.clock.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("decide", [headless, lambda decision: False])
def test_what_cannot_be_recorded_is_not_sent_unless_the_user_says_so(decide: Decide) -> None:
    full = MemoryJournal()
    full.is_full = True
    run = Run(decide=decide, journal=full)
    outcome = run()
    assert (outcome.kind, run.api.posts) == ("not_created", [])
    assert "The attempt cannot be recorded" in outcome.words
    assert "No space left" in outcome.words
    assert "Nothing was sent" in outcome.words
    outcome = Run(decide=lambda decision: True, journal=full)()
    assert outcome.kind == "created"
    assert "No space left" in outcome.notes[0]


# Stopping


@pytest.mark.parametrize(
    ("step", "ways"),
    [
        ("look", ()),
        *[(step, (way,)) for step in ("create", "sleep") for way in ("never sent", "busy")],
    ],
)
def test_a_stop_before_anything_was_carried_out_creates_nothing(
    step: str, ways: tuple[Way, ...]
) -> None:
    run = Run(*ways)
    run.at(step, 1, run.work.cancel)
    outcome = run()
    assert (outcome.kind, outcome.stopped, len(run.api.posts)) == ("not_created", True, len(ways))
    assert run.api.connections == []


def test_a_stop_at_a_question_sends_nothing() -> None:
    run = Run(decide=ask, existing=({**BODY, "user_name": "branch34"},))
    run.on_event = lambda event: run.work.cancel() if isinstance(event, Asking) else None
    outcome = run()
    assert (outcome.kind, outcome.stopped, run.api.posts) == ("not_created", True, [])


def stop(run: Run, times: int) -> None:
    for _ in range(times):
        run.work.cancel()


def released(run: Run, step: str | None = None, number: int = 0) -> None:
    """The request hangs: until the step, the user having stopped when it left; without a step until the outcome is told."""
    gate = asyncio.Event()
    run.api.hang = gate.wait

    def emit(event: Event) -> None:
        run.events.append(event)
        if isinstance(event, Outcome):
            gate.set()

    run.on_event = emit
    if step is None:
        return
    seen: list[str] = []

    def note_step(name: str) -> None:
        seen.append(name)
        if name == "create":
            run.work.cancel()
        if name == step and seen.count(step) == number:
            gate.set()

    run.api.on_step = note_step


def test_a_stop_while_the_answer_is_awaited_goes_over_to_looking() -> None:
    run = Run("hangs then commit then lost", lag=2)
    released(run, "look", 2)
    outcome = run()
    assert (outcome.kind, outcome.stopped) == ("found", True)
    assert LookingUp in run.kinds()


def test_the_answer_counts_where_it_comes_while_it_looks() -> None:
    run = Run("hangs then created", lag=100)
    released(run, "look", 3)
    assert run().kind == "created"


def test_a_second_stop_ends_the_looking_and_what_comes_late_is_still_journalled() -> None:
    run = Run("hangs then created")
    released(run)
    run.at("create", 1, lambda: stop(run, 2))
    outcome = run()
    assert (outcome.kind, outcome.stopped) == ("unknown", True)
    assert run.kinds()[-2:] == [Outcome, Late]
    assert [each[1] for each in run.journal.ended] == ["unknown", "created"]
    assert run.journal.unfinished() == []


def test_the_request_that_left_is_not_called_back() -> None:
    run = Run("hangs then created")
    released(run)
    run.at("create", 1, lambda: stop(run, 9))
    run()
    assert len(run.api.connections) == 1


# Earlier attempts


def earlier(run: Run, seconds: float = 60.0) -> Intent:
    """An attempt of an earlier run that was never settled."""
    intent = Intent(
        "earlier",
        run.clock.now() - timedelta(seconds=seconds),
        "api.example.com",
        "office",
        "Office12",
    )
    run.journal.begun.append(intent)
    return intent


def test_an_earlier_attempt_that_did_create_is_found_instead_of_sent_again() -> None:
    run = Run(existing=(BODY,))
    intent = earlier(run)
    outcome = run()
    assert (outcome.kind, outcome.intent, run.api.posts) == ("found", intent, [])
    assert run.journal.unfinished() == []


@pytest.mark.parametrize(("age", "kind", "posts"), [(60.0, "unknown", 0), (3600.0, "created", 1)])
def test_headless_sends_again_only_when_the_earlier_attempt_is_old(
    age: float, kind: str, posts: int
) -> None:
    run = Run()
    earlier(run, age)
    assert run().kind == kind
    assert len(run.api.posts) == posts
    assert len(run.journal.unfinished()) == (1 if kind == "unknown" else 0)


def test_taken_after_an_unsettled_attempt_means_look_again() -> None:
    run = Run(decide=lambda decision: True, lag=3)
    intent = earlier(run)
    run.api.commit(BODY)
    outcome = run()
    assert (outcome.kind, outcome.intent) == ("found", intent)
    assert len(run.api.connections) == 1
    assert run.journal.unfinished() == []


def test_taken_by_somebody_else_is_a_refusal() -> None:
    run = Run()
    run.at("create", 1, lambda: None)
    run.api.connections.append(Connection("7", "theirs", "office12", None, run.clock.now(), {}))
    run.api.hidden["7"] = 10**6
    outcome = run()
    assert (outcome.kind, outcome.problems[0].path) == ("rejected", ("user_name",))
    assert sum(run.clock.slept) == sum(Pace().brief)


def test_taken_is_no_proof_that_nothing_was_created() -> None:
    """Something on the way sent it twice: what was created comes to be seen."""
    assert Run("commit then taken", lag=len(Pace().brief) - 1)().kind == "found"
    outcome = Run("commit then taken", lag=100)()
    assert outcome.kind == "rejected"
    assert "nothing was created" not in outcome.words.lower()
    assert (
        f"Looked {len(Pace().brief)} times: no connection of this account with these two names is to be seen."
        in outcome.words
    )


@pytest.mark.parametrize("before", [("never sent",), ("busy",), ("busy", "never sent", "busy")])
def test_taken_after_what_was_never_carried_out_is_judged_as_the_first(
    before: tuple[Way, ...],
) -> None:
    """Only the last request can have been carried out, and this is its answer."""
    assert Run(*before, "commit then taken", lag=2)().kind == "found"
    outcome = Run(*before, "hangs then taken")()
    assert (outcome.kind, outcome.attempts) == ("rejected", len(before) + 1)


def test_taken_by_what_was_there_before_is_certain_and_needs_no_look() -> None:
    run = Run(
        "hangs then taken",
        decide=lambda decision: True,
        existing=({**BODY, "connection_name": "branch"},),
    )
    outcome = run()
    assert (outcome.kind, run.api.looks) == ("rejected", 1)
    assert "Nothing was created." in outcome.words


@pytest.mark.parametrize("hours", [-1, None])
def test_taken_by_an_older_one_that_a_look_shows_is_certain(hours: int | None) -> None:
    """It was not listed at first; its time, or its id that was known, says that it is not this attempt's."""
    run = Run("commit then taken", decide=lambda decision: True)
    made_at = run.clock.now() + timedelta(hours=hours or 0)
    older = Connection("7", "my office", "office12", None, made_at, {})

    def appears() -> None:
        run.api.connections[:] = [older]
        run.api.hidden["7"] = 0

    run.at("sleep", 2, appears)
    run.api.lag = 100
    outcome = run()
    # One of now has another name, as if the API had changed it: nobody can say whose it is.
    assert outcome.kind == ("rejected" if hours else "unknown")
    assert ("Nothing was created." in outcome.words) == bool(hours)
    assert bool(run.journal.unfinished()) != bool(hours)


def test_taken_by_one_that_was_known_under_another_user_name_is_certain() -> None:
    """Whoever has the name now, and is not new, leaves no room for one of this attempt."""
    run = Run(
        "commit then taken",
        existing=({**BODY, "connection_name": "my office", "user_name": "branch34"},),
    )
    run.api.lag = 100

    def renamed() -> None:
        run.api.connections[:] = [
            replace(run.api.connections[0], user_name="office12", created_at=None)
        ]

    run.at("sleep", 2, renamed)
    outcome = run()
    assert outcome.kind == "rejected"
    assert "Nothing was created." in outcome.words


@pytest.mark.parametrize(
    "looks", [("well", *("lost",) * 9), ("well", "well", "well", "well", "well", "page")]
)
def test_taken_where_the_last_look_failed_is_unknown(looks: tuple[LookWay, ...]) -> None:
    run = Run("commit then taken", looks=looks, lag=100)
    outcome = run()
    assert outcome.kind == "unknown"
    assert outcome.problems[0].path == ("user_name",)
    assert "not created" not in outcome.words
    assert run.journal.unfinished()


def test_taken_where_the_user_does_not_wait_for_the_looks_is_unknown() -> None:
    run = Run("commit then taken", lag=100)
    run.at("sleep", 3, run.work.cancel)
    outcome = run()
    assert (outcome.kind, outcome.stopped) == ("unknown", True)


def test_taken_where_a_look_did_not_show_everything_is_unknown() -> None:
    run = Run("commit then taken", lag=100)
    find = run.api.find

    async def partly(name: str, seconds: float | None = None, *, pages: int = 60) -> Listing:
        return replace(await find(name, seconds, pages=pages), complete=False)

    run.api.find = partly  # type: ignore[method-assign]
    assert run().kind == "unknown"


@pytest.mark.parametrize(
    ("way", "lag", "kind"),
    [
        ("hangs then commit then taken", 4, "found"),
        ("hangs then commit then taken", 100, "rejected"),
        ("hangs then taken", 0, "rejected"),
    ],
)
def test_taken_that_comes_after_a_stop_is_looked_up(way: Way, lag: int, kind: str) -> None:
    run = Run(way, lag=lag)
    released(run, "look", 3)
    outcome = run()
    assert (outcome.kind, outcome.stopped) == (kind, True)
    assert "nothing was created" not in outcome.words.lower()
    assert [each[1] for each in run.journal.ended] == [kind]


@pytest.mark.parametrize(
    ("way", "lag", "look", "ends"),
    [
        ("hangs then commit then taken", 2, "well", ["unknown", "found"]),
        ("hangs then taken", 0, "well", ["unknown", "rejected"]),
        ("hangs then taken", 0, "lost", ["unknown"]),
        ("hangs then commit then lost", 0, "well", ["unknown"]),
    ],
)
def test_taken_that_comes_when_nobody_waits_is_looked_up_in_silence(
    way: Way, lag: int, look: LookWay, ends: list[str]
) -> None:
    run = Run(way, looks=("well", *(look,) * 9), lag=lag)
    released(run)
    run.at("create", 1, lambda: stop(run, 2))
    assert run().kind == "unknown"
    assert [each[1] for each in run.journal.ended] == ends
    assert run.kinds()[run.kinds().index(Outcome) + 1 :] == [Late] * (len(ends) - 1)


def test_a_long_name_is_found_again_by_as_much_of_it_as_the_journal_keeps(tmp_path: Path) -> None:
    clock, journal = InstantClock(), Journal(tmp_path / "state" / "journal.jsonl")
    name = "office " + "n" * 5000
    assert journal.begin(Intent("a", clock.now(), "api.example.com", name, "office12")) is None
    api = FakeApi(clock)
    api.commit({**BODY, "connection_name": name})
    work = Submission(
        {**BODY, "connection_name": name},
        lambda: api,
        lambda event: None,
        journal=journal,
        clock=clock,
    )
    assert asyncio.run(work.perform()).kind == "found"
    assert (api.posts, journal.unfinished()) == ([], [])


@pytest.mark.parametrize(("created", "kind"), [(True, "found"), (False, "unknown")])
def test_a_later_start_looks_again(created: bool, kind: str) -> None:
    run = Run()
    intent = earlier(run, 7200.0)
    if created:
        run.api.connections.append(
            Connection("7", "office", "office12", None, intent.at + timedelta(seconds=2), {})
        )
        run.api.hidden["7"] = 0
    work = Settlement(
        intent, lambda: run.api, run.events.append, journal=run.journal, clock=run.clock
    )
    outcome = asyncio.run(work.perform())
    assert outcome.kind == kind
    assert run.api.looks == 1, "after two hours one look is enough"
    assert run.api.posts == []
    assert bool(run.journal.unfinished()) == (kind == "unknown")


def test_an_older_connection_of_the_same_names_is_named_but_not_claimed() -> None:
    run = Run()
    intent = earlier(run, 60.0)
    run.api.connections.append(
        Connection("7", "office", "office12", None, intent.at - timedelta(hours=1), {})
    )
    run.api.hidden["7"] = 0
    outcome = asyncio.run(
        Settlement(
            intent, lambda: run.api, run.events.append, journal=run.journal, clock=run.clock
        ).perform()
    )
    assert outcome.kind == "unknown"
    assert "7" in outcome.words


def test_a_clock_that_is_set_back_meanwhile_does_not_hide_what_is_known_to_be_new() -> None:
    """Where all that existed before was read, an id that was not among it proves enough."""
    run = Run("commit then lost")
    now = run.clock.now

    def set_back() -> None:
        run.clock.now = lambda: now() - timedelta(hours=1)  # type: ignore[method-assign]
        run.api.now = now  # type: ignore[method-assign]

    run.at("sleep", 1, set_back)
    assert run().kind == "found"


def test_where_not_all_was_read_a_new_id_proves_nothing_by_itself() -> None:
    clock = InstantClock()
    intent = Intent("a", clock.now(), "h", "office", "office12")
    old = Connection("7", "office", "office12", None, clock.now() - timedelta(hours=1), {})
    listing = Listing((old,), clock.now())
    assert matches(listing, intent, clock.now(), Known(frozenset(), complete=True)) == [old]
    assert matches(listing, intent, clock.now(), Known(frozenset(), complete=False)) == []
    assert matches(listing, intent, clock.now(), Known(frozenset({"7"}), complete=True)) == []


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 01 Jan 0100 00:00:00 +2359",
    ],
)
@pytest.mark.parametrize(
    "made_at", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-11-24T13:00:00Z"]
)
def test_no_time_of_a_server_breaks_a_look(date: str, made_at: str) -> None:
    clock = InstantClock()
    intent = Intent("a", clock.now() + timedelta(hours=1), "h", "office", "office12")
    made = read_connection(
        {"id": "7", "connection_name": "office", "user_name": "office12", "created_at": made_at}
    )
    assert made is not None
    listing = Listing((made,), waits.date({"date": date}))
    assert listing.at is None
    assert matches(listing, intent, clock.now(), Known(frozenset(), complete=True)) == [made]
    assert matches(listing, intent, clock.now()) in ([], [made])


def test_a_clock_that_is_hours_off_does_not_hide_what_was_created() -> None:
    clock = InstantClock()
    ahead = timedelta(hours=3)
    intent = Intent("a", clock.now(), "h", "office", "office12")
    made = Connection(
        "7", "office", "office12", None, clock.now() - ahead + timedelta(seconds=1), {}
    )
    at = clock.now() - ahead + timedelta(seconds=5)
    assert matches(Listing((made,), at), intent, clock.now() + timedelta(seconds=5)) == [made]
    assert matches(Listing((made,), None), intent, clock.now()) == [], (
        "without the server's time it cannot be told"
    )


# In its thread


class Gate(FakeApi):
    """An API that holds the request until it is let go, in real time."""

    def __init__(self) -> None:
        super().__init__(InstantClock())
        self.open = threading.Event()
        self.has_it = threading.Event()

    async def create(self, body: Any) -> Connection:
        self.has_it.set()
        await asyncio.to_thread(self.open.wait, 20)
        return await super().create(body)


def test_it_runs_apart_and_a_callback_that_fails_or_a_second_start_changes_nothing() -> None:
    api = Gate()
    threads: set[int] = set()

    def emit(event: Event) -> None:
        threads.add(threading.get_ident())
        raise ValueError("the screen is gone")

    journal = MemoryJournal()
    work = Submission(BODY, lambda: api, emit, journal=journal)
    running = [work.is_running]
    work.start()
    work.start()
    assert api.has_it.wait(20)
    running.append(work.is_running)
    assert work.wait_for(0) is None
    api.open.set()
    assert work.wait().kind == "created"
    assert work.join(20)
    running.append(work.is_running)
    assert running == [False, True, False]
    assert api.posts == ["created"]
    assert journal.ended[0][1] == "created"
    assert threads.isdisjoint({threading.get_ident()})
    assert isinstance(work.error, ValueError)


def test_ctrl_c_without_end_is_a_stop_and_raises_nothing() -> None:
    """An exception in the middle of the wait could leave a lock taken for ever."""
    api = Gate()
    work = Submission(BODY, lambda: api, lambda event: None, pace=Pace(settle=30.0))
    ended = threading.Event()
    late: list[int] = []

    def own(number: int, frame: object) -> None:
        late.append(number)

    before = signal.signal(signal.SIGINT, own)

    def interrupt() -> None:
        api.has_it.wait(20)
        while not ended.wait(0.0001) and work.outcome is None:
            os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        outcome = work.run()
    finally:
        ended.set()
        thread.join(20)
        api.open.set()
        restored = signal.signal(signal.SIGINT, before)
    assert (outcome.kind, outcome.stopped) == ("unknown", True)
    assert restored is own
    assert len(late) <= 1, "only one that came after the outcome is anybody else's"
    assert work.join(20)


def test_ctrl_c_that_is_ignored_from_the_start_stops_nothing() -> None:
    api = Gate()
    work = Submission(BODY, lambda: api, lambda event: None)

    def interrupt() -> None:
        api.has_it.wait(20)
        os.kill(os.getpid(), signal.SIGINT)
        api.open.set()

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        thread = threading.Thread(target=interrupt)
        thread.start()
        outcome = work.run()
        thread.join(20)
    finally:
        signal.signal(signal.SIGINT, before)
    assert (outcome.kind, outcome.stopped) == ("created", False)


def test_without_a_loop_nothing_is_sent_and_nobody_waits_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full() -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(asyncio, "new_event_loop", full)
    monkeypatch.setattr(asyncio.events, "new_event_loop", full)
    events: list[Event] = []
    work = Submission(BODY, lambda: Gate(), events.append)
    work.start()
    outcome = work.wait_for(20)
    assert outcome is not None
    assert (outcome.kind, events) == ("not_created", [outcome])
    assert isinstance(work.error, OSError)


def test_an_error_of_the_program_itself_is_told_as_unknown_once_sending_began() -> None:
    class Broken(FakeApi):
        async def create(self, body: Any) -> Connection:
            raise KeyError("bug")

    work = Submission(
        BODY, lambda: Broken(InstantClock()), lambda event: None, clock=InstantClock()
    )
    outcome = work.run()
    assert outcome.kind == "unknown"
    assert isinstance(work.error, KeyError)


def test_the_thread_does_not_hold_the_process() -> None:
    api = Gate()
    work = Submission(BODY, lambda: api, lambda event: None)
    work.start()
    assert api.has_it.wait(20)
    assert all(each.daemon for each in threading.enumerate() if each.name == "Submission")
    api.open.set()
    assert work.join(20)


def test_a_name_server_that_does_not_answer_holds_up_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, answered = threading.Event(), threading.Event()

    def never(*_: object, **__: object) -> list[object]:
        asked.set()
        answered.wait(60)
        raise socket.gaierror(socket.EAI_AGAIN, "too late")

    monkeypatch.setattr(socket, "getaddrinfo", never)
    work = Submission(
        BODY,
        lambda: Client(Target("https://api.example.com/v2", ""), SecretStr("K")),
        lambda event: None,
    )
    work.start()
    assert asked.wait(20)
    work.cancel()
    outcome = work.wait_for(5)
    assert outcome is not None
    assert (outcome.kind, outcome.stopped) == ("not_created", True)
    assert work.join(5)
    assert all(each.daemon for each in threading.enumerate() if each is not threading.main_thread())
    answered.set()


def test_an_answer_that_nobody_asked_for_is_no_stop() -> None:
    run = Run("hangs then created")
    run.at("create", 1, lambda: run.work.answer(True))
    outcome = run()
    assert (outcome.kind, outcome.stopped) == ("created", False)


def test_a_stop_before_the_first_byte_sends_nothing() -> None:
    run = Run()
    begin = run.journal.begin

    def begin_and_stop(intent: Intent) -> None:
        begin(intent)
        run.work.cancel()

    run.journal.begin = begin_and_stop  # type: ignore[method-assign]
    outcome = run()
    assert (outcome.kind, outcome.stopped, run.api.posts) == ("not_created", True, [])
    assert run.journal.unfinished() == []


def test_a_stop_ends_a_look_that_takes_long() -> None:
    run = Run("lost")
    gate = asyncio.Event()
    find = run.api.find

    async def slow(name: str, seconds: float | None = None, *, pages: int = 60) -> Listing:
        if run.api.looks == 2:
            run.work.cancel()
            await gate.wait()
        return await find(name, seconds, pages=pages)

    run.api.find = slow  # type: ignore[method-assign]
    outcome = run()
    assert (outcome.kind, outcome.stopped) == ("unknown", True)
    assert "not found after 1 look," in outcome.words


def test_the_password_is_let_go_of_at_the_end() -> None:
    run = Run()
    run()
    assert "Winter2026x" not in repr(vars(run.work))


# Another password


@pytest.mark.parametrize(("failures", "tries"), [(0, 1), (2, 3)])
async def test_a_password_is_replaced_as_often_as_it_takes(failures: int, tries: int) -> None:
    asked: list[Any] = []

    class Api:
        async def patch(self, identity: str, changes: Any) -> Connection:
            asked.append((identity, changes))
            if len(asked) <= failures:
                raise ApiError(Failure("lost", Certainty.UNKNOWN))
            return Connection(identity, "office", "office12", None, None, {})

    since = time.monotonic()
    await replace_password(Api(), "7", SecretStr("Another2026"), clock=InstantClock())
    assert asked == [("7", {"password": "Another2026"})] * tries
    assert time.monotonic() - since < 1


async def test_a_password_that_is_refused_is_not_sent_again() -> None:
    asked: list[str] = []

    class Api:
        async def patch(self, identity: str, changes: Any) -> Connection:
            asked.append(identity)
            raise ApiError(Failure("invalid", Certainty.REFUSED, 422))

    with pytest.raises(ApiError):
        await replace_password(Api(), "7", SecretStr("short"), clock=InstantClock())
    assert asked == ["7"]
