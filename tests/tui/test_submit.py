"""Creating from the wizard: one confirmation, one request, and its outcome on the screen."""

import asyncio
import json
import os
import re
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from textual import events
from textual.keys import Keys
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.wizard import (
    armed,
    confirm,
    dialog_text,
    one_line,
    row_at,
    screen_lines,
    screen_text,
    until,
)
from tui_app.api.progress import Pace
from tui_app.api.target import SANDBOX, check_key, find_target
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.storage.journal import Intent, Journal
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.dialogs import ConfirmationDialog, QuestionDialog
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.outcome import CreatedScreen, FailedScreen
from tui_app.tui.screens.pick import PickDialog
from tui_app.tui.screens.review import ReviewScreen
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.screens.submit import SubmitScreen

GOOD = {
    "connection_name": "office-pbx",
    "user_name": "office12",
    "password": "hunter2hunter2",
    "outbound": {"localization": "DE"},
}
REPLY = {
    "data": {
        "id": "1293384261075731499",
        "connection_name": "office-pbx",
        "user_name": "office12",
        "password": "hunter2hunter2",
    }
}

Answer = Callable[[httpx.Request], Any]


class Api(httpx.AsyncBaseTransport):
    """Answers as it is told, and counts what it was asked."""

    def __init__(self, answer: Answer, listed: list[dict[str, Any]] | None = None) -> None:
        self.answer = answer
        self.listed = listed or []
        self.posts: list[dict[str, Any]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        if request.method == "POST":
            self.posts.append(json.loads(request.content))
        elif request.method == "GET" and not request.url.path.endswith(("profiles", "credentials")):
            return httpx.Response(200, json={"data": self.listed, "meta": {"total_pages": 1}})
        answer = self.answer(request)
        if asyncio.iscoroutine(answer):
            answer = await answer
        assert isinstance(answer, httpx.Response)
        # As from a wire: not read yet.
        return httpx.Response(
            answer.status_code, headers=answer.headers, stream=httpx.ByteStream(answer.content)
        )


def app_with(
    answer: Answer, draft: Draft | None = None, *, listed: list[dict[str, Any]] | None = None
) -> tuple[WizardApp, Api]:
    """The wizard over a valid draft, against an API that answers so and has the connections that are listed."""
    api = Api(answer, listed)
    session = Session(
        find_target("https://api.example.com/v2", {}),
        check_key("KEY1"),
        timeout=5,
        settle=0,
        transport=lambda: api,
    )
    made = draft or Draft.of(GOOD)[0]  # type: ignore[arg-type]
    return WizardApp(made, session), api


@pytest.fixture(autouse=True)
def looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "pace", Pace(settle=0, looks=2, brief=(0.0,), tries=1))
    monkeypatch.setattr(ConfirmationDialog, "MOMENT", 0.001)


async def test_the_confirmation_names_connection_and_host_and_escape_sends_nothing() -> None:
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "s")
        await armed(pilot)
        assert '"office-pbx"' in one_line(app)
        assert "api.example.com" in one_line(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        assert api.posts == []


async def test_what_was_shown_is_sent_once_however_often_enter_is_pressed() -> None:
    gate = threading.Event()

    async def slowly(request: httpx.Request) -> httpx.Response:
        await asyncio.to_thread(gate.wait, 20)
        return httpx.Response(201, json=REPLY)

    app, api = app_with(slowly)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "s")
        await armed(pilot)
        await pilot.press(*["enter"] * 10, "s", "s", "enter")
        await until(pilot, SubmitScreen)
        await pilot.press(*["enter"] * 5)
        gate.set()
        await until(pilot, CreatedScreen)
        assert "Created" in one_line(app)
        assert "1293384261075731499" in one_line(app)
        assert "hunter2" not in screen_text(app)
    assert api.posts == [GOOD]


async def test_the_confirmation_is_read_at_once_and_answered_after_a_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ConfirmationDialog, "MOMENT", 3600.0)
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "s")
        await until(pilot, lambda: "One moment ..." in one_line(app))
        assert "office-pbx" in one_line(app)
        assert "too early" not in one_line(app)
        await pilot.click(".button")
        await until(pilot, lambda: "(too early: press it again)" in one_line(app))
        assert isinstance(app.screen, ConfirmationDialog)
        assert api.posts == []


