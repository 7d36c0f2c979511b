"""Text measured in the terminal's cells."""

from rich.cells import cell_len, set_cell_size


def clipped(text: str, width: int) -> str:
    """`text` in exactly `width` cells: filled with blanks, or cut and the cut marked by three dots."""
    if cell_len(text) <= width or width < 4:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 3).rstrip() + "...", width)
