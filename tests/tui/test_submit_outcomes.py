"""How a creation from the wizard ends: refused, failed, stopped, or made by an earlier attempt."""

import asyncio
import threading
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from textual import events

from tests.support.submitting import GOOD, REPLY, Answer, app_with, envelope
from tests.support.wizard import confirm, one_line, row_at, screen_text, told, until
from tui_app.storage.journal import Intent, Journal
from tui_app.tui.screens.dialogs import QuestionDialog
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.guarded import TYPED_EARLY
from tui_app.tui.screens.outcome import CreatedScreen, FailedScreen
from tui_app.tui.screens.review import ReviewScreen
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.screens.submit import SubmitScreen

pytestmark = pytest.mark.usefixtures("looks_at_once")


@pytest.mark.long
async def test_a_refusal_is_forgotten_once_the_connection_exists() -> None:
    answers = [
        httpx.Response(
            422,
            json=envelope(
                {"code": "10015", "detail": "no", "source": {"pointer": "/outbound/localization"}},
                {"detail": "odd"},
            ),
        ),
        httpx.Response(201, json=REPLY),
    ]
    app, _ = app_with(lambda request: answers.pop(0))
    async with app.run_test(notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, FailedScreen)
        await pilot.press("enter")
        await until(pilot, StepScreen)
        await pilot.press("ctrl+r")
        await until(
            pilot, lambda: "The last attempt was refused: nothing was created." in one_line(app)
        )
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        await pilot.press("n")
        await until(pilot, StepScreen)
        assert app.draft.refusals == []
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "Nothing has been sent yet." in one_line(app))


@pytest.mark.long
async def test_a_key_that_was_not_accepted_can_be_replaced_without_leaving() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["authorization"])
        return (
            httpx.Response(201, json=REPLY)
            if seen[-1] == "Bearer KEY-right"
            else httpx.Response(401, json=envelope({"code": "10009"}))
        )

    app, _ = app_with(answer)
    async with app.run_test(notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, FailedScreen)
        await pilot.press("f4", "f4")
        await until(pilot, EntryDialog)
        await pilot.press(*"bad key", "enter")
        await until(pilot, lambda: "That cannot be used" in one_line(app))
        await pilot.press(*"KEY-right", "enter")
        await until(pilot, FailedScreen)
        await pilot.press("enter")
        await until(pilot, ReviewScreen)
        await confirm(pilot)
        await until(pilot, CreatedScreen)
    assert seen[-1] == "Bearer KEY-right"
    assert "KEY-right" in list(app.secrets())


async def test_a_connection_of_an_earlier_attempt_has_the_password_of_that_time(
    tmp_path: Path,
) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.begin(Intent("1", datetime.now(UTC), "api.example.com", "office-pbx", "office12"))
    made = {**REPLY["data"], "created_at": datetime.now(UTC).isoformat()}
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY), listed=[made])
    app.wizard.journal = journal
    async with app.run_test(notifications=True) as pilot:
        await until(pilot, QuestionDialog)
        await pilot.press("escape")
        await until(pilot, StepScreen)
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        assert "Created (confirmed by look-up)" in one_line(app)
        assert "lost: p sets a new one" in one_line(app)
        assert "made by an earlier attempt" in one_line(app)
        await pilot.press("r")
        assert "hunter2" not in screen_text(app)
        assert not app.draft.created
    assert api.posts == []


async def test_a_refusal_lands_on_its_field_and_in_the_review() -> None:
    taken = {
        "code": "10015",
        "title": "Bad Request",
        "detail": "has already been [/taken]",
        "source": {"pointer": "/user_name"},
    }
    app, api = app_with(lambda request: httpx.Response(422, json=envelope(taken)))
    async with app.run_test(notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, FailedScreen)
        assert "already been [/taken]" in one_line(app)
        assert "no connection of this account with these two names is to be seen" in one_line(app)
        await pilot.press("enter")
        await until(pilot, StepScreen)
        await pilot.pause()
        assert app.focused is row_at(app, ("user_name",)).target
        assert "already been [/taken]" in one_line(app)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "already been [/taken]" in one_line(app)
        assert app.draft.payload() == GOOD, "nothing typed is lost"
        app.show_setting(("user_name",))
        await pilot.pause()
        await pilot.press("3", "ctrl+r")
        await pilot.pause()
        assert "already been" not in one_line(app), "answered anew, the refusal is gone"
    assert len(api.posts) == 1


