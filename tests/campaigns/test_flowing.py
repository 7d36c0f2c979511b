"""No key is lost in flows of several dialogs: saving, choosing, filling in, resuming, the key."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest
from textual import events
from textual._context import active_message_pump
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.support.wizard import armed, screen_text, told, until, wizard
from tests.tui.test_flowing import MOMENTS, good, type_at
from tests.tui.test_paste import paste
from tui_app.api.target import SANDBOX, find_target
from tui_app.core.autosave import AutoSave, Position, to_document
from tui_app.core.draft import Draft
from tui_app.core.messages import STILL_BUSY
from tui_app.core.session import Session
from tui_app.settings.rules.answers import PROFILE
from tui_app.storage.drafts import Drafts
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.browse import BrowseScreen
from tui_app.tui.screens.dialogs import ConfirmationDialog
from tui_app.tui.screens.guarded import Guarded
from tui_app.tui.screens.pick import OfferDialog, Pick
from tui_app.tui.screens.review import ReviewScreen
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.widgets.row_list import RowList

SERVED = [*MOMENTS, 60, 200, 600]
"""Turns between two keys if a server or a thread may answer between them."""
SOME = (0, 2, 20, 200)
"""Those of a run that is not `--whole`."""
NAME, USER = ("connection_name",), ("user_name",)
URL, FAILOVER = ("webhook_event_url",), ("webhook_event_failover_url",)
AHEAD = "abc"
"""What is typed ahead for a field."""

LISTENING: WeakSet[WizardApp] = WeakSet()
BUSY: WeakSet[WizardApp] = WeakSet()
"""Apps whose messages are listened to, and those that told a key to be too early."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tries each test that takes a `moment` at every one, or at some."""
    if "moment" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("served")
        moments = SERVED if marked else MOMENTS
        whole = metafunc.config.getoption("--whole")
        metafunc.parametrize("moment", [each for each in moments if whole or each in SOME])


@pytest.fixture
def moments(whole: bool) -> list[int]:
    """For a test that tries them in turn."""
    return [each for each in MOMENTS if whole or each in SOME]


async def type_ahead(app: WizardApp, *keys: str, moment: int) -> None:
    """Types keys, so many turns of the event loop apart.

    Notes whether one is told to be too early.
    """
    notify = app.notify

    def listen(message: str, **options: Any) -> None:
        # A dialog that opens next takes the message away, maybe before anybody looks.
        if message == STILL_BUSY:
            BUSY.add(app)
        notify(message, **options)

    BUSY.discard(app)
    if app not in LISTENING:
        LISTENING.add(app)
        setattr(app, "notify", listen)  # noqa: B010 -- a method, which mypy keeps from being set
    for number, key in enumerate(keys):
        await type_at(app, key, moment if number else 0)


def was_told(app: WizardApp) -> bool:
    """Whether it is said of a key why it was not obeyed."""
    shown = " ".join(screen_text(app).replace("│", " ").split())
    return app in BUSY or STILL_BUSY in told(app) or Guarded.EARLY in shown


async def down_is_accounted_for(
    pilot: "Pilot[Any]", position: Callable[[], object], before: object
) -> None:
    """Waits until a Down has moved `position` from `before`, or the dialog's cursor, or is told."""
    app = pilot.app
    assert isinstance(app, WizardApp)

    def is_accounted_for() -> bool:
        dialog = isinstance(app.screen, OfferDialog) and app.screen.is_seen
        moved = dialog and app.screen.query_one(OptionList).highlighted == 1
        listed = isinstance(app.screen, BrowseScreen) and app.screen.is_seen
        moved = moved or (listed and app.screen.query_one(RowList).cursor == 1)
        return moved or position() != before or was_told(app)

    await until(pilot, is_accounted_for)


async def each_n_is_accounted_for(pilot: "Pilot[Any]", number: int) -> None:
    """Waits until so many `n` stand in the name or have answered the question, or one is told."""
    app = pilot.app
    assert isinstance(app, WizardApp)
    asked = False

    def are_accounted_for() -> bool:
        nonlocal asked
        asks = isinstance(app.screen, ConfirmationDialog)
        asked = asked or asks
        letters = str(app.draft.answers.get(NAME, ""))
        return len(letters) + (asked and not asks) == number or was_told(app)

    await until(pilot, are_accounted_for)


def is_on_top(app: WizardApp, screen: object) -> bool:
    return app.screen is screen


def is_another_offer(app: WizardApp, last: object) -> bool:
    return app.screen is not last and isinstance(app.screen, OfferDialog)


