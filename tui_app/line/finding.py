"""Going to a step or a setting by its number, its name or a word of it."""

import re

from tui_app.core.autosave import Place
from tui_app.line.wizard import Effect, Linear, Move
from tui_app.settings.search import find_settings
from tui_app.settings.setting import Setting
from tui_app.text.escape import quoted

MOST = 9
"""Settings that are told where a name fits several."""


def go(wizard: Linear, rest: str) -> Effect:
    if not rest:
        _tell_steps(wizard)
        return "nothing"
    step = _step(wizard, rest)
    if step is not None:
        from tui_app.line.commands import review

        if step == wizard.review_step:
            return review(wizard, "")
        raise Move(Place(step, wizard.settings[step][0].path))
    setting = find(wizard, rest)
    if setting is None:
        return "nothing"
    raise Move(wizard.place_of(setting.path))


def edit(wizard: Linear, rest: str) -> Effect:
    setting = find(wizard, rest) if rest else None
    if setting is None:
        if not rest:
            wizard.console.say("Error: /edit needs the number or the name of a setting.")
        return "nothing"
    raise Move(wizard.place_of(setting.path), returning=True)


def find(wizard: Linear, typed: str) -> Setting | None:
    """The setting that is meant; None where none or several are, which is said."""
    text = typed.strip().lower()
    for number, setting in wizard.numbered():
        if text in (number, setting.label.lower(), setting.place.lower()):
            return setting
    found = find_settings(wizard.draft.request, text)
    close = [
        setting
        for setting in found
        if setting.label.lower().startswith(text) or setting.name.lower() == text
    ]
    close = close or [setting for setting in found if text in setting.synonyms]
    if len(close) == 1 or len(found) == 1:
        return (close or found)[0]
    if not found:
        wizard.console.say(f"Error: no setting is called {quoted(typed)}.")
        return None
    named = ", ".join(f"{wizard.number(setting)} {setting.label}" for setting in found[:MOST])
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    wizard.console.say(f"{quoted(typed)} may be {named}{more}. Give the number.")
    return None


def _step(wizard: Linear, typed: str) -> int | None:
    """The step that is meant by its number or the beginning of its title, from 0; the review is the last."""
    text = typed.strip().lower()
    if re.fullmatch("[0-9]{1,3}", text):
        return int(text) - 1 if 1 <= int(text) <= wizard.review_step + 1 else None
    exact = {setting.label.lower() for _, setting in wizard.numbered()}
    titles = [
        step
        for step in range(wizard.review_step + 1)
        if wizard.title(step).lower().startswith(text)
    ]
    return titles[0] if len(titles) == 1 and text not in exact else None


def _tell_steps(wizard: Linear) -> None:
    lines = [f"  {step + 1} {wizard.title(step)}" for step in range(wizard.review_step + 1)]
    wizard.console.say("Steps, each with settings numbered as 1.1:", *lines)
