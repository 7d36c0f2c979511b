"""Read YAML by its events.

So duplicates are errors, aliases are counted, and no tag makes an object.
"""

import re
from typing import TYPE_CHECKING, Any, Final

from tui_app.readers.reading import (
    Computed,
    Found,
    Refused,
    Template,
    Unfit,
    Value,
    hurry,
    too_deep,
    twice,
)
from tui_app.readers.requests import templated
from tui_app.readers.shell import with_holes
from tui_app.text.document import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

MAX_NODES: Final = 20_000
"""The most values of a text, including those that an alias repeats.

A few lines of aliases can make billions.
"""
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,30})")
# Without a dot `12e4` is text to YAML 1.1, as a user name would be.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]+(?:[eE][-+]?[0-9]{1,3})?)?")
_WORDS: Final[dict[str, Value]] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "on", "On"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "off", "Off"), False),
}


def read(text: str) -> list[Found]:
    """Return the objects in a YAML text, one for each document."""
    found = [Found(each) for each in _documents(text) if isinstance(each, dict | list)]
    if not found:
        raise Unfit("it is YAML, but no object with names and values")
    return found


def value(text: str) -> Value:
    """Return the one value that a YAML text is. Raises `Unfit` if it is not one."""
    documents = _documents(text)
    if len(documents) != 1:
        raise Unfit("it is not one YAML value")
    return documents[0]


def _documents(text: str) -> list[Value]:
    import yaml

    parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Builder(yaml.parse(text, Loader=parser)).documents()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f", line {mark.line + 1} column {mark.column + 1}" if mark else ""
        # The text of the problem may quote the YAML.
        raise Unfit(f"it is not YAML{where}") from None
    except yaml.YAMLError:
        raise Unfit("it is not YAML: a character is not allowed") from None


class _Builder:
    """Builds values from events.

    A value is built once for its anchor and counted at each repetition.
    """

    def __init__(self, events: "Iterator[yaml.Event]") -> None:
        self.events = events
        self.anchors: dict[str, tuple[Value, int]] = {}
        self.nodes = 0

    def documents(self) -> list[Value]:
        import yaml

        made: list[Value] = []
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                made.append(self._value(event, 0))
            elif isinstance(event, yaml.DocumentStartEvent):
                self.anchors.clear()
        return made

    def _value(self, event: "yaml.NodeEvent", depth: int) -> Value:
        import yaml

        if depth > MAX_DEPTH:
            too_deep()
        before = self.nodes
        self._count(1)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise Unfit("an alias in it names nothing before it")
            made, size = self.anchors[event.anchor]
            self._count(size)
            return made
        if isinstance(event, yaml.ScalarEvent):
            made = _scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            made = self._list(depth)
        else:
            made = self._object(depth)
        if event.anchor:
            self.anchors[event.anchor] = (made, self.nodes - before)
        return made

    def _count(self, nodes: int) -> None:
        self.nodes += nodes
        hurry()
        if self.nodes > MAX_NODES:
            raise Refused(f"it has more than {MAX_NODES} values")

    def _list(self, depth: int) -> Value:
        import yaml

        made: list[Value] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            if isinstance(event, yaml.NodeEvent):
                made.append(self._value(event, depth + 1))
        return made

    def _object(self, depth: int) -> Value:
        import yaml

        made: dict[str, Value] = {}
        merged: dict[str, Value] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise Unfit("a name in it is no text")
            name = event.value
            member = next(self.events)
            if not isinstance(member, yaml.NodeEvent):
                continue
            made_value = self._value(member, depth + 1)
            if name == "<<" and event.implicit[0]:
                _merge(merged, made_value)
            elif name in made:
                twice(name)
            else:
                made[name] = made_value
        return Template({**merged, **made})


def _merge(merged: dict[str, Value], given: Value) -> None:
    """Merge `<<: *base` or `<<: [*a, *b]`: the first that has a name wins."""
    for each in given if isinstance(given, list) else [given]:
        if isinstance(each, dict):
            if isinstance(each, Template):
                each.is_included = True
            for name, item in each.items():
                merged.setdefault(name, item)


def _scalar(event: "yaml.ScalarEvent") -> Value:
    text: str = event.value
    tag = event.tag
    if tag and not tag.startswith("tag:yaml.org,2002:") and tag != "!":
        # `!Ref`, `!secret`, `!vault`: another program inserts the value.
        return Computed(tag[:40])
    if tag == "tag:yaml.org,2002:str" or tag == "!" or not event.implicit[0]:
        return with_holes(templated(text)) if text.startswith("{{") else text
    if text in _WORDS:
        return _WORDS[text]
    # YAML 1.1 would make a number of +15551234567 and 1:30, and lose the plus.
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text
