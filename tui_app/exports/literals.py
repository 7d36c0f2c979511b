"""Write values as literals of JSON and of programming languages, with nothing invisible in them."""

import json
import re
from collections.abc import Callable
from typing import Final

from tui_app.text.document import Json
from tui_app.text.json_lines import in_ascii as json_ascii
from tui_app.text.json_lines import json_lines

# Every escape, so that a backslash that is escaped itself begins none.
_ESCAPE: Final = re.compile(r"\\(?:u(d[89ab]..)\\u(d[c-f]..)|.)")


def with_pairs(text: str, write: Callable[[str], str]) -> str:
    r"""Return JSON with each surrogate pair, like `\ud83d\ude00`, as `write` writes its character.

    Only JSON and JavaScript have such pairs.
    """

    def one(match: "re.Match[str]") -> str:
        return write(json.loads(f'"{match[0]}"')) if match[1] else match[0]

    return _ESCAPE.sub(one, text)


def json_text(text: str) -> str:
    """Return a text as a string of JSON, which is one of JavaScript too."""
    return json_lines(text)[0]


def wide_text(text: str) -> str:
    r"""Return a text as a string of Python and of Go: with `\UXXXXXXXX` beyond U+FFFF."""
    return with_pairs(json_text(text), _wide)


def in_ascii(text: str, *, pairs: bool) -> str:
    """Return a text with escapes for all outside ASCII, which stands only in strings there."""
    escaped = json_ascii(text)
    return escaped if pairs else with_pairs(escaped, _wide)


def _wide(character: str) -> str:
    return f"\\U{ord(character):08x}"


class Language:
    """How a language writes values: its constants, its strings, the name of a member."""

    def __init__(
        self,
        text: Callable[[str], str],
        constants: tuple[str, str, str],
        name: Callable[[str], str],
        indent: str,
    ) -> None:
        self._text, self._name, self._indent = text, name, indent
        self._null, self._false, self._true = constants

    def write(self, value: Json, indent: str) -> str:
        """Return `value` as a literal whose lines after the first begin with `indent`."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, bool):
            return self._true if value else self._false
        if value is None:
            return self._null
        if isinstance(value, dict) and value:
            deeper = indent + self._indent
            lines = [
                f"{deeper}{self._name(name)}: {self.write(item, deeper)},\n"
                for name, item in value.items()
            ]
            return f"{{\n{''.join(lines)}{indent}}}"
        if isinstance(value, list):
            return f"[{', '.join(self.write(item, indent) for item in value)}]"
        return json.dumps(value)
