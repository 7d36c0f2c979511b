"""What speaks against sending: the user, or a rule if there is no user, decides on each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from tui_app.api.client import Listing
from tui_app.api.explain import spoken
from tui_app.api.lookup import same
from tui_app.api.progress import Decision
from tui_app.api.replies import Connection
from tui_app.settings.problem import Path, Problem
from tui_app.storage.journal import Intent
from tui_app.text.escape import quoted

NAME: Final[Path] = ("connection_name",)
USER_NAME: Final[Path] = ("user_name",)


def with_user_name(listing: Listing, user_name: str) -> tuple[Connection, ...]:
    """Return the connections that have this user name."""
    return tuple(each for each in listing.connections if same(each.user_name, user_name))


def with_name_only(listing: Listing, name: str, user_name: str) -> tuple[Connection, ...]:
    """Return the connections that have this name, and another user name."""
    return tuple(
        each
        for each in listing.connections
        if same(each.connection_name, name) and not same(each.user_name, user_name)
    )


def user_name_exists(user_name: str, users: tuple[Connection, ...]) -> Decision:
    """Ask whether to send although `users` have the user name: the API refuses it."""
    words = f"A connection with the user name {quoted(user_name)} exists already: {_listed(users)}."
    taken_by = _counted([f"{quoted(each.connection_name)}, id {each.id}" for each in users])
    message = f"is taken already by the connection {taken_by}"
    return Decision(
        "same_user_name", words, users, problem=Problem(USER_NAME, "error", "exists", message)
    )


def name_exists(name: str, names: tuple[Connection, ...]) -> Decision:
    """Ask whether to send although `names` have the connection name: the API allows it."""
    words = f"A connection with the name {quoted(name, 60)} exists already: {_listed(names)}."
    others = _counted([f"user name {quoted(each.user_name)}, id {each.id}" for each in names])
    message = f"is that of another connection already: {others}"
    return Decision("same_name", words, names, problem=Problem(NAME, "error", "exists", message))


def earlier_unsettled(earlier: Sequence[Intent], now: datetime, settled_after: float) -> Decision:
    """Ask whether to send although `earlier` attempts may have succeeded.

    In the first `settled_after` seconds such a connection may still be hidden.
    """
    ages = [(now - intent.at).total_seconds() for intent in earlier]
    words = (
        f"An earlier attempt to create it, of {spoken(max(0.0, min(ages)))} ago, may have "
        "succeeded; it is not found now. Sending it again with the same user name is refused by "
        "the API if it exists."
    )
    return Decision("unsettled", words, fresh=min(ages) < settled_after)


def unrecorded(reason: str) -> Decision:
    """Ask whether to send although the journal cannot remember the attempt."""
    words = (
        f"The attempt cannot be recorded: {reason}. If the answer is lost and this program ends, "
        "nothing will remember it."
    )
    message = f"was not sent, since the attempt could not be recorded: {reason}"
    return Decision("unrecorded", words, problem=Problem((), "error", "unrecorded", message))


def _listed(connections: tuple[Connection, ...]) -> str:
    return _counted(
        [
            f"{quoted(each.connection_name)}, user name {quoted(each.user_name)}, id {each.id}"
            for each in connections
        ]
    )


def _counted(named: list[str]) -> str:
    return "; ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else "")
