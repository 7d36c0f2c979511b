"""Read PHP: a call of the SDK, of Guzzle or curl, or an array."""

from typing import TYPE_CHECKING, Final

from tui_app.readers.programs import Language
from tui_app.readers.reading import Found
from tui_app.readers.unescape import unescaped
from tui_app.readers.values import Values

if TYPE_CHECKING:
    from tree_sitter import Node

SINGLE: Final = {"\\": "\\", "'": "'"}
DOUBLE: Final = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "v": "\v",
    "e": "\x1b",
    "f": "\f",
    "\\": "\\",
    "$": "$",
    '"': '"',
}


class Php(Language):
    grammar = "tree_sitter_php"
    function = "language_php_only"
    before, after = "$_ = ", ";"
    opening, closing = "[", "\n]"
    member = r"""['"]\w+['"]\s*=>"""
    camel = True

    def text(self, values: Values, node: "Node", depth: int) -> str:
        if node.type in ("heredoc", "nowdoc"):
            body = node.child_by_field_name("value")
            if body is None:
                return ""
            pieces = values.pieces(body, body.start_byte, body.end_byte, depth)
            escapes = DOUBLE if node.type == "heredoc" else {}
        else:
            start, end, opening = values.quoted(node)
            pieces = values.pieces(node, start, end, depth)
            escapes = SINGLE if opening == "'" else DOUBLE
        if "n" in escapes:
            return "".join(
                piece if is_value else unescaped(piece, escapes, keep=True)
                for is_value, piece in pieces
            )
        return "".join(_single(piece, escapes) for _, piece in pieces)


def _single(text: str, escapes: dict[str, str]) -> str:
    """Resolve escapes of single quotes: only the quote and the backslash are escaped."""
    if not escapes:
        return text
    return text.replace("\\\\", "\0").replace("\\'", "'").replace("\0", "\\")


class PhpFile(Php):
    function = "language_php"


def read(text: str) -> list[Found]:
    """Return the connections in PHP code."""
    return _language(text).read(text)


def read_strictly(text: str) -> list[Found]:
    """Do the same, but raise `Unfit` if the syntax is wrong anywhere."""
    return _language(text).read(text, strict=True)


def _language(text: str) -> Language:
    return (PhpFile if "<?" in text else Php)()
