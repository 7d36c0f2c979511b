"""Messages about an existing connection that is edited. They are as those of `messages`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from tui_app.core.messages import outcome_title, target_words
from tui_app.settings.problem import Path, Unset
from tui_app.settings.setting import Setting
from tui_app.text.escape import escape_controls, quoted, shortened

if TYPE_CHECKING:
    from tui_app.api.progress import Outcome
    from tui_app.api.replies import Connection, RegistrationStatus
    from tui_app.api.target import Target
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


def difference(each: "Difference", settings: Mapping[Path, Setting], arrow: str = "->") -> str:
    """Return one value of a change in words: the setting, what it was, what it is to be."""
    setting = settings.get(each.path)
    label = setting.label if setting else escape_controls(".".join(each.path))
    before, after = (
        shortened(setting.shown(value) if setting else quoted(value), 100)
        if not isinstance(value, Unset)
        else "not set"
        for value in each[1:]
    )
    return f"{label}: {before} {arrow} {after}"


# Deleting

DELETE: Final = "Delete the connection?"
OTHER_NAME: Final = "That is not its name: nothing is deleted."


def delete_words(
    connection: "Connection", target: "Target", status: "RegistrationStatus | None"
) -> str:
    """Say what will stop working, and ask for the name. `status`: None if it is not known."""
    if status is None:
        device = "Whether a device is registered is not known."
    elif status.status == "Registered":
        agent = f" ({shortened(status.user_agent, 60)})" if status.user_agent else ""
        device = f"A device is registered{agent}: it can neither call nor be called any more."
    else:
        device = "No device is registered."
    active = "" if connection.document.get("active") is not False else " It is not active."
    return (
        f"{quoted(connection.connection_name, 60)}, user name {quoted(connection.user_name)}, on "
        f"{target_words(target)}.{active} {device} Numbers assigned to it lose their connection. "
        "This cannot be undone. Type its name to delete it:"
    )


# Several at once


def several_question(target: "Target", lines: Sequence[str]) -> str:
    """Say what is about to be changed on several connections, a line each."""
    return "\n".join([f"On {target_words(target)}:", *lines])


def several_outcome(name: str, outcome: "Outcome | None") -> str:
    """Say what became of the change of one connection. `outcome`: None if it was not begun."""
    words = "Not begun: nothing was sent."
    if outcome is not None:
        reasons = [escape_controls(each.message) for each in outcome.problems]
        what = "" if outcome.kind in ("updated", "unchanged") else outcome.words
        words = " ".join(
            filter(None, [f"{outcome_title(outcome)}.", what, *reasons, *outcome.notes])
        )
    return f"{shortened(name, 40)}: {words}"
