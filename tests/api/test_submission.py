"""The submission step by step: sent at most once, settled by looking, minding what exists."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.support.clock import MemoryJournal
from tests.support.fake_api import LookWay, Way
from tests.support.submission import BODY, Run
from tui_app.api.background import Decide, ask, headless
from tui_app.api.progress import (
    Asking,
    Checking,
    Decision,
    Event,
    LookingUp,
    Outcome,
    Pace,
    Sending,
    Waiting,
)
from tui_app.api.replies import Connection
from tui_app.core.messages import statement
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json

NEVER_SENT: tuple[Way, ...] = ("never sent",) * 9
LOST_LOOKS: tuple[LookWay, ...] = ("lost",) * 6


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
    assert "Wq7Nz2Lm9Rx" not in repr(run.journal.begun)


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
