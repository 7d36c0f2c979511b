"""Leave out what a format cannot say, and name it."""

from collections.abc import Callable, Mapping

from tui_app.exports.plan import Secret
from tui_app.settings.problem import Path
from tui_app.text.document import Json
from tui_app.text.escape import shortened

Body = Mapping[str, "Json | Secret"]


def sayable(
    body: Body, cannot: Callable[[Json], bool]
) -> "tuple[dict[str, Json | Secret], list[str]]":
    """Return what of `body` can be said, and the names of the rest, safe to show.

    `cannot` judges one value without others in it. A list is left out as a whole.
    """
    names: list[str] = []

    def part(values: Body, parent: Path) -> "dict[str, Json | Secret]":
        kept: dict[str, Json | Secret] = {}
        for name, value in values.items():
            path = (*parent, name)
            if isinstance(value, dict):
                inner = part(value, path)
                if inner or not value:
                    kept[name] = inner  # type: ignore[assignment]
            elif isinstance(value, Secret) or not _holds(value, cannot):
                kept[name] = value
            else:
                names.append(shortened(".".join(path), 60))
        return kept

    return part(body, ()), names


def _holds(value: Json, cannot: Callable[[Json], bool]) -> bool:
    if isinstance(value, list):
        return any(_holds(item, cannot) for item in value)
    if isinstance(value, dict):
        return any(_holds(item, cannot) for item in value.values())
    return cannot(value)
