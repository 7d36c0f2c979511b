"""Take shell commands apart: words, here-documents and the variables that the same text sets.

Nothing is run.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from tui_app.readers.posix import as_posix
from tui_app.readers.reading import Computed, Refused, Value, hurry
from tui_app.readers.syntax import check_length, parsed, walk, words
from tui_app.text.document import MAX_BYTES

if TYPE_CHECKING:
    from tree_sitter import Node

# Enclose the name of what the shell would insert: private characters, which no payload has.
OPEN, CLOSE = "\ue000", "\ue001"
_HOLE = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_ESCAPES = {
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "E": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
_ANSI = re.compile(
    r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c(.)|(.))", re.S
)


MAX_FILES = 20
"""The most files that are kept."""


@dataclass(frozen=True)
class Command:
    """A command: its words, and its standard input if the text says it.

    `files` are the files that the text writes before it, by name.
    """

    words: tuple[str, ...] = field(repr=False)
    stdin: str | None = field(default=None, repr=False)
    files: Mapping[str, str] = field(default_factory=dict, repr=False)


def commands(text: str) -> list[Command]:
    """Return the commands in a text, in order.

    What the shell would compute is between `OPEN` and `CLOSE`.
    """
    check_length(text)
    root = parsed("tree_sitter_bash", as_posix(text))
    return _Shell(root).commands


def holes(text: str) -> list[str]:
    """Return the names of what the shell would compute in `text`."""
    return _HOLE.findall(text)


def filled(text: str) -> str:
    """Return `text` with `$NAME` for what the shell would compute: to show, never to use."""
    return _HOLE.sub(lambda match: match[1], text)


def with_holes(value: Value) -> Value:
    """Return `value` with every text that contains something computed marked as such."""
    if isinstance(value, str):
        names = holes(value)
        return Computed(", ".join(dict.fromkeys(names))) if names else value
    if isinstance(value, list):
        return [with_holes(item) for item in value]
    if isinstance(value, dict):
        return {filled(name): with_holes(item) for name, item in value.items()}
    return value


def quoted_holes(text: str) -> str:
    """Return a JSON text whose computed parts outside of strings are strings, so that it parses."""
    made, in_string, escaped, index = [], False, False, 0
    while index < len(text):
        character = text[index]
        if character == OPEN and not in_string:
            end = text.find(CLOSE, index)
            if end < 0:
                break
            made.append('"' + text[index : end + 1] + '"')
            index = end + 1
            continue
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = in_string
        elif character == '"':
            in_string = not in_string
        made.append(character)
        index += 1
    return "".join(made)


class _Shell:
    """The commands of a text, by its syntax tree."""

    def __init__(self, root: "Node") -> None:
        self.source = root.text or b""
        self.offset = root.start_byte
        self.variables: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self.commands: list[Command] = []
        inputs: dict[int, str] = {}
        for node in walk(root):
            if node.type == "redirected_statement":
                self._redirect(node, inputs)
            elif node.type == "pipeline":
                self._pipe(node, inputs)
            elif node.type == "variable_assignment":
                self._assign(node)
            elif node.type == "command":
                self._command(node, inputs)

    def _command(self, node: "Node", inputs: dict[int, str]) -> None:
        given = self._words(node)
        stdin = inputs.get(node.start_byte)
        for child in node.named_children:
            if child.type == "herestring_redirect":
                stdin = self._text(child.named_children[-1])
        if given:
            self.commands.append(Command(given, stdin, dict(self.files)))

    def _redirect(self, node: "Node", inputs: dict[int, str]) -> None:
        body = node.child_by_field_name("body")
        # In `a | b <<X`, b reads it.
        if body is not None and body.type == "pipeline":
            body = body.named_children[-1]
        if body is not None and body.type == "command":
            self._write(self._echo(self._words(body)), node)
        for redirect in node.named_children:
            if redirect.type != "heredoc_redirect" or body is None:
                continue
            text = self._heredoc(redirect)
            inputs[body.start_byte] = text
            given = self._words(body)
            if given in (("cat",), ("cat", "-")):
                self._write(text, node)
                self._write(text, redirect)
            elif given[:1] == ("read",) and re.fullmatch(r"[A-Za-z_]\w*", given[-1]):
                # `read -r -d '' BODY <<X`
                self.variables[given[-1]] = text
            elif given[:1] == ("tee",) and len(given) == 2:
                self._keep(given[1], text)
            # The grammar puts what follows `cat <<X |` within the redirection.
            for inner in redirect.named_children:
                if inner.type == "pipeline" and inner.named_children:
                    first = inner.named_children[0].start_byte
                    is_cat = words(body) in ("cat", "cat -")
                    inputs[first] = text if is_cat else self._hole(body)

    def _write(self, text: str | None, node: "Node") -> None:
        """Keep what the redirections in `node` write to a file."""
        for redirect in node.named_children:
            if redirect.type == "file_redirect" and redirect.children[0].type == ">":
                name = self._text(redirect.named_children[-1])
                if text is None:
                    self.files.pop(_plain(name), None)
                else:
                    self._keep(name, text)

    def _keep(self, name: str, text: str) -> None:
        if len(self.files) < MAX_FILES:
            self.files[_plain(name)] = text

    def _pipe(self, node: "Node", inputs: dict[int, str]) -> None:
        """Note the input of the commands in `echo TEXT | command` and `cat <<X | command`."""
        parts = node.named_children
        for first, second in pairwise(parts):
            if second.type == "redirected_statement":
                second = second.child_by_field_name("body") or second
            if first.type == "redirected_statement":
                text = self._cat(first)
            elif first.type == "command":
                text = self._echo(self._words(first))
            else:
                text = None
            inputs[second.start_byte] = text if text is not None else self._hole(first)

    def _echo(self, given: tuple[str, ...]) -> str | None:
        if given[:1] == ("echo",):
            return " ".join(word for word in given[1:] if word not in ("-n", "-e", "-E")) + "\n"
        if given[:1] == ("printf",) and len(given) == 3 and given[1] in ("%s", "%s\\n"):
            return given[2]
        if given[:1] == ("printf",) and len(given) == 2 and "%" not in given[1]:
            return given[1]
        return None

    def _cat(self, node: "Node") -> str | None:
        """Return what `cat <<X` prints; None if it is no such command."""
        body = node.child_by_field_name("body")
        if body is None or words(body) not in ("cat", "cat -"):
            return None
        for redirect in node.named_children:
            if redirect.type == "heredoc_redirect":
                return self._heredoc(redirect)
        return None

    def _heredoc(self, redirect: "Node") -> str:
        start = next((n for n in redirect.children if n.type == "heredoc_start"), None)
        body = next((n for n in redirect.children if n.type == "heredoc_body"), None)
        if start is None or body is None:
            return ""
        text = words(body)
        if not set(words(start)) & set("'\"\\"):
            text = self._between(body, body.start_byte, body.end_byte, r"\\([$`\\]|\n)")
        if any(child.type == "<<-" for child in redirect.children):
            text = re.sub(r"(?m)^\t+", "", text)
        return text

    def _assign(self, node: "Node") -> None:
        name = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        if name is None or name.type != "variable_name":
            return
        text = self._text(value) if value is not None else ""
        if len(text) > MAX_BYTES:
            raise Refused("a variable in it grows beyond 1 MiB")
        if any(child.type == "+=" for child in node.children):
            text = self.variables.get(words(name), self._hole(name)) + text
        self.variables[words(name)] = text

    def _words(self, node: "Node") -> tuple[str, ...]:
        found = []
        for child in node.children:
            if child.type == "command_name" and child.children:
                found.append(self._text(child.children[0]))
            elif child.is_named and child.type not in (
                "variable_assignment",
                "comment",
                "heredoc_redirect",
                "file_redirect",
                "herestring_redirect",
            ):
                found.append(self._text(child))
        return tuple(found)

    def _text(self, node: "Node", depth: int = 0) -> str:
        """Return the text of a shell word."""
        hurry()
        kind = node.type
        if depth > 20:
            return self._hole(node)
        if kind == "raw_string":
            return words(node)[1:-1]
        if kind == "ansi_c_string":
            return _ANSI.sub(_unescaped, words(node)[2:-1])
        if kind in ("string", "translated_string"):
            start = node.start_byte + (2 if kind == "translated_string" else 1)
            return self._between(node, start, node.end_byte - 1, r'\\([$`"\\]|\n)', depth)
        if kind == "concatenation":
            return "".join(self._text(child, depth + 1) for child in node.children)
        if kind in ("simple_expansion", "expansion"):
            return self._variable(node)
        if kind == "command_substitution":
            return self._substitution(node)
        if kind in ("word", "number", "test_operator", "extglob_pattern", "regex"):
            return re.sub(r"\\(?:\n|(.))", lambda m: m[1] or "", words(node), flags=re.S)
        if not node.is_named:
            return words(node)
        return self._hole(node)

    def _between(self, node: "Node", start: int, end: int, escape: str, depth: int = 0) -> str:
        """Return the text from `start` to `end`, with each expansion replaced by its value.

        Raises `Refused` if it grows beyond 1 MiB.
        """
        made = []
        for child in node.named_children:
            if child.type in ("simple_expansion", "expansion", "command_substitution"):
                made.append(self._unescape(start, child.start_byte, escape))
                made.append(self._text(child, depth + 1))
                start = child.end_byte
        made.append(self._unescape(start, end, escape))
        text = "".join(made)
        if len(text) > MAX_BYTES:
            raise Refused("a text in it grows beyond 1 MiB")
        return text

    def _unescape(self, start: int, end: int, escape: str) -> str:
        piece = self.source[start - self.offset : max(start, end) - self.offset]
        return re.sub(
            escape,
            lambda match: "" if match[1] == "\n" else match[1],
            piece.decode("utf-8", "replace"),
        )

    def _variable(self, node: "Node") -> str:
        named = [child for child in node.children if child.type == "variable_name"]
        plain = re.fullmatch(r"\$\w+|\$\{\w+\}", words(node))
        if plain and named and words(named[0]) in self.variables:
            return self.variables[words(named[0])]
        name = f"${words(named[0])}" if named else "a shell expression"
        return f"{OPEN}{name}{CLOSE}"

    def _substitution(self, node: "Node") -> str:
        inner = node.named_children
        if len(inner) == 1 and inner[0].type == "redirected_statement":
            text = self._cat(inner[0])
            if text is not None:
                return text.rstrip("\n")
        # `$(cat FILE)`, `$(<FILE)`
        name = re.fullmatch(r"(?:cat[ \t]+|<[ \t]*)([^\s$]+)", words(node)[2:-1].strip())
        if name and self.files.get(_plain(name[1].strip("'\""))) is not None:
            return self.files[_plain(name[1].strip("'\""))].rstrip("\n")
        return self._hole(node)

    def _hole(self, node: "Node") -> str:
        """Return the name of what cannot be known without running it, between `OPEN` and `CLOSE`.

        A command may contain a secret: it is not named.
        """
        return f"{OPEN}{'a command' if 'command' in node.type else 'a shell expression'}{CLOSE}"


def file_named(command: Command, name: str) -> str | None:
    """Return the file that the text writes before the command; None if it does not."""
    return command.files.get(_plain(name))


def _plain(name: str) -> str:
    return name.removeprefix("./")


def _unescaped(match: "re.Match[str]") -> str:
    short, four, eight, octal, control, other = match.groups()
    code = short or four or eight
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    if octal:
        return chr(int(octal, 8) & 0xFF)
    if control:
        return chr(ord(control) & 0x1F)
    return _ESCAPES.get(other, other if other in "\\'\"?" else "\\" + other)
