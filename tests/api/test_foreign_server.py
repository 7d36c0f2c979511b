"""Foreign text is text: what servers send is shown, never obeyed."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from textual.screen import Screen

from tests.support.hostile import CLICKABLE, FEW, HOSTILE, check_screen, click_on, few, position_of
from tests.support.wizard import armed, go_to, screen_lines, wizard
from tui_app.api.replies import Connection, PhoneNumber, RegistrationStatus, VoiceProfile
from tui_app.api.target import Target
from tui_app.core.checklist import Facts
from tui_app.core.draft import Draft
from tui_app.core.messages import help_text
from tui_app.core.session import Session
from tui_app.core.shown import Shown
from tui_app.settings.groups import GROUPS
from tui_app.settings.problem import Fix, Path, Problem
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json
from tui_app.text.json_lines import json_lines
from tui_app.tui.screens.codecs import CodecsDialog
from tui_app.tui.screens.configuration import ConfigurationDialog
from tui_app.tui.screens.dialogs import HelpDialog, PayloadDialog, QuestionDialog
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.outcome import CreatedScreen, FailedScreen
from tui_app.tui.screens.pick import Pick, PickDialog
from tui_app.tui.screens.submit import SubmitScreen

NAME: Path = ("connection_name",)
PROFILE: Path = ("outbound", "outbound_voice_profile_id")


def refusals(text: str) -> list[Problem]:
    """The API's refusals of every setting, and of what is no setting, each in the words of
    `text`.
    """
    paths: Sequence[Path] = [*REQUEST.settings, (), (text,), ("inbound", text)]
    return [Problem(path, "error", text, text, Fix(text, {NAME: text}), (NAME,)) for path in paths]


async def test_refusals(quits: list[str]) -> None:
    draft = Draft()
    # High enough for the whole help of any setting.
    async with wizard(draft, size=(100, 50)) as (app, pilot):
        for place, text in enumerate(FEW.values()):
            await go_to(pilot, GROUPS[place % len(GROUPS)].settings[0].path)
            draft.refusals = refusals(text)
            app.screen.sync()
            for keys in ((), ("f1",), ("escape", "ctrl+o"), ("escape", "ctrl+r")):
                await pilot.press(*keys)
                await pilot.pause()
                check_screen(app, *([text[:12]] if keys != ("escape", "ctrl+o") else []))
        assert not quits


async def test_clicks_on_refusals_and_their_fixes(quits: list[str]) -> None:
    async with wizard(Draft(refusals=refusals(CLICKABLE)), size=(200, 60)) as (app, pilot):
        await click_on(pilot, CLICKABLE)
        await pilot.press("f1")
        await pilot.pause()
        await click_on(pilot, CLICKABLE)
        await pilot.press("escape", "ctrl+r")
        await pilot.pause()
        await click_on(pilot, CLICKABLE)
        assert not quits
        assert app.is_running


def facts(text: str) -> Facts:
    """A registration, a number and a profile, full of `text`."""
    registration = RegistrationStatus(
        status="Registered",
        ip_address=text,
        port=5060,
        transport=text,
        user_agent=text,
        last_registration=text,
    )
    profile = VoiceProfile(id="1", name=text, whitelisted_destinations=(text,))
    return Facts(registration, (PhoneNumber(phone_number=text),), profile)


def dialogs(text: str) -> list[Screen[Any]]:
    """Every dialog and screen that shows foreign text, full of it."""
    password = REQUEST.settings["password",]
    codecs = REQUEST.settings["inbound", "codecs"]
    draft, _ = Draft.of({text: text, "connection_name": text})
    return [
        PickDialog(text, [Pick(text, text, 1), Pick("second", text, 2)]),
        PickDialog(
            text,
            [Pick(text, text, 1)],
            search=lambda typed: [Pick(typed, text, 2), Pick(text, typed, 3)],
        ),
        EntryDialog(text, text, value=text),
        EntryDialog(text, text, value=text, masked=True),
        QuestionDialog(text, text, yes=text, no=text),
        HelpDialog(text, help_text(password, refusals(text), REQUEST.settings, text)),
        PayloadDialog(draft),
        CodecsDialog(codecs, [text, "G722"]),
        SubmitScreen(text, text, text, lambda: None),
        CreatedScreen(
            text,
            Shown(Connection(text, text, text, None, None, {}), SecretStr(text), facts=facts(text)),
            text,
            [text],
        ),
        ConfigurationDialog(text, text, SecretStr(text), text),
        FailedScreen(text, [text, text], text, text),
    ]


@pytest.mark.sampled
@pytest.mark.parametrize("name", FEW)
@pytest.mark.parametrize("place", range(len(dialogs(""))))
async def test_dialogs(place: int, name: str, quits: list[str]) -> None:
    """Each dialog, and each text, stands in some case every day; in the campaigns each with
    each.
    """
    text = FEW[name]
    async with wizard(size=(120, 40)) as (app, pilot):
        dialog = dialogs(text)[place]
        app.push_screen(dialog)
        await pilot.pause()
        # The payload is JSON, which has escapes of its own; the codecs are cut to their column.
        shown = json_lines(text)[0][1:] if isinstance(dialog, PayloadDialog) else text
        check_screen(app, shown[: 5 if isinstance(dialog, CodecsDialog) else 10])
        if text == CLICKABLE:
            await click_on(pilot, CLICKABLE)
        app.pop_screen()
        await pilot.pause()
        assert not quits


async def test_messages_that_pass_by(quits: list[str]) -> None:
    async with wizard(size=(120, 40)) as (app, pilot):
        for text in HOSTILE.values():
            app.notify(text, title=text, markup=False)
            await pilot.pause()
            check_screen(app)
            if text == CLICKABLE:
                place = position_of(app, CLICKABLE)
                assert place is not None
                await pilot.click(
                    offset=(place[0] + CLICKABLE.index("q["), place[1])
                )  # which takes the message away
            app.clear_notifications()
        assert not quits


# The whole way, against a server that answers with it


def session(status: int, document: Json) -> Session:
    """A server that answers everything with `document`, save the look before a creation: there is
    no connection yet.
    """

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        looks = scope["method"] == "GET" and scope["path"].endswith("/credential_connections")
        headers = [(b"content-type", b"application/json")]
        await send(
            {"type": "http.response.start", "status": 200 if looks else status, "headers": headers}
        )
        await send(
            {
                "type": "http.response.body",
                "body": json.dumps({"data": []} if looks else document).encode(),
            }
        )

    target = Target("https://api.example.com/v2", "api.example.com")
    return Session(target, SecretStr("key"), transport=lambda: httpx.ASGITransport(app=answer))


def good(name: str) -> Draft:
    draft, _ = Draft.of(
        {"connection_name": name, "user_name": "office12", "password": "Wq7Nz2Lm9Rx"}
    )
    return draft


async def submitted(app: Any, pilot: Any, kind: type[Screen[Any]]) -> None:
    await pilot.press("ctrl+r", "s")
    await armed(pilot)
    check_screen(app)
    await pilot.press("enter")
    async with asyncio.timeout(10):
        while not isinstance(app.screen, kind):
            await pilot.pause()
    await pilot.pause()


@few
async def test_a_server_that_refuses_in_hostile_words(name: str, quits: list[str]) -> None:
    text = FEW[name]
    sources: list[Json] = [
        {"pointer": "/user_name"},
        {"pointer": f"/{text}"},
        {"pointer": text},
        {},
    ]
    errors: list[Json] = [
        {"code": text, "title": text, "detail": text, "source": source, "meta": {"url": text}}
        for source in sources
    ]
    async with wizard(good(text), size=(120, 40)) as (app, pilot):
        app.wizard.session = session(422, {"errors": errors})
        await submitted(app, pilot, FailedScreen)
        check_screen(app, text[:12].strip())
        await pilot.press("enter")
        await pilot.pause()
        check_screen(app, text[:12].strip())
        await pilot.press("ctrl+r")
        await pilot.pause()
        check_screen(app, text[:12].strip())
        if text == CLICKABLE:
            await click_on(pilot, text)
        assert not quits


@few
async def test_a_server_that_lists_hostile_names(name: str, quits: list[str]) -> None:
    text = FEW[name]
    profile: Json = {"id": "7", "name": text, "enabled": False, "record_type": text}
    async with wizard(good(text), size=(120, 40)) as (app, pilot):
        app.wizard.session = session(200, {"data": [profile], "meta": {"total_pages": 1}})
        await go_to(pilot, PROFILE)
        await pilot.press("ctrl+o", "enter")
        async with asyncio.timeout(10):
            while "disabled  7" not in "".join(screen_lines(app)):
                await pilot.pause()
        check_screen(app, text[:12])
        assert not quits


@few
async def test_a_server_that_creates_under_hostile_names(name: str, quits: list[str]) -> None:
    text = FEW[name]
    made: Json = {
        "id": "1293384261075731499",
        "connection_name": text,
        "user_name": text,
        "record_type": text,
        text: text,
    }
    async with wizard(good(text), size=(120, 40)) as (app, pilot):
        app.wizard.session = session(201, {"data": made})
        await submitted(app, pilot, CreatedScreen)
        check_screen(app, "1293384261075731499", text[:12])
        if text == CLICKABLE:
            await click_on(pilot, text)
        assert not quits
