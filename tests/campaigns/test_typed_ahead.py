"""No key is lost on any screen: each opener with what closes it and a key for what is below.

The openers are those that are declared: the actions of the screens, and those of the list.
"""

import importlib
import pkgutil
from collections.abc import Iterator

import httpx
import pytest
from textual.screen import Screen

from tests.support.many import Account
from tests.support.submitting import REPLY, app_with
from tests.support.typed_ahead import Walk, listening, steady, type_key
from tests.support.wizard import told
from tests.tui.test_flowing import good
from tui_app.api.target import SANDBOX
from tui_app.core.actions import Where, actions_at
from tui_app.core.session import Session
from tui_app.flows.connections import ACTIONS as ROW_ACTIONS
from tui_app.sip.register import Verdict
from tui_app.tui import screens
from tui_app.tui.app import WizardApp
from tui_app.tui.screens import base, guarded
from tui_app.tui.screens.browse import BrowseScreen
from tui_app.tui.screens.codecs import CodecsDialog
from tui_app.tui.screens.configuration import ConfigurationDialog
from tui_app.tui.screens.dialogs import (
    ConfirmationDialog,
    HelpDialog,
    PayloadDialog,
    QuestionDialog,
    SecretDialog,
)
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.guarded import Guarded
from tui_app.tui.screens.outcome import CreatedScreen
from tui_app.tui.screens.pick import PickDialog
from tui_app.tui.screens.review import ReviewScreen
from tui_app.tui.screens.step import StepScreen

MOMENTS = (0, 2, 9, 30)
"""Turns of the event loop between two keys."""
CLOSERS = ("escape", "enter")
PROBES = {"step": "x", "codecs": "x", "review": "s", "created": "c", "list": "i"}
"""A key of the screen below, of which each screen says or shows that it was pressed."""
ENDING = {"quit", "suspend"}
"""Actions that end the wizard, or stop it."""


def on_a_step() -> WizardApp:
    return WizardApp(good(), Session(SANDBOX))


def on_created() -> WizardApp:
    return app_with(answer)[0]


def answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(201 if request.method == "POST" else 200, json=REPLY)


def on_the_list() -> WizardApp:
    return WizardApp(good(), Account(8).session)


async def nobody_answers(*asked: object) -> Verdict:
    """Stand for a registrar that is not reached."""
    return Verdict("unreachable", "Nobody answered.", "udp")


WALKS = {
    "step": Walk(on_a_step, (), StepScreen),
    "codecs": Walk(on_a_step, ("ctrl+g", *"codecs", "enter"), StepScreen),
    "review": Walk(on_a_step, ("ctrl+r",), ReviewScreen),
    "created": Walk(on_created, ("ctrl+r", "s", "enter"), CreatedScreen),
    "list": Walk(on_the_list, ("ctrl+r", "ctrl+e"), BrowseScreen),
}


def openers(place: str) -> Iterator[str]:
    """The keys of a screen, in Textual's names: one for each action."""
    wheres: list[Where] = ["anywhere"]
    if place == "codecs":
        return
    if place == "list":
        yield from (each.key for each in ROW_ACTIONS)
        yield from ("f1", "slash", "space")
    else:
        wheres.insert(0, place)  # type: ignore[arg-type]
    for where in wheres:
        for each in actions_at(where):
            if each.name not in ENDING:
                yield each.keys[where].split(",")[0]


