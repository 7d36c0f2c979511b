"""The declared actions: each can be done wherever it is said to be, and the table of keys has its
key.
"""

import re
from pathlib import Path

import pytest

from tests.readme import CONTRIBUTING, KEYS, key_table, redrawn
from tui_app.core.actions import ACTIONS, Action, Where, action
from tui_app.flows.ui import flow_of
from tui_app.line.commands import RUN, WHEN, commands
from tui_app.tui.app import WizardApp
from tui_app.tui.bindings import HANDLERS, handler, key_names, manual_text
from tui_app.tui.screens.outcome import CreatedScreen
from tui_app.tui.screens.review import ReviewScreen
from tui_app.tui.screens.step import StepScreen

SCREENS: dict[Where, type] = {
    "anywhere": WizardApp,
    "step": StepScreen,
    "review": ReviewScreen,
    "created": CreatedScreen,
}
NAMES = [each.name for each in ACTIONS]


def test_each_has_a_name_of_its_own_and_is_reached_by_key_or_command() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(each.keys or each.typed for each in ACTIONS)
    with pytest.raises(KeyError):
        action("no such")


@pytest.mark.parametrize("each", ACTIONS, ids=NAMES)
def test_its_handler_is_there_on_each_screen_that_has_its_key(each: Action) -> None:
    for where in each.keys:
        owner, _, method = handler(each).rpartition(".")
        cls = WizardApp if owner == "app" else SCREENS[where]
        assert hasattr(cls, f"action_{method.partition('(')[0]}"), where


@pytest.mark.parametrize(
    "each", [each for each in ACTIONS if each.flow], ids=lambda each: each.name
)
def test_its_flow_can_be_loaded(each: Action) -> None:
    assert callable(flow_of(each))


def test_nothing_is_declared_for_what_is_no_action() -> None:
    assert set(HANDLERS) <= set(NAMES)
    assert set(RUN) | set(WHEN) <= set(commands())


def test_no_key_has_two_meanings_on_a_screen() -> None:
    for where in SCREENS:
        keys = [key for each in ACTIONS for key in each.keys.get(where, "").split(",") if key]
        assert len(set(keys)) == len(keys), where


@pytest.mark.parametrize(
    "each", [each for each in ACTIONS if each.keys], ids=lambda each: each.name
)
def test_the_table_of_keys_tells_its_key(each: Action) -> None:
    table = key_table()
    for keys in each.keys.values():
        assert re.search(rf"^\| {re.escape(key_names(keys))}( or [^|]+)? \|", table, re.MULTILINE)


@pytest.mark.parametrize("file", [KEYS, CONTRIBUTING], ids=lambda file: file.name)
def test_the_documents_have_what_is_made_as_it_is_made(file: Path) -> None:
    """Redrawn by `python -m tests.readme`."""
    assert redrawn(file) == file.read_text("utf-8")


def test_a_new_action_gets_its_row_and_its_line_in_the_help(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made_up = Action("wave", "Wave", manual="wave at `all`", keys={"review": "w,ctrl+w"})
    monkeypatch.setattr("tui_app.core.actions.ACTIONS", [*ACTIONS, made_up])
    assert "| w or Ctrl+W | wave at `all` |" in key_table()
    assert re.search(r"^w or Ctrl\+W +wave at all$", manual_text("review", 70), re.MULTILINE)
