"""The review: says the problems, then what is set, and how many settings are not set."""

from tui_app.core.autosave import Position
from tui_app.core.edit_messages import (
    NOTHING_CHANGED,
    changes_counted,
    difference,
)
from tui_app.core.messages import (
    standing,
)
from tui_app.core.original import Original
from tui_app.line.asking import ask
from tui_app.line.describing import short_answer
from tui_app.line.finding import find
from tui_app.line.prompt import Prompt
from tui_app.line.telling import say_numbered
from tui_app.line.wizard import Linear, Move
from tui_app.text.escape import quoted

ASKING = "Review:"


def review(linear: Linear) -> Position:
    """Says everything once, and then takes commands until one leads elsewhere."""
    linear.draft.reviewed = True
    linear.arrived = False
    if linear.announced_step != linear.review_step:
        linear.announced_step = linear.review_step
        _say_overview(linear)
        prompt = Prompt(ASKING, ASKING, (_next_commands(linear),), payloads=True)
    else:
        linear.report.say_new()
        bad = len(linear.draft.blocking_errors)
        linear.console.say(f"Back at the review.{f' {errors_first(bad)}.' if bad else ''}")
        prompt = Prompt(ASKING, ASKING, payloads=True)
    while True:
        typed = (ask(linear, prompt) or "").strip()
        prompt = Prompt(ASKING, ASKING, payloads=True)
        setting = find(linear, typed) if typed else None
        if setting is not None:
            raise Move(linear.wizard.position_of(setting.path), returning=True)


def _say_overview(linear: Linear) -> None:
    step = linear.review_step + 1
    say = linear.console.say
    say(f"Step {step} of {step}: Review. Check your answers. {standing(linear.draft)}")
    if linear.draft.problems:
        say_numbered(linear)
    if linear.draft.original is not None:
        _say_changes(linear, linear.draft.original)
        return
    answered = [
        (number, setting)
        for number, setting in linear.numbered()
        if setting.path in linear.draft.answers
    ]
    count = len(linear.draft.request.settings)
    say(f"You set {len(answered)} of {count} settings{':' if answered else '.'}")
    say(
        *(
            f"  {number} {setting.label}: {short_answer(linear, setting)}"
            for number, setting in answered
        )
    )
    if len(answered) < count:
        say(f"The other {count - len(answered)} are not set: the API defaults apply.")


def _say_changes(linear: Linear, original: Original) -> None:
    """Says what an edit changes, and then what else is set, so that it can be changed."""
    settings = linear.draft.request.settings
    changes = original.differences(linear.draft.answers)
    head = f"{changes_counted(len(changes))}:" if changes else NOTHING_CHANGED
    changed = {each.path for each in changes}
    linear.console.say(head, *(f"  {difference(each, settings)}" for each in changes))
    linear.console.say(
        f"The connection {quoted(original.connection_name, 60)} has:",
        *(
            f"  {number} {setting.label}: {short_answer(linear, setting)}"
            for number, setting in linear.numbered()
            if setting.path in linear.draft.answers and setting.path not in changed
        ),
    )


def _next_commands(linear: Linear) -> str:
    bad = len(linear.draft.blocking_errors)
    if bad:
        return f"{errors_first(bad)}: /submit goes there. /edit NUMBER changes an answer."
    done = "creates" if linear.draft.original is None else "changes"
    return (
        f"/submit {done} the connection, after one question. "
        "/edit NUMBER changes an answer, /show prints the payload."
    )


def errors_first(number: int) -> str:
    """Says that errors bar the submission."""
    return f"Fix {number} error{'s' if number > 1 else ''} first"
