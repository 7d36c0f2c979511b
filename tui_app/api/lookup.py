"""Find out whether an attempt whose answer was lost created its connection, and which one."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from tui_app.api.client import Listing
from tui_app.api.replies import Connection
from tui_app.storage.journal import MAX_TEXT, Intent

MARGIN: Final = timedelta(minutes=5)
"""How far this machine's clock may be off the server's, if the server does not send its time."""


class Known(NamedTuple):
    """What existed before an attempt.

    `complete`: every connection of its name was read, so that another id can only be a new one.
    """

    ids: frozenset[str] = frozenset()
    complete: bool = False


def same(one: str, other: str) -> bool:
    """Whether the API takes two names as the same.

    It ignores case in user names (vendor's documentation of version 1).
    """
    return one.strip().casefold() == other.strip().casefold()


def same_kept(name: str, kept: str) -> bool:
    """Whether `name` is the one that the journal keeps, which is cut at `MAX_TEXT` characters."""
    return same(name[:MAX_TEXT], kept[:MAX_TEXT])


def matches(
    listing: Listing, intent: Intent, now: datetime, known: Known | None = None
) -> list[Connection]:
    """List the connections that the attempt must have created: with its names, made since it began.

    If `known` is complete it proves which are new, even if a clock was set meanwhile. Otherwise
    their time decides: `now` is this machine's time of the lookup, and is compared with the
    server's. With `known`, a connection without a readable time counts too.
    """
    return [each for each in alike(listing, intent) if _is_new(each, listing, intent, now, known)]


def alike(listing: Listing, intent: Intent) -> list[Connection]:
    """List the connections with the attempt's names, of any age."""
    return [
        each
        for each in listing.connections
        if same(each.user_name, intent.user_name)
        and same_kept(each.connection_name, intent.connection_name)
    ]


def _is_new(
    each: Connection, listing: Listing, intent: Intent, now: datetime, known: Known | None
) -> bool:
    if known is not None and (known.complete or each.id in known.ids):
        return each.id not in known.ids
    if each.created_at is None:
        return known is not None
    return not is_older(each, listing, intent, now)


def is_older(each: Connection, listing: Listing, intent: Intent, now: datetime) -> bool:
    """Whether a connection was created before the attempt. False if it has no creation time."""
    # In the server's time, if the server sends it: then it does no harm if this machine's clock is
    # hours off.
    began = intent.at + (listing.at - now if listing.at else timedelta())
    return each.created_at is not None and each.created_at < began - MARGIN
