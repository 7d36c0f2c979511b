"""Keys of a field or a list, which are no action, for the tables of keys."""

from typing import Final, NamedTuple

from tui_app.core.actions import Where


class FieldKeys(NamedTuple):
    """Keys of a field or a list, which are no action: as people write them, and what they do."""

    where: Where
    keys: str
    manual: str


FIELD_KEYS: Final = [
    FieldKeys(
        "step",
        "Tab, Shift+Tab",
        "next and previous field, also across steps; Enter in a text field does the same as Tab",
    ),
    FieldKeys("step", "Up, Down", "next and previous field of this step"),
    FieldKeys("step", "Left, Right, Space, a letter", "change a choice or a switch"),
    FieldKeys("review", "Enter", "edit the answer under the cursor; Ctrl+R comes back"),
    FieldKeys("anywhere", "Escape", "close what is on top, or a message"),
    FieldKeys("anywhere", "Ctrl+V", "say how this terminal pastes"),
]
