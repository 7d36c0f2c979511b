"""Wrap text for reading: between words, and with no single word alone on the last line."""

from collections.abc import Callable
from typing import Final

from rich.cells import cell_len

_MOST_LOST: Final = 24
"""Cells by which a paragraph becomes narrower at most, so that its last line gets a second word."""


def without_lonely_word(wrap: Callable[[int], list[str]], width: int) -> list[str]:
    """Return what `wrap` makes of a paragraph at `width`, or a little narrower.

    It is narrower if its last line has one word and another width gives it more in as many lines.
    """
    lines = wrap(width)
    if len(lines) < 2 or " " in lines[-1].strip():
        return lines
    for narrower in range(width - 1, max(width - _MOST_LOST, width // 2), -1):
        found = wrap(narrower)
        if len(found) > len(lines):
            break
        if " " in found[-1].strip():
            return found
    return lines


def wrapped(text: str, width: int) -> list[str]:
    """Break one paragraph into lines of at most `width` cells. A longer word keeps its line."""
    lines, line, cells = list[str](), "", 0
    for word in text.split(" "):
        size = cell_len(word)
        if line and cells + 1 + size > width:
            lines.append(line)
            line, cells = word, size
        elif line:
            line, cells = f"{line} {word}", cells + 1 + size
        else:
            line, cells = word, size
    return [*lines, line]


def balanced(text: str, width: int) -> str:
    """Return `text` with line feeds where its paragraphs break at `width` cells.

    A paragraph that fits, is indented or has a word wider than `width` stays as it is.
    """
    return "\n".join(_balanced(part, width) for part in text.split("\n"))


def _balanced(part: str, width: int) -> str:
    if cell_len(part) <= width or part.startswith(" ") or "  " in part or width < 1:
        return part
    if any(cell_len(word) > width for word in part.split(" ")):
        return part
    return "\n".join(without_lonely_word(lambda room: wrapped(part, room), width))
