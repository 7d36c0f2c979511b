"""Finds and opens a step or a setting by its number, its name or a word of it."""

import re

from tui_app.core.autosave import Position
from tui_app.line.prompt import Effect
from tui_app.line.wizard import Linear, Move
from tui_app.settings.search import find_settings
from tui_app.settings.setting import Setting
from tui_app.text.escape import quoted

MOST = 9
"""Settings that are listed if a name matches several."""


def go(linear: Linear, rest: str) -> Effect:
    if not rest:
        _say_steps(linear)
        return "nothing"
    step = _step(linear, rest)
    if step is not None:
        if step == linear.review_step:
            linear.go_to_review()
        raise Move(Position(step, linear.settings[step][0].path))
    setting = find(linear, rest)
    if setting is None:
        return "nothing"
    raise Move(linear.wizard.position_of(setting.path))


def edit(linear: Linear, rest: str) -> Effect:
    setting = find(linear, rest) if rest else None
    if setting is None:
        if not rest:
            linear.console.say("Error: /edit needs the number or the name of a setting.")
        return "nothing"
    raise Move(linear.wizard.position_of(setting.path), returning=True)


def find(linear: Linear, typed: str) -> Setting | None:
    """Finds a setting. If none or several match, says so and returns None."""
    text = typed.strip().lower()
    for number, setting in linear.numbered():
        if text in (number, setting.label.lower(), setting.json_path.lower()):
            return setting
    found = find_settings(linear.draft.request, text)
    close = [
        setting
        for setting in found
        if setting.label.lower().startswith(text) or setting.name.lower() == text
    ]
    close = close or [setting for setting in found if text in setting.synonyms]
    if len(close) == 1 or len(found) == 1:
        return (close or found)[0]
    if not found:
        linear.console.say(f"Error: no setting is called {quoted(typed)}.")
        return None
    named = ", ".join(f"{linear.number(setting)} {setting.label}" for setting in found[:MOST])
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    linear.console.say(f"{quoted(typed)} may be {named}{more}. Give a number instead of the name.")
    return None


def _step(linear: Linear, typed: str) -> int | None:
    """Finds a step by its number or the beginning of its title. The review is the last step.

    Returns its index, from 0.
    """
    text = typed.strip().lower()
    if re.fullmatch("[0-9]{1,3}", text):
        return int(text) - 1 if 1 <= int(text) <= linear.review_step + 1 else None
    exact = {setting.label.lower() for _, setting in linear.numbered()}
    titles = [
        step
        for step in range(linear.review_step + 1)
        if linear.title(step).lower().startswith(text)
    ]
    return titles[0] if len(titles) == 1 and text not in exact else None


def _say_steps(linear: Linear) -> None:
    lines = [f"  {step + 1} {linear.title(step)}" for step in range(linear.review_step + 1)]
    linear.console.say("Steps, each with settings numbered as 1.1:", *lines)