async def test_a_key_pressed_once_the_confirmation_was_drawn_is_taken_when_that_is_armed() -> None:
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "s")
        await until(
            pilot, lambda: isinstance(app.screen, ConfirmationDialog) and app.screen.is_seen
        )
        await app.on_event(events.Key("enter", "\r"))
        assert api.posts == []
        await until(pilot, CreatedScreen)
    assert len(api.posts) == 1


async def test_a_key_that_came_too_early_is_not_taken_and_the_confirmation_says_so() -> None:
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True, size=(60, 20)) as pilot:
        await pilot.press("ctrl+r")
        enter, reply = events.Key("enter", "\r"), events.Key(Keys.Ignore, "\x1b[0n")
        await pilot.press("s")
        await armed(pilot)
        assert "One moment" not in one_line(app)
        await app.on_event(reply)
        await pilot.pause()
        assert "too early" not in one_line(app)
        await app.on_event(enter)
        await until(pilot, lambda: "(too early: press it again)" in one_line(app))
        assert "Enter: Create connection" in one_line(app)
        assert api.posts == []


async def test_a_key_typed_ahead_of_the_confirmation_is_named_once_it_is_asked() -> None:
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r")
        for key in (events.Key("s", "s"), events.Key("enter", "\r")):
            await app.on_event(key)
        await armed(pilot)
        await until(pilot, lambda: "(too early: press it again)" in one_line(app))
        assert api.posts == []


async def test_what_was_typed_while_the_wizard_stood_still_confirms_nothing() -> None:
    """As after a stop and fg: the moment is over at once, and the question was not seen for an instant of it."""
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r")
        enter = events.Key("enter", "\r")
        await pilot.press("s")
        await armed(pilot)
        for key in (enter, events.Paste("\r")):
            await app.on_event(key)
        await pilot.pause()
        assert isinstance(app.screen, ConfirmationDialog)
        await pilot.press("enter")
        await until(pilot, CreatedScreen)
    assert len(api.posts) == 1


@pytest.mark.parametrize("turn", ["left", "right", "tab", "shift+tab"])
async def test_the_marked_answer_is_the_one_that_enter_gives(turn: str) -> None:
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "s")
        await armed(pilot)
        assert "Enter: Create connection Esc: back to the review" in one_line(app)
        await pilot.press(turn)
        assert "Enter, Esc: back to the review y: Create connection" in one_line(app)
        await pilot.press("enter")
        await until(pilot, ReviewScreen)
        assert api.posts == []
        await pilot.press("s")
        await armed(pilot)
        await pilot.press(turn, turn, "enter")
        await until(pilot, CreatedScreen)
    assert len(api.posts) == 1


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


async def test_the_confirmation_says_what_is_sent_and_what_stands_unheeded() -> None:
    app, _ = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "s")
        await armed(pilot)
        assert isinstance(app.screen, ConfirmationDialog)
        assert dialog_text(app).endswith("Only what you set is sent. 2 warnings.")
        await pilot.press("escape", "f", "s")
        await armed(pilot)
        assert isinstance(app.screen, ConfirmationDialog)
        assert "API defaults too" in dialog_text(app)
        assert "Timeout (undocumented)" in dialog_text(app), "what is left out is named"
        assert dialog_text(app).endswith(" 2 warnings.")


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


async def test_every_value_is_sent_where_it_was_chosen() -> None:
    app, api = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "f")
        await confirm(pilot)
        await until(pilot, CreatedScreen)
    assert api.posts == [
        app.draft.request.body(app.draft.request.every_value(Draft.of(GOOD)[0].answers))  # type: ignore[arg-type]
    ]


def envelope(*errors: dict[str, Any]) -> dict[str, Any]:
    return {"errors": list(errors)}


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


