"""The command that creates the connection: says errors and warnings first, then submits."""

from tui_app.flows.submit import submit as flow
from tui_app.flows.ui import run_now
from tui_app.line.review import errors_first
from tui_app.line.ui import LineUI
from tui_app.line.wizard import Linear, Move


def submit(linear: Linear) -> None:
    """Asks once, sends once, and says the outcome.

    Raises `Move` if the user goes on elsewhere: at an error, or after a creation.
    """
    draft = linear.draft
    if draft.created:
        linear.console.say("It is created already. /another sets up another connection.")
        return
    if draft.blocking_errors:
        _go_to_first_error(linear)
    # A user who comes from a step has not seen the review: say its warnings before it is too late.
    draft.reviewed = True
    linear.report.say_new()
    run_now(flow(LineUI(linear)))
    if draft.created:
        raise Move(linear.position)


def _go_to_first_error(linear: Linear) -> None:
    linear.draft.reviewed = True
    blocking_errors = linear.draft.blocking_errors
    count = errors_first(len(blocking_errors))
    if blocking_errors[0].path in linear.draft.request.settings:
        linear.console.say(f"{count}.")
        linear.report.mark_said()
        raise Move(linear.wizard.position_of(blocking_errors[0].path), returning=True)
    linear.console.say(f"{count}: {linear.report.words(blocking_errors[0])}")
    linear.report.mark_said()
    raise Move(linear.position)
