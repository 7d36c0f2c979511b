"""Commands that say something and change nothing."""

from tui_app.core.messages import help_text
from tui_app.line.finding import find
from tui_app.line.prompt import Effect
from tui_app.line.wizard import Linear


def again(linear: Linear, rest: str) -> Effect:
    return "again"


def explain(linear: Linear, rest: str) -> Effect:
    """Says all about a setting, and all problems of its answer."""
    setting = find(linear, rest) if rest else linear.setting
    if setting is None:
        if not rest:
            linear.console.say("/help NAME explains a setting, ? lists the commands.")
        return "nothing"
    problems = linear.draft.problems_at(setting.path)
    # The user has heard the choices of the setting that is being asked for.
    text = help_text(
        setting,
        problems,
        linear.draft.request.settings,
        "/fix",
        with_choices=setting is not linear.setting,
    )
    linear.console.say(
        f"{setting.label}, {setting.json_path} in the API.", *filter(None, text.split("\n"))
    )
    return "nothing"


def problems(linear: Linear, rest: str) -> Effect:
    linear.draft.reviewed = True
    say_numbered(linear)
    return "nothing"


def say_numbered(linear: Linear) -> None:
    """Says every problem with its number, errors first, and marks all of them as said."""
    found = linear.report.sorted()
    if not found:
        linear.console.say("No problems.")
        return
    for number, problem in enumerate(found, 1):
        linear.console.say(f"Problem {number}. {linear.report.words(problem, number)}")
    linear.report.mark_said()


def reveal(linear: Linear, rest: str) -> Effect:
    password = linear.revealed = linear.wizard.password
    linear.console.say(
        f"Password: {password.get_secret_value()}" if password else "There is no password yet."
    )
    return "nothing"
