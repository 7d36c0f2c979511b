"""Read JavaScript and TypeScript: a call of the SDK, of fetch or axios, or an object."""

import re
from typing import TYPE_CHECKING, Final

from tui_app.readers.programs import Language
from tui_app.readers.reading import Found
from tui_app.readers.unescape import unescaped
from tui_app.readers.values import Values

if TYPE_CHECKING:
    from tree_sitter import Node

ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "\n": ""}
# One grammar reads JSX, the other reads `<T>x` and annotations.
_TYPED = re.compile(
    r"\binterface\s+\w|\btype\s+\w+\s*=|\bas\s+(?:const|\w)|\w\)?\s*:\s*[A-Z]\w*[\[<]?|\w!\s*[,;)}]"
    r"|\bsatisfies\s|\benum\s+\w|\bprivate\s|:\s*(?:string|number|boolean|any)\b"
)


class JavaScript(Language):
    grammar = "tree_sitter_javascript"
    before, after = "(", "\n)"
    opening, closing = "{", "\n}"
    member = r"""['"]?\w+['"]?\s*:\s"""

    def text(self, values: Values, node: "Node", depth: int) -> str:
        start, end, _ = values.quoted(node)
        return "".join(
            piece if is_value else unescaped(piece, ESCAPES, keep=False)
            for is_value, piece in values.pieces(node, start, end, depth)
        )


class TypeScript(JavaScript):
    grammar = "tree_sitter_typescript"
    function = "language_typescript"


def read(text: str) -> list[Found]:
    """Return the connections in JavaScript or TypeScript code."""
    return _language(text).read(text)


def read_strictly(text: str) -> list[Found]:
    """Do the same, but raise `Unfit` if the syntax is wrong anywhere."""
    return _language(text).read(text, strict=True)


def _language(text: str) -> Language:
    return (TypeScript if _TYPED.search(text[: 1 << 17]) else JavaScript)()
