"""Foreign text is text: what users type and paste and what files hold is shown, never obeyed."""

import ast
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path as File
from typing import Any

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.markup import MarkupError
from textual.pilot import Pilot
from textual.widgets import Input, Static

import tui_app
from tests.support.hostile import (
    CLICKABLE,
    FEW,
    HOSTILE,
    LONG,
    MIXED,
    MULTILINE,
    check_screen,
    click_on,
    few,
    harmful,
    position_of,
)
from tests.support.pty import CTRL_Q, CTRL_R, ENTER, TAB, Terminal
from tests.support.pty import paste as paste_of
from tests.support.sampling import some
from tests.support.wizard import go_to, screen_lines, wizard
from tui_app.cli import main
from tui_app.core.draft import Draft
from tui_app.settings.groups import GROUPS
from tui_app.settings.problem import Path
from tui_app.settings.request import REQUEST
from tui_app.settings.setting import Group
from tui_app.settings.types import Choice, Codecs, Flag
from tui_app.text.escape import escape_controls
from tui_app.tui.widgets.field_input import PASTE_LIMIT
from tui_app.tui.widgets.setting_row import TextRow

NAME: Path = ("connection_name",)
PASSWORD: Path = ("password",)


# Positive controls: the same texts where they are not taken as text


class Naive(App[None]):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        yield Static(self.text)


async def test_a_naive_widget_runs_the_action(quits: list[str]) -> None:
    async with Naive(CLICKABLE).run_test() as pilot:
        await pilot.click(offset=(0, 0))
    assert quits


async def test_a_naive_widget_ends_the_app() -> None:
    with pytest.raises(MarkupError):
        async with Naive(HOSTILE["closing tag"]).run_test():
            raise AssertionError("the app runs")  # pragma: no cover


async def test_a_naive_widget_draws_control_characters() -> None:
    async with Naive(HOSTILE["CSI"].replace("[", "\\[")).run_test() as pilot:
        assert any(harmful(line) for line in screen_lines(pilot.app))


# Typed and pasted


def typed(group: Group) -> list[Path]:
    """The settings of a group that are typed."""
    return [
        setting.path
        for setting in group.settings
        if not isinstance(setting.kind, Choice | Flag | Codecs)
    ]


WITH_FIELDS = {group.title: group for group in GROUPS if typed(group)}


def kinds(title: str) -> frozenset[type]:
    """What kinds of fields a group has."""
    return frozenset(type(REQUEST.settings[path].kind) for path in typed(WITH_FIELDS[title]))


def with_fields(test: Callable[..., Any]) -> Callable[..., Any]:
    """Run a test on each group that has fields; every day on one group of each set of kinds."""
    sampled = pytest.mark.sampled(every=len(GROUPS), kind=kinds)
    made: Callable[..., Any] = sampled(pytest.mark.parametrize("title", WITH_FIELDS)(test))
    return made


@pytest.fixture
def fields(title: str, whole: bool) -> list[Path]:
    """The settings of a group that are typed; every day the first of each kind."""
    return some(
        typed(WITH_FIELDS[title]),
        len(REQUEST.settings),
        lambda path: type(REQUEST.settings[path].kind),
        whole=whole,
    )


async def paste(pilot: "Pilot[Any]", text: str) -> str:
    """Pastes into the field in focus in place of what it holds, as the terminal hands a paste over.

    What it holds then.
    """
    field = pilot.app.focused
    assert isinstance(field, Input)
    field.clear()
    await pilot.pause()
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()
    assert pilot.app.focused is field
    return field.value


@with_fields
async def test_what_is_pasted_is_text(fields: list[Path], quits: list[str]) -> None:
    async with wizard() as (app, pilot):
        for path in fields:
            row = await go_to(pilot, path)
            assert isinstance(row, TextRow)
            for text in HOSTILE.values() if path == fields[0] else FEW.values():
                value = await paste(pilot, text)
                assert value.split() == text.split(), "nothing but line ends is lost"
                check_screen(app)
                if row.setting.secret:
                    row.reveal(True)
                    await pilot.pause()
                    check_screen(app)
            # Left, and so judged: the message quotes it.
            app.set_focus(None)
            await pilot.pause()
            check_screen(app)
        assert not quits


@with_fields
async def test_a_paste_of_many_lines_or_far_too_long(fields: list[Path]) -> None:
    async with wizard() as (app, pilot):
        for path in fields:
            row = await go_to(pilot, path)
            if not row.setting.secret:
                assert await paste(pilot, MULTILINE) == "first second third fourth fifth sixth"
            assert await paste(pilot, LONG) == LONG[:PASTE_LIMIT]
            check_screen(app, "the first 10,000 are taken")
            await paste(pilot, "")


@with_fields
async def test_what_is_typed_is_text_and_clicking_it_does_nothing(
    fields: list[Path], quits: list[str]
) -> None:
    async with wizard(size=(120, 40)) as (_app, pilot):
        path = fields[0]
        row = await go_to(pilot, path)
        assert isinstance(row, TextRow)
        await pilot.press("left_square_bracket", "slash", "x", "right_square_bracket")
        assert row.field.value == "[/x]"
        await paste(pilot, CLICKABLE)
        assert row.field.value == CLICKABLE
        if not row.setting.secret:
            await click_on(pilot, CLICKABLE)
        assert not quits


@with_fields
async def test_it_is_text_wherever_else_the_answer_is_shown(
    fields: list[Path], quits: list[str]
) -> None:
    draft = Draft()
    async with wizard(draft, size=(120, 40)) as (app, pilot):
        for text in (CLICKABLE, MIXED):
            for path in fields:
                draft.set(path, [text, text] if path == ("tags",) else text)
            draft.visit(REQUEST.settings)
            for keys in (("pagedown",), ("f1",), ("escape", "ctrl+o"), ("escape", "ctrl+r")):
                await (pilot.press(*keys) if keys != ("pagedown",) else go_to(pilot, fields[0]))
                await pilot.pause()
                check_screen(app)
            if text == CLICKABLE and fields[0] != PASSWORD:
                await click_on(pilot, CLICKABLE)
        assert not quits


