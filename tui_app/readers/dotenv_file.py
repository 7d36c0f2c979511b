"""Read a .env file, or lines of it: settings by name, key and password moved into place."""

import io
import json
import re
from typing import Final

from tui_app.readers.reading import Computed, Found, Unfit, Value, hurry, inside, is_api_key, twice
from tui_app.settings.problem import Path
from tui_app.settings.request import REQUEST
from tui_app.settings.types import Flag, Integer, TextList
from tui_app.text.escape import shortened

PREFIX: Final = re.compile(
    r"^(?:vite|react_app|next_public|expo_public|telnyx|sip|credential_connection|credential"
    r"|connection)_"
)
OTHERS: Final = {
    "username": "user_name",
    "user": "user_name",
    "login": "user_name",
    "pass": "password",
    "passwd": "password",
    "pwd": "password",
    "sip_username": "user_name",
    "sip_password": "password",
}
COMMON: Final = frozenset({"port", "active", "tags", "engine"})
"""Names that mean something else without a prefix."""
KEYS: Final = frozenset({"api_key", "apikey", "key", "api_token"})
MAX_LINES: Final = 2_000


def _by_name() -> dict[str, Path]:
    """Return the settings by the names that a variable may have.

    The name of the object may be left out if the setting is still clear.
    """
    last: dict[str, list[Path]] = {}
    for path in REQUEST.settings:
        last.setdefault(path[-1], []).append(path)
    made = {name: paths[0] for name, paths in last.items() if len(paths) == 1}
    made |= {"_".join(path): path for path in REQUEST.settings}
    return made


def read(text: str) -> list[Found]:
    """Read the one connection that the variables of a text describe."""
    from dotenv.parser import parse_stream

    if text.count("\n") > MAX_LINES:
        raise Unfit(f"it has more than {MAX_LINES} lines")
    text = re.sub(r"(?m)^[ \t]*(?:\$env:|set[ \t]+)", "", text)
    text = re.sub(r"(?m)^[ \t]*[;\[].*$", "", text)
    known = _by_name()
    made: dict[str, Value] = {}
    key, left_out = "", []
    notes: list[str] = []
    for binding in parse_stream(io.StringIO(text)):
        hurry()
        if not binding.key or binding.value is None:
            continue
        name = binding.key
        value: Value = binding.value
        quoted = binding.original.string.partition("=")[2].strip().startswith("'")
        if re.search(r"\$\{|\$\(", binding.value) and not quoted:
            value = Computed("a variable")
        plain = name.lower().replace(".", "_")
        while plain not in known and plain not in OTHERS and PREFIX.match(plain):
            plain = PREFIX.sub("", plain)
        if plain in KEYS or name.lower() == "telnyx_api_key":
            key = key or (binding.value if is_api_key(binding.value) else "")
            continue
        plain = OTHERS.get(plain, plain)
        path = known.get(plain)
        if path is None or (name.lower() in COMMON and path[-1] in COMMON):
            left_out.append(shortened(name))
            continue
        if plain == "password" and name.lower() != "password":
            notes.append(f"{shortened(name)} is taken as the password.")
        here = inside(made, path, shortened(name))
        if path[-1] in here:
            twice(name)
        here[path[-1]] = value if isinstance(value, Computed) else _value(path, binding.value)
    if not made and not key:
        raise Unfit("its variables name no setting of a connection")
    if left_out:
        notes.append(f"Left out what is no setting: {', '.join(left_out[:20])}.")
    return [Found(made, "", False, tuple(notes), key)]


def _value(path: Path, text: str) -> Value:
    """Convert a value to the kind of its setting: a variable contains only text."""
    setting = REQUEST.settings[path]
    if isinstance(setting.kind, Flag):
        return {"true": True, "false": False}.get(text.lower(), text)
    if isinstance(setting.kind, Integer):
        return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else text
    if isinstance(setting.kind, TextList):
        try:
            listed = json.loads(text)
        except (ValueError, RecursionError):
            return [item.strip() for item in text.split(",") if item.strip()]
        return listed if isinstance(listed, list) else text
    return None if text == "null" and setting.nullable else text
