"""Announces a step once, and asks its settings one at a time."""

from dataclasses import replace

from tui_app.core.autosave import Position
from tui_app.core.messages import choices, shown_answer
from tui_app.line.asking import ask
from tui_app.line.prompt import Prompt
from tui_app.line.reading import is_numbered, may_be_secret, read_answer
from tui_app.line.wizard import Linear
from tui_app.settings.problem import Unset, errors
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Codecs, Flag, Url


def ask_here(linear: Linear) -> Position:
    """Announces the step, and asks the current setting. Returns where to continue."""
    setting = _current(linear)
    step = linear.position.step
    settings = linear.settings[step]
    if not linear.returning and linear.announced_step != step:
        linear.announced_step = step
        linear.console.say(_announcement(linear, step))
    if linear.arrived:
        linear.arrived = False
        linear.report.say_at(setting.path)
    ask_setting(linear, setting)
    if linear.returning:
        linear.returning = False
        return Position(linear.review_step)
    index = settings.index(setting) + 1
    if setting.required and index < len(settings) and not settings[index].required:
        linear.console.say(_optional_words(linear, step, settings[index:]))
    if index < len(settings):
        return Position(step, settings[index].path)
    return Position(
        step + 1, linear.settings[step + 1][0].path if step + 1 < linear.review_step else ()
    )


def _current(linear: Linear) -> Setting:
    """The setting where the user is, or the first of the step if the place names none."""
    settings = linear.settings[linear.position.step]
    found = next(
        (setting for setting in settings if setting.path == linear.position.path), settings[0]
    )
    linear.wizard.position = Position(linear.position.step, found.path)
    return found


def _announcement(linear: Linear, step: int) -> str:
    """`Step 2 of 9: Media. ...`, the first time with its topic and number of settings."""
    group = linear.draft.request.groups[step]
    words = f"Step {step + 1} of {linear.review_step + 1}: {group.title}."
    if step in linear.known_steps:
        return words
    linear.known_steps.add(step)
    count = len(group.settings)
    required = sum(setting.required for setting in group.settings)
    needed = f", {required} of them required" if required else ""
    return f"{words} {group.help} {count} setting{'s' if count > 1 else ''}{needed}.".replace(
        ".  ", ". "
    )


def _optional_words(linear: Linear, step: int, rest: list[Setting]) -> str:
    """Words after the required settings: what is optional, and how to skip it."""
    labels = ", ".join(setting.label for setting in rest)
    missing = ", ".join(
        each.label
        for each in linear.settings[step]
        if each.required and each.path not in linear.draft.answers
    )
    state = f"Still required: {missing}" if missing else "That is all that is required"
    return (
        f"{state}. Optional here: {labels}. An empty line skips one setting, "
        f"/next goes to step {step + 2}, {linear.title(step + 1)}, /review to the review."
    )


def ask_setting(linear: Linear, setting: Setting) -> None:
    """Asks until the answer is not an error, or an empty line or a command leads on."""
    prompt = question(linear, setting)
    linear.setting = setting
    try:
        while not _take(linear, setting, ask(linear, prompt)):
            prompt = replace(prompt, known=prompt.short)
    finally:
        linear.setting = None


def _take(linear: Linear, setting: Setting, typed: str | None) -> bool:
    """Takes what was typed, None if a command answered. Whether the wizard can go on."""
    if typed is not None:
        if (typed if setting.secret else typed.strip()) == "":
            return _take_empty_line(linear, setting)
        answer = read_answer(setting, typed)
        if may_be_secret(setting, answer):
            _refuse(linear, setting)
            return False
        linear.report.forget(setting.path)
        linear.draft.set(setting.path, answer)
        linear.draft.end_edit()
    linear.draft.visit([setting.path])
    return not any(
        problem.severity == "error" and problem.concerns(setting.path)
        for problem in linear.report.say_new()
    )


def _take_empty_line(linear: Linear, setting: Setting) -> bool:
    """Leaves the setting as it is. Whether the wizard can go on."""
    linear.draft.visit([setting.path])
    missing = not linear.skipped and _is_missing(linear, setting)
    if missing:
        linear.report.forget(setting.path)
    linear.report.say_new()
    if missing:
        # Do not go on: the next line, perhaps the password, would answer another setting.
        linear.console.say(
            "/skip leaves it for later, /next goes to the next step, /go NAME anywhere."
        )
    return not missing


def _refuse(linear: Linear, setting: Setting) -> None:
    """Says why what was typed is no answer, without repeating it."""
    words = "on or off" if isinstance(setting.kind, Flag) else "chosen from what /again lists"
    linear.console.say(
        f"Error: {setting.label} must be {words}. What was typed is neither kept nor said again."
    )


def _is_missing(linear: Linear, setting: Setting) -> bool:
    """Whether a required answer is missing. A wrong secret counts too: the user cannot see it."""
    answer = linear.draft.get(setting.path)
    if not setting.required or not errors(list(setting.problems(answer))):
        return False
    return setting.secret or isinstance(answer, Unset) or answer in (None, "")


def question(linear: Linear, setting: Setting) -> Prompt:
    """The question for a setting: its number, name, current answer, and what can be typed.

    What can be typed may take several lines. They are said once, and again after `/again`.
    """
    prompt = replace(_in_full(linear, setting), renew=lambda: _in_full(linear, setting))
    if setting.path not in linear.known_choices:
        linear.known_choices.add(setting.path)
        return prompt
    how = _how(setting)
    head = f"{linear.number(setting)} {setting.label} ({_state(linear, setting)})"
    return replace(
        prompt,
        known=f"{head}. {how[0].upper()}{how[1:]}; /again lists them:" if prompt.before else "",
    )


def _in_full(linear: Linear, setting: Setting) -> Prompt:
    name = f"{linear.number(setting)} {setting.label}"
    head = f"{name} ({_state(linear, setting)})"
    named = choices(setting)
    if not named:
        return Prompt(
            f"{head}. {_how(setting)}:",
            f"{name}:",
            secret=setting.secret,
            payloads=True,
            address=isinstance(setting.kind, Url),
        )
    numbered = is_numbered(setting)
    lines = [
        f"  {f'{number} ' if numbered else ''}{value}{f': {note}' if note else ''}"
        for number, (value, note) in enumerate(named.items(), 1)
    ]
    before = (f"{head}, {len(named)} choice{'s' if len(named) > 1 else ''}:", *lines)
    return Prompt(f"{setting.label}, {_how(setting)}:", f"{name}:", before, payloads=True)


def _state(linear: Linear, setting: Setting) -> str:
    answer = linear.draft.get(setting.path)
    if not isinstance(answer, Unset):
        return f"now {shown_answer(setting, linear.draft)}"
    if setting.required:
        return "required"
    return "not set" if setting.default_shown == "none" else f"default {setting.default_shown}"


def _how(setting: Setting) -> str:
    """Says briefly what to type."""
    kind = setting.kind
    if setting.secret:
        return f"{kind.limits}, not shown; /generate makes one"
    if isinstance(kind, Codecs):
        return "numbers or names in order of priority, with commas or spaces between"
    if isinstance(kind, Choice):
        return "number or value" if is_numbered(setting) else "value"
    limits = kind.limits[:1].upper() + kind.limits[1:]
    return f"{limits}; /choose lists them" if setting.lookup else limits
