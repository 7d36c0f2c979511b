"""The README's table of keys, made from the declared actions: `python -m tests.readme` redraws
it.
"""

import re
from typing import Final

from tests.support.paths import ROOT
from tui_app.core.actions import Where
from tui_app.tui.bindings import manual

README = ROOT / "README.md"
SCREENS: Final[dict[Where, str]] = {
    "step": "On a step",
    "review": "On the review, also",
    "created": "After a creation, also",
    "anywhere": "Anywhere",
}
_BEGIN, _END = "<!-- made by python -m tests.readme -->\n", "<!-- end -->\n"


def key_table() -> str:
    """Return the keys of every screen as a Markdown table, what they do said once."""
    lines, seen = ["| key | does |", "| --- | --- |"], set[tuple[str, str]]()
    for where, title in SCREENS.items():
        lines.append(f"| **{title}** | |")
        for keys, words in manual(where):
            first = (keys.partition(" or ")[0], words)
            if first not in seen:
                seen.add(first)
                lines.append(f"| {keys} | {words} |")
    return "\n".join([*lines, ""])


def with_table(readme: str) -> str:
    """Return the README with the table in it. Raises `ValueError` if there is no room for it."""
    changed, count = re.subn(
        f"{_BEGIN}.*?{_END}",
        lambda _: f"{_BEGIN}\n{key_table()}\n{_END}",
        readme,
        flags=re.DOTALL,
    )
    if count != 1:
        raise ValueError(f"{README} has {count} places for a table of keys")
    return changed


if __name__ == "__main__":
    README.write_text(with_table(README.read_text()))
