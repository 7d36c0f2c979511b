"""Find the settings of a connection in variables by their names, such as TELNYX_SIP_USERNAME."""

import json
import re
from collections.abc import Iterable
from typing import Final

from tui_app.readers.reading import (
    Computed,
    Found,
    Refused,
    Value,
    hurry,
    inside,
    is_api_key,
    twice,
)
from tui_app.settings.other_names import CALLED, path_key
from tui_app.settings.problem import Path
from tui_app.settings.request import REQUEST
from tui_app.settings.types import Flag, Integer, TextList
from tui_app.text.escape import shortened

_PREFIX: Final = re.compile(
    r"^(?:vite|react_app|(?:next_|nuxt_|expo_)?public(?=_(?:telnyx|sip|connection|user))|telnyx|sip"
    r"|trunk|credential_connection|credential|connection)_"
)
_OTHERS: Final = {
    name: CALLED[path_key(name)].rpartition(".")[2]
    for name in (
        *("username", "user", "login", "pass", "passwd", "pwd"),
        *("webhook_url", "webhook_failover_url", "outbound_profile_id", "voice_profile_id"),
    )
}
"""Names that variables have and that no member of the API has."""
_COMMON: Final = frozenset({"active", "tags", "localization"})
"""Names that mean something else without a prefix."""
_ANYWHERE: Final = frozenset({"user_name", "password"})
"""The settings that a name may end with if SIP is anywhere in it."""
_BARE: Final = frozenset({"password", *_OTHERS})
"""Names that count only if no other name is for the same setting."""
_SHORT: Final = frozenset({"port", "engine"})
"""Names of members that are too common for a variable without their object."""
_KEYS: Final = frozenset({"api_key", "apikey", "key", "api_token"})
_VENDORS_KEY: Final = re.compile(r"KEY_?[0-9A-Za-z]{16,}[0-9A-Za-z_-]*")
_VENDOR: Final = re.compile("sip|telnyx", re.IGNORECASE)
# `$(X)`, `${X}`, `{{ X }}`, and `$X` alone: in lower case, and in a longer text, it is a password.
_COMPUTED: Final = re.compile(r"\$\{|\$\(|\{\{.*\}\}|^\$[A-Z_][A-Z0-9_]*$", re.DOTALL)


def _by_name() -> dict[str, Path]:
    """Return the settings by the names that a variable may have.

    The name of the object may be left out if the setting is still clear.
    """
    last: dict[str, list[Path]] = {}
    for path in REQUEST.settings:
        last.setdefault(path[-1], []).append(path)
    made = {
        name: paths[0] for name, paths in last.items() if len(paths) == 1 and name not in _SHORT
    }
    return made | {"_".join(path): path for path in REQUEST.settings}


_KNOWN: Final = _by_name()


def names_a_setting(name: str) -> bool:
    """Whether a variable of this name is part of a SIP login, or the API key."""
    if not _VENDOR.search(name):
        return False
    found = _meant(name)
    is_login = found is not None and found[0][0] in ("user_name", "password", "connection_name")
    return is_login or _is_key(name, "")


def unless_computed(text: str) -> Value:
    """Return the text of a variable, or that other variables make it."""
    return Computed("a variable") if _COMPUTED.search(text) else text


def read_variables(
    given: Iterable[tuple[str, Value]], name: str = "", *, of_api: bool = False
) -> Found | None:
    """Return the one connection that variables describe; None if they describe none.

    If a key and no setting is among them, the connection is empty. `name` tells it apart from
    others. `of_api`: the names are those of the API. Raises `Refused` if two variables give one
    setting different values.
    """
    best: dict[Path, tuple[int, str, Value]] = {}
    keys: list[tuple[bool, str]] = []
    left_out: list[str] = []
    for called, value in given:
        hurry()
        if isinstance(value, str) and _is_key(called, value) and is_api_key(value):
            keys.append(("telnyx" not in called.lower(), value))
            continue
        meant = _meant(called, of_api=of_api)
        if meant is None or isinstance(value, dict):
            left_out.append(called)
            continue
        path, rank = meant
        before = best.get(path)
        if before is not None and before[0] == rank and before[2] != value:
            if before[1] == called:
                twice(called)
            both = f"{shortened(before[1])} and {shortened(called)}"
            raise Refused(f"{both} are the same setting; keep the one you mean")
        if before is None or rank < before[0]:
            left_out += [before[1]] if before is not None else []
            best[path] = (rank, called, value)
        elif rank > before[0]:
            left_out.append(called)
    if not best and not keys:
        return None
    made: dict[str, Value] = {}
    notes = []
    for path, (_, called, value) in best.items():
        value = _converted(path, value)
        if path == ("password",) and called.lower() != "password" and isinstance(value, str):
            notes += [f"{shortened(called)} is taken as the password."] if value else []
        inside(made, path, shortened(called))[path[-1]] = value
    if left_out:
        shown = ", ".join(map(shortened, left_out[:20]))
        notes.append(f"Left out what is no setting: {shown}.")
    return Found(made, name, False, tuple(notes), min(keys)[1] if keys else "")


def _is_key(name: str, value: str) -> bool:
    """Whether a variable contains an API key: by its name, or since it looks like the vendor's."""
    plain = _plain(name)
    while _PREFIX.match(plain):
        plain = _PREFIX.sub("", plain)
    is_vendors = "telnyx" in name.lower() and _VENDORS_KEY.fullmatch(value) is not None
    return plain in _KEYS or is_vendors


def _plain(name: str) -> str:
    return re.sub(r"[.\-]", "_", name.lower())


def _meant(name: str, *, of_api: bool = False) -> tuple[Path, int] | None:
    """Return the setting that a variable's name means, and its rank: a smaller one is clearer."""
    plain = whole = _plain(name)
    while plain not in _KNOWN and plain not in _OTHERS and _PREFIX.match(plain):
        plain = _PREFIX.sub("", plain)
    if plain == "name" and whole.endswith("connection_name"):
        return ("connection_name",), 0
    path = _KNOWN.get(_OTHERS.get(plain, plain))
    if path is not None:
        if plain == whole and plain in _COMMON and not of_api:
            return None
        return path, 2 if plain == whole and plain in _BARE else 0
    words = whole.split("_")
    if "sip" in words:
        # LIVEKIT_SIP_PASSWORD, SIP_AUTH_USER_NAME
        for end in ("_".join(words[-2:]), words[-1]):
            path = _KNOWN.get(_OTHERS.get(end, end))
            if path is not None and path[-1] in _ANYWHERE:
                return path, 1
    return None


def _converted(path: Path, value: Value) -> Value:
    """Convert a value to the kind of its setting: a variable contains only text."""
    if not isinstance(value, str):
        return value
    setting = REQUEST.settings[path]
    if isinstance(setting.kind, Flag):
        return {"true": True, "false": False}.get(value.lower(), value)
    if isinstance(setting.kind, Integer):
        return int(value) if re.fullmatch(r"-?[0-9]{1,18}", value) else value
    if isinstance(setting.kind, TextList):
        try:
            listed = json.loads(value)
        except (ValueError, RecursionError):
            return [item.strip() for item in value.split(",") if item.strip()]
        return listed if isinstance(listed, list) else value
    return None if value == "null" and setting.nullable else value
