"""Write a connection as what creates or changes it elsewhere: a script, a program, a file.

Pure text: nothing is sent or saved. Sources of the syntax: FACTS.md section 5.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui_app.exports.plan import Plan


@dataclass(frozen=True)
class Export:
    """A format: its title, what it is for, and the ending of its files.

    `changes`: whether it can say a change of an existing connection. `pairs`: whether its escape
    of a character beyond U+FFFF is a surrogate pair, as in JSON.
    """

    title: str
    words: str
    ending: str
    module: str
    changes: bool = True
    pairs: bool = False


EXPORTS: Final[dict[str, Export]] = {
    "json": Export("JSON", "for --from, check and create", ".json", "json_file", pairs=True),
    "curl": Export("curl", "a shell script with curl", ".sh", "curl", pairs=True),
    "cli": Export("telnyx CLI", "a shell script with the vendor's command line", ".sh", "cli"),
    "python": Export("Python", "a program with the vendor's SDK", ".py", "python"),
    "node": Export("Node.js", "a program with the vendor's SDK", ".mjs", "node", pairs=True),
    "go": Export("Go", "a program with the vendor's SDK", ".go", "go"),
    "terraform": Export(
        "Terraform", "for the provider petsinc/telnyx", ".tf", "terraform", changes=False
    ),
}
"""The formats by the name that the command line has for them."""


def export(name: str, plan: "Plan", *, ascii_only: bool = False) -> str:
    """Return the text of `plan` in the format `name` of `EXPORTS`.

    `ascii_only`: with escapes for all outside ASCII, which mean the same.
    Raises `ValueError` if the format cannot say a change, and the plan is one.
    """
    made = EXPORTS[name]
    if plan.update and not made.changes:
        raise ValueError(f"{made.title} describes a whole connection and cannot say a change")
    text: str = import_module(f"tui_app.exports.{made.module}").write(plan)
    if ascii_only:
        from tui_app.exports.literals import in_ascii

        return in_ascii(text, pairs=made.pairs)
    return text
