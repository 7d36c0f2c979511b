"""Evaluate the expressions of a program as far as its text says what they are.

Nothing is run: a computed value is named.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from tui_app.readers.nodes import (
    CALLS_ALL,
    CASTS,
    CONSTANTS,
    DOTTED,
    HOLES,
    JOINED,
    LISTS,
    OBJECTS,
    SIGNED,
    SPREADS,
    STRINGS,
    SUMS,
    VARIABLES,
    WORD_LISTS,
    WRAPPERS,
)
from tui_app.readers.objects import Objects
from tui_app.readers.reading import Computed, Refused, Value, hurry, too_deep
from tui_app.readers.shell import CLOSE, OPEN
from tui_app.readers.syntax import MAX_NODES, words
from tui_app.settings.problem import UNSET, Path, Unset
from tui_app.text.document import MAX_BYTES, MAX_DEPTH

if TYPE_CHECKING:
    from tree_sitter import Node

# Functions that encode their argument as JSON: Python, JavaScript, PHP, Ruby.
ENCODERS: Final = re.compile(
    r"(?:^|[.:\\>])(?:dumps|stringify|json_encode|generate|dump|to_json|pretty_generate)$"
)
_NAMES = r"\$?[A-Za-z_][\w$]*(?:(?:\.|->|::|\?\.)[\w$]+)*"
_SAFE = re.compile(rf"{_NAMES}!?")
CONSTANTS_OF: Final = (*DOTTED, "class_constant_access_expression")
# A look-up of a name, such as `os.environ["SIP_PASSWORD"]`, is worth showing.
_LOOKUP = re.compile(rf"({_NAMES})[\[(]\s*['\"]([A-Za-z_]\w*)['\"]\s*[\])]!?")


class Strings(Protocol):
    """How a language writes texts."""

    def text(self, values: "Values", node: "Node", depth: int) -> str:
        """Return the text of a string. Each value in it is its name between `OPEN` and `CLOSE`."""


@dataclass
class Values(Objects):
    """The values in the tree of a text, by what the same text assigns.

    `notes` say what was left out.
    """

    strings: Strings
    root: "Node" = field(repr=False)
    assigned: "dict[str, list[Node]]" = field(default_factory=dict, repr=False)
    items: "dict[str, list[tuple[Path, Node]]]" = field(default_factory=dict, repr=False)
    heredocs: "dict[int, Node]" = field(default_factory=dict, repr=False)
    notes: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    evaluated: int = 0

    def __post_init__(self) -> None:
        # Each access to the text of a node copies it.
        self.data = self.root.text or b""
        self.start = self.root.start_byte
        self.note_assignments()

    def key_name(self, node: "Node") -> str:
        """Return the name that the key of a pair is; "" if it is computed."""
        if node.type in STRINGS:
            text = self.strings.text(self, node, 0)
            return "" if OPEN in text else text
        if node.type in ("simple_symbol", "hash_key_symbol", "property_identifier", "name"):
            return words(node).strip(":")
        if node.type in ("identifier", "number", "integer"):
            return words(node)
        return ""

    # Calls

    def callee(self, node: "Node") -> str:
        """Return what a call calls, as written in the text, without spaces."""
        arguments = self.arguments(node)
        end = arguments.start_byte if arguments is not None else node.end_byte
        if end - node.start_byte > 400:
            return ""
        return re.sub(r"\s+|^await|^new(?= )", "", self._slice(node.start_byte, end))

    # Values

    def value(self, node: "Node", depth: int) -> "Value | Unset":
        """Return the value of an expression, as far as the text says it.

        Raises `Refused` if it is nested too deep or has too many values.
        """
        if depth > MAX_DEPTH:
            too_deep()
        self.evaluated += 1
        if self.evaluated % 16 == 0:
            hurry()
        if self.evaluated > MAX_NODES:
            raise Refused("it has too many values")
        kind = node.type
        if kind in CONSTANTS and not node.named_children:
            return CONSTANTS[kind]
        if kind == "boolean":
            return words(node).lower() == "true"
        if kind == "undefined":
            return UNSET
        if kind in ("integer", "float", "number"):
            return _number(words(node))
        if kind in SUMS and (made := self.union(node, depth)) is not None:
            return made
        if kind in (*STRINGS, *JOINED, *SUMS):
            return self.joined(node, depth)
        if kind in ("simple_symbol", "hash_key_symbol"):
            return words(node).strip(":")
        return self._compound(node, depth)

    def _compound(self, node: "Node", depth: int) -> "Value | Unset":
        kind = node.type
        if kind in WRAPPERS and node.named_children:
            return self.value(node.named_children[0], depth + 1)
        if kind in CASTS and len(node.named_children) == 2:
            value = self.value(node.named_children[1], depth + 1)
            return value if kind == "type_assertion" or isinstance(value, dict) else Computed()
        if kind in SIGNED and len(node.named_children) == 1:
            inner = self.value(node.named_children[0], depth + 1)
            if isinstance(inner, int | float) and not isinstance(inner, bool):
                return {"-": -inner, "+": inner}.get(words(node.children[0]), self._computed(node))
            return self._computed(node)
        if kind in OBJECTS and not self._is_list(node):
            return self.object_of(node, depth)
        if kind in LISTS:
            return self._list(node, depth)
        if kind in WORD_LISTS:
            return [self.strings.text(self, child, depth) for child in node.named_children]
        if kind in VARIABLES or (kind in DOTTED and words(node)[:60] in self.assigned):
            return self.variable(node, depth)
        if kind in CONSTANTS_OF and node.named_children:
            # `self::BASE`, `self.BASE`: a constant has one value.
            name = node.named_children[-1]
            is_here = words(name).isupper() and words(name) in self.assigned
            return self.variable(name, depth) if is_here else self._computed(node)
        if kind in CALLS_ALL:
            return self._call(node, depth)
        return self._computed(node)

    def _is_list(self, node: "Node") -> bool:
        """Whether an array of PHP has no names."""
        return node.type == "array_creation_expression" and not any(
            len(child.named_children) == 2 or child.named_children[0].type in SPREADS
            for child in node.named_children
            if child.type == "array_element_initializer" and child.named_children
        )

    def _list(self, node: "Node", depth: int) -> Value:
        made: list[Value] = []
        for child in node.named_children:
            if child.type == "comment":
                continue
            if child.type == "array_element_initializer":
                child = child.named_children[0]
            item = self.value(child, depth + 1)
            made.append(None if isinstance(item, Unset) else item)
        return made

    def variable(self, node: "Node", depth: int) -> "Value | Unset":
        """Return what the same text assigns to a variable, if it does so once."""
        name = words(node)
        # JSON pasted into Python, or the other way round.
        if name in ("true", "True", "false", "False"):
            return name.lower() == "true"
        if name in ("null", "None"):
            return None
        assigned = self.assigned.get(name, [])
        if len(assigned) != 1:
            return Computed(name if _SAFE.fullmatch(name) else "")
        value = self.value(assigned[0], depth + 1)
        if isinstance(value, dict | list):
            self.used.add(name)
            return self.with_items(value, name, depth)
        # The name says more than its source.
        return Computed(value.words or name) if isinstance(value, Computed) else value

    def encodes(self, call: "Node") -> bool:
        """Whether a call encodes its argument as JSON."""
        return ENCODERS.search(self.callee(call)) is not None

    def _call(self, node: "Node", depth: int) -> Value:
        callee = self.callee(node)
        given = self.given(node)
        if self.encodes(node):
            inner = node.child_by_field_name("receiver") if callee.endswith("to_json") else None
            if inner is None and given:
                inner = given[0].named_children[0] if given[0].type == "argument" else given[0]
            value = self.value(inner, depth + 1) if inner is not None else None
            return None if isinstance(value, Unset) else value
        if callee == "array" and given:
            value = self.value(given[0], depth + 1)
            return None if isinstance(value, Unset) else value
        made = self.object_of_call(node, depth)
        if made is not None:
            return made
        return self._computed(node)

    def joined(self, node: "Node", depth: int) -> Value:
        """Return the text of a string, of adjacent strings, or of a sum of them."""
        parts: list[Node] = []
        waiting = [node]
        while waiting:
            part = waiting.pop()
            if part.type in SUMS:
                signs = [words(child) for child in part.children if not child.is_named]
                if signs not in (["+"], ["."]) or len(part.named_children) != 2:
                    return self._computed(part)
                waiting += reversed(part.named_children)
            elif part.type in JOINED:
                waiting += reversed([n for n in part.named_children if n.type != "comment"])
            else:
                parts.append(part)
        made = []
        for part in parts:
            if part.type in STRINGS:
                made.append(self.strings.text(self, part, depth + 1))
                continue
            value = self.value(part, depth + 1)
            if isinstance(value, Computed):
                made.append(f"{OPEN}{value.words or 'an expression'}{CLOSE}")
            elif isinstance(value, str):
                made.append(value)
            else:
                return self._computed(node)
            if sum(map(len, made)) > MAX_BYTES:
                raise Refused("a text in it grows beyond 1 MiB")
        return "".join(made)

    def _computed(self, node: "Node") -> Computed:
        """Return a computed value, named by what reveals no value.

        Such a name is an identifier, a look-up of a variable, or a call.
        """
        text = words(node) if node.end_byte - node.start_byte < 80 else ""
        if _SAFE.fullmatch(text):
            return Computed(text)
        lookup = _LOOKUP.fullmatch(text)
        if lookup and re.search("env|var|config|secret|setting", lookup[1], re.IGNORECASE):
            return Computed(text)
        if node.type in CALLS_ALL:
            callee = self.callee(node)
            return Computed(f"{callee}(...)" if _SAFE.fullmatch(callee) else "a call")
        # `process.env.X || "x"`: by its first part.
        first = node.named_children[0] if node.named_children else None
        if first is not None and len(node.named_children) > 1 and node.type not in CALLS_ALL:
            return self._computed(first) if len(text) < 80 and text else Computed("an expression")
        return Computed("an expression")

    # Text

    def _slice(self, start: int, end: int) -> str:
        first = self.start
        return self.data[start - first : max(start, end) - first].decode("utf-8", "replace")

    def pieces(self, node: "Node", start: int, end: int, depth: int) -> Iterator[tuple[bool, str]]:
        """Yield the text from `start` to `end` in pieces, each with whether it stands for a value.

        The others are pieces of the source.
        """
        for child in node.named_children:
            if child.type in HOLES and start <= child.start_byte and child.end_byte <= end:
                yield False, self._slice(start, child.start_byte)
                yield True, self._hole(child, depth)
                start = child.end_byte
        yield False, self._slice(start, end)

    def _hole(self, node: "Node", depth: int) -> str:
        inner = node
        if node.type in ("interpolation", "template_substitution"):
            parts = [n for n in node.named_children if n.type != "type_conversion"]
            if len(parts) != 1:
                return f"{OPEN}an expression{CLOSE}"
            inner = parts[0]
        value = self.value(inner, depth + 1)
        if isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        named = value.words if isinstance(value, Computed) else ""
        return f"{OPEN}{named or 'an expression'}{CLOSE}"

    def quoted(self, node: "Node") -> tuple[int, int, str]:
        """Return the start and end of a string node's content, and what opens the string."""
        if node.type in ("bare_string", "bare_symbol") or not node.children:
            return node.start_byte, node.end_byte, '"'
        first, last = node.children[0], node.children[-1]
        return first.end_byte, max(first.end_byte, last.start_byte), words(first)


def _number(text: str) -> Value:
    digits = text.replace("_", "")
    if re.fullmatch(r"(?:0|[1-9][0-9]{0,30})", digits):
        return int(digits)
    if re.fullmatch(r"[0-9]{0,30}\.?[0-9]{1,30}(?:[eE][-+]?[0-9]{1,2})?", digits):
        return float(digits)
    if re.fullmatch(r"0x[0-9a-fA-F]{1,16}", digits):
        return int(digits, 16)
    return Computed("a number")
