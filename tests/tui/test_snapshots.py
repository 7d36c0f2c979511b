"""Every screen at three sizes, in colour, without colours and in ASCII, as it was when somebody
last looked: `python -m tests.tui.test_snapshots` redraws them.

In colour, and without, a snapshot is what a terminal obeys: `cat tests/snapshots/80x24/push.ansi`
shows it. In ASCII it is plain text.
"""

import asyncio
import difflib
import os
import shutil
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

import httpx
import pytest
from rich.console import Console
from textual import events
from textual.pilot import Pilot

from screenshots.make import half_draft, sound_draft
from tests.support.paths import SNAPSHOTS
from tests.support.wizard import armed, confirm, one_line, read_in, strips, until
from tui_app.api import background
from tui_app.api.progress import Pace
from tui_app.api.target import SANDBOX, check_key, find_target
from tui_app.core.autosave import AutoSave, Position, to_document
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.sandbox.app import create_app
from tui_app.settings.request import REQUEST
from tui_app.storage.drafts import Drafts
from tui_app.storage.journal import Intent, Journal
from tui_app.tui.app import WizardApp
from tui_app.tui.screens import submit as submit_screen
from tui_app.tui.screens.browse import BrowseScreen
from tui_app.tui.screens.codecs import CodecsDialog
from tui_app.tui.screens.configuration import ConfigurationDialog
from tui_app.tui.screens.dialogs import HelpDialog, QuestionDialog
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.guarded import Guarded
from tui_app.tui.screens.outcome import CreatedScreen, FailedScreen
from tui_app.tui.screens.pick import PickDialog
from tui_app.tui.screens.submit import SubmitScreen

CONSOLE = Console(
    color_system="standard", force_terminal=True, width=200, _environ={"TERM": "xterm"}
)
Size = tuple[int, int]
SIZES: list[Size] = [(80, 24), (120, 40), (60, 20)]

Scene = Callable[[Pilot[Any]], Awaitable[None]]


def keys(*pressed: str, screen: type | None = None) -> Scene:
    """Presses keys; then `screen` is to be there."""

    async def scene(pilot: Pilot[Any]) -> None:
        await pilot.press(*pressed)
        if screen:
            await until(pilot, screen)

    return scene


async def send(pilot: Pilot[Any], screen: type) -> None:
    await confirm(pilot)
    await until(pilot, screen)


def outcome(screen: type) -> Scene:
    """Creates, until `screen` tells what came of it."""
    return lambda pilot: send(pilot, screen)


def saying(words: str) -> Scene:
    """Creates, until the screen of the submission says `words`."""

    async def scene(pilot: Pilot[Any]) -> None:
        await send(pilot, SubmitScreen)
        await until(pilot, lambda: words in one_line(cast(WizardApp, pilot.app)))

    return scene


async def careful(pilot: Pilot[Any]) -> None:
    await confirm(pilot)
    await until(pilot, lambda: "Continue anyway?" in one_line(cast(WizardApp, pilot.app)))
    await armed(pilot)


async def fill_in(pilot: Pilot[Any]) -> None:
    pilot.app.post_message(
        events.Paste('{"connection_name": "branch-pbx", "id": "5", "colour": "red"}')
    )
    await until(pilot, QuestionDialog)


async def keep_looking(pilot: Pilot[Any]) -> None:
    await until(pilot, QuestionDialog)
    await pilot.press("enter")
    await until(pilot, FailedScreen)
    await pilot.press("enter")
    await until(pilot, QuestionDialog)


async def created(pilot: Pilot[Any]) -> None:
    await confirm(pilot)
    await until(pilot, CreatedScreen)
    await until(pilot, lambda: "not registered" in read_in(pilot.app, "#facts-made"))


async def new_password(pilot: Pilot[Any]) -> None:
    await created(pilot)
    await pilot.press("p")
    await until(pilot, EntryDialog)


async def connections(pilot: Pilot[Any]) -> None:
    await pilot.press("ctrl+e")
    await until(pilot, BrowseScreen)
    await until(pilot, lambda: "all 30 read" in one_line(cast(WizardApp, pilot.app)))


async def edit(pilot: Pilot[Any]) -> None:
    """The review of an edit: what was changed comes first."""
    await connections(pilot)
    await pilot.press("e")
    app = cast(WizardApp, pilot.app)
    await until(pilot, lambda: app.draft.original is not None)
    await until(pilot, lambda: not isinstance(app.screen, BrowseScreen))
    app.draft.set(("inbound", "timeout_2xx_secs"), 60)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: "s sends 1 change" in one_line(app))


async def too_small(pilot: Pilot[Any]) -> None:
    await pilot.resize_terminal(50, 15)


