"""Which cases run every day of a test whose cases together are dear. `--whole` runs them all.

The marker `sampled` stands on such a test; `python -m tests.campaigns sampled` runs each whole.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")


def covering(cases: Sequence[Mapping[str, object]]) -> set[int]:
    """Choose so few cases that each value of each argument is in one, and each in about as many.

    A case is what stands for the value of each argument. Its number is returned.
    """
    chosen: set[int] = set()
    used: dict[tuple[str, object], int] = {}
    missing = {value for case in cases for value in case.items()}
    while missing:
        rank = [
            (-len(missing & case.items()), sum(used.get(value, 0) for value in case.items()), place)
            for place, case in enumerate(cases)
        ]
        place = min(rank)[2]
        chosen.add(place)
        missing -= cases[place].items()
        for value in cases[place].items():
            used[value] = used.get(value, 0) + 1
    return chosen or set(range(len(cases)))


def spaced(cases: Sequence[T], every: int, kind: Callable[[T], object] = bool) -> set[int]:
    """Choose each `every`-th case, and the first of each kind. Their numbers are returned."""
    kinds: set[object] = set()
    chosen: set[int] = set()
    for place, case in enumerate(cases):
        if place % every == 0 or kind(case) not in kinds:
            chosen.add(place)
        kinds.add(kind(case))
    return chosen


def some(
    cases: Collection[T], every: int, kind: Callable[[T], object] = bool, *, whole: bool
) -> list[T]:
    """Give all cases if they run whole; else each `every`-th, and the first of each kind."""
    listed = list(cases)
    chosen = set(range(len(listed))) if whole else spaced(listed, every, kind)
    return [case for place, case in enumerate(listed) if place in chosen]


def fewer(divisor: int) -> settings:
    """Look at so much fewer examples than the profile says. A campaign still looks at far more."""
    return settings(max_examples=max(1, settings().max_examples // divisor))
