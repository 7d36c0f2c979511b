"""A step: announced once, its settings asked one at a time."""

from dataclasses import replace

from tui_app.core.autosave import Place
from tui_app.core.messages import choices, shown_answer
from tui_app.line.reading import is_numbered, is_out_of_place, read_answer
from tui_app.line.wizard import Linear, Prompt
from tui_app.settings.problem import Unset, errors
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Codecs, Flag, Url


def ask_here(wizard: Linear) -> Place:
    """Asks the setting where the user is, announcing its step first. Where to go on."""
    setting = _current(wizard)
    step = wizard.place.step
    settings = wizard.settings[step]
    if not wizard.returning and wizard.announced != step:
        wizard.announced = step
        wizard.console.say(_announcement(wizard, step))
    if wizard.arrived:
        wizard.arrived = False
        wizard.tell_problems_at(setting.path)
    ask_setting(wizard, setting)
    if wizard.returning:
        wizard.returning = False
        return Place(wizard.review_step)
    place = settings.index(setting) + 1
    if setting.required and place < len(settings) and not settings[place].required:
        wizard.console.say(_optional(wizard, step, settings[place:]))
    if place < len(settings):
        return Place(step, settings[place].path)
    return Place(
        step + 1, wizard.settings[step + 1][0].path if step + 1 < wizard.review_step else ()
    )


def _current(wizard: Linear) -> Setting:
    """The setting where the user is; the first of the step where the place names none of it."""
    settings = wizard.settings[wizard.place.step]
    found = next(
        (setting for setting in settings if setting.path == wizard.place.path), settings[0]
    )
    wizard.place = Place(wizard.place.step, found.path)
    return found


def _announcement(wizard: Linear, step: int) -> str:
    """`Step 2 of 9: Media. ...`: what it is about and how long, when it is first come to."""
    group = wizard.draft.request.groups[step]
    words = f"Step {step + 1} of {wizard.review_step + 1}: {group.title}."
    if step in wizard.known_steps:
        return words
    wizard.known_steps.add(step)
    count = len(group.settings)
    required = sum(setting.required for setting in group.settings)
    needed = f", {required} of them required" if required else ""
    return f"{words} {group.help} {count} setting{'s' if count > 1 else ''}{needed}.".replace(
        ".  ", ". "
    )


def _optional(wizard: Linear, step: int, rest: list[Setting]) -> str:
    """After the required ones: what else there is, and the ways past it."""
    labels = ", ".join(setting.label for setting in rest)
    missing = ", ".join(
        each.label
        for each in wizard.settings[step]
        if each.required and each.path not in wizard.draft.answers
    )
    state = f"Still required: {missing}" if missing else "That is all that is required"
    return (
        f"{state}. Optional here: {labels}. An empty line skips one setting, "
        f"/next goes to step {step + 2}, {wizard.title(step + 1)}, /review to the review."
    )


def ask_setting(wizard: Linear, setting: Setting) -> None:
    """Asks until there is an answer that is no error, an empty line that can be one, or a command that leads elsewhere."""
    draft = wizard.draft
    prompt = question(wizard, setting)
    wizard.setting = setting
    try:
        while True:
            typed = wizard.ask(prompt)
            if typed is not None and (typed if setting.secret else typed.strip()) == "":
                draft.visit([setting.path])
                missing = not wizard.skipped and _is_missing(wizard, setting)
                if missing:
                    wizard.forget_told(setting.path)
                wizard.tell_problems()
                if not missing:
                    return
                # Going on would take what is typed next, the password perhaps, for the answer to another setting.
                wizard.console.say(
                    "/skip leaves it for later, /next goes to the next step, /go NAME anywhere."
                )
                prompt = replace(prompt, known=prompt.short)
                continue
            if typed is not None and is_out_of_place(setting, read_answer(setting, typed)):
                words = (
                    "on or off"
                    if isinstance(setting.kind, Flag)
                    else "chosen from what /again lists"
                )
                wizard.console.say(
                    f"Error: {setting.label} must be {words}. What was typed is neither kept nor said again."
                )
                prompt = replace(prompt, known=prompt.short)
                continue
            if typed is not None:
                wizard.forget_told(setting.path)
                draft.set(setting.path, read_answer(setting, typed))
                draft.seal()
            draft.visit([setting.path])
            fresh = wizard.tell_problems()
            if not any(
                problem.severity == "error" and problem.concerns(setting.path) for problem in fresh
            ):
                return
            prompt = replace(prompt, known=prompt.short)
    finally:
        wizard.setting = None


def _is_missing(wizard: Linear, setting: Setting) -> bool:
    """Whether there is no answer where one is required; a secret that is wrong, and cannot be seen, is none either."""
    answer = wizard.draft.get(setting.path)
    if not setting.required or not errors(list(setting.problems(answer))):
        return False
    return setting.secret or isinstance(answer, Unset) or answer in (None, "")


def question(wizard: Linear, setting: Setting) -> Prompt:
    """How a setting is asked for: number, name, what holds now, and what can be typed, which may take lines of its own.

    Lines that were heard once already are left out until `/again`.
    """
    prompt = replace(_in_full(wizard, setting), renew=lambda: _in_full(wizard, setting))
    if setting.path not in wizard.known_choices:
        wizard.known_choices.add(setting.path)
        return prompt
    how = _how(setting)
    head = f"{wizard.number(setting)} {setting.label} ({_state(wizard, setting)})"
    return replace(
        prompt,
        known=f"{head}. {how[0].upper()}{how[1:]}; /again lists them:" if prompt.before else "",
    )


def _in_full(wizard: Linear, setting: Setting) -> Prompt:
    name = f"{wizard.number(setting)} {setting.label}"
    head = f"{name} ({_state(wizard, setting)})"
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


def _state(wizard: Linear, setting: Setting) -> str:
    answer = wizard.draft.get(setting.path)
    if not isinstance(answer, Unset):
        return f"now {shown_answer(setting, wizard.draft)}"
    if setting.required:
        return "required"
    return "not set" if setting.default_shown == "none" else f"default {setting.default_shown}"


def _how(setting: Setting) -> str:
    """What is to be typed, in a few words."""
    kind = setting.kind
    if setting.secret:
        return f"{kind.limits}, not shown; /generate makes one"
    if isinstance(kind, Codecs):
        return "numbers or names in order of priority, with commas or spaces between"
    if isinstance(kind, Choice):
        return "number or value" if is_numbered(setting) else "value"
    limits = kind.limits[:1].upper() + kind.limits[1:]
    return f"{limits}; /choose lists them" if setting.lookup else limits