SCENES: dict[str, Scene] = {
    **{
        group.title.lower(): keys(*["pagedown"] * place, "down")
        for place, group in enumerate(REQUEST.groups)
    },
    "review": keys("ctrl+r"),
    "review-of-every-value": keys("ctrl+r", "f"),
    "review-payload": keys("ctrl+r", "ctrl+t"),
    "find": keys("ctrl+g", *"ring", screen=PickDialog),
    "commands": keys("ctrl+p", screen=PickDialog),
    "answers": keys("pagedown", "ctrl+o", screen=PickDialog),
    "answers-password": keys("tab", "tab", "ctrl+o", screen=PickDialog),
    "codecs": keys(*["pagedown"] * 6, "down", "down", "enter", screen=CodecsDialog),
    "help": keys(*["pagedown"] * 3, "down", "f1", screen=HelpDialog),
    "payload": keys("ctrl+t"),
    "themes": keys("f3", screen=PickDialog),
    "leave": keys("tab", "tab", *"abcdefgh", "ctrl+q", screen=QuestionDialog),
    "review-help": keys("ctrl+r", "f1", screen=HelpDialog),
    "message": keys("ctrl+r", "c"),
    "export": keys("ctrl+r", "e", screen=PickDialog),
    "export-shown": keys("ctrl+r", "e", "down", "enter", screen=ConfigurationDialog),
    "save": keys("ctrl+r", "e", "enter", "e", screen=PickDialog),
    "save-as": keys("ctrl+r", "e", "enter", "e", "enter", screen=EntryDialog),
    "replace-file": keys(
        *("ctrl+r", "e", "enter", "e", "enter", "ctrl+u", *os.devnull, "enter"),
        screen=QuestionDialog,
    ),
    "fill-in": fill_in,
    "account-list": keys(*["pagedown"] * 7, "ctrl+o", "enter", screen=BrowseScreen),
    "connections": connections,
    "edit": edit,
    "start": keys("ctrl+d", screen=PickDialog),
    "confirmation": keys("ctrl+r", "s"),
    "sending": saying("Sending the request"),
    "waiting": saying("Waiting to try again"),
    "same-user-name": careful,
    "refused": outcome(FailedScreen),
    "unknown": outcome(FailedScreen),
    "found": outcome(CreatedScreen),
    "created": created,
    "new-password": new_password,
    "draft-offer": keys(screen=QuestionDialog),
    "drafts-offer": keys("down", screen=PickDialog),
    "earlier-attempt": keys(screen=QuestionDialog),
    "keep-looking": keep_looking,
    "without-a-key": keys(screen=PickDialog),
    "key": keys("down", "enter", screen=EntryDialog),
    "too-small": too_small,
}
WITHOUT_KEY = {"without-a-key", "key"}

CREATED = {"id": "1293384261075731499", "connection_name": "office-pbx", "user_name": "office12"}
TAKEN = {
    "code": "10015",
    "title": "Bad Request",
    "detail": "has already been taken",
    "source": {"pointer": "/user_name"},
}
POSTS: dict[str, tuple[int, Any]] = {
    "waiting": (429, {"errors": [{"code": "10011", "title": "Too many requests"}]}),
    "refused": (422, {"errors": [TAKEN]}),
    "unknown": (504, None),
    "found": (502, None),
    "sending": (0, None),
}
"""What a made-up API answers to the request, where the sandbox would not do. 0: nothing, ever."""
LISTED = {"found": [CREATED], "same-user-name": [CREATED]}
WITH_DRAFTS: dict[str, Callable[[], list[Draft]]] = {
    "draft-offer": lambda: [half_draft()],
    "drafts-offer": lambda: [Draft.of({"connection_name": "branch-pbx"})[0], half_draft()],
}
NO_CLOCK = SimpleNamespace(monotonic=lambda: 1000.0)
"""Seconds that pass would be another picture each time."""


def made_up_api(name: str) -> httpx.MockTransport:
    """An API that answers to creates as `POSTS` says, and lists what `LISTED` says once it was
    asked to create.
    """
    posted = asyncio.Event()
    if name == "same-user-name":
        posted.set()

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(
                200, json={"data": LISTED.get(name, []) if posted.is_set() else []}
            )
        posted.set()
        status, document = POSTS[name]
        if not status:
            await asyncio.Event().wait()
        return httpx.Response(status, json=document, headers={"retry-after": "42"})

    return httpx.MockTransport(answer)


def left_behind(name: str, directory: Path) -> tuple[AutoSave | None, Journal | None]:
    """A draft, or an attempt, of an earlier run."""
    if name in WITH_DRAFTS:
        for draft in WITH_DRAFTS[name]():
            earlier = Drafts(directory / "drafts")
            earlier.save(to_document(draft, Position(3), Session(SANDBOX)))
            earlier.close()
        return AutoSave(Drafts(directory / "drafts"), lambda trouble: None), None
    if name in ("earlier-attempt", "keep-looking"):
        journal = Journal(directory / "journal.jsonl")
        journal.begin(Intent("1", datetime.now(UTC), SANDBOX.host, "office-pbx", "office12"))
        return None, journal
    return None, None


SOUND = {
    "confirmation",
    "created",
    "new-password",
    "export",
    "export-shown",
    "save",
    "save-as",
    "replace-file",
    "message",
    "same-user-name",
    *POSTS,
}


Pictures = dict[Path, str]
"""Screens as text, by file."""


def picture(app: WizardApp) -> str:
    """The screen: plain text where only ASCII is drawn, else with the sequences for its colours."""
    lines = (strip.text if app.ascii else strip.simplify().render(CONSOLE) for strip in strips(app))
    return "".join(f"{line.rstrip()}\n" for line in lines)


