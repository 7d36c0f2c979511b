"""The steps as a user meets them."""

import gc
import json
import re
import weakref
from pathlib import Path as File
from typing import Any

import pytest
from textual.geometry import Size
from textual.widgets import Input, OptionList, Static

from tests.support.sampling import some
from tests.support.wizard import (
    answer_text,
    go_to,
    notices,
    one_line,
    read_in,
    row_at,
    rows,
    screen_lines,
    screen_text,
    until,
    wizard,
)
from tui_app.cli import main
from tui_app.core.draft import Draft
from tui_app.core.messages import sentence
from tui_app.settings.groups import GROUPS
from tui_app.settings.problem import SEVERITIES, UNSET, Path, pointer
from tui_app.settings.request import REQUEST
from tui_app.settings.search import find_settings
from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Choice, Codecs, Flag, Integer, Password, TextList
from tui_app.text.document import Json
from tui_app.tui import switch
from tui_app.tui.notices import READ
from tui_app.tui.screens.base import Dialog
from tui_app.tui.screens.dialogs import HelpDialog
from tui_app.tui.screens.step import StepScreen
from tui_app.tui.widgets.setting_row import ChoiceRow, TextRow, row_for

SETTINGS = list(REQUEST.settings.values())
SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


def by_title(group: Group) -> str:
    return group.title


def sound(setting: Setting) -> Any:
    """A valid answer of a setting."""
    kind = setting.kind
    if isinstance(kind, Choice):
        return next(iter(kind.options))
    if isinstance(kind, Flag):
        return True
    if isinstance(kind, Integer):
        return setting.default if isinstance(setting.default, int) else kind.lowest + 10
    if isinstance(kind, Codecs):
        return list(kind.options)[:2]
    if isinstance(kind, Password):
        return "Wq7-Nz2L-m9Rx"
    return {
        "connection_name": "office-pbx",
        "user_name": "office12",
        "tags": ["lab", "berlin"],
        "webhook_event_url": "https://example.com/hook",
        "webhook_event_failover_url": "https://example.com/b",
        "ios_push_credential_id": "ec0c8e5d-439e-4620-a0c1-9d9c8d02a836",
        "android_push_credential_id": "06b09dfd-7154-4980-8b75-cebf7a9d4f8e",
        "outbound.outbound_voice_profile_id": "1293384261075731499",
        "outbound.localization": "DE",
        "outbound.ani_override": "+15551234567",
    }[setting.json_path]


def unsound(setting: Setting) -> Any:
    """An answer that is an error, as text where the setting is typed."""
    kind = setting.kind
    if isinstance(kind, Integer):
        return kind.lowest - 1
    if isinstance(kind, Codecs):
        return ["G722", "G999"]
    if isinstance(kind, Password):
        return "short"
    if setting.json_path in ("connection_name", "tags"):
        return 5  # cannot be typed: comes from a file
    return "no such thing!"


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES)
async def test_every_step_fits_without_scrolling_and_its_labels_are_whole(
    size: tuple[int, int],
) -> None:
    async with wizard(size=size) as (app, pilot):
        for group in GROUPS:
            text = screen_text(app)
            for setting in group.settings:
                assert setting.label in text
                row = row_at(app, setting.path)
                form = app.screen.query_one("#form")
                assert form.content_region.contains_region(row.region), (
                    f"{setting.json_path} is cut off at {size}"
                )
            assert (
                app.screen.query_one("#form").virtual_size.height
                <= app.screen.query_one("#form").size.height
            )
            await pilot.press("pagedown")


async def test_the_focus_starts_on_the_name_and_tabs_to_user_name_and_password() -> None:
    async with wizard() as (app, pilot):
        for place in ("connection_name", "user_name", "password"):
            assert app.focused is row_at(app, (place,)).target
            await pilot.press("tab")


@pytest.mark.long
async def test_no_step_traps() -> None:
    draft, _ = Draft.of(
        {"connection_name": 5, "user_name": "!", "inbound": {"timeout_1xx_secs": 0}}
    )
    async with wizard(draft) as (app, pilot):
        titles = [group.title for group in GROUPS]
        for title in titles:
            screen = app.screen
            assert isinstance(screen, StepScreen)
            assert screen.group.title == title
            for setting in screen.group.settings:
                assert app.focused is row_at(app, setting.path).target
                await pilot.press("tab")
            assert app.screen is not screen, "Tab goes on to the next step"
        for title in reversed(titles):
            await pilot.press("pageup")
            assert isinstance(app.screen, StepScreen)
            assert app.screen.group.title == title
        await pilot.press("pageup", "ctrl+n")
        assert isinstance(app.screen, StepScreen)
        assert app.screen.group.title == titles[1]


