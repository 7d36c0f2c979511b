"""Read Ruby: a call of the SDK, of Net::HTTP or another client, or a hash."""

import textwrap
from typing import TYPE_CHECKING, Final

from tui_app.readers.programs import Language
from tui_app.readers.reading import Found
from tui_app.readers.syntax import words
from tui_app.readers.unescape import unescaped
from tui_app.readers.values import Values

if TYPE_CHECKING:
    from tree_sitter import Node

DOUBLE: Final = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "v": "\v",
    "s": " ",
    "\n": "",
}


class Ruby(Language):
    grammar = "tree_sitter_ruby"
    before, after = "_ = ", "\n"
    opening, closing = "{", "\n}"
    member = r"""(?::\w+|['"]\w+['"])\s*=>|\w+:\s"""

    def text(self, values: Values, node: "Node", depth: int) -> str:
        is_single = False
        if node.type == "heredoc_beginning":
            body = values.heredocs.get(node.start_byte)
            if body is None or not body.children:
                return ""
            start, end = body.start_byte, body.children[-1].start_byte
            is_single, node = "'" in words(node), body
        else:
            start, end, opening = values.quoted(node)
            is_single = opening == "'" or opening.startswith(("%q", "%w", "%i"))
        made = "".join(
            piece if is_value else self._unescape(piece, is_single)
            for is_value, piece in values.pieces(node, start, end, depth)
        )
        return textwrap.dedent(made) if node.type == "heredoc_body" else made

    def _unescape(self, piece: str, is_single: bool) -> str:
        if is_single:
            return piece.replace("\\\\", "\0").replace("\\'", "'").replace("\0", "\\")
        return unescaped(piece, DOUBLE, keep=False)


def read(text: str) -> list[Found]:
    """Return the connections in Ruby code."""
    return _language(text).read(text)


def read_strictly(text: str) -> list[Found]:
    """Do the same, but raise `Unfit` if the syntax is wrong anywhere."""
    return _language(text).read(text, strict=True)


def _language(text: str) -> Language:
    return Ruby()
