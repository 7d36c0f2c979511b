"""Finding a setting by what people call it, by its API name, or by a word of its help."""

from tui_app.connection import Request
from tui_app.groups import Setting


def find_settings(request: Request, text: str) -> list[Setting]:
    """The settings that hold every word of `text`, the closest first: label, then API name, then help. All of them for no text."""
    words = text.lower().split()
    if not words:
        return list(request.settings.values())
    ranked = [(_rank(setting, words), setting) for setting in request.settings.values()]
    found = [(rank, setting) for rank, setting in ranked if rank is not None]
    return [setting for _, setting in sorted(found, key=lambda entry: entry[0])]


def _rank(setting: Setting, words: list[str]) -> int | None:
    label, name = setting.label.lower(), setting.place.lower()
    joined = " ".join(words)
    if label.startswith(joined) or setting.name.lower().startswith(joined):
        return 0
    if all(word in label or word in name for word in words):
        return 1
    text = f"{label} {name} {setting.help} {setting.note} {setting.kind.limits}".lower()
    return 2 if all(word in text for word in words) else None
