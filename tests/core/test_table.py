"""A list that is read page by page: what is read when, what is found, and what is said of it."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.many import ALL, SHOW, Source
from tui_app.core.table import NOT_FOUND, READING, Browsing, Column, Row, fitting


async def read(browsing: Browsing, least: int, *, further: bool = False) -> None:
    while job := browsing.next(least, further=further):
        await browsing.read(job)


async def opened(source: Source, least: int = 1) -> Browsing:
    browsing = Browsing(source.table())
    await read(browsing, least)
    return browsing


async def test_no_page_is_read_before_it_is_needed() -> None:
    source = Source(35)
    browsing = Browsing(source.table())
    assert (browsing.counted, browsing.ending) == ("0 read", READING)
    await read(browsing, 10)
    assert (source.asked, len(browsing.rows)) == ([("", 1)], 10)
    assert (browsing.counted, browsing.ending) == ("10 of 35 read", "")
    await read(browsing, 11)
    assert source.asked == [("", 1), ("", 2)]
    await read(browsing, 1000)
    assert (len(source.asked), browsing.counted) == (4, "all 35 read")
    assert browsing.next(1000) is None


async def test_nothing_there_is_said() -> None:
    browsing = await opened(Source(0))
    assert browsing.is_empty
    assert browsing.ending == "There are no offices."


async def test_a_row_that_moved_to_the_next_page_is_shown_once_in_its_place() -> None:
    source = Source(20)
    browsing = await opened(source)
    source.rows.insert(0, Row("new", ("office new", "x")))
    await read(browsing, 20)
    assert [row.key for row in browsing.rows] == [str(number) for number in range(20)]


async def test_a_page_that_fails_keeps_what_was_read_and_is_read_again_on_request() -> None:
    source = Source(30)
    source.fails = {("", 2)}
    browsing = await opened(source, 15)
    assert len(browsing.rows) == 10
    assert browsing.ending == "The API did not answer."
    assert browsing.next(30) is None, "not again by itself"
    source.fails.clear()
    browsing.retry()
    await read(browsing, 15)
    assert len(browsing.rows) == 20
    assert source.asked == [("", 1), ("", 2), ("", 2)]


async def test_without_trouble_trying_again_begins_anew() -> None:
    source = Source(30)
    browsing = await opened(source, 20)
    browsing.mark(browsing.rows[0])
    browsing.retry()
    assert (browsing.rows, browsing.marked) == ([], {})
    await read(browsing, 1)
    assert len(browsing.rows) == 10


async def test_what_was_read_is_searched_at_once_in_every_column() -> None:
    source = Source(100, shortest=3)
    browsing = await opened(source)
    browsing.find("USER7")
    assert [row.key for row in browsing.rows] == ["7"]
    browsing.find("7")
    assert [row.key for row in browsing.rows] == ["7"]
    assert browsing.counted == "1 found in the 10 read; 3 characters search every name"
    await read(browsing, 10)
    assert source.asked == [("", 1)], "too short to ask for"


async def test_the_rest_is_searched_by_the_source() -> None:
    source = Source(100, shortest=3)
    browsing = await opened(source)
    browsing.find("0009")
    assert len(browsing.rows) == 1
    assert browsing.counted == "1 found so far"
    await read(browsing, 20)
    assert source.asked == [("", 1), ("0009", 1), ("0009", 2)]
    assert [row.key for row in browsing.rows] == ["9", *map(str, range(90, 100))]
    assert browsing.counted == "11 found: every name, all else in the 10 read"
    browsing.find("00097")
    assert browsing.next(20) is None, "a narrower search than one that is complete"
    assert [row.key for row in browsing.rows] == ["97"]
    browsing.find("nowhere")
    await read(browsing, 20)
    assert browsing.ending == NOT_FOUND
    browsing.find("")
    assert len(browsing.rows) == 10


async def test_the_user_can_have_more_read_than_a_search_finds() -> None:
    source = Source(30, shortest=3)
    browsing = await opened(source)
    browsing.find("user25")
    await read(browsing, 20)
    assert browsing.rows == []
    for _ in range(2):
        await read(browsing, len(browsing.rows) + 1, further=True)
    assert [row.key for row in browsing.rows] == ["25"]
    assert source.asked[2:] == [("", 2), ("", 3)]


async def test_a_source_that_cannot_search_is_read_until_enough_is_found() -> None:
    source = Source(100)
    browsing = await opened(source)
    browsing.find("office 0003")
    await read(browsing, 5)
    assert [row.key for row in browsing.rows] == [str(number) for number in range(30, 40)]
    assert source.asked == [("", number) for number in range(1, 5)]
    assert browsing.counted == "10 found in the 40 read"


async def test_an_answer_that_comes_after_the_list_was_begun_anew_is_dropped() -> None:
    source = Source(50)
    source.gate = asyncio.Event()
    browsing = Browsing(source.table())
    job = browsing.next(5)
    assert job is not None
    reading = asyncio.create_task(browsing.read(job))
    await asyncio.sleep(0)
    browsing.begin_anew()
    source.gate.set()
    await reading
    assert browsing.rows == []
    assert browsing.next(5) == job


async def test_marks_are_what_an_action_on_several_gets() -> None:
    browsing = await opened(Source(10))
    first, second, *_ = browsing.rows
    assert browsing.picked(ALL, first) == (ALL, (first,))
    for row in (first, second):
        browsing.mark(row)
    assert browsing.counted == "all 10 read; 2 marked"
    assert browsing.picked(ALL, browsing.rows[5]) == (ALL, (first, second))
    assert browsing.picked(SHOW, second) == (SHOW, (second,)), "one at a time"
    browsing.mark(first)
    assert browsing.marked == {second.key: second}
    assert browsing.picked(SHOW, None) is None


async def test_a_changed_row_is_shown_and_a_deleted_one_is_not() -> None:
    browsing = await opened(Source(20))
    browsing.mark(browsing.rows[1])
    browsing.replace(Row("1", ("renamed", "x")))
    assert browsing.rows[1].cells[0] == browsing.marked["1"].cells[0] == "renamed"
    browsing.remove("1")
    assert [row.key for row in browsing.rows][:2] == ["0", "2"]
    assert browsing.counted == "9 of 19 read"


COLUMNS = st.lists(
    st.builds(Column, st.just("x"), st.integers(4, 40), st.integers(0, 5)), min_size=1, max_size=8
)


@given(COLUMNS, st.integers(20, 200))
def test_columns_fit_and_the_first_to_leave_goes_first(columns: list[Column], room: int) -> None:
    kept = fitting(columns, room)
    numbers = [number for number, _ in kept]
    assert numbers == sorted(numbers)
    gone = [column for number, column in enumerate(columns) if number not in numbers]
    assert all(column.leave for column in gone)
    left = [columns[number] for number in numbers]
    assert max((each.leave for each in left), default=0) <= min(
        (each.leave for each in gone), default=9
    )
    if any(column.leave for column in left):
        assert sum(cells + 2 for _, cells in kept) - 2 == room


@pytest.mark.parametrize(("room", "shown"), [(80, [0, 1, 2]), (40, [0, 1]), (20, [0])])
def test_a_narrow_terminal_has_the_first_columns(room: int, shown: list[int]) -> None:
    columns = [Column("a", 18), Column("b", 12, 1), Column("c", 12, 2)]
    assert [number for number, _ in fitting(columns, room)] == shown
