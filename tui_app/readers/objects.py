"""Make the objects of a program: their members, what is merged into them, what is set later.

Nothing is run.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tui_app.readers.nodes import (
    ASSIGNMENTS,
    AUGMENTED,
    CALLS_ALL,
    DOTTED,
    OBJECTS,
    PAIRS,
    PASSED,
    SPREADS,
    SUMS,
    TARGETS,
    TUPLES,
    VARIABLES,
)
from tui_app.readers.reading import Computed, Value, inside, twice
from tui_app.readers.syntax import walk, words
from tui_app.settings.problem import Path, Unset
from tui_app.settings.request import REQUEST
from tui_app.text.document import MAX_DEPTH

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_LEVELS: Final = 5
"""The most names between a variable and a member that is set later."""

# Functions that merge their arguments, and methods that merge them into a copy of their object.
MERGES: Final = frozenset({"Object.assign", "array_merge", "array_replace", "_.merge", "_.extend"})
MERGING: Final = frozenset({"merge", "deep_merge"})
# Methods that merge their arguments into the variable that they are called on.
CHANGING: Final = frozenset({"update", "merge!", "deep_merge!", "update!"})
# Functions and methods that return the object that they are given.
SAME: Final = frozenset(
    {"Object.freeze", "structuredClone", "array_filter", "copy.copy", "copy.deepcopy"}
)
UNCHANGED: Final = frozenset(
    {
        "freeze",
        "dup",
        "copy",
        "compact",
        "to_h",
        "symbolize_keys",
        "deep_symbolize_keys",
        "stringify_keys",
        "with_indifferent_access",
    }
)
_CLASS = re.compile(r"(?:^|[.:\\])[A-Z]\w*(?:(?:\.|::)(?:new|with))?$")
_MEMBERS = frozenset(
    name.replace("_", "") for path in (*REQUEST.settings, *REQUEST.objects) for name in path
)


class Objects:
    """The objects in the tree of a text. `Values` adds what their members are.

    `assigned` are the variables that are assigned. `items` are what is set later in the object of
    a variable, each with its path; an empty path stands for an object that is merged. `used` are
    the variables whose objects are parts of others.
    """

    root: "Node"
    assigned: "dict[str, list[Node]]"
    items: "dict[str, list[tuple[Path, Node]]]"
    heredocs: "dict[int, Node]"
    notes: list[str]
    used: set[str]

    def value(self, node: "Node", depth: int) -> "Value | Unset":
        raise NotImplementedError

    def variable(self, node: "Node", depth: int) -> "Value | Unset":
        raise NotImplementedError

    def key_name(self, node: "Node") -> str:
        raise NotImplementedError

    def callee(self, node: "Node") -> str:
        raise NotImplementedError

    def encodes(self, call: "Node") -> bool:
        raise NotImplementedError

    # What is assigned

    def note_assignments(self) -> None:
        starts = []
        bodies = []
        for node in walk(self.root):
            kind = node.type
            if kind == "heredoc_beginning":
                starts.append(node)
            elif kind == "heredoc_body" and node.parent and node.parent.type != "heredoc":
                bodies.append(node)
            elif kind in ASSIGNMENTS or kind in AUGMENTED:
                left = node.child_by_field_name("left") or node.child_by_field_name("name")
                right = node.child_by_field_name("right") or node.child_by_field_name("value")
                if kind == "const_element":
                    left, right = node.named_children[0], node.named_children[-1]
                if left is not None and right is not None:
                    self._assign(left, right, is_more=kind in AUGMENTED)
            elif kind in CALLS_ALL:
                self._note_merge(node)
        self.heredocs = {
            start.start_byte: body for start, body in zip(starts, bodies, strict=False)
        }

    def _assign(self, left: "Node", right: "Node", *, is_more: bool) -> None:
        if left.type in TUPLES:
            names, values = left.named_children, right.named_children
            if right.type in TUPLES and len(names) == len(values):
                for each, value in zip(names, values, strict=True):
                    self._assign(each, value, is_more=is_more)
            return
        name, path = self._target(left)
        if not name:
            return
        if is_more and right.type in OBJECTS:
            self.items.setdefault(".".join((name, *path)), []).append(((), right))
            return
        # `x += y`: what it is is computed.
        self.assigned.setdefault(".".join((name, *path)), []).append(right)
        for index, member in enumerate(path):
            self.items.setdefault(name, []).append((path[index:], right))
            name = f"{name}.{member}"

    def _target(self, node: "Node") -> tuple[str, Path]:
        """Return the variable and the path of its member that an assignment is to; "" if to none.

        The variable may be an attribute: `self.body["tags"]`.
        """
        path: Path = ()
        while node.type in TARGETS and len(path) < MAX_LEVELS and len(node.named_children) == 2:
            member = self.key_name(node.named_children[1])
            if not member:
                return "", ()
            path = (member, *path)
            node = node.named_children[0]
        is_name = node.type in VARIABLES or (node.type in DOTTED and node.child_count < 4)
        return (words(node)[:60], path) if is_name else ("", ())

    def _note_merge(self, node: "Node") -> None:
        """Note `x.update({...})` and `Object.assign(x, {...})`."""
        given = self.given(node)
        if given and given[0].type in VARIABLES and self.callee(node) == "Object.assign":
            merged = given[1:]
            target: Node | None = given[0]
        else:
            target, method = self.receiver(node)
            merged = [node] if method in CHANGING else []
        if target is not None and target.type in VARIABLES:
            self.items.setdefault(words(target), []).extend(((), each) for each in merged)

    def parts(self) -> Iterator["Node"]:
        """Yield the nodes whose objects are parts of others."""
        for name, items in self.items.items():
            for path, node in items:
                if name in self.assigned or not path:
                    yield node

    # Calls

    def arguments(self, node: "Node") -> "Node | None":
        found = node.child_by_field_name("arguments")
        if found is not None:
            return found
        return next((n for n in node.children if n.type in ("arguments", "argument_list")), None)

    def given(self, node: "Node") -> "list[Node]":
        arguments = self.arguments(node)
        return [n for n in (arguments.named_children if arguments else []) if n.type != "comment"]

    def receiver(self, node: "Node") -> "tuple[Node | None, str]":
        """Return what a method is called on, and the method's name; None and "" if it is none."""
        function = node.child_by_field_name("function") or node
        for target, name in (("object", "attribute"), ("object", "property"), ("object", "name")):
            method = function.child_by_field_name(name)
            if method is not None:
                return function.child_by_field_name(target), words(method)
        method = node.child_by_field_name("method")
        target_node = node.child_by_field_name("receiver")
        return (target_node, words(method)) if method is not None else (None, "")

    def named_arguments(self, node: "Node", depth: int) -> "dict[str, Value]":
        made: dict[str, Value] = {}
        explicit: set[str] = set()
        for child in self.given(node):
            named = child.type != "argument" or child.child_by_field_name("name") is not None
            if (child.type in PAIRS and named) or child.type in SPREADS:
                self._member(child, made, explicit, depth)
        return made

    def object_of_call(self, node: "Node", depth: int) -> "dict[str, Value] | None":
        """Return the object that a call makes of others, or of its named arguments.

        None if it makes none that the text says.
        """
        callee = self.callee(node)
        target, method = self.receiver(node)
        given = self.given(node)
        if callee in ("dict", "Hash"):
            return self._merged(self._positional(given), depth, node) if given else {}
        if callee in MERGES:
            return self._merged(self._positional(given), depth)
        if callee in SAME and given:
            return self._merged(self._positional(given[:1]), depth)
        if target is not None and method in UNCHANGED and not given:
            return self._merged([target], depth)
        if target is not None and method in MERGING:
            return self._merged([target, *self._positional(given)], depth, node)
        if given and _CLASS.search(callee):
            # A class of the SDK whose arguments are the members.
            made = self.named_arguments(node, depth)
            if made and all(name.lower().replace("_", "") in _MEMBERS for name in made):
                return made
        return None

    def union(self, node: "Node", depth: int) -> "dict[str, Value] | None":
        """Return the object that `a | b` or, in PHP, `a + b` makes; None if it makes none."""
        signs = [words(child) for child in node.children if not child.is_named]
        operands = node.named_children
        if len(operands) != 2 or signs not in (["|"], ["+"]):
            return None
        if signs == ["+"] and not self._adds_objects(node):
            return None
        # In PHP, the left one wins.
        return self._merged(operands if signs == ["|"] else operands[::-1], depth)

    def _adds_objects(self, node: "Node") -> bool:
        """Whether an operand of `a + b + c` is an object."""
        for _ in range(MAX_DEPTH):
            operands = node.named_children
            if any(each.type in OBJECTS for each in operands):
                return True
            if not operands or operands[0].type not in SUMS:
                break
            node = operands[0]
        return False

    def _positional(self, given: "list[Node]") -> "list[Node]":
        plain = [n.named_children[0] if n.type == "argument" else n for n in given]
        return [n for n in plain if n.type not in PAIRS and n.type not in SPREADS]

    def _merged(
        self, nodes: "list[Node]", depth: int, call: "Node | None" = None
    ) -> "dict[str, Value] | None":
        """Merge objects, and the named arguments of `call`. None if none of them is an object."""
        values = [self.value(node, depth + 1) for node in nodes]
        if call is not None:
            values.append(self.named_arguments(call, depth))
        if not any(isinstance(value, dict) and (value or nodes) for value in values):
            return None
        made: dict[str, Value] = {}
        for value in values:
            if isinstance(value, dict):
                made |= value
            else:
                self._leave_out(value)
        return made

    def whole(self, node: "Node") -> "Node":
        """Return the merge that an object is a part of, the outermost one; else the object."""
        whole = node
        is_spread = False
        for _ in range(MAX_LEVELS * 4):
            parent = node.parent
            if parent is None:
                break
            node = parent
            is_merge = node.type in SUMS or (node.type in CALLS_ALL and self._merges(node))
            if is_merge or (is_spread and node.type in OBJECTS):
                whole, is_spread = node, False
            elif node.type in SPREADS:
                is_spread = True
            elif node.type not in PASSED and not (is_spread and node.type in PAIRS):
                break
        return whole

    def _merges(self, node: "Node") -> bool:
        merges = self.callee(node) in {*MERGES, *SAME, "dict"}
        return merges or self.receiver(node)[1] in MERGING

    # Members

    def object_of(self, node: "Node", depth: int) -> "dict[str, Value]":
        made: dict[str, Value] = {}
        explicit: set[str] = set()
        for child in node.named_children:
            self._member(child, made, explicit, depth)
        return made

    def _member(
        self, node: "Node", made: "dict[str, Value]", explicit: set[str], depth: int
    ) -> None:
        if node.type == "comment":
            return
        inner = node.named_children
        if node.type in SPREADS or (len(inner) == 1 and inner[0].type in SPREADS):
            self._spread(node if node.type in SPREADS else inner[0], made, depth)
            return
        if node.type == "shorthand_property_identifier":
            name, value = words(node), self.value(node, depth + 1)
        elif node.type in PAIRS and len(inner) >= 2:
            name = self.key_name(inner[0])
            value = self.value(inner[-1], depth + 1)
        elif node.type in PAIRS and len(inner) == 1 and inner[0].type == "hash_key_symbol":
            name, value = words(inner[0]), self.variable(inner[0], depth + 1)
        else:
            return
        if not name:
            self.notes.append("A member whose name is computed is left out.")
        elif name in explicit:
            twice(name)
        else:
            explicit.add(name)
            if isinstance(value, Unset):
                made.pop(name, None)
            else:
                made[name] = value

    def _spread(self, node: "Node", made: "dict[str, Value]", depth: int) -> None:
        value = self.value(node.named_children[0], depth + 1) if node.named_children else None
        if isinstance(value, dict):
            made |= value
            return
        for inner in walk(node):
            # What is spread under a condition is named by its members.
            if isinstance(value, Computed) and inner.type in OBJECTS and self.keys(inner):
                made |= {name: Computed("a condition") for name in self.keys(inner)}
                return
        self._leave_out(value)

    def keys(self, node: "Node") -> list[str]:
        """Return the names at the top of an object."""
        pairs = [n for n in node.named_children if n.type in PAIRS and n.named_children]
        return [name for pair in pairs if (name := self._pair_name(pair))]

    def _pair_name(self, pair: "Node") -> str:
        first = pair.named_children[0]
        if len(pair.named_children) == 1 and first.type != "hash_key_symbol":
            return ""
        return self.key_name(first)

    def _leave_out(self, value: "Value | Unset") -> None:
        named = f" ({value.words})" if isinstance(value, Computed) and value.words else ""
        self.notes.append(f"Other members that are computed{named} are left out.")

    def with_items(self, value: Value, name: str, depth: int) -> Value:
        """Return an object with what is set in it later; anything else as it is.

        An empty list is an object if members are set in it: PHP writes both alike.
        """
        if not isinstance(value, dict) and (value != [] or name not in self.items):
            return value
        made: dict[str, Value] = dict(value) if isinstance(value, dict) else {}
        for path, node in self.items.get(name, []):
            if not path:
                merged: Value | Unset = None
                if node.type in CALLS_ALL:
                    merged = self._merged(self._positional(self.given(node)), depth, node)
                else:
                    merged = self.value(node, depth + 1)
                if isinstance(merged, dict):
                    made |= merged
                continue
            item = self.value(node, depth + 1)
            for index in range(1, len(path)):
                # A copy, since the object may be a part of others.
                outer = inside(made, path[:index], name)
                part = outer.get(path[index - 1])
                outer[path[index - 1]] = dict(part) if isinstance(part, dict) else {}
            here = inside(made, path, name)
            if isinstance(item, Unset):
                here.pop(path[-1], None)
            else:
                here[path[-1]] = item
        return made