async def redraw_in_ascii(pilot: Pilot[Any]) -> None:
    """What the key for it does, without the message that says so."""
    app = cast(WizardApp, pilot.app)
    app.ascii = True
    for widget in app.screen.walk_children(with_self=True):
        widget.notify_style_update()
        widget.refresh()
    await pilot.pause()


def place(name: str, size: Size, kind: str) -> Path:
    """The file of a picture. `kind`: ansi, mono.ansi or txt."""
    return SNAPSHOTS / f"{size[0]}x{size[1]}" / f"{name}.{kind}"


CASES = [
    (name, size, colours)
    for name in SCENES
    # One has a size of its own, and without colours there is no list of themes.
    for size in (SIZES[:1] if name == "too-small" else SIZES)
    for colours in ((True,) if name == "themes" else (True, False))
]
"""Every scene at every size, with colours and without."""
MAIN = [case for case in CASES if case[1:] == (SIZES[0], True)]
OTHERS = [case for case in CASES if case not in MAIN]


async def snapshot(name: str, size: Size, colours: bool) -> Pictures:
    """The screen of a scene. With colours also in ASCII."""
    seed = 30 if name in ("connections", "edit") else 0
    sandbox = create_app(clock=lambda: 1_795_392_000_000_000_000, seed=seed)
    made_up = name in POSTS or name in LISTED
    target = find_target(None, {}) if name in WITHOUT_KEY or made_up else SANDBOX
    transport = made_up_api(name) if made_up else httpx.ASGITransport(app=sandbox)
    session = Session(
        target, check_key("KEY") if made_up else None, settle=0.0, transport=lambda: transport
    )
    # The waits before the looks for a name that is taken are ten seconds, and in no picture.
    at_once = Pace(settle=0.0, brief=(0.0,) * len(Pace().brief))
    with (
        patch.object(Session, "pace", at_once),
        TemporaryDirectory() as directory,
        patch.object(submit_screen, "time", NO_CLOCK),
        patch.object(background, "time", NO_CLOCK),
        # The screens that come next are in no picture, and a third of the work.
        patch.object(WizardApp, "prepare_soon"),
        patch.dict(os.environ, {} if colours else {"NO_COLOR": "1"}),
    ):
        autosave, journal = left_behind(name, Path(directory))
        draft = Draft() if name in WITH_DRAFTS else sound_draft() if name in SOUND else half_draft()
        app = WizardApp(draft, session, autosave, journal)
        async with app.run_test(size=size, notifications=name == "message") as pilot:
            await pilot.pause()
            if name in WITHOUT_KEY:
                await until(pilot, PickDialog)
            await SCENES[name](pilot)
            if isinstance(app.screen, Guarded):
                await armed(pilot)
            await pilot.pause()
            if not colours:
                return {place(name, size, "mono.ansi"): picture(app)}
            in_colour = picture(app)
            await redraw_in_ascii(pilot)
            return {place(name, size, "ansi"): in_colour, place(name, size, "txt"): picture(app)}


async def compare(case: tuple[str, Size, bool]) -> None:
    pictures = await snapshot(*case)
    changes = [
        f"{path.relative_to(SNAPSHOTS)} (python -m tests.tui.test_snapshots redraws it)\n{change}"
        for path, now in pictures.items()
        if (change := difference(path, now))
    ]
    assert not changes, "\n".join(changes)
    assert all(now.isascii() for path, now in pictures.items() if path.suffix == ".txt")


def spelled(case: tuple[str, Size, bool]) -> str:
    name, size, colours = case
    return f"{name}-{size[0]}x{size[1]}{'' if colours else '-without-colours'}"


@pytest.mark.parametrize("case", MAIN, ids=spelled)
async def test_the_screen_looks_as_it_did(case: tuple[str, Size, bool]) -> None:
    await compare(case)


@pytest.mark.sampled(every=14)
@pytest.mark.parametrize("case", OTHERS, ids=spelled)
async def test_so_it_does_at_other_sizes_and_without_colours(case: tuple[str, Size, bool]) -> None:
    await compare(case)


def difference(path: Path, now: str) -> str:
    """How a screen differs from what a file holds. Empty if it does not."""
    before = path.read_text() if path.exists() else ""
    if now == before:
        return ""
    return (
        "\n".join(
            difflib.unified_diff(
                before.splitlines(), now.splitlines(), "before", "now", lineterm="", n=0
            )
        )
        or f"{before!r} became {now!r}"
    )


def test_no_snapshot_is_left_over() -> None:
    assert {path for path in SNAPSHOTS.rglob("*") if path.is_file()} == {
        place(name, size, kind)
        for name, size, colours in CASES
        for kind in (("ansi", "txt") if colours else ("mono.ansi",))
    }


def main() -> None:
    """Draws every snapshot anew."""
    shutil.rmtree(SNAPSHOTS, ignore_errors=True)
    for case in CASES:
        for path, now in asyncio.run(snapshot(*case)).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(now)


if __name__ == "__main__":
    main()
