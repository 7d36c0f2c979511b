"""A long list in lines: some rows at a time, picked by number, searched by any other text."""

import pytest

from tests.support.linear import Said, run
from tests.support.many import ALL, SHOW, Source
from tui_app.core.actions import ACTIONS, Action
from tui_app.core.table import Browsing, Picked, Row, RowAction
from tui_app.flows.ui import UI

REGISTER = RowAction("register", "r", "ask")
picked: list[Picked | None] = []
browsing: Browsing
leaves = False


async def offices(ui: UI, rest: str = "") -> None:
    """Shows the list of the test."""

    async def act(each: Picked) -> bool:
        picked.append(each)
        browsing.replace(Row(each.rows[0].key, ("changed", "x")))
        return not leaves

    picked.append(await ui.browse(browsing, act if len(browsing.table.actions) > 1 else None))


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    flow = "tests.line.test_browsing:offices"
    made_up = Action("offices", "Offices", typed=True, flow=flow)
    monkeypatch.setattr("tui_app.line.commands.ACTIONS", [*ACTIONS, made_up])
    picked.clear()


def typed(source: Source, *lines: str, actions: tuple[RowAction, ...] = ()) -> Said:
    global browsing
    browsing = Browsing(source.table(*actions, marks=bool(actions)))
    return run("/offices", *lines)


def test_twenty_rows_are_said_and_the_next_ones_on_request() -> None:
    source = Source(100, size=30)
    said = typed(source, "more", "more", "")
    assert said.text.count("office 000") == 50
    assert "1 office 00000, user name user0" in said.text
    assert "20 office 00019, user name user19 30 of 100 read." in said.text
    assert "A number, more, text to search, or nothing to close the list:" in said.text
    assert source.asked == [("", 1), ("", 2)]
    assert picked == [None]


def test_a_number_picks() -> None:
    typed(Source(100, size=30), "7")
    assert [each.rows[0].key for each in picked if each] == ["6"]


@pytest.mark.parametrize("number", ["21", "1 99999"])
def test_a_number_that_was_not_said_picks_nothing(number: str) -> None:
    assert "Error: must be a number from 1 to 20." in typed(Source(100, size=30), number, "").text
    assert picked == [None]


def test_a_number_picks_nothing_if_nothing_is_found() -> None:
    said = typed(Source(5), "no such office", "1", "")
    assert "Error: there are no rows to choose from." in said.text
    assert picked == [None]


def test_text_searches_and_all_shows_all_again() -> None:
    source = Source(1000, size=100, shortest=3)
    said = typed(source, "0099", "2", actions=())
    assert "11 found: every name, all else in the 100 read." in said.text
    assert "2 office 00990, user name user990" in said.text
    assert [each.rows[0].key for each in picked if each] == ["990"]
    said = typed(source, "nowhere", "all", "")
    assert "Nothing is found by that. 0 found: every name, all else in the 100 read." in said.text
    assert said.text.count("1 office 00000") == 2


def test_a_page_that_fails_is_said_and_more_tries_again() -> None:
    source = Source(60, size=30)
    source.fails = {("", 2)}

    def mend(_: object) -> str:
        source.fails.clear()
        return "more"

    global browsing
    browsing = Browsing(source.table())
    said = run("/offices", "more", "more", mend, "")
    assert "Error: The API did not answer. more tries again." in said.text
    assert source.asked == [("", 1), ("", 2), ("", 2)]
    assert "60 office 00059" not in said.text
    assert "31 office 00030" in said.text


def test_with_several_actions_one_is_asked_for_and_what_changed_is_said() -> None:
    said = typed(Source(5), "2", "2", "3", "", "", actions=(SHOW, REGISTER, ALL))
    assert "office 00001: 1 show 2 ask 3 all" in said.text
    assert [each.action.name if each else None for each in picked] == ["register", None]
    assert "2 changed, user name x" in said.text


def test_several_numbers_are_for_an_action_on_several() -> None:
    said = typed(Source(5), "1, 3 3", "1", "", actions=(SHOW, REGISTER, ALL))
    assert "2 rows: 1 all" in said.text
    assert [[row.key for row in each.rows] for each in picked if each] == [["0", "2"]]
    said = typed(Source(5), "1 2", "", actions=(SHOW, REGISTER))
    assert "Error: only one row can be chosen." in said.text


def test_an_empty_list_closes_by_itself() -> None:
    assert "There are no offices." in typed(Source(0)).text
    assert picked == [None]