async def test_nothing_is_red_before_a_field_is_left_and_all_is_once_it_was() -> None:
    async with wizard() as (app, pilot):
        await pilot.press("tab")
        for key in "ab":
            await pilot.press(key)
            assert "error" not in screen_lines(app)[4]
        await pilot.press("tab")
        await until(pilot, lambda: "error" in screen_lines(app)[4])
        assert screen_lines(app)[1].startswith("\u2717Credentials")
        await pilot.press("shift+tab")
        assert "4 to 32 letters and digits" in one_line(app)
        await pilot.press("c")
        assert "error" in screen_lines(app)[4]
        await pilot.press("d")
        assert "error" not in screen_lines(app)[4], "once in error, it is judged at every key"


async def test_nothing_moves_while_typing() -> None:
    async with wizard() as (app, pilot):
        await pilot.press("tab", "tab", "shift+tab")
        before = [(widget, widget.region) for widget in app.screen.walk_children()]
        for key in "a-bcdefgh":
            await pilot.press(key)
            assert [(widget, widget.region) for widget in app.screen.walk_children()] == before


def can_be_typed(setting: Setting, answer: Any) -> bool:
    """Whether the answer fits a text field; the others can only come from a file."""
    return isinstance(row_for(setting, Draft()), TextRow) and not (
        setting.json_path in ("connection_name", "tags") and answer == 5
    )


def manifold(setting: Setting) -> Any:
    """An answer that several things are wrong with, for the kinds that have one; else a sound
    one.
    """
    if isinstance(setting.kind, TextList):
        return ["k:v", "a b", "k:v"]
    return " pässwört" if isinstance(setting.kind, Password) else sound(setting)


