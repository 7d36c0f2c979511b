"""A change of a connection: only what differs, nothing unseen, nothing untrue."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from tests.support.clock import InstantClock, MemoryJournal
from tests.support.fake_account import OFFICE, READ_WAYS, WAYS, FakeAccount, ReadWay, Way
from tui_app.api.background import headless
from tui_app.api.change import Change
from tui_app.api.progress import Asking, Event, Outcome, Sending
from tui_app.settings.problem import Answer, Path
from tui_app.text.document import Json

DTMF: Path = ("dtmf_type",)
SECONDS: Path = ("inbound", "timeout_2xx_secs")
TAGS: Path = ("tags",)
PASSWORD: Path = ("password",)
CANARY = "canary-Winter2026"


class Run:
    """A change of the office's connection, and what it told. `mine`: the user's decisions."""

    def __init__(
        self,
        wanted: Mapping[Path, Answer],
        *ways: Way,
        reads: tuple[ReadWay, ...] = (),
        known: Mapping[str, Json] | None = OFFICE,
        mine: bool = True,
    ) -> None:
        self.clock = InstantClock()
        self.api = FakeAccount(self.clock)
        self.api.ways.extend(ways)
        self.api.read_ways.extend(reads)
        self.journal = MemoryJournal()
        self.events: list[Event] = []
        self.asked: list[Path] = []
        self.decided: list[tuple[Path, Json]] = []
        """Each setting that was asked about, with the value that others gave it."""
        self.mine = mine
        self.work = Change(
            "7",
            "office",
            "office12",
            wanted,
            lambda: self.api,
            self._on_event,
            known=known,
            journal=self.journal,
            decide=lambda decision: None,
            clock=self.clock,
        )

    def _on_event(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Asking):
            assert event.decision.problem is not None
            path = event.decision.problem.path
            self.asked.append(path)
            self.decided.append((path, _leaves(self.api.read).get(path)))
            self.work.answer(self.mine)

    def __call__(self) -> Outcome:
        outcome = asyncio.run(self.work.perform())
        assert self.work.error is None, self.work.error
        return outcome

    def at(self, step: str, number: int, act: Callable[[], object]) -> None:
        """Do `act` at the `number`th "get" or "patch"."""

        def note(name: str, count: int) -> None:
            if (name, count) == (step, number):
                act()

        self.api.on_step = note


def test_one_setting_is_sent_alone() -> None:
    run = Run({SECONDS: 60})
    outcome = run()
    assert (outcome.kind, run.api.sent) == ("updated", [{"inbound": {"timeout_2xx_secs": 60}}])
    assert [each.as_json() for each in outcome.changes] == [
        {"pointer": "/inbound/timeout_2xx_secs", "from": 90, "to": 60}
    ]
    assert run.api.steps == ["get", "patch"]
    assert [each.action for each in run.journal.begun] == ["update"]
    assert run.journal.ended[0][1] == "updated"


def test_what_it_holds_already_is_not_sent() -> None:
    run = Run({SECONDS: 90, DTMF: "RFC 2833"})
    assert (run().kind, run.api.sent, run.journal.begun) == ("unchanged", [], [])


def test_a_setting_of_somebody_else_is_told_and_stays() -> None:
    run = Run({SECONDS: 60})
    run.at("get", 1, lambda: run.api.merge({"dtmf_type": "Inband"}))
    outcome = run()
    assert (outcome.kind, run.asked) == ("updated", [])
    assert outcome.notes == ("DTMF type was changed by somebody else: Inband.",)
    assert outcome.problems == ()
    assert run.api.document is not None
    assert run.api.document["dtmf_type"] == "Inband"


@pytest.mark.parametrize("mine", [True, False])
def test_a_conflict_is_decided_setting_by_setting(mine: bool) -> None:
    run = Run({SECONDS: 60, TAGS: ["a"]}, mine=mine)
    run.at("get", 1, lambda: run.api.merge({"inbound": {"timeout_2xx_secs": 70}}))
    outcome = run()
    assert run.asked == [SECONDS]
    # It is read again after the question.
    assert run.api.steps == ["get", "get", "patch"]
    changed = {"inbound": {"timeout_2xx_secs": 60}} if mine else {}
    assert run.api.sent == [{"tags": ["a"], **changed}]
    assert outcome.kind == "updated"


def test_what_is_changed_during_the_question_is_asked_about_too() -> None:
    run = Run({SECONDS: 60, TAGS: ["a"]})

    def meanwhile(step: str, number: int) -> None:
        if (step, number) == ("get", 1):
            run.api.merge({"inbound": {"timeout_2xx_secs": 70}})
        if (step, number) == ("get", 2):
            run.api.merge({"tags": ["theirs"]})

    run.api.on_step = meanwhile
    assert run().kind == "updated"
    assert run.asked == [SECONDS, TAGS]


def test_a_reply_that_also_lost_something_is_told() -> None:
    """An API that replaces objects instead of merging them would unset the others in it."""
    run = Run({SECONDS: 60})

    def replace(changes: Mapping[str, Json]) -> None:
        assert run.api.document is not None
        run.api.document["inbound"] = {"timeout_1xx_secs": None, "timeout_2xx_secs": 60}

    run.api.merge = replace  # type: ignore[method-assign]
    outcome = run()
    assert [(each.path, each.code) for each in outcome.problems] == [
        (("inbound", "timeout_1xx_secs"), "not_kept")
    ]


def test_a_value_that_was_not_kept_is_told() -> None:
    run = Run({DTMF: "Inband", TAGS: ["a"]})
    merge = run.api.merge
    run.api.merge = lambda changes: merge({"tags": ["a"]})  # type: ignore[method-assign]
    assert [each.path for each in run().problems] == [DTMF]


def test_a_lost_answer_is_settled_by_reading() -> None:
    run = Run({SECONDS: 60}, "done then lost")
    outcome = run()
    assert (outcome.kind, len(run.api.sent)) == ("updated", 1)
    assert "A look then showed" in outcome.words


def test_a_request_that_is_never_seen_is_unknown_and_stays_in_the_journal() -> None:
    run = Run({SECONDS: 60}, "lost")
    outcome = run()
    assert (outcome.kind, len(run.api.sent)) == ("unknown", 1)
    assert [each.body for each in run.journal.unfinished()] == [
        {"inbound": {"timeout_2xx_secs": 60}}
    ]


def test_a_lost_password_cannot_be_seen() -> None:
    run = Run({PASSWORD: SecretStr(CANARY)}, "done then lost")
    outcome = run()
    assert outcome.kind == "unknown"
    assert "a password cannot be read" in outcome.words


def test_no_password_in_anything_that_is_told() -> None:
    run = Run({PASSWORD: SecretStr(CANARY), DTMF: "Inband"})
    outcome = run()
    assert run.api.passwords == [CANARY]
    assert CANARY not in repr((outcome, run.events, run.journal.begun, run.journal.ended))


def test_a_busy_api_is_asked_again_and_read_again() -> None:
    run = Run({SECONDS: 60}, "busy")
    run.at("get", 2, lambda: run.api.merge({"tags": ["theirs"]}))
    outcome = run()
    assert (outcome.kind, outcome.attempts) == ("updated", 2)
    assert run.api.steps == ["get", "patch", "get", "patch"]
    assert len(run.journal.begun) == 1


def test_a_refusal_names_its_setting() -> None:
    outcome = Run({DTMF: "Inband"}, "refused")()
    assert (outcome.kind, outcome.problems[0].path) == ("rejected", DTMF)
    assert "Nothing was changed." in outcome.words


def test_a_connection_that_is_gone_is_refused() -> None:
    run = Run({SECONDS: 60})
    run.api.document = None
    assert (run().kind, run.api.sent) == ("rejected", [])


def test_nobody_to_decide_keeps_what_somebody_else_set() -> None:
    run = Run({SECONDS: 60})
    run.work._decide = headless
    run.at("get", 1, lambda: run.api.merge({"inbound": {"timeout_2xx_secs": 70}}))
    assert (run().kind, run.api.sent) == ("unchanged", [])


def test_a_journal_that_cannot_be_written_is_asked_about() -> None:
    run = Run({SECONDS: 60}, mine=False)
    run.journal.is_full = True
    outcome = run()
    assert (outcome.kind, run.api.sent) == ("not_updated", [])


OTHERS: list[Mapping[str, Json]] = [
    {"dtmf_type": "Inband"},
    {"tags": ["theirs"]},
    {"inbound": {"timeout_2xx_secs": 70}},
    {"inbound": {"timeout_2xx_secs": 60}},
    {"connection_name": "renamed"},
]
WANTED: list[dict[Path, Answer]] = [
    {SECONDS: 60},
    {SECONDS: 60, TAGS: ["mine"]},
    {DTMF: "SIP INFO", TAGS: ["mine"]},
]


@given(
    st.sampled_from(WANTED),
    st.lists(st.sampled_from(WAYS), max_size=3),
    st.lists(st.sampled_from(READ_WAYS), max_size=4),
    st.dictionaries(
        st.tuples(st.sampled_from(["get", "patch"]), st.integers(1, 4)),
        st.sampled_from(OTHERS),
        max_size=3,
    ),
    st.booleans(),
    st.sampled_from([(), ("get", 1), ("patch", 1), ("get", 2)]),
)
def test_no_interleaving_overwrites_unseen_or_tells_an_untruth(
    wanted: dict[Path, Answer],
    ways: list[Way],
    reads: list[ReadWay],
    others: dict[tuple[str, int], Mapping[str, Json]],
    mine: bool,
    stop: tuple[Any, ...],
) -> None:
    run = Run(wanted, *ways, reads=tuple(reads), mine=mine)
    overwritten: list[tuple[Path, Json]] = []

    def meanwhile(step: str, number: int) -> None:
        if step == "patch":
            read = _leaves(run.api.read)
            overwritten.extend(
                (path, read[path]) for path in wanted if read[path] != _leaves(OFFICE)[path]
            )
        changes = others.get((step, number))
        if changes is not None and run.api.document is not None:
            run.api.merge(changes)
        if (step, number) == stop:
            run.work.cancel()

    run.api.on_step = meanwhile
    outcome = run()
    sent = {path for body in run.api.sent for path in _leaves(body)}
    for path, theirs in overwritten:
        if path in sent:
            assert mine
            assert (path, theirs) in run.decided
    requests = sum(isinstance(event, Sending) for event in run.events)
    assert requests == outcome.attempts == len(run.api.sent)
    assert len(run.api.done) <= 1
    if outcome.kind == "updated":
        assert run.api.done or _equals(run, wanted)
    if outcome.kind in ("unchanged", "rejected", "not_updated"):
        assert not run.api.done
    if outcome.kind != "unknown":
        assert run.journal.unfinished() == []


def _equals(run: Run, wanted: Mapping[Path, Answer]) -> bool:
    document = run.api.document or {}
    return any(_leaves(document).get(path) == value for path, value in wanted.items())


def _leaves(document: Mapping[str, Json], parent: Path = ()) -> dict[Path, Json]:
    found: dict[Path, Json] = {}
    for name, value in document.items():
        if isinstance(value, dict):
            found |= _leaves(value, (*parent, name))
        else:
            found[(*parent, name)] = value
    return found
