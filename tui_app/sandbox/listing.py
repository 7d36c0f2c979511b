"""Read the query of a list request: filters, order and page, with the API's limits."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

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


def wanted_text(query: Query, parameter: str, shortest: int = 0) -> str:
    """Return the text of the filter `parameter`, "" if the query has none.

    A text of fewer than `shortest` characters is refused.
    """
    text = query.get(parameter)
    if text is not None and len(text) < shortest:
        raise refusal(400, "10015", f"needs at least {shortest} characters", parameter=parameter)
    return text or ""


def containing(items: Sequence[Item], member: str, text: str) -> list[Item]:
    """Return the items whose `member` contains `text`, in any case."""
    return [item for item in items if text.casefold() in str(item[member]).casefold()]


def equal(items: Sequence[Item], query: Query, member: str) -> list[Item]:
    """Return the items whose `member` is the text of `filter[member]`; all if there is none."""
    text = query.get(f"filter[{member}]")
    return [item for item in items if text is None or item[member] == text]


def order(query: Query, members: Iterable[str], default: str) -> tuple[str, bool]:
    """Return what `sort` names: one of `members`, and whether descending, told by a `-`."""
    members = tuple(members)
    sort = query.get("sort", default)
    member = sort.removeprefix("-")
    if member not in members:
        raise refusal(
            400,
            "10015",
            f"must be {', '.join(members)}, or one of them after a -, not {quoted(sort)}",
            parameter="sort",
        )
    return member, sort != member


def sorted_by(
    items: Sequence[Item], query: Query, members: Sequence[str], default: str
) -> list[Item]:
    """Return the items in the order of `sort`, see `order`.

    `items` must come in the order of their creation. Equal items stay in that order, or in its
    reverse if descending.
    """
    member, descending = order(query, members, default)
    ascending = sorted(items, key=by(member))
    return ascending[::-1] if descending else ascending


class Page(NamedTuple):
    """Which page of a list: its number, from 1, and how many items it holds."""

    number: int
    size: int

    @property
    def start(self) -> int:
        """The place of its first item in the list, from 0."""
        return (self.number - 1) * self.size

    def reply(self, items: Iterable[Item], total: int) -> dict[str, Json]:
        """Return the reply of a list: the items of this page, and the totals."""
        return {
            "data": list(items),
            "meta": {
                "page_number": self.number,
                "page_size": self.size,
                "total_pages": -(-total // self.size),
                "total_results": total,
            },
        }


def page(query: Query, default_size: int) -> Page:
    """Return the page of `page[number]` and `page[size]`."""
    return Page(
        _whole(query, "page[number]", 1, 10**9),
        _whole(query, "page[size]", default_size, LARGEST_PAGE),
    )


def paged(items: Sequence[Item], query: Query, default_size: int) -> dict[str, Json]:
    """Return the reply of a list whose items are all known."""
    asked = page(query, default_size)
    return asked.reply(items[asked.start : asked.start + asked.size], len(items))


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
