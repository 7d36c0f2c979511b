"""What people hold a connection in, pasted into any field or begun with, on the screen; and secrets
in wrong fields.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from textual.pilot import Pilot

from tests.support.wizard import go_to, one_line, screen_text, told, until, wizard
from tests.tui.test_paste import paste
from tui_app.api.target import SANDBOX, find_target
from tui_app.core.draft import Draft
from tui_app.core.importing import IN_ACCOUNT
from tui_app.core.session import Session
from tui_app.core.startup import draft_of
from tui_app.readers import Reading
from tui_app.sandbox.app import create_app
from tui_app.settings.problem import Path
from tui_app.text.document import Json
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.dialogs import QuestionDialog
from tui_app.tui.screens.pick import PickDialog
from tui_app.tui.screens.step import StepScreen

KEY = "KEY0123456789ABCDEF0123456789ABCDEF_abcDEF0123456789abcDEF"
SECRET = "hunter2hunter2"
BODY: dict[str, Json] = {
    "connection_name": "office",
    "user_name": "office12",
    "password": SECRET,
}
TEXT = json.dumps(BODY)
CURL = (
    "curl -X POST https://api.telnyx.com/v2/credential_connections \\\n"
    f"  -H 'Authorization: Bearer {KEY}' \\\n  -d '{TEXT}'"
)
ENV = f"SIP_USERNAME=office12\nSIP_PASSWORD={SECRET}\nTELNYX_API_KEY={KEY}\n"
NAME, USER, PASSWORD = ("connection_name",), ("user_name",), ("password",)
URL, TAGS = ("webhook_event_url",), ("tags",)


@asynccontextmanager
async def production(
    key: str | None = None, draft: Draft | None = None, readings: tuple[Reading, ...] = ()
) -> AsyncIterator[tuple[WizardApp, "Pilot[Any]"]]:
    """The wizard on a host that is not the sandbox; without a key it has asked for one, and was
    told not now.
    """
    session = Session(find_target("http://127.0.0.1:9/v2", {}), SecretStr(key) if key else None)
    app = WizardApp(draft or Draft(), session)
    app.wizard.readings = readings
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        if key is None and not readings:
            await until(pilot, PickDialog)
            await pilot.press("escape")
            await until(pilot, StepScreen)
        yield app, pilot


def leaks(app: WizardApp) -> bool:
    text = screen_text(app) + told(app)
    return SECRET in text or KEY[:12] in text


@pytest.mark.long
@pytest.mark.parametrize("path", [NAME, PASSWORD, URL, TAGS], ids=lambda path: path[-1])
async def test_a_curl_command_is_filled_in_from_any_field_and_its_key_offered(path: Path) -> None:
    async with production() as (app, pilot):
        await go_to(pilot, path)
        paste(app, CURL)
        await until(pilot, QuestionDialog)
        assert "a curl command with 3 answers" in one_line(app)
        assert "It contains an API key" in one_line(app)
        assert not leaks(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Use the API key?" in one_line(app))
        assert "For this session only" in one_line(app)
        assert not leaks(app)
        await pilot.press("enter")
        await until(pilot, StepScreen)
        assert app.draft.payload() == BODY
        assert app.session.key == SecretStr(KEY)
        assert not leaks(app)
        assert KEY in app.secrets(), "a crash report masks it"


async def test_what_is_declined_is_not_taken_and_neither_is_its_key() -> None:
    async with production() as (app, pilot):
        paste(app, CURL)
        await until(pilot, QuestionDialog)
        await pilot.press("escape")
        await until(pilot, StepScreen)
        assert app.draft.answers == {}
        assert app.session.key is None


@pytest.mark.long
async def test_a_key_that_is_there_stays_and_the_sandbox_takes_none() -> None:
    async with production(key="KEYother0123456789") as (app, pilot):
        paste(app, CURL)
        await until(pilot, QuestionDialog)
        await pilot.press("enter")
        await until(pilot, lambda: "The one in use stays" in told(app))
        assert app.session.key == SecretStr("KEYother0123456789")
    async with wizard() as (app, pilot):
        paste(app, CURL)
        await until(pilot, QuestionDialog)
        await pilot.press("enter")
        await until(pilot, lambda: "The sandbox takes none" in told(app))
        assert app.session.key is None


FORMS = {
    "env": ENV,
    "yaml": f"connection_name: office\nuser_name: office12\npassword: {SECRET}\n",
    "python": f"client.credential_connections.create(\n  user_name='office12',\n  password='{SECRET}',\n)\n",
    "javascript": f"await client.credentialConnections.create({{user_name: 'office12', password: '{SECRET}'}});",
    "http": f"POST /v2/credential_connections HTTP/1.1\nHost: api.telnyx.com\n\n{TEXT}",
    "cli": f"telnyx credential-connections create --user-name office12 --password {SECRET}",
}


@pytest.mark.parametrize("form", FORMS)
async def test_every_form_is_offered_to_be_filled_in(form: str) -> None:
    async with wizard() as (app, pilot):
        paste(app, FORMS[form])
        await until(pilot, QuestionDialog)
        assert not leaks(app)
        await pilot.press("enter")
        await until(pilot, lambda: USER in app.draft.answers)
        assert app.draft.payload()["user_name"] == "office12"
        assert app.draft.payload()["password"] == SECRET
        await until(pilot, StepScreen)
        await pilot.press("ctrl+underscore")
        assert app.draft.answers == {}, "one step"


async def test_what_looks_like_a_form_and_cannot_be_read_is_not_taken() -> None:
    async with wizard() as (app, pilot):
        paste(app, f"curl -d @secret.json https://x.y/v2/credential_connections -u me:{SECRET}")
        await until(pilot, lambda: "cannot be read" in told(app))
        assert app.draft.answers == {}
        assert not leaks(app)


async def test_of_several_one_is_chosen() -> None:
    listed = {"data": [{**BODY, "id": "1"}, {**BODY, "connection_name": "branch", "id": "2"}]}
    async with production("KEYother0123456789") as (app, pilot):
        paste(app, json.dumps(listed))
        await until(pilot, PickDialog)
        assert "branch" in one_line(app)
        await pilot.press("down", "enter")
        await until(pilot, QuestionDialog)
        await pilot.press("enter")
        await until(pilot, lambda: app.draft.get(NAME) == "branch")


# Secrets alone


@pytest.mark.sampled
@pytest.mark.parametrize("way", ["pasted", "typed, Tab", "typed, next step", "typed, review"])
@pytest.mark.parametrize("path", [NAME, USER, TAGS, URL], ids=lambda path: path[-1])
async def test_an_api_key_in_a_wrong_field_is_offered_as_the_key(way: str, path: Path) -> None:
    """Each way is gone in one field, and each field filled in one way; the campaigns try them
    all.
    """
    async with production() as (app, pilot):
        await go_to(pilot, path)
        if way == "pasted":
            paste(app, KEY)
        else:
            await pilot.press(*KEY)
            assert KEY in str(app.draft.get(path))
            await pilot.press({"Tab": "tab", "next step": "pagedown"}.get(way[7:], "ctrl+r"))
        await until(pilot, lambda: "Use the API key?" in one_line(app))
        assert not leaks(app)
        assert path not in app.draft.answers
        await pilot.press("enter")
        await until(pilot, lambda: app.session.key == SecretStr(KEY))
        await pilot.press("ctrl+underscore")
        assert path not in app.draft.answers, "undo brings nothing back"
        assert not leaks(app)


@pytest.mark.parametrize("way", ["pasted", "typed"])
async def test_a_sip_address_with_a_password_fills_in_both(way: str) -> None:
    text = f"sip:office12:{SECRET}@sip.telnyx.com"
    async with wizard() as (app, pilot):
        if way == "pasted":
            paste(app, text)
        else:
            await pilot.press(*text, "tab")
        await until(pilot, QuestionDialog)
        assert not leaks(app)
        assert '"office12"' in one_line(app)
        await pilot.press("enter")
        await until(pilot, lambda: USER in app.draft.answers)
        assert app.draft.payload() == {"user_name": "office12", "password": SECRET}
        assert not leaks(app)


async def test_a_password_that_is_declined_is_nowhere() -> None:
    async with wizard() as (app, pilot):
        paste(app, f"--password {SECRET}")
        await until(pilot, QuestionDialog)
        await pilot.press("escape")
        await until(pilot, StepScreen)
        assert app.draft.answers == {}


@pytest.mark.parametrize(
    "text", [f"token={SECRET}", "-----BEGIN PRIVATE KEY-----\nMIIE\n", f"ftp://me:{SECRET}@x.y/"]
)
async def test_what_belongs_nowhere_is_refused_with_a_reason(text: str) -> None:
    async with wizard() as (app, pilot):
        paste(app, text)
        await until(pilot, lambda: "No answer was taken" in told(app))
        assert not leaks(app)
        assert app.draft.answers == {}


@pytest.mark.long
async def test_ordinary_answers_and_the_password_are_taken_as_they_are() -> None:
    async with wizard() as (app, pilot):
        for text in ("Key West office", "KEYS", "https://example.com:8443/x", "Bearer of news"):
            await go_to(pilot, NAME)
            paste(app, text)
            await until(pilot, lambda: NAME in app.draft.answers)
            assert app.draft.get(NAME) == text
            await pilot.press("ctrl+underscore")
        await go_to(pilot, PASSWORD)
        paste(app, f"my:{SECRET}@b")
        await until(pilot, lambda: PASSWORD in app.draft.answers)
        await pilot.press("tab")
        assert app.draft.payload()["password"] == f"my:{SECRET}@b"
        await go_to(pilot, URL)
        paste(app, "https://example.com/hook?token=abcdefgh")
        await until(pilot, lambda: URL in app.draft.answers)
        await pilot.press("tab")
        assert isinstance(app.screen, StepScreen)


async def test_a_file_name_takes_neither_a_secret_nor_a_form() -> None:
    async with wizard() as (app, pilot):
        await pilot.press("x", "ctrl+g")
        await until(pilot, PickDialog)
        for text in (KEY, CURL):
            paste(app, text)
            await until(pilot, lambda: "was not taken" in told(app))
            assert not leaks(app)
            app.clear_notifications()


# Replies: the clone that people want


REPLY: dict[str, Json] = {**BODY, "record_type": "credential_connection"}


async def sandbox_session() -> tuple[Session, str]:
    """A session on a sandbox that holds the connection, and its id."""
    server = create_app()
    session = Session(SANDBOX, transport=lambda: httpx.ASGITransport(app=server))
    async with session.open_client() as client:
        return session, (await client.create(BODY)).id


def reading(identity: str) -> Reading:
    return Reading({**BODY}, "reply", identity=identity)


@pytest.mark.parametrize("here", [True, False])
async def test_a_reply_of_the_same_account_asks_for_user_name_and_password(here: bool) -> None:
    session, identity = await sandbox_session()
    each = reading(identity if here else "1")
    draft, _ = draft_of(each, allow_unknown=False)
    app = WizardApp(draft, session)
    app.wizard.readings = (each,)
    async with app.run_test(notifications=True) as pilot:
        if here:
            await until(pilot, lambda: IN_ACCOUNT in told(app))
            assert app.draft.answers == {NAME: "office"}
            assert not app.draft.can_undo
            assert not app.draft.problems_at(USER), "what is to be asked is not red"
        else:
            await pilot.pause(0.5)
            assert app.draft.payload() == BODY
            assert IN_ACCOUNT not in told(app)


@pytest.mark.parametrize("here", [True, False])
async def test_a_reply_that_is_pasted_is_a_clone_too(here: bool) -> None:
    session, identity = await sandbox_session()
    app = WizardApp(Draft(), session)
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        paste(app, json.dumps({"data": {**REPLY, "id": identity if here else "1"}}))
        await until(pilot, QuestionDialog)
        assert "a reply of the API" in one_line(app)
        await pilot.press("enter")
        await until(pilot, lambda: NAME in app.draft.answers)
        assert (USER in app.draft.answers) != here
        assert (IN_ACCOUNT in told(app)) == here


async def test_what_was_changed_meanwhile_is_kept() -> None:
    draft, _ = draft_of(reading("1"), allow_unknown=False)
    draft.set(USER, "mine1234")
    from tui_app.core.importing import make_new

    assert make_new(draft, reading("1"))
    assert draft.get(USER) == "mine1234"
    assert PASSWORD not in draft.answers
    assert not make_new(draft, reading("1"))


async def test_a_file_of_several_is_chosen_from_at_the_start_and_its_key_offered() -> None:
    first = Reading({**BODY}, "postman", name="office")
    other = Reading({"connection_name": "branch"}, "postman", api_key=SecretStr(KEY), name="branch")
    async with production(readings=(first, other)) as (app, pilot):
        await until(pilot, PickDialog)
        assert "choose one" in one_line(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Use the API key?" in one_line(app))
        assert app.draft.answers == {NAME: "branch"}
        assert not leaks(app)
        await pilot.press("enter")
        await until(pilot, StepScreen)
        assert app.session.key == SecretStr(KEY)


async def test_no_message_of_a_paste_tells_what_is_in_it() -> None:
    from tui_app.settings.misplaced import find
    from tui_app.tui.messages import PayloadPasted, SecretMisplaced

    found = find(KEY)
    assert found is not None
    for message in (PayloadPasted(CURL), SecretMisplaced(found)):
        assert KEY not in f"{message!r}{message}"
