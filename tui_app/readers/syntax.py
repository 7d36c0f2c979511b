"""Parse text with tree-sitter within a time limit, and walk its tree without recursion.

Nothing is run.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from tui_app.readers.reading import Refused, Unfit, hurry, is_late

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_CHARACTERS = 1 << 16
"""The most characters of a program; a longer one is refused.

A snippet that creates a connection has a few thousand.
"""
MAX_NODES = 100_000
PIECE = 1 << 16


class _Grammar(Protocol):
    def language(self) -> object: ...


def parsed(grammar: str, text: str, function: str = "language") -> "Node":
    """Parse `text` with the grammar package `grammar` and return the root of the tree.

    Raises `Refused` if the text is too long or takes too long, `Unfit` if it cannot be parsed.
    """
    from tree_sitter import Language, Parser

    check_length(text)
    module = cast(_Grammar, import_module(grammar))
    data = text.encode("utf-8", "replace")
    parser = Parser(Language(getattr(module, function)()))
    try:
        tree = parser.parse(
            lambda offset, _: data[offset : offset + PIECE],
            progress_callback=lambda offset, failed: is_late(),
        )
    except ValueError:
        hurry()
        raise Unfit("its structure cannot be read") from None
    return tree.root_node


def check_length(text: str) -> None:
    """Raise `Refused` if the text is too long for a program."""
    if len(text) > MAX_CHARACTERS:
        raise Refused(f"it is longer than {MAX_CHARACTERS >> 10} KiB: keep the part that creates")


def walk(root: "Node") -> Iterator["Node"]:
    """Yield `root` and every node below it, in the order of the text.

    Raises `Refused` if there are more than `MAX_NODES`, or it takes too long.
    """
    waiting = [root]
    for count in range(MAX_NODES):
        if not waiting:
            return
        if count % 64 == 0:
            hurry()
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)
    raise Refused("it has too many parts: keep the part that creates")


def words(node: "Node") -> str:
    """Return the text of a node."""
    return (node.text or b"").decode("utf-8", "replace")


def line(node: "Node") -> int:
    """Return the line on which a node begins, from 1."""
    return node.start_point.row + 1
