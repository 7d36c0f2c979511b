"""Read calls and literals of programming languages as data.

Nothing is run: a computed value is named. One reader serves all languages, since tree-sitter's
grammars name most parts alike; the differences are in a `Language`, one in the file of each
language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tui_app.readers.reading import (
    KNOWN,
    PLAIN,
    Computed,
    Found,
    Refused,
    Unfit,
    Value,
    bearer,
    hurry,
    is_api_key,
    too_deep,
    twice,
)
from tui_app.readers.requests import body
from tui_app.readers.shell import CLOSE, OPEN, with_holes
from tui_app.readers.syntax import MAX_NODES, line, parsed, walk, words
from tui_app.settings.problem import UNSET, Unset
from tui_app.settings.request import REQUEST
from tui_app.text.document import MAX_BYTES, MAX_DEPTH

if TYPE_CHECKING:
    from tree_sitter import Node

CALLS: Final = ("call", "call_expression", "member_call_expression", "scoped_call_expression")
CALLS_OF_NAMES: Final = (*CALLS, "function_call_expression", "object_creation_expression")
CALLS_ALL: Final = (*CALLS_OF_NAMES, "new_expression", "nullsafe_member_call_expression")
OBJECTS: Final = ("dictionary", "object", "hash", "array_creation_expression")
LISTS: Final = ("list", "tuple", "array", "array_creation_expression")
WORD_LISTS: Final = ("string_array", "symbol_array")
PAIRS: Final = ("pair", "keyword_argument", "array_element_initializer", "argument")
SPREADS: Final = (
    "dictionary_splat",
    "spread_element",
    "hash_splat_argument",
    "variadic_unpacking",
)
WRAPPERS: Final = (
    "parenthesized_expression",
    "parenthesized_statements",
    "as_expression",
    "satisfies_expression",
    "non_null_expression",
    "await_expression",
    "await",
)
STRINGS: Final = (
    "string",
    "template_string",
    "encapsed_string",
    "heredoc",
    "nowdoc",
    "heredoc_beginning",
    "bare_string",
    "bare_symbol",
)
JOINED: Final = ("concatenated_string", "chained_string")
SUMS: Final = ("binary_operator", "binary_expression", "binary")
SIGNED: Final = ("unary_operator", "unary_expression", "unary_op_expression", "unary")
VARIABLES: Final = (
    "identifier",
    "constant",
    "variable_name",
    "shorthand_property_identifier",
    "instance_variable",
    "global_variable",
    "name",
)
ASSIGNMENTS: Final = ("assignment", "assignment_expression", "variable_declarator", "const_element")
CONSTANTS: Final[dict[str, Value]] = {
    "true": True,
    "false": False,
    "null": None,
    "none": None,
    "nil": None,
}
HOLES: Final = (
    "interpolation",
    "template_substitution",
    "variable_name",
    "dynamic_variable_name",
    "member_access_expression",
    "subscript_expression",
)
# Functions that encode their argument as JSON: Python, JavaScript, PHP, Ruby.
ENCODERS: Final = re.compile(
    r"(?:^|[.:\\>])(?:dumps|stringify|json_encode|generate|dump|to_json|pretty_generate)$"
)
SDK: Final = re.compile(
    r"credentialconnections?(?:\.|->|::|\?\.|\?->)"
    r"(?:with(?:raw|streaming)response\.)?(create|update)$",
    re.IGNORECASE,
)
# Options of the SDKs' methods, which are no part of the body.
OPTIONS: Final = frozenset(
    {
        "extra_headers",
        "extra_query",
        "timeout",
        "request_options",
        "requestOptions",
        "idempotency_key",
        "id",
    }
)
_NAMES = r"\$?[A-Za-z_][\w$]*(?:(?:\.|->|::|\?\.)[\w$]+)*"
_SAFE = re.compile(rf"{_NAMES}!?")
# A look-up of a name, such as `os.environ["SIP_PASSWORD"]`, is worth showing.
_LOOKUP = re.compile(rf"({_NAMES})[\[(]\s*['\"]([A-Za-z_]\w*)['\"]\s*[\])]!?")
_KEY = re.compile(r"KEY_?[0-9A-Za-z]{12,}[0-9A-Za-z_\-]*")
_KEY_NAME = re.compile(r"api_?key|telnyx_?key|access_?token|auth_?token", re.IGNORECASE)
_IS_CHANGE = re.compile(r"\bPATCH\b|\.patch\b|HTTP::Patch|->patch\(", re.IGNORECASE)
_IS_CREATE = re.compile(
    r"\bPOST\b|\.post\b|HTTP::Post|->post\(|CURLOPT_POST\b|\bcreate\b", re.IGNORECASE
)
_BY_SOUND: Final = {
    ".".join(path).replace("_", ""): path[-1] for path in (*REQUEST.settings, *REQUEST.objects)
}


class Language:
    """What one language does its own way."""

    grammar = ""
    function = "language"
    before, after = "", ""
    """The text around a literal that is the whole text, to make it an expression."""
    opening, closing = "", ""
    """The text around the members of an object that are the whole text."""
    member = r"(?!)"
    """How such members begin."""
    camel = False
    """Whether its SDK writes the API's names in camel case."""

    def text(self, program: "Program", node: "Node", depth: int) -> str:
        """Return the text of a string. Each value in it is its name between `OPEN` and `CLOSE`."""
        raise NotImplementedError

    def read(self, text: str, *, strict: bool = False) -> list[Found]:
        """Return the connections that a text in this language contains.

        Raises `Unfit` if there is none; if `strict`, also if the syntax is wrong anywhere.
        """
        whole = text.strip()
        if re.match(self.member, whole) and whole.endswith(","):
            whole = f"{self.opening}{whole}{self.closing}"
        is_literal = whole.startswith(("{", "[", "dict("))
        if is_literal:
            text = f"{self.before}{whole.rstrip(';,')}{self.after}"
        root = parsed(self.grammar, text, self.function)
        if (is_literal or strict) and root.has_error:
            raise Unfit(f"its syntax is wrong at line {_mistake(root)}")
        found = Program(self, root, text).found()
        if not found:
            raise Unfit("it holds no call or literal that makes a credential connection")
        return found