async def test_the_name_on_top_the_review_and_the_payload(quits: list[str]) -> None:
    draft = Draft()
    async with wizard(draft, size=(120, 40)) as (app, pilot):
        await pilot.press("ctrl+r")
        for text in HOSTILE.values():
            draft.set(NAME, text)
            app.screen.sync()
            await pilot.pause()
            assert escape_controls(text)[:20] in screen_lines(app)[0]
            check_screen(app)
            if text == CLICKABLE:
                assert position_of(app, CLICKABLE) == (screen_lines(app)[0].index(CLICKABLE), 0), (
                    "the first place is the top bar"
                )
                await click_on(pilot, CLICKABLE)
                view = app.screen.query_one("#payload")
                line = next(
                    y
                    for y in range(view.region.y, view.region.bottom)
                    if CLICKABLE in screen_lines(app)[y]
                )
                await pilot.click(offset=(screen_lines(app)[line].rindex("q["), line))
        assert not quits


# What a file brings along


@few
async def test_members_that_nobody_knows(name: str, quits: list[str]) -> None:
    text = HOSTILE[name]
    draft, _ = Draft.of(
        {
            text: text,
            "inbound": {"codecs": [text, "G722"], text: {text: [text]}},
            "anchorsite_override": text,
            "active": text,
        }
    )
    async with wizard(draft, size=(120, 40)) as (app, pilot):
        await pilot.press("ctrl+r")
        await pilot.pause()
        check_screen(app, text[:10])
        for path in (("anchorsite_override",), ("active",), ("inbound", "codecs")):
            await go_to(pilot, path)
            check_screen(app, text[:10])
            await pilot.press("ctrl+o")
            await pilot.pause()
            check_screen(app)
            await pilot.press("escape")
        assert not quits


def test_check_prints_it_visibly(tmp_path: File, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "payload.json"
    for text in HOSTILE.values():
        file.write_text(
            json.dumps(
                {
                    text: text,
                    "connection_name": text,
                    "user_name": text,
                    "inbound": {"codecs": [text]},
                }
            )
        )
        for flags in ([], ["--json"]):
            assert main(["check", str(file), *flags]) == 3
            printed = capsys.readouterr()
            assert not [line for line in printed.out.split("\n") if harmful(line)]
            assert not printed.err


# Where all else is forgotten


async def test_what_nobody_made_visible_is_filtered_as_it_is_screen_lines() -> None:
    async with wizard() as (app, pilot):
        for text in HOSTILE.values():
            forgotten = Static(text, markup=False)
            await app.screen.mount(forgotten, before=0)
            await pilot.pause()
            check_screen(app)
            await forgotten.remove()


def test_no_foreign_byte_reaches_the_terminal_as_it_is(tmp_path: File) -> None:
    """The real program in a pseudo-terminal, filled by a file and by pastes with what sets titles,
    clipboards and colours.
    """
    mixed = HOSTILE["CSI"] + MIXED
    (tmp_path / "payload.json").write_text(
        json.dumps({"connection_name": mixed, "user_name": mixed, mixed: mixed})
    )
    program = (
        sys.executable,
        "-m",
        "tui_app",
        "--sandbox",
        "--from",
        str(tmp_path / "payload.json"),
    )
    with Terminal(*program, home=tmp_path, columns=120, rows=40) as terminal:
        terminal.wait_for("Connection name")
        terminal.wait_idle()
        for text in HOSTILE.values():
            # An ESC ends a paste for some readers: what follows it then counts as keys, which must
            # do no harm either.
            terminal.send(paste_of(text), TAB)
        terminal.send(CTRL_R)
        terminal.wait_for("Nothing has been sent yet")
        terminal.wait_idle()
        # The shape of the pointer is Textual's own wish.
        written = bytes(terminal.output).decode().replace("\x1b]22;default\x07", "")
        for sign in (
            "\x1b]0;",
            "\x1b]2;",
            "\x1b]52;",
            "\x07",
            "\x08",
            "\x0b",
            "\x0c",
            "\x7f",
            "\x00",
        ):
            assert sign not in written, f"{sign!a} was written"
        assert not [
            char
            for char in written
            if "\x80" <= char <= "\x9f" or char in "\u202e\u2066\u200b\u2060\ufeff"
        ]
        assert not re.search(r"\x1b\[31mred|\x1b\[2J\x1b\[1;1H", written)
        terminal.send(CTRL_Q)
        terminal.wait_for("Quit the wizard?")
        terminal.send(ENTER)
        assert terminal.wait() == 0
        assert terminal.restored(), terminal.left_on()


# The code itself

MARKUP_BY_DEFAULT = {
    "notify",
    "Static",
    "Label",
    "Button",
    "Checkbox",
    "RadioButton",
    "OptionList",
    "SelectionList",
    "Select",
    "Collapsible",
}


def test_nothing_in_the_package_leaves_markup_on() -> None:
    """Whatever in Textual reads markup unless told otherwise is told otherwise wherever it is
    called.
    """
    package = File(tui_app.__file__).parent
    calls = [
        (file.name, node.lineno, {keyword.arg for keyword in node.keywords})
        for file in package.rglob("*.py")
        # The port's own verb has no markup.
        if file.parent.name not in ("flows", "line")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", None) or getattr(node.func, "id", None))
        in MARKUP_BY_DEFAULT
    ]
    assert calls
    assert [call for call in calls if "markup" not in call[2]] == []