@asynccontextmanager
async def asked_for_a_new_password() -> AsyncIterator[tuple[WizardApp, Pilot[int]]]:
    """The wizard after a creation, in the dialog for another password."""
    status = {"POST": 201, "PATCH": 200}
    app, _ = app_with(lambda request: httpx.Response(status[request.method], json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        await pilot.press("p")
        await until(pilot, EntryDialog)
        yield app, pilot


async def test_a_new_password_is_told_on_the_page_of_the_connection() -> None:
    async with asked_for_a_new_password() as (app, pilot):
        await pilot.press("enter")
        await until(pilot, CreatedScreen)
        assert "The new password is set." in one_line(app)


def _unframed(app: WizardApp) -> str:
    """The screen's text without the frame of a dialog, so that what is wrapped in it reads as one."""
    return " ".join(one_line(app).replace("│", " ").split())


async def test_a_weak_new_password_is_told_and_set_if_it_is_given_again() -> None:
    async with asked_for_a_new_password() as (app, pilot):
        app.screen.query_one(Input).value = "changeme123"
        await pilot.press("enter")
        await until(pilot, lambda: "Password looks like a placeholder" in _unframed(app))
        assert "Give it again to set it all the same" in _unframed(app)
        await pilot.press("enter")
        await until(pilot, CreatedScreen)
        assert "The new password is set." in one_line(app)


async def test_another_one_keeps_all_but_what_is_each_connections_own() -> None:
    app, _ = app_with(lambda request: httpx.Response(201, json=REPLY))
    async with app.run_test(notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        await pilot.press("n")
        await until(pilot, StepScreen)
        assert app.draft.payload() == {"outbound": {"localization": "DE"}}
        await pilot.pause()
        assert app.focused is row_at(app, ("connection_name",)).target
        assert "error" not in screen_text(app)


PROFILE = ("outbound", "outbound_voice_profile_id")


async def test_an_answer_is_chosen_from_the_account() -> None:
    app = WizardApp(Draft.of(GOOD)[0], Session(SANDBOX))  # type: ignore[arg-type]
    async with app.run_test(notifications=True) as pilot:
        app.show_setting(("outbound", "outbound_voice_profile_id"))
        await pilot.pause()
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert "Choose from the account" in screen_text(app)
        await pilot.press("c", "enter")
        async with asyncio.timeout(20):
            while "Enter picks" not in screen_text(app) or "Choose from" in screen_text(app):
                await pilot.pause(0.01)
        await pilot.press("enter")
        await pilot.pause()
        chosen = app.draft.get(("outbound", "outbound_voice_profile_id"))
        assert isinstance(chosen, str)
        assert len(chosen) == 19
        assert not app.draft.problems_at(PROFILE)
        assert app.draft.name_of(PROFILE) == "Call centre, North America", "the newest enabled one"
        # Behind the id where it is edited, and in front of it elsewhere; gone with the id.
        app.clear_notifications()
        await pilot.pause()
        assert f"{chosen} Call centre" in one_line(app)
        assert 'Its name is "Call centre, North America".' in one_line(app)
        await pilot.press("tab")
        assert f"Call centre, North America {chosen[:12]}" in one_line(app)
        await pilot.press("ctrl+r")
        await pilot.pause()
        await pilot.press("end")
        assert f"{chosen} (Call centre, North America)" in one_line(app)
        app.show_setting(PROFILE)
        await pilot.pause()
        await pilot.press("end", "backspace")
        assert "Call centre" not in one_line(app)
        await pilot.press(chosen[-1])
        assert "Call centre" in one_line(app)


async def test_a_disabled_profile_is_marked_comes_last_and_warns() -> None:
    app = WizardApp(Draft.of(GOOD)[0], Session(SANDBOX))  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.show_setting(PROFILE)
        await pilot.pause()
        await pilot.press("ctrl+o")
        await pilot.pause()
        await pilot.press("c", "enter")
        async with asyncio.timeout(20):
            while "Enter picks" not in screen_text(app) or "Choose from" in screen_text(app):
                await pilot.pause(0.01)
        listed = [line for line in screen_lines(app) if re.search(r" \d{19} ", line)]
        assert ["disabled" in line for line in listed] == [False, False, False, True]
        await pilot.press("end", "enter")
        await pilot.pause()
        [problem] = app.draft.problems_at(PROFILE)
        assert (problem.severity, problem.code) == ("warning", "profile_disabled")
        assert "is disabled in the account: calls are refused" in one_line(app)


async def test_turning_to_the_sandbox_flags_the_ids_of_the_account() -> None:
    draft = Draft.of({**GOOD, "outbound": {"outbound_voice_profile_id": "1293384261075731499"}})[0]  # type: ignore[dict-item]
    app = WizardApp(draft, Session(find_target(None, {})))
    async with app.run_test(notifications=True) as pilot:
        await until(pilot, PickDialog)
        assert not draft.problems_at(PROFILE)
        await pilot.press("enter")
        await until(pilot, StepScreen)
        assert app.session.target == SANDBOX
        [problem] = draft.problems_at(PROFILE)
        assert problem.code == "other_account"
        assert "on api.telnyx.com" in problem.message
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "warning: Outbound voice profile was set for another account" in one_line(app)
        await pilot.press("s")
        await armed(pilot)
        asked = " ".join(screen_text(app).replace("│", " ").split())
        assert "Outbound voice profile belongs to another account." in asked


@pytest.mark.parametrize("with_password", [False, True])
async def test_the_payload_is_saved_to_a_private_file_and_none_is_replaced_unasked(
    with_password: bool, tmp_path: Path
) -> None:
    app, _ = app_with(lambda request: httpx.Response(500))
    target = tmp_path / "saved.json"
    saved: object = None
    async with app.run_test(notifications=True) as pilot:
        for _ in range(2):
            await pilot.press("ctrl+r", "e")
            await pilot.pause()
            await pilot.press(*(["down"] if with_password else []), "enter")
            await pilot.pause()
            app.screen.query_one(Input).value = str(target)
            await pilot.press("enter")
            await pilot.pause()
            if "Replace the file?" in one_line(app):
                await pilot.press("escape")
                await pilot.pause()
                await pilot.press("escape")
            else:
                assert "readable by you only" in one_line(app)
                saved = json.loads(target.read_text())
                target.write_text("mine")
    assert saved == {
        key: value for key, value in GOOD.items() if with_password or key != "password"
    }
    assert target.read_text() == "mine"


async def test_saving_makes_no_folder_unasked(tmp_path: Path) -> None:
    app, _ = app_with(lambda request: httpx.Response(500))
    target = tmp_path / "new" / "saved.json"
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "e")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        for answer in ("escape", "enter"):
            app.screen.query_one(Input).value = str(target)
            await pilot.press("enter")
            await until(pilot, lambda: "Create the folder?" in one_line(app))
            assert not target.parent.exists()
            await pilot.press(answer)
            await pilot.pause()
        await until(pilot, target.exists)


async def test_a_folder_is_saved_into_under_the_suggested_name(tmp_path: Path) -> None:
    app, _ = app_with(lambda request: httpx.Response(500))
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "e")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        app.screen.query_one(Input).value = str(tmp_path)
        await pilot.press("enter")
        await until(pilot, lambda: "readable by you only" in one_line(app))
    assert f"{GOOD['connection_name']}.json" in os.listdir(tmp_path)


async def test_the_saved_file_has_mode_0600(tmp_path: Path) -> None:
    app, _ = app_with(lambda request: httpx.Response(500))
    target = tmp_path / "saved.json"
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r", "e")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        app.screen.query_one(Input).value = str(target)
        await pilot.press("enter")
        await pilot.pause()
    assert target.stat().st_mode & 0o777 == 0o600


KEPT_OTHERWISE = {
    **REPLY["data"],
    "active": False,
    "tags": ["a\x1b[2J"],
    "outbound": {
        "localization": "US",
        "outbound_voice_profile_id": None,
        "ani_override": "",
        "generate_ringback_tone": True,
        "instant_ringback_enabled": False,
    },
}
ASKED = {
    **GOOD,
    "tags": ["lab"],
    "outbound": {
        "localization": "DE",
        "outbound_voice_profile_id": "1293384261075731499",
        "ani_override": "+15555550123",
        "generate_ringback_tone": True,
    },
}
TOLD = (
    "6 values were not kept as sent:",
    "Outbound voice profile was not kept: sent",
    "(SIP 403, D38)",
    "is off although nothing was sent for it",
    "was turned off by the API",
)


@pytest.mark.parametrize("lost", [False, True])
async def test_a_connection_that_holds_other_values_is_told_with_room_for_all(lost: bool) -> None:
    """After a 201 and after a look-up, at 80x24: what has no room is a key away."""

    def answer(request: httpx.Request) -> httpx.Response:
        if lost:
            api.listed = [{**KEPT_OTHERWISE, "created_at": datetime.now(UTC).isoformat()}]
            return httpx.Response(500, text="oops")
        return httpx.Response(201, json={"data": KEPT_OTHERWISE})

    app, api = app_with(answer, Draft.of(ASKED)[0])  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await confirm(pilot)
        await until(pilot, CreatedScreen)
        seen = one_line(app)
        assert "Created" in seen
        assert "1293384261075731499" in seen
        for _ in range(30):
            await pilot.press("down")
        await pilot.pause()
        seen += " " + one_line(app)
        for words in TOLD:
            assert words in seen, words
        assert "a device registers at" in seen
        assert "\x1b" not in seen
        assert app.draft.created
    assert len(api.posts) == 1