def checked(document: Json, file: File, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What `check --json` prints of a payload."""
    file.write_text(json.dumps(document), "utf-8")
    assert main(["check", "--json", str(file)]) in (0, 3)
    return dict(json.loads(capsys.readouterr().out))


def told_by_check(
    setting: Setting, answer: Any, file: File, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """What `check` says of one setting, errors first, as sentences about its label."""
    problems = checked(REQUEST.body({setting.path: answer}), file, capsys)["problems"]
    here = [problem for problem in problems if problem["pointer"] == pointer(setting.path)]
    here.sort(key=lambda problem: SEVERITIES.index(problem["severity"]))
    return [
        sentence(f"{problem['severity'].capitalize()}: {setting.label} {problem['message']}")
        for problem in here
    ]


async def told_by_help(pilot: Any, label: str) -> list[str]:
    """What the help of the focused setting says is wrong with it, not with another one, without the
    ways out.
    """
    await pilot.press("f1")
    await until(pilot, HelpDialog)
    text = str(pilot.app.screen.query_one("VerticalScroll PlainText", Static).content)
    await pilot.press("escape")
    await until(pilot, StepScreen)
    return [
        re.sub(r" Ctrl\+F: [^\n]*\.$", "", part)
        for part in text.split("\n\n")
        if part.startswith(tuple(f"{severity.capitalize()}: {label}" for severity in SEVERITIES))
    ]


def form_of(setting: Setting) -> object:
    """What settings of one form share: the type of answer, and whether one is required or null
    is.
    """
    return type(setting.kind), setting.required, setting.nullable, setting.retired


def tried(group: Group, whole: bool) -> list[Setting]:
    """Every fourth of all settings, and the first of each form: those that are in a group."""
    chosen = some(SETTINGS, 4, form_of, whole=whole)
    return [setting for setting in group.settings if setting in chosen]


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("group", GROUPS, ids=by_title)
async def test_screen_and_check_judge_alike_in_the_same_words(
    group: Group, tmp_path: File, capsys: pytest.CaptureFixture[str], whole: bool
) -> None:
    """Some settings are tried every day, one of each form; the campaigns try them all.

    `check` runs before: within the wizard, what is printed is Textual's.
    """
    answers = [
        (setting, each(setting))
        for setting in tried(group, whole)
        for each in (sound, unsound, manifold)
        # For most settings the answer that several things are wrong with is the sound one.
        if each is not manifold or manifold(setting) != sound(setting)
    ]
    said = [
        told_by_check(setting, answer, tmp_path / "payload.json", capsys)
        for setting, answer in answers
    ]
    assert any(len(words) > 1 for words in said) or not any(
        isinstance(setting.kind, TextList | Password) for setting in group.settings
    )
    async with wizard(size=(120, 40)) as (app, pilot):
        for (setting, answer), expected in zip(answers, said, strict=True):
            valid = not any(words.startswith("Error: ") for words in expected)
            assert valid == (
                answer != unsound(setting)
                and not (isinstance(setting.kind, Codecs) and answer == manifold(setting))
            )
            for path in list(app.draft.answers):
                app.draft.set(path, UNSET)
            if can_be_typed(setting, answer):
                await answer_text(
                    pilot, setting.path, answer if setting.secret else setting.kind.show(answer)
                )
            else:
                app.draft.set(setting.path, answer)
                row = await go_to(pilot, setting.path)
                row.sync()
            await pilot.press("tab", "shift+tab")
            assert REQUEST.body({setting.path: app.draft.answers[setting.path]}) == REQUEST.body(
                {setting.path: answer}
            )
            shown = read_in(app, "#problem")
            for words in expected[:1]:
                assert " ".join(words.removesuffix(".").split()) in shown
            mark = screen_lines(app)[row_at(app, setting.path).region.y][:76]
            assert ("error" in mark) == (not valid), f"{setting.json_path} = {answer!r}"
            assert await told_by_help(pilot, setting.label) == expected


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("group", GROUPS, ids=by_title)
async def test_any_answer_can_be_taken_back_and_the_taking_back_undone(
    group: Group, whole: bool
) -> None:
    """Some settings are tried every day, one of each form; the campaigns try them all."""
    async with wizard() as (app, pilot):
        for setting in tried(group, whole):
            app.draft.set(setting.path, sound(setting))
            kept = REQUEST.body(app.draft.answers)
            await go_to(pilot, setting.path)
            await pilot.press("ctrl+o")
            if isinstance(setting.kind, Codecs):
                await pilot.press("delete")
            else:
                options = app.screen.query_one(OptionList)
                options.highlighted = options.option_count - 1
                await pilot.press("enter")
            await pilot.pause()
            assert app.draft.get(setting.path) is UNSET
            await pilot.press("ctrl+underscore")
            assert REQUEST.body(app.draft.answers) == kept
            await pilot.press("ctrl+y")
            assert app.draft.get(setting.path) is UNSET


@pytest.mark.long
async def test_every_choice_can_be_made_by_keyboard() -> None:
    async with wizard() as (app, pilot):
        closed = [setting for setting in SETTINGS if isinstance(setting.kind, Choice | Flag)]
        # Every third: the rows are of one class, and each choice of each setting is judged
        # elsewhere.
        for setting in closed[::3]:
            row = await go_to(pilot, setting.path)
            assert isinstance(row, ChoiceRow)
            seen: set[Any] = set()
            for _ in row.choices:
                await pilot.press("right")
                seen.add(app.draft.get(setting.path))
            assert seen == set(row.choices)
            await pilot.press("delete")
            assert app.draft.get(setting.path) is UNSET


async def test_an_unset_switch_is_thrown_by_the_first_press() -> None:
    async with wizard() as (app, pilot):
        await go_to(pilot, ("active",))
        await pilot.press("space")
        assert app.draft.get(("active",)) is False


@pytest.mark.long
async def test_a_fix_is_accepted_with_one_key_from_either_setting() -> None:
    parking: Path = ("outbound", "call_parking_enabled")
    for path in (("webhook_api_version",), parking):
        draft = Draft()
        draft.set(("webhook_api_version",), "texml")
        async with wizard(draft) as (app, pilot):
            await go_to(pilot, path)
            await pilot.press("tab", "shift+tab")
            assert "[^F:" in one_line(app)
            await pilot.press("ctrl+f")
            assert app.draft.get(parking) is True
            assert not app.draft.blocking_errors or all(
                problem.path != ("webhook_api_version",) for problem in app.draft.blocking_errors
            )


@pytest.mark.long
async def test_ctrl_g_finds_each_setting_by_label_and_by_api_name() -> None:
    async with wizard() as (app, pilot):
        for number, setting in enumerate(SETTINGS[::7]):
            await pilot.press("ctrl+g")
            app.screen.query_one(Input).value = (setting.label, setting.json_path)[number % 2]
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            assert app.focused is row_at(app, setting.path).target
    for setting in SETTINGS:
        assert find_settings(REQUEST, setting.label)[0] is setting
        assert setting in find_settings(REQUEST, setting.json_path)[:2]


async def test_ctrl_g_finds_by_a_word_of_the_help() -> None:
    async with wizard() as (app, pilot):
        await pilot.press("ctrl+g", *"sees")
        assert "Connection name" in screen_text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, StepScreen)


@pytest.mark.long
async def test_the_codecs_are_switched_and_ordered_by_keyboard() -> None:
    path: Path = ("inbound", "codecs")
    async with wizard() as (app, pilot):
        await go_to(pilot, path)
        await pilot.press("enter", "space")  # G722 off
        await pilot.press("home", "d", "enter")  # G711U below G711A
        await pilot.pause()
        assert app.draft.get(path) == ["G711A", "G711U", "G729", "OPUS", "H.264"]
        await pilot.press("enter", "end", "space", "enter")
        await pilot.pause()
        assert app.draft.get(path) == ["G711A", "G711U", "G729", "OPUS", "H.264", "AMR-WB"]
        await pilot.press("enter", "escape")
        assert app.draft.get(path) == ["G711A", "G711U", "G729", "OPUS", "H.264", "AMR-WB"]


@pytest.mark.long
async def test_the_cursor_stays_on_a_codec_that_is_switched_so_that_a_second_space_undoes_it() -> (
    None
):
    path: Path = ("inbound", "codecs")
    started = [
        "G722",
        "SPEEX",
        "OPUS",
    ]  # the one in the middle came from a file, and nobody knows it
    async with wizard(Draft.of({"inbound": {"codecs": [*started]}})[0]) as (app, pilot):
        await go_to(pilot, path)
        for downs in range(len(started)):
            await pilot.press("enter", *["down"] * downs, "space", "space", "enter")
            await pilot.pause()
            assert app.draft.get(path) == started
        await pilot.press(
            "enter", "space", "down", "space", "enter"
        )  # G722 off, and then what stands below it on
        await pilot.pause()
        assert app.draft.get(path) == ["SPEEX", "OPUS", "G711U"]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_codecs_name_all_their_keys(size: tuple[int, int]) -> None:
    async with wizard(size=size) as (app, pilot):
        await go_to(pilot, ("inbound", "codecs"))
        await pilot.press("enter")
        await pilot.pause()
        assert "Space on/off  u/d move  Enter OK  Esc cancel  Del unset" in screen_text(app)


async def test_the_password_is_masked_revealed_and_masked_again() -> None:
    async with wizard(size=(120, 40)) as (app, pilot):
        await answer_text(pilot, ("password",), "hunter2hunter2")
        assert "hunter2" not in screen_text(app)
        await pilot.press("ctrl+s")
        assert "hunter2hunter2" in screen_lines(app)[5]
        assert screen_text(app).count("hunter2hunter2") == 1, "the payload stays masked"
        await pilot.press("tab", "shift+tab")
        assert "hunter2" not in screen_text(app)


@pytest.mark.parametrize("password", ["hunter", "hunter2hunter2"])
async def test_a_password_that_is_left_does_not_tell_how_long_it_is(password: str) -> None:
    async with wizard() as (app, pilot):

        def stars() -> int:
            return screen_lines(app)[5].count("*")

        assert stars() == 0
        await answer_text(pilot, ("password",), password)
        assert stars() == len(password), "one for each key"
        await pilot.press("tab")
        await pilot.pause()
        assert stars() == 8
        await pilot.press("shift+tab")
        await pilot.pause()
        assert stars() == len(password)


async def test_messages_do_not_pile_up() -> None:
    async with wizard() as (app, pilot):
        for words in ("Saved: a", "Saved: a", "Saved: b", "Saved: a"):
            app.notify(words)
        for _ in range(2):
            app.notify("Saved: a", severity="error")
        app.notify("b", severity="error")
        await until(pilot, lambda: sum(each.severity == "error" for each in notices(app)) == 2)
        assert [each.message for each in notices(app)] == ["Saved: a", "Saved: a", "b"]
        await until(pilot, lambda: len(app.screen.query("Toast")) == 3)


@pytest.mark.parametrize("size", SIZES)
async def test_a_message_stands_over_no_field_and_goes_once_it_was_read(
    size: tuple[int, int],
) -> None:
    async with wizard(size=size) as (app, pilot):
        await go_to(pilot, ("inbound", "timeout_2xx_secs"))
        app.notify("A long message. " * 9, severity="warning", timeout=600)
        await until(pilot, lambda: "A long message." in one_line(app))
        toast = app.screen.query_one("Toast")
        assert [
            row.setting.json_path for row in rows(app) if row.region.overlaps(toast.region)
        ] == []
        await pilot.press("9")
        assert len(notices(app)) == 1
        notices(app)[0].raised_at -= READ + 1
        await pilot.press("0")
        await until(pilot, lambda: "A long message." not in one_line(app))
        assert app.draft.get(("inbound", "timeout_2xx_secs")) == 90


async def test_a_masked_password_cannot_be_copied_or_cut() -> None:
    async with wizard() as (app, pilot):
        await answer_text(pilot, ("password",), "hunter2hunter2")
        await pilot.press("home", "shift+end", "ctrl+c", "ctrl+x")
        assert app.clipboard == ""
        assert app.draft.get(("password",)) is not UNSET


async def test_a_generated_password_suits_any_device() -> None:
    async with wizard() as (app, pilot):
        await go_to(pilot, ("password",))
        await pilot.press("ctrl+o", "enter")
        await pilot.pause()
        password = app.draft.payload()["password"]
        assert isinstance(password, str)
        assert len(password) == 20
        assert password.isascii()
        assert password.isalnum()
        assert not app.draft.problems_at(("password",))


@pytest.mark.long
async def test_a_terminal_that_is_too_small_says_so_and_loses_nothing() -> None:
    async with wizard() as (app, pilot):
        await pilot.press(*"office")
        for size in ((59, 24), (80, 19), (10, 3), (1, 1)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await pilot.resize_terminal(40, 10)
        assert "too small" in one_line(app)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert app.size == Size(60, 20)
        await pilot.press("1")
        assert "office1" in screen_text(app)


@pytest.mark.long
async def test_the_payload_stands_beside_the_form_where_there_is_room() -> None:
    async with wizard(size=(120, 40)) as (app, pilot):
        await pilot.press(*"pbx")
        assert '"connection_name": "pbx"' in screen_text(app)
        await pilot.press("ctrl+t")
        assert '"connection_name"' not in screen_text(app)
    async with wizard() as (app, pilot):
        await pilot.press(*"pbx")
        assert '"connection_name"' not in screen_text(app)
        await pilot.press("ctrl+t")
        assert '"connection_name": "pbx"' in screen_text(app)
        await pilot.press("escape")
        assert app.focused is row_at(app, ("connection_name",)).target


@pytest.mark.long
async def test_every_action_is_in_the_palette() -> None:
    async with wizard() as (app, pilot):
        for name in (
            "Next step",
            "Previous step",
            "Find",
            "Review",
            "Payload",
            "Options",
            "Undo",
            "Redo",
            "Help",
            "Quit",
        ):
            await pilot.press("ctrl+p")
            app.screen.query_one(Input).value = name[:6].lower()
            await pilot.pause()
            assert name in screen_text(app)
            await pilot.press("escape")
        await pilot.press("ctrl+p", *"next", "enter")
        await pilot.pause()
        assert isinstance(app.screen, StepScreen)
        assert app.screen.group.title == "Media"


@pytest.mark.long
@pytest.mark.parametrize("rows", [20, 21, 22, 23, 24])
async def test_every_dialog_names_its_keys_at_every_height(rows: int) -> None:
    """The help of the media site, its choices, and the settings to go to are longer than the lowest
    screen.
    """
    async with wizard(size=(60, rows)) as (app, pilot):
        await go_to(pilot, ("anchorsite_override",))
        for key, last in (
            ("f1", "Up/Down scrolls"),
            ("ctrl+o", "Enter picks"),
            ("ctrl+g", "Enter picks"),
            ("ctrl+p", "Enter picks"),
        ):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, Dialog))
            await until(pilot, lambda last=last: last in screen_text(app))  # type: ignore[misc]
            await pilot.press("escape")
            await until(pilot, StepScreen)


@pytest.mark.long
async def test_a_dialog_that_was_closed_is_let_go_of() -> None:
    async with wizard() as (app, pilot):
        for key in ("ctrl+t", "ctrl+g", "ctrl+o", "f1"):
            await pilot.press(key)
            await until(pilot, Dialog)
            closed = weakref.ref(app.screen)
            await pilot.press("escape")
            await until(pilot, StepScreen)
            await pilot.pause()
            gc.collect()
            assert closed() is None, key


@pytest.mark.skipif(not switch.DIFFING, reason="Textual leaves it there")
async def test_a_message_that_went_leaves_nothing_on_the_screen() -> None:
    async with wizard() as (app, pilot):
        for _ in range(5):
            await pilot.press("ctrl+y")
            await until(pilot, lambda: bool(app.screen.query("Toast")))
        await until(pilot, lambda: len(app.screen.query("ToastHolder")) == 1)
        app.clear_notifications()
        await until(pilot, lambda: not app.screen.query("ToastHolder"))
