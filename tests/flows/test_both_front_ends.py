"""An action and its conversation are written once: ones that the product does not have work in both
front ends.
"""

from collections.abc import Iterator

import pytest

from tests.support.fake_ui import FakeUI
from tests.support.linear import run
from tests.support.wizard import armed, one_line, until, wizard
from tui_app.api.target import SANDBOX
from tui_app.core.actions import ACTIONS, Action
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.flows.ui import UI, Option, Question
from tui_app.tui.bindings import bindings

NAME = ("connection_name",)
CHRISTEN = Action(
    "christen",
    "Name it after a city",
    keys={"anywhere": "f9"},
    typed=True,
    flow="tests.flows.test_both_front_ends:christen",
)


async def christen(ui: UI, rest: str = "") -> None:
    """Names the connection after a city and a number."""
    cities = ["berlin", "paris"]
    city = await ui.choose("City", [Option(city.capitalize()) for city in cities])
    number = await ui.ask("Number", "Two digits") if city is not None else None
    if city is None or number is None:
        return
    name = f"{cities[city]}-{number}"
    question = Question(title="Take it?", text=f"It will be {name}.", yes="Take it", no="Leave it")
    if await ui.confirm(question):
        ui.wizard.draft.set(NAME, name)
        ui.changed([NAME])
        await ui.notify(f"It is called {name} now.")


@pytest.fixture
def declared() -> Iterator[None]:
    ACTIONS.append(CHRISTEN)
    yield
    ACTIONS.remove(CHRISTEN)


@pytest.mark.usefixtures("declared")
async def test_on_the_screen_it_is_found_by_name_and_run() -> None:
    async with wizard() as (app, pilot):
        await pilot.press("ctrl+p")
        await pilot.press(*"city", "enter")
        await armed(pilot)
        await pilot.press("p", "enter")
        await until(pilot, lambda: "Two digits" in one_line(app))
        await pilot.press("0", "7", "enter")
        await armed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "It is called paris-07 now." in one_line(app))
        assert app.draft.get(NAME) == "paris-07"


@pytest.mark.usefixtures("declared")
def test_it_has_its_key_on_the_screen() -> None:
    [made] = [each for each in bindings("anywhere") if "f9" in str(each)]
    assert "app.start('christen')" in str(made)


@pytest.mark.usefixtures("declared")
def test_in_lines_it_is_listed_and_run() -> None:
    said = run("?", "/christen", "2", "07", "yes")
    assert "/christen: Name it after a city" in said.text
    assert "2 Paris" in said.text
    assert "Type yes to take it, no to leave it:" in said.text
    assert "It is called paris-07 now." in said.text
    assert said.draft.get(NAME) == "paris-07"


async def test_in_tests() -> None:
    ui = FakeUI(Draft(), Session(SANDBOX), 1, "07", True)
    await christen(ui)
    assert ui.wizard.draft.get(NAME) == "paris-07"
    assert ui.left == []