DEEPER = [
    ("step", "ctrl+v"),
    ("step", "ctrl+d enter"),
    ("step", "ctrl+d down enter"),
    ("step", "ctrl+g w e b h o o k enter"),
    ("review", "e enter"),
    ("review", "e enter e"),
    ("review", "ctrl+p t h e m e enter"),
    ("review", "ctrl+p o n l y enter"),
    ("codecs", "enter"),
    ("created", "d enter"),
    ("created", "e enter"),
    ("list", "p enter"),
    ("list", "x enter"),
    ("list", "space m enter"),
]
"""What the dialogs of an action lead to, and dialogs that no action opens."""
BASES = {base.__name__, guarded.__name__}
"""Modules of what screens build on."""
WAYS = [
    *(
        (place, opener, closer)
        for place in WALKS
        for opener in openers(place)
        for closer in CLOSERS
    ),
    *((place, keys, "escape") for place, keys in [*DEEPER, ("review", "ctrl+q")]),
]
OPENED = {
    CodecsDialog: ("codecs", "enter"),
    ConfigurationDialog: ("created", "d enter"),
    ConfirmationDialog: ("review", "s"),
    EntryDialog: ("list", "f4"),
    HelpDialog: ("review", "f1"),
    PayloadDialog: ("step", "ctrl+t"),
    PickDialog: ("review", "ctrl+g"),
    QuestionDialog: ("review", "ctrl+q"),
    SecretDialog: ("list", "p enter"),
}
"""One of the ways that opens each dialog."""
ELSEWHERE = {
    "AgainDialog": "tests.tui.test_result_page",
    "FailedScreen": "tests.tui.test_submit_outcomes",
    "OfferDialog": "tests.campaigns.test_flowing",
    "SubmitScreen": "tests.tui.test_submit",
}
"""Screens that no key opens at once, and where it is tried what is typed at them."""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui_app.tui.browsing.REST", 0)
    monkeypatch.setattr("tui_app.flows.status.FIRST_PAUSE", 600)
    monkeypatch.setattr("tui_app.sip.verify.verify", nobody_answers)
    monkeypatch.setattr(Guarded, "MOMENT", 0.02)


@pytest.mark.sampled(every=14)
@pytest.mark.parametrize(("place", "keys", "closer"), WAYS)
async def test_each_key_is_obeyed_once_or_said_not_to_be(
    place: str, keys: str, closer: str, whole: bool
) -> None:
    typed = (*keys.split(), closer, PROBES[place])
    # Every day one moment for each way, but not the same for all.
    for moment in MOMENTS if whole else MOMENTS[len(keys + closer) % len(MOMENTS) :][:1]:
        assert not await WALKS[place].fault(typed, moment)


@pytest.mark.parametrize("kind", OPENED, ids=lambda kind: str(kind.__name__))
async def test_each_dialog_is_opened_on_one_of_the_ways(kind: type[Screen[object]]) -> None:
    place, keys = OPENED[kind]
    assert (place, keys) in {way[:2] for way in WAYS}
    _, heard = await WALKS[place].typed(keys.split(), None)
    assert kind in heard.opened


@pytest.mark.parametrize("kind", OPENED, ids=lambda kind: str(kind.__name__))
async def test_one_escape_closes_each_dialog_and_messages_go_with_it(
    kind: type[Screen[object]],
) -> None:
    place, keys = OPENED[kind]
    app = WALKS[place].make()
    with listening(app) as heard:
        async with app.run_test(notifications=True) as pilot:
            for key in (*WALKS[place].start, *keys.split()):
                await steady(pilot, heard)
                type_key(app, key)
            await steady(pilot, heard)
            assert isinstance(app.screen, kind)
            below = app.screen_stack[-2]
            app.notify("Said before.", severity="warning", timeout=600)
            await steady(pilot, heard)
            type_key(app, "escape")
            await steady(pilot, heard)
            assert app.screen is below
            assert "Said before." not in told(app)


def test_no_screen_is_left_out() -> None:
    for module in pkgutil.iter_modules(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)
    names = {
        kind.__name__
        for kind in kinds_of(Screen)
        if kind.__module__.startswith(screens.__name__) and kind.__module__ not in BASES
    }
    there = {walk.there.__name__ for walk in WALKS.values()}
    assert names == there | {kind.__name__ for kind in OPENED} | ELSEWHERE.keys()


def kinds_of(kind: type[object]) -> Iterator[type[object]]:
    for each in kind.__subclasses__():
        yield each
        yield from kinds_of(each)
