"""Commands that tell something and change nothing."""

from tui_app.core.messages import help_text
from tui_app.line.finding import find
from tui_app.line.prompt import Effect
from tui_app.line.wizard import Linear


def again(linear: Linear, rest: str) -> Effect:
    return "again"


def explain(linear: Linear, rest: str) -> Effect:
    """All that is known about a setting, and all that is wrong with its answer."""
    setting = find(linear, rest) if rest else linear.setting
    if setting is None:
        if not rest:
            linear.console.say("/help NAME explains a setting, ? lists the commands.")
        return "nothing"
    problems = linear.draft.problems_at(setting.path)
    # Where it is being asked for, its choices were heard already.
    text = help_text(
        setting,
        problems,
        linear.draft.request.settings,
        "/fix",
        with_choices=setting is not linear.setting,
    )
    linear.console.say(
        f"{setting.label}, {setting.place} in the API.", *filter(None, text.split("\n"))
    )
    return "nothing"


def problems(linear: Linear, rest: str) -> Effect:
    linear.draft.reviewed = True
    tell_numbered(linear)
    return "nothing"


def tell_numbered(linear: Linear) -> None:
    """Every problem with its number, errors first; from now on all of them are taken for told."""
    found = linear.report.sorted()
    if not found:
        linear.console.say("No problems.")
        return
    for number, problem in enumerate(found, 1):
        linear.console.say(f"Problem {number}. {linear.report.words(problem, number)}")
    linear.report.mark_said()


def reveal(linear: Linear, rest: str) -> Effect:
    password = linear.new_password or linear.draft.password
    linear.console.say(
        f"Password: {password.get_secret_value()}" if password else "There is no password yet."
    )
    return "nothing"
