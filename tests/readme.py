"""What is made of the code in the documents: `python -m tests.readme` redraws it.

The table of keys in `tests/results/keys.md` comes from the declared actions, the list of modules in
CONTRIBUTING from the first line of each docstring, the manual page from the command line.
"""

import ast
import re
from pathlib import Path
from typing import Final

from tests.man_page import MAN_PAGE, man_page
from tests.support.paths import RESULTS, ROOT
from tui_app.core.actions import Where
from tui_app.tui.bindings import manual

KEYS, CONTRIBUTING = RESULTS / "keys.md", ROOT / "CONTRIBUTING.md"
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


def module_list() -> str:
    """Return every module of the product with the first line of its docstring, room by room."""
    rooms: dict[str, list[str]] = {}
    for file in sorted((ROOT / "tui_app").rglob("*.py")):
        path = file.relative_to(ROOT / "tui_app")
        words = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
        if path.name != "__init__.py" or len(file.read_text("utf-8").splitlines()) > 20:
            rooms.setdefault(str(path.parent), []).append(
                f"- `{path.name}`: {words.partition(chr(10))[0]}"
            )
    return "\n\n".join(
        f"`{room}/`\n\n" + "\n".join(lines) for room, lines in rooms.items() if room != "."
    )


def redrawn(file: Path) -> str:
    """Return a document with what is made in it. Raises `ValueError` if there is no room for it."""
    made = f"{key_table()}\n" if file == KEYS else f"{module_list()}\n\n"
    changed, count = re.subn(
        f"{_BEGIN}.*?{_END}",
        lambda _: f"{_BEGIN}\n{made}{_END}",
        file.read_text("utf-8"),
        flags=re.DOTALL,
    )
    if count != 1:
        raise ValueError(f"{file} has {count} places for what is made")
    return changed


if __name__ == "__main__":
    for each in (KEYS, CONTRIBUTING):
        each.write_text(redrawn(each), "utf-8")
    MAN_PAGE.write_text(man_page(), "utf-8")
