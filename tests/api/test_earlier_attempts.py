"""What an attempt before means for a submission, be it of this run or of an earlier one."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.clock import InstantClock
from tests.support.fake_api import FakeApi, LookWay, Way
from tests.support.submission import BODY, Run, released, stop
from tui_app.api import waits
from tui_app.api.client import Listing
from tui_app.api.lookup import Known, matches
from tui_app.api.progress import Late, Outcome, Pace
from tui_app.api.replies import Connection, read_connection
from tui_app.api.settling import Settlement
from tui_app.api.submission import Submission
from tui_app.storage.journal import Action, Intent, Journal


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
    """It was not listed at first; its time, or its id that was known, says that it is not this
    attempt's.
    """
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


@pytest.mark.parametrize("action", ["update", "delete"])
def test_an_unsettled_change_or_deletion_is_no_attempt_to_create(action: Action) -> None:
    run = Run()
    run.journal.begun.append(earlier(run)._replace(action=action, identity="7"))
    run.journal.begun.pop(0)
    assert run().kind == "created"
    assert [intent.action for intent in run.journal.unfinished()] == [action]