@dataclass
class Program:
    """The tree of a text and what it assigns."""

    language: Language
    root: "Node" = field(repr=False)
    source: str = field(repr=False)
    assigned: "dict[str, list[Node]]" = field(default_factory=dict, repr=False)
    items: "dict[str, list[tuple[str, Node]]]" = field(default_factory=dict, repr=False)
    heredocs: "dict[int, Node]" = field(default_factory=dict, repr=False)
    notes: list[str] = field(default_factory=list)
    evaluated: int = 0

    def __post_init__(self) -> None:
        # Each access to the text of a node copies it.
        self.data = self.root.text or b""
        self.start = self.root.start_byte

    # Search

    def found(self) -> list[Found]:
        self._note_assignments()
        calls: list[Found] = []
        plain: list[Found] = []
        likely: list[Found] = []
        key = ""
        waiting = [self.root]
        while waiting:
            hurry()
            node = waiting.pop()
            key = key or self._key(node)
            if node.type in CALLS_ALL and (sdk := SDK.search(self._callee(node).replace("_", ""))):
                calls.append(self._sdk_call(node, sdk[1] == "update"))
            elif self._is_body(node):
                (plain if PLAIN & set(self._keys(node)) or self.language.camel else likely).append(
                    self._made(node)
                )
            elif node.type in (*STRINGS, *JOINED, *SUMS) and self._is_json(node):
                plain.append(self._of_json(node))
            else:
                waiting += reversed(node.children)
                continue
            # The rest of a call may contain the key.
            for inner in walk(node):
                key = key or self._key(inner)
        return [
            Found(each.value, each.name, each.change, each.notes, key)
            for each in calls or plain or likely
        ]

    def _note_assignments(self) -> None:
        starts = []
        bodies = []
        for node in walk(self.root):
            if node.type == "heredoc_beginning":
                starts.append(node)
            elif node.type == "heredoc_body" and node.parent and node.parent.type != "heredoc":
                bodies.append(node)
            elif node.type in ASSIGNMENTS:
                left = node.child_by_field_name("left") or node.child_by_field_name("name")
                right = node.child_by_field_name("right") or node.child_by_field_name("value")
                if left is not None and right is not None:
                    self._assign(left, right)
        self.heredocs = {
            start.start_byte: body for start, body in zip(starts, bodies, strict=False)
        }

    def _assign(self, left: "Node", right: "Node") -> None:
        if left.type in VARIABLES:
            self.assigned.setdefault(words(left), []).append(right)
            return
        if left.type not in (
            "subscript",
            "subscript_expression",
            "element_reference",
            "member_expression",
        ):
            return
        parts = left.named_children
        if len(parts) == 2 and parts[0].type in VARIABLES:
            name = self._key_name(parts[1])
            if name:
                self.items.setdefault(words(parts[0]), []).append((name, right))

    def _key(self, node: "Node") -> str:
        """Return the API key that a string is, by its form or by its name; "" if it is none."""
        if node.type not in STRINGS or node.end_byte - node.start_byte > 300:
            return ""
        text = self.language.text(self, node, 0)
        if text.lower().startswith("bearer "):
            return bearer(text)
        if _KEY.fullmatch(text):
            return text
        parent = node.parent
        if parent is not None and parent.type in (*PAIRS, *ASSIGNMENTS) and parent.children:
            name = words(parent.children[0])
            if _KEY_NAME.search(name[:60]) and is_api_key(text) and len(text) >= 16:
                return text
        return ""

    def _is_body(self, node: "Node") -> bool:
        """Whether an object, or a call with named arguments, looks like a connection's body."""
        if node.type not in OBJECTS and node.type not in CALLS_ALL:
            return False
        names = set(self._keys(node))
        if self.language.camel or not names & KNOWN:
            # Camel case as in JavaScript and PHP; languages with `ConnectionName` are not read.
            names = {
                _BY_SOUND.get(name.lower().replace("_", ""), name) if name[:1].islower() else name
                for name in names
            }
        known = names & KNOWN
        if node.type in CALLS_ALL:
            return bool(PLAIN & known)
        return bool(PLAIN & known) or len(known) >= 2 or (bool(known) and known == names)

    def _keys(self, node: "Node") -> Iterator[str]:
        """Yield the names at the top of an object or of the named arguments of a call."""
        if node.type in CALLS_ALL:
            arguments = self._arguments(node)
            if arguments is None:
                return
            node = arguments
        for child in node.named_children:
            if child.type == "shorthand_property_identifier":
                yield words(child)
            elif child.type in PAIRS and len(child.named_children) >= 2:
                yield self._key_name(child.named_children[0])

    def _key_name(self, node: "Node") -> str:
        """Return the name that the key of a pair is; "" if it is computed."""
        if node.type in STRINGS:
            text = self.language.text(self, node, 0)
            return "" if OPEN in text else text
        if node.type in ("simple_symbol", "hash_key_symbol", "property_identifier", "name"):
            return words(node).strip(":")
        if node.type in ("identifier", "number", "integer"):
            return words(node)
        return ""

    def _is_json(self, node: "Node") -> bool:
        """Whether a string is the JSON of a connection."""
        source = words(self.heredocs.get(node.start_byte, node))
        if not any(name in source for name in PLAIN):
            return False
        text = self._joined(node, 0)
        return isinstance(text, str) and re.match(r'\s*\{\s*"', text) is not None

    def _of_json(self, node: "Node") -> Found:
        text = self._joined(node, 0)
        value = body(text if isinstance(text, str) else "", f"the JSON text of line {line(node)}")
        return Found(value, "", self._is_change())

    def _made(self, node: "Node") -> Found:
        self._sound(node)
        before = len(self.notes)
        name = ""
        parent = node.parent
        if parent is not None and parent.type in ASSIGNMENTS and parent.children:
            name = words(parent.children[0])[:60]
        if node.type in CALLS_ALL:
            value: Value = self._named_arguments(node, 0)
        else:
            made = self.value(node, 0)
            value = None if isinstance(made, Unset) else made
        if name and isinstance(value, dict):
            value = self._with_items(value, name, 0)
        return Found(self._finished(value), name, self._is_change(), tuple(self.notes[before:]))

    def _finished(self, value: Value) -> Value:
        value = with_holes(value)
        return _snake(value) if self.language.camel else value

    def _is_change(self) -> bool:
        return bool(_IS_CHANGE.search(self.source)) and not _IS_CREATE.search(self.source)

    def _sound(self, node: "Node") -> None:
        """Raise `Unfit` if the grammar had to guess: a part may be lost."""
        if node.has_error:
            raise Unfit(f"its syntax is wrong at line {_mistake(node)}")

    # Calls

    def _callee(self, node: "Node") -> str:
        """Return what a call calls, as written in the text, without spaces."""
        arguments = self._arguments(node)
        end = arguments.start_byte if arguments is not None else node.end_byte
        if end - node.start_byte > 400:
            return ""
        return re.sub(r"\s+|^await|^new(?= )", "", self._slice(node.start_byte, end))

    def _arguments(self, node: "Node") -> "Node | None":
        found = node.child_by_field_name("arguments")
        if found is not None:
            return found
        return next((n for n in node.children if n.type in ("arguments", "argument_list")), None)

    def _sdk_call(self, node: "Node", change: bool) -> Found:
        self._sound(node)
        before = len(self.notes)
        made: dict[str, Value] = dict(self._named_arguments(node, 0))
        arguments = self._arguments(node)
        given = arguments.named_children if arguments is not None else []
        computed = ""
        for argument in given:
            if argument.type == "argument" and len(argument.named_children) == 1:
                argument = argument.named_children[0]
            if argument.type in (*PAIRS, *SPREADS, "comment"):
                continue
            value = self.value(argument, 0)
            if isinstance(value, dict):
                made = {**value, **made}
                break
            if isinstance(value, Computed):
                computed = value.words or "a variable"
        if not made and not change and (computed or len(self.notes) > before):
            named = f" ({computed})" if computed else ""
            raise Refused(f"what create() is given is computed{named}")
        extra = made.pop("extra_body", None)
        made = {**made, **extra} if isinstance(extra, dict) else made
        made = {name: value for name, value in made.items() if name not in OPTIONS}
        return Found(self._finished(made), "", change, tuple(self.notes[before:]))

    def _named_arguments(self, node: "Node", depth: int) -> "dict[str, Value]":
        arguments = self._arguments(node)
        made: dict[str, Value] = {}
        for child in arguments.named_children if arguments is not None else []:
            named = child.type != "argument" or child.child_by_field_name("name") is not None
            if (child.type in PAIRS and named) or child.type in SPREADS:
                self._member(child, made, depth)
        return made

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
        if kind in (*STRINGS, *JOINED, *SUMS):
            return self._joined(node, depth)
        if kind in ("simple_symbol", "hash_key_symbol"):
            return words(node).strip(":")
        return self._compound(node, depth)

    def _compound(self, node: "Node", depth: int) -> "Value | Unset":
        kind = node.type
        if kind in WRAPPERS and node.named_children:
            return self.value(node.named_children[0], depth + 1)
        if kind in SIGNED and len(node.named_children) == 1:
            inner = self.value(node.named_children[0], depth + 1)
            if isinstance(inner, int | float) and not isinstance(inner, bool):
                return {"-": -inner, "+": inner}.get(words(node.children[0]), self._computed(node))
            return self._computed(node)
        if kind in OBJECTS and not self._is_list(node):
            return self._object(node, depth)
        if kind in LISTS:
            return self._list(node, depth)
        if kind in WORD_LISTS:
            return [self.language.text(self, child, depth) for child in node.named_children]
        if kind in VARIABLES:
            return self._variable(node, depth)
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

    def _object(self, node: "Node", depth: int) -> "dict[str, Value]":
        made: dict[str, Value] = {}
        for child in node.named_children:
            self._member(child, made, depth)
        return made

    def _member(self, node: "Node", made: "dict[str, Value]", depth: int) -> None:
        if node.type == "comment":
            return
        inner = node.named_children
        if node.type in SPREADS or (len(inner) == 1 and inner[0].type in SPREADS):
            self._spread(node if node.type in SPREADS else inner[0], made, depth)
            return
        if node.type == "shorthand_property_identifier":
            name, value = words(node), self.value(node, depth + 1)
        elif node.type in PAIRS and len(inner) >= 2:
            name = self._key_name(inner[0])
            value = self.value(inner[-1], depth + 1)
        else:
            return
        if not name:
            self.notes.append("A member whose name is computed is left out.")
        elif name in made:
            twice(name)
        elif not isinstance(value, Unset):
            made[name] = value

    def _spread(self, node: "Node", made: "dict[str, Value]", depth: int) -> None:
        value = self.value(node.named_children[0], depth + 1) if node.named_children else None
        if isinstance(value, dict):
            for name, item in value.items():
                made.setdefault(name, item)
        else:
            named = f" ({value.words})" if isinstance(value, Computed) and value.words else ""
            self.notes.append(f"Other members that are computed{named} are left out.")

    def _variable(self, node: "Node", depth: int) -> "Value | Unset":
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
        if isinstance(value, dict):
            return self._with_items(value, name, depth)
        # The name says more than its source.
        return Computed(value.words or name) if isinstance(value, Computed) else value

    def _with_items(self, value: "dict[str, Value]", name: str, depth: int) -> Value:
        """Return an object with what is assigned to its members one by one."""
        made = dict(value)
        for member, node in self.items.get(name, []):
            item = self.value(node, depth + 1)
            if isinstance(item, Unset):
                made.pop(member, None)
            else:
                made[member] = item
        return made

    def _call(self, node: "Node", depth: int) -> Value:
        callee = self._callee(node)
        arguments = self._arguments(node)
        given = [n for n in (arguments.named_children if arguments else []) if n.type != "comment"]
        if ENCODERS.search(callee):
            inner = node.child_by_field_name("receiver") if callee.endswith("to_json") else None
            if inner is None and given:
                inner = given[0].named_children[0] if given[0].type == "argument" else given[0]
            value = self.value(inner, depth + 1) if inner is not None else None
            return None if isinstance(value, Unset) else value
        if callee in ("dict", "Hash", "array", "Object.freeze", "Object.assign") and given:
            if callee in ("dict", "Hash"):
                return self._named_arguments(node, depth)
            value = self.value(given[0], depth + 1)
            return None if isinstance(value, Unset) else value
        return self._computed(node)

    def _joined(self, node: "Node", depth: int) -> Value:
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
                made.append(self.language.text(self, part, depth + 1))
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
            callee = self._callee(node)
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


