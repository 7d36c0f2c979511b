"""Find a setting by what people call it: label, API name, synonym, choice, or a word of its help.

Punctuation and blanks do not matter: `u-law` is `ulaw`, and `callerid` is `caller id`.
"""

import re

from tui_app.settings.request import Request
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Codecs

SHORTEST = 3
"""Characters from which a text counts as a part of a name that is written as one word."""


def find_settings(request: Request, text: str) -> list[Setting]:
    """Return the settings that contain every word of `text`, the closest first; all if it is empty.

    The order: a label or API name that begins with `text`, exactly a synonym or choice, words of
    labels and names, words of a synonym or choice, words of the help, the middle of a word of a
    label or API name.
    """
    if not text.strip():
        return list(request.settings.values())
    words = _words(text)
    ranked = [(_rank(setting, words), setting) for setting in request.settings.values() if words]
    found = [(rank, setting) for rank, setting in ranked if rank is not None]
    return [setting for _, setting in sorted(found, key=lambda entry: entry[0])]


def _rank(setting: Setting, words: list[str]) -> int | None:
    joined = "".join(words)
    names = [setting.label, setting.name]
    called = [*setting.synonyms, *_choices(setting)]
    as_one = [_joined(name) for name in called]
    if any(_joined(name).startswith(joined) for name in names):
        return 0
    if joined in as_one:
        return 1
    if _begin(words, [setting.label, setting.json_path]):
        return 2
    if _begin(words, [*names, setting.json_path, *called]) or (
        len(joined) >= SHORTEST and any(joined in name for name in as_one)
    ):
        return 3
    texts = [setting.label, setting.json_path, *called, setting.help, setting.note]
    if _begin(words, [*texts, setting.kind.limits]):
        return 4
    inside = f"{setting.label} {setting.json_path}".lower()
    return 5 if all(word in inside for word in words) else None


def _choices(setting: Setting) -> list[str]:
    """Return what the choices of a setting are called, here and in other systems."""
    kind = setting.kind
    if isinstance(kind, Codecs):
        return [*kind.options, *kind.extra, *kind.ALIASES]
    return list(kind.options) if isinstance(kind, Choice) else []


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _joined(text: str) -> str:
    return "".join(_words(text))


def _begin(words: list[str], texts: list[str]) -> bool:
    """Whether each of `words`, or its singular, begins a word of `texts`."""
    known = {word for text in texts for word in _words(text)}
    return all(
        any(each.startswith((word, word.removesuffix("s"))) for each in known)
        if len(word) > SHORTEST
        else any(each.startswith(word) for each in known)
        for word in words
    )
