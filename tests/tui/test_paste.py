"""What is pasted into a field: a payload, a secret of several lines. (That it is text, and never
keys, `test_foreign_text` shows.)
"""

import pytest
from textual import events

from tests.support.wizard import go_to, one_line, told, until, wizard
from tui_app.settings.problem import UNSET
from tui_app.system.environment import ways_to_paste
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.dialogs import QuestionDialog
from tui_app.tui.screens.step import StepScreen


def paste(app: WizardApp, text: str) -> None:
    app.post_message(events.Paste(text))


async def test_a_payload_that_is_pasted_fills_in_the_answers_in_one_step() -> None:
    document = '{"connection_name": "pasted", "inbound": {"timeout_1xx_secs": 7}, "created_at": "5", "no_such": [1]}'
    async with wizard() as (app, pilot):
        await pilot.press("x", "tab")
        paste(app, f"\n{document}\n")
        await until(pilot, QuestionDialog)
        assert "a payload with 2 answers" in one_line(app)
        assert '"created_at", "no_such"' in one_line(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.draft.get(("connection_name",)) == "pasted")
        assert app.draft.get(("inbound", "timeout_1xx_secs")) == 7
        assert ("no_such",) not in app.draft.answers
        assert ("user_name",) not in app.draft.answers, "the field that had the focus takes nothing"
        await pilot.press("ctrl+underscore")
        assert app.draft.answers == {("connection_name",): "x"}


async def test_a_payload_that_is_pasted_is_taken_only_where_that_is_wanted_and_of_use() -> None:
    async with wizard() as (app, pilot):
        paste(app, '{"connection_name": "pasted"}')
        await until(pilot, QuestionDialog)
        await pilot.press("escape")
        await until(pilot, StepScreen)
        assert app.draft.answers == {}
        paste(app, '{"colour": "red"}')
        await until(pilot, lambda: "nothing was taken" in told(app))
        paste(app, "{colour: red}")
        await until(pilot, lambda: app.draft.get(("connection_name",)) == "{colour: red}")


async def test_what_was_meant_to_be_a_payload_is_no_answer() -> None:
    """With a comma too many it is no JSON, and the password in it would stand in the draft as a
    part of the name.
    """
    async with wizard() as (app, pilot):
        for text in (
            '{"user_name": "office12", "password": "hunter2hunter2"',
            '{\n  "password": "hunter2hunter2"\n',
            '{"password": "hunter2", "password": "hunter2"}',
        ):
            paste(app, text)
            await until(
                pilot,
                lambda: "looks like a connection, but cannot be read" in told(app),
            )
            app.clear_notifications()
        assert app.draft.answers == {}


KEY = "KEY0123456789ABCDEF0123456789ABCDEF"


@pytest.mark.parametrize(
    ("path", "label"),
    [(("active",), "Active"), (("dtmf_type",), "DTMF type"), (("inbound", "codecs"), "Codecs")],
)
async def test_a_choice_takes_a_connection_and_a_secret_as_a_field_does(
    path: tuple[str, ...], label: str
) -> None:
    async with wizard() as (app, pilot):
        await go_to(pilot, path)
        paste(app, '{"connection_name": "pasted", "user_name": "office12"}')
        await until(pilot, QuestionDialog)
        await pilot.press("enter")
        await until(pilot, lambda: app.draft.get(("connection_name",)) == "pasted")
        app.clear_notifications()
        paste(app, f"TELNYX_KEY is {KEY}")
        await until(pilot, lambda: "holds an API key" in told(app))
        app.clear_notifications()
        paste(app, "G722")
        await until(pilot, lambda: f"{label} takes no pasted text" in told(app))
        assert set(app.draft.answers) == {("connection_name",), ("user_name",)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"my key is {KEY}", "holds an API key"),
        ("sip:office12:hunter2hunter2@sip.telnyx.com", "holds a user name and a password"),
        ("register => office12:hunter2hunter2@sip.telnyx.com", "holds a user name and a password"),
    ],
)
async def test_what_only_holds_a_password_is_none(text: str, words: str) -> None:
    async with wizard() as (app, pilot):
        await pilot.press("tab", "tab")
        paste(app, text)
        await until(pilot, lambda: words in told(app) + one_line(app))
        assert app.draft.answers == {}


@pytest.mark.parametrize("text", ["My secret: 2026abc", "a:b1c2@example.com", "Basic x9"])
async def test_a_password_may_look_like_anything_else(text: str) -> None:
    async with wizard() as (app, pilot):
        await pilot.press("tab", "tab")
        paste(app, text)
        await until(pilot, lambda: app.draft.get(("password",)) is not UNSET)
        assert app.draft.payload()["password"] == text


async def test_lines_that_become_one_are_told() -> None:
    async with wizard() as (app, pilot):
        paste(app, "first\nsecond")
        await until(pilot, lambda: app.draft.get(("connection_name",)) == "first second")
        assert "The paste has 2 lines: they are one here" in told(app)


async def test_a_secret_of_several_lines_is_not_taken() -> None:
    async with wizard() as (app, pilot):
        await pilot.press("tab", "tab")
        paste(app, "hunter2hunter2\nsecond line")
        await until(pilot, lambda: "2 lines, and a secret is one: nothing was taken" in told(app))
        assert ("password",) not in app.draft.answers
        paste(app, "\nhunter2hunter2\r\n")
        await until(pilot, lambda: ("password",) in app.draft.answers)
        assert app.draft.password is not None
        assert app.draft.password.get_secret_value() == "hunter2hunter2"


# Ctrl+V: what reaches the wizard is no paste of the terminal's


async def test_ctrl_v_says_how_the_terminal_pastes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TERM_PROGRAM", "LC_TERMINAL", "WT_SESSION", "VTE_VERSION", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    async with wizard() as (app, pilot):
        app.copy_to_clipboard("hunter2hunter2")
        for step in ([], ["pagedown"]):
            await pilot.press(*step, "ctrl+v")
            await until(pilot, lambda: "This terminal pastes with Shift+Insert" in told(app))
            app.clear_notifications()
        assert app.draft.answers == {}, "the review may have copied a password"


@pytest.mark.long
async def test_ctrl_v_pastes_what_was_cut_in_a_field_but_no_secret() -> None:
    async with wizard() as (app, pilot):
        await pilot.press(*"office", "shift+home", "ctrl+x", "tab", "ctrl+v")
        await until(pilot, lambda: app.draft.get(("user_name",)) == "office")
        assert ("connection_name",) not in app.draft.answers
        await pilot.press("tab", *"hunter2x", "ctrl+s", "shift+home", "ctrl+c", "shift+tab")
        await pilot.press("shift+tab", "ctrl+v")
        await until(pilot, lambda: "This terminal pastes with" in told(app))
        assert ("connection_name",) not in app.draft.answers


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "Shift+Insert, Ctrl+Shift+V or Shift+middle mouse button; on a Mac Cmd+V"),
        ({"TERM_PROGRAM": "iTerm.app"}, "Cmd+V"),
        (
            {"TERM_PROGRAM": "tmux", "LC_TERMINAL": "iTerm2", "TMUX": "/x"},
            "tmux copied: its prefix",
        ),
        ({"WT_SESSION": "1"}, "Ctrl+Shift+V or the right mouse button"),
        ({"VTE_VERSION": "7600", "STY": "1"}, "Ctrl+Shift+V; what screen copied: its prefix"),
        ({"TERM": "linux"}, "gpm"),
    ],
)
def test_the_ways_to_paste_follow_the_terminal(environ: dict[str, str], words: str) -> None:
    assert words in ways_to_paste(environ)
