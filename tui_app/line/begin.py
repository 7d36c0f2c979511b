"""Introduces the wizard before the first step, and decides where the user begins.

It asks only on a terminal. The first line from a pipe answers the first setting, whatever drafts
are on the disk.
"""

from tui_app.core.autosave import Position
from tui_app.core.messages import target_words
from tui_app.flows.begin import begin as flow
from tui_app.flows.ui import run_now
from tui_app.line.ui import LineUI
from tui_app.line.wizard import Linear


def begin(linear: Linear) -> Position:
    """Says what this is, and asks what comes before the first step. Returns where to begin."""
    target = linear.session.target
    edits = linear.draft.original is not None
    does = "changes" if edits else "creates"
    linear.console.say(
        f"telnyx-wizard in linear mode. It {does} a connection on {target_words(target)}."
    )
    linear.console.say(
        "Type ? for the commands. /start begins from a template, file, draft or connection.",
        *(f"Note: {notice}" for notice in linear.wizard.notices),
    )
    resumed = linear.wizard.resumed
    run_now(flow(LineUI(linear)))
    offered = linear.wizard.resumed and not resumed
    if linear.wizard.resumed:
        return _first_missing(linear, offered)
    if edits:
        linear.wizard.position = Position(linear.wizard.review_step)
    return linear.position


def _first_missing(linear: Linear, offered: bool) -> Position:
    """Where a resumed draft continues: at the first required answer that is missing.

    That is often the password, which drafts never hold. A draft that was left before that setting
    continues where it was left.
    `offered`: the user has already heard that a password is not kept.
    """
    numbers = {setting.path: number for number, setting in linear.numbered()}
    missing = [
        setting
        for _, setting in linear.numbered()
        if setting.required and setting.path not in linear.draft.answers
    ]
    paths = list(numbers)
    left = paths.index(linear.position.path) if linear.position.path in numbers else len(paths)
    if not missing or left <= paths.index(missing[0].path):
        return linear.position
    setting = linear.draft.request.settings.get(linear.position.path)
    way = (
        f"/go {numbers[setting.path]} leads to where it was left, {setting.label}"
        if setting
        else "/review leads to where it was left"
    )
    why = "" if offered or linear.draft.password is not None else " The password is never kept."
    linear.console.say(
        f"The draft goes on.{why} "
        f"Still required: {', '.join(each.label for each in missing)}. {way}."
    )
    # The lines above just said that they are missing.
    linear.report.mark_said([each.path for each in missing])
    linear.arrived = False
    linear.wizard.position = linear.wizard.position_of(missing[0].path)
    return linear.position
