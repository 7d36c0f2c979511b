"""Read what is on a page: the code block that is meant, with the signs that a program reads."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from tui_app.readers.copied import CURLY, straight
from tui_app.readers.reading import Reading, Unfit
from tui_app.text.document import Json, UnreadableDocument

Read: TypeAlias = Callable[[str], list[Reading]]
OTHER_BLOCKS: Final = "Left out the other code blocks of the page."
MENDED: Final = "Typographic quotes, dashes and spaces were read as plain ones."


def first_readable(parts: Sequence[str], read: Read) -> list[Reading]:
    """Return what `read` makes of the first part that it can read.

    Raises what it raises for the first part if there is none.
    """
    failed: Unfit | UnreadableDocument | None = None
    for part in parts:
        try:
            made = _mended(part, read)
        except (Unfit, UnreadableDocument) as error:
            failed = failed or error
            continue
        return _noted(made, OTHER_BLOCKS) if len(parts) > 1 else made
    raise failed or Unfit("it is empty")


def _mended(text: str, read: Read) -> list[Reading]:
    """Read a text; with plain signs for those of a web page if more can be read then."""
    mended = straight(text)
    if mended == text:
        return read(text)
    try:
        made = read(text)
        if made[0].form in ("json", "reply"):
            # Sound JSON has its own quotes: other signs are a part of its values.
            return made
    except (Unfit, UnreadableDocument):
        made = []
    try:
        better = read(mended)
    except (Unfit, UnreadableDocument):
        if not made:
            raise
        return made
    return made if _size(made) >= _size(better) else _noted(better, MENDED)


def _noted(made: list[Reading], note: str) -> list[Reading]:
    return [replace(reading, notes=(*reading.notes, note)) for reading in made]


def _size(made: list[Reading]) -> int:
    """Return how many answers were read; one with typographic quotes around it counts for none."""
    waiting: list[Json] = [reading.document for reading in made]
    size = 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        else:
            size += not (isinstance(value, str) and value.lstrip().startswith(CURLY))
    return size