def raise_(error: Exception) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    return answer


FAILURES: dict[str, tuple[Answer, str]] = {
    "401": (
        lambda r: httpx.Response(
            401, json=envelope({"code": "10009", "title": "Authentication failed"})
        ),
        "key",
    ),
    "403": (
        lambda r: httpx.Response(403, json=envelope({"code": "10010", "title": "Not authorized"})),
        "Nothing was created",
    ),
    "422 without a pointer": (
        lambda r: httpx.Response(422, json=envelope({"code": "10015", "detail": "no"})),
        "Nothing was created",
    ),
    "429": (
        lambda r: httpx.Response(
            429, json=envelope({"code": "10011"}), headers={"retry-after": "7"}
        ),
        "created",
    ),
    "500": (lambda r: httpx.Response(500, json={}), "may have been created"),
    "a proxy's page": (
        lambda r: httpx.Response(502, html="<html>\x1b[2J[/]</html>"),
        "may have been created",
    ),
    "no JSON": (lambda r: httpx.Response(201, text="oops"), "may have been created"),
    "another shape": (lambda r: httpx.Response(201, json={"data": []}), "may have been created"),
    "time-out": (raise_(httpx.ReadTimeout("")), "may have been created"),
    "broken": (raise_(httpx.RemoteProtocolError("KEY1")), "may have been created"),
}


@pytest.mark.parametrize(("answer", "words"), FAILURES.values(), ids=FAILURES.keys())
async def test_each_failure_is_told_and_loses_nothing(answer: Answer, words: str) -> None:
    app, api = app_with(answer)
    async with app.run_test(notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, FailedScreen)
        assert words in one_line(app)
        assert "Everything you answered is still there" in one_line(app)
        assert "KEY1" not in screen_text(app)
        await pilot.press("enter")
        await until(pilot, ReviewScreen)
        assert app.draft.payload() == GOOD
        assert not app.draft.created
    assert len(api.posts) == 1


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_a_failure_stays_if_a_key_was_typed_before_it_was_seen(key: str) -> None:
    """Enter pressed twice, or Escape when nobody waited any longer."""
    early = events.Key(key, None)
    app, _ = app_with(lambda request: httpx.Response(500, json={}))
    async with app.run_test(notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, FailedScreen)
        app.post_message(early)
        await until(pilot, lambda: TYPED_EARLY in told(app))
        assert isinstance(app.screen, FailedScreen)
        await pilot.press(key)
        await until(pilot, ReviewScreen)


async def test_a_connection_stays_in_sight_if_a_key_was_typed_before_it_was_seen() -> None:
    early = events.Key("q", "q")
    app, _ = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        app.post_message(early)
        await until(pilot, lambda: TYPED_EARLY in told(app))
        assert app.is_running


async def test_stopping_says_honestly_what_it_means_and_the_late_answer_is_told() -> None:
    gate = threading.Event()

    async def slowly(request: httpx.Request) -> httpx.Response:
        await asyncio.to_thread(gate.wait, 20)
        return httpx.Response(201, json=REPLY)

    app, api = app_with(slowly)
    async with app.run_test(notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, SubmitScreen)
        assert "stopping does not undo it" in one_line(app)
        await pilot.press("escape")
        await until(pilot, FailedScreen)
        assert "may have been created" in one_line(app)
        gate.set()
        async with asyncio.timeout(10):
            while not app.draft.created:
                await pilot.pause(0.01)
        await pilot.pause()
        assert "The answer came" in one_line(app)
        await pilot.press("enter")
        await until(pilot, ReviewScreen)
        assert "The answer came" in one_line(app), "it is true on every screen"
    assert len(api.posts) == 1
