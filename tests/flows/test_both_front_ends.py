"""A conversation is written once: one that the product does not have runs on the screen, in lines and in tests."""

from tests.support.fake_ui import FakeUI
from tests.support.linear import run
from tests.support.wizard import armed, one_line, until, wizard
from tui_app.api.target import SANDBOX
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.flows.ui import UI, Option, Question, run_now
from tui_app.line.commands import COMMANDS, Command
from tui_app.line.ui import LineUI
from tui_app.line.wizard import Effect, Linear

NAME = ("connection_name",)


async def christen(ui: UI) -> None:
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


async def test_on_the_screen() -> None:
    async with wizard() as (app, pilot):
        assert app.begin_flow(lambda: christen(app.ui))
        await armed(pilot)
        await pilot.press("p", "enter")
        await until(pilot, lambda: "Two digits" in one_line(app))
        await pilot.press("0", "7", "enter")
        await armed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "It is called paris-07 now." in one_line(app))
        assert app.draft.get(NAME) == "paris-07"


def test_in_lines() -> None:
    def obey(linear: Linear, rest: str) -> Effect:
        run_now(christen(LineUI(linear)))
        return "nothing"

    COMMANDS["christen"] = Command("", "names it after a city", obey)
    try:
        said = run("/christen", "2", "07", "yes")
    finally:
        del COMMANDS["christen"]
    assert "2 Paris" in said.text
    assert "Type yes to take it, no to leave it:" in said.text
    assert "It is called paris-07 now." in said.text
    assert said.draft.get(NAME) == "paris-07"


async def test_in_tests() -> None:
    ui = FakeUI(Draft(), Session(SANDBOX), 1, "07", True)
    await christen(ui)
    assert ui.wizard.draft.get(NAME) == "paris-07"
    assert ui.left == []
