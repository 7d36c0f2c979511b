"""Read the query of a list request: filters, order and page, with the API's limits."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tui_app.sandbox.refusal import refusal
from tui_app.text.document import Json
from tui_app.text.escape import quoted

Query = Mapping[str, str]
Item = dict[str, Json]

LARGEST_PAGE: Final = 250

Order = Callable[[Item], Any]


def by(name: str) -> Order:
    """Return the sort key for a field: texts in any case, false before true, null first."""

    def key(item: Item) -> tuple[bool, bool | int | float | str]:
        value = item[name]
        if isinstance(value, str):
            return True, value.casefold()
        return (True, value) if isinstance(value, int | float) else (False, 0)

    return key


def containing(items: Sequence[Item], query: Query, member: str, shortest: int = 0) -> list[Item]:
    """Return the items whose `member` contains the text of `filter[member][contains]`, in any case.

    Without that filter all are returned. A text of fewer than `shortest` characters is refused.
    """
    parameter = f"filter[{member}][contains]"
    text = query.get(parameter)
    if text is None:
        return list(items)
    if len(text) < shortest:
        raise refusal(400, "10015", f"needs at least {shortest} characters", parameter=parameter)
    return [item for item in items if text.casefold() in str(item[member]).casefold()]


def equal(
    items: Sequence[Item], query: Query, parameter: str, value: Callable[[Item], Json]
) -> list[Item]:
    """Return the items whose `value` is the text of `parameter`; all if the query has none."""
    text = query.get(parameter)
    return [item for item in items if text is None or value(item) == text]


def sorted_by(
    items: Sequence[Item], query: Query, members: Sequence[str], default: str
) -> list[Item]:
    """Return the items in the order of `sort`: one of `members`, `-` for descending.

    `items` must come in the order of their creation. Equal items stay in that order, or in its
    reverse if descending.
    """
    sort = query.get("sort", default)
    member = sort.removeprefix("-")
    if member not in members:
        raise refusal(
            400,
            "10015",
            f"must be {', '.join(members)}, or one of them after a -, not {quoted(sort)}",
            parameter="sort",
        )
    ascending = sorted(items, key=by(member))
    return ascending if sort == member else ascending[::-1]


def paged(items: Sequence[Item], query: Query, default_size: int) -> dict[str, Json]:
    """Return the reply of a list: the page of `page[number]` and `page[size]`, and the totals."""
    number = _whole(query, "page[number]", 1, 10**9)
    size = _whole(query, "page[size]", default_size, LARGEST_PAGE)
    shown: list[Json] = list(items[(number - 1) * size : number * size])
    pages = -(-len(items) // size)
    return {
        "data": shown,
        "meta": {
            "page_number": number,
            "page_size": size,
            "total_pages": pages,
            "total_results": len(items),
        },
    }


def _whole(query: Query, parameter: str, default: int, highest: int) -> int:
    text = query.get(parameter)
    if text is None:
        return default
    if not re.fullmatch("[0-9]{1,10}", text) or not 1 <= int(text) <= highest:
        raise refusal(
            400,
            "10033",
            f"must be a whole number from 1 to {highest}, not {quoted(text)}",
            parameter=parameter,
        )
    return int(text)