def _mistake(root: "Node") -> int:
    """Return the line of the first syntax error."""
    return line(next((n for n in walk(root) if n.is_error or n.is_missing), root))


def _number(text: str) -> Value:
    digits = text.replace("_", "")
    if re.fullmatch(r"(?:0|[1-9][0-9]{0,30})", digits):
        return int(digits)
    if re.fullmatch(r"[0-9]{0,30}\.?[0-9]{1,30}(?:[eE][-+]?[0-9]{1,2})?", digits):
        return float(digits)
    if re.fullmatch(r"0x[0-9a-fA-F]{1,16}", digits):
        return int(digits, 16)
    return Computed("a number")


def _snake(value: Value, parent: str = "") -> Value:
    """Return an object with the API's names in place of an SDK's camel-case ones."""
    if not isinstance(value, dict):
        return value
    made: dict[str, Value] = {}
    for name, item in value.items():
        known = _BY_SOUND.get(f"{parent}{name}".lower().replace("_", ""), name)
        inside = f"{parent}{known}.".replace("_", "")
        if known in made:
            twice(known)
        made[known] = _snake(item, inside)
    return made


def unescaped(text: str, escapes: "dict[str, str]", keep: bool) -> str:
    """Return `text` with its backslash escapes resolved.

    `keep`: whether an unknown escape keeps its backslash.
    """

    def one(match: "re.Match[str]") -> str:
        braced, four, two, octal, other = match.groups()
        if braced is not None:
            codes = braced.split()
            return "".join(_character(int(code, 16)) for code in codes if len(code) <= 8)
        if four or two:
            return chr(int(four or two, 16))
        if octal:
            return chr(int(octal, 8) & 0xFF)
        return escapes.get(other, "\\" + other if keep else other)

    made = re.sub(
        r"\\(?:u\{([0-9a-fA-F\s]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))",
        one,
        text,
        flags=re.DOTALL,
    )
    # Two halves of a surrogate pair are one character; a single half is none.
    return made.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 else "\ufffd"
