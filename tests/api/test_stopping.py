"""A submission that the user stops, with an API, clock, chance and journal in memory."""

import pytest

from tests.support.fake_api import Way
from tests.support.submission import BODY, Run, released, stop
from tui_app.api.background import ask
from tui_app.api.progress import Asking, Late, LookingUp, Outcome


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
