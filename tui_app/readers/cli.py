"""Read the vendor's command line: `telnyx credential-connections create ...`.

Source: telnyx-cli 0.24 (FACTS.md section 5).
"""

import json
import re

from tui_app.readers.reading import (
    Computed,
    Found,
    Refused,
    Unfit,
    Value,
    inside,
    is_api_key,
    twice,
)
from tui_app.readers.requests import body
from tui_app.readers.shell import OPEN, Command, commands, holes, with_holes
from tui_app.settings.problem import Path
from tui_app.settings.request import REQUEST
from tui_app.settings.types import Flag, Integer, TextList

RESOURCE = "credential-connections"
# Flags of the program itself, unrelated to the connection (pkg/cmd/flagoptions.go).
GLOBAL = frozenset(
    {"base-url", "format", "transform", "format-error", "transform-error", "environment"}
)
GLOBAL_FLAGS = frozenset({"debug", "raw-output", "help", "version", "explore"})
KEYS = frozenset({"api-key", "auth-token"})
DASHES = ("\u2013", "\u2014", "\u2212")
IDS = frozenset({"id", "connection-id"})


def read(text: str) -> list[Found]:
    """Return the connections that the commands in `text` create or update."""
    found = []
    elsewhere = False
    for command in commands(text):
        index = next((n for n, word in enumerate(command.words[:20]) if word == RESOURCE), None)
        if index is None or not any(
            word.rpartition("/")[2] in ("telnyx", "telnyx.exe") for word in command.words[:index]
        ):
            continue
        action = command.words[index + 1 : index + 2]
        if action not in (("create",), ("update",)):
            elsewhere = True
            continue
        found.append(_found(command, index))
    if not found:
        raise Unfit(
            "its telnyx command creates and changes no connection"
            if elsewhere
            else "it holds no telnyx credential-connections command"
        )
    return found


def _found(command: Command, index: int) -> Found:
    before, rest = command.words[1:index], list(command.words[index + 2 :])
    change = command.words[index + 1] == "update"
    made: dict[str, Value] = {}
    if command.stdin is not None:
        piped = _piped(command.stdin)
        made = (
            {name: _unescaped(value) for name, value in piped.items()}
            if isinstance(piped, dict)
            else {}
        )
    key = ""
    notes: list[str] = []
    waiting = [*before, *rest]
    waiting.reverse()
    while waiting:
        word = waiting.pop()
        if word.startswith(DASHES):
            raise Unfit(f"the telnyx command has a {word[0]} in place of --")
        if not word.startswith("-") or word in ("-", "--"):
            continue
        name, equals, value = word.lstrip("-").partition("=")
        if name in GLOBAL_FLAGS:
            continue
        path = _path(name)
        if not equals and (path is None or not _is_flag(path)):
            if not waiting:
                raise Unfit(f"the telnyx command gives {word[:40]} no value")
            value = waiting.pop()
        elif not equals:
            value = "true"
        if name in KEYS:
            key = value if is_api_key(value) else key
        elif name in GLOBAL or (change and name in IDS):
            continue
        elif path is None:
            notes.append(f"--{name[:40]} is no setting of a connection: left out.")
        else:
            _put(made, path, _value(path, value))
    return Found(made, "", change, tuple(notes), key)


def _piped(text: str) -> Value:
    """Read a body that the command is given: JSON, or YAML."""
    if text.lstrip().startswith(("{", OPEN)) or not text.strip():
        return body(text, "what the telnyx command reads")
    from tui_app.readers import yaml_file

    return with_holes(yaml_file.value(text))


def _path(name: str) -> Path | None:
    """Return the path of a flag such as `--inbound.channel-limit`. Each tag has its own `--tag`."""
    if name == "tag":
        return ("tags",)
    if not re.fullmatch(r"[a-z0-9.-]+", name):
        return None
    return tuple(part.replace("-", "_") for part in name.split("."))


def _is_flag(path: Path) -> bool:
    setting = REQUEST.settings.get(path)
    return setting is not None and isinstance(setting.kind, Flag)


def _value(path: Path, text: str) -> Value:
    """Return the value of a flag as the command line would send it."""
    if holes(text):
        return Computed(", ".join(dict.fromkeys(holes(text))))
    setting = REQUEST.settings.get(path)
    if path in REQUEST.objects:
        return _literal(path, text)
    if setting is None:
        return text
    if text == "null" and setting.nullable:
        return None
    if isinstance(setting.kind, Flag):
        return {"true": True, "false": False}.get(text.lower(), text)
    if isinstance(setting.kind, Integer):
        return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else text
    if isinstance(setting.kind, TextList) and path != ("tags",):
        return _literal(path, text)
    return _unescaped(text, f"--{_flag(path)}")


def _unescaped(value: Value, said: str = "what the telnyx command reads") -> Value:
    """Return a value as it is sent: the CLI reads a text that begins with @ as a file's name."""
    if isinstance(value, list):
        return [_unescaped(item, said) for item in value]
    if isinstance(value, dict):
        return {name: _unescaped(item, said) for name, item in value.items()}
    if not isinstance(value, str):
        return value
    if value.startswith("@"):
        raise Refused(f"{said} names a file (@...), which is not read")
    return value[1:] if value.startswith("\\@") else value


def _literal(path: Path, text: str) -> Value:
    """Read a list or an object: JSON, or the YAML that the command line accepts too."""
    try:
        return with_holes(json.loads(text))
    except (ValueError, RecursionError):
        from tui_app.readers import yaml_file

        try:
            return yaml_file.value(text)
        except Unfit:
            raise Refused(f"--{_flag(path)} is neither JSON nor YAML") from None


def _flag(path: Path) -> str:
    return ".".join(path).replace("_", "-")


def _put(made: dict[str, Value], path: Path, value: Value) -> None:
    here = inside(made, path, f"--{_flag(path)}")
    last = path[-1]
    if path == ("tags",):
        tags = here.setdefault(last, [])
        if isinstance(tags, list):
            tags.append(value)
        return
    # `--inbound '{...}'` overwrites, as in the command line; a repeated flag is a mistake.
    if last in here and path not in REQUEST.objects:
        twice(f"--{_flag(path)}")
    here[last] = value
