"""Commands that tell something and change nothing."""

from tui_app.core.messages import help_text
from tui_app.line.finding import find
from tui_app.line.wizard import Effect, Linear


def again(wizard: Linear, rest: str) -> Effect:
    return "again"


def explain(wizard: Linear, rest: str) -> Effect:
    """All that is known about a setting, and all that is wrong with its answer."""
    setting = find(wizard, rest) if rest else wizard.setting
    if setting is None:
        if not rest:
            wizard.console.say("/help NAME explains a setting, ? lists the commands.")
        return "nothing"
    problems = wizard.draft.problems_at(setting.path)
    # Where it is being asked for, its choices were heard already.
    text = help_text(
        setting,
        problems,
        wizard.draft.request.settings,
        "/fix",
        with_choices=setting is not wizard.setting,
    )
    wizard.console.say(
        f"{setting.label}, {setting.place} in the API.", *filter(None, text.split("\n"))
    )
    return "nothing"


def problems(wizard: Linear, rest: str) -> Effect:
    wizard.draft.reviewed = True
    tell_numbered(wizard)
    return "nothing"


def tell_numbered(wizard: Linear) -> None:
    """Every problem with its number, errors first; from now on all of them are taken for told."""
    found = wizard.sorted_problems()
    if not found:
        wizard.console.say("No problems.")
        return
    for number, problem in enumerate(found, 1):
        wizard.console.say(f"Problem {number}. {wizard.words(problem, number)}")
    wizard.mark_told()


def reveal(wizard: Linear, rest: str) -> Effect:
    password = wizard.new_password or wizard.draft.password
    wizard.console.say(
        f"Password: {password.get_secret_value()}" if password else "There is no password yet."
    )
    return "nothing"
