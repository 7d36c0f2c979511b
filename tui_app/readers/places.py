"""Find out which request of a program an object is the body of, by the call that it stands in."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_app.readers.nodes import (
    CALLS_ALL,
    DOTTED,
    JOINED,
    OBJECTS,
    PAIRS,
    STRINGS,
    SUMS,
    TARGETS,
    VARIABLES,
)
from tui_app.readers.reading import hurry
from tui_app.readers.requests import concerns
from tui_app.readers.syntax import words
from tui_app.readers.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

TEXTS: Final = (*STRINGS, *JOINED, *SUMS)
# Other resources of the SDKs whose bodies have names in common with a credential connection.
_OTHER = re.compile(
    r"\b((?:ip|fqdn|external|uac)connections?|callcontrolapplications?|texmlapplications?"
    r"|faxapplications?|telephonycredentials?|\w+profiles|phonenumbers\w*)"
    r"(?:\.\w+|->\w+)?(?:\.|->|::)(?:create|update|new|save)$",
    re.IGNORECASE,
)
_PATCH = re.compile(r"(?:\.|->|::)(?:patch|put)(?:\.new)?$", re.IGNORECASE)
_POST = re.compile(r"(?:\.|->|::)(?:post|create)(?:\.new)?$", re.IGNORECASE)
_URL_NAME = re.compile(r"(?:curlopt_)?(?:url|uri|path|endpoint)", re.IGNORECASE)
_TELNYX = re.compile(
    r"api\.telnyx\.|/\w+_(?:connections|profiles|applications|credentials|numbers|orders)\b"
)
_MEDIA_TYPE = re.compile(r"(?:application|text|multipart|\*)/")
_ENDS = ("statement", "block", "body", "function", "program", "module", "declarator", "definition")
MAX_ARGUMENTS: Final = 200
"""The most parts of a call that are searched for variables."""


@dataclass(frozen=True)
class Place:
    """What a request is for. None: its call does not say.

    `concerns`: whether it is for credential connections. `change`: whether it changes one.
    """

    concerns: bool | None = None
    change: bool | None = None

    def over(self, other: "Place") -> "Place":
        """Return what this place says, and of what it does not say, what `other` does."""
        return Place(
            other.concerns if self.concerns is None else self.concerns,
            other.change if self.change is None else self.change,
        )


class Places:
    """The requests of a program: of what stands in their calls, and of variables used in them."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.uses: dict[str, Place] = {}

    def note(self, call: "Node") -> None:
        """Note which variables a call sends."""
        place = self._of_call(call)
        if place.concerns is None:
            return
        for name in self._variables(call):
            known = self.uses.get(name, Place())
            # A variable that is sent to both is a body of this kind.
            self.uses[name] = place.over(known) if place.concerns else known.over(place)

    def of(self, node: "Node", name: str) -> Place:
        """Return the place of an object; `name` is the variable that it is assigned to, if any."""
        place = Place()
        parent: Node | None = node
        while parent is not None and not parent.type.endswith(_ENDS):
            if parent.type in CALLS_ALL:
                place = place.over(self._of_call(parent))
            parent = parent.parent
        return place.over(self.uses.get(name, Place())) if name else place

    def _variables(self, call: "Node") -> "Iterator[str]":
        waiting = self.values.given(call)
        for _ in range(MAX_ARGUMENTS):
            if not waiting:
                return
            node = waiting.pop()
            if node.type in VARIABLES:
                yield words(node)
            elif node.type in DOTTED:
                yield words(node)[:60]
            elif node.type in CALLS_ALL:
                waiting += self.values.given(node) if self.values.encodes(node) else []
            elif node.type not in TARGETS and not node.type.endswith(_ENDS):
                waiting += node.named_children

    def _of_call(self, call: "Node") -> Place:
        hurry()
        callee = self.values.callee(call).replace("_", "")
        is_change = True if _PATCH.search(callee) else False if _POST.search(callee) else None
        place = Place(False if _OTHER.search(callee) else None, is_change)
        for text in self._texts(call):
            method = text.upper()
            if method in ("PATCH", "PUT", "POST"):
                place = place.over(Place(None, method != "POST"))
            elif "/" in text and " " not in text and not _MEDIA_TYPE.match(text):
                ours = concerns(text)
                # A server of one's own may pass it on to Telnyx.
                is_known = ours is not False or _TELNYX.search(text)
                place = place.over(Place(ours if is_known else None, None))
        return place

    def _texts(self, call: "Node") -> "Iterator[str]":
        """Yield the texts that a call is given, and those of its options that name the request."""
        for argument in self.values.given(call)[:20]:
            if argument.type in OBJECTS or argument.type in PAIRS:
                pairs = argument.named_children if argument.type in OBJECTS else [argument]
                for pair in pairs[:40]:
                    yield from self._option(pair)
            else:
                yield from self._text(argument)

    def _option(self, pair: "Node") -> "Iterator[str]":
        inner = pair.named_children
        if pair.type == "argument" and len(inner) == 1:
            if inner[0].type in OBJECTS:
                for each in inner[0].named_children[:40]:
                    yield from self._option(each)
            else:
                yield from self._text(inner[0])
        elif pair.type in PAIRS and len(inner) >= 2:
            name = self.values.key_name(inner[0]) or words(inner[0])[:40]
            if _URL_NAME.fullmatch(name) or name.lower() in (
                "method",
                "type",
                "curlopt_customrequest",
            ):
                yield from self._text(inner[-1])

    def _text(self, node: "Node") -> "Iterator[str]":
        assigned = self.values.assigned.get(words(node), []) if node.type in VARIABLES else [node]
        if len(assigned) == 1 and assigned[0].type in TEXTS:
            text = self.values.joined(assigned[0], 0)
            if isinstance(text, str) and len(text) < 400:
                yield text
