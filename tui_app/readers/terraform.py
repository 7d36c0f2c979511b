"""Read Terraform: `telnyx_credential_connection` resources.

Source: provider petsinc/telnyx (FACTS.md section 5).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

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
from tui_app.readers.shell import CLOSE, OPEN, with_holes
from tui_app.readers.syntax import line, parsed, walk, words
from tui_app.settings.problem import Path
from tui_app.settings.request import REQUEST
from tui_app.text.document import MAX_DEPTH

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
    }
)
"""Arguments of every resource, unrelated to the connection."""
NAMES: Final = {"username": "user_name"}
"""Names of the provider that differ from the API's."""
_LABELS = ("string_lit", "identifier")
_SAFE = re.compile(r"[A-Za-z_][\w.\[\]*-]{0,60}")


def read(text: str) -> list[Found]:
    """Return the credential connections among the resources of a configuration."""
    root = parsed("tree_sitter_hcl", text)
    program = _Configuration(root)
    found = []
    others = 0
    key = ""
    for node in walk(root):
        if node.type == "block" and _type(node) == "provider":
            key = key or program.key(node)
        if node.type != "block" or _type(node) != "resource":
            continue
        labels = [words(child).strip('"') for child in node.children[1:] if child.type in _LABELS]
        if labels[:1] == [RESOURCE]:
            found.append(program.resource(node, labels[1] if len(labels) > 1 else ""))
        else:
            others += 1
    if not found and others:
        raise Refused(f"it has no {RESOURCE} resource")
    if not found:
        raise Unfit("it has no resource of Terraform")
    return [replace(each, key=key) for each in found]


def _set(value: Value, path: Path) -> Value:
    """Leave out what is null: to Terraform it is not set, and most settings take no null."""
    if not isinstance(value, dict):
        return value
    return {
        name: _set(item, (*path, name))
        for name, item in value.items()
        if item is not None or _is_nullable((*path, name))
    }


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
        self.values = 0
        self.named: dict[str, Node] = {}
        for node in walk(root):
            if node.type == "block" and _type(node) == "locals":
                for name, value in self._attributes(node):
                    self.named[f"local.{name}"] = value

    def resource(self, node: "Node", name: str) -> Found:
        if node.has_error:
            worst = next((n for n in walk(node) if n.is_error or n.is_missing), node)
            raise Refused(f"its syntax is wrong at line {line(worst)}")
        made = self._block(node, 0)
        value = {NAMES.get(key, key): item for key, item in made.items() if key not in META}
        return Found(_set(with_holes(value), ()), name)

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
        if text in self.named and depth < MAX_DEPTH:
            return self.value(self.named[text], depth + 16)
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
