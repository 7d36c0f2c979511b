"""Read Terraform: `telnyx_credential_connection` resources.

Source: provider petsinc/telnyx (FACTS.md section 5).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from tui_app.readers.reading import (
    Computed,
    Found,
    Refused,
    Unfit,
    Value,
    hurry,
    is_api_key,
    too_deep,
    twice,
)
from tui_app.readers.search import holds_connection
from tui_app.readers.shell import CLOSE, OPEN, with_holes
from tui_app.readers.syntax import line, parsed, walk, words
from tui_app.settings.problem import Path
from tui_app.settings.request import REQUEST
from tui_app.text.document import MAX_DEPTH, Json
from tui_app.text.escape import shortened

if TYPE_CHECKING:
    from tree_sitter import Node

RESOURCE: Final = "telnyx_credential_connection"
META: Final = frozenset(
    {
        "count",
        "for_each",
        "provider",
        "depends_on",
        "lifecycle",
        "provisioner",
        "connection",
        "timeouts",
        "source",
        "version",
        "providers",
    }
)
"""Arguments of every resource or module, unrelated to the connection."""
NAMES: Final = {"username": "user_name"}
"""Names of the provider that differ from the API's."""
_PLANNED = re.compile(rf'^[ \t]*[-+~/]{{1,3}}[ \t]+resource[ \t]+"{RESOURCE}"', re.MULTILINE)
_LABELS = ("string_lit", "identifier")
_BLOCKS: Final = frozenset({"terraform", "provider", "variable", "locals", "output", "resource"})
"""Blocks of a configuration that hold no value for a variable."""
_SAFE = re.compile(r"[A-Za-z_][\w.\[\]*-]{0,60}")


def read(text: str) -> list[Found]:
    """Return the credential connections among the resources of a configuration.

    If there is none: those in what is given to modules, in other resources, or to variables.
    """
    root = parsed("tree_sitter_hcl", _planned(text))
    program = _Configuration(root)
    found = []
    others: list[Node] = []
    key = ""
    for node in walk(root):
        if node.type != "block":
            continue
        kind, labels = _type(node), _labels(node)
        if kind == "provider":
            key = key or program.key(node)
        elif kind == "resource" and labels[:1] == [RESOURCE]:
            found.append(program.resource(node, labels[1] if len(labels) > 1 else ""))
        elif kind in ("resource", "module", "data"):
            others.append(node)
    found = found or program.elsewhere(others)
    if not found and (others or program.named):
        raise Refused(f"it has no {RESOURCE} resource")
    if not found:
        raise Unfit("it has no resource of Terraform")
    return [replace(each, key=key, notes=tuple(program.notes)) for each in found]


def is_configuration(document: dict[str, Json]) -> bool:
    """Whether a JSON object is a configuration, or the state that Terraform keeps, with one."""
    return next(_resources(document), None) is not None


def read_json(document: dict[str, Json]) -> list[Found]:
    """Return the credential connections in a configuration or a state in JSON."""
    return [
        Found(_set(_renamed(_interpolated(cast(Value, each))), ()), name)
        for name, each in _resources(document)
    ]


def _resources(document: dict[str, Json]) -> "Iterator[tuple[str, dict[str, Json]]]":
    """Yield the connections with their names. A configuration may have lists around all."""
    for kinds in _objects(document.get("resource")):
        for named in _objects(kinds.get(RESOURCE)):
            for name, given in named.items():
                for each in _objects(given):
                    yield name, {key: item for key, item in each.items() if key not in META}
    for state in _objects(document.get("resources")):
        if state.get("type") == RESOURCE and state.get("mode") == "managed":
            for instance in _objects(state.get("instances")):
                for each in _objects(instance.get("attributes")):
                    yield str(state.get("name", "")), each


def _objects(value: Json) -> "list[dict[str, Json]]":
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _interpolated(value: Value) -> Value:
    """Return a value of JSON with what Terraform would insert marked as computed."""
    if isinstance(value, list):
        return [_interpolated(item) for item in value]
    if isinstance(value, dict):
        return {name: _interpolated(item) for name, item in value.items()}
    inserted = re.search(r"(?<!\$)\$\{\s*([^}]*?)\s*\}", value) if isinstance(value, str) else None
    if inserted:
        return Computed(inserted[1] if _SAFE.fullmatch(inserted[1]) else "an expression")
    return value.replace("$${", "${") if isinstance(value, str) else value


def _planned(text: str) -> str:
    """Return the configuration that a plan or a state shows, without its marks."""
    start = _PLANNED.search(text)
    if start is not None:
        text = text[start.start() :].partition("\nPlan: ")[0]
        text = re.sub(r"(?m)^[ \t]*[-+~/]{1,3}[ \t]+(?=\S)", "", text)
    text = re.sub(r"\(known after apply\)", "null", text)
    return re.sub(r"\(sensitive value\)", "sensitive.value", text)


