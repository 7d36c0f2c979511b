"""Explain a field of a payload that no setting is declared for: its likely meaning, and one fix.

The message of the field names that fix.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, cast

from tui_app.settings.other_names import (
    CALLED,
    ELSEWHERE,
    NOWHERE,
    OTHER_UNITS,
    SECONDS,
    VAGUE,
    path_key,
)
from tui_app.settings.problem import UNSET, Answer, Answers, Fix, Path, Unset
from tui_app.settings.setting import Setting
from tui_app.settings.types import plain
from tui_app.settings.types.spelling import close, key
from tui_app.text.document import Json
from tui_app.text.escape import names_a_secret

_ENDINGS: Final = ("secs", "enabled", "id", "url", "limit", "format")
_GENERAL: Final = ("_settings", "_details")
"""Endings of the names of objects that people leave out."""

_DEEPEST: Final = 4
"""Levels of objects in an unknown one that are searched for a user name and a password."""


class Meaning(NamedTuple):
    """The words that follow an unknown field's name in its message, and the fix they describe."""

    words: str
    fix: Fix


class UnknownFields:
    """Explains the fields of a payload that are none of `settings`.

    `objects` are the paths that contain settings.
    """

    def __init__(self, settings: Mapping[Path, Setting], objects: Iterable[Path]) -> None:
        self.settings = settings
        self.objects = frozenset(objects)
        self._known = (*settings, *self.objects)
        self._by_key: dict[str, list[Path]] = {}
        self._by_words: dict[tuple[str, ...], list[Path]] = {}
        for path in self._known:
            for name in {path_key(".".join(path)), key("".join(path)), key(path[-1])}:
                self._by_key.setdefault(name, []).append(path)
            self._by_words.setdefault(_words(path[-1]), []).append(path)
        for path in self._known:
            for name in _brief(path):
                self._by_key.setdefault(name, [path])

    def explain(self, path: Path, answers: Answers, *, suggest: bool = True) -> Meaning:
        """Return what the field at `path` of `answers` means.

        `suggest` looks for names that are like it, which takes time.
        """
        away = Fix("remove it", {path: UNSET})
        name = key(path[-1])
        if name in ELSEWHERE:
            return Meaning(f"belongs to {ELSEWHERE[name]}: remove it", away)
        if name in NOWHERE:
            return Meaning("is a setting of no connection: remove it", away)
        unknown = "is not a setting of this API"
        moved = self._credentials(path, answers)
        if moved:
            words = f"{unknown}: user_name and password are outside any object"
            return Meaning(words, Fix("use its user name and password", moved))
        meant = self.meant(path) if suggest else None
        if meant is None:
            several = [".".join(each) for each in self._by_key.get(_in_seconds(name), ())]
            if len(several) > 1:
                both = " and ".join(several)
                return Meaning(f"{unknown}, but {both} are: set those, and remove it", away)
            return Meaning(f"{unknown}; --allow-unknown sends it all the same", away)
        json_path = ".".join(meant)
        value = answers[path]
        if meant in self.objects and not (isinstance(value, dict) and value):
            return Meaning(f"{unknown}, and {json_path} must be an object: remove it", away)
        renamed = self._renamed(path, meant, answers)
        if renamed is None:
            # Do not overwrite an existing answer with what may be a left-over.
            return Meaning(f"{unknown}, and {json_path} is there already: remove it", away)
        return Meaning(
            f"{unknown}: did you mean {json_path}?", Fix(f"rename it to {json_path}", renamed)
        )

    def respelled(self, path: Path, answers: Answers) -> dict[Path, "Answer | Unset"]:
        """The change that gives an unknown member its own name, if it is another spelling of one.

        `connectionName` is one, as other languages write it; a name that is only alike is none.
        """
        found = self._by_name(path)
        if found is None or not self._may_become(path, found):
            return {}
        return self._renamed(path, found, answers) or {}

    def meant(self, path: Path) -> Path | None:
        """Return the setting, or the object, that an unknown field clearly means.

        None if there is none, or several.
        """
        found = self._by_name(path) or self._like(path)
        return found if found and self._may_become(path, found) else None

    def _by_name(self, path: Path) -> Path | None:
        for name in (path_key(".".join(path)), key(path[-1])):
            called = tuple(CALLED.get(name, "").split("."))
            if called in self.settings or called in self.objects:
                return called
            found = self._by_key.get(_in_seconds(name), [])
            if len(found) == 1:
                return found[0]
        # Several objects have that name: nobody knows which is meant.
        return None

    def _like(self, path: Path) -> Path | None:
        name = key(path[-1])
        if _in_seconds(name) in self._by_key:
            return None
        # A unit or the like that was left out at the end.
        longer = {known for end in _ENDINGS for known in self._by_key.get(name + end, ())}
        if name and len(longer) == 1:
            return longer.pop()
        reordered = self._by_words.get(_words(path[-1]), [])
        if len(reordered) == 1:
            return reordered[0]
        beside = {known[-1]: known for known in self._known if known[:-1] == path[:-1]}
        found = close(path[-1], beside)
        if found:
            return beside[found]
        elsewhere: dict[str, list[Path]] = {}
        for known in self._known:
            elsewhere.setdefault(known[-1], []).append(known)
        found = close(path[-1], elsewhere)
        return elsewhere[found][0] if found and len(elsewhere[found]) == 1 else None

    def _may_become(self, path: Path, meant: Path) -> bool:
        """Whether a rename keeps the meaning.

        A direction stays, unless the name says it, so does a unit, and a secret stays a secret.
        """
        name = key(path[-1])
        if name in VAGUE and list(map(key, meant[:-1])) != list(map(key, path[:-1])):
            return False
        if meant[-1].endswith("secs") and name.endswith(OTHER_UNITS):
            return False
        if len(path) > 1 and len(meant) > 1 and path[0] != meant[0]:
            directions = {"inbound", "outbound"}
            if {path[0], meant[0]} <= directions and not meant[-1].startswith(meant[0]):
                return False
        setting = self.settings.get(meant)
        return not any(map(names_a_secret, path)) or (setting is not None and setting.secret)

    def _renamed(
        self, path: Path, meant: Path, answers: Answers
    ) -> dict[Path, "Answer | Unset"] | None:
        """Return the change that a rename makes.

        None if it would overwrite an answer, or put something else than an object at an object's
        path.
        """
        value = answers[path]
        if meant in self.settings:
            kept = value if self.settings[meant].secret else cast(Json, plain(value))
            return None if meant in answers else {path: UNSET, meant: kept}
        if not isinstance(value, dict) or not value:
            return None
        inner: dict[Path, Answer | Unset] = {(*meant, name): each for name, each in value.items()}
        taken = any(json_path in answers for json_path in inner) or meant in answers
        return None if taken else {path: UNSET, **inner}

    def _credentials(self, path: Path, answers: Answers) -> dict[Path, "Answer | Unset"] | None:
        """Return the change that takes a user name and a password out of an unknown object.

        None unless both are in it and needed.
        """
        value = answers[path]
        if not isinstance(value, dict):
            return None
        found: dict[Path, Answer | Unset] = {}
        for name, each in _texts(value):
            meant = self._by_name((name,))
            if meant in (("user_name",), ("password",)):
                if meant in found or meant in answers:
                    return None
                found[meant] = each
        return {path: UNSET, **found} if len(found) == 2 else None


def _brief(path: Path) -> Iterator[str]:
    """Yield the keys of a path without the general word at the end of an object's name."""
    for ending in _GENERAL:
        if path[0].endswith(ending):
            yield key("".join((path[0].removesuffix(ending), *path[1:])))


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name in the order of the alphabet."""
    spaced = re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", name[:100])
    return tuple(sorted(re.findall("[a-z0-9+]+", spaced.lower())))


def _in_seconds(name: str) -> str:
    """Return a key whose last word is another spelling of `secs` with that."""
    for ending in SECONDS:
        if name.endswith(ending):
            return name.removesuffix(ending) + "secs"
    return name


def _texts(value: Mapping[str, Json], depth: int = _DEEPEST) -> Iterator[tuple[str, str]]:
    """Yield each text in an object and the objects within it, with its name there."""
    for name, each in value.items():
        if isinstance(each, str):
            yield name, each
        elif isinstance(each, dict) and depth > 1:
            yield from _texts(each, depth - 1)
