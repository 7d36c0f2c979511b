"""Find a setting by what people call it: label, API name, synonym, or a word of its help."""

from tui_app.settings.request import Request
from tui_app.settings.setting import Setting


def find_settings(request: Request, text: str) -> list[Setting]:
    """Return the settings that contain every word of `text`, the closest first; all if it is empty.

    The order: a label or API name that begins with `text`, a synonym that is exactly `text`, other
    labels and names, a part of a synonym, the help.
    """
    words = text.lower().split()
    if not words:
        return list(request.settings.values())
    ranked = [(_rank(setting, words), setting) for setting in request.settings.values()]
    found = [(rank, setting) for rank, setting in ranked if rank is not None]
    return [setting for _, setting in sorted(found, key=lambda entry: entry[0])]


def _rank(setting: Setting, words: list[str]) -> int | None:
    label, name = setting.label.lower(), setting.json_path.lower()
    joined = " ".join(words)
    if label.startswith(joined) or setting.name.lower().startswith(joined):
        return 0
    if joined in setting.synonyms:
        return 1
    if all(word in label or word in name for word in words):
        return 2
    called = f"{label} {name} {' '.join(setting.synonyms)}"
    if all(word in called for word in words):
        return 3
    text = f"{called} {setting.help} {setting.note} {setting.kind.limits}".lower()
    return 4 if all(word in text for word in words) else None
