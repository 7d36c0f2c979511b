"""Measure text in the cells of the terminal."""

from rich.cells import cell_len, set_cell_size


def clipped(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells.

    Fill it with blanks, or cut it and mark the cut with three dots.
    """
    if cell_len(text) <= width or width < 4:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 3).rstrip() + "...", width)
