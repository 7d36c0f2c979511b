"""Syntax trees by tree-sitter: parsed within a time limit, walked without recursion. Nothing is run."""

import time
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from tui_app.readers.reading import Unfit

if TYPE_CHECKING:
    from tree_sitter import Node

SECONDS = 1.0
"""How long a parser may take: what people hold a connection in takes milliseconds."""
MAX_CHARACTERS = 1 << 17
"""Longer programs are refused: a snippet that creates a connection has a few thousand characters."""
MAX_NODES = 100_000
PIECE = 1 << 16


class _Grammar(Protocol):
    def language(self) -> object: ...


def parsed(grammar: str, text: str, function: str = "language") -> "Node":
    """The root of the tree of `text`, by the grammar package `grammar`.

    Raises `Unfit` if the text is too long or the parser takes longer than `SECONDS`.
    """
    from tree_sitter import Language, Parser

    if len(text) > MAX_CHARACTERS:
        raise Unfit(f"it is longer than {MAX_CHARACTERS >> 10} KiB: keep the part that creates")
    module = cast(_Grammar, import_module(grammar))
    data = text.encode("utf-8", "replace")
    until = time.monotonic() + SECONDS
    parser = Parser(Language(getattr(module, function)()))
    try:
        tree = parser.parse(
            lambda offset, _: data[offset : offset + PIECE],
            progress_callback=lambda offset, failed: time.monotonic() > until,
        )
    except ValueError:
        raise Unfit("its structure takes too long to read") from None
    return tree.root_node


def walk(root: "Node") -> Iterator["Node"]:
    """Every node below `root` and itself, in the order of the text."""
    waiting = [root]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)
    raise Unfit("it has too many parts: keep the part that creates")


def words(node: "Node") -> str:
    """The text of a node."""
    return (node.text or b"").decode("utf-8", "replace")


def line(node: "Node") -> int:
    """The line that a node begins on, from 1."""
    return node.start_point.row + 1
