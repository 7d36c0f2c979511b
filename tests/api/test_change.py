"""A change of a connection: only what differs, nothing unseen, nothing untrue."""

import asyncio
from collections.abc import Mapping

import pytest
from pydantic import SecretStr

from tests.support.answers import UUID
from tests.support.changing import DTMF, PASSWORD, SECONDS, TAGS, Run
from tests.support.fake_account import OFFICE
from tui_app.api.background import headless
from tui_app.api.change import UNSEEN
from tui_app.api.progress import Event, Outcome
from tui_app.settings.problem import Path
from tui_app.text.document import Json
from tui_app.text.escape import MASK

CANARY = "canary-Winter2026"


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


def test_what_is_held_in_part_proves_nothing() -> None:
    """Somebody else may have set that part."""
    run = Run({SECONDS: 60, TAGS: ["mine"]}, "lost")
    run.at("patch", 1, lambda: run.api.merge({"tags": ["mine"]}))
    outcome = run()
    assert (outcome.kind, run.api.done) == ("unknown", [])
    assert "it holds some of it, which somebody else may have set" in outcome.words


def test_a_value_that_the_api_writes_otherwise_is_recognised() -> None:
    run = Run({("android_push_credential_id",): UUID.upper()}, "done then lost")
    merge = run.api.merge
    run.api.merge = lambda changes: merge({"android_push_credential_id": UUID})  # type: ignore[method-assign]
    assert run().kind == "updated"


def test_a_password_that_was_sent_along_is_said_to_be_unseen() -> None:
    outcome = Run({PASSWORD: SecretStr(CANARY), SECONDS: 60}, "done then lost")()
    assert (outcome.kind, outcome.notes) == ("updated", (UNSEEN,))


def test_a_connection_that_is_gone_after_a_lost_answer_may_have_been_changed() -> None:
    run = Run({SECONDS: 60}, "done then lost")
    run.at("get", 2, lambda: setattr(run.api, "document", None))
    outcome = run()
    assert (outcome.kind, run.api.steps) == ("unknown", ["get", "patch", "get"])
    assert outcome.words.endswith(
        "There is no such connection any more. It may have been changed all the same."
    )


def test_the_journal_knows_what_the_last_request_sent() -> None:
    run = Run({SECONDS: 60, TAGS: ["mine"]}, "busy", "lost")
    run.at("get", 2, lambda: run.api.merge({"tags": ["mine"]}))
    assert run().kind == "unknown"
    assert [each.body for each in run.journal.unfinished()] == [
        {"inbound": {"timeout_2xx_secs": 60}}
    ]
    assert [each[1] for each in run.journal.ended] == ["not_updated", "unknown"]


def test_nothing_says_that_nothing_was_sent_after_a_refusal() -> None:
    run = Run({SECONDS: 60}, "busy")
    run.at("get", 2, lambda: run.api.merge({"inbound": {"timeout_2xx_secs": 60}}))
    outcome = run()
    assert (outcome.kind, outcome.attempts) == ("unchanged", 1)
    assert outcome.words == "The connection holds all of it already. Nothing was changed."


def test_what_somebody_else_set_in_an_object_that_was_null_is_a_conflict() -> None:
    run = Run(
        {("jitter_buffer", "jitterbuffer_msec_min"): 60}, known=OFFICE | {"jitter_buffer": None}
    )
    run.api.merge({"jitter_buffer": {"jitterbuffer_msec_min": 80}})
    run()
    assert run.asked == [("jitter_buffer", "jitterbuffer_msec_min")]


def test_what_somebody_else_set_of_an_unknown_setting_is_a_conflict() -> None:
    run = Run({("brand_new",): 1}, known=OFFICE | {"brand_new": 0}, mine=False)
    run.api.merge({"brand_new": 2})
    assert (run().kind, run.asked, run.api.sent) == ("unchanged", [("brand_new",)], [])


def test_an_answer_that_comes_late_changes_nothing_that_a_look_has_proved() -> None:
    """The user stops waiting, a look shows the change, then the answer comes: a refusal."""
    run = Run({SECONDS: 60}, "hangs then refused")
    released = asyncio.Event()
    run.api.hang = released.wait

    def meanwhile(step: str, number: int) -> None:
        if step == "patch":
            run.work.cancel()
        elif number == 2:
            run.api.merge({"inbound": {"timeout_2xx_secs": 60}})

    def on_event(event: Event) -> None:
        if isinstance(event, Outcome):
            released.set()

    run.api.on_step, run.work._on_event = meanwhile, on_event
    assert run().kind == "updated"
    assert [each[1] for each in run.journal.ended] == ["updated"]


LOGIN = "https://hook:secret-canary@example.com/"


def test_no_login_of_a_web_address_in_anything_that_is_told() -> None:
    url: Path = ("webhook_event_url",)
    run = Run({url: "https://example.com/"}, known=OFFICE | {"webhook_event_url": LOGIN})
    run.api.merge({"webhook_event_url": LOGIN})
    outcome = run()
    assert outcome.changes[0].before == MASK
    run = Run({SECONDS: 60}, known=OFFICE | {"webhook_event_url": None})
    run.api.merge({"webhook_event_url": None})
    run.at("patch", 1, lambda: run.api.merge({"webhook_event_url": LOGIN}))
    other = run()
    assert other.problems == ()
    run = Run({url: LOGIN})
    third = run()
    told = repr((outcome.changes, other.problems, third.changes, third.intent, run.journal.begun))
    assert "secret-canary" not in told


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
    outcome = run()
    # Nobody has decided it, so it is no success.
    assert (outcome.kind, run.api.sent) == ("not_updated", [])
    assert outcome.notes == ("2xx timeout (no answer) stays as somebody else set it: 70.",)


def test_a_journal_that_cannot_be_written_is_asked_about() -> None:
    run = Run({SECONDS: 60}, mine=False)
    run.journal.is_full = True
    outcome = run()
    assert (outcome.kind, run.api.sent) == ("not_updated", [])
