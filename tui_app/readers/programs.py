"""Find the bodies of connections in programs.

One reader serves all languages, since tree-sitter's grammars name most parts alike; the differences
are in a `Language`, one in the file of each language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_app.readers.nodes import (
    ASSIGNMENTS,
    CALLS_ALL,
    JOINED,
    OBJECTS,
    PAIRS,
    PASSED,
    SPREADS,
    STRINGS,
    SUMS,
)
from tui_app.readers.places import Place, Places
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
    twice,
)
from tui_app.readers.requests import body, without_others
from tui_app.readers.shell import with_holes
from tui_app.readers.syntax import line, parsed, walk, words
from tui_app.readers.values import Values
from tui_app.settings.problem import Unset
from tui_app.settings.request import REQUEST

if TYPE_CHECKING:
    from tree_sitter import Node

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
MAX_ENDS: Final = 4
"""The most brackets after members that are taken for the ends of what was not copied."""
_KEY = re.compile(r"KEY_?[0-9A-Za-z]{12,}[0-9A-Za-z_\-]*")
_HEADER = re.compile(r"authorization\s*:\s*", re.IGNORECASE)
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

    def text(self, values: Values, node: "Node", depth: int) -> str:
        """Return the text of a string. Each value in it is its name in `shell.OPEN` and `CLOSE`."""
        raise NotImplementedError

    def read(self, text: str, *, strict: bool = False) -> list[Found]:
        """Return the connections that a text in this language contains.

        Raises `Unfit` if there is none; if `strict`, also if the syntax is wrong anywhere.
        """
        whole = text.strip()
        if re.match(self.member, whole):
            whole = self._closed(whole) or whole
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

    def _closed(self, members: str) -> str:
        """Return members of an object, and what ends it perhaps, as an object; "" if it is none."""
        for _ in range(MAX_ENDS):
            members = members.rstrip(";, \t\n")
            whole = f"{self.opening}{members}{self.closing}"
            root = parsed(self.grammar, f"{self.before}{whole}{self.after}", self.function)
            if not root.has_error:
                return whole
            if not members.endswith((")", "}", "]")):
                break
            members = members[:-1]
        return ""


@dataclass(frozen=True)
class _Candidate:
    """An object that may be the body of a connection, and the request that it stands in."""

    found: Found
    place: Place


class _Given(Refused):
    """What a call of the SDK is given is computed."""


class Program:
    """The bodies of connections in the tree of a text."""

    def __init__(self, language: Language, root: "Node", source: str) -> None:
        self.language, self.root, self.source = language, root, source
        self.values = Values(language, root)
        self.places = Places(self.values)

    def found(self) -> list[Found]:
        """Return them: those of SDK calls if there are any, else the likeliest objects.

        Raises `Unfit` if all are sent to other resources.
        """
        calls: list[_Candidate] = []
        plain: list[_Candidate] = []
        likely: list[_Candidate] = []
        key = ""
        given: _Given | None = None
        parts = {part.start_byte for part in self.values.parts()}
        for node in walk(self.root):
            if node.type in CALLS_ALL:
                self.places.note(node)
        waiting = [self.root]
        while waiting:
            hurry()
            node = waiting.pop()
            key = key or self._key(node)
            if node.type in CALLS_ALL and (
                sdk := SDK.search(self.values.callee(node).replace("_", ""))
            ):
                try:
                    call = self._sdk_call(node, sdk[1] == "update")
                except _Given as error:
                    given = given or error
                else:
                    calls.append(_Candidate(call, Place(True)))
            elif node.start_byte not in parts and self._is_body(node):
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
        if given and not calls:
            # A loop, or a choice of several: the objects themselves.
            plain = [each for each in plain if _says(each.found.value)]
            if not plain:
                raise given
        # What is sent to the right place needs no name that is a connection's alone.
        plain += [each for each in likely if plain and each.place.concerns]
        chosen = self._meant(calls or plain or likely)
        return [Found(each.value, each.name, each.change, each.notes, key) for each in chosen]

    def _meant(self, candidates: list[_Candidate]) -> list[Found]:
        """Return those that are sent to create or change a credential connection.

        What is sent elsewhere, and what is only a part of another one, is not meant.
        """
        ours = [each for each in candidates if each.place.concerns is not False]
        if candidates and not ours:
            raise Unfit("what it sends is for another resource than /credential_connections")
        wholes = [each for each in ours if each.found.name not in self.values.used] or ours
        sent = [each for each in wholes if each.place.concerns]
        if any(not each.found.change for each in sent):
            wholes = sent
        return without_others([each.found for each in wholes], len(candidates) - len(ours))

    def _key(self, node: "Node") -> str:
        """Return the API key that a string is, by its form or by its name; "" if it is none."""
        if node.type not in STRINGS or node.end_byte - node.start_byte > 300:
            return ""
        text = _HEADER.sub("", self.language.text(self.values, node, 0))
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
        if not names and node.type in OBJECTS:
            # `body = {}`, and then its members one by one.
            items = self.values.items.get(self._assigned_name(node), [])
            return any(path[0] in PLAIN for path, _ in items if path)
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
            arguments = self.values.arguments(node)
            if arguments is None:
                return
            node = arguments
        for child in node.named_children:
            if child.type == "shorthand_property_identifier":
                yield words(child)
        yield from self.values.keys(node)

    def _is_json(self, node: "Node") -> bool:
        """Whether a string is the JSON of a connection."""
        source = words(self.values.heredocs.get(node.start_byte, node))
        if not any(name in source for name in PLAIN):
            return False
        text = self.values.joined(node, 0)
        return isinstance(text, str) and re.match(r'\s*\{\s*"', text) is not None

    def _of_json(self, node: "Node") -> _Candidate:
        text = self.values.joined(node, 0)
        value = body(text if isinstance(text, str) else "", f"the JSON text of line {line(node)}")
        place = self.places.of(node, self._assigned_name(node))
        return _Candidate(Found(value, "", self._is_change(place)), place)

    def _assigned_name(self, node: "Node") -> str:
        """Return the variable that an object is assigned to, encoded or as it is; "" if to none."""
        parent = node.parent
        while parent is not None and (
            parent.type in PASSED or (parent.type in CALLS_ALL and self.values.encodes(parent))
        ):
            parent = parent.parent
        is_named = parent is not None and parent.type in ASSIGNMENTS and parent.children
        return words(parent.children[0])[:60] if parent is not None and is_named else ""

    def _made(self, node: "Node") -> _Candidate:
        node = self.values.whole(node)
        self._sound(node)
        before = len(self.values.notes)
        name = self._assigned_name(node)
        made = self._body(node)
        value: Value = None if isinstance(made, Unset) else made
        if name:
            value = self.values.with_items(value, name, 0)
        place = self.places.of(node, name)
        notes = tuple(self.values.notes[before:])
        return _Candidate(Found(self._finished(value), name, self._is_change(place), notes), place)

    def _body(self, node: "Node") -> "Value | Unset":
        if node.type in CALLS_ALL:
            made = self.values.object_of_call(node, 0)
            return self.values.named_arguments(node, 0) if made is None else made
        return self.values.value(node, 0)

    def _finished(self, value: Value) -> Value:
        value = with_holes(value)
        return _snake(value) if self.language.camel else value

    def _is_change(self, place: Place) -> bool:
        if place.change is not None:
            return place.change
        return bool(_IS_CHANGE.search(self.source)) and not _IS_CREATE.search(self.source)

    def _sound(self, node: "Node") -> None:
        """Raise `Unfit` if the grammar had to guess: a part may be lost."""
        if node.has_error:
            raise Unfit(f"its syntax is wrong at line {_mistake(node)}")

    def _sdk_call(self, node: "Node", change: bool) -> Found:
        self._sound(node)
        before = len(self.values.notes)
        made: dict[str, Value] = dict(self.values.named_arguments(node, 0))
        arguments = self.values.arguments(node)
        given = arguments.named_children if arguments is not None else []
        computed = ""
        for argument in given:
            if argument.type == "argument" and len(argument.named_children) == 1:
                argument = argument.named_children[0]
            if argument.type in (*PAIRS, *SPREADS, "comment"):
                continue
            value = self.values.value(argument, 0)
            if isinstance(value, dict):
                made = {**value, **made}
                break
            if isinstance(value, Computed):
                computed = value.words or "a variable"
        if not made and not change and (computed or len(self.values.notes) > before):
            named = f" ({computed})" if computed else ""
            raise _Given(f"what create() is given is computed{named}")
        extra = made.pop("extra_body", None)
        made = {**made, **extra} if isinstance(extra, dict) else made
        made = {name: value for name, value in made.items() if name not in OPTIONS}
        return Found(self._finished(made), "", change, tuple(self.values.notes[before:]))


def _says(value: Value) -> bool:
    """Whether an object says the value of a name that is a connection's alone."""
    return isinstance(value, dict) and any(
        name in value and not isinstance(value[name], Computed) for name in PLAIN
    )


def _mistake(root: "Node") -> int:
    """Return the line of the first syntax error."""
    return line(next((n for n in walk(root) if n.is_error or n.is_missing), root))


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
