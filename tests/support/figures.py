"""Figures of a benchmark in words, and the table of them."""

from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """A line of the table."""

    what: str
    ours: str
    reference: str = ""
    ratio: str = ""
    aim: str = ""


def milliseconds(seconds: float) -> str:
    """Seconds in words."""
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.02 else f"{seconds * 1000:.1f} ms"


def sized(number: float) -> str:
    """Bytes in words."""
    return f"{number / 1000:.1f} KB" if number >= 2000 else f"{number:.0f} B"


def mebibytes(number: float) -> str:
    """Bytes of memory in words."""
    return f"{number / 2**20:.1f} MiB"


def compared(
    what: str,
    pair: tuple[float, float],
    aim: str = "",
    show: Callable[[float], str] = milliseconds,
) -> Row:
    """A row of our figure and its reference."""
    ours, reference = pair
    return Row(
        what, show(ours), show(reference), f"{ours / reference:.2f}" if reference else "", aim
    )


def table(rows: list[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| measured | wizard | reference | ratio | aim |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"
