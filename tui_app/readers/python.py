"""Read Python: a call of the SDK, of requests or httpx, or a dict."""

import ast
import re
from typing import TYPE_CHECKING

from tui_app.readers.programs import Language
from tui_app.readers.reading import Found
from tui_app.readers.shell import CLOSE, OPEN
from tui_app.readers.values import Values

if TYPE_CHECKING:
    from tree_sitter import Node


class Python(Language):
    grammar = "tree_sitter_python"
    before, after = "_ = ", "\n"
    opening, closing = "dict(", "\n)"
    member = r"\w+\s*=(?!=)"

    def text(self, values: Values, node: "Node", depth: int) -> str:
        start, end, opening = values.quoted(node)
        prefix = opening.rstrip("'\"").lower()
        made = []
        for is_value, piece in values.pieces(node, start, end, depth):
            if is_value:
                made.append(piece)
                continue
            if "f" in prefix:
                piece = piece.replace("{{", "{").replace("}}", "}")
            made.append(piece if "r" in prefix else _literal(piece))
        return "".join(made)


def _literal(piece: str) -> str:
    """Return the text of a piece of a string literal, read by Python's own literal reader."""
    if "\\" not in piece:
        return piece
    quoted = re.sub(r'\\.|"', lambda match: match[0].rjust(2, "\\"), piece, flags=re.DOTALL)
    try:
        return str(ast.literal_eval(f'"""{quoted}"""'))
    except (ValueError, SyntaxError):
        return f"{OPEN}a text{CLOSE}"


def read(text: str) -> list[Found]:
    """Return the connections in Python code."""
    return _language(text).read(text)


def read_strictly(text: str) -> list[Found]:
    """Do the same, but raise `Unfit` if the syntax is wrong anywhere."""
    return _language(text).read(text, strict=True)


def _language(text: str) -> Language:
    return Python()
