"""Runs the loop of the wizard in lines, and interprets the lines typed at its prompts."""

from collections.abc import Callable, Iterator

from tui_app.core.autosave import Position
from tui_app.core.exit_codes import OUTCOME_CODES
from tui_app.line.prompt import Effect, Given, Prompt
from tui_app.line.wizard import Leave, Linear, Move


def run(linear: Linear) -> int:
    """Asks until the user leaves. Returns the exit code; raises `Ended` after a signal."""
    from tui_app.line.begin import begin

    linear.interpret = interpret
    visits: Iterator[Callable[[], Position]] = iter([lambda: begin(linear)])
    try:
        while True:
            try:
                linear.enter(next(visits, lambda: _visit(linear))())
            except Move as move:
                linear.returning, linear.arrived = move.returning, not move.said
                linear.enter(move.position)
    except Leave:
        return OUTCOME_CODES[linear.outcome.kind] if linear.outcome else 0


def _visit(linear: Linear) -> Position:
    """Runs the current step or the review. Returns where the user goes next."""
    if linear.draft.created:
        from tui_app.line.outcome import take_commands

        return take_commands(linear)
    if linear.position.step >= linear.review_step:
        from tui_app.line.review import review

        return review(linear)
    from tui_app.line.step import ask_here

    return ask_here(linear)


def interpret(linear: Linear, typed: str, prompt: Prompt) -> Effect | Given:
    """Decides whether a line is an answer, a command, a pasted text or a misplaced secret.

    Runs the command, takes the text, refuses the secret.
    """
    from tui_app.line.recognizing import begins_text
    from tui_app.settings.misplaced import begins, find, find_in_password

    # Spaces around a secret may be part of it.
    text = typed if prompt.secret else typed.strip()
    found = find_in_password(text) if prompt.secret else find(text, address=prompt.address)
    if prompt.secret and not prompt.payloads:
        # Where a key is asked for, it is taken as it is.
        found = None
    if not prompt.secret and (end := begins(text)) is not None:
        from tui_app.line.pasting import rest_of_secret

        # None of its lines is an answer to the next question.
        rest = rest_of_secret(linear, end)
        found = found or (find(f"{text} {rest}") if rest else None)
    if text.startswith("//") and found is None:
        return Given(text[1:])
    if begins_text(text):
        from tui_app.line.pasting import take_text

        return take_text(linear, text, prompt)
    if found is not None:
        from tui_app.line.pasting import refuse_secret

        return refuse_secret(linear, found)
    if text.startswith("/") or text == "?":
        from tui_app.line.commands import run_command

        return run_command(linear, text, secret=prompt.secret)
    return Given(typed)
