"""Find user-perceived characters: grapheme clusters of code points (Unicode annex 29)."""

from collections.abc import Iterator
from itertools import takewhile


def boundary_before(text: str, offset: int) -> int:
    """Return the last cluster boundary of `text` at or before `offset`. Both count code points."""
    if offset <= 0 or text.isascii():
        return offset
    return max(_boundaries(text, offset), default=0)


def boundary_after(text: str, offset: int) -> int:
    """Return the first cluster boundary of `text` at or after `offset`, at most its length."""
    if offset <= 0 or offset >= len(text) or text.isascii():
        return offset
    # The last cluster that begins before `offset` reaches it, or beyond.
    import regex

    cluster = regex.compile(r"\X").match(text, boundary_before(text, offset - 1))
    return cluster.end() if cluster else offset


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each cluster of `text` begins and ends, in code points."""
    import regex  # 40 ms, only if a text is not ASCII

    for cluster in regex.finditer(r"\X", text):
        yield cluster.span()


def _boundaries(text: str, last: int) -> list[int]:
    """Return the boundaries up to `last`. 0 and the length of the text are boundaries."""
    return [0, *takewhile(lambda end: end <= last, (end for _, end in clusters(text)))]