def _labels(block: "Node") -> list[str]:
    return [words(child).strip('"') for child in block.children[1:] if child.type in _LABELS]


def _set(value: Value, path: Path) -> Value:
    """Leave out what is null: to Terraform it is not set, and most settings take no null."""
    if not isinstance(value, dict):
        return value
    return {
        name: _set(item, (*path, name))
        for name, item in value.items()
        if item is not None or _is_nullable((*path, name))
    }


def _renamed(value: Value) -> Value:
    """Return a value with the API's names for those of the provider."""
    if isinstance(value, list):
        return [_renamed(item) for item in value]
    if not isinstance(value, dict):
        return value
    names = NAMES if "connection_name" in value else {}
    return {names.get(name, name): _renamed(item) for name, item in value.items()}


def _is_nullable(path: Path) -> bool:
    setting = REQUEST.settings.get(path)
    return setting is not None and setting.nullable


def _type(block: "Node") -> str:
    return words(block.children[0]) if block.children else ""


class _Configuration:
    """The blocks of a configuration, and the values that it names `local.x`."""

    def __init__(self, root: "Node") -> None:
        # Each access to the text of a node copies it.
        self.data, self.start = root.text or b"", root.start_byte
        self.root = root
        self.values = 0
        self.notes: list[str] = []
        self.named: dict[str, Node | None] = {}
        for node in walk(root):
            if node.type == "block" and _type(node) == "locals":
                for name, value in self._attributes(node):
                    self.named[f"local.{name}"] = value
            elif node.type == "block" and _type(node) == "variable":
                default = dict(self._attributes(node)).get("default")
                self.named[f"var.{''.join(_labels(node)[:1])}"] = default

    def resource(self, node: "Node", name: str) -> Found:
        if node.has_error:
            worst = next((n for n in walk(node) if n.is_error or n.is_missing), node)
            raise Refused(f"its syntax is wrong at line {line(worst)}")
        made = self._block(node, 0)
        value = {NAMES.get(key, key): item for key, item in made.items() if key not in META}
        return Found(_set(with_holes(value), ()), name)

    def elsewhere(self, others: "list[Node]") -> list[Found]:
        """Return the connections that modules, other resources and the values of variables hold."""
        found = []
        for node in others:
            of_vendor = "".join(_labels(node)[:1]).startswith("telnyx_")
            if not (node.has_error or of_vendor):
                made = self._block(node, 0)
                named = "".join(_labels(node)[-1:])
                found.append(Found({k: v for k, v in made.items() if k not in META}, named))
        whole = self._block(self.root, 0) if not self.root.has_error and not others else {}
        found.append(Found({k: v for k, v in whole.items() if k not in _BLOCKS}))
        found = [replace(each, value=_set(_renamed(with_holes(each.value)), ())) for each in found]
        return [each for each in found if holds_connection(each.value)]

    def key(self, provider: "Node") -> str:
        """Return the API key that a provider contains in clear; "" if there is none."""
        for name, node in self._attributes(provider):
            value = self.value(node, 0) if name == "api_key" else None
            if isinstance(value, str) and is_api_key(value):
                return value
        return ""

    def _body(self, block: "Node") -> "list[Node]":
        return [
            inner
            for child in block.children
            if child.type == "body"
            for inner in child.named_children
        ]

    def _attributes(self, block: "Node") -> "Iterator[tuple[str, Node]]":
        for node in self._body(block):
            if node.type == "attribute" and len(node.named_children) >= 2:
                yield words(node.named_children[0]), node.named_children[-1]

    def _block(self, block: "Node", depth: int) -> "dict[str, Value]":
        made: dict[str, Value] = {}
        for node in self._body(block):
            if node.type == "attribute" and len(node.named_children) >= 2:
                name, value = (
                    words(node.named_children[0]),
                    self.value(node.named_children[-1], depth + 1),
                )
            elif node.type == "block" and _type(node) == "dynamic":
                name, value = "".join(_labels(node)[:1]), Computed("a dynamic block")
            elif node.type == "block" and depth == 0 and _type(node) in _BLOCKS:
                continue
            elif node.type == "block":
                name, value = _type(node), self._block(node, depth + 1)
            else:
                continue
            if name in made:
                twice(name)
            made[name] = value
        return made

    def value(self, node: "Node", depth: int) -> Value:
        """Return the value of an expression. The grammar wraps a value several times.

        Raises `Refused` if it is nested too deep or has too many values.
        """
        if depth > MAX_DEPTH * 4:
            too_deep()
        self.values += 1
        hurry()
        if self.values > 100_000:
            raise Refused("it has too many values")
        inner = node.named_children
        kind = node.type
        if kind in ("expression", "literal_value", "collection_value", "template_expr"):
            return (
                self.value(inner[0], depth + 1) if len(inner) == 1 else self._computed(node, depth)
            )
        if kind in ("string_lit", "quoted_template", "heredoc_template"):
            return self.text(node, depth)
        if kind == "bool_lit":
            return words(node) == "true"
        if kind == "null_lit":
            return None
        if kind == "numeric_lit" or kind == "operation":
            return _number(words(node))
        if kind == "tuple":
            return [self.value(n, depth + 1) for n in inner if n.type == "expression"]
        if kind == "object":
            return self._object(node, depth)
        return self._computed(node, depth)

    def _object(self, node: "Node", depth: int) -> "dict[str, Value]":
        made: dict[str, Value] = {}
        for element in node.named_children:
            parts = [n for n in element.named_children if n.type == "expression"]
            if element.type != "object_elem" or len(parts) != 2:
                continue
            name = words(parts[0])
            if name.startswith('"'):
                said = self.value(parts[0], depth + 1)
                name = said if isinstance(said, str) and OPEN not in said else ""
            if not re.fullmatch(r"[\w-]+", name):
                continue
            if name in made:
                twice(name)
            made[name] = self.value(parts[1], depth + 1)
        return made

    def _computed(self, node: "Node", depth: int) -> Value:
        text = words(node) if node.end_byte - node.start_byte < 80 else ""
        named = self.named.get(text)
        if named is not None and depth < MAX_DEPTH:
            if text.startswith("var."):
                self.notes.append(f"The default of {shortened(text)} is taken.")
            return self.value(named, depth + 16)
        called = [n for n in node.named_children if n.type == "function_arguments"]
        if node.type == "function_call" and called and words(node).startswith("jsonencode"):
            return self.value(called[0].named_children[0], depth + 1)
        return Computed(text if _SAFE.fullmatch(text) else "an expression")

    def text(self, node: "Node", depth: int) -> str:
        """Return the text of a string or a here-document, with its interpolations marked."""
        made = []
        data, first = self.data, self.start
        parts = [n for n in node.children if n.is_named]
        is_heredoc = node.type == "heredoc_template"
        edges = [n for n in parts if n.type in _EDGES]
        if len(edges) < 2:
            return ""
        index, end = edges[-2].end_byte, edges[-1].start_byte
        if is_heredoc:
            index = data.find(b"\n", index - first) + 1 + first
        for part in parts:
            if part.type in ("template_interpolation", "template_directive"):
                made.append(_unescaped(data[index - first : part.start_byte - first], is_heredoc))
                made.append(self._hole(part, depth))
                index = part.end_byte
        made.append(_unescaped(data[index - first : max(index, end) - first], is_heredoc))
        text = "".join(made)
        if is_heredoc and words(node).startswith("<<-"):
            lines = text.split("\n")
            margin = min((len(x) - len(x.lstrip()) for x in lines if x.strip()), default=0)
            text = "\n".join(x[margin:] if x.strip() else "" for x in lines)
        return text

    def _hole(self, part: "Node", depth: int) -> str:
        inner = [n for n in part.named_children if n.type == "expression"]
        value = self.value(inner[0], depth + 1) if len(inner) == 1 else None
        if isinstance(value, str):
            return value
        named = value.words if isinstance(value, Computed) else ""
        return f"{OPEN}{named or 'an expression'}{CLOSE}"


_EDGES: Final = ("quoted_template_start", "quoted_template_end", "heredoc_identifier")


def _number(text: str) -> Value:
    text = text.replace(" ", "")
    try:
        value: Value = json.loads(text) if re.fullmatch(r"-?[0-9.eE+-]{1,40}", text) else None
    except ValueError:
        value = None
    return value if isinstance(value, int | float) else Computed("an expression")


def _unescaped(data: bytes, is_heredoc: bool) -> str:
    text = data.decode("utf-8", "replace")

    def one(match: "re.Match[str]") -> str:
        code, simple, dollar = match.groups()
        if code:
            number = int(code[1:], 16)
            return chr(number) if number < 0x110000 else "\ufffd"
        if simple:
            return {"n": "\n", "r": "\r", "t": "\t"}.get(simple, simple)
        return dollar[1:]

    escapes = r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|\\(.)|(\$\$(?=\{)|%%(?=\{))"
    if is_heredoc:
        return re.sub(r"\$\$(?=\{)|%%(?=\{)", lambda match: match[0][1:], text)
    return re.sub(escapes, one, text)