def is_on_a_problem(app: WizardApp) -> bool:
    """Whether the cursor of the review is on a problem."""
    return isinstance(app.screen, ReviewScreen) and bool(
        app.screen._line and app.screen._line.problem
    )


# Saving


SAVES = ("enter", "e")
"""Of the formats the first, and from its preview on."""


@pytest.mark.parametrize(
    ("keys", "there", "made"),
    [
        (["escape"], [], []),
        (["enter", "escape"], [], []),
        ([*SAVES, "escape"], [], []),
        ([*SAVES, "enter", "escape"], [], []),
        ([*SAVES, "enter", "enter"], [], ["office-pbx.json"]),
        ([*SAVES, "enter", *AHEAD, "enter"], [], ["office-pbx.jsonabc"]),
        ([*SAVES, "enter", *"x/y", "enter", "y"], [], ["office-pbx.jsonx/y"]),
        ([*SAVES, "enter", *"x/y", "enter", "n", *"z", "enter", "y"], [], ["office-pbx.jsonx/yz"]),
        ([*SAVES, "enter", "enter", "y"], ["office-pbx.json"], ["office-pbx.json"]),
        ([*SAVES, "enter", "enter", "n", "escape"], ["office-pbx.json"], []),
        (
            [*SAVES, "enter", "enter", "n", *AHEAD, "enter"],
            ["office-pbx.json"],
            ["office-pbx.jsonabc"],
        ),
    ],
)
async def test_what_is_typed_ahead_goes_through_the_dialogs_of_saving(
    keys: list[str],
    there: list[str],
    made: list[str],
    moments: list[int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with wizard(good()) as (app, pilot):
        await pilot.press("ctrl+r")
        review = app.screen
        for moment in moments:
            folder = tmp_path / f"moment-{moment}"
            folder.mkdir()
            monkeypatch.chdir(folder)
            for name in there:
                (folder / name).touch()
            await type_ahead(app, "e", *keys, "s", moment=moment)
            await until(pilot, ConfirmationDialog)
            assert app.screen_stack[-2] is review
            written = [path for path in folder.rglob("*") if path.is_file() and path.read_text()]
            assert [str(path.relative_to(folder)) for path in written] == made
            await armed(pilot)
            await pilot.press("n")
            await until(pilot, ReviewScreen)


# Choosing from the account


@asynccontextmanager
async def on_the_fix() -> AsyncIterator[tuple[WizardApp, "Pilot[Any]"]]:
    """The review, its cursor on the problem that no profile is chosen."""
    async with wizard(good()) as (app, pilot):
        await pilot.press("ctrl+r", "home")
        await until(pilot, partial(is_on_a_problem, app))
        yield app, pilot


@pytest.mark.served
async def test_down_is_obeyed_or_told_while_the_account_is_asked(moment: int) -> None:
    async with on_the_fix() as (app, pilot):
        answers = app.screen.query_one("#answers", OptionList)
        before = answers.highlighted
        await type_ahead(app, "ctrl+f", "down", moment=moment)
        await down_is_accounted_for(pilot, lambda: answers.highlighted, before)


@pytest.mark.served
async def test_s_is_obeyed_or_told_while_the_account_is_asked(moment: int) -> None:
    async with on_the_fix() as (app, pilot):
        await type_ahead(app, "ctrl+f", "escape", "s", moment=moment)

        def is_accounted_for() -> bool:
            # The list of profiles may be in sight by then, and searches for what is typed.
            searched = isinstance(app.screen, BrowseScreen) and app.screen.query_one(Input).value
            return was_told(app) or searched == "s" or isinstance(app.screen, ConfirmationDialog)

        await until(pilot, is_accounted_for)


@pytest.mark.parametrize("key", ["down", "escape", "s", "enter"])
async def test_a_key_that_climbs_while_a_dialog_opens_is_told_and_is_no_answer(key: str) -> None:
    """Bindings act once a key has climbed to the app: they would be those of the dialog by then."""
    app = WizardApp(good(), Session(SANDBOX))
    offer: OfferDialog[int] = OfferDialog("Choose", [Pick("One", "", 1), Pick("Two", "", 2)])

    def open_meanwhile(message: Message) -> None:
        on_review = isinstance(active_message_pump.get(), ReviewScreen)
        if on_review and isinstance(message, events.Key) and message.key == key:
            app.push_screen(offer)

    async with app.run_test(notifications=True, message_hook=open_meanwhile) as pilot:
        await pilot.press("ctrl+r")
        await until(pilot, ReviewScreen)
        await type_at(app, key, 0)
        await until(pilot, partial(was_told, app))
        await armed(pilot)
        assert app.screen is offer
        assert offer.query_one(OptionList).highlighted == 0


@pytest.mark.parametrize("answer", ["enter", "escape"])
async def test_s_is_obeyed_at_every_moment_of_an_ending_choice(
    answer: str, moments: list[int]
) -> None:
    async with on_the_fix() as (app, pilot):
        for moment in moments:
            await pilot.press("ctrl+f")
            await armed(pilot)
            assert isinstance(app.screen, BrowseScreen)
            await type_ahead(app, answer, "s", moment=moment)
            await until(pilot, ConfirmationDialog)
            assert (PROFILE in app.draft.answers) == (answer == "enter")
            await armed(pilot)
            await pilot.press("n")
            await until(pilot, ReviewScreen)
            await pilot.press(*(["ctrl+underscore"] if answer == "enter" else []), "home")
            await until(pilot, partial(is_on_a_problem, app))


# Filling in what was pasted

PAYLOAD = json.dumps({"user_name": "pasted12"})
PAYLOADS = "\n".join(
    f"curl https://api.telnyx.com/v2/credential_connections -d '{json.dumps(body)}'"
    for body in ({"user_name": "pasted12"}, {"user_name": "other123"})
)


@pytest.mark.served
async def test_letters_that_follow_a_pasted_payload_are_obeyed_or_told(moment: int) -> None:
    async with wizard() as (app, pilot):
        paste(app, PAYLOAD)
        for _ in range(3):
            await type_at(app, "n", moment)
        await each_n_is_accounted_for(pilot, 3)


@pytest.mark.parametrize("answer", ["enter", "n", "escape"])
@pytest.mark.parametrize("several", [False, True])
async def test_what_is_typed_goes_on_at_every_moment_of_an_ending_filling_in(
    answer: str, several: bool, moments: list[int]
) -> None:
    async with wizard() as (app, pilot):
        for moment in moments:
            paste(app, PAYLOADS if several else PAYLOAD)
            await armed(pilot)
            if several:
                choice = app.screen
                assert isinstance(choice, OfferDialog)
                # The second is for the question that comes next, which has not been seen by then.
                await type_ahead(app, "enter", answer, moment=moment)
                await until(pilot, lambda: was_told(app) or isinstance(app.screen, StepScreen))
                await armed(pilot)
            assert isinstance(app.screen, ConfirmationDialog)
            await type_ahead(app, answer, *AHEAD, "ctrl+r", moment=moment)
            await until(pilot, ReviewScreen)
            applied = {USER: "pasted12"} if answer == "enter" else {}
            assert app.draft.answers == {**applied, NAME: AHEAD}
            await pilot.press("pageup")
            app.draft.drop([NAME, USER])
            app.go_back_to(Position(0, NAME))
            await until(pilot, StepScreen)


# What was left behind


def left_behind(directory: Path, places: list[Position]) -> WizardApp:
    """A wizard that finds a draft for each of the places, the newest last."""
    for position in places:
        earlier = Drafts(directory / "drafts")
        earlier.save(to_document(Draft.of({"tags": ["x"]})[0], position, Session(SANDBOX)))
        earlier.close()
    autosave = AutoSave(Drafts(directory / "drafts"), lambda trouble: None)
    return WizardApp(Draft(), Session(SANDBOX), autosave)


@pytest.mark.served
async def test_letters_typed_before_a_draft_is_offered_are_obeyed_or_told(
    moment: int, tmp_path: Path
) -> None:
    app = left_behind(tmp_path, [Position()])
    typed = asyncio.create_task(type_ahead(app, *"nnn", moment=moment))
    async with app.run_test(notifications=True) as pilot:
        await typed
        await each_n_is_accounted_for(pilot, 3)


@pytest.mark.served
async def test_down_typed_before_several_drafts_are_offered_is_obeyed_or_told(
    moment: int, tmp_path: Path
) -> None:
    app = left_behind(tmp_path, [Position(), Position()])
    typed = asyncio.create_task(type_at(app, "down", moment * 4))
    async with app.run_test(notifications=True) as pilot:
        await typed
        await down_is_accounted_for(pilot, lambda: app.position, Position(0, NAME))


PLACES = [Position(0, NAME), Position(0, USER), Position(3, URL), Position(3, FAILOVER)]
"""Text fields to go on at, of the first step and of another one."""


@pytest.mark.sampled
@pytest.mark.parametrize("drafts", [1, 2])
@pytest.mark.parametrize("position", PLACES)
async def test_what_is_typed_after_a_draft_is_resumed_goes_into_its_field_whole(
    position: Position, moment: int, drafts: int, tmp_path: Path
) -> None:
    app = left_behind(tmp_path, [position] * drafts)
    async with app.run_test(notifications=True) as pilot:
        await armed(pilot)
        assert isinstance(app.screen, ConfirmationDialog if drafts == 1 else OfferDialog)
        await type_ahead(app, "enter", *AHEAD, "ctrl+r", moment=moment)
        await until(pilot, ReviewScreen)
        assert app.draft.answers == {("tags",): ["x"], position.path: AHEAD}


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("drafts", "keys"), [(1, ["n"]), (1, ["escape"]), (2, ["end", "enter"]), (2, ["escape"])]
)
async def test_what_is_typed_after_no_draft_is_resumed_goes_into_the_first_field_whole(
    drafts: int, keys: list[str], moment: int, tmp_path: Path
) -> None:
    app = left_behind(tmp_path, [Position(3, URL)] * drafts)
    async with app.run_test(notifications=True) as pilot:
        await armed(pilot)
        await type_ahead(app, *keys, *AHEAD, "ctrl+r", moment=moment)
        await until(pilot, ReviewScreen)
        assert app.draft.answers == {NAME: AHEAD}


# The key


def without_a_key(draft: Draft | None = None) -> WizardApp:
    return WizardApp(draft or Draft(), Session(find_target("http://127.0.0.1:9/v2", {})))


@pytest.mark.served
async def test_down_typed_before_a_key_is_asked_for_is_obeyed_or_told(moment: int) -> None:
    app = without_a_key()
    typed = asyncio.create_task(type_at(app, "down", moment * 4))
    async with app.run_test(notifications=True) as pilot:
        await typed
        await down_is_accounted_for(pilot, lambda: app.position, Position(0, NAME))


@pytest.mark.sampled
@pytest.mark.parametrize("keys", [["enter"], ["escape"], ["t", "enter", *"KEY", "enter"]])
async def test_what_is_typed_ahead_goes_through_the_dialogs_of_the_key(
    keys: list[str], moment: int
) -> None:
    app = without_a_key()
    async with app.run_test(notifications=True) as pilot:
        await armed(pilot)
        assert isinstance(app.screen, OfferDialog)
        await type_ahead(app, *keys, *AHEAD, "ctrl+r", moment=moment)
        await until(pilot, ReviewScreen)
        assert app.draft.answers == {NAME: AHEAD}
        key = app.session.key.get_secret_value() if app.session.key else None
        assert key == ("KEY" if "t" in keys else None)
        assert app.session.target.is_sandbox == (keys == ["enter"])


async def test_s_is_obeyed_or_told_while_a_key_is_asked_for_before_the_confirmation(
    moment: int,
) -> None:
    app = without_a_key(good())
    async with app.run_test(notifications=True) as pilot:
        await armed(pilot)
        await pilot.press("escape", "ctrl+r")
        await until(pilot, ReviewScreen)
        await type_ahead(app, "s", "down", moment=moment)
        await down_is_accounted_for(pilot, lambda: None, None)
        for answer in ("escape", "escape"):
            await armed(pilot)
            last = app.screen
            assert isinstance(last, OfferDialog)
            await type_ahead(app, answer, "s", moment=moment)
            await until(pilot, partial(is_another_offer, app, last))
        await armed(pilot)
        # What follows the choice is for the confirmation, which has not been seen by then.
        await type_ahead(app, "enter", "n", "s", moment=moment)
        await until(pilot, ConfirmationDialog)
        await until(pilot, lambda: was_told(app))


@pytest.mark.parametrize("keys", [["escape"], ["enter"]])
async def test_s_is_obeyed_at_every_moment_after_f4(keys: list[str], moments: list[int]) -> None:
    app = without_a_key(good())
    app.session.use_key("KEY")
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+r")
        for moment in moments:
            last = app.screen
            await type_ahead(app, "f4", *AHEAD, *keys, "s", moment=moment)
            await until(pilot, ConfirmationDialog)
            assert app.session.key is not None
            used = app.session.key.get_secret_value()
            assert used == (AHEAD if keys == ["enter"] else "KEY")
            await armed(pilot)
            await pilot.press("n")
            await until(pilot, partial(is_on_top, app, last))
