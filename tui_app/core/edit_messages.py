"""Messages about an existing connection that is edited. They are as those of `messages`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from tui_app.core.messages import outcome_title, target_words
from tui_app.settings.problem import Path, Unset
from tui_app.settings.setting import Setting
from tui_app.text.escape import escape_controls, quoted, shortened

if TYPE_CHECKING:
    from tui_app.api.progress import Outcome
    from tui_app.api.replies import Connection
    from tui_app.api.target import Target
    from tui_app.core.checklist import Facts
    from tui_app.core.draft import Draft
    from tui_app.core.original import Original
    from tui_app.settings.compare import Difference

ONLY_CHANGES: Final = "A change sends only what differs."
NOTHING_CHANGED: Final = "Nothing is changed."


def editing(name: str, review: str) -> str:
    """Say that an existing connection is edited. `review`: how to see what was changed."""
    return f"Editing {quoted(name, 60)}. Only what you change is sent; {review} shows it."


def subject_of(draft: "Draft") -> str:
    """Return what the answers are about, foreign text: the connection's name, whether it exists."""
    name = draft.get(("connection_name",))
    shown = name if isinstance(name, str) else ""
    return shown if draft.original is None else f"Edit {draft.original.connection_name}"


def changes_counted(count: int) -> str:
    return f"{count} change{'s' if count != 1 else ''}"


def edit_confirmation(original: "Original", target: "Target", lines: Sequence[str]) -> str:
    """Say what is about to be changed, and where. `lines`: the changes, old and new."""
    host = target_words(target)
    head = f"The connection {quoted(original.connection_name, 60)} on {host} will be changed:"
    return "\n".join([head, *lines])


def elsewhere(original: "Original", target: "Target") -> str:
    """Say why a change cannot be sent: the connection is at another host."""
    return (
        f"This connection is on {escape_controls(original.host)}, and this wizard is at work on "
        f"{target_words(target)}: nothing was sent."
    )


def difference(each: "Difference", settings: Mapping[Path, Setting]) -> str:
    """Return one value of a change in words: the setting, what it was, what it is to be."""
    setting = settings.get(each.path)
    label = setting.label if setting else escape_controls(".".join(each.path))
    before, after = (
        shortened(setting.shown(value) if setting else quoted(value), 100)
        if not isinstance(value, Unset)
        else "not set"
        for value in each[1:]
    )
    # Taking an answer back sends the API's default, which a change cannot leave to the API.
    is_default = setting is not None and not setting.default_doubt and each.after == setting.default
    return f"{label}: {before} -> {after}{' (API default)' if is_default else ''}"


# Deleting

DELETE: Final = "Delete the connection?"
OTHER_NAME: Final = "That is not its name: nothing is deleted."


def delete_words(connection: "Connection", target: "Target", uses: "Facts") -> str:
    """Say what will stop working, and ask for the name. `uses`: what the API tells of it."""
    device = "No device is registered."
    if uses.registration is None:
        device = "Whether a device is registered is not known."
    elif uses.registered:
        agent = uses.registration.user_agent
        named = f" ({shortened(agent, 60)})" if agent else ""
        device = f"A device is registered{named}: it can neither call nor be called any more."
    active = "" if connection.document.get("active") is not False else " It is not active."
    return (
        f"{quoted(connection.connection_name, 60)}, user name {quoted(connection.user_name)}, on "
        f"{target_words(target)}.{active} {device} {_lost_numbers(uses)} "
        "This cannot be undone. Type its name to delete it:"
    )


def _lost_numbers(uses: "Facts") -> str:
    if uses.numbers is None:
        return "Numbers assigned to it lose their connection."
    if not uses.numbers:
        return "No number is assigned to it."
    more = len(uses.numbers) - 1
    first = shortened(uses.numbers[0].phone_number, 20)
    return f"{first}{f' and {more} more' if more else ''}: calls to it reach no device any more."


# Several at once


def several_question(target: "Target", lines: Sequence[str]) -> str:
    """Say what is about to be changed on several connections, a line each."""
    return "\n".join([f"On {target_words(target)}:", *lines])


def several_outcome(name: str, outcome: "Outcome | None") -> str:
    """Say what became of the change of one connection. `outcome`: None if it was not begun."""
    words = "Not started: nothing was sent."
    if outcome is not None:
        reasons = [escape_controls(each.message) for each in outcome.problems]
        what = "" if outcome.kind in ("updated", "unchanged") else outcome.words
        words = " ".join(
            filter(None, [f"{outcome_title(outcome)}.", what, *reasons, *outcome.notes])
        )
    return f"{shortened(name, 40)}: {words}"
